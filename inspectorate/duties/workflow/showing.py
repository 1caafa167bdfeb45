"""What happens to reminders already written: overtaken ones are marked, released ones shown as notices."""

from typing import Any

from django.utils import timezone

from .sweeping import KINDS, SUPERSEDE

LOCK = 7_350_001  # one writer of the ledger at a time; any number may be started

# Of a released hold only what is still worth saying appears; a notice appears once.
EMPTY = """
UPDATE duties_delivery v SET state = 'dropped'
WHERE v.hold_id = %(hold)s AND v.channel = 'in_app' AND v.state = 'pending'
AND NOT EXISTS (SELECT FROM duties_delivery_reminders l JOIN duties_reminder r ON r.id = l.reminder_id
    WHERE l.delivery_id = v.id AND r.state = 'pending')
"""
SHOWN = """
WITH shown AS (
    UPDATE duties_delivery SET state = 'sent', sent_at = %(now)s, attempts = 1
    WHERE hold_id = %(hold)s AND channel = 'in_app' AND state = 'pending'
    RETURNING id, recipient_id, day, province, city, county
), told AS (
    UPDATE duties_reminder r SET state = 'sent', sent_at = %(now)s
    FROM duties_delivery_reminders l JOIN shown ON shown.id = l.delivery_id
    WHERE l.reminder_id = r.id AND r.state = 'pending'
)
INSERT INTO duties_notice (delivery_id, recipient_id, day, shown_at, province, city, county)
SELECT id, recipient_id, day, %(now)s, province, city, county FROM shown
"""


def lock(cursor: Any) -> None:
    """Wait until no other clock writes the ledger; the end of the transaction opens the lock.

    Until then no nested loops are planned: for the few rows of a quiet day they look cheap, on a day with ten thousand
    they last minutes.
    """
    cursor.execute("SELECT pg_advisory_xact_lock(%s), set_config('enable_nestloop', 'off', true)", [LOCK])


def supersede(cursor: Any) -> None:
    """Mark what a later reminder or the duty itself has overtaken."""
    cursor.execute(SUPERSEDE, {"kinds": KINDS})


def show(cursor: Any, hold: int) -> None:
    """Show the notices of a released hold."""
    values = {"now": timezone.now(), "hold": hold}
    for statement in (EMPTY, SHOWN):
        cursor.execute(statement, values)
