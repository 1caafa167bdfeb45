"""How often responsible inspectors visit their schools: each month in session, each semester (R-VISIT-01, 02)."""

from datetime import timedelta

from .days import DAY, NEVER, days_between, month_end, rolled
from .facts import holds
from .line import Line


def months(facts, first, last):
    """One visit to each school in each month in which pupils are there (R-VISIT-02, R-TIME-07)."""
    for begins in sorted({day.replace(day=1) for day in days_between(first, last)}):
        span = (begins, month_end(begins.year, begins.month))
        for one, needed, sessions in _asked(facts, begins, "month"):
            days = [day for day in days_between(*span) if _is_in(sessions, day, begins.month)]
            name = f"visit_month:{one.school_id}:{one.inspector_id}:{begins:%Y-%m}"
            yield from _line(facts, one, name, kind="visit_month", span=span, asked=(days, needed, first))


def semesters(facts, first, last):
    """Two visits to each school in each semester (R-VISIT-01)."""
    for semester in (one for one in facts.semesters if one.starts_on <= last and one.ends_on >= first):
        span = (semester.starts_on, semester.ends_on)
        for one, needed, sessions in _asked(facts, semester.starts_on, "semester"):
            if semester in sessions:
                name = f"visit_semester:{one.school_id}:{one.inspector_id}:{semester.starts_on}"
                asked = (days_between(*span), needed, first)
                week = facts.rule("R-VISIT-01.warning_week", facts.unit[one.school_id].area_id, semester.starts_on)
                announced = semester.starts_on + timedelta(weeks=week - 1)
                for line in _line(facts, one, name, kind="visit_semester", span=span, asked=asked):
                    yield line._replace(announced=announced)


def _asked(facts, day, rhythm):
    """Each assignment, how many visits its school needs, and the semesters that hold there: its nearest area's."""
    held = facts.by("semesters", "area_id")
    for one in facts.assignments:
        area = facts.unit[one.school_id].area_id
        kindergarten = ".kindergarten" if facts.school[one.school_id].stage == "kindergarten" else ""
        needed = facts.rule("R-VISIT-01" if rhythm == "semester" else f"R-VISIT-02{kindergarten}", area, day)
        yield one, needed, next((held[code] for code in facts.upward(area) if held[code]), [])


def _is_in(sessions, day, month):
    return any(one.starts_on <= day <= one.ends_on and month in one.months for one in sessions)


def _line(facts, one, name, *, kind, span, asked):
    """Opened on the first day on which somebody in term is responsible; what runs passes on when nobody is any more."""
    days, needed, first = asked
    begins, ends = span
    made = sum(begins <= visit.visited_on <= ends for visit in facts.visits if visit.school_id == one.school_id)
    opened = next((day for day in days if day >= first and _serves(facts, one, day)), None)
    if opened is None or made >= needed:
        return
    gone = next((day for day in days_between(opened + DAY, ends) if not _serves(facts, one, day)), NEVER)
    person = facts.inspector[one.inspector_id]
    yield Line(
        name, kind, one.zone_office_id or person.office_id, facts.unit[one.school_id].area_id, opened,
        rolled(ends), "school", person.user_id, gone,
    )  # fmt: skip


def _serves(facts, one, day):
    return holds(one, day) and facts.in_term(one.inspector_id, day)
