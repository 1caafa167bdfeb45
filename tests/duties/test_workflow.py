"""Duties: opened with an explained date, met, paused, prolonged, waived."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from inspectorate.duties import workflow
from inspectorate.duties.models import Duty, Extension
from inspectorate.duties.states import DutyState, ExtensionState
from inspectorate.register.models import Post
from inspectorate.register.rights import Refused
from inspectorate.rulebook.workflow import approve_setting, propose_setting
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused
from tests.accountability.chain import Chain
from tests.moves import pairs, try_pair

from .conftest import TODAY

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 4, 20)


@pytest.mark.parametrize(("start", "to"), pairs(DutyState))
def test_duty_moves_are_those_of_the_table(owe, start, to):
    try_pair(owe(), start, to)


@pytest.mark.parametrize(("start", "to"), pairs(ExtensionState))
def test_extension_moves_are_those_of_the_table(stage, owe, start, to):
    try_pair(ask(stage, owe()), start, to)


def ask(stage, duty, until=UNTIL):
    return workflow.ask_extension(duty, by=stage.head, asked_until=until, reason="施工期未满")


def answer(stage, duty, by=None, *, is_granted=True):
    return workflow.answer_extension(duty, by=by or stage.officer, is_granted=is_granted, answer="情况属实")


def last(duty):
    return Event.objects.of(duty).last()


class TestOpening:
    """The date and where it comes from."""

    def test_day_of_the_event_is_not_counted(self, owe):
        """R-TIME-02: three working days from Monday end on Thursday."""
        duty = owe(rule="R-INS-08")
        assert (duty.due_on, duty.trigger_on) == (date(2026, 3, 5), TODAY)

    def test_last_day_on_a_rest_day_moves_on(self, owe):
        """R-TIME-03: a date that a document names on a Saturday; both days are kept."""
        duty = owe(due_on=date(2026, 3, 14))
        assert (duty.nominal_due_on, duty.due_on) == (date(2026, 3, 14), date(2026, 3, 16))

    def test_holidays_are_no_working_days(self, owe):
        """R-TIME-06: the week of the National Day of 2026 is skipped and said so."""
        duty = owe(trigger_on=date(2026, 9, 30), rule="R-INS-08")
        assert duty.due_on >= date(2026, 10, 10)
        assert "2026-10-01" in [day for day, _reason in duty.how_computed["skipped"]]
        assert not duty.is_provisional

    def test_opening_is_on_record(self, owe):
        duty = owe()
        assert (last(duty).verb, last(duty).actor_name) == ("open_duty", "Clock")
        assert last(duty).payload == {"due_on": str(duty.due_on), "rule": "R-ACC-08"}

    def test_second_opening_under_a_key_returns_the_first(self, owe):
        """S56: what the clock opens twice is opened once."""
        first, second = owe(key="plenary:2026"), owe(key="plenary:2026", trigger_on=TODAY + timedelta(days=3))
        assert (second.pk, second.due_on) == (first.pk, first.due_on)
        assert Event.objects.of(first).count() == 1

    def test_title_is_stored_in_the_offices_language(self, owe):
        with translation.override("en"):
            duty = owe(title=gettext_lazy("Hand in the self-evaluation report"))
            workflow.cancel_duties(duty.subject, by=None, note=gettext_lazy("late"))
        assert (duty.title, last(duty).note) == ("提交自评报告", "逾期")


def test_change_of_a_rule_leaves_running_duties_alone_and_binds_new_ones(stage, owe):
    """R-ACC-08: thirty days become twenty from 1 April, by two people."""
    running = owe()
    proposal = propose_setting(
        "R-ACC-08", area=stage.area, value=20, valid_from=date(2026, 4, 1), document="某某办法", by=stage.secretary
    )
    approve_setting(proposal, by=stage.director)
    assert Duty.objects.get(pk=running.pk).due_on == running.due_on == date(2026, 4, 1)
    assert owe(trigger_on=date(2026, 3, 31)).how_computed["number"] == 30
    assert owe(trigger_on=date(2026, 4, 1)).due_on == date(2026, 4, 21)


class TestMeeting:
    """Met, fallen away, waived."""

    @pytest.mark.parametrize(("days", "note"), [(0, ""), (1, "逾期")])
    def test_late_is_said_and_never_refused(self, stage, owe, days, note):
        """T58: the last day itself is in time."""
        duty = owe()
        assert workflow.meet_duty(stage.school, "report", by=stage.head, on=duty.due_on + timedelta(days=days)) == 1
        duty.refresh_from_db()
        assert (duty.state, last(duty).note) == (DutyState.MET, note)

    def test_only_the_open_ones_of_the_kind_and_subject_are_met(self, stage, owe):
        met, other = owe(), owe(kind="plan")
        workflow.meet_duty(stage.school, "report", by=stage.head)
        assert workflow.meet_duty(stage.school, "report", by=stage.head) == 0
        assert workflow.meet_duty(stage.other_school, "plan", by=stage.head) == 0
        assert Duty.objects.open().get() == other
        assert Event.objects.of(met).count() == 2

    def test_duties_fall_away_by_kind_or_all(self, stage, owe):
        owe(), owe(kind="plan"), owe(kind="urge")
        assert workflow.cancel_duties(stage.school, by=stage.officer, note="撤并", kinds=("plan",)) == 1
        assert workflow.cancel_duties(stage.school, by=stage.officer, note="撤并") == 2

    def test_waiver_is_the_directors_with_reasons(self, stage, owe):
        duty = owe()
        with pytest.raises(Refused):
            workflow.waive_duty(duty, by=stage.officer, note="一")
        workflow.waive_duty(duty, by=stage.director, note="学校停办")
        assert (duty.state, last(duty).note) == (DutyState.WAIVED, "学校停办")
        with pytest.raises(MoveRefused):
            workflow.waive_duty(duty, by=stage.director, note="再次")


class TestPause:
    """A stopped clock."""

    def stop(self, stage, duty, first, last_day):
        workflow.pause_duty(duty, by=stage.officer, reason="征求公安机关意见", starts_on=first)
        return workflow.resume_duty(duty, by=stage.officer, ends_on=last_day)

    def test_paused_days_are_added_to_the_term(self, stage, owe):
        """R-TIME-09: ten days of consulting another organ."""
        duty = self.stop(stage, owe(), date(2026, 3, 3), date(2026, 3, 13))
        assert (duty.nominal_due_on, duty.due_on) == (date(2026, 4, 11), date(2026, 4, 13))
        assert Duty.objects.get().how_computed["pauses"][0]["reason"] == "征求公安机关意见"

    def test_two_pauses_are_both_added(self, stage, owe):
        """R-TIME-09."""
        duty = self.stop(stage, owe(), date(2026, 3, 3), date(2026, 3, 4))
        assert self.stop(stage, duty, date(2026, 3, 5), date(2026, 3, 7)).nominal_due_on == date(2026, 4, 4)

    def test_resumed_term_never_ends_before_the_day_made_known(self, stage, owe):
        """T56: a holiday was taken back while the clock stood."""
        duty = owe()
        Duty.objects.update(due_on=date(2026, 6, 1))
        duty.refresh_from_db()
        self.stop(stage, duty, date(2026, 3, 3), date(2026, 3, 4))
        assert (Duty.objects.get().due_on, Duty.objects.get().pauses.count()) == (date(2026, 6, 1), 1)

    def test_only_a_running_clock_stops_and_a_stopped_one_runs(self, stage, owe):
        """R-TIME-09."""
        duty = owe()
        with pytest.raises(RuleRefused) as refused:
            workflow.resume_duty(duty, by=stage.officer)
        assert refused.value.rule == "R-TIME-09"
        workflow.pause_duty(duty, by=stage.officer, reason="一")
        with pytest.raises(RuleRefused) as refused:
            workflow.pause_duty(duty, by=stage.officer, reason="二")
        assert refused.value.rule == "R-TIME-09"

    def test_holder_does_not_stop_the_own_clock(self, stage, owe):
        with pytest.raises(Refused):
            workflow.pause_duty(owe(), by=stage.head, reason="一")

    def test_granted_date_holds_the_pauses_before_it(self, stage, owe):
        """R-TIME-09: a later pause adds its own days only."""
        duty = self.stop(stage, owe(), date(2026, 3, 3), date(2026, 3, 13))
        ask(stage, duty, UNTIL)
        assert answer(stage, duty).nominal_due_on == UNTIL
        assert self.stop(stage, duty, date(2026, 4, 13), date(2026, 4, 15)).nominal_due_on == UNTIL + timedelta(days=2)


class TestExtension:
    """More time, asked for by the holder and answered by another."""

    def test_granted_request_moves_the_day(self, stage, owe):
        duty = owe()
        ask(stage, duty)
        assert answer(stage, duty).due_on == UNTIL
        assert last(duty).payload == {"before": "2026-04-01", "after": "2026-04-20"}
        assert Extension.objects.get().state == ExtensionState.GRANTED

    def test_granted_day_moves_the_item_of_the_letter(self, stage):
        """R-ACC-05: the date of the problem and the date of its duty are one."""
        chain = Chain(stage)
        chain.lettered()
        item = chain.case.items.first()
        duty = Duty.objects.of(item).get(kind="rectify")
        until = duty.due_on + timedelta(days=30)
        workflow.ask_extension(duty, by=stage.head, asked_until=until, reason="施工")
        duty = answer(stage, duty)
        item.refresh_from_db()
        assert item.due_on == duty.due_on >= until

    def test_refused_request_leaves_the_day(self, stage, owe):
        duty = owe()
        ask(stage, duty)
        answer(stage, duty, is_granted=False)
        assert Duty.objects.get().due_on == date(2026, 4, 1)
        assert (Extension.objects.get().state, last(duty).verb) == (ExtensionState.REFUSED, "refuse_extension")

    def test_asker_does_not_answer_even_in_another_post(self, stage, owe):
        duty = owe()
        ask(stage, duty)
        Post.objects.filter(pk=stage.director.pk).update(user=stage.head.user)
        with pytest.raises(RuleRefused):
            answer(stage, duty, by=Post.objects.get(pk=stage.director.pk))
        assert Extension.objects.get().state == ExtensionState.ASKED

    @pytest.mark.parametrize("who", ["head", "leader", "secretary"])
    def test_holder_and_bystanders_do_not_answer(self, stage, owe, who):
        duty = owe()
        ask(stage, duty)
        with pytest.raises(Refused):
            answer(stage, duty, by=getattr(stage, who))

    def test_others_do_not_ask(self, stage, owe):
        with pytest.raises(Refused):
            workflow.ask_extension(owe(), by=stage.officer, asked_until=UNTIL, reason="一")

    @pytest.mark.parametrize("until", [date(2026, 4, 1), date(2026, 3, 31)])
    def test_more_time_is_later(self, stage, owe, until):
        with pytest.raises(RuleRefused):
            ask(stage, owe(), until)

    def test_one_request_waits_at_a_time_and_only_while_open(self, stage, owe):
        duty = owe()
        with pytest.raises(RuleRefused):
            answer(stage, duty)
        ask(stage, duty)
        with pytest.raises(RuleRefused):
            ask(stage, duty)
        workflow.waive_duty(duty, by=stage.director, note="一")
        with pytest.raises(RuleRefused):
            ask(stage, duty)

    def test_grant_never_shortens_what_a_pause_has_added_since(self, stage, owe):
        """T56: the request is answered for the date it asked, which has been passed."""
        duty = owe()
        ask(stage, duty, date(2026, 4, 2))
        workflow.pause_duty(duty, by=stage.officer, reason="一", starts_on=date(2026, 3, 3))
        workflow.resume_duty(duty, by=stage.officer, ends_on=date(2026, 3, 13))
        with pytest.raises(RuleRefused):
            answer(stage, duty)
        assert (Duty.objects.get().due_on, Extension.objects.get().state) == (date(2026, 4, 13), "asked")
