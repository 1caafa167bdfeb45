"""The audit of visits: every school of an area by month and semester, red or green, and what it sums up to (TV-8)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from django.utils import timezone

from inspectorate.register.models import Area
from inspectorate.rulebook.models import Semester
from inspectors.models import Institution

from .frequencies import MET, MISSED, OFF, Line, Span, frequencies, months_between


@dataclass(frozen=True)
class Audit:
    """The schools of an area over a span."""

    area: Area
    first: date
    last: date
    lines: Sequence[Line]

    @property
    def months(self) -> list[Span]:
        """Return the months of the span."""
        return months_between(self.first, self.last)

    @cached_property
    def month_counts(self) -> Counter:
        """Return how many months of schools were met, missed, still run or lie ahead (R-VISIT-02)."""
        return Counter(cell.verdict for line in self.lines for cell in line.months)

    @cached_property
    def semester_counts(self) -> Counter:
        """Return the same of semesters (R-VISIT-01)."""
        return Counter(cell.verdict for line in self.lines for cell in line.semesters)

    @cached_property
    def missed(self) -> list[Line]:
        """Return the schools with a month or semester that was missed."""
        return [line for line in self.lines if line.is_missed]

    @property
    def figures(self) -> dict[str, int]:
        """Return the sums, as page and command show them."""
        return {
            "schools": len(self.lines),
            "schools_missed": len(self.missed),
            "months_met": self.month_counts[MET],
            "months_missed": self.month_counts[MISSED],
            "months_off": self.month_counts[OFF],
            "semesters_met": self.semester_counts[MET],
            "semesters_missed": self.semester_counts[MISSED],
        }

    def as_dict(self) -> dict[str, Any]:
        """Return schools and sums as `manage.py audit visits` prints them; the sums are those of the page."""
        return {"rows": [_row(line) for line in self.lines], "totals": self.figures}

    def by_area(self) -> list["Audit"]:
        """Return the same audit of each county (or of the area itself) by itself."""
        ordered = sorted(self.lines, key=lambda line: line.school.area_id)
        groups = groupby(ordered, key=lambda line: line.school.area)
        return [Audit(area, self.first, self.last, list(lines)) for area, lines in groups]


def _row(line: Line) -> dict[str, Any]:
    months = {f"{cell.first:%Y-%m}": f"{cell.count}/{cell.needed} {cell.verdict}" for cell in line.months}
    semesters = {f"from {cell.first}": f"{cell.count}/{cell.needed} {cell.verdict}" for cell in line.semesters}
    return {"school": line.school.name, "area": line.school.area_id, **months, **semesters}


def visits_audit(area: Area, year: int | None = None, semester: Semester | None = None) -> Audit:
    """Return the audit of an area for a year or a semester, in a constant number of statements."""
    if semester is not None:
        first, last = semester.starts_on, semester.ends_on
    else:
        year = year or timezone.localdate().year
        first, last = date(year, 1, 1), date(year, 12, 31)
    schools = Institution.objects.in_operation(min(last, timezone.localdate())).within(area.code)
    return Audit(area, first, last, frequencies(schools.order_by("area_id", "name"), first, last))
