"""What the verbs of documents share: the locked row, the second person, the word to the apps above."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.documents.models import Document
from inspectorate.documents.signals import document_advanced
from inspectorate.register.models import Post
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused


def locked(document: Document, *states: str) -> Document:
    """Return the row as it is now, locked; refuse where it has left the states, telling who moved it."""
    now = Document.objects.select_for_update(of=["self"]).select_related("issuer").get(pk=document.pk)
    if now.state not in states:
        event = Event.objects.of(now).exclude(to_state="").last()
        facts = {"state": now.get_state_display(), "who": event.actor_name if event else ""}
        raise MoveRefused(_("This is no longer possible: the document is “%(state)s” (%(who)s).") % facts, event=event)
    return now


def refuse_own(document: Document, by: Post) -> None:
    """Refuse the second hand to the person of the first (two people, R-DOC-23)."""
    if by.user_id == document.drafter_id:
        raise RuleRefused(_("Whoever drafted a document cannot review or sign it."), rule="R-DOC-23")


def announce(document: Document, verb: str, by: Post | None, **facts: Any) -> None:
    """Tell the apps above, inside the transaction of the step."""
    document_advanced.send(
        sender=Document,
        document=document,
        verb=verb,
        by=by,
        dispatch=facts.get("dispatch"),
        on=facts.get("on") or timezone.localdate(),
    )
