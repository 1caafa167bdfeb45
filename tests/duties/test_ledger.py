"""The ledger of reminders: who is told of what on which day, once, also after days without a clock."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspectorate.duties import workflow
from inspectorate.duties.models import Delivery, Duty, Hold, Notice, Reminder
from inspectorate.duties.states import ReminderState
from inspectorate.duties.workflow import ledger
from inspectorate.rulebook.models import Setting
from inspectorate.rulebook.workflow import calendar
from tests.moves import pairs, try_pair
from tests.stage import at

from .conftest import TODAY

pytestmark = pytest.mark.django_db
LAST = date(2026, 4, 1)  # the last day of a duty of thirty days from TODAY


def sweep(day, hour=10):
    with at(day, hour):
        return workflow.remind_due()


def written(**more):
    """(kind, nominal day, person) of the ledger in order."""
    rows = Reminder.objects.filter(**more).order_by("nominal_on", "kind", "recipient_id")
    return [(row.kind, row.nominal_on, row.recipient.name) for row in rows.select_related("recipient")]


@pytest.mark.parametrize(("start", "to"), pairs(ReminderState))
def test_reminder_moves_are_those_of_the_table(stage, owe, start, to):
    stage.head, owe()
    sweep(LAST)
    try_pair(Reminder.objects.first(), start, to)


class TestDays:
    """When."""

    def test_holder_is_reminded_before_and_on_the_last_day(self, stage, owe):
        """T65: seven, three and one day before, and on the day."""
        stage.head, owe()
        for ago in range(9, -1, -1):
            sweep(LAST - timedelta(days=ago))
        days = [(kind, (LAST - day).days) for kind, day, _name in written(state="sent")]
        assert days == [("ahead", 7), ("ahead", 3), ("ahead", 1), ("due", 0)]

    def test_overdue_duty_is_reminded_of_again_and_again(self, stage, owe):
        stage.head, owe()
        sweep(LAST + timedelta(days=21))
        days = [(day - LAST).days for kind, day, _name in written() if kind == "overdue"]
        assert days == [7, 14, 21]

    def test_second_run_writes_nothing(self, stage, owe):
        """T64: the same day, and with a person who came to the post meanwhile."""
        stage.head, owe()
        assert sweep(LAST) == 4
        stage.post("school", stage.school)
        assert sweep(LAST) == 0

    def test_days_before_the_opening_are_none(self, stage, owe):
        """A duty of three working days has no seven days before."""
        stage.head, owe(rule="R-INS-08")
        sweep(date(2026, 3, 5))
        assert [day for _kind, day, _name in written()] == [TODAY, date(2026, 3, 4), date(2026, 3, 5)]

    def test_areas_own_days_bind_from_their_first_day(self, stage, owe):
        """A dated setting of the city: ten days before, from 20 March; earlier days are not made up."""
        rule = {"rule": "OFFICE.reminders", "state": "approved", "document": "办公室通知"}
        rule |= {"valid_from": date(2026, 3, 20), **stage.area.scope}
        Setting.objects.create(area=stage.area, value=[20, 10], **rule)
        stage.head, owe()
        sweep(date(2026, 3, 31))
        assert [day for kind, day, _name in written() if kind == "ahead"] == [date(2026, 3, 22)]

    @pytest.mark.parametrize(("day", "ahead"), [(20, [20, 25, 29, 31]), (25, [25, 29, 31]), (1, [25, 29, 31])])
    def test_duty_is_announced_on_the_day_its_rule_names(self, stage, owe, day, ahead):
        """R-ORG-06, R-VISIT-01: once, even where the usual reminders begin that day; none before it was opened."""
        stage.head, owe()
        Duty.objects.update(remind_on=date(2026, 3, day))
        for number in range(1, 32):
            sweep(date(2026, 3, number))
        assert [nominal.day for kind, nominal, _name in written() if kind == "ahead"] == ahead

    def test_announcement_may_come_months_before_the_last_day(self, stage, owe):
        stage.head, owe(due_on=date(2026, 12, 31))
        Duty.objects.update(remind_on=date(2026, 9, 1))
        assert [sweep(date(2026, 9, day)) for day in (1, 2)] == [1, 0]

    def test_day_named_twice_in_the_setting_is_one(self, stage, owe):
        rule = {"rule": "OFFICE.reminders", "state": "approved", "document": "办公室通知"}
        Setting.objects.create(area=stage.area, value=[3, 3], valid_from=TODAY, **rule, **stage.area.scope)
        stage.head, owe()
        assert sweep(LAST - timedelta(days=3)) == 1
        assert Reminder.objects.get().state == "sent"

    def test_rule_switched_off_reminds_nobody(self, stage, owe):
        rule = {"rule": "OFFICE.reminders", "state": "approved", "document": "办公室通知"}
        Setting.objects.create(area=stage.area, value=None, valid_from=TODAY, **rule, **stage.area.scope)
        stage.head, owe()
        assert sweep(LAST) == 0

    def test_closed_and_stopped_duties_are_left_alone(self, stage, owe):
        """R-TIME-09: a stopped clock reminds nobody; a met duty neither."""
        stage.head, workflow.pause_duty(owe(), by=stage.officer, reason="一")
        owe(kind="plan"), workflow.meet_duty(stage.school, "plan", by=stage.head)
        assert sweep(LAST + timedelta(days=30)) == 0


class TestPeople:
    """Whom."""

    def told(self, day, kind="due"):
        sweep(day)
        return {name for of, _day, name in written() if of == kind}

    def test_unit_is_told_through_those_in_post_there(self, stage, owe):
        assert all([stage.head, stage.leader])
        former = stage.post("school", stage.school, name="前任")
        former.valid_to = TODAY
        former.save()
        owe()
        assert self.told(LAST) == {"校长"}

    def test_person_of_the_duty_is_told_alone(self, stage, owe):
        assert stage.secretary
        owe(holder=stage.office, person=stage.leader.user)
        assert self.told(LAST) == {"督学甲"}

    def test_person_who_has_left_leaves_the_duty_to_the_unit(self, stage, owe):
        assert all([stage.head, stage.leader])
        stage.leader.user.is_active = False
        stage.leader.user.save()
        owe(person=stage.leader.user)
        assert self.told(LAST) == {"校长"}

    @pytest.mark.parametrize(
        ("group", "name"), [("school", "督学组干事"), ("monitoring", "综合组秘书"), ("", "综合组秘书")]
    )
    def test_office_is_told_through_the_group_else_the_general_one(self, stage, owe, group, name):
        """R-ORG-04."""
        assert all([stage.officer, stage.secretary, stage.director, stage.government_officer])
        owe(holder=stage.office, group=group)
        assert self.told(LAST) == {name}

    def test_unit_with_nobody_in_post_is_the_general_groups(self, stage, owe):
        """Nothing is owed by nobody."""
        assert all([stage.secretary, stage.director])
        owe()
        assert self.told(LAST) == {"综合组秘书"}

    def test_overdue_duty_goes_up_the_line(self, stage, owe):
        """Joint liability: head, superior unit, the office's director, after 1, 5 and 10 working days."""
        assert all([stage.head, stage.director, stage.secretary])
        stage.post("liaison", stage.county_bureau, name="县教育局")
        owe()
        sweep(LAST + timedelta(days=30))
        line = [(kind, day, name) for kind, day, name in written() if kind.startswith("to_")]
        assert line == [
            ("to_head", date(2026, 4, 2), "校长"),
            ("to_superior", date(2026, 4, 9), "县教育局"),
            ("to_office", date(2026, 4, 16), "主任"),
        ]


class TestDowntime:
    """F5, F6: the clock stood for three days."""

    def test_reminder_of_a_missed_day_is_sent_once_and_says_when_it_was_due(self, stage, owe):
        """T65."""
        stage.head, owe()
        for _look in range(3):
            sweep(LAST - timedelta(days=1))
        assert written(state="sent") == [("ahead", LAST - timedelta(days=1), "校长")]
        notice = Notice.objects.get()
        assert notice.day == LAST - timedelta(days=1)

    def test_sweep_killed_half_way_leaves_nothing_and_the_next_does_it_all(self, stage, owe, monkeypatch):
        """F1, T61: ledger, digests and notices in one transaction."""
        assert stage.head
        owe()
        for step in ("_sweep", "supersede"):
            with monkeypatch.context() as patch:
                patch.setattr(ledger, step, kill)
                with pytest.raises(SystemExit):
                    sweep(LAST)
            assert not Reminder.objects.exists()
        assert sweep(LAST) == 4
        assert Notice.objects.count() == 1

    def test_of_several_missed_only_the_latest_is_sent(self, stage, owe):
        """Nothing is lost in the ledger."""
        stage.head, owe()
        sweep(LAST + timedelta(days=3))
        assert written(state="sent") == [("to_head", LAST + timedelta(days=1), "校长")]
        assert Reminder.objects.filter(state="superseded").count() == 4
        assert Notice.objects.count() == 1

    def test_duty_met_while_the_sender_stood_is_superseded(self, stage, owe, settings):
        """Written and held back; the duty is met before anybody releases it."""
        assert all([stage.head, stage.director])
        hold_everything(stage)
        owe()
        sweep(LAST)
        workflow.meet_duty(stage.school, "report", by=stage.head, on=LAST)
        sweep(LAST)
        assert set(Reminder.objects.values_list("state", flat=True)) == {"superseded"}
        assert not Notice.objects.exists()

    def test_prolonged_duty_is_reminded_of_for_its_new_day(self, stage, owe):
        assert all([stage.head, stage.director])
        hold_everything(stage)
        duty = owe()
        sweep(LAST)
        workflow.ask_extension(duty, by=stage.head, asked_until=date(2026, 4, 20), reason="一")
        workflow.answer_extension(duty, by=stage.director, is_granted=True, answer="二")
        sweep(LAST + timedelta(days=1))
        assert set(Reminder.objects.values_list("state", flat=True)) == {"superseded"}
        sweep(date(2026, 4, 17))
        waiting = Reminder.objects.get(state="pending")
        assert (waiting.nominal_on, waiting.due_on) == (date(2026, 4, 17), date(2026, 4, 20))

    def test_what_is_held_gives_way_to_what_was_sent_since(self, stage, owe):
        """Released a day later, it would only repeat what everybody knows."""
        assert all([stage.head, stage.director])
        hold_everything(stage), owe()
        sweep(LAST - timedelta(days=1))
        Setting.objects.filter(rule="OFFICE.notice_storm").update(valid_to=LAST - timedelta(days=1))
        sweep(LAST)
        assert [(row.kind, row.state) for row in Reminder.objects.order_by("nominal_on")] == [
            ("ahead", "superseded"), ("ahead", "superseded"), ("ahead", "superseded"), ("due", "sent"),
        ]  # fmt: skip
        workflow.release_held(Hold.objects.get(), by=stage.director)
        assert Notice.objects.get().delivery.hold is None

    def test_what_should_have_been_said_before_what_is_held_is_not_said(self, stage, owe):
        """The office adds a day that is past, while the last day's reminder waits for a person."""
        assert all([stage.head, stage.director])
        hold_everything(stage), owe()
        sweep(LAST)
        rule = {"rule": "OFFICE.reminders", "state": "approved", "document": "办公室通知"}
        Setting.objects.create(area=stage.area, value=[7, 3, 2, 1], valid_from=TODAY, **rule, **stage.area.scope)
        assert sweep(LAST) == 1
        assert Reminder.objects.get(nominal_on=LAST - timedelta(days=2)).state == "superseded"
        assert Reminder.objects.get(kind="due").state == "pending"


def kill(*_args):
    raise SystemExit


def hold_everything(stage):
    """Let every reminder count as a storm."""
    rule = {"rule": "OFFICE.notice_storm", "state": "approved", "document": "办公室通知", "operator": "<="}
    Setting.objects.create(area=stage.area, value=0, valid_from=TODAY, **rule, **stage.area.scope)


def many(stage, count, **more):
    """Open duties of the school without ceremony."""
    pattern = {
        "kind": "report", "title": "报送", "rule": "R-ACC-08", "area": stage.area, "holder": stage.school,
        "subject": stage.school, "subject_label": "一", "opened_on": TODAY, "trigger_on": TODAY,
        "nominal_due_on": LAST, "due_on": LAST, "how_computed": {}, **stage.area.scope, **more,
    }  # fmt: skip
    Duty.objects.bulk_create([Duty(**pattern) for _number in range(count)], batch_size=5000)
    with connection.cursor() as cursor:  # as the database does by itself after a while
        cursor.execute("ANALYZE duties_duty")


@pytest.mark.slow
def test_sweep_costs_the_same_for_three_duties_and_for_twenty_thousand(stage):
    """Performance row 9: linear in due rows, constant in statements; the second run writes nothing."""
    assert all([stage.head, stage.director, stage.secretary])
    many(stage, 3), calendar()
    with at(LAST), CaptureQueriesContext(connection) as few:
        assert workflow.remind_due() == 12
    many(stage, 20_000)
    with at(LAST), CaptureQueriesContext(connection) as lots:
        assert workflow.remind_due() == 80_000
    with at(LAST), CaptureQueriesContext(connection) as again:
        assert workflow.remind_due() == 0
    assert (len(few), len(lots), len(again)) == (9, 16, 9)
    assert Delivery.objects.filter(hold=None).count() == 1
