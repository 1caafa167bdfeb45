"""Recurring duties opened by the clock: once under a key, set-based, by any number of clocks."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy

from inspectorate.duties import workflow
from inspectorate.duties.models import Duty
from inspectorate.duties.workflow import Owed
from inspectorate.trail import jobs as trail
from inspectorate.trail.models import Event
from tests.stage import City

from .conftest import TODAY


def row(city, number=1, **more):
    values = {
        "key": f"plenary:{city.office.pk}:{2025 + number}", "kind": "hold_plenary", "rule": "R-ORG-06",
        "title": "召开全体会议", "holder": city.office, "subject": city.office, "area": city.area,
        "trigger_on": date(2026, 1, 1), "due_on": date(2026, 12, 31), "group": "general", **more,
    }  # fmt: skip
    return Owed(**values)


def rows(city, count):
    return [row(city, number) for number in range(1, count + 1)]


@pytest.mark.django_db
class TestOpening:
    """Once and for ever."""

    def test_second_run_opens_nothing(self, stage):
        """S56, T65: state-based, so twice or late is the same."""
        assert workflow.open_owed(rows(stage, 3)) == 3
        assert workflow.open_owed(rows(stage, 4)) == 1
        assert workflow.open_owed(rows(stage, 4)) == 0
        assert Event.objects.filter(verb="open_duty", actor_name="Clock").count() == 4

    def test_duty_is_as_one_opened_by_an_act(self, stage):
        workflow.open_owed([row(stage, title=gettext_lazy("Hand in the self-evaluation report"))])
        duty = Duty.objects.get()
        assert (duty.due_on, duty.trigger_on, duty.opened_on) == (date(2026, 12, 31), date(2026, 1, 1), TODAY)
        assert (duty.title, duty.group, duty.city, duty.subject) == ("提交自评报告", "general", "231000", stage.office)
        event = Event.objects.of(duty).get()
        assert event.payload == {"due_on": "2026-12-31", "rule": "R-ORG-06"}
        assert (event.to_state, list(trail.verify())) == ("open", [])

    def test_term_without_a_named_day_is_counted_by_the_rule(self, stage):
        """R-TIME-02: three working days."""
        workflow.open_owed([row(stage, rule="R-INS-08", trigger_on=TODAY, due_on=None)])
        assert Duty.objects.get().due_on == date(2026, 3, 5)

    def test_same_key_twice_in_one_run_is_one_duty(self, stage):
        assert workflow.open_owed([row(stage), row(stage)]) == 1

    def test_row_without_a_term_stops_no_other(self, stage):
        """T68: an area without the term is told to the log."""
        bad = row(stage, 1, rule="R-ACC-05", due_on=None)
        assert workflow.open_owed([bad, row(stage, 2)]) == 1

    def test_closed_duty_is_never_opened_again(self, stage):
        workflow.open_owed([row(stage)])
        workflow.waive_duty(Duty.objects.get(), by=stage.director, note="一")
        assert workflow.open_owed([row(stage)]) == 0


@pytest.mark.django_db
def test_keys_are_met_with_their_events_and_late_is_said(stage):
    """T58."""
    workflow.open_owed([row(stage, 1), row(stage, 2, trigger_on=date(2026, 1, 1), due_on=date(2026, 2, 27))])
    keys = [owed.key for owed in rows(stage, 3)]
    assert workflow.meet_keys(keys) == 2
    assert workflow.meet_keys(keys) == 0
    notes = Event.objects.filter(verb="meet_duty", from_state="open", to_state="met").order_by("subject_id")
    assert [event.note for event in notes] == ["", "逾期"]
    assert set(Duty.objects.values_list("state", "met_on")) == {("met", TODAY)}
    assert list(trail.verify()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("count", [3, 1000])
def test_batch_costs_the_same_for_three_duties_and_for_a_thousand(stage, count):
    """T68, performance row 9: statements count batches, not rows."""
    owed = rows(stage, count)
    workflow.open_owed([row(stage, 2000)])
    with CaptureQueriesContext(connection) as opening:
        assert workflow.open_owed(owed) == count
    with CaptureQueriesContext(connection) as meeting:
        assert workflow.meet_keys([item.key for item in owed]) == count
    assert (len(opening), len(meeting)) == (12, 10)


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_open_one_duty_with_one_event_each(transactional_db):
    """T64: on real connections, with keys in opposite order."""
    city, start = City(), Barrier(2)
    owed = rows(city, 300)

    def clock(mine):
        try:
            start.wait()
            return workflow.open_owed(mine)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as pool:
        runs = [pool.submit(clock, mine) for mine in (owed, owed[::-1])]
        opened = [run.result() for run in runs]
    assert (sum(opened), Duty.objects.count()) == (300, 300)
    assert Event.objects.filter(verb="open_duty").count() == 300
    assert list(trail.verify()) == []
