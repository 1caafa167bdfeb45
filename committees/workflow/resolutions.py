"""Resolutions of a meeting: each becomes the task of one unit, with a duty (S04, R-ORG-06)."""
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import AgendaItem, Meeting, Resolution, ResolutionReport
from committees.states import MeetingState, ResolutionState
from inspectorate.documents.models import StoredFile
from inspectorate.documents.workflow import attach
from inspectorate.duties.workflow import cancel_duties, meet_duty, open_duty
from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record

S = ResolutionState
RULE = "R-ORG-06"
KIND = "carry_out_resolution"


def add_resolution(
    meeting: Meeting,
    *,
    by: Post,
    text: str,
    item: AgendaItem | None = None,
    holder: Organization | None = None,
    due_on: date | None = None,
) -> Resolution:
    """Write down a resolution; with its unit and date it is given out at once (R-ORG-06)."""
    require(by, "add_resolution", meeting)
    if meeting.state not in {MeetingState.HELD, MeetingState.MINUTED}:
        message = _("Resolutions are written down once the meeting was held and before it is closed.")
        raise RuleRefused(message, rule=RULE)
    if bool(holder) != bool(due_on):
        raise RuleRefused(_("A resolution is given with its unit and its date, both or neither."), rule=RULE)
    with transaction.atomic():
        Meeting.objects.select_for_update(of=["self"]).get(pk=meeting.pk)
        last = meeting.resolutions.aggregate(last=Max("number"))["last"] or 0
        resolution = Resolution.objects.create(
            meeting=meeting, owner=meeting.owner, number=last + 1, text=text, item=item, holder=holder, due_on=due_on,
            **meeting.scope,
        )
        record(resolution, "add_resolution", by=by)
        if holder and due_on:
            _give(resolution, by=by, holder=holder, due_on=due_on)
    return resolution


def give_resolution(resolution: Resolution, *, by: Post, holder: Organization, due_on: date) -> Resolution:
    """Give a resolution to the unit that carries it out: a duty stands in its inbox (R-ORG-06)."""
    require(by, "give_resolution", resolution)
    with transaction.atomic():
        _give(resolution, by=by, holder=holder, due_on=due_on)
    return resolution


def _give(resolution: Resolution, *, by: Post, holder: Organization, due_on: date) -> None:
    if due_on < timezone.localdate():
        raise RuleRefused(_("The date of a resolution is not past."), rule=RULE)
    move(resolution, S.GIVEN, by=by, verb="give_resolution", holder=holder, due_on=due_on)
    _open(resolution, by=by, due_on=due_on)


def report_resolution(
    resolution: Resolution, *, by: Post, text: str, files: Iterable[StoredFile] = ()
) -> ResolutionReport:
    """Report how a resolution was carried out; a round is frozen once handed in."""
    require(by, "report_resolution", resolution)
    with transaction.atomic():
        number = resolution.rounds + 1
        move(resolution, S.REPORTED, by=by, verb="report_resolution", rounds=number)
        report = ResolutionReport.objects.create(resolution=resolution, round=number, author=by.user, text=text)
        attach(report, files, by=by)
        meet_duty(resolution, KIND, by=by)
    return report


def accept_resolution(resolution: Resolution, *, by: Post, note: str = "") -> Resolution:
    """Accept the report: the resolution is carried out. Whoever reported does not accept (two people)."""
    require(by, "accept_resolution", resolution)
    _refuse_own(resolution, by)
    move(resolution, S.ACCEPTED, by=by, verb="accept_resolution", note=note)
    return resolution


def return_resolution(resolution: Resolution, *, by: Post, note: str) -> Resolution:
    """Return a report that does not suffice, with the reason; the unit's date stands, its duty is open again."""
    require(by, "return_resolution", resolution)
    _refuse_own(resolution, by)
    with transaction.atomic():
        move(resolution, S.GIVEN, by=by, verb="return_resolution", note=note)
        resolution.reports.filter(round=resolution.rounds).update(returned_note=note)
        today = timezone.localdate()
        _open(resolution, by=by, due_on=max(resolution.due_on or today, today))
    return resolution


def withdraw_resolution(resolution: Resolution, *, by: Post, note: str) -> Resolution:
    """Withdraw a resolution with the reason; its duty falls away."""
    require(by, "withdraw_resolution", resolution)
    with transaction.atomic():
        move(resolution, S.WITHDRAWN, by=by, verb="withdraw_resolution", note=note)
        cancel_duties(resolution, by=by, note=gettext_lazy("The resolution was withdrawn."), kinds=(KIND,))
    return resolution


def _open(resolution: Resolution, *, by: Post, due_on: date) -> None:
    if resolution.holder is None:  # the database holds that a resolution given out has one
        return
    open_duty(
        KIND, rule=RULE, title=format_lazy(gettext_lazy("Carry out and report: {text}"), text=resolution.text[:80]),
        holder=resolution.holder, subject=resolution, area=resolution.owner.area, by=by,
        trigger_on=timezone.localdate(), due_on=due_on,
    )


def _refuse_own(resolution: Resolution, by: Post) -> None:
    if resolution.reports.filter(round=resolution.rounds, author=by.user).exists():
        raise RuleRefused(_("Whoever reported a resolution cannot judge the report."), rule=RULE)
