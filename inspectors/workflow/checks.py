"""The verb that closes a check the clock asked for."""
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.duties.workflow import meet_duty
from inspectorate.register.models import Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, record
from inspectors.models import RosterCheck


def close_check(check: RosterCheck, *, by: Post | None, note: str) -> RosterCheck:
    """Close a check with what was done about it; its duty is met."""
    require(by, "close_check", check)
    today = timezone.localdate()
    with transaction.atomic():
        waiting = RosterCheck.objects.waiting().filter(pk=check.pk)
        if not waiting.update(done_on=today, note=note, done_by=by.user if by else None):
            raise RuleRefused(_("This check has been closed already."))
        check.done_on, check.note = today, note
        record(check, "close_check", by=by, note=note)
        meet_duty(check, check.kind_of_duty, by=by)
    return check
