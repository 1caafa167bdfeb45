"""Cases and reports."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import filters, forms, tables, workflow
from accountability.models import Case, DefencePoint, InspectionReport, RectificationItem
from accountability.states import LETTER_OUT, UNDER_WAY, CaseState, ItemState, ReportState
from inspectorate.lib.pages import ListPage, NextStep, Part, Verb, ground, to_result
from inspectorate.lib.pages.details import Action
from inspectorate.register.models import Post
from inspectorate.register.views.grants import extra_access
from supervision.states import InspectionState

from .institutions import institutions
from .pieces import StepPage, documents, ladder_part, to_document

S, R = CaseState, ReportState


def answer_points(_case: Case, *, by: Post, answers: Sequence[forms.Answer]) -> list[DefencePoint]:
    """Answer the points that were filled in."""
    return [workflow.answer_point(one.point, by=by, outcome=one.outcome, reason=one.reason) for one in answers]


# Verbs of the app below that lead into this one.
INSPECTION_VERBS = (
    Verb(
        "open_case",
        workflow.open_case,
        gettext_lazy("Open the accountability case"),
        states=[InspectionState.CONCLUDED],
        success=to_result,
    ),
    Verb(
        "draft_report",
        workflow.draft_report,
        gettext_lazy("Draft the inspection report"),
        form=forms.ReportForm,
        initial=forms.report_values,
        states=[InspectionState.CONCLUDED],
        success=to_document,
    ),
)
VERBS = (
    Verb(
        "draft_opinion",
        workflow.draft_opinion,
        gettext_lazy("Draft the preliminary opinion"),
        form=forms.OpinionForm,
        states=[S.OPENED],
        is_primary=True,
        success=to_document,
        template_name="accountability/opinion_form.html",
    ),
    Verb(
        "submit_defence",
        workflow.submit_defence,
        gettext_lazy("State a defence"),
        form=forms.DefenceForm,
        states=[S.DEFENCE_OPEN, S.DEFENCE_CLOSED],
        is_primary=True,
    ),
    Verb(
        "answer_point",
        answer_points,
        gettext_lazy("Answer a point of the defence"),
        form=forms.AnswerForm,
        states=[S.DEFENCE_OPEN],
        is_primary=True,
        template_name="accountability/answer_form.html",
    ),
    Verb("close_defence", workflow.close_defence, gettext_lazy("Close the defence"), states=[S.DEFENCE_OPEN]),
    Verb(
        "draft_letter",
        workflow.draft_letter,
        gettext_lazy("Draft the opinion letter"),
        form=forms.LetterForm,
        initial=forms.letter_values,
        states=[S.DEFENCE_CLOSED],
        is_primary=True,
        success=to_document,
        template_name="accountability/letter_form.html",
    ),
    Verb(
        "propose_notice",
        workflow.propose_notice,
        gettext_lazy("Propose a supervise notice"),
        form=forms.ProposeNoticeForm,
        states=[S.RECTIFYING, S.RECHECKING],
        success=to_result,
    ),
    Verb(
        "propose_interview",
        workflow.propose_interview,
        gettext_lazy("Propose an interview"),
        form=forms.ProposeInterviewForm,
        states=LETTER_OUT,
        success=to_result,
    ),
    Verb(
        "propose_circular",
        workflow.propose_circular,
        gettext_lazy("Propose a circular"),
        form=forms.ProposeCircularForm,
        states=LETTER_OUT,
        success=to_result,
    ),
    Verb(
        "propose_action",
        workflow.propose_action,
        gettext_lazy("Propose accountability"),
        form=forms.ProposeActionForm,
        states=LETTER_OUT,
        success=to_result,
    ),
    Verb(
        "propose_result",
        workflow.propose_result,
        gettext_lazy("Propose the publication of the result"),
        states=[S.CLEARED, S.ARCHIVED],
        is_primary=True,
        success=to_result,
        help=gettext_lazy("Citizens read on the unit's card what was put right; another person reviews it first."),
    ),
    Verb("archive_case", workflow.archive_case, gettext_lazy("Archive"), to=[S.ARCHIVED]),
)
WAIVE = Verb(
    "waive_defence",
    workflow.waive_defence,
    gettext_lazy("Waive the defence"),
    states=[S.DEFENCE_OPEN],
    help=gettext_lazy("The opinion letter need not wait for the end of the window then."),
)
REPORT_VERBS = (
    Verb(
        "draft_filing",
        workflow.draft_filing,
        gettext_lazy("Draft the filing"),
        form=forms.FilingForm,
        states=[R.SUBMITTED],
        is_primary=True,
        success=to_document,
    ),
    Verb(
        "propose_publication",
        workflow.propose_publication,
        gettext_lazy("Propose the publication"),
        states=[R.FILED],
        is_primary=True,
        success=to_result,
        help=gettext_lazy("A copy for citizens is made; another person reviews it before it is published."),
    ),
)


class CaseList(ListPage):
    """Cases."""

    model = Case
    columns, orderings, filterset_class = tables.CASES, tables.CASE_ORDERS, filters.CaseFilter
    select_related = ("unit",)
    sentence = gettext_lazy("%(count)s cases")
    empty = gettext_lazy("No case yet. A case is opened when an inspection has ended.")


class CaseDetail(StepPage):
    """One case: the eight institutions on one page."""

    model = Case
    steps = tuple(state for state in S if state != S.ARCHIVED)
    facts, verbs = tables.CASE_FACTS, (*VERBS[:2], WAIVE, *VERBS[2:])
    select_related = ("inspection__report", "unit", "superior", "owner", "defence")
    asks: ClassVar = {
        S.OPENED: gettext_lazy("Draft, sign, issue and serve the preliminary opinion"),
        S.FEEDBACK_GIVEN: gettext_lazy("Serve the preliminary opinion"),
        S.DEFENCE_OPEN: gettext_lazy("Answer each point of the defence, then close it"),
        S.DEFENCE_CLOSED: gettext_lazy("Issue the opinion letter"),
        S.OPINION_ISSUED: gettext_lazy("Serve the opinion letter"),
        S.CLEARED: gettext_lazy("Archive the case"),
    }

    def actions(self, obj: Case) -> list[Action]:
        """Leave out what the defence has decided: it is stated once, and answered only where there is one."""
        done = {"submit_defence", "waive_defence"} if hasattr(obj, "defence") else {"answer_point"}
        self.verbs = [verb for verb in self.verbs if verb.name not in done]
        return super().actions(obj)

    def parts(self, obj: Case) -> Sequence[Part]:
        """Return the parts of the file that the reader may see."""
        post, measures = self.request.post, self.measures(obj)
        standing = Part(
            _("Where things stand"),
            template="accountability/_institutions.html",
            context={"institutions": institutions(obj, post, self.items, measures)},
        )
        if obj.state in LETTER_OUT:
            listed = Part(
                _("Rectification items"), self.items, tables.CASE_ITEMS, empty=_("The letter names no problem.")
            )
            taken = [Part(title, rows, tables.CASE_MEASURES) for title, rows in measures if rows]
            above = [standing, listed, *self.ladder(obj, measures), self.defence(obj)]
            return [*above, *taken, documents(obj, post), *extra_access(obj, post)]
        findings = obj.inspection.findings.all()
        found = Part(_("Problems found"), findings, tables.FINDINGS, empty=_("No problem was found."))
        return [standing, self.defence(obj), found, documents(obj, post), *extra_access(obj, post)]

    @cached_property
    def items(self) -> list[RectificationItem]:
        """Return the items that the reader may see, in their order."""
        return list(self.obj.items.visible_to(self.request.post).order_by("number"))

    def measures(self, obj: Case) -> list[tuple[Any, list[Any]]]:
        """Return the measures taken by kind, the newest first; there are none before the letter."""
        post = self.request.post
        found = (
            (_("Supervise notices"), obj.supervise_notices),
            (_("Interviews"), obj.interviews),
            (_("Circulars"), obj.circulars),
            (_("Accountability"), obj.actions),
        )
        if obj.state not in LETTER_OUT:
            return [(title, []) for title, _rows in found]
        related = ("unit", "case", "proposed_by")
        return [
            (title, list(rows.visible_to(post).select_related(*related).order_by("-pk"))) for title, rows in found
        ]

    def ladder(self, obj: Case, measures: Sequence[tuple[Any, list[Any]]]) -> list[Part]:
        """Return what was prepared on the case, why and when, and what comes next: for the office alone."""
        if self.request.post.organization_id != obj.owner_id or obj.state == S.ARCHIVED:
            return []
        rungs = sorted((row for _title, rows in measures[:3] for row in rows), key=lambda row: row.proposed_on)
        return [ladder_part(rungs, workflow.next_rung(obj))] if rungs else []

    def defence(self, obj: Case) -> Part:
        """Return the defence and its points, or why there is none."""
        defence = getattr(obj, "defence", None)
        if defence is None or defence.is_waived:
            waived = defence and _("The defence was waived on %(date)s.") % {"date": defence.submitted_on}
            return Part(_("Defence"), empty=waived or _("No defence has been stated."))
        points = DefencePoint.objects.filter(defence=defence).select_related("finding")
        context = {"defence": defence, "points": points}
        return Part(_("Defence"), template="accountability/_defence.html", context=context)

    def next_step(self, obj: Case) -> NextStep | None:
        """Return what the state asks for: while items are open, the first of them; else the open duty."""
        if obj.state in {S.RECTIFYING, S.RECHECKING}:
            return self.item_step(obj)
        return super().next_step(obj)

    def item_step(self, obj: Case) -> NextStep | None:
        """Return the next act on the items: the office's own first, for the unit and its superior the unit's."""
        post = self.request.post
        items = sorted(self.items, key=lambda item: item.due_on)
        under_way = [item for item in items if item.state in UNDER_WAY]
        office = (
            (ItemState.REPORTED, _("Re-check what the unit reported: %(n)d")),
            (ItemState.PASSED, _("Close out what passed its re-check: %(n)d")),
        )
        for state, words in office if post.organization_id == obj.owner_id else ():
            if rows := [item for item in items if item.state == state]:
                return NextStep(words % {"n": len(rows)}, who=obj.owner.label, url=rows[0].get_absolute_url())
        if not under_way:
            return None
        first, what = under_way[0], _("Put right and report: %(n)d") % {"n": len(under_way)}
        why = next((step.why for step in ground.open_duties(first, post)), ())
        return NextStep(what, obj.unit.label, first.due_on, why, first.get_absolute_url())


class ReportList(ListPage):
    """Inspection reports."""

    model = InspectionReport
    columns, orderings, filterset_class = tables.REPORTS, tables.REPORT_ORDERS, filters.ReportFilter
    select_related = ("unit",)
    sentence = gettext_lazy("%(count)s inspection reports")
    empty = gettext_lazy("No inspection report yet. It is drafted on the page of an ended inspection.")


class ReportDetail(StepPage):
    """One report: submitted, filed, published."""

    steps = (R.DRAFTING, R.SUBMITTED, R.FILED, R.PUBLISHED)

    model = InspectionReport
    facts, verbs = tables.REPORT_FACTS, REPORT_VERBS
    select_related = ("inspection", "unit", "owner", "submitted_to", "filed_with")

    def parts(self, obj: InspectionReport) -> Sequence[Part]:
        """Return its documents."""
        return (documents(obj, self.request.post),)
