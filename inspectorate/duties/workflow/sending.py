"""The sender: claims a digest with a lease, sends it, confirms; a killed sender's claim is taken again (T62 to T64)."""

from datetime import datetime, timedelta
from time import monotonic

import structlog
from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from inspectorate.duties.deadlines import hours
from inspectorate.duties.models import Delivery
from inspectorate.duties.papers import DigestLine, open_lines
from inspectorate.duties.states import Channel, DeliveryState
from inspectorate.register.models import Post
from inspectorate.rulebook.workflow import calendar

from .channels import CHANNELS, Mail, Undelivered, Unreachable, Webhook

log = structlog.get_logger(__name__)
CLAIM = """
UPDATE duties_delivery SET state = 'claimed', lease_until = %(until)s, attempts = attempts + 1
WHERE id = (
    SELECT id FROM duties_delivery
    WHERE channel = %(channel)s AND ((state = 'pending' AND due_at <= %(now)s)
        OR (state = 'claimed' AND lease_until < %(now)s))
    ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING id
"""
LONGEST = 6  # doublings of the pause between attempts


def send_due(channel: str) -> int:
    """Send what is due by a channel, as much as one look may take; return how many left.

    A server that is not there ends the look; a letter it refuses delays no other.
    """
    sent, ends = 0, monotonic() + settings.NOTICE_LOOK_SECONDS
    with CHANNELS[channel]() as way:
        for _number in range(settings.NOTICE_LOOK_MOST):
            delivery = claim(channel) if monotonic() < ends else None
            if delivery is None:
                break
            try:
                sent += _send(delivery, way)
            except Unreachable as error:
                log.warning("channel_unreachable", channel=channel, error=str(error))
                _put_back(delivery, str(error), is_counted=False)
                break
            except Exception as error:
                log.exception("notice_broken", delivery=delivery.pk)
                _put_back(delivery, type(error).__name__)
    return sent


def claim(channel: str) -> Delivery | None:
    """Claim the next delivery for the time of a lease; nobody else gets it meanwhile."""
    now = timezone.now()
    until = now + timedelta(seconds=settings.NOTICE_LEASE_SECONDS)
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"channel": channel, "now": now, "until": until})
        row = cursor.fetchone()
    return Delivery.objects.select_related("recipient").get(pk=row[0]) if row else None


def _send(delivery: Delivery, way: Mail | Webhook) -> int:
    posts = list(Post.objects.current().filter(user=delivery.recipient_id).select_related("organization", "user"))
    with override(delivery.recipient.language):
        lines = open_lines(delivery, posts)
        if not lines:
            _confirm(delivery, DeliveryState.DROPPED)
            return 0
        subject, text = digest(delivery, lines)
    try:
        way.send(delivery, subject, text)
    except Undelivered as error:
        _put_back(delivery, str(error))
        return 0
    log.info("notice_sent", delivery=delivery.pk, channel=delivery.channel, reminders=len(lines))
    return _confirm(delivery, DeliveryState.SENT, sent_at=timezone.now(), last_error="")


def digest(delivery: Delivery, lines: list[DigestLine]) -> tuple[str, str]:
    """Return subject and text of a digest; a chat group reads no more than a name and a number."""
    words = ngettext("%(count)d reminder", "%(count)d reminders", len(lines)) % {"count": len(lines)}
    facts = {"office": settings.SITE_OFFICE, "words": words, "name": delivery.recipient.name}
    subject = _("%(office)s: %(words)s") % facts
    if delivery.channel == Channel.WEBHOOK:
        return subject, _("%(name)s: %(words)s. Please sign in to the office system.") % facts
    most = settings.NOTICE_LINES
    context = {"lines": lines[:most], "more": len(lines) - most, "site": settings.SITE_URL.rstrip("/"), **facts}
    return subject, render_to_string("duties/digest.txt", context)


def _confirm(delivery: Delivery, state: str, **changes: object) -> int:
    """Write how a claim ended, unless another sender has taken it since."""
    mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.CLAIMED, attempts=delivery.attempts)
    return mine.update(state=state, lease_until=None, **changes)


def _put_back(delivery: Delivery, error: str, *, is_counted: bool = True) -> None:
    """Try again later, within the hours; after too many attempts a person must look (T68)."""
    log.warning("notice_not_sent", delivery=delivery.pk, attempt=delivery.attempts, error=error)
    if is_counted and delivery.attempts >= settings.NOTICE_ATTEMPTS:
        _confirm(delivery, DeliveryState.FAILED, last_error=error[:200])
        return
    attempts = delivery.attempts if is_counted else delivery.attempts - 1
    _confirm(
        delivery, DeliveryState.PENDING, last_error=error[:200], attempts=attempts,
        due_at=_later(delivery, attempts),
    )


def _later(delivery: Delivery, attempts: int) -> datetime:
    pause = settings.NOTICE_BACKOFF_SECONDS * 2 ** min(max(attempts - 1, 0), LONGEST)
    found = hours(delivery.city or delivery.province, timezone.localdate())
    return found.next_moment(timezone.now() + timedelta(seconds=pause), calendar())
