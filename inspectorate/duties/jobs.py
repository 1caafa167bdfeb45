"""What the clock starts: provisional dates counted anew, reminders written, digests sent; safe to run twice or late."""

from django.conf import settings

from inspectorate.rulebook.workflow import calendar

from . import workflow
from .models import Duty
from .states import Channel


def settle_provisional() -> int:
    """Recompute the open duties with a provisional date; return how many moved or became firm (R-TIME-06)."""
    worked = calendar()  # asked for once: there are as many such duties as schools
    duties = Duty.objects.open().filter(is_provisional=True).prefetch_related("pauses").order_by("pk")
    return sum(workflow.recompute_duty(duty, by=None, worked=worked) for duty in duties.iterator(chunk_size=500))


def remind_due() -> int:
    """Write and bundle the reminders owed as of today; return how many were written (T63)."""
    return workflow.remind_due()


def send_mail() -> int:
    """Send the digests due by e-mail, where it is switched on; return how many left."""
    return workflow.send_due(Channel.EMAIL) if settings.NOTICE_EMAIL else 0


def send_chat() -> int:
    """Send the digests due by chat robot, where one is named; return how many left."""
    return workflow.send_due(Channel.WEBHOOK) if settings.NOTICE_WEBHOOK_URL else 0
