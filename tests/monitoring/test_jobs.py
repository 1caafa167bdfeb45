"""What the clock prepares and owes: once a form, unit and period, however often or late it looks (S38)."""
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspectorate.duties.models import Duty
from inspectorate.register.models import Organization
from inspectorate.trail.models import Event
from monitoring import jobs, workflow
from monitoring.deadlines import DUE
from monitoring.models import Return
from tests.stage import at

from .asked import JUNE, MAY, form_again

pytestmark = pytest.mark.django_db


def look(day):
    with at(day):
        return jobs.owe_returns()


def periods(form):
    return sorted(form.returns.values_list("period", "unit__name"))


def test_returns_are_prepared_and_owed_once_a_period(asked):
    """S38: every county office, the day after the month has ended; twice changes nothing."""
    form, stage = asked.in_force(), asked.stage
    assert look(date(2026, 5, 31)) == 0
    assert [look(JUNE), look(JUNE)] == [2, 0]
    assert {row.unit for row in form.returns.all()} == {stage.county_office, stage.other_office}
    duty = Duty.objects.get(holder=stage.county_office)
    assert duty.key == f"submit_return:{form.pk}:{stage.county_office.pk}:2026-05"
    assert duty.subject == form.returns.get(unit=stage.county_office)
    assert Event.objects.of(duty.subject).get().verb == "prepare_return"
    assert look(date(2026, 7, 1)) == 2


def test_three_days_of_downtime_and_more_change_nothing(asked):
    """T58, T67: what fell into the time is made up, with the same keys and dates."""
    form = asked.in_force()
    assert look(JUNE + timedelta(days=3)) == 2
    assert set(Duty.objects.values_list("due_on", flat=True)) == {date(2026, 6, 5)}
    assert look(date(2026, 9, 4)) == 6
    assert sorted(set(form.returns.values_list("period", flat=True))) == ["2026-05", "2026-06", "2026-07", "2026-08"]
    assert look(date(2026, 9, 5)) == 0


@pytest.mark.parametrize(
    ("frequency", "day", "period", "rule"),
    [
        ("month", date(2026, 6, 1), "2026-05", "R-DATA-01.month_due"),
        ("quarter", date(2026, 7, 1), "2026-Q2", "R-DATA-01.quarter_due"),
        ("half_year", date(2026, 7, 1), "2026-H1", "R-DATA-01.half_year_due"),
        ("year", date(2027, 1, 1), "2026", "R-DATA-01.year_due"),
    ],
)  # fmt: skip
def test_period_is_owed_on_the_day_after_its_last(asked, frequency, day, period, rule):
    """R-DATA-01.month_due, quarter_due, half_year_due, year_due."""
    form = asked.in_force(frequency=frequency)
    assert [look(day - timedelta(days=1)), look(day)] == [0, 2]
    assert set(form.returns.values_list("period", flat=True)) == {period}
    assert set(Duty.objects.values_list("rule", "trigger_on")) == {(rule, day - timedelta(days=1))}
    assert DUE[frequency] == rule


def test_special_topic_is_asked_once_and_counted_from_its_form(asked):
    """R-DATA-01.once_due: about a time that is over already."""
    topic = {"frequency": "once", "period_from": date(2026, 1, 1), "period_to": date(2026, 3, 31)}
    form = asked.in_force(title="专项核查", **topic)
    assert [look(MAY), look(MAY + timedelta(days=40))] == [2, 0]
    assert set(form.returns.values_list("period", flat=True)) == {"once"}
    assert set(Duty.objects.values_list("rule", "trigger_on")) == {("R-DATA-01.once_due", MAY)}


def test_special_topic_waits_for_the_end_of_its_time(asked):
    topic = {"frequency": "once", "period_from": MAY, "period_to": date(2026, 5, 20)}
    asked.in_force(title="专项核查", **topic)
    assert [look(date(2026, 5, 20)), look(date(2026, 5, 21))] == [0, 2]
    assert set(Duty.objects.values_list("trigger_on", flat=True)) == {date(2026, 5, 20)}


def test_draft_asks_nobody_and_an_ended_form_for_no_later_period(asked):
    asked.drafted(title="未生效")
    form = asked.in_force()
    look(JUNE)
    with at(date(2026, 6, 20)):
        workflow.end_form(form_again(form), by=asked.officer, note="停报")
    assert look(date(2026, 8, 1)) == 0
    assert Duty.objects.open().count() == 2  # what is owed stays owed


def test_form_ends_after_its_last_day_when_what_it_asked_for_is_prepared(asked):
    form = asked.in_force(valid_to=date(2026, 5, 31))
    assert look(date(2026, 6, 3)) == 2
    form.refresh_from_db()
    assert (form.state, form.valid_to) == ("ended", date(2026, 5, 31))
    assert Event.objects.of(form).last().actor_name == "Clock"
    assert look(date(2026, 7, 3)) == 0


def test_schools_of_the_chosen_stages_answer(asked):
    form = asked.in_force(audience="stages", stages=["junior", "senior"])
    look(JUNE)
    assert [row.unit for row in form.returns.all()] == [asked.stage.school]


def test_chosen_units_answer(asked):
    form = asked.in_force(audience="units", units=[asked.stage.county, asked.stage.bureau])
    look(JUNE)
    assert {row.unit for row in form.returns.all()} == {asked.stage.county, asked.stage.bureau}
    assert Return.objects.get(unit=asked.stage.bureau).county == ""


def test_unit_answers_for_periods_on_whose_last_day_it_existed(asked):
    stage = asked.stage
    Organization.objects.filter(pk=stage.county_office.pk).update(valid_from=date(2026, 6, 1))
    Organization.objects.filter(pk=stage.other_office.pk).update(valid_to=date(2026, 5, 31))
    form = asked.in_force()
    look(date(2026, 7, 1))
    assert periods(form) == [("2026-05", stage.other_office.name), ("2026-06", stage.county_office.name)]


def test_offices_of_another_city_are_not_asked(asked):
    stage = asked.stage
    area = type(stage.area).objects.create(code="230800", name="佳木斯市", level="city", parent=stage.province)
    county = type(area).objects.create(code="230881", name="同江市", level="county", parent=area)
    stage.unit("同江市人民政府教育督导委员会办公室", "inspectorate", county)
    asked.in_force()
    assert look(JUNE) == 2


def test_prepared_return_whose_duty_was_lost_is_owed_at_the_next_look(asked):
    """T67: killed between the two halves."""
    asked.in_force()
    with at(JUNE):
        assert workflow.prepare_returns(JUNE) == 2
        assert Duty.objects.count() == 0
        assert jobs.owe_returns() == 2


def test_long_names_fit_the_title_of_a_duty(asked):
    Organization.objects.filter(pk=asked.stage.county_office.pk).update(name="长" * 120)
    asked.in_force(title="表" * 80)
    assert look(JUNE) == 2
    assert max(len(title) for title in Duty.objects.values_list("title", flat=True)) < 200


@pytest.mark.parametrize("number", [1, 3])
def test_looking_costs_the_same_for_few_and_many(number, asked):
    """L9: by set, not by unit; between two ends of periods it costs three queries."""
    stage = asked.stage
    for order in range(number):
        stage.unit(f"第{order}县教育督导委员会办公室", "inspectorate", stage.county_area)
    asked.in_force()
    with CaptureQueriesContext(connection) as captured:
        assert look(JUNE) == 2 + number
    assert len(captured) <= 45
    with CaptureQueriesContext(connection) as captured:
        assert look(JUNE) == 0
    assert len(captured) <= 8
