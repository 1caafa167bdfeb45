"""One function per term and limit of the roster; every number comes from the rulebook."""
from dataclasses import dataclass
from datetime import date, timedelta

from inspectorate.lib.periods import Period, add_months, term_end
from inspectorate.register.models import Area
from inspectorate.rulebook.workflow import due, setting, terms

MONTHS = {"month": 1, "year": 12}


@dataclass(frozen=True)
class RecusalRule:
    """What an area says about withdrawing: years after leaving a unit, and the grounds it lists (R-RECUSE-02)."""

    years: int | None
    months: int
    basis: str
    listed: tuple[str, ...]
    listed_basis: str

    def free_on(self, left_on: date) -> date | None:
        """Return the first day on which a former member of staff may inspect again; None where no window is set."""
        return None if self.years is None else add_months(left_on, self.months)


@dataclass(frozen=True)
class Eligibility:
    """Who may become an inspector (R-ROST-02)."""

    years: int
    degree: str
    senior_title_counts: bool


def recusal_rule(area: Area, on: date) -> RecusalRule:
    """R-RECUSE-02: the window after leaving a unit and the grounds listed, as the area has them on a day."""
    found = terms(area, on, ("R-RECUSE-02", "R-RECUSE-02.grounds"))
    window, listed = found["R-RECUSE-02"], found["R-RECUSE-02.grounds"]
    return RecusalRule(
        years=window.value,
        months=(window.value or 0) * MONTHS[window.unit],
        basis=str(window.basis),
        listed=tuple(listed.value or ()),
        listed_basis=str(listed.basis),
    )


def term_ends_on(area: Area, starts_on: date) -> date:
    """R-TERM-01: the last day of a part-timer's term that starts on a day."""
    term = setting("R-TERM-01", area, starts_on)
    return term_end(starts_on, term.value, term.unit)


def most_terms(area: Area, on: date) -> int:
    """R-TERM-02: consecutive terms of a part-timer at most."""
    return setting("R-TERM-02", area, on).value


def is_consecutive(area: Area, ended_on: date, starts_on: date) -> bool:
    """R-TERM-02: whether a term starting on a day follows one that ended before without the gap that counts."""
    gap = (starts_on - ended_on - timedelta(days=1)).days
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
