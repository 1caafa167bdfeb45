"""What the clock starts: windows that end, and proposals for what was left undone. It prepares, it never decides."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.duties.models import Duty
from inspectorate.duties.workflow import cancel_duties
from inspectorate.trail.workflow import Refusal

from . import workflow
from .models import Case, RectificationItem
from .states import CaseState, ItemState
from .workflow.supervising import OPEN_NOTICES

LAPSED = gettext_lazy("The time ran out and nothing was asked for.")


def close_ended_windows(on: date | None = None) -> int:
    """Close the defence windows that ended without a defence (R-INS-16)."""
    cases = Case.objects.filter(
        state=CaseState.DEFENCE_OPEN, defence_due_on__lt=on or timezone.localdate(), defence=None
    )
    return sum(1 for case in cases.order_by("pk") if _close(case))


def let_rights_lapse(on: date | None = None) -> int:
    """Let fall away what a target might have done and did not do in time: a right is no debt (R-ACC-23, 27, 28)."""
    duties = Duty.objects.overdue(on).filter(kind__in=workflow.RIGHTS).order_by("pk")
    return sum(cancel_duties(duty.subject, by=None, note=LAPSED, kinds=(duty.kind,)) for duty in duties)


def propose_notices(on: date | None = None) -> int:
    """Propose a supervise notice for each case with overdue or failed items and none open (R-ACC-07)."""
    on = on or timezone.localdate()
    return sum(1 for case, items in _left_undone(on) if _propose(case, items))


def _close(case: Case) -> bool:
    try:
        workflow.close_defence(case, by=None)
    except Refusal:  # a defence came in the same minute
        return False
    return True


def _left_undone(on: date) -> Iterator[tuple[Case, list[RectificationItem]]]:
    overdue = RectificationItem.objects.overdue(on)
    failed = RectificationItem.objects.filter(state=ItemState.FAILED)
    items = (overdue | failed).exclude(case__supervise_notices__state__in=OPEN_NOTICES)
    ordered = items.select_related("case__owner__area", "case__unit", "case__superior").order_by("case", "number")
    for case, found in groupby(ordered, key=lambda item: item.case):
        yield case, list(found)


def _propose(case: Case, items: list[RectificationItem]) -> bool:
    numbers = "、".join(str(item.number) for item in items)
    try:
        workflow.propose_notice(case, by=None, items=items, reason=_("Overdue or failed: no. %(n)s") % {"n": numbers})
    except Refusal:  # somebody proposed one in the same minute: nothing is lost
        return False
    return True
