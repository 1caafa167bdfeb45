"""What the clock starts: windows that end, and proposals for what was left undone. It prepares, it never decides."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

import structlog
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.duties.models import Duty
from inspectorate.duties.workflow import cancel_duties
from inspectorate.trail.workflow import Refusal

from . import workflow
from .models import Case, Recheck, RectificationItem, SuperviseNotice
from .states import CaseState, NoticeState
from .workflow.escalation import undone, waits_for_circular, waits_for_interview
from .workflow.supervising import OPEN_NOTICES

log = structlog.get_logger(__name__)
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


def propose_interviews(on: date | None = None) -> int:
    """Prepare the interview where a supervise notice has had its time and items are still undone (R-ACC-10)."""
    on = on or timezone.localdate()
    return sum(_climb(workflow.escalate_notice, notice, on) for notice in waits_for_interview(undone(on)))


def propose_circulars(on: date | None = None) -> int:
    """Prepare the circular where an interview has had its time and items are still undone (R-ACC-15)."""
    on = on or timezone.localdate()
    return sum(_climb(workflow.escalate_interview, interview, on) for interview in waits_for_circular(undone(on)))


def _climb(escalate: Callable[..., Any], row: Any, on: date) -> bool:
    try:
        return escalate(row, on=on) is not None
    except Refusal as refused:  # the case's page says what is missing; the other cases go on
        log.warning("escalation_refused", case=row.case_id, rule=getattr(refused, "rule", ""))
        return False


def _close(case: Case) -> bool:
    try:
        workflow.close_defence(case, by=None)
    except Refusal:  # a defence came in the same minute
        return False
    return True


def _left_undone(on: date) -> Iterator[tuple[Case, list[RectificationItem]]]:
    """Yield the cases without an open notice and their undone items; one that somebody withdrew is not proposed again.

    It is where the item has failed, or has let another date pass, since.
    """
    given_up = SuperviseNotice.objects.filter(items=OuterRef("pk"), state=NoticeState.WITHDRAWN)
    failed_on = Recheck.objects.filter(item=OuterRef(OuterRef("pk")), is_passed=False).order_by("-pk")
    since = Q(proposed_on__gt=OuterRef("due_on")) | Q(proposed_on__gte=Subquery(failed_on.values("checked_on")[:1]))
    items = undone(on).exclude(case__supervise_notices__state__in=OPEN_NOTICES).exclude(Exists(given_up.filter(since)))
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
