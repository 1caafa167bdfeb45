"""From reminders to digests: one a person, day and channel; a storm of them waits for a person (T69)."""
# ruff: noqa: S608 - what is put together are constants of this module

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from inspectorate.duties.deadlines import Hours, hours
from inspectorate.duties.models import Hold, Reminder
from inspectorate.duties.states import Channel, DeliveryState, ReminderState
from inspectorate.rulebook.workflow import calendar
from inspectorate.trail.workflow import record_many

LOCK = 7_350_001  # one writer of the ledger at a time; any number may be started
HOUSE = """unnest(%(provinces)s::text[], %(cities)s::text[], %(days)s::date[], %(moments)s::timestamptz[],
    %(holds)s::bigint[], %(states)s::text[]) h(province, city, day, due_at, hold_id, state)"""
# Reminders that are in no delivery of the channel yet; `bundled_at` closes them at the end.
FRESH = f"""duties_reminder r JOIN duties_duty d ON d.id = r.duty_id
    JOIN {HOUSE} ON h.province = d.province AND h.city = d.city JOIN register_user u ON u.id = r.recipient_id
    WHERE r.state = 'pending' AND r.bundled_at IS NULL AND (%(channel)s <> 'email' OR u.email <> '')
    AND NOT EXISTS (SELECT FROM duties_delivery_reminders l JOIN duties_delivery v ON v.id = l.delivery_id
        WHERE l.reminder_id = r.id AND v.channel = %(channel)s)"""
DELIVERIES = f"""
INSERT INTO duties_delivery (recipient_id, day, channel, hold_id, due_at, attempts, last_error, message_id, state,
    province, city, county)
SELECT r.recipient_id, h.day, %(channel)s, h.hold_id, min(h.due_at), 0, '',
    '<' || concat_ws('-', %(channel)s, r.recipient_id, h.day, h.hold_id) || '@' || %(host)s || '>', h.state,
    min(d.province), min(d.city), ''
FROM {FRESH}
GROUP BY r.recipient_id, h.day, h.hold_id, h.state ORDER BY r.recipient_id
ON CONFLICT DO NOTHING
"""
# A digest is joined while it waits; the lock keeps the sender from taking it in between. A notice takes all of its day.
JOINABLE = "v.channel = %(channel)s AND v.day >= %(today)s AND (v.state IN ('pending', 'held') OR v.channel = 'in_app')"
LOCKED = f"SELECT 1 FROM duties_delivery v WHERE {JOINABLE} ORDER BY v.id FOR UPDATE"
LINES = f"""
INSERT INTO duties_delivery_reminders (delivery_id, reminder_id)
SELECT v.id, f.id FROM (SELECT r.id, r.recipient_id, h.day, h.hold_id FROM {FRESH}) f
JOIN duties_delivery v ON v.recipient_id = f.recipient_id AND v.day = f.day
    AND v.hold_id IS NOT DISTINCT FROM f.hold_id AND {JOINABLE}
ON CONFLICT DO NOTHING
"""
BUNDLED = "UPDATE duties_reminder SET bundled_at = %s WHERE state = 'pending' AND bundled_at IS NULL"

# A notice appears in the system at once and once; what joins it later makes it unread again.
EMPTY = """
UPDATE duties_delivery v SET state = 'dropped'
WHERE v.channel = 'in_app' AND v.state = 'pending' AND v.hold_id IS NOT NULL
AND NOT EXISTS (SELECT FROM duties_delivery_reminders l JOIN duties_reminder r ON r.id = l.reminder_id
    WHERE l.delivery_id = v.id AND r.state = 'pending')
"""
SHOWN = """
WITH shown AS (
    UPDATE duties_delivery SET state = 'sent', sent_at = %(now)s, attempts = 1
    WHERE channel = 'in_app' AND state = 'pending' RETURNING id, recipient_id, day, province, city, county
)
INSERT INTO duties_notice (delivery_id, recipient_id, day, shown_at, province, city, county)
SELECT id, recipient_id, day, %(now)s, province, city, county FROM shown ON CONFLICT DO NOTHING
"""
TOLD = """
UPDATE duties_reminder r SET state = 'sent', sent_at = %(now)s WHERE r.state = 'pending'
AND EXISTS (SELECT FROM duties_delivery_reminders l JOIN duties_delivery v ON v.id = l.delivery_id
    WHERE l.reminder_id = r.id AND v.channel = 'in_app' AND v.state = 'sent')
"""
UNREAD = """
UPDATE duties_notice n SET read_at = NULL WHERE n.day = %(today)s AND n.read_at IS NOT NULL
AND EXISTS (SELECT FROM duties_delivery_reminders l JOIN duties_reminder r ON r.id = l.reminder_id
    WHERE l.delivery_id = n.delivery_id AND r.sent_at > n.read_at)
"""


def lock(cursor: Any) -> None:
    """Wait until no other clock writes the ledger; the end of the transaction opens the lock."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def bundle(cursor: Any) -> None:
    """Put every new reminder into one digest a channel and show the notices; constant statements a city."""
    now = timezone.now()
    counts = list(
        Reminder.objects.filter(state=ReminderState.PENDING, bundled_at=None)
        .values_list("duty__province", "duty__city").annotate(Count("pk")).order_by("duty__province", "duty__city")
    )
    if counts:
        houses = [(province, city, hours(city or province, timezone.localdate())) for province, city, _n in counts]
        holds = _holds(counts, [found for *_place, found in houses], now)
        for channel in channels():
            _bundle_channel(cursor, channel, houses, holds, now)
        cursor.execute(BUNDLED, [now])
    show(cursor)


def show(cursor: Any) -> None:
    """Show the notices that wait and are not held."""
    values = {"now": timezone.now(), "today": timezone.localdate()}
    for statement in (EMPTY, SHOWN, TOLD, UNREAD):
        cursor.execute(statement, values)


def channels() -> list[str]:
    """Return the channels that are switched on; the system itself always is."""
    switched = {Channel.EMAIL: settings.NOTICE_EMAIL, Channel.WEBHOOK: bool(settings.NOTICE_WEBHOOK_URL)}
    return [Channel.IN_APP, *(channel for channel, is_on in switched.items() if is_on)]


def _holds(counts: list[tuple[str, str, int]], found: list[Hours], now: datetime) -> list[int | None]:
    """Return the brake of each city whose reminders at once are too many to be believed."""
    storms = [
        Hold(day=timezone.localdate(), held_at=now, reminders=count, province=province, city=city)
        if hours.most is not None and count > hours.most else None
        for (province, city, count), hours in zip(counts, found, strict=True)
    ]
    made = Hold.objects.bulk_create([hold for hold in storms if hold])
    record_many(made, "hold_reminders", payload=lambda hold: {"reminders": hold.reminders})
    return [hold.pk if hold else None for hold in storms]


def _bundle_channel(
    cursor: Any, channel: str, houses: list[tuple[str, str, Hours]], holds: list[int | None], now: datetime
) -> None:
    worked = calendar()
    is_inside = channel == Channel.IN_APP
    moments = [now if is_inside else hours.next_moment(now, worked) for *_place, hours in houses]
    _join(cursor, channel, houses, holds, moments)
    if not is_inside:  # whose digest of that day has left gets the next day's
        later = [hours.next_day(at, worked) for (*_place, hours), at in zip(houses, moments, strict=True)]
        _join(cursor, channel, houses, holds, later)


def _join(cursor: Any, channel: str, houses: list, holds: list[int | None], moments: list[datetime]) -> None:
    values = {
        "channel": channel,
        "today": timezone.localdate(),
        "host": urlsplit(settings.SITE_URL).hostname,
        "provinces": [province for province, *_rest in houses],
        "cities": [city for _province, city, _hours in houses],
        "days": [timezone.localtime(moment).date() for moment in moments],
        "moments": moments,
        "holds": holds,
        "states": [str(DeliveryState.HELD if hold else DeliveryState.PENDING) for hold in holds],
    }
    for statement in (DELIVERIES, LOCKED, LINES):
        cursor.execute(statement, values)
