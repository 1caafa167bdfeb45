"""Cases and reports."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import filters, forms, tables, workflow
from accountability.models import Case, DefencePoint, InspectionReport
from accountability.states import LETTER_OUT, CaseState, ReportState
from inspectorate.lib.pages import DetailPage, ListPage, NextStep, Part, Verb
from inspectorate.lib.pages.details import Action
from inspectorate.register.models import Post
from supervision.states import InspectionState

from .pieces import documents, to_document, to_result

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
    Verb("close_defence", workflow.close_defence, gettext_lazy("Close the defence"), to=[S.DEFENCE_CLOSED]),
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


class CaseDetail(DetailPage):
    """One case: the eight institutions on one page."""

    model = Case
    facts, verbs = tables.CASE_FACTS, (*VERBS[:2], WAIVE, *VERBS[2:])
    select_related = ("inspection", "unit", "superior", "owner")

    def actions(self, obj: Case) -> list[Action]:
        """Leave out what the defence has decided: it is stated once, and answered only where there is one."""
        done = {"submit_defence", "waive_defence"} if hasattr(obj, "defence") else {"answer_point"}
        self.verbs = [verb for verb in self.verbs if verb.name not in done]
        return super().actions(obj)

    def parts(self, obj: Case) -> Sequence[Part]:
        """Return the parts of the file that the reader may see."""
        parts = self.defence_parts(obj)
        if obj.state in LETTER_OUT:
            items = obj.items.visible_to(self.request.post)
            parts.append(
                Part(_("Rectification items"), items, tables.CASE_ITEMS, empty=_("The letter names no problem."))
            )
        else:
            findings = obj.inspection.findings.all()
            parts.append(Part(_("Findings"), findings, tables.FINDINGS, empty=_("No problem was found.")))
        parts += self.measures(obj)
        parts.append(documents(obj, self.request.post))
        return parts

    def measures(self, obj: Case) -> list[Part]:
        """Return the measures taken, each list only where it holds something."""
        post = self.request.post
        found = (
            (_("Supervise notices"), obj.supervise_notices),
            (_("Interviews"), obj.interviews),
            (_("Circulars"), obj.circulars),
            (_("Accountability"), obj.actions),
        )
        lists = [(title, list(rows.visible_to(post).select_related("unit", "case"))) for title, rows in found]
        return [Part(title, rows, tables.MEASURES) for title, rows in lists if rows]

    def defence_parts(self, obj: Case) -> list[Part]:
        """Return the defence and its points, or why there is none."""
        defence = getattr(obj, "defence", None)
        if defence is None or defence.is_waived:
            waived = defence and _("The defence was waived on %(date)s.") % {"date": defence.submitted_on}
            return [Part(_("Defence"), empty=waived or _("No defence has been stated."))]
        points = DefencePoint.objects.filter(defence=defence).select_related("finding")
        found = [Part(_("Defence"), [defence], tables.DEFENCE)]
        return [*found, Part(_("Points of the defence"), points, tables.POINTS)] if points else found

    def next_step(self, obj: Case) -> NextStep | None:
        """Return the open duty, else what the state asks for."""
        words = {
            S.OPENED: _("Draft, sign, issue and serve the preliminary opinion"),
            S.FEEDBACK_GIVEN: _("Serve the preliminary opinion"),
            S.DEFENCE_CLOSED: _("Issue the opinion letter"),
            S.OPINION_ISSUED: _("Serve the opinion letter"),
            S.RECHECKING: _("Re-check and close out the items"),
            S.CLEARED: _("Archive the case"),
        }
        step = super().next_step(obj)
        return step or (NextStep(words[obj.state], who=obj.owner) if obj.state in words else None)


class ReportList(ListPage):
    """Inspection reports."""

    model = InspectionReport
    columns, orderings, filterset_class = tables.REPORTS, tables.REPORT_ORDERS, filters.ReportFilter
    select_related = ("unit",)
    sentence = gettext_lazy("%(count)s inspection reports")
    empty = gettext_lazy("No inspection report yet. It is drafted on the page of an ended inspection.")


class ReportDetail(DetailPage):
    """One report: submitted, filed, published."""

    model = InspectionReport
    facts, verbs = tables.REPORT_FACTS, REPORT_VERBS
    select_related = ("inspection", "unit", "owner", "submitted_to", "filed_with")

    def parts(self, obj: InspectionReport) -> Sequence[Part]:
        """Return its documents."""
        return (documents(obj, self.request.post),)
