"""One function per term and limit of the roster; every number comes from the rulebook."""
from dataclasses import dataclass
from datetime import date

from inspectorate.lib.periods import ONE, Period, term_end
from inspectorate.register.models import Area
from inspectorate.rulebook.workflow import due, setting, terms


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
