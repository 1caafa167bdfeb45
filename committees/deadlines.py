"""One function per number and title of the committee; every one comes from the rulebook."""
from collections.abc import Callable
from datetime import date
from typing import Any

from inspectorate.lib.periods import ONE, add_months
from inspectorate.register.models import Area
from inspectorate.rulebook.models import Setting
from inspectorate.rulebook.workflow import setting

from .states import MemberRole

MOST: dict[str, str] = {MemberRole.CHAIR: "R-ORG-01.chairs", MemberRole.VICE_CHAIR: "R-ORG-01.vice_chairs_max"}


def most_members(role: str, area: Area, on: date) -> int | None:
    """R-ORG-01: how many chairs or vice-chairs there may be; None where nothing is said."""
    return setting(MOST[role], area, on).value if role in MOST else None


def liaisons_needed(area: Area, on: date) -> int:
    """R-ORG-07: liaison officers each member unit names."""
    return setting("R-ORG-07", area, on).value or 0


def chief_title(area: Area, on: date) -> str:
    """R-ORG-05: what the chief inspectors are called in an area; never one place's word for another's."""
    return str(setting("R-ORG-05", area, on).shown)


def plenaries_needed(area: Area, on: date) -> int:
    """R-ORG-06: plenary meetings of a committee in a calendar year; nought where the area has no rule."""
    return setting("R-ORG-06", area, on).value or 0


def activities_needed(area: Area, on: date) -> int:
    """R-ORG-08: inspection activities each member unit joins in a year; nought where the rule is off."""
    return setting("R-ORG-08", area, on).value or 0


def month_due(year: int, month: int) -> date:
    """R-ORG-10.due_month, R-ORG-11.due_month: the last day of the month in which the year's plan is owed."""
    return add_months(year_begin(year), month) - ONE


def announced_on(year: int, month: int | None) -> date | None:
    """R-ORG-06.reminder_month, R-ORG-11.reminder_month: the first day of the month in which a duty is announced."""
    return add_months(year_begin(year), month - 1) if month else None


def year_begin(year: int) -> date:
    """Return the first day of a calendar year."""
    return date(year, 1, 1)


def year_end(year: int) -> date:
    """Return the last day of a calendar year, until which a yearly duty runs (R-ORG-06, R-ORG-08)."""
    return year_begin(year + 1) - ONE


def reader(rule: str, on: date) -> Callable[[Area], Any]:
    """Return a function that gives a rule's value for any area, asking once for all areas that follow the same word."""
    spoken = set(Setting.objects.in_force(on).filter(rule=rule).values_list("area_id", flat=True))
    known: dict[tuple[str, ...], Any] = {}

    def value(area: Area) -> Any:
        voices = tuple(code for code in area.lineage if code in spoken)
        if voices not in known:
            known[voices] = setting(rule, area, on).value
        return known[voices]

    return value
