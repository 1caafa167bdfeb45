"""One function per number of the returns; every one comes from the rulebook (R-DATA-01)."""
from datetime import date
from decimal import Decimal

from inspectorate.register.models import Area
from inspectorate.rulebook.workflow import setting

from .states import Frequency

# Within how many working days after its period a return is submitted.
DUE: dict[str, str] = {
    Frequency.MONTH: "R-DATA-01.month_due",
    Frequency.QUARTER: "R-DATA-01.quarter_due",
    Frequency.HALF_YEAR: "R-DATA-01.half_year_due",
    Frequency.YEAR: "R-DATA-01.year_due",
    Frequency.ONCE: "R-DATA-01.once_due",
}
ACCEPTANCE = "R-DATA-01.acceptance"
CORRECTION = "R-DATA-01.correction"


def jump_from(area: Area, on: date) -> Decimal | None:
    """R-DATA-01.jump: the change in per cent from which a figure is pointed out; None where nothing is said."""
    return setting("R-DATA-01.jump", area, on).value
