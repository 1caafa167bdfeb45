"""The ladder that prepares and never decides: notice, interview, circular (R-ACC-07, R-ACC-10, R-ACC-15).

Each rung is a proposal that waits for a named approver; the clock issues and sends nothing. A rung follows when the one
before it has had its time and items are still undone: also when nobody decided on that one, which the reason says then.
Whoever withdraws a measure has decided: the clock goes no further on it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accountability.deadlines import circular_step, interview_step
from accountability.models import Case, Circular, Interview, RectificationItem, SuperviseNotice
from accountability.states import UNDER_WAY, CircularState, Ground, InterviewState, ItemState, NoticeState
from inspectorate.lib.periods import Period
from inspectorate.trail.workflow import Refusal

from .circulars import propose_circular
from .interviews import propose_interview
from .parties import record_recipients, required_hosts
from .supervising import OPEN_NOTICES

OPEN_INTERVIEWS = (InterviewState.PROPOSED, InterviewState.APPROVED, InterviewState.NOTIFIED)
OPEN_CIRCULARS = (CircularState.PROPOSED, CircularState.APPROVED)


@dataclass(frozen=True)
class Next:
    """What the clock prepares next on a case, after which day, and what stands in its way."""

    kind: type[models.Model]
    period: Period
    obstacle: str = ""

    @property
    def after_on(self) -> date:
        """Return the last day that is left to whoever should act before."""
        return self.period.due_on


def undone(on: date | None = None) -> QuerySet:
    """Return the items past their date or failed: what the ladder is about (R-ACC-07)."""
    return RectificationItem.objects.overdue(on) | RectificationItem.objects.filter(state=ItemState.FAILED)


def waits_for_interview(left: QuerySet) -> QuerySet:
    """Return the open notices on cases with such items left whose ladder has no interview yet, their time apart."""
    since = Interview.objects.filter(case=OuterRef("case")).filter(
        Q(state__in=OPEN_INTERVIEWS) | Q(proposed_on__gte=OuterRef("proposed_on"))
    )
    return _waiting(SuperviseNotice.objects.filter(state__in=OPEN_NOTICES), since, left)


def waits_for_circular(left: QuerySet) -> QuerySet:
    """Return the last interview after an open notice on cases with such items left and no circular since.

    One that was withdrawn ends the ladder; one of an earlier round, before the notice, is none of this one's.
    """
    since = Circular.objects.filter(case=OuterRef("case")).filter(
        Q(state__in=OPEN_CIRCULARS) | Q(proposed_on__gte=OuterRef("proposed_on"))
    )
    later = Interview.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
    notice = SuperviseNotice.objects.filter(
        case=OuterRef("case"), state__in=OPEN_NOTICES, proposed_on__lte=OuterRef("proposed_on")
    )
    rows = Interview.objects.exclude(state=InterviewState.WITHDRAWN).filter(Exists(notice))
    return _waiting(rows, since, left).exclude(Exists(later))


def escalate_notice(notice: SuperviseNotice, *, on: date | None = None) -> Interview | None:
    """Propose the interview that follows a notice, once its time is past; None where it is not, or is done already."""
    on = on or timezone.localdate()
    with transaction.atomic():
        case = _locked(notice)
        waiting = waits_for_interview(undone(on)).filter(pk=notice.pk).first()
        if waiting is None or not is_past(interview_step(waiting), on):
            return None
        with override(settings.LANGUAGE_CODE):
            reason = _because(why_interview(waiting), _numbers(case, on))
        return propose_interview(case, by=None, grounds=[Ground.UNFINISHED], reason=reason)


def escalate_interview(interview: Interview, *, on: date | None = None) -> Circular | None:
    """Propose the circular that follows an interview, once its time is past; None where it is not, or is done."""
    on = on or timezone.localdate()
    with transaction.atomic():
        case = _locked(interview)
        waiting = waits_for_circular(undone(on)).filter(pk=interview.pk).first()
        if waiting is None or not is_past(circular_step(waiting), on):
            return None
        with override(settings.LANGUAGE_CODE):
            numbers = _numbers(case, on)
            texts = {
                "reason": _because(why_circular(waiting), numbers),
                "facts": _("Problems not put right by their dates: no. %(n)s.") % {"n": numbers},
                "demands": _("Complete the rectification at once and report the result in writing."),
            }
        return propose_circular(case, by=None, **texts)


def next_rung(case: Case) -> Next | None:
    """Return what the clock prepares next on a case if nothing is put right; None where the ladder has ended."""
    left = RectificationItem.objects.filter(state__in=UNDER_WAY, case__letter_received_on__isnull=False)
    if interview := waits_for_circular(left).filter(case=case).first():
        return _next(case, Circular, circular_step(interview))
    if notice := waits_for_interview(left).filter(case=case).first():
        return _next(case, Interview, interview_step(notice))
    return None


def is_past(period: Period | None, on: date) -> bool:
    """Return whether a waiting time is over; the last day itself still counts (T58)."""
    return period is not None and on > period.due_on


def why_interview(notice: SuperviseNotice) -> str:
    """Return why an interview follows a notice."""
    if notice.state == NoticeState.SERVED:
        return _("The date of the supervise notice, %(day)s, has passed.") % {"day": _day(notice.new_due_on)}
    told: dict[str, str] = {
        NoticeState.PROPOSED: _("has not been decided"),
        NoticeState.ISSUED: _("has not been served"),
    }
    facts = {"day": _day(notice.proposed_on), "what": told[notice.state]}
    return _("The supervise notice proposed on %(day)s %(what)s.") % facts


def why_circular(interview: Interview) -> str:
    """Return why a circular follows an interview."""
    if interview.held_on:
        return _("The interview of %(day)s changed nothing.") % {"day": _day(interview.held_on)}
    if interview.state == InterviewState.NOTIFIED:
        day = _day(timezone.localdate(interview.planned_at))
        return _("The interview announced for %(day)s was not held.") % {"day": day}
    told: dict[str, str] = {
        InterviewState.PROPOSED: _("has not been decided"),
        InterviewState.APPROVED: _("was approved and has not been announced"),
    }
    facts = {"day": _day(interview.proposed_on), "what": told[interview.state]}
    return _("The interview proposed on %(day)s %(what)s.") % facts


def _waiting(rows: QuerySet, since: QuerySet, left: QuerySet) -> QuerySet:
    found = rows.filter(Exists(left.filter(case=OuterRef("case")))).exclude(Exists(since))
    return found.select_related("case", "owner__area").order_by("pk")


def _next(case: Case, kind: type[models.Model], period: Period | None) -> Next | None:
    if period is None:
        return None
    is_owed = is_past(period, timezone.localdate())  # it should be there: ask why it is not
    return Next(kind, period, obstacle(case, kind) if is_owed else "")


def obstacle(case: Case, kind: type[models.Model]) -> str:
    """Return why a measure cannot be prepared: the register lacks a unit that must take part; empty where it can."""
    try:
        record_recipients(case)
        if kind is Interview:
            required_hosts(case)
    except Refusal as refused:
        return str(refused)
    return ""


def _locked(row: Any) -> Case:
    """Return the case under its lock: the clock and an officer may propose in the same minute."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("owner__area", "unit__area", "superior")
    return rows.get(pk=row.case_id)


def _numbers(case: Case, on: date) -> str:
    return "、".join(str(item.number) for item in undone(on).filter(case=case).order_by("number"))


def _because(why: str, numbers: str) -> str:
    return _("%(why)s Still undone: no. %(n)s.") % {"why": why, "n": numbers}


def _day(day: date | None) -> str:
    return formats.date_format(day, "DATE_FORMAT") if day else ""
