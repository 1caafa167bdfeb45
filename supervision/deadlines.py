"""One function per term of an inspection; every number comes from the rulebook."""

from datetime import date

from inspectorate.lib.periods import Period
from inspectorate.register.models import Area
from inspectorate.rulebook.workflow import due, setting


def advance_notice(area: Area, announced_on: date) -> Period | None:
    """R-ORG-14: planned inspections of schools are made known this long before; None where the area has no term."""
    term = setting("R-ORG-14", area, announced_on)
    return due("R-ORG-14", area, announced_on) if term.value else None


def notice_lead(area: Area, served_on: date) -> Period | None:
    """R-INS-08: the earliest day on site after service of the notice; None where the area sets no lead time."""
    term = setting("R-INS-08", area, served_on)
    return due("R-INS-08", area, served_on) if term.value else None


def minimum_inspectors(area: Area, on: date) -> int:
    """R-INS-07: how many inspectors a team has at least."""
    return int(setting("R-INS-07", area, on).value or 0)


def comprehensive_cap(area: Area, on: date) -> int | None:
    """R-ORG-13: comprehensive inspections of one school a year, all levels together; None where there is no cap."""
    value = setting("R-ORG-13", area, on).value
    return None if value is None else int(value)


def self_report_length(area: Area, on: date) -> int | None:
    """R-INS-30: characters a government's self-evaluation report may have; None where no limit is set."""
    value = setting("R-INS-30.characters", area, on).value
    return int(value) if value else None


def self_report_posted(area: Area, on: date) -> bool:
    """R-INS-30: whether a government's self-evaluation report is posted before it is handed in."""
    return bool(setting("R-INS-30.posted", area, on).value)


def capped_kinds(area: Area, on: date) -> list[str]:
    """R-ORG-13: the kinds of inspection that count towards the yearly cap of a school."""
    return list(setting("R-ORG-13.types", area, on).value or ())


def visits_a_semester(area: Area, on: date) -> int:
    """R-VISIT-01: how many visits each school gets in a semester at least."""
    return int(setting("R-VISIT-01", area, on).value or 0)


def visits_a_month(area: Area, on: date, *, is_kindergarten: bool = False) -> int:
    """R-VISIT-02: how many visits each school, or each kindergarten, gets in a month in session at least."""
    rule = "R-VISIT-02.kindergarten" if is_kindergarten else "R-VISIT-02"
    return int(setting(rule, area, on).value or 0)


def wants_reply(area: Area, on: date) -> bool:
    """R-VISIT-14: whether the area names a term in which a school reports what it put right."""
    return setting("R-VISIT-14.reply", area, on).value is not None


def cycle_rules() -> tuple[str, ...]:
    """R-INS-03, R-INS-05: the rules of how often schools and kindergartens are inspected."""
    return ("R-INS-03.min", "R-INS-03.max", "R-INS-05.min", "R-INS-05.max")


def ledger_year(area: Area, on: date) -> int:
    """R-SAFE-12: the year of the hazard ledger that is kept on a day; the area says in which month a new one begins."""
    month = setting("R-SAFE-12.new_ledger_month", area, on).value or 1
    return on.year if on.month >= month else on.year - 1


def ledger_begins(area: Area, year: int) -> date:
    """R-SAFE-12: the first day of a year's hazard ledger."""
    first = date(year, 1, 1)
    return first.replace(month=int(setting("R-SAFE-12.new_ledger_month", area, first).value or 1))
