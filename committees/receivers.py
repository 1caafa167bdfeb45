"""Answers to documents: the issue of the minutes is what completes a meeting's record (R-ORG-06)."""
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from inspectorate.documents.models import Document
from inspectorate.documents.signals import document_advanced
from inspectorate.register.models import Post
from inspectorate.trail.workflow import RuleRefused

from . import workflow
from .models import Meeting
from .states import MeetingState

ANSWERS = {"issue": workflow.note_minutes, "void": workflow.void_minutes}


@receiver(document_advanced)
def answer_document(document: Document, verb: str, by: Post, **_rest: Any) -> None:
    """Move a meeting on when its minutes are issued, and back when they are declared void."""
    if not isinstance(document.subject, Meeting):
        return
    if document.kind == "notice" and verb == "issue" and document.subject.state == MeetingState.CANCELLED:
        raise RuleRefused(_("The meeting was cancelled; declare its notice void."), rule="R-ORG-06")
    if document.kind == "minutes" and verb in ANSWERS:
        ANSWERS[verb](document.subject, by=by)
