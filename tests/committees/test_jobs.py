"""What the clock opens each year: once a holder and period, however often or late it looks."""
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from committees import jobs, workflow
from committees.models import AnnualPlan, Committee, Liaison, Membership
from inspectorate.duties.models import Duty
from inspectorate.rulebook.models import Setting
from tests.stage import LONG_AGO, at

pytestmark = pytest.mark.django_db
JANUARY = date(2026, 1, 5)


def rule(area, key, value):
    Setting.objects.create(
        area=area, rule=key, value=value, valid_from=date(2010, 1, 1), document="某办法", article="一",
        state="approved", **area.scope,
    )


def kinds():
    return sorted(Duty.objects.open().values_list("kind", flat=True))


def test_plenary_is_owed_once_a_year_by_the_committee_s_office(year):
    """R-ORG-06: until the end of the calendar year; twice or late gives the same rows."""
    with at(JANUARY):
        assert jobs.owe_plenaries() == 1
        assert jobs.owe_plenaries() == 0
    duty = Duty.objects.get()
    assert (duty.trigger_on, duty.nominal_due_on) == (date(2026, 1, 1), date(2026, 12, 31))
    assert duty.holder == year.stage.office
    with at(date(2026, 9, 9)):
        assert jobs.owe_plenaries() == 0
    with at(date(2027, 1, 9)):
        assert jobs.owe_plenaries() == 1


@pytest.mark.parametrize(("month", "day"), [(9, date(2026, 9, 1)), (5, date(2026, 5, 1)), (None, None)])
def test_plenary_is_announced_in_the_month_that_the_area_names(year, month, day):
    """R-ORG-06.reminder_month: from September, where nobody says otherwise."""
    if month != 9:
        rule(year.stage.area, "R-ORG-06.reminder_month", month)
    with at(JANUARY):
        jobs.owe_plenaries()
    assert Duty.objects.get().remind_on == day


def test_counties_are_reminded_of_their_plan_when_its_month_begins(year):
    """R-ORG-11.reminder_month: counties only; the city's own office knows."""
    with at(JANUARY):
        jobs.owe_plans()
    found = set(Duty.objects.filter(kind="annual_plan").values_list("area__level", "remind_on"))
    assert found == {("city", None), ("county", date(2026, 1, 1))}


def test_plenary_already_held_is_not_owed(year):
    """R-ORG-06."""
    year.held()
    assert jobs.owe_plenaries() == 0


def test_plenary_is_not_owed_where_the_area_has_no_rule(year):
    """R-ORG-06 is a setting."""
    rule(year.stage.area, "R-ORG-06", None)
    assert jobs.owe_plenaries() == 0


def test_plans_are_prepared_and_owed_until_the_end_of_january(year):
    """R-ORG-10, R-ORG-11: the office's own, and each county's to the city office."""
    with at(JANUARY):
        assert jobs.owe_plans() == 3
        assert jobs.owe_plans() == 0
    stage = year.stage
    assert {plan.organization for plan in AnnualPlan.objects.all()} == {
        stage.office, stage.county_office, stage.other_office,
    }
    duty = Duty.objects.get(holder=stage.county_office)
    assert (duty.rule, duty.nominal_due_on) == ("R-ORG-11.due_month", date(2026, 1, 31))
    assert duty.subject == AnnualPlan.objects.get(organization=stage.county_office)
    assert Duty.objects.get(holder=stage.office).rule == "R-ORG-10.due_month"


def test_month_of_the_plan_is_a_setting(year):
    """R-ORG-11."""
    rule(year.stage.area, "R-ORG-11.due_month", 3)
    with at(JANUARY):
        jobs.owe_plans()
    assert Duty.objects.get(holder=year.stage.county_office).nominal_due_on == date(2026, 3, 31)


def test_plan_of_a_month_before_the_office_was_known_is_not_owed(year):
    """R-ORG-11: a month that ended before anybody worked there asks for nothing."""
    stage = year.stage
    for office, since in ((stage.county_office, date(2026, 1, 20)), (stage.other_office, date(2026, 4, 1))):
        post = stage.post("county_clerk", office)
        post.valid_from = since
        post.save()
    with at(date(2026, 5, 5)):
        jobs.owe_plans()
    assert {duty.holder for duty in Duty.objects.filter(rule="R-ORG-11.due_month")} == {stage.county_office}


def test_plan_submitted_before_the_clock_looked_is_not_owed(year):
    """R-ORG-11."""
    clerk = year.stage.post("county_clerk", year.stage.county_office)
    with at(JANUARY):
        plan = workflow.start_plan(by=clerk, year=2026)
        line = workflow.PlanLine(None, "一", "", "二", year.stage.county_bureau, [], date(2026, 6, 30))
        workflow.write_plan(plan, by=clerk, lines=[line])
        workflow.submit_plan(plan, by=clerk)
        jobs.owe_plans()
    assert not Duty.objects.filter(holder=year.stage.county_office).exists()


def test_vacant_liaison_post_is_owed_once_while_it_lasts(year):
    """R-ORG-07: no double while it lasts; a new vacancy is a new duty."""
    with at(JANUARY):
        assert jobs.owe_liaisons() == 3
    with at(date(2026, 3, 5)):
        assert jobs.owe_liaisons() == 0
    seat = year.seats[1]
    duty = Duty.objects.of(seat).get()
    assert duty.holder == year.stage.bureau
    assert duty.how_computed["number"] == 10
    values = {"by": year.secretary, "office_phone": "0453-6170001"}
    with at(date(2026, 3, 6)):
        workflow.replace_liaison(seat, person_name="丁", valid_from=date(2026, 3, 6), **values)
        assert Duty.objects.get(pk=duty.pk).state == "met"
        assert jobs.owe_liaisons() == 0
    Liaison.objects.update(valid_to=date(2026, 6, 30))
    with at(date(2026, 7, 3)):
        assert jobs.owe_liaisons() == 1
        workflow.end_member(Membership.objects.get(pk=seat.pk), by=year.secretary, on=date(2026, 7, 3))
    assert not Duty.objects.of(seat).open().exists()


def test_participation_is_owed_only_where_the_rule_is_on(year):
    """R-ORG-08 is off by default."""
    assert jobs.owe_participation() == 0
    rule(year.stage.area, "R-ORG-08", 1)
    subject, today = year.planned(), timezone.localdate()
    facts = {"subject": subject, "on": today, "what": "专项督导", "by": year.secretary}
    assert workflow.count_participation(year.finance, **facts)
    assert jobs.owe_participation() == 2
    assert jobs.owe_participation() == 0
    assert not workflow.count_participation(year.finance, **facts)
    workflow.count_participation(year.stage.bureau, **facts)
    assert Duty.objects.get(holder=year.stage.bureau).state == "met"
    assert Duty.objects.get(holder=year.stage.organisation).state == "open"


def test_meeting_attended_is_no_inspection_activity(year):
    """R-ORG-08: the count is of inspections; meetings stand beside it."""
    rule(year.stage.area, "R-ORG-08", 1)
    jobs.owe_participation()
    year.held()
    assert kinds().count("take_part") == 3


def test_three_days_of_downtime_change_nothing(year):
    """Every job is safe to run late or twice (T58, T67)."""
    with at(JANUARY):
        first = [job() for job in (jobs.owe_plenaries, jobs.owe_plans, jobs.owe_liaisons, jobs.owe_participation)]
    with at(JANUARY + timedelta(days=3)):
        again = [job() for job in (jobs.owe_plenaries, jobs.owe_plans, jobs.owe_liaisons, jobs.owe_participation)]
    assert first == [1, 3, 3, 0]
    assert again == [0, 0, 0, 0]


@pytest.mark.parametrize("number", [1, 3])
def test_looking_costs_the_same_for_few_and_many(number, year):
    """L9: nothing is asked row by row."""
    stage = year.stage
    for order in range(number):
        government = stage.unit(f"第{order}县人民政府", "government", stage.county_area)
        Committee.objects.create(organization=government, name=f"第{order}委员会", **stage.county_area.scope)
        unit = stage.unit(f"市第{order}局", "department", stage.area)
        Membership.objects.create(
            committee=year.committee, role="member_unit", organization=unit, order=order + 9, valid_from=LONG_AGO,
            **stage.area.scope,
        )
    with at(JANUARY):
        every = (jobs.owe_plenaries, jobs.owe_plans, jobs.owe_liaisons, jobs.owe_participation)
        for job in every:
            job()
        with CaptureQueriesContext(connection) as captured:
            assert [job() for job in every] == [0, 0, 0, 0]
    assert len(captured) <= 24
