"""One function per term and limit of the roster; every number comes from the rulebook."""
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from inspectorate.lib.periods import ONE, Period, add_months, term_end, years_before
from inspectorate.register.models import Area
from inspectorate.rulebook.workflow import due, setting, terms
from inspectors.states import CheckKind


@dataclass(frozen=True)
class TrainingRule:
    """What an area asks of training in a calendar year, and which modes count (R-TRAIN-02)."""

    hours: Decimal | None
    modes: tuple[str, ...]
    basis: str


class Step(NamedTuple):
    """One reminder before an end: so many months before, from when to when it stands."""

    months: int
    begins_on: date
    due_on: date


@dataclass(frozen=True)
class Eligibility:
    """Who may become an inspector (R-ROST-02)."""

    years: int
    degree: str
    senior_title_counts: bool


def term_ends_on(area: Area, starts_on: date) -> date:
    """R-TERM-01: the last day of a part-timer's term that starts on a day."""
    term = setting("R-TERM-01", area, starts_on)
    return term_end(starts_on, term.value, term.unit)


def most_terms(area: Area, on: date) -> int:
    """R-TERM-02: consecutive terms of a part-timer at most."""
    return setting("R-TERM-02", area, on).value


def is_consecutive(area: Area, ended_on: date, starts_on: date) -> bool:
    """R-TERM-02: whether a term starting on a day follows one that ended before without the gap that counts."""
    gap = (starts_on - ended_on - ONE).days
    least = setting("R-TERM-02.gap", area, starts_on).value
    return least is None or gap < least


def eligibility(area: Area, on: date) -> Eligibility:
    """R-ROST-02: degree and years in education administration, teaching or research an inspector has at least."""
    found = terms(area, on, ("R-ROST-02.years", "R-ROST-02.degree", "R-ROST-02.senior_title"))
    return Eligibility(
        years=found["R-ROST-02.years"].value or 0,
        degree=found["R-ROST-02.degree"].value,
        senior_title_counts=bool(found["R-ROST-02.senior_title"].value),
    )


def posting_period(area: Area, posted_on: date) -> Period:
    """R-ROST-05: the posting of proposed inspectors, in working days."""
    return due("R-ROST-05", area, posted_on)


def reminder_months(area: Area, on: date) -> tuple[int, ...]:
    """R-TERM-01: how many months before a term's end the office is reminded, farthest first."""
    return tuple(setting("R-TERM-01.reminders", area, on).value or ())


def certificate_issuer(area: Area, on: date) -> str:
    """R-ROST-07: who issues the inspector's certificate."""
    return setting("R-ROST-07.issuer", area, on).value or ""


def needs_induction(area: Area, on: date) -> bool:
    """R-TRAIN-01: whether a new inspector is trained before the first assignment."""
    return bool(setting("R-TRAIN-01", area, on).value)


def zone_size(area: Area, on: date) -> int | None:
    """R-ZONE-02: schools of one zone at most; a measure, no stop."""
    return setting("R-ZONE-02", area, on).value


def usual_load(area: Area, on: date) -> int | None:
    """R-RATIO-03: schools of one responsible inspector, about; a measure, no stop."""
    return setting("R-RATIO-03.max", area, on).value


def inspectors_per_school(area: Area, on: date) -> int:
    """R-RATIO-03: responsible inspectors that each school has at least: one, where the area names no number."""
    return setting("R-RATIO-03.per_school", area, on).value or 1


def training_rule(area: Area, on: date) -> TrainingRule:
    """R-TRAIN-02: hours in a calendar year and the modes that count, as the area has them on a day."""
    found = terms(area, on, ("R-TRAIN-02", "R-TRAIN-02.modes"))
    hours = found["R-TRAIN-02"]
    return TrainingRule(hours.value, tuple(found["R-TRAIN-02.modes"].value or ()), str(hours.basis))


def certificate_reminder_months(area: Area, on: date) -> tuple[int, ...]:
    """R-ROST-07: how many months before a certificate expires the office is reminded, farthest first."""
    return tuple(setting("R-ROST-07.reminders", area, on).value or ())


def step_begun(months: tuple[int, ...], ends_on: date, on: date) -> Step | None:
    """Return the last step before an end that has begun on a day, with the day on which the next one begins."""
    days = [(number, add_months(ends_on, -number)) for number in sorted(months, reverse=True)]
    nexts = [day for _number, day in days[1:]] + [ends_on]
    begun = [Step(number, day, after) for (number, day), after in zip(days, nexts, strict=True) if day <= on <= ends_on]
    return begun[-1] if begun else None


def rotation_begins(area: Area, on: date) -> date | None:
    """R-ZONE-04: the first day of the assignments whose rotation is near on a day; None where there is no rule."""
    found = terms(area, on, ("R-ZONE-04", "R-ZONE-04.reminder"))
    years, months = found["R-ZONE-04"].value, found["R-ZONE-04.reminder"].value or 0
    return None if years is None else add_months(years_before(on, years), months)


def training_check(area: Area, on: date) -> str:
    """R-TRAIN-02: what the office looks at in the month of a day: shortfalls, the forecast, or nothing."""
    found = terms(area, on, ("R-TRAIN-02.check_months", "R-TRAIN-02.forecast_month"))
    if on.month in (found["R-TRAIN-02.check_months"].value or ()):
        return CheckKind.TRAINING
    return CheckKind.FORECAST if on.month == found["R-TRAIN-02.forecast_month"].value else ""
