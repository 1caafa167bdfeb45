"""Answers to documents: the issue or receipt of a document is what moves the chain and starts its clocks."""

from datetime import date
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from inspectorate.documents.models import Dispatch, Document
from inspectorate.documents.signals import document_advanced
from inspectorate.duties.models import Duty
from inspectorate.duties.signals import duty_prolonged
from inspectorate.publication.signals import publication_released
from inspectorate.register.models import Post
from inspectorate.trail.workflow import RuleRefused

from . import workflow
from .models import Case, InspectionReport, RectificationItem
from .states import ActionState, NoticeState

# (kind of document, what happened to it) → the verb on its subject; `on` is the day it happened.
ANSWERS = {
    ("preliminary_opinion", "issue"): lambda case, by, _on: workflow.issue_opinion(case, by=by),
    ("preliminary_opinion", "receive"): lambda case, by, on: workflow.receive_opinion(case, by=by, on=on),
    ("opinion_letter", "issue"): lambda case, by, _on: workflow.issue_letter(case, by=by),
    ("opinion_letter", "receive"): lambda case, by, on: workflow.receive_letter(case, by=by, on=on),
    ("inspection_report", "issue"): lambda report, by, on: workflow.submit_report(report, by=by, on=on),
    ("filing_cover", "receive"): lambda report, by, on: workflow.file_report(report, by=by, on=on),
    ("supervise_notice", "issue"): lambda notice, by, _on: workflow.issue_supervise_notice(notice, by=by),
    ("supervise_notice", "receive"): lambda notice, by, on: workflow.serve_supervise_notice(notice, by=by, on=on),
    ("interview_notice", "receive"): lambda interview, by, on: workflow.serve_interview_notice(interview, by=by, on=on),
    ("circular", "issue"): lambda circular, by, on: workflow.issue_circular(circular, by=by, on=on),
    ("accountability_notice", "receive"): lambda action, by, on: workflow.inform_target(action, by=by, on=on),
    ("accountability_decision", "receive"): lambda action, by, on: workflow.serve_decision(action, by=by, on=on),
    ("review_decision", "receive"): lambda one, by, on: workflow.serve_challenge_decision(one, by=by, on=on),
    ("appeal_decision", "receive"): lambda one, by, on: workflow.serve_challenge_decision(one, by=by, on=on),
}
KINDS = frozenset(kind for kind, _verb in ANSWERS) | {"interview_record"}
GIVEN_UP = frozenset({NoticeState.WITHDRAWN, ActionState.DROPPED})


@receiver(document_advanced)
def answer_document(document: Document, verb: str, by: Post, on: date, dispatch: Dispatch | None, **_rest: Any) -> None:
    """Move the chain on; a copy that a superior receives moves nothing."""
    if document.kind not in KINDS or document.subject is None:
        return
    if getattr(document.subject, "state", "") in GIVEN_UP:
        _refuse_issue(verb)  # a receipt is a fact and is kept, but starts nothing any more
        return
    if verb == "void":
        workflow.take_back(document, by=by)
        return
    if document.kind == "interview_record" and verb == "dispatch" and dispatch.to is not None:
        workflow.note_record_sent(document.subject, by=by, to=[dispatch.to], on=on)
        return
    answer = ANSWERS.get((document.kind, verb))
    if answer and (dispatch is None or workflow.is_addressee(document, dispatch.to)):
        answer(document.subject, by, on)


def _refuse_issue(verb: str) -> None:
    if verb == "issue":
        raise RuleRefused(_("What this document is about was given up; declare it void."), rule="R-DOC-23")


@receiver(publication_released)
def answer_release(publication: Any, by: Post, **_rest: Any) -> None:
    """Note that the public version of a report is out."""
    if isinstance(publication.subject, InspectionReport):
        workflow.publish_report(publication.subject, by=by)


@receiver(duty_prolonged)
def answer_prolongation(duty: Duty, by: Post, **_rest: Any) -> None:
    """Move the date of a rectification item, or of a defence window, with its duty."""
    if isinstance(duty.subject, RectificationItem) and duty.kind == "rectify":
        workflow.prolong_item(duty.subject, by=by, due_on=duty.due_on)
    elif isinstance(duty.subject, Case) and duty.kind == "defend":
        workflow.prolong_defence(duty.subject, by=by, due_on=duty.due_on)
