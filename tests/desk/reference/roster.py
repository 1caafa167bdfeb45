"""What the offices owe of their inspectors: training, ends of terms, rotation, cover (R-TRAIN-02, R-TERM-01 ...)."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from .days import (
    DAY,
    NEVER,
    days_between,
    month_end,
    months_after,
    rolled,
    working_day_after,
    years_after,
)
from .facts import holds
from .line import Line

CENTRALISED = ("centralised",)
LOOKS = {6: "check_training", 9: "check_forecast", 11: "check_training"}
UNZONED = ("higher", "other")


def hours(facts, first, last):
    """Forty hours of centralised training of everybody in term in a calendar year (R-TRAIN-02)."""
    for person in facts.inspectors:
        area = facts.unit[person.office_id].area_id
        for year in range(first.year, last.year + 1):
            days = days_between(max(first, date(year, 1, 1)), min(last, date(year, 12, 31)))
            bound = [day for day in days if facts.in_term(person.id, day)]
            owed = [day for day in bound if _hours(facts, person, day) < facts.rule("R-TRAIN-02", area, day)]
            if owed:
                gone, how = _end_of_hours(days, set(bound), set(owed), owed[0])
                yield Line(
                    f"train_hours:{person.id}:{year}", "train_hours", person.office_id, area, owed[0],
                    rolled(date(year, 12, 31)), "school", person.user_id, gone, how,
                )  # fmt: skip


def _end_of_hours(days, bound, owed, opened):
    """The first day on which the hours are there, or on which the person is bound no longer; this year only."""
    for day in days:
        if day > opened and day not in owed:
            return day, "met" if day in bound else "cancelled"
    return NEVER, ""


def looks(facts, first, last):
    """Who falls short: looked at in June and November; who will at the present rate: in September (R-TRAIN-02)."""
    asked = set()
    for day in days_between(first, last):
        kind = LOOKS.get(day.month)
        for office, people in facts.by("inspectors", "office_id").items() if kind else ():
            area, period = facts.unit[office].area_id, f"{day:%Y-%m}"
            is_short = any(facts.in_term(one.id, day) and _is_short(facts, one, day, kind, area) for one in people)
            if is_short and (office, period) not in asked:
                asked.add((office, period))
                due = rolled(month_end(day.year, day.month))
                yield Line(f"{kind}:{office}:{period}", kind, office, area, day, due, "school")


def _hours(facts, person, day):
    return sum(one.hours for one in facts.records_of[person.id]
               if one.mode in CENTRALISED and date(day.year, 1, 1) <= one.completed_on <= day)  # fmt: skip


def _is_short(facts, person, day, kind, area):
    found, needed = Decimal(_hours(facts, person, day)), facts.rule("R-TRAIN-02", area, day)
    if kind == "check_forecast":
        whole, past = (day.replace(month=12, day=31).timetuple().tm_yday, day.timetuple().tm_yday)
        found = (found * whole / past).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    return found < needed


def cover(facts, first, last):
    """Every school and kindergarten has an inspector in term; else its office names one in ten working days."""
    waiting = {facts.unit[one.office_id].area_id for one in facts.checks if one.kind == "cover"}
    bare = _bare(facts, first, last)
    for day in days_between(first, last):
        for area in sorted(area for area, number in bare[day].items() if number and area not in waiting):
            office = facts.office(area, day)
            if office:
                waiting.add(area)
                closed = next((later for later in days_between(day + DAY, last) if not bare[later][area]), NEVER)
                due = working_day_after(day, facts.rule("R-ZONE-03.cover", area, day))
                name = f"check_cover:{office.id}:{day}"
                yield Line(name, "check_cover", office.id, area, day, due, "school", gone=closed, how="met")
        waiting = {area for area in waiting if bare[day][area]}


def _bare(facts, first, last):
    """How many schools each managing area has on each day without an inspector in term (R-ZONE-03, R-ZONE-05)."""
    held = facts.by("assignments", "school_id")
    found = defaultdict(Counter)
    days = days_between(first, last)
    in_term = {(one, day): facts.in_term(one, day) for one in facts.inspector for day in days}
    for school in (school for school in facts.schools if school.stage not in UNZONED):
        unit = facts.unit[school.id]
        area = unit.county if school.managing_level == "county" and unit.county else unit.city
        for day in days:
            is_covered = any(in_term.get((one.inspector_id, day)) and holds(one, day) for one in held[school.id])
            found[day][area] += holds(unit, day) and not is_covered
    return found


def terms(facts, first, last):
    """The office decides six, three and one months before a term ends; each step takes the last one's place."""
    for term in (one for one in facts.terms if one.state == "engaged" and one.ends_on and not one.ended_on):
        yield from _steps(
            facts, term, term.ends_on, kind="check_term", rule="R-TERM-01.reminders", span=(first, last)
        )


def certificates(facts, first, last):
    """The same three and one months before a certificate expires while the term goes on (R-ROST-07)."""
    for one in (one for one in facts.certificates if one.expires_on and not one.revoked_on):
        runs_on = [term for term in facts.terms_of[one.inspector_id]
                   if min(term.ends_on or NEVER, term.ended_on or NEVER) > one.expires_on]  # fmt: skip
        if runs_on:
            yield from _steps(
                facts, one, one.expires_on, kind="check_certificate", rule="R-ROST-07.reminders", span=(first, last)
            )


def _steps(facts, row, ends_on, *, kind, rule, span):
    first, last = span
    person = facts.inspector.get(row.inspector_id)
    if person is None or ends_on < first:
        return
    area = facts.unit[person.office_id].area_id
    months = facts.rule(rule, area, first)
    begins = [months_after(ends_on, -number) for number in months]
    for number, begun, until in zip(months, begins, [*begins[1:], ends_on], strict=True):
        gone = until if until < ends_on else ends_on + DAY
        opened = max(begun, first)
        if opened < gone and opened <= last:
            due = rolled(max(until, opened))
            yield Line(f"{kind}:{row.id}:{number}", kind, person.office_id, area, opened, due, "school", gone=gone)


def rotation(facts, first, last):
    """Who holds a school for three years is rotated; the office begins a month before (R-ZONE-04)."""
    for one in (one for one in facts.assignments if not one.valid_to):
        area = facts.unit[one.school_id].area_id
        ends = years_after(one.valid_from, facts.rule("R-ZONE-04", area, first))
        opened = max(ends - timedelta(days=31), first)
        while months_after(years_after(opened, -3), facts.rule("R-ZONE-04.reminder", area, first)) < one.valid_from:
            opened += DAY
        if opened <= last and one.inspector_id in facts.inspector:
            office = facts.inspector[one.inspector_id].office_id
            name = f"rotate_inspector:{one.id}"
            yield Line(name, "rotate_inspector", office, area, opened, rolled(ends), "school")
