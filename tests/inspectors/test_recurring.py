"""What the clock opens, meets and drops for the roster; twice or late gives the same."""
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspectorate.duties.models import Duty
from inspectorate.lib.periods import add_months
from inspectorate.register.rights import Refused
from inspectorate.trail.workflow import RuleRefused
from inspectors import jobs
from inspectors.models import Assignment, Inspector, RosterCheck, TrainingRecord
from inspectors.workflow import (
    assign_inspector,
    close_check,
    end_assignment,
    exit_roster,
    issue_certificate,
    renew_term,
)
from tests.inspectors.people import enlist, text
from tests.inspectors.test_audits import crowd, train
from tests.stage import at

DAY = timedelta(days=1)
MARCH = date(2026, 3, 2)
pytestmark = pytest.mark.django_db


def duties(kind, **facts):
    return Duty.objects.filter(kind=kind, **facts)


def lasting(person, last=date(2030, 12, 31)):
    """Give a person a term and a certificate that do not end soon."""
    person.terms.update(starts_on=date(2025, 1, 1), ends_on=last)
    person.certificates.update(issued_on=date(2025, 1, 1), expires_on=last)
    return person


@pytest.fixture
def person(county_office, hold):
    made = lasting(enlist(county_office, "周督学"))
    Inspector.objects.update(user=hold("part_time_inspector", county_office).user)
    made.refresh_from_db()
    return made


def test_year_of_training_is_owed_once_and_met_when_reached(person, county_office):
    """R-TRAIN-02: by the person, held by the managing inspectorate, until the end of the year."""
    with at(MARCH):
        assert jobs.owe_training() == 1
        assert jobs.owe_training() == 0
        duty = duties("train_hours").get()
        assert (duty.holder, duty.person, duty.due_on, duty.rule) == (
            county_office, person.user, date(2026, 12, 31), "R-TRAIN-02",
        )
        assert duty.how_computed["trigger_on"] == "2026-01-01"
        train(person, 40, on=MARCH)
        assert jobs.owe_training() == 1
    duty.refresh_from_db()
    assert (duty.state, duty.met_on) == ("met", MARCH)


def test_reached_hours_are_not_owed_and_the_next_year_begins_anew(person):
    """R-TRAIN-02."""
    train(person, 40, on=MARCH)
    with at(MARCH):
        jobs.owe_training()
        assert not duties("train_hours").exists()
    with at(date(2027, 1, 4)):
        jobs.owe_training()
    assert duties("train_hours").get().key.endswith(":2027")


def test_hours_fall_away_with_the_inspector_and_stay_open_after_the_year(person, county_director):
    """R-TRAIN-02, R-EXIT-02."""
    with at(MARCH):
        jobs.owe_training()
    with at(date(2027, 1, 4)):
        jobs.owe_training()
        assert set(duties("train_hours").values_list("state", flat=True)) == {"open"}
        exit_roster(person, by=county_director, reason="health", on=date(2027, 1, 3), note="病退")
        jobs.owe_training()
    assert set(duties("train_hours").values_list("state", flat=True)) == {"cancelled"}


@pytest.mark.parametrize(("month", "kind"), [(6, "training"), (9, "forecast"), (11, "training"), (7, "")])
def test_office_looks_at_shortfalls_in_the_months_of_the_rule(month, kind, person, county_office):
    """R-TRAIN-02.check_months, R-TRAIN-02.forecast_month: once a month, until its last day."""
    with at(date(2026, month, 3)):
        jobs.owe_training()
    with at(date(2026, month, 20)):
        jobs.owe_training()
    checks = [(one.kind, one.office, one.short, one.period) for one in RosterCheck.objects.all()]
    assert checks == ([(kind, county_office, 1, f"2026-{month:02}")] if kind else [])
    if kind:
        duty = duties(f"check_{kind}").get()
        assert duty.subject == RosterCheck.objects.get()
        assert duty.nominal_due_on == add_months(date(2026, month, 1), 1) - DAY


def test_forecast_names_who_will_fall_short_only(person):
    """R-TRAIN-02: 30 hours by September are on the way to 40."""
    train(person, 30, on=MARCH)
    with at(date(2026, 9, 3)):
        jobs.owe_training()
    assert not RosterCheck.objects.exists()


def test_months_of_the_look_are_the_areas(person, city, rule):
    """R-TRAIN-02.check_months as a dated setting."""
    rule(city, "R-TRAIN-02.check_months", [4])
    with at(date(2026, 6, 3)):
        jobs.owe_training()
        assert not RosterCheck.objects.exists()
    with at(date(2026, 4, 3)):
        jobs.owe_training()
    assert RosterCheck.objects.get().period == "2026-04"


def test_check_is_closed_with_what_was_done(person, county_director, other_clerk, sign_in):
    with at(date(2026, 6, 3)):
        jobs.owe_training()
    check = RosterCheck.objects.get()
    with pytest.raises(Refused):
        close_check(check, by=other_clerk, note="x")
    client = sign_in(county_director)
    assert reverse("training-audit") in text(client.get(check.get_absolute_url()))
    answer = client.post(reverse("roster-check-close-check", args=[check.pk]), {"note": "七月集中培训"})
    assert answer.status_code == 302
    assert duties("check_training").get().state == "met"
    with pytest.raises(RuleRefused):
        close_check(check, by=county_director, note="再次")


def test_end_of_a_term_is_announced_step_by_step(county_office, county_director):
    """R-TERM-01.reminders: six, three, one months before; each until the next, none twice."""
    person = lasting(enlist(county_office), date(2026, 8, 31))
    seen = {}
    for day in (date(2026, 2, 27), date(2026, 3, 1), date(2026, 4, 1), date(2026, 6, 2), date(2026, 8, 3)):
        with at(day):
            jobs.owe_ends()
            jobs.owe_ends()
            seen[day] = [one.key.rpartition(":")[2] for one in duties("check_term", state="open")]
    assert list(seen.values()) == [[], ["6"], ["6"], ["3"], ["1"]]
    assert duties("check_term").count() == 3
    assert {one.trigger_on for one in duties("check_term")} == {date(2026, 2, 28), date(2026, 5, 31), date(2026, 7, 31)}
    with at(date(2026, 8, 4)):
        renew_term(person, by=county_director, letter_number="2")
        jobs.owe_ends()
    assert duties("check_term", state="met").count() == 1
    assert not duties("check_term", state="open").exists()


def test_late_clock_opens_the_step_that_stands_only(county_office):
    """R-TERM-01.reminders, T64."""
    lasting(enlist(county_office), date(2026, 8, 31))
    with at(date(2026, 8, 20)):
        jobs.owe_ends()
    assert [one.key.rpartition(":")[2] for one in duties("check_term")] == ["1"]


def test_certificate_is_announced_while_the_term_goes_on(county_office, county_director):
    """R-ROST-07.reminders: three and one months; where the term ends as well, its own reminder speaks."""
    person, other = lasting(enlist(county_office)), lasting(enlist(county_office, "同日"), date(2026, 8, 31))
    person.certificates.update(expires_on=date(2026, 8, 31))
    with at(date(2026, 6, 2)):
        jobs.owe_ends()
        assert duties("check_certificate").get().subject == person
        assert duties("check_term").get().subject == other
        issue_certificate(person, by=county_director, number="新1", issued_on=date(2026, 6, 2))
        jobs.owe_ends()
    assert duties("check_certificate").get().state == "met"


def test_rotation_is_owed_after_the_areas_years(person, school, county_clerk, county):
    """R-ZONE-04: three years from the first day, told a month before, settled by whoever ends it."""
    with at(date(2026, 3, 2)):
        assignment = assign_inspector(school, by=county_clerk, inspector=person, valid_from=date(2026, 3, 2))
    with at(date(2029, 2, 1)):
        jobs.owe_coverage()
        assert not duties("rotate_inspector").exists()
    with at(date(2029, 2, 2)):
        jobs.owe_coverage()
        jobs.owe_coverage()
        duty = duties("rotate_inspector").get()
        assert (duty.nominal_due_on, duty.how_computed["unit"]) == (date(2029, 3, 2), "year")
        end_assignment(assignment, by=county_clerk, on=date(2029, 2, 2), note="轮换")
    duty.refresh_from_db()
    assert duty.state == "met"


def test_no_rule_no_rotation(person, school, county, rule):
    """R-ZONE-04 switched off."""
    rule(county, "R-ZONE-04", None)
    Assignment.objects.create(inspector=person, school=school, valid_from=date(2020, 1, 1), **school.scope)
    jobs.owe_coverage()
    assert not duties("rotate_inspector").exists()


def test_uncovered_schools_are_asked_for_until_all_are_covered(person, school, county_office, county_clerk):
    """R-ZONE-03: ten working days; met by the clock once every school has its inspector."""
    with at(MARCH):
        jobs.owe_coverage()
        jobs.owe_coverage()
        check = RosterCheck.objects.get()
        assert (check.office, check.short, check.kind) == (county_office, 1, "cover")
        duty = duties("check_cover").get()
        assert (duty.rule, duty.how_computed["unit"], duty.how_computed["number"]) == (
            "R-ZONE-03.cover", "working_day", 10,
        )
        assign_inspector(school, by=county_clerk, inspector=person, valid_from=MARCH)
        jobs.owe_coverage()
    duty.refresh_from_db()
    check.refresh_from_db()
    assert (duty.state, check.done_on) == ("met", MARCH)


def test_term_that_ended_uncovers_its_schools_anew(person, school, county_clerk):
    """R-ZONE-03, journey J10: the next day the office is asked again."""
    with at(MARCH):
        assign_inspector(school, by=county_clerk, inspector=person, valid_from=MARCH)
        jobs.owe_coverage()
        assert not RosterCheck.objects.exists()
    person.terms.update(ends_on=MARCH)
    with at(MARCH + DAY):
        jobs.owe_coverage()
    assert RosterCheck.objects.get().period == "2026-03-03"


@pytest.mark.parametrize("job", [jobs.owe_training, jobs.owe_ends, jobs.owe_coverage])
def test_jobs_cost_the_same_for_few_and_many(job, county_office, school):
    """One statement a batch, whatever the number of inspectors."""
    costs = []
    with at(MARCH):
        for number in (2, 40):
            TrainingRecord.objects.all().delete()
            crowd(county_office, number)
            job()
            with CaptureQueriesContext(connection) as captured:
                job()
            costs.append(len(captured))
    assert costs[0] == costs[1]
