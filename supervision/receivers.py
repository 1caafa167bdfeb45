"""The receipt of the notice of inspection is what counts as its service."""

from datetime import date
from typing import Any

from django.dispatch import receiver

from inspectorate.documents.models import Dispatch, Document
from inspectorate.documents.signals import document_advanced
from inspectorate.register.models import Post

from . import workflow
from .states import InspectionState


@receiver(document_advanced)
def answer_document(document: Document, verb: str, by: Post, on: date, dispatch: Dispatch | None, **_rest: Any) -> None:
    """Serve the notice once the unit it is addressed to has received it (R-INS-08)."""
    if document.kind == "inspection_notice" and verb == "receive" and dispatch and not dispatch.is_copy:
        inspection = document.subject
        # The receipt is a fact and is kept; it serves nothing where the inspection was cancelled meanwhile.
        if inspection.state == InspectionState.TEAM_FORMED:
            workflow.serve_notice(inspection, by=by, on=on)
