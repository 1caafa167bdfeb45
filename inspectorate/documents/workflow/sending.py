"""Dispatched to recipients and received by them: the receipt starts their clocks."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.documents.models import Dispatch, Document
from inspectorate.documents.states import DocumentState, Via
from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record

from .steps import announce, locked

S = DocumentState


def dispatch(
    document: Document, *, to: Organization | str, by: Post, via: str = Via.SYSTEM, is_copy: bool = False
) -> Dispatch:
    """Send the document to one recipient; from now on the recipient may read it."""
    require(by, "dispatch", document)
    organization = to if isinstance(to, Organization) else None
    name = organization.name if organization else str(to)
    with transaction.atomic():
        document = locked(document, S.ISSUED, S.DISPATCHED, S.RECEIVED)
        values = {
            "to": organization,
            "via": via,
            "is_copy": is_copy,
            "dispatched_at": timezone.now(),
            "dispatched_by": by.user,
        }
        sent, is_new = Dispatch.objects.get_or_create(document=document, recipient=name, defaults=values)
        if not is_new:
            raise RuleRefused(_("This was already dispatched to %(name)s.") % {"name": name})
        if document.state == S.DISPATCHED:
            record(document, "dispatch", by=by, to=name, via=via)
        else:
            move(document, S.DISPATCHED, by=by, verb="dispatch", payload={"to": name, "via": via})
        announce(document, "dispatch", by, dispatch=sent)
    return sent


def dispatch_all(document: Document, *, by: Post, via: str = Via.SYSTEM) -> list[Dispatch]:
    """Send the document to all its recipients who have not got it yet; those outside the register get it on paper."""
    require(by, "dispatch", document)
    sent = set(document.dispatches.values_list("recipient", flat=True))
    coming = [one for one in document.recipients.select_related("organization") if one.name not in sent]
    if not coming:
        raise RuleRefused(_("There is no recipient left to dispatch this to."))
    with transaction.atomic():
        return [
            dispatch(
                document,
                to=one.organization or one.name,
                by=by,
                is_copy=one.is_copy,
                via=via if one.organization else Via.PAPER,
            )
            for one in coming
        ]


def receive(sent: Dispatch, *, by: Post, on: date | None = None) -> Dispatch:
    """Record the receipt: by a post of the recipient, or by the office for a paper receipt, with its day.

    The receipt is the day from which the recipient's periods run (R-TIME-02).
    """
    document = sent.document
    require(by, "receive", document)
    on = on or timezone.localdate()
    is_recipient = sent.to_id is not None and sent.to_id == by.organization_id
    if not is_recipient and by.organization_id != document.issuer_id:
        raise RuleRefused(_("Only the recipient, or the issuing office for a paper receipt, can record this."))
    if not timezone.localdate(sent.dispatched_at) <= on <= timezone.localdate():
        raise RuleRefused(_("The day of receipt lies between the dispatch and today."), rule="R-TIME-02")
    with transaction.atomic():
        document = locked(document, S.DISPATCHED, S.RECEIVED)
        won = Dispatch.objects.filter(pk=sent.pk, received_on=None).update(
            received_on=on, received_at=timezone.now(), received_by=by.user
        )
        if not won:
            raise RuleRefused(_("The receipt of this was already recorded."))
        sent.refresh_from_db()
        if document.state == S.DISPATCHED and _everybody_has(document):
            move(document, S.RECEIVED, by=by, verb="receive", payload={"from": sent.recipient, "on": str(on)})
        else:
            record(document, "receive", by=by, on=on, recipient=sent.recipient)
        announce(document, "receive", by, dispatch=sent, on=on)
    return sent


def _everybody_has(document: Document) -> bool:
    """Return whether nobody is left who has not got it or has not confirmed it."""
    receipts = dict(document.dispatches.values_list("recipient", "received_on"))
    owed = document.recipients.filter(is_copy=False).values_list("name", flat=True)
    return all(receipts.get(name) for name in owed)
