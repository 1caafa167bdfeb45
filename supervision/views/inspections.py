"""Inspections and their findings."""

from collections.abc import Sequence
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.documents.models import Document
from inspectorate.lib import chips
from inspectorate.lib.pages import DetailPage, ListPage, NextStep, Part, Verb, VerbPage
from inspectorate.register.rights import can
from inspectorate.register.views.grants import extra_access
from supervision import filters, forms, tables, workflow
from supervision.models import Finding, Inspection
from supervision.states import ENDED, REPLACEABLE, InspectionState

S = InspectionState
FIELD = (S.ON_SITE, S.HEARING, S.DELIBERATING)

OPEN_EMERGENCY = Verb(
    "open_emergency", workflow.open_emergency, gettext_lazy("Start an emergency inspection"), form=forms.EmergencyForm
)


def to_document(_subject: Any, document: Document) -> str:
    """Return the page of the document that the verb drafted."""
    return document.get_absolute_url()


VERBS = (
    Verb(
        "form_team",
        workflow.form_team,
        gettext_lazy("Form the team"),
        form=forms.TeamForm,
        to=[S.TEAM_FORMED],
        is_primary=True,
    ),
    Verb(
        "draft_notice",
        workflow.draft_notice,
        gettext_lazy("Draft the notice"),
        form=forms.NoticeForm,
        states=[S.TEAM_FORMED],
        is_primary=True,
        success=to_document,
    ),
    Verb(
        "dissolve_team",
        workflow.dissolve_team,
        gettext_lazy("Dissolve the team"),
        form=forms.ReasonForm,
        states=[S.TEAM_FORMED],
        is_danger=True,
    ),
    Verb(
        "submit_self_evaluation",
        workflow.submit_self_evaluation,
        gettext_lazy("Hand in the self-evaluation"),
        form=forms.SelfEvaluationForm,
        states=[S.SELF_EVALUATING],
        is_primary=True,
    ),
    Verb(
        "review_self_evaluation",
        workflow.review_self_evaluation,
        gettext_lazy("Review the self-evaluation"),
        form=forms.ReviewForm,
        to=[S.SELF_EVALUATED],
        is_primary=True,
    ),
    Verb("start_on_site", workflow.start_on_site, gettext_lazy("Begin on site"), to=[S.ON_SITE], is_primary=True),
    Verb(
        "add_site_record",
        workflow.add_site_record,
        gettext_lazy("Add a site record"),
        form=forms.SiteRecordForm,
        states=[S.ON_SITE, S.HEARING],
        is_primary=True,
    ),
    Verb("start_hearing", workflow.start_hearing, gettext_lazy("Turn to public opinion"), to=[S.HEARING]),
    Verb(
        "add_opinion",
        workflow.add_opinion,
        gettext_lazy("Add public opinion"),
        form=forms.OpinionForm,
        states=[S.ON_SITE, S.HEARING],
    ),
    Verb("start_deliberation", workflow.start_deliberation, gettext_lazy("Begin to deliberate"), to=[S.DELIBERATING]),
    Verb("add_finding", workflow.add_finding, gettext_lazy("Add a finding"), form=forms.NewFindingForm, states=FIELD),
    Verb(
        "conclude",
        workflow.conclude,
        gettext_lazy("End the inspection"),
        form=forms.RemarkForm,
        to=[S.CONCLUDED],
        is_primary=True,
    ),
    Verb(
        "replace_member",
        workflow.replace_member,
        gettext_lazy("Replace a team member"),
        form=forms.ReplaceForm,
        states=REPLACEABLE,
    ),
    Verb(
        "cancel",
        workflow.cancel,
        gettext_lazy("Cancel the inspection"),
        form=forms.ReasonForm,
        to=[S.CANCELLED],
        is_danger=True,
    ),
    Verb("archive", workflow.archive, gettext_lazy("Archive"), to=[S.ARCHIVED]),
)
EDIT_FINDING = Verb(
    "edit_finding", workflow.edit_finding, gettext_lazy("Change the finding"), form=forms.FindingForm, states=FIELD
)
DROP_FINDING = Verb(
    "drop_finding", workflow.drop_finding, gettext_lazy("Give the finding up"), form=forms.ReasonForm, states=FIELD
)
# Buttons whose verbs belong to the app above: addresses may refer anywhere, Python may not.
AFTERWARDS = (
    Verb("open_case", None, gettext_lazy("Open the accountability case"), states=[S.CONCLUDED], is_primary=True),
    Verb("draft_report", None, gettext_lazy("Draft the inspection report"), states=[S.CONCLUDED]),
)


SELF_EVALUATION = (S.SELF_EVALUATING, S.SELF_EVALUATED)
STEPS = (S.PLANNED, S.TEAM_FORMED, S.NOTIFIED, *SELF_EVALUATION, *FIELD, S.CONCLUDED)
NEXT = {
    S.PLANNED: gettext_lazy("Form the team"),
    S.TEAM_FORMED: gettext_lazy("Draft, sign, issue and serve the notice"),
    S.NOTIFIED: gettext_lazy("Begin on site"),
    S.SELF_EVALUATED: gettext_lazy("Begin on site"),
    S.ON_SITE: gettext_lazy("Record what is seen"),
    S.HEARING: gettext_lazy("Hear the public, pupils, parents and teachers"),
    S.DELIBERATING: gettext_lazy("Agree on findings and end"),
    S.CONCLUDED: gettext_lazy("Open the case file for feedback and rectification"),
}
FOR_UNITS = {
    S.NOTIFIED: gettext_lazy("The team comes on the days named below; have the papers ready"),
    S.SELF_EVALUATED: gettext_lazy("The team comes on the days named below; have the papers ready"),
    S.ON_SITE: gettext_lazy("The inspection is under way"),
    S.HEARING: gettext_lazy("The inspection is under way"),
    S.DELIBERATING: gettext_lazy("The team deliberates; the preliminary opinion will be served on you"),
}


class InspectionList(ListPage):
    """Inspections."""

    model = Inspection
    columns, orderings, filterset_class = tables.INSPECTIONS, tables.INSPECTION_ORDERS, filters.InspectionFilter
    select_related = ("unit", "owner")
    sentence = gettext_lazy("%(count)s inspections")
    empty = gettext_lazy("No inspection yet. Set one up from an approved entry of the annual list.")

    def create_buttons(self) -> list[tuple[Any, str]]:
        """Offer an emergency inspection to whoever may order one."""
        may = can(self.request.post, "open_emergency", self.request.post.organization)
        return [(OPEN_EMERGENCY.title, reverse("inspection-emergency"))] if may else []


class InspectionDetail(DetailPage):
    """One inspection: plan, team, records, opinions, findings, documents."""

    model = Inspection
    facts, verbs = tables.FACTS, (*VERBS, *AFTERWARDS)
    select_related = ("unit", "owner", "entry", "instrument", "approved_by", "self_evaluation", "case", "report")
    template_name = "supervision/inspection_detail.html"

    def parts(self, obj: Inspection) -> Sequence[Part]:
        """Return the parts of the file that the reader may see."""
        documents = Document.objects.of(obj).visible_to(self.request.post)
        team = obj.team.current().select_related("inspector__organization", "expert__organization", "organization")
        parts = [Part(_("Team"), team, tables.TEAM, empty=_("The team has not been formed yet."))]
        if report := getattr(obj, "self_evaluation", None):
            parts.append(
                Part(_("Self-evaluation"), template="supervision/_self_evaluation.html", context={"report": report})
            )
        if obj.shows_work_to(self.request.post) and obj.state in (*FIELD, *ENDED):
            parts += self.field_parts(obj)
        parts.append(Part(_("Documents"), documents, tables.DOCUMENTS, empty=_("No document yet.")))
        return [*parts, *extra_access(obj, self.request.post)]

    def field_parts(self, obj: Inspection) -> list[Part]:
        """Return what the team brought together."""
        return [
            Part(
                _("Site records"),
                obj.siterecords.select_related("author").prefetch_related("attachments__file"),
                tables.RECORDS,
                empty=_("None yet."),
            ),
            Part(
                _("Public opinion"),
                obj.publicopinions.prefetch_related("attachments__file"),
                tables.OPINIONS,
                empty=_("The public, pupils, parents and teachers are to be heard."),
            ),
            Part(
                _("Problems found"),
                template="supervision/_findings.html",
                context={
                    "findings": obj.findings.select_related("matter").prefetch_related("attachments__file"),
                    "may_edit": obj.state in FIELD and can(self.request.post, "edit_finding", obj),
                    "inspection": obj,
                },
            ),
        ]

    def extra(self, obj: Inspection) -> dict[str, Any]:
        """Return the case and the report made from it, where the reader may see them."""
        upper = [getattr(obj, name, None) for name in ("case", "report")]
        post = self.request.post
        seen = [row for row in upper if row and type(row).objects.visible_to(post).filter(pk=row.pk).exists()]
        steps = (step for step in STEPS if obj.wants_self_evaluation or step not in SELF_EVALUATION)
        return {"upper": seen, "progress": chips.progress(obj, steps)}

    def actions(self, obj: Inspection) -> list[Any]:
        """Offer the case before there is one, the report after."""
        unfit = "open-case/" if hasattr(obj, "case") else "draft-report/"
        return [action for action in super().actions(obj) if not action.url.endswith(unfit)]

    def next_step(self, obj: Inspection) -> NextStep | None:
        """Return the open duty, else what the state asks of the office; the unit is told what it waits for."""
        if step := super().next_step(obj):
            return step
        if not obj.shows_work_to(self.request.post):
            return NextStep(FOR_UNITS[obj.state], who=obj.owner.label) if obj.state in FOR_UNITS else None
        case = getattr(obj, "case", None)
        if obj.state == S.CONCLUDED and case is not None:
            return NextStep(_("Feedback and rectification: go on in the case file"), url=case.get_absolute_url())
        return NextStep(NEXT[obj.state], who=obj.owner.label) if obj.state in NEXT else None


class FindingPage(VerbPage):
    """A verb on one finding of an inspection; the rights are those of the inspection."""

    model = Inspection

    @property
    def finding(self) -> Finding:
        """Return the finding of the address as it stands now: the form is filled from it twice (T47)."""
        return get_object_or_404(Finding, inspection=self.kwargs["pk"], number=self.kwargs["number"])

    def build(self, obj: Inspection, *data: Any) -> Any:
        """Prefill the form with the finding."""
        form = super().build(obj, *data)
        form.initial = {name: getattr(self.finding, name) for name in form.fields if hasattr(self.finding, name)}
        return form

    def call(self, obj: Inspection, form: Any) -> Finding:
        """Call the verb on the finding."""
        return self.verb.act(self.finding, by=self.request.post, **form.cleaned_data)
