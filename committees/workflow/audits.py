"""What the committees of an area held and who took part, for the pages and `manage.py audit` (S03, S04)."""
from datetime import date
from typing import Any

from committees.deadlines import reader
from committees.models import meetings_audit, participation_audit
from inspectorate.register.models import Area


def meetings_report(area: Area, year: int, on: date) -> dict[str, Any]:
    """Return per committee the plenaries of a year against the number the area asks for (R-ORG-06)."""
    needed = reader("R-ORG-06", on)
    rows = [
        {
            "committee": committee.name, "area": committee.area.pk, "plenaries": committee.plenaries,
            "needed": needed(committee.area) or 0, "meetings_held": committee.meetings_held,
            "open_resolutions": committee.open_resolutions,
            "is_short": committee.plenaries < (needed(committee.area) or 0),
        }
        for committee in meetings_audit(area, year).select_related("organization__area")
    ]
    totals = {"committees": len(rows), "short": sum(row["is_short"] for row in rows)}
    return {"rows": rows, "totals": totals | _sums(rows, "plenaries", "meetings_held", "open_resolutions")}


def participation_report(area: Area, year: int, on: date) -> dict[str, Any]:
    """Return per member unit its liaison officer and its activities of a year against the area's number (R-ORG-08)."""
    needed = reader("R-ORG-08", on)
    rows = [
        {
            "committee": seat.committee.name, "unit": seat.label, "has_liaison": not seat.lacks_liaison,
            "activities": seat.activities, "meetings_attended": seat.meetings_attended,
            "needed": needed(seat.committee.area) or 0,
            "is_short": seat.activities < (needed(seat.committee.area) or 0),
        }
        for seat in participation_audit(area, year, on).select_related("committee__organization__area")
    ]
    totals = {"units": len(rows), "short": sum(row["is_short"] for row in rows)}
    totals["without_liaison"] = sum(not row["has_liaison"] for row in rows)
    return {"rows": rows, "totals": totals | _sums(rows, "activities", "meetings_attended")}


def _sums(rows: list[dict[str, Any]], *names: str) -> dict[str, int]:
    return {name: sum(row[name] for row in rows) for name in names}
