"""In a person's hands: held reminders are released or thrown away (T69), failed ones sent again (T68)."""

from django.db import connection, transaction
from django.utils import timezone

from inspectorate.duties.models import Delivery, Hold
from inspectorate.duties.states import DeliveryState, HoldState
from inspectorate.register.models import Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import move

from .showing import lock, show, supersede

SUPERSEDED = """
UPDATE duties_reminder r SET state = 'superseded' WHERE r.state = 'pending'
AND EXISTS (SELECT FROM duties_delivery_reminders l JOIN duties_delivery v ON v.id = l.delivery_id
    WHERE l.reminder_id = r.id AND v.hold_id = %s)
"""


def release_held(hold: Hold, *, by: Post) -> Hold:
    """Let the held reminders go; those that a later one or the duty's end has overtaken since are not sent."""
    require(by, "release_held", hold)
    with transaction.atomic(), connection.cursor() as cursor:
        lock(cursor)
        move(hold, HoldState.RELEASED, by=by, verb="release_held")
        hold.deliveries.filter(state=DeliveryState.HELD).update(state=DeliveryState.PENDING)
        supersede(cursor)
        show(cursor, hold.pk)
    return hold


def discard_held(hold: Hold, *, by: Post, note: str) -> Hold:
    """Throw the held reminders away with reasons (a wrong clock, a restored copy); the ledger keeps them."""
    require(by, "discard_held", hold)
    with transaction.atomic(), connection.cursor() as cursor:
        lock(cursor)
        move(hold, HoldState.DISCARDED, by=by, verb="discard_held", note=note)
        hold.deliveries.filter(state=DeliveryState.HELD).update(state=DeliveryState.DROPPED)
        cursor.execute(SUPERSEDED, [hold.pk])
    return hold


def retry_delivery(delivery: Delivery, *, by: Post) -> Delivery:
    """Send a delivery again that failed too often (T68)."""
    require(by, "retry_delivery", delivery)
    move(delivery, DeliveryState.PENDING, by=by, verb="retry_delivery", attempts=0, due_at=timezone.now())
    return delivery
