"""Which duties of the yearly and longer cycles an inspection meets when it ends (R-INS-02 to R-INS-05, R-INS-29)."""

from datetime import date

from django.utils import timezone

from inspectorate.duties.models import Duty
from inspectorate.duties.workflow import meet_keys
from inspectorate.register.models import Area, Post
from inspectorate.rulebook.workflow import setting
from supervision.models import Inspection
from supervision.states import Kind

GOVERNMENT, EVALUATION, SCHOOL, END_OF_TERM = (
    "inspect_government", "evaluate_government", "inspect_school", "inspect_end_of_term",
)  # fmt: skip
# A comprehensive inspection of a school closes its cycle; that at the end of a head's term is one (R-INS-03, R-INS-04).
OF_SCHOOLS = (Kind.COMPREHENSIVE, Kind.END_OF_TERM)


def of_governments(area: Area, on: date) -> tuple[str, ...]:
    """R-INS-02: the kinds of inspection that close the cycle of a government."""
    is_any = setting("R-INS-02.kind", area, on).value == "any"
    return (Kind.COMPREHENSIVE, Kind.SPECIAL, Kind.EVALUATION) if is_any else (Kind.COMPREHENSIVE,)


def closed_by(inspection: Inspection) -> list[str]:
    """Return the kinds of duties that an inspection meets."""
    kind, day = inspection.kind, inspection.concluded_on or timezone.localdate()
    if inspection.is_of_school:
        return [SCHOOL] * (kind in OF_SCHOOLS) + [END_OF_TERM] * (kind == Kind.END_OF_TERM)
    closes = kind in of_governments(inspection.owner.area, day)
    return [GOVERNMENT] * closes + [EVALUATION] * (kind == Kind.EVALUATION)


def meet_cycles(inspection: Inspection, *, by: Post | None) -> int:
    """Meet what was owed of the cycles about the inspected unit; return how many."""
    duties = Duty.objects.of(inspection.unit).open().filter(kind__in=closed_by(inspection), key__isnull=False)
    keys = list(duties.values_list("key", flat=True))
    return meet_keys(keys, by=by, on=inspection.concluded_on) if keys else 0
