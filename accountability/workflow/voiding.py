"""What is taken back when a document is declared void: the step that its issue was (R-DOC-23)."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.models import Case, Circular, InspectionReport, Interview, SuperviseNotice
from accountability.states import CaseState, CircularState, InterviewState, NoticeState, ReportState
from inspectorate.documents.models import Document
from inspectorate.duties.workflow import cancel_duties
from inspectorate.register.models import Organization, Post
from inspectorate.trail.workflow import RuleRefused, move

from .feedback import owe_feedback, owe_letter
from .reporting import open_report_duty

# The receipt of these starts clocks: once the unit has one, it is corrected by a new document and stands itself.
SERVED = frozenset(
    {
        "preliminary_opinion",
        "opinion_letter",
        "supervise_notice",
        "interview_notice",
        "accountability_notice",
        "accountability_decision",
        "review_decision",
        "appeal_decision",
        "filing_cover",
    }
)


def take_back(document: Document, *, by: Post) -> None:
    """Take back the step that the issue of a void document was, so that a new one can be drafted."""
    received = document.dispatches.filter(received_on__isnull=False).select_related("to")
    if document.kind in SERVED and any(is_addressee(document, sent.to) for sent in received):
        message = _("It has been received and its terms run; correct it by a new document.")
        raise RuleRefused(message, rule="R-DOC-23")
    if document.kind in BACK:
        with transaction.atomic():
            BACK[document.kind](document.subject, by)


def is_addressee(document: Document, organization: Organization | None) -> bool:
    """Return whether a document is addressed to an organisation: neither a copy nor sent on to it afterwards."""
    return organization is not None and document.recipients.filter(is_copy=False, organization=organization).exists()


def _opinion(case: Case, by: Post) -> None:
    if case.state == CaseState.FEEDBACK_GIVEN:
        move(case, CaseState.OPENED, by=by, verb="take_back_opinion")
        owe_feedback(case, by=by)


def _letter(case: Case, by: Post) -> None:
    if case.state == CaseState.OPINION_ISSUED:
        move(case, CaseState.DEFENCE_CLOSED, by=by, verb="take_back_letter")
        owe_letter(case, by=by)


def _report(report: InspectionReport, by: Post) -> None:
    if report.state != ReportState.DRAFTING:
        move(report, ReportState.DRAFTING, by=by, verb="take_back_report", submitted_on=None)
        note = gettext_lazy("The document was declared void.")
        cancel_duties(report, by=by, note=note, kinds=("file_report", "publish_report"))
        open_report_duty(report.inspection, by=by)


def _notice(notice: SuperviseNotice, by: Post) -> None:
    if notice.state == NoticeState.ISSUED:
        move(notice, NoticeState.PROPOSED, by=by, verb="take_back_notice", approved_by=None)
        notice.items.update(supervise_notices=F("supervise_notices") - 1)


def _record(interview: Interview, by: Post) -> None:
    if interview.state in {InterviewState.RECORDED, InterviewState.CLOSED}:
        move(interview, InterviewState.HELD, by=by, verb="take_back_record")
        interview.recipients.update(sent_on=None)
        cancel_duties(interview, by=by, note=gettext_lazy("The document was declared void."), kinds=("send_record",))


def _circular(circular: Circular, by: Post) -> None:
    if circular.state == CircularState.ISSUED:
        move(circular, CircularState.APPROVED, by=by, verb="take_back_circular", issued_on=None)


BACK: dict[str, Callable[[Any, Post], None]] = {
    "preliminary_opinion": _opinion,
    "opinion_letter": _letter,
    "inspection_report": _report,
    "supervise_notice": _notice,
    "interview_record": _record,
    "circular": _circular,
}
