"""What the clock starts: dates that were provisional are counted anew once the year's notice is there."""

from inspectorate.rulebook.workflow import calendar

from . import workflow
from .models import Duty


def settle_provisional() -> int:
    """Recompute the open duties with a provisional date; return how many moved or became firm (R-TIME-06)."""
    calendar()  # read anew where it changed
    duties = Duty.objects.open().filter(is_provisional=True).prefetch_related("pauses").order_by("pk")
    return sum(workflow.recompute_duty(duty, by=None) for duty in duties.iterator(chunk_size=500))
