"""The sweep that writes the ledger of reminders: whom to tell what on which day, before anything is sent.

It writes what is owed as of today and not written yet, so a second run or three days of downtime change nothing (T63
to T65). One statement a kind, whatever the number of duties.
"""
# ruff: noqa: S608 - what is put together are constants of this module

from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from inspectorate.duties.deadlines import AHEAD, ESCALATION, OVERDUE, Step, escalation_days, steps
from inspectorate.duties.models import Duty
from inspectorate.duties.states import ReminderKind
from inspectorate.register.models import Area
from inspectorate.register.rights import table
from inspectorate.register.states import Role
from inspectorate.trail.workflow import BATCH

from .bundling import bundle, lock

ESCALATIONS = (ReminderKind.TO_HEAD, ReminderKind.TO_SUPERIOR, ReminderKind.TO_OFFICE)
HEADS = (Role.DIRECTOR, Role.COUNTY_DIRECTOR, Role.SCHOOL, Role.GOVERNMENT)

# The days of one kind for a duty `d`: rows of (nominal_on, since).
DAYS = """JOIN unnest(%(areas)s::text[], %(numbers)s::int[], %(sinces)s::date[]) s(area_id, days, since)
        ON s.area_id = d.area_id CROSS JOIN LATERAL (SELECT d.due_on - s.days AS nominal_on, s.since) n"""
REPEATED = """JOIN unnest(%(areas)s::text[], %(numbers)s::int[], %(sinces)s::date[]) s(area_id, days, since)
        ON s.area_id = d.area_id CROSS JOIN LATERAL (SELECT day::date AS nominal_on, s.since
            FROM generate_series(d.due_on + s.days, %(today)s::date, s.days * interval '1 day') day) n"""
NAMED = """JOIN unnest(%(areas)s::text[], %(dues)s::date[], %(days)s::date[], %(sinces)s::date[])
        n(area_id, due_on, nominal_on, since) ON n.area_id = d.area_id AND n.due_on = d.due_on"""

CURRENT = """p.is_approved AND p.valid_from <= %(today)s AND (p.valid_to IS NULL OR p.valid_to >= %(today)s)"""
OWN = f"""
    SELECT o.*, o.person_id AS user_id, 0 AS place FROM owed o WHERE o.person_id IS NOT NULL
    UNION ALL
    SELECT o.*, p.user_id, CASE
        WHEN p.role <> ALL(%(office)s) THEN 1
        WHEN o."group" <> '' AND p."group" = o."group" THEN 1
        WHEN p.role = 'general_group' THEN 2 WHEN p.role = 'director' THEN 3 WHEN p.role = 'chair' THEN 5 ELSE 4 END
    FROM owed o JOIN register_post p ON p.organization_id = o.holder_id AND p.role = ANY(%(acting)s) AND {CURRENT}"""
HEAD = f"""
    SELECT o.*, p.user_id, CASE WHEN p.role = ANY(%(heads)s) THEN 1 ELSE 2 END AS place
    FROM owed o JOIN register_post p ON p.organization_id = o.holder_id AND p.role = ANY(%(acting)s) AND {CURRENT}"""
SUPERIOR = f"""
    SELECT o.*, p.user_id, CASE WHEN p.role = ANY(%(heads)s) THEN 1 ELSE 2 END AS place
    FROM owed o JOIN register_organization h ON h.id = o.holder_id
    JOIN register_post p ON p.organization_id = h.superior_id AND p.role = ANY(%(acting)s) AND {CURRENT}"""
# The office that follows the duty: told last, and in the place of whoever has nobody in post.
OFFICE = f"""
    SELECT o.*, p.user_id, CASE WHEN p.role = %(follower)s THEN 8 ELSE 9 END AS place
    FROM owed o JOIN register_post p ON p.province = o.province AND p.city = o.city AND p.county = ''
    AND p.role IN ('director', 'general_group') AND {CURRENT}"""

KINDS: dict[str, tuple[str, str, str]] = {
    ReminderKind.AHEAD: (DAYS, f"{OWN} UNION ALL {OFFICE}", Role.GENERAL_GROUP),
    ReminderKind.DUE: (DAYS, f"{OWN} UNION ALL {OFFICE}", Role.GENERAL_GROUP),
    ReminderKind.OVERDUE: (REPEATED, f"{OWN} UNION ALL {OFFICE}", Role.GENERAL_GROUP),
    ReminderKind.TO_HEAD: (NAMED, f"{HEAD} UNION ALL {OFFICE}", Role.DIRECTOR),
    ReminderKind.TO_SUPERIOR: (NAMED, f"{SUPERIOR} UNION ALL {OFFICE}", Role.DIRECTOR),
    ReminderKind.TO_OFFICE: (NAMED, OFFICE, Role.DIRECTOR),
}
SWEEP = """
WITH owed AS (
    SELECT d.id, d.holder_id, d.person_id, d."group", d.province, d.city, d.due_on, n.nominal_on
    FROM duties_duty d {days}
    WHERE d.state = 'open' AND n.nominal_on BETWEEN greatest(d.opened_on, n.since) AND %(today)s
    AND NOT EXISTS (SELECT FROM duties_pause p WHERE p.duty_id = d.id AND p.ends_on IS NULL)
    AND NOT EXISTS (SELECT FROM duties_reminder r
        WHERE r.duty_id = d.id AND r.kind = %(kind)s AND r.nominal_on = n.nominal_on)
), called AS ({people}
), chosen AS (
    SELECT c.*, rank() OVER (PARTITION BY c.id, c.nominal_on ORDER BY c.place) AS rank
    FROM called c JOIN register_user u ON u.id = c.user_id AND u.is_active
)
INSERT INTO duties_reminder (duty_id, kind, nominal_on, due_on, recipient_id, written_at, state)
SELECT DISTINCT id, %(kind)s, nominal_on, due_on, user_id, %(now)s, 'pending' FROM chosen WHERE rank = 1
ON CONFLICT DO NOTHING
"""
# What the duty itself has overtaken: closed, stopped, or due on another day now.
OVERTAKEN = """
UPDATE duties_reminder r SET state = 'superseded' FROM duties_duty d
WHERE r.state = 'pending' AND d.id = r.duty_id AND (d.state <> 'open' OR d.due_on <> r.due_on
    OR EXISTS (SELECT FROM duties_pause p WHERE p.duty_id = d.id AND p.ends_on IS NULL))
"""
# Of several reminders of one duty to one person only the latest is sent; all stay in the ledger. The keys are gathered
# first, because a join could be planned for the few pending rows of a quiet day.
OLDER = """
UPDATE duties_reminder SET state = 'superseded' WHERE id = ANY(ARRAY(
    SELECT id FROM (
        SELECT id, row_number() OVER (PARTITION BY duty_id, recipient_id
            ORDER BY nominal_on DESC, array_position(%(kinds)s, kind::text) DESC) AS place
        FROM duties_reminder WHERE state = 'pending'
    ) ranked WHERE place > 1
))
"""


def remind_due() -> int:
    """Write the reminders owed as of today, mark the superseded ones, bundle the rest; return how many were written."""
    with transaction.atomic(), connection.cursor() as cursor:
        lock(cursor)
        written = _sweep(cursor)
        supersede(cursor)
        bundle(cursor)
    return written


def supersede(cursor: Any) -> None:
    """Mark what a later reminder or the duty itself has overtaken."""
    cursor.execute(OVERTAKEN)
    cursor.execute(OLDER, {"kinds": [str(kind) for kind in ReminderKind.values]})


def _sweep(cursor: Any) -> int:
    today = timezone.localdate()
    areas = list(Area.objects.filter(pk__in=Duty.objects.open().order_by().values("area").distinct()))
    found = steps(areas, today)
    common = _people() | {"today": today, "now": timezone.now()}
    days = {
        ReminderKind.AHEAD: _arrays(step for row in found[AHEAD] for step in row if step.number),
        ReminderKind.DUE: _arrays(Step(row[0].area_id, 0, "day", row[0].since) for row in found[AHEAD] if row),
        ReminderKind.OVERDUE: _arrays(step for row in found[OVERDUE] for step in row if step.number),
        **_escalations(found[ESCALATION], today),
    }
    return sum(_write(cursor, kind, common | values) for kind, values in days.items())


def _write(cursor: Any, kind: str, values: dict[str, Any]) -> int:
    days, people, follower = KINDS[kind]
    cursor.execute(SWEEP.format(days=days, people=people), values | {"kind": kind, "follower": follower})
    written: int = cursor.rowcount
    if written > BATCH:  # what follows would be planned for the few rows of a quiet day and last minutes
        cursor.execute("SET LOCAL enable_nestloop = off")
    return written


def _escalations(found: list[list[Step]], today: Any) -> dict[str, dict[str, Any]]:
    """Return the days on which an overdue duty goes up the line: head, superior unit, the office's director."""
    late = list(Duty.objects.overdue(today).order_by().values_list("area_id", "due_on").distinct())
    values: dict[str, dict[str, Any]] = {}
    for place, kind in enumerate(ESCALATIONS):
        rows = escalation_days(late, [row[place] for row in found if len(row) > place])
        area, due_on, day, since = (list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [], [])
        values[kind] = {"areas": area, "dues": due_on, "days": day, "sinces": since}
    return values


def _arrays(found: Any) -> dict[str, Any]:
    rows = list(found)
    return {
        "areas": [step.area_id for step in rows],
        "numbers": [step.number for step in rows],
        "sinces": [step.since for step in rows],
    }


def _people() -> dict[str, Any]:
    """Return which roles answer for a unit's duties: those the rights table lets read them, inspectors by name only."""
    acting = {right.role for right in table() if right.resource == Duty.RESOURCE and "view" in right.verbs
              and right.scope != "self"}
    office = [Role.GOVERNMENT_GROUP, Role.SCHOOL_GROUP, Role.MONITORING_GROUP, Role.GENERAL_GROUP, Role.DIRECTOR,
              Role.CHAIR]
    return {"acting": sorted(acting), "office": [*map(str, office)], "heads": [*map(str, HEADS)]}
