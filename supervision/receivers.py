"""Answers to documents and duties: a notice received is served, a hazard's notice issued meets the office's duty."""

from datetime import date
from typing import Any

from django.dispatch import receiver

from inspectorate.documents.models import Dispatch, Document
from inspectorate.documents.signals import document_advanced
from inspectorate.duties.models import Duty
from inspectorate.duties.signals import duty_prolonged
from inspectorate.register.models import Post

from . import workflow
from .models import Hazard, HazardNotice
from .states import InspectionState


@receiver(document_advanced)
def answer_document(document: Document, verb: str, by: Post, on: date, dispatch: Dispatch | None, **_rest: Any) -> None:
    """Serve the notice once the unit it is addressed to has received it (R-INS-08)."""
    if document.kind == "inspection_notice" and verb == "receive" and dispatch and not dispatch.is_copy:
        inspection = document.subject
        # The receipt is a fact and is kept; it serves nothing where the inspection was cancelled meanwhile.
        if inspection.state == InspectionState.TEAM_FORMED:
            workflow.serve_notice(inspection, by=by, on=on)


@receiver(document_advanced)
def answer_hazard_notice(document: Document, verb: str, by: Post, on: date, **_rest: Any) -> None:
    """Note the issue of a hazard's notice, and that it was declared void (R-SAFE-11)."""
    if not isinstance(document.subject, HazardNotice):
        return
    if verb == "issue":
        workflow.issue_hazard_notice(document.subject, by=by, on=on)
    elif verb == "void":
        workflow.void_hazard_notice(document.subject, by=by)


@receiver(duty_prolonged)
def answer_prolongation(duty: Duty, by: Post, **_rest: Any) -> None:
    """Move the date in the ledger with the duty to remove a hazard (R-SAFE-10)."""
    if isinstance(duty.subject, Hazard) and duty.kind == workflow.REMOVE_HAZARD:
        workflow.prolong_hazard(duty.subject, by=by, due_on=duty.due_on)
