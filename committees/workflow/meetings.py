"""Meetings: planned, convened, held, minuted, closed (S04, R-ORG-06)."""
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from committees.deadlines import plenaries_needed
from committees.models import AgendaItem, Attendance, Committee, Meeting, Membership, office_of
from committees.papers import meeting_notice, minutes
from committees.states import ATTENDED, BEFORE_MEETING, MeetingKind, MeetingState, Presence, ResolutionState
from inspectorate.documents.models import Document
from inspectorate.documents.states import DocumentState, Layout
from inspectorate.documents.workflow import draft
from inspectorate.duties.workflow import meet_keys
from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record

from .participation import recount_meeting

S = MeetingState
RULE = "R-ORG-06"


class Line(NamedTuple):
    """One line of the agenda as the office writes it; `item` is None for a new one."""

    item: AgendaItem | None
    title: str
    presenter: Organization | None = None
    source: models.Model | None = None


class Seat(NamedTuple):
    """How one seat was filled."""

    seat: Membership
    presence: str
    name: str = ""


def plenary_key(committee_id: int, year: int) -> str:
    """Return the key of the duty to hold a year's plenary meeting (R-ORG-06)."""
    return f"hold_plenary:{committee_id}:{year}"


def plan_meeting(
    committee: Committee, *, by: Post, kind: str, title: str, planned_at: datetime, place: str
) -> Meeting:
    """Plan a meeting; the committee's own office prepares it (R-ORG-03, R-ORG-06)."""
    require(by, "plan_meeting", committee)
    office = office_of(committee.area)
    if office is None or office.pk != by.organization_id:
        raise RuleRefused(_("A meeting is prepared by the committee's own office."), rule="R-ORG-03")
    with transaction.atomic():
        meeting = Meeting.objects.create(
            committee=committee, owner=office, kind=kind, title=title, planned_at=planned_at, place=place,
            **committee.scope,
        )
        record(meeting, "plan_meeting", by=by, planned_at=planned_at)
    return meeting


def reschedule_meeting(meeting: Meeting, *, by: Post, title: str, planned_at: datetime, place: str) -> Meeting:
    """Change title, time and place while nobody has been invited; afterwards a new notice tells the change."""
    require(by, "reschedule_meeting", meeting)
    if meeting.state not in BEFORE_MEETING:
        raise RuleRefused(_("The meeting has been held; its time is a fact."), rule=RULE)
    _refuse_on_the_way(meeting, "notice")
    with transaction.atomic():
        meeting.title, meeting.planned_at, meeting.place = title, planned_at, place
        meeting.save(update_fields=["title", "planned_at", "place", "updated_at"])
        record(meeting, "reschedule_meeting", by=by, planned_at=planned_at, place=place)
    return meeting


def write_agenda(meeting: Meeting, *, by: Post, lines: Sequence[Line]) -> Meeting:
    """Let the agenda be these lines, in this order; items left out fall away."""
    require(by, "write_agenda", meeting)
    if meeting.state not in BEFORE_MEETING:
        raise RuleRefused(_("The meeting has been held; its agenda stands."), rule=RULE)
    kept = [line.item.pk for line in lines if line.item]
    with transaction.atomic():
        Meeting.objects.select_for_update(of=["self"]).get(pk=meeting.pk)
        meeting.agenda.exclude(pk__in=kept).delete()
        for order, line in enumerate(lines, 1):
            _write_line(meeting, order, line)
        record(meeting, "write_agenda", by=by, items=len(lines))
    return meeting


def _write_line(meeting: Meeting, order: int, line: Line) -> None:
    item = line.item or AgendaItem(meeting=meeting)
    item.order, item.title, item.presenter = order, line.title, line.presenter
    if line.source is not None:
        item.source_type, item.source_id = ContentType.objects.get_for_model(line.source), line.source.pk
    item.save()


def convene_meeting(meeting: Meeting, *, by: Post, contact: str) -> Document:
    """Draft the notice to the member units; from now on the meeting is convened."""
    require(by, "convene_meeting", meeting)
    if not meeting.agenda.exists():
        raise RuleRefused(_("A meeting is convened with its agenda; write the agenda first."), rule=RULE)
    day = timezone.localtime(meeting.planned_at).date()
    if day < timezone.localdate():
        raise RuleRefused(_("The meeting is planned for a day that is past; change its date first."), rule=RULE)
    with transaction.atomic():
        move(meeting, S.CONVENED, by=by, verb="convene_meeting")
        return draft(
            "notice", meeting, by=by, context=meeting_notice(meeting, contact), title=f"关于召开{meeting.title}的通知",
            addressees=_units(meeting, day), issuer=meeting.owner, area=meeting.area,
        )


def hold_meeting(meeting: Meeting, *, by: Post, held_on: date, host: str, attendance: Iterable[Seat]) -> Meeting:
    """Record that the meeting took place and how each seat of the composition of that day was filled (R-ORG-06).

    May be corrected until the minutes leave the drafter's hands. A plenary meets the year's duty.
    """
    require(by, "hold_meeting", meeting)
    if held_on > timezone.localdate():
        raise RuleRefused(_("A meeting that was held cannot lie in the future."), rule=RULE)
    _refuse_on_the_way(meeting, "minutes")
    rows = list(attendance)
    _check_seats(meeting, held_on, rows)
    with transaction.atomic():
        move(meeting, S.HELD, by=by, verb="hold_meeting", held_on=held_on, host=host)
        meeting.attendance.all().delete()
        Attendance.objects.bulk_create(
            Attendance(meeting=meeting, seat=row.seat, presence=row.presence, name=row.name) for row in rows
        )
        came = [row.seat.organization for row in rows if row.presence in ATTENDED and row.seat.organization]
        recount_meeting(meeting, dict.fromkeys(came), on=held_on, what=meeting.title, by=by)
        _meet_plenary(meeting, held_on, by)
    return meeting


def _check_seats(meeting: Meeting, held_on: date, rows: Sequence[Seat]) -> None:
    """Refuse unless the rows are exactly the seats of that day, and every deputy has a name (R-ORG-01)."""
    seated = set(meeting.committee.members.on(held_on).values_list("pk", flat=True))
    if not seated:
        raise RuleRefused(_("Nobody sits on the committee on this day."), rule="R-ORG-01")
    if seated != {row.seat.pk for row in rows} or len(rows) != len(seated):
        raise RuleRefused(
            _("The committee was composed otherwise on that day. The seats below are those of the day now given."),
            rule="R-ORG-01",
        )
    if any(row.presence == Presence.DEPUTY and not row.name for row in rows):
        raise RuleRefused(_("A deputy is named."), rule=RULE)
    if not any(row.presence in ATTENDED for row in rows):
        raise RuleRefused(_("A meeting that nobody attended was not held."), rule=RULE)


def _meet_plenary(meeting: Meeting, held_on: date, by: Post) -> None:
    needed = plenaries_needed(meeting.area, held_on)
    held = Meeting.objects.plenaries(held_on.year).filter(committee=meeting.committee).count()
    if meeting.kind == MeetingKind.PLENARY and held >= needed:
        meet_keys([plenary_key(meeting.committee_id, held_on.year)], by=by, on=held_on)


def write_notes(meeting: Meeting, *, by: Post, notes: dict[AgendaItem, str]) -> Meeting:
    """Write what was discussed on each item; the minutes are drafted from it."""
    require(by, "write_notes", meeting)
    if meeting.state != S.HELD:
        raise RuleRefused(_("Notes are written after the meeting and before its minutes are issued."), rule=RULE)
    with transaction.atomic():
        for item, text in notes.items():
            item.notes = text
        AgendaItem.objects.bulk_update(notes, ["notes"])
        record(meeting, "write_notes", by=by, items=len(notes))
    return meeting


def draft_minutes(meeting: Meeting, *, by: Post) -> Document:
    """Draft the minutes from attendance, notes and resolutions; a second person signs them (R-ORG-06, R-DOC-23)."""
    require(by, "draft_minutes", meeting)
    if meeting.state != S.HELD:
        raise RuleRefused(_("Minutes are drafted once the meeting was held."), rule=RULE)
    with transaction.atomic():
        document = draft(
            "minutes", meeting, by=by, context=minutes(meeting), title=f"{meeting.title}纪要", layout=Layout.MINUTES,
            addressees=[], copies=_units(meeting, meeting.held_on), issuer=meeting.owner, area=meeting.area,
        )
        record(meeting, "draft_minutes", by=by, document=document.pk)
    return document


def note_minutes(meeting: Meeting, *, by: Post | None) -> Meeting:
    """Note that the minutes were issued."""
    move(meeting, S.MINUTED, by=by, verb="note_minutes")
    return meeting


def void_minutes(meeting: Meeting, *, by: Post | None) -> Meeting:
    """Note that issued minutes were declared void: new ones are owed; those of a closed meeting stand."""
    if meeting.state == S.CLOSED:
        raise RuleRefused(_("The meeting is closed; its minutes stand."), rule=RULE)
    if meeting.state == S.MINUTED:
        move(meeting, S.HELD, by=by, verb="void_minutes")
    return meeting


def close_meeting(meeting: Meeting, *, by: Post) -> Meeting:
    """Close the meeting: attendance recorded, minutes issued, every resolution given to a unit (R-ORG-06)."""
    require(by, "close_meeting", meeting)
    if not meeting.attendance.exists():
        raise RuleRefused(_("The attendance has not been recorded."), rule=RULE)
    left = meeting.resolutions.filter(state=ResolutionState.DRAFT).count()
    if left:
        raise RuleRefused(
            _("%(number)d resolutions have not been given to a unit; give or withdraw them first.") % {"number": left},
            rule=RULE,
        )
    if meeting.state != S.MINUTED:
        raise RuleRefused(_("A meeting is closed once its minutes are issued."), rule=RULE)
    move(meeting, S.CLOSED, by=by, verb="close_meeting")
    return meeting


def cancel_meeting(meeting: Meeting, *, by: Post, note: str) -> Meeting:
    """Cancel a meeting that has not taken place, with the reason."""
    require(by, "cancel_meeting", meeting)
    move(meeting, S.CANCELLED, by=by, verb="cancel_meeting", note=note)
    return meeting


def _units(meeting: Meeting, day: date | None) -> list[Organization]:
    seats = meeting.committee.members.on(day).ranked().filter(organization__isnull=False)
    units = (seat.organization for seat in seats.select_related("organization"))
    return list(dict.fromkeys(unit for unit in units if unit))


def _refuse_on_the_way(meeting: Meeting, kind: str) -> None:
    """Refuse a change of what a paper on its way says already."""
    on_the_way = Document.objects.of(meeting).filter(kind=kind)
    paper = on_the_way.exclude(state__in=[DocumentState.DRAFT, DocumentState.VOID]).first()
    if paper is not None:
        raise RuleRefused(
            _("“%(document)s” says otherwise and is on its way. Have it returned or voided first.")
            % {"document": paper},
            rule="R-DOC-23",
        )
