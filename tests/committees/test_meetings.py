"""Meetings of the committee: prepared, convened, held, minuted, closed (S04)."""
from datetime import timedelta

import pytest
from django.utils import timezone

from committees import workflow
from committees.models import AgendaItem, MajorMatter, Meeting, Participation
from committees.states import MeetingState
from inspectorate.documents import workflow as papers
from inspectorate.documents.models import Document
from inspectorate.documents.papers import body_html
from inspectorate.duties.models import Duty
from inspectorate.duties.workflow import open_duty
from inspectorate.register.rights import Refused
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused
from tests.moves import pairs, try_pair

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("start", "to"), pairs(MeetingState))
def test_meeting_moves_are_those_of_the_table(year, start, to):
    try_pair(year.planned(), start, to, held_on=timezone.localdate())


def test_only_the_committee_s_own_office_plans_its_meetings(year):
    """R-ORG-03: the office does the committee's daily work."""
    clerk = year.stage.post("county_clerk", year.stage.county_office)
    values = {"kind": "plenary", "title": "x", "planned_at": timezone.now(), "place": "y"}
    for by, refusal in ((year.director, Refused), (clerk, Refused)):
        with pytest.raises(refusal):
            workflow.plan_meeting(year.committee, by=by, **values)
    other = year.stage.post("general_group", year.finance)
    with pytest.raises(RuleRefused) as refused:
        workflow.plan_meeting(year.committee, by=other, **values)
    assert refused.value.rule == "R-ORG-03"


def test_agenda_is_drawn_from_open_matters(year):
    """R-ORG-06: supervise notices in force, overdue duties of member units, major matters."""
    stage, today = year.stage, timezone.localdate()
    facts = {"by": None, "subject": year.committee, "area": stage.area, "trigger_on": today - timedelta(days=30)}
    late = today - timedelta(days=10)
    open_duty("comply", rule="R-ACC-07", title="完成督办事项", holder=stage.school, due_on=today, **facts)
    open_duty("urge", rule="R-ACC-06", title="督促整改", holder=year.finance, due_on=late, **facts)
    open_duty("urge", rule="R-ACC-06", title="督促整改", holder=stage.school, due_on=late, **facts)
    MajorMatter.objects.create(
        organization=stage.county_office, addressee=stage.office, title="校车事故", happened_on=today, facts="一",
        measures="二", author=stage.secretary.user, **stage.county_area.scope,
    )
    meeting = year.planned()
    found = workflow.proposals(meeting)
    assert [one.title[:9] for one in found] == ["听取督办事项办理情", "研究逾期未办结事项", "研究重大事项：校车"]
    assert "牡丹江市财政局" in found[1].title
    assert found[2].presenter == stage.county_office
    lines = [workflow.Line(None, one.title, one.presenter, one.source) for one in found]
    workflow.write_agenda(meeting, by=year.secretary, lines=lines)
    assert workflow.proposals(meeting) == []
    assert meeting.agenda.last().source == MajorMatter.objects.get()


def test_agenda_is_kept_in_the_order_written(year):
    meeting = year.planned()
    first, second = meeting.agenda.all()
    lines = [workflow.Line(second, "其他"), workflow.Line(None, "新议题"), workflow.Line(first, first.title)]
    workflow.write_agenda(meeting, by=year.secretary, lines=lines)
    assert [str(item) for item in meeting.agenda.all()] == ["1. 其他", "2. 新议题", "3. 审议年度督导工作计划"]
    workflow.write_agenda(meeting, by=year.secretary, lines=lines[:1])
    assert list(AgendaItem.objects.all()) == [second]


def test_meeting_is_convened_by_a_notice_with_its_agenda(year):
    """R-ORG-06: the notice goes to the units seated on that day."""
    meeting = year.planned()
    document = workflow.convene_meeting(meeting, by=year.secretary, contact="综合组 0453-6170000")
    text = body_html(document)
    assert meeting.state == "convened"
    assert "各成员单位" in text
    assert "审议年度督导工作计划" in text
    assert "市政府三楼会议室" in text
    assert {one.name for one in document.recipients.all()} == {seat.label for seat in year.seats[1:]}


def test_meeting_without_agenda_is_not_convened(year):
    meeting = year.planned()
    workflow.write_agenda(meeting, by=year.secretary, lines=[])
    with pytest.raises(RuleRefused):
        workflow.convene_meeting(meeting, by=year.secretary, contact="x")


def test_new_date_needs_a_new_notice(year):
    meeting = year.convened()
    notice = Document.objects.of(meeting).get()
    later = meeting.planned_at + timedelta(days=7)
    values = {"by": year.secretary, "title": meeting.title, "place": "二楼", "planned_at": later}
    workflow.reschedule_meeting(meeting, **values)
    papers.submit(notice, by=year.secretary)
    with pytest.raises(RuleRefused):
        workflow.reschedule_meeting(meeting, **values)
    papers.return_to_drafter(notice, by=year.director, note="改期")
    again = workflow.convene_meeting(meeting, by=year.secretary, contact="x")
    notice.refresh_from_db()
    assert notice.state == "void"
    assert "二楼" in body_html(again)


def test_attendance_is_that_of_the_composition_of_the_day(year):
    """R-ORG-01: a seat that was not there yet has no attendance."""
    meeting, today = year.convened(), timezone.localdate()
    rows = year.attendance("present", "deputy", "excused", "absent")
    with pytest.raises(RuleRefused):
        workflow.hold_meeting(meeting, by=year.secretary, held_on=today, host="", attendance=rows[:-1])
    nameless = [*rows[:1], rows[1]._replace(name=""), *rows[2:]]
    with pytest.raises(RuleRefused):
        workflow.hold_meeting(meeting, by=year.secretary, held_on=today, host="", attendance=nameless)
    year.seats[3].valid_from = today + timedelta(days=1)
    year.seats[3].save()
    with pytest.raises(RuleRefused) as refused:
        workflow.hold_meeting(meeting, by=year.secretary, held_on=today, host="", attendance=rows)
    assert refused.value.rule == "R-ORG-01"
    workflow.hold_meeting(meeting, by=year.secretary, held_on=today, host="", attendance=rows[:-1])
    assert meeting.attendance.count() == 3


def test_meeting_of_tomorrow_was_not_held(year):
    meeting = year.convened()
    with pytest.raises(RuleRefused):
        workflow.hold_meeting(
            meeting, by=year.secretary, held_on=timezone.localdate() + timedelta(days=1), host="",
            attendance=year.attendance(),
        )


def test_attendance_counts_as_participation_in_a_meeting(year):
    """R-ORG-08: from real records; a correction takes back what was counted wrongly."""
    meeting = year.held("present", "present", "deputy", "absent")
    units = {row.organization for row in Participation.objects.filter(kind="meeting")}
    assert units == {year.stage.bureau, year.stage.organisation}
    workflow.hold_meeting(
        meeting, by=year.secretary, held_on=meeting.held_on, host="",
        attendance=year.attendance("present", "absent", "absent", "present"),
    )
    assert [row.organization for row in Participation.objects.all()] == [year.finance]


def test_plenary_meets_the_year_s_duty_and_a_working_meeting_does_not(year):
    """R-ORG-06: at least one plenary in a calendar year."""
    today = timezone.localdate()
    duty = open_duty(
        "hold_plenary", rule="R-ORG-06", title="一", holder=year.stage.office, subject=year.committee,
        area=year.stage.area, by=None, trigger_on=today, due_on=today + timedelta(days=5),
        key=workflow.plenary_key(year.committee.pk, today.year),
    )
    year.held(kind="working")
    assert Duty.objects.get(pk=duty.pk).state == "open"
    year.held()
    assert Duty.objects.get(pk=duty.pk).state == "met"


def test_minutes_name_attendance_items_decisions_and_owners(year):
    """R-ORG-06: attendance, items, decisions, owners."""
    meeting = year.held("present", "deputy", "excused", "absent")
    items = list(meeting.agenda.all())
    workflow.write_notes(meeting, by=year.secretary, notes={items[0]: "会议听取了汇报。", items[1]: ""})
    year.resolution(item=items[0], holder=year.finance, due_on=timezone.localdate() + timedelta(days=30))
    year.resolution(text="加强协同")
    document = workflow.draft_minutes(meeting, by=year.secretary)
    text = body_html(document)
    assert document.layout == "minutes"
    for words in ("副市长甲在市政府三楼会议室主持召开", "会议听取了汇报。", "会议决定：9月底前补齐欠拨经费",
                  "责任单位：牡丹江市财政局", "其他事项", "加强协同", "副局长乙代", "请假", "缺席"):
        assert words in text


def test_minutes_are_signed_by_a_second_person_and_issued(year):
    """R-DOC-23."""
    year.held()
    document = workflow.draft_minutes(year.meeting, by=year.secretary)
    papers.submit(document, by=year.secretary)
    with pytest.raises((RuleRefused, Refused)):
        papers.sign(document, by=year.secretary)
    with pytest.raises(RuleRefused):  # the attendance stands while its minutes are on their way
        workflow.hold_meeting(
            year.meeting, by=year.secretary, held_on=year.meeting.held_on, host="", attendance=year.attendance()
        )
    papers.sign(document, by=year.director)
    papers.issue(document, by=year.secretary)
    assert Meeting.objects.get().state == "minuted"


def test_void_minutes_are_owed_again(year):
    document = year.minuted()
    papers.void(document, by=year.secretary, note="文字有误")
    assert Meeting.objects.get().state == "held"
    year.meeting.refresh_from_db()
    year.issue_minutes()
    workflow.close_meeting(year.meeting, by=year.secretary)
    with pytest.raises(RuleRefused):
        papers.void(Document.objects.of(year.meeting).exclude(state="void").filter(kind="minutes").get(),
                    by=year.secretary, note="x")


def test_meeting_closes_with_attendance_minutes_and_every_resolution_given(year):
    """R-ORG-06."""
    year.held()
    with pytest.raises(RuleRefused):
        workflow.close_meeting(year.meeting, by=year.secretary)
    resolution = year.resolution()
    year.issue_minutes()
    with pytest.raises(RuleRefused, match="1"):
        workflow.close_meeting(year.meeting, by=year.secretary)
    workflow.give_resolution(
        resolution, by=year.secretary, holder=year.finance, due_on=timezone.localdate() + timedelta(days=9)
    )
    workflow.close_meeting(year.meeting, by=year.secretary)
    assert Meeting.objects.get().state == "closed"
    with pytest.raises(RuleRefused):
        year.resolution()


def test_meeting_without_attendance_does_not_close(year):
    """R-ORG-06."""
    year.minuted()
    year.meeting.attendance.all().delete()
    with pytest.raises(RuleRefused):
        workflow.close_meeting(year.meeting, by=year.secretary)


def test_cancelled_meeting_keeps_its_reason_and_its_notice_is_not_issued(year):
    meeting = year.convened()
    notice = Document.objects.of(meeting).get()
    papers.submit(notice, by=year.secretary)
    papers.sign(notice, by=year.director)
    workflow.cancel_meeting(meeting, by=year.secretary, note="防汛应急")
    assert Event.objects.of(meeting).last().note == "防汛应急"
    with pytest.raises(RuleRefused):
        papers.issue(notice, by=year.secretary)
    with pytest.raises(MoveRefused):
        workflow.hold_meeting(
            meeting, by=year.secretary, held_on=timezone.localdate(), host="", attendance=year.attendance()
        )


def test_held_meeting_is_not_cancelled_and_its_agenda_stands(year):
    meeting = year.held()
    with pytest.raises(MoveRefused):
        workflow.cancel_meeting(meeting, by=year.secretary, note="x")
    with pytest.raises(RuleRefused):
        workflow.write_agenda(meeting, by=year.secretary, lines=[])
    with pytest.raises(RuleRefused):
        workflow.reschedule_meeting(meeting, by=year.secretary, title="x", planned_at=timezone.now(), place="y")
