"""The audits as an office reads them: lines, sums that equal their lists, and the same as plain values (S11, S13)."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from inspectorate.register.models import Area
from inspectors.models import staffing_audit, training_audit
from inspectors.models.audits import Staffing, Training


@dataclass(frozen=True)
class StaffingReport:
    """Staffing by county and stage; the sums count whole persons over all lines, not line by line (R-RATIO-01)."""

    lines: Sequence[Staffing]

    def of(self, place: str) -> "StaffingReport":
        """Return the lines of one county; empty stands for those in no county."""
        return StaffingReport([line for line in self.lines if line.place == place])

    @property
    def places(self) -> list[str]:
        """Return the counties in order."""
        return sorted({line.place for line in self.lines})

    @property
    def total(self) -> Staffing:
        """Return the sum of the lines."""
        needed = [line.needed for line in self.lines]
        summed = None if None in needed else sum((number for number in needed if number is not None), Decimal(0))
        return Staffing(
            "", "", sum(line.schools for line in self.lines), sum(line.large for line in self.lines), summed,
            rounded(line.there for line in self.lines), rounded(line.full_time for line in self.lines),
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain values."""
        rows = [{"county": line.place, "stage": line.stage} | _figures(line) for line in self.lines]
        return {"rows": rows, "totals": _figures(self.total)}


@dataclass(frozen=True)
class TrainingReport:
    """The inspectors bound by training hours, those below the rule today, those who will be (R-TRAIN-02)."""

    everybody: Sequence[Training]

    def of(self, place: str) -> "TrainingReport":
        """Return those of one county."""
        return TrainingReport([one for one in self.everybody if one.place == place])

    @property
    def short(self) -> list[Training]:
        """Return those below the rule of their area."""
        return [one for one in self.everybody if one.short_by]

    @property
    def will_be_short(self) -> list[Training]:
        """Return those who will be below it at the end of the year at the present rate."""
        return [one for one in self.everybody if one.will_be_short_by]

    def as_dict(self) -> dict[str, Any]:
        """Return those below the rule and the sums as plain values."""
        rows = [
            {"inspector": one.pk, "name": one.name, "county": one.place, "hours": one.hours, "needed": one.needed,
             "short_by": one.short_by, "forecast": one.forecast, "will_be_short_by": one.will_be_short_by}
            for one in self.short
        ]
        totals = {"inspectors": len(self.everybody), "short": len(rows), "will_be_short": len(self.will_be_short)}
        return {"rows": rows, "totals": totals}


def staffing_report(area: Area, on: date) -> StaffingReport:
    """Return the staffing of an area on a day."""
    return StaffingReport(staffing_audit(area, on))


def training_report(area: Area, year: int, on: date) -> TrainingReport:
    """Return the training hours of an area's inspectors in a year, as of a day."""
    return TrainingReport(training_audit(area, year, on))


def rounded(parts: Iterable[Decimal]) -> Decimal:
    """Return the whole persons that parts of persons make."""
    return Decimal(round(sum(parts)))


def _figures(line: Staffing) -> dict[str, Any]:
    needed = None if line.needed is None else round(line.needed, 1)
    return {"schools": line.schools, "large": line.large, "needed": needed, "there": round(line.there, 1),
            "full_time": round(line.full_time, 1), "gap": line.gap}
