"""How often schools are visited: grid, audit, and the duties of month and semester (R-VISIT-01, R-VISIT-02, TV-8)."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspectorate.duties.models import Duty
from supervision import jobs, workflow
from supervision.models.audits import visits_audit
from tests.client import signed_in
from tests.stage import at

pytestmark = pytest.mark.django_db
SUMMER = date(2026, 8, 1)


@pytest.fixture
def spring(visits):
    return visits.spring()


def line_of(visits, school=None, **span):
    audit = visits_audit(visits.city.area, **span)
    return next(line for line in audit.lines if line.school.pk == (school or visits.school).pk)


def verdicts(cells):
    return [cell.verdict for cell in cells]


def kinds(**conditions):
    return sorted(Duty.objects.filter(kind__startswith="visit_", **conditions).values_list("kind", flat=True))


def test_vector_eight(visits, spring):
    """TV-8: 5 March, 6 March, 20 May: three visits are enough for the semester; April and June are missed."""
    for day in (date(2026, 3, 5), date(2026, 3, 6), date(2026, 5, 20)):
        visits.filed(on=day)
    with at(SUMMER):
        line = line_of(visits, semester=spring)
    (semester,) = line.semesters
    assert (semester.count, semester.needed, semester.verdict) == (3, 2, "met")
    assert verdicts(line.months) == ["met", "missed", "met", "missed", "off"]
    assert line.is_missed


def test_months_of_holidays_ask_for_nothing(visits, spring):
    """R-VISIT-02, R-TIME-07: only months in session count."""
    with at(SUMMER):
        line = line_of(visits, year=2026)
    assert verdicts(line.months) == ["off", "off", *["missed"] * 4, *["off"] * 6]


def test_running_and_coming_months_are_not_missed_yet(visits, spring):
    with at(date(2026, 4, 10)):
        assert verdicts(line_of(visits, semester=spring).months) == ["missed", "running", "ahead", "ahead", "off"]
        assert verdicts(line_of(visits, semester=spring).semesters) == ["running"]


def test_months_before_the_first_assignment_were_asked_of_nobody(visits, spring):
    """What ended before anybody was responsible here is no gap of this record."""
    type(visits.assignment).objects.filter(pk=visits.assignment.pk).update(valid_from=date(2026, 5, 4))
    with at(SUMMER):
        assert verdicts(line_of(visits, semester=spring).months) == ["off", "off", "missed", "missed", "off"]


def test_nearest_area_decides_semester_and_number(visits, spring, bind):
    """R-VISIT-01, R-TIME-07: a county with a number of its own."""
    bind(visits.city.county_area, "R-VISIT-01", 4)
    with at(SUMMER):
        assert line_of(visits, semester=spring).semesters[0].needed == 4
    bind(visits.city.county_area, "R-VISIT-02", 0)
    with at(SUMMER):
        assert set(verdicts(line_of(visits, semester=spring).months)) == {"off"}


def test_kindergarten_has_a_rule_of_its_own(visits, spring, bind):
    """R-VISIT-02: kindergartens, monthly as well, set apart."""
    kindergarten = visits.another_school(77, stage="kindergarten")
    bind(visits.city.area, "R-VISIT-02.kindergarten", 2)
    with at(SUMMER):
        assert {cell.needed for cell in line_of(visits, kindergarten, semester=spring).months} == {2}
        assert {cell.needed for cell in line_of(visits, semester=spring).months} == {1}


def test_report_being_written_does_not_count(visits, spring):
    with at(date(2026, 3, 5)):
        visits.arrived()
    with at(SUMMER):
        assert line_of(visits, semester=spring).months[0].verdict == "missed"


def test_audit_costs_the_same_for_any_number_of_schools(visits, spring):
    costs = []
    for number in (1, 5):
        for one in range(number):
            school = visits.another_school(100 * number + one)
            visits.assign(school)
            visits.filed(school=school, on=date(2026, 3, 5))
        with CaptureQueriesContext(connection) as queries:
            visits_audit(visits.city.area, year=2026)
        costs.append(len(queries))
    assert costs == [6, 6]


def test_page_equals_command(visits, spring):
    """S72: the figures of the page are those of `manage.py audit visits`."""
    visits.filed(on=date(2026, 3, 5))
    with at(SUMMER):
        out = StringIO()
        call_command("audit", "visits", "--area", "231000", "--year", "2026", "--json", stdout=out)
        page = signed_in(visits.city.director).get(reverse("visit-frequencies") + "?year=2026")
    figures = page.context["audit"].figures
    assert json.loads(out.getvalue())["totals"] == figures
    assert (figures["months_met"], figures["months_missed"]) == (1, 3 + 4 * (figures["schools"] - 1))


class TestDuties:
    """The visits each inspector owes, opened by the clock."""

    def test_month_and_semester_are_opened_once(self, visits, spring):
        """R-VISIT-01, R-VISIT-02: one of each for school and inspector; a second run changes nothing."""
        assert (jobs.owe_visits(), jobs.owe_visits()) == (2, 0)
        month, semester = Duty.objects.filter(kind__startswith="visit_").order_by("kind")
        assert (month.person, month.holder) == (visits.post.user, visits.city.office)
        assert month.key == f"visit_month:{visits.school.pk}:{visits.inspector.pk}:2026-03"
        assert (month.trigger_on, month.nominal_due_on) == (date(2026, 3, 1), date(2026, 3, 31))
        assert semester.nominal_due_on == spring.ends_on

    def test_months_of_holidays_are_owed_by_nobody(self, visits, spring):
        """R-VISIT-02: in session only."""
        with at(SUMMER):
            assert jobs.owe_visits() == 0

    def test_month_stays_owed_when_the_semester_ends_in_it(self, visits, spring):
        """R-VISIT-02, R-TIME-07: July is in session to its end, though the semester ends on the tenth."""
        type(spring).objects.filter(pk=spring.pk).update(months=[3, 4, 5, 6, 7])
        with at(date(2026, 7, 1)):
            assert jobs.owe_visits() == 2
        with at(date(2026, 7, 13)):
            assert jobs.owe_visits() == 0
        assert kinds(state="open") == ["visit_month", "visit_semester"]

    @pytest.mark.parametrize(("week", "weeks_after"), [(10, 9), (1, 0), (None, None)])
    def test_missing_visits_are_announced_in_the_tenth_week(self, visits, spring, bind, week, weeks_after):
        """R-VISIT-01.warning_week: of the semester; the month's visit has its own reminders."""
        if week != 10:
            bind(visits.city.area, "R-VISIT-01.warning_week", week)
        jobs.owe_visits()
        first = None if weeks_after is None else spring.starts_on + timedelta(weeks=weeks_after)
        assert Duty.objects.get(kind="visit_semester").remind_on == first
        assert Duty.objects.get(kind="visit_month").remind_on is None

    def test_three_days_late_opens_the_same(self, visits, spring):
        with at(date(2026, 4, 4)):
            assert jobs.owe_visits() == 2
        assert Duty.objects.get(kind="visit_month").trigger_on == date(2026, 4, 1)

    def test_filing_meets_the_month_and_the_second_visit_the_semester(self, visits, spring):
        """R-VISIT-01, R-VISIT-02: met when the count is reached."""
        jobs.owe_visits()
        visits.filed()
        assert kinds(state="met") == ["visit_month"]
        visits.filed()
        assert kinds(state="met") == ["visit_month", "visit_semester"]

    def test_month_visited_already_is_not_opened(self, visits, spring):
        visits.filed()
        jobs.owe_visits()
        assert kinds() == ["visit_semester"]

    def test_visit_of_a_stand_in_meets_what_the_other_owed(self, visits, spring):
        """R-VISIT-02: the school was visited, whoever came."""
        jobs.owe_visits()
        city = visits.city
        other = city.inspectors[1]
        post = city.post("part_time_inspector", city.bureau)
        type(other).objects.filter(pk=other.pk).update(user=post.user)
        other.refresh_from_db()
        plan = {"inspector": other, "planned_on": date(2026, 3, 2), "kind": "regular"}
        workflow.plan_visit(visits.school, by=city.officer, **plan)
        visit = workflow.arrive(visits.school, by=post, inspector=other)
        workflow.file_visit(visit, by=post, content=visits.content())
        assert kinds(state="met") == ["visit_month"]

    def test_change_of_inspector_passes_the_duty_on(self, visits, spring):
        """The former inspector owes nothing more, the new one owes the same."""
        jobs.owe_visits()
        visits.assignment.__class__.objects.filter(pk=visits.assignment.pk).update(valid_to=date(2026, 3, 1))
        visits.assign(visits.school, visits.city.inspectors[1], valid_from=date(2026, 3, 2))
        assert jobs.owe_visits() == 2
        assert kinds(state="cancelled") == kinds(state="open") == ["visit_month", "visit_semester"]
        assert jobs.owe_visits() == 0

    def test_cost_does_not_grow_with_schools(self, visits, spring):
        """One statement for all schools; opening itself is done in batches."""
        costs = []
        for number in (1, 4):
            for one in range(number):
                visits.assign(visits.another_school(200 * number + one))
            with CaptureQueriesContext(connection) as queries:
                jobs.owe_visits()
            costs.append(len(queries))
        assert costs[0] == costs[1]
