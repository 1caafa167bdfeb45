"""Rectification item by item, rounds of re-check, close-out (R-ACC-04, R-ACC-08, R-SAFE-09)."""

from collections.abc import Iterable
from datetime import date

from django.db import models, transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.models import Case, Recheck, RectificationItem, RectificationReport, SuperviseNotice
from accountability.states import (
    UNDER_WAY,
    ActionState,
    CaseState,
    CircularState,
    InterviewState,
    ItemState,
    NoticeState,
)
from inspectorate.documents.models import StoredFile
from inspectorate.documents.workflow import attach
from inspectorate.duties.models import Duty
from inspectorate.duties.workflow import cancel_duties, meet_duty, open_duty
from inspectorate.register.models import Post
from inspectorate.register.rights import require
from inspectorate.rulebook.workflow import setting
from inspectorate.trail.workflow import RuleRefused, move, record


def plan_item(item: RectificationItem, *, by: Post, measure: str, responsible: str) -> RectificationItem:
    """Name the measure and the responsible person (整改方案)."""
    require(by, "plan_item", item)
    _refuse_before_receipt(item)
    if item.state not in UNDER_WAY:
        raise RuleRefused(_("What was reported or closed out cannot be planned anew."), rule="R-ACC-04")
    if item.state == ItemState.RECTIFYING:
        item.measure, item.responsible = measure, responsible
        with transaction.atomic():
            item.save(update_fields=["measure", "responsible"])
            record(item, "plan_item", by=by)
        return item
    move(item, ItemState.RECTIFYING, by=by, verb="plan_item", measure=measure, responsible=responsible)
    return item


def report_item(
    item: RectificationItem, *, by: Post, measure: str, result: str, files: Iterable[StoredFile] = ()
) -> RectificationReport:
    """Report an item as done, with evidence; from then on the report is frozen and a re-check is owed (R-ACC-08)."""
    require(by, "report_item", item)
    _refuse_before_receipt(item)
    area, today = item.owner.area, timezone.localdate()
    with transaction.atomic():
        move(item, ItemState.REPORTED, by=by, verb="report_item", measure=measure)
        report = RectificationReport.objects.create(
            item=item, round=item.rounds + 1, author=by.user, measure=measure, result=result
        )
        attach(report, files, by=by)
        meet_duty(item, "rectify", by=by)
        if setting("R-ACC-08", area, today).value is not None:
            open_duty(
                "recheck",
                rule="R-ACC-08",
                title=format_lazy(gettext_lazy("Re-check: {problem}"), problem=item.problem[:80]),
                holder=item.owner,
                subject=item,
                area=area,
                by=by,
                trigger_on=today,
                group=item.group,
            )
    return report


def return_report(item: RectificationItem, *, by: Post, note: str) -> RectificationItem:
    """Return a report that does not suffice, with the reason; the unit's date stands."""
    require(by, "return_report", item)
    if item.state != ItemState.REPORTED:
        raise RuleRefused(_("There is no report that could be returned."), rule="R-ACC-04")
    with transaction.atomic():
        move(item, ItemState.RECTIFYING, by=by, verb="return_report", note=note)
        item.rectificationreports.filter(round=item.rounds + 1, returned_note="").update(returned_note=note)
        meet_duty(item, "recheck", by=by)
        _rectify_again(item, by=by, due_on=max(item.due_on, timezone.localdate()))
    return item


def recheck_item(
    item: RectificationItem,
    *,
    by: Post,
    method: str,
    checked_on: date,
    place: str,
    content: str,
    is_passed: bool,
    new_due_on: date | None = None,
    files: Iterable[StoredFile] = (),
) -> Recheck:
    """Re-check a reported item; whoever reported it may not, and a failed one needs a new date (R-ACC-08)."""
    require(by, "recheck_item", item)
    _refuse_own_report(item, by=by)
    if checked_on > timezone.localdate():
        raise RuleRefused(_("A re-check cannot lie in the future."), rule="R-ACC-08")
    due_on = item.due_on if is_passed else new_due_on
    if due_on is None or (not is_passed and due_on <= timezone.localdate()):
        raise RuleRefused(_("A failed re-check names a new date in the future."), rule="R-ACC-07")
    number = item.rounds + 1
    with transaction.atomic():
        to = ItemState.PASSED if is_passed else ItemState.FAILED
        move(item, to, by=by, verb="recheck_item", note=content[:300], rounds=number, due_on=due_on)
        check = Recheck.objects.create(
            item=item,
            round=number,
            author=by.user,
            method=method,
            checked_on=checked_on,
            place=place,
            content=content,
            is_passed=is_passed,
        )
        attach(check, files, by=by)
        meet_duty(item, "recheck", by=by)
        if not is_passed:
            _rectify_again(item, by=by, due_on=due_on)
        _follow(item.case, by=by)
        if not is_passed:
            urge(item.case, by=by, on=timezone.localdate())
    return check


def close_out(item: RectificationItem, *, by: Post, note: str = "") -> RectificationItem:
    """Close an item out (销号): only after a passed re-check, and not by the one who reported it (R-SAFE-09)."""
    require(by, "close_out", item)
    _refuse_own_report(item, by=by)
    with transaction.atomic():
        move(
            item,
            ItemState.CLOSED,
            by=by,
            verb="close_out",
            note=note,
            closed_on=timezone.localdate(),
            closed_by=by.user,
        )
        _follow(item.case, by=by)
        answer_notices(item.notices.filter(state=NoticeState.SERVED), by=by)
    return item


def prolong_item(item: RectificationItem, *, by: Post, due_on: date) -> RectificationItem:
    """Let the item follow its duty when more time was granted."""
    item.due_on = due_on
    with transaction.atomic():
        item.save(update_fields=["due_on"])
        record(item, "prolong_item", by=by, due_on=due_on)
    return item


def reopen_item(item: RectificationItem, *, by: Post, note: str, new_due_on: date) -> RectificationItem:
    """Open a closed item again because the problem is back; its rounds go on counting."""
    require(by, "reopen_item", item)
    if item.case.state == CaseState.ARCHIVED:
        raise RuleRefused(_("The case is archived; a problem that came back belongs to a new inspection."))
    if item.state != ItemState.CLOSED:
        raise RuleRefused(_("Only an item that was closed out can be opened again."), rule="R-SAFE-09")
    if new_due_on <= timezone.localdate():
        raise RuleRefused(_("A date for rectification lies in the future."), rule="R-ACC-04")
    with transaction.atomic():
        move(
            item,
            ItemState.RECTIFYING,
            by=by,
            verb="reopen_item",
            note=note,
            due_on=new_due_on,
            closed_on=None,
            closed_by=None,
        )
        _rectify_again(item, by=by, due_on=new_due_on)
        _follow(item.case, by=by)
        urge(item.case, by=by, on=timezone.localdate())
    return item


def archive_case(case: Case, *, by: Post) -> Case:
    """Put a cleared case away (R-PUB-22); what is still under way against the unit holds it back."""
    require(by, "archive_case", case)
    under_way = [row for rows, over in _measures(case) for row in rows.exclude(state__in=over)]
    if under_way:
        names = _(", ").join(f"{row._meta.verbose_name}: {row.get_state_display()}" for row in under_way)
        raise RuleRefused(_("Still under way: %(names)s.") % {"names": names}, rule="R-PUB-22")
    move(case, CaseState.ARCHIVED, by=by, verb="archive_case")
    return case


def urge(case: Case, *, by: Post, on: date) -> None:
    """Owe the superior's urging until the last date of the items; an earlier duty gives way to it (R-ACC-06)."""
    dates = case.items.exclude(state=ItemState.CLOSED).values_list("due_on", flat=True)
    if not dates or Duty.objects.of(case).open().filter(kind="urge", due_on__gte=max(dates)).exists():
        return
    cancel_duties(case, by=by, note=gettext_lazy("Items have a later date now."), kinds=("urge",))
    open_duty(
        "urge",
        rule="R-ACC-06",
        title=format_lazy(gettext_lazy("Guide and urge the rectification of {unit}"), unit=case.unit),
        holder=case.superior,
        subject=case,
        area=case.owner.area,
        by=by,
        trigger_on=on,
        due_on=max(on, *dates),
        group=case.group,
    )


def _measures(case: Case) -> tuple[tuple[models.QuerySet, tuple[str, ...]], ...]:
    """Return the measures on a case, each kind with the states in which it is over."""
    return (
        (case.supervise_notices.all(), (NoticeState.ANSWERED, NoticeState.WITHDRAWN)),
        (case.interviews.all(), (InterviewState.CLOSED, InterviewState.WITHDRAWN)),
        (case.circulars.all(), (CircularState.ISSUED, CircularState.WITHDRAWN)),
        (case.actions.all(), (ActionState.FINAL, ActionState.DROPPED, ActionState.ARCHIVED)),
    )


def _follow(case: Case, *, by: Post) -> None:
    """Let the case follow its items: re-check once one was checked, rectification while one is under way, cleared."""
    # The case's row is the lock: two last items closed at the same moment must not both see the other one open.
    case = Case.objects.select_for_update().get(pk=case.pk)
    states = set(case.items.values_list("state", flat=True))
    if case.state == CaseState.RECTIFYING:
        move(case, CaseState.RECHECKING, by=by, verb="start_recheck")
    if states == {ItemState.CLOSED} and case.state != CaseState.CLEARED:
        move(case, CaseState.CLEARED, by=by, verb="clear_case", cleared_on=timezone.localdate())
        meet_duty(case, "urge", by=by)
        _end_ladder(case, by=by)
    elif states & set(UNDER_WAY):
        move(case, CaseState.RECTIFYING, by=by, verb="go_on_rectifying", cleared_on=None)


def _end_ladder(case: Case, *, by: Post) -> None:
    """Take back the proposals that nobody has decided on; what an officer proposed beyond the notice stays his."""
    note = gettext_lazy("All items are closed out.")
    for notice in case.supervise_notices.filter(state=NoticeState.PROPOSED):
        move(notice, NoticeState.WITHDRAWN, by=by, verb="withdraw_notice", note=note)
    for interview in case.interviews.filter(state=InterviewState.PROPOSED, proposed_by=None):
        move(interview, InterviewState.WITHDRAWN, by=by, verb="withdraw_interview", note=note)
    for circular in case.circulars.filter(state=CircularState.PROPOSED, proposed_by=None):
        move(circular, CircularState.WITHDRAWN, by=by, verb="withdraw_circular", note=note)


def answer_notices(notices: Iterable[SuperviseNotice], *, by: Post) -> None:
    """A served supervise notice is complied with once all its items are closed out (R-ACC-07)."""
    for notice in notices:
        if notice.state == NoticeState.SERVED and not notice.items.exclude(state=ItemState.CLOSED).exists():
            move(notice, NoticeState.ANSWERED, by=by, verb="answer_notice")
            meet_duty(notice, "comply", by=by)


def _rectify_again(item: RectificationItem, *, by: Post, due_on: date) -> None:
    if not Duty.objects.of(item).open().filter(kind="rectify").exists():
        open_duty(
            "rectify",
            rule="R-ACC-04",
            title=format_lazy(gettext_lazy("Put right and report: {problem}"), problem=item.problem[:80]),
            holder=item.unit,
            subject=item,
            area=item.owner.area,
            by=by,
            trigger_on=timezone.localdate(),
            due_on=due_on,
            group=item.group,
        )


def _refuse_before_receipt(item: RectificationItem) -> None:
    if item.case.letter_received_on is None:
        raise RuleRefused(_("The opinion letter has not been received yet."), rule="R-ACC-04")


def _refuse_own_report(item: RectificationItem, *, by: Post) -> None:
    authors = set(item.rectificationreports.values_list("author_id", flat=True))
    if by.user_id in authors or by.organization_id == item.unit_id:
        raise RuleRefused(_("Whoever rectified cannot verify it."), rule="R-ACC-08")
