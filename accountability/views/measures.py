"""Supervise notices, interviews, circulars."""

from collections.abc import Sequence
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import filters, forms, tables, workflow
from accountability.models import Circular, Interview, SuperviseNotice
from accountability.states import CircularState, InterviewState, NoticeState
from inspectorate.lib.pages import ListPage, Part, Verb, to_result
from inspectorate.register.views.grants import extra_access

from .pieces import ReadPage, StepPage, documents, to_document

N, V, C = NoticeState, InterviewState, CircularState

NOTICE_VERBS = (
    Verb(
        "draft_supervise_notice",
        workflow.draft_supervise_notice,
        gettext_lazy("Draft the supervise notice"),
        form=forms.DraftSuperviseForm,
        initial=forms.supervise_values,
        states=[N.PROPOSED],
        is_primary=True,
        success=to_document,
    ),
    Verb(
        "withdraw_notice",
        workflow.withdraw_notice,
        gettext_lazy("Withdraw the proposal"),
        form=forms.ReasonForm,
        to=[N.WITHDRAWN],
        is_danger=True,
    ),
)
INTERVIEW_VERBS = (
    Verb(
        "approve_interview",
        workflow.approve_interview,
        gettext_lazy("Approve the interview"),
        form=forms.ApproveInterviewForm,
        to=[V.APPROVED],
        is_primary=True,
    ),
    Verb(
        "draft_interview_notice",
        workflow.draft_interview_notice,
        gettext_lazy("Draft the interview notice"),
        form=forms.MaterialsForm,
        states=[V.APPROVED],
        is_primary=True,
        success=to_document,
    ),
    Verb(
        "hold_interview",
        workflow.hold_interview,
        gettext_lazy("Note that it was held"),
        form=forms.HoldForm,
        states=[V.NOTIFIED],
        is_primary=True,
    ),
    Verb(
        "draft_interview_record",
        workflow.draft_interview_record,
        gettext_lazy("Write the record"),
        form=forms.RecordForm,
        initial=forms.record_values,
        to=[V.RECORDED],
        is_primary=True,
        success=to_document,
    ),
    Verb(
        "withdraw_interview",
        workflow.withdraw_interview,
        gettext_lazy("Withdraw the interview"),
        form=forms.ReasonForm,
        to=[V.WITHDRAWN],
        is_danger=True,
    ),
)
CIRCULAR_VERBS = (
    Verb(
        "approve_circular",
        workflow.approve_circular,
        gettext_lazy("Approve the circular"),
        form=forms.ApproveCircularForm,
        states=[C.PROPOSED],
        is_primary=True,
    ),
    Verb(
        "draft_circular",
        workflow.draft_circular,
        gettext_lazy("Draft the document"),
        states=[C.APPROVED],
        is_primary=True,
        success=to_document,
    ),
    Verb(
        "publish_circular",
        workflow.publish_circular,
        gettext_lazy("Propose the publication"),
        states=[C.ISSUED],
        success=to_result,
    ),
    Verb(
        "withdraw_circular",
        workflow.withdraw_circular,
        gettext_lazy("Withdraw the circular"),
        form=forms.ReasonForm,
        to=[C.WITHDRAWN],
        is_danger=True,
    ),
)


class MeasureList(ListPage):
    """Measures of one kind."""

    columns, orderings = tables.MEASURES, tables.MEASURE_ORDERS
    select_related = ("unit", "case")
    empty = gettext_lazy(
        "None yet. The clock proposes one where rectification is left undone; an officer may do so too."
    )


class NoticeDetail(StepPage):
    """One supervise notice."""

    steps = (N.PROPOSED, N.ISSUED, N.SERVED, N.ANSWERED)
    asks: ClassVar = {
        N.PROPOSED: gettext_lazy("Draft, sign, issue and serve the notice, or withdraw the proposal"),
        N.ISSUED: gettext_lazy("Serve the notice"),
    }

    model = SuperviseNotice
    facts, verbs = tables.NOTICE_FACTS, NOTICE_VERBS
    select_related = ("case", "unit", "superior", "owner", "proposed_by", "approved_by")

    def parts(self, obj: SuperviseNotice) -> Sequence[Part]:
        """Return the items and documents."""
        items = obj.items.visible_to(self.request.post)
        return Part(_("Problems supervised"), items, tables.CASE_ITEMS), documents(obj, self.request.post)


class InterviewDetail(StepPage):
    """One interview with hosts, record and recipients."""

    steps = (V.PROPOSED, V.APPROVED, V.NOTIFIED, V.HELD, V.RECORDED, V.CLOSED)
    asks: ClassVar = {
        V.PROPOSED: gettext_lazy("To be approved by somebody else than who proposed it"),
        V.APPROVED: gettext_lazy("Draft, sign, issue and serve the notice"),
        V.NOTIFIED: gettext_lazy("Hold the interview and note who took part"),
        V.HELD: gettext_lazy("Write the record"),
        V.RECORDED: gettext_lazy("Send the record to all recipients"),
    }

    model = Interview
    facts, verbs = tables.INTERVIEW_FACTS, INTERVIEW_VERBS
    select_related = ("case", "unit", "superior", "owner", "proposed_by", "approved_by")

    def parts(self, obj: Interview) -> Sequence[Part]:
        """Return hosts, recipients, documents."""
        return (
            Part(_("Hosts"), obj.hosts.select_related("organization"), tables.HOSTS),
            Part(_("Recipients of the record"), obj.recipients.select_related("organization"), tables.RECIPIENTS),
            documents(obj, self.request.post),
            *extra_access(obj, self.request.post),
        )


class CircularDetail(StepPage):
    """One circular."""

    steps = (C.PROPOSED, C.APPROVED, C.ISSUED)
    asks: ClassVar = {
        C.PROPOSED: gettext_lazy("To be approved by somebody else than who proposed it"),
        C.APPROVED: gettext_lazy("Draft, sign and issue the circular"),
    }

    model = Circular
    facts, verbs = tables.CIRCULAR_FACTS, CIRCULAR_VERBS
    select_related = ("case", "unit", "superior", "owner", "proposed_by", "approved_by")

    def parts(self, obj: Circular) -> Sequence[Part]:
        """Return addressees and documents."""
        return Part(_("Addressees"), obj.addressees.all(), tables.NAMES), documents(obj, self.request.post)


class NoticePage(ReadPage):
    """A verb on a supervise notice."""

    facts = tables.NOTICE_FACTS


class InterviewPage(ReadPage):
    """A verb on an interview."""

    facts = tables.INTERVIEW_FACTS


class CircularPage(ReadPage):
    """A verb on a circular."""

    facts = tables.CIRCULAR_FACTS


NOTICE_LIST = {
    "model": SuperviseNotice,
    "filterset_class": filters.NoticeFilter,
    "sentence": gettext_lazy("%(count)s supervise notices"),
}
INTERVIEW_LIST = {
    "model": Interview,
    "filterset_class": filters.InterviewFilter,
    "sentence": gettext_lazy("%(count)s interviews"),
}
CIRCULAR_LIST = {
    "model": Circular,
    "filterset_class": filters.CircularFilter,
    "sentence": gettext_lazy("%(count)s circulars"),
}
