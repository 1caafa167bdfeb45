"""What committees, their offices and member units owe (R-ORG-06, 07, 08, 10, 11)."""

from datetime import date

from .days import DAY, NEVER, days_between, month_end, rolled, working_day_after
from .facts import holds
from .line import Line

HELD = ("held", "minuted", "closed")
# Until when a plan is owed: the city's until it is approved, a county's until it was handed in.
UNFINISHED = {"city": ("draft", "submitted", "returned"), "county": ("draft",)}
DUE_MONTH = {"city": "R-ORG-10.due_month", "county": "R-ORG-11.due_month"}


def years(first, last):
    """Each year of the span with the first day of it that the clock sees."""
    return [(year, max(first, date(year, 1, 1))) for year in range(first.year, last.year + 1)]


def plenaries(facts, first, last):
    """One plenary meeting of each committee in each calendar year (R-ORG-06)."""
    held = {(one.committee_id, one.held_on.year) for one in facts.meetings
            if one.kind == "plenary" and one.state in HELD and one.held_on}  # fmt: skip
    for committee in facts.committees:
        for year, opened in years(first, last):
            office = facts.office(committee.area_id, opened)
            if (committee.id, year) not in held and facts.rule("R-ORG-06", committee.area_id, opened):
                yield Line(
                    f"hold_plenary:{committee.id}:{year}", "hold_plenary", office.id, committee.area_id, opened,
                    rolled(date(year, 12, 31)),
                    announced=date(year, facts.rule("R-ORG-06.reminder_month", committee.area_id, opened), 1),
                )  # fmt: skip


def plans(facts, first, last):
    """One annual plan of each city and county office in each year, by the end of January (R-ORG-10, R-ORG-11).

    An office without any plan owes it where it worked in the system before that day.
    """
    known = {(plan.organization_id, plan.year): plan.state for plan in facts.plans}
    since = facts.by("posts", "organization_id")
    for office in (unit for unit in facts.units if unit.kind == "inspectorate"):
        level = facts.area[office.area_id].level
        for year, opened in years(first, last) if level in UNFINISHED else ():
            by = month_end(year, facts.rule(DUE_MONTH[level], office.area_id, opened))
            is_at_work = opened <= by or any(post.valid_from <= by for post in since[office.id])
            state = known.get((office.id, year), "draft" if is_at_work else "")
            if state in UNFINISHED[level]:
                month = facts.rule("R-ORG-11.reminder_month", office.area_id, opened) if level == "county" else None
                yield Line(
                    f"annual_plan:{office.id}:{year}", "annual_plan", office.id, office.area_id, opened, rolled(by),
                    announced=date(year, month, 1) if month else NEVER,
                )  # fmt: skip


def liaisons(facts, first, last):
    """Each member unit names a liaison officer within ten working days of a vacancy (R-ORG-07)."""
    named = facts.by("liaisons", "membership_id")
    areas = {committee.id: committee.area_id for committee in facts.committees}
    for seat in (seat for seat in facts.seats if seat.role == "member_unit"):
        was_vacant = False
        for day in days_between(first, last):
            is_vacant = holds(seat, day) and not any(holds(one, day) for one in named[seat.id])
            if is_vacant and not was_vacant:
                area = areas[seat.committee_id]
                term = facts.rule("R-ORG-07.days", area, day)
                yield Line(
                    f"name_liaison:{seat.id}:{_vacant_since(seat, named[seat.id])}", "name_liaison",
                    seat.organization_id, area, day, working_day_after(day, term),
                )  # fmt: skip
            was_vacant = is_vacant


def _vacant_since(seat, named):
    left = max((one.valid_to or NEVER for one in named), default=None)
    return left + DAY if left else seat.valid_from
