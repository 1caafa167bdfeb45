"""Changes of the working-day calendar (R-TIME-06, T56): proposed by one person, approved by another."""
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from inspectorate.register.models import Post
from inspectorate.register.rights import require
from inspectorate.rulebook.models import CalendarChange, CalendarYear
from inspectorate.rulebook.states import ChangeState, YearState
from inspectorate.trail.workflow import RuleRefused, move, record

from .days import check_row, clean_days, name_of, refuse_taken, write_day, write_year


def propose_calendar_year(
    year: int, days: Iterable[tuple[date, str, str]], *, notice: str, by: Post
) -> CalendarChange:
    """Propose a year's whole notice; raises RuleRefused naming the row that cannot be right."""
    rows = clean_days(year, days)
    refuse_taken([day for day, *_rest in rows], but=CalendarYear.objects.filter(year=year).first())
    return _propose(year, rows, by=by, verb="propose_calendar_year", is_whole=True, notice=notice[:200], note=notice)


def propose_calendar_day(
    year: CalendarYear, *, day: date, kind: str, name: str = "", note: str, by: Post
) -> CalendarChange:
    """Propose another kind for one day of a loaded year; an empty kind makes it an ordinary day again."""
    return _propose(year.year, [day_row(year, day, kind, name)], by=by, verb="propose_calendar_day", note=note)


def day_row(year: CalendarYear, day: date, kind: str, name: str = "") -> tuple[date, str, str]:
    """Return one corrected day as the calendar keeps it; refused where it cannot be right or is so already."""
    check_day(year, day, kind)
    row = (day, kind, name_of(name))
    told = year.days.filter(date=day).values_list("date", "kind", "name").first()
    if row == told or (told is None and not kind):
        raise RuleRefused(_("%(day)s stands so in the calendar already.") % {"day": day}, rule="R-TIME-06")
    return row


def check_day(year: CalendarYear, day: date, kind: str) -> None:
    """Refuse a day that another notice holds, that the kind does not fit, or whose year has no notice to correct."""
    if year.state != YearState.PUBLISHED:
        raise RuleRefused(_("The notice of %(year)s is not loaded yet.") % {"year": year}, rule="R-TIME-06")
    if kind:
        check_row(year.year, day, kind)
        refuse_taken([day], but=year)


def approve_calendar_change(
    change: CalendarChange, *, by: Post, note: str = "", counts: dict[str, int] | None = None
) -> CalendarChange:
    """Let proposed days hold; by another person than the one who proposed them.

    What that does to running dates is the work of `duties.workflow.recount`, in the same transaction; `counts` keeps
    how many moved.
    """
    require(by, "approve_calendar_change", change)
    if change.proposed_by_id == by.user_id:
        raise RuleRefused(_("Whoever proposed a change of the calendar cannot approve it; another person must."))
    with transaction.atomic():
        move(
            change, ChangeState.APPROVED, by=by, verb="approve_calendar_change", note=note, payload=counts or {},
            approved_by=by.user, counts=counts or {},
        )
        _write(change, by)
    return change


def reject_calendar_change(change: CalendarChange, *, by: Post, note: str) -> CalendarChange:
    """Send a proposal back with the reason."""
    require(by, "reject_calendar_change", change)
    move(change, ChangeState.REJECTED, by=by, verb="reject_calendar_change", note=note)
    return change


def _write(change: CalendarChange, by: Post) -> None:
    row, _made = CalendarYear.objects.get_or_create(year=change.year)
    if change.is_whole:
        write_year(row, change.rows, notice=change.notice, by=by)
        return
    for one in change.rows:
        write_day(row, one, note=change.note, by=by)


def _propose(year: int, rows: list[tuple[date, str, str]], *, by: Post, verb: str, **facts: Any) -> CalendarChange:
    try:
        with transaction.atomic():
            change = CalendarChange.objects.create(
                year=year, days=[list(row) for row in rows], proposed_by=by.user, **facts
            )
            require(by, "propose_calendar_change", change)
            record(change, verb, by=by, note=facts["note"], days=len(rows))
    except IntegrityError:
        message = _("A change of the calendar of %(year)s waits for its approval already.")
        raise RuleRefused(message % {"year": year}, rule="R-TIME-06") from None
    return change
