"""The sweep that writes the ledger of reminders: whom to tell what on which day, before anything is sent.

It writes what is owed as of today and not written yet, so a second run or three days of downtime change nothing (T63
to T65). The same few statements whatever the number of duties; the one that decides and writes is in `sweeping`.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import product
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from inspectorate.duties.deadlines import AHEAD, ESCALATION, OVERDUE, Rhythm, escalation_days, place_of
from inspectorate.duties.models import Duty, Hold
from inspectorate.duties.states import Channel
from inspectorate.lib.periods import ONE, Calendar
from inspectorate.register.models import Area
from inspectorate.register.rights import table
from inspectorate.register.states import Role
from inspectorate.rulebook.workflow import calendar
from inspectorate.trail.workflow import record_many

from .channels import switched_on
from .showing import lock, supersede
from .sweeping import KINDS, NUMBER, SWEEP

ESCALATIONS = (NUMBER["to_head"], NUMBER["to_superior"], NUMBER["to_office"])
HEADS = (Role.DIRECTOR, Role.COUNTY_DIRECTOR, Role.SCHOOL, Role.GOVERNMENT)
OFFICE = (
    Role.GOVERNMENT_GROUP, Role.SCHOOL_GROUP, Role.MONITORING_GROUP, Role.GENERAL_GROUP, Role.DIRECTOR, Role.CHAIR,
)  # fmt: skip


class Place(NamedTuple):
    """Where duties are owed of which somebody may have to be reminded today."""

    area_id: str
    province: str
    city: str


def remind_due() -> int:
    """Write the reminders owed as of today, their digests and notices; return how many reminders were written."""
    today = timezone.localdate()
    with transaction.atomic(), connection.cursor() as cursor:
        lock(cursor)
        rhythm = Rhythm(today)
        horizon = today + rhythm.furthest * ONE
        running = Duty.objects.reminded_by(today, horizon).order_by()
        places = [Place(*row) for row in running.values_list(*Place._fields).distinct()]
        written = _sweep(cursor, places, rhythm, horizon) if places else 0
        supersede(cursor)
    return written


def _sweep(cursor: Any, places: list[Place], rhythm: Rhythm, horizon: date) -> int:
    today, now, worked = timezone.localdate(), timezone.now(), calendar()
    areas = [place_of(code) for code in sorted({place.area_id for place in places})]
    cities = enumerate(sorted({(place.province, place.city) for place in places}), 1)
    houses = [(number, *pair, rhythm.hours(place_of(pair[1] or pair[0]))) for number, pair in cities]
    values = {
        "today": today,
        "now": now,
        "horizon": horizon,
        "kinds": KINDS,
        "host": urlsplit(settings.SITE_URL).hostname,
        "acting": _acting(),
        "office": [*map(str, OFFICE)],
        "heads": [*map(str, HEADS)],
        **_columns("kinds_of areas days sinces", _steps(rhythm, areas)),
        **_columns(
            "named_kinds named_areas named_dues named_days named_sinces", _escalations(rhythm, areas, today, worked)
        ),
        **_columns("houses provinces cities mosts", ((*row, hours.most) for *row, hours in houses)),
        **_columns("way_houses channels way_days moments later_days later_moments", _ways(houses, now, worked)),
    }
    cursor.execute(SWEEP, values)
    written, held = cursor.fetchone()
    if held:
        holds = Hold.objects.filter(pk__in=held)
        record_many(holds, "hold_reminders", payload=lambda hold: {"reminders": hold.reminders})
    return written


def _steps(rhythm: Rhythm, areas: Iterable[Area]) -> Iterator[tuple]:
    """Yield (kind, area, days, since): so many days before the last one, on it, and so many after, again and again."""
    for area in areas:
        ahead = rhythm.steps(AHEAD, area)
        yield from {(NUMBER["ahead"], area.pk, step.number, step.since) for step in ahead if step.number}
        yield from ((NUMBER["due"], area.pk, 0, step.since) for step in ahead[:1])
        yield from ((NUMBER["overdue"], area.pk, step.number, step.since)
                    for step in rhythm.steps(OVERDUE, area) if step.number)


def _escalations(rhythm: Rhythm, areas: Iterable[Area], today: date, worked: Calendar) -> Iterator[tuple]:
    """Yield (kind, area, due date, day, since): when an overdue duty goes up to head, superior unit and office."""
    late = list(Duty.objects.overdue(today).order_by().values_list("area_id", "due_on").distinct())
    found = [rhythm.steps(ESCALATION, area) for area in areas]
    for number, kind in enumerate(ESCALATIONS):
        steps = [row[number] for row in found if len(row) > number]
        yield from ((kind, *row) for row in escalation_days(late, steps, worked))


def _ways(houses: Iterable[tuple], now: datetime, worked: Calendar) -> Iterator[tuple]:
    """Yield for each city and channel on which day and when its digests leave, and those of whom today's has left."""
    for (number, _province, _city, hours), channel in product(houses, switched_on()):
        at = now if channel == Channel.IN_APP else hours.next_moment(now, worked)
        later = hours.next_day(at, worked)
        yield number, channel, timezone.localdate(at), at, timezone.localdate(later), later


def _columns(names: str, rows: Iterable[tuple]) -> dict[str, list]:
    """Return the columns of rows by name, as the statement takes them."""
    found = list(rows)
    return {name: [row[place] for row in found] for place, name in enumerate(names.split())}


def _acting() -> list[str]:
    """Return the roles that answer for a unit's duties: whom the rights table lets read them; no inspector."""
    return sorted({right.role for right in table() if right.resource == Duty.RESOURCE and "view" in right.verbs
                   and right.scope != "self"})
