"""Cycles of inspections that the clock opens: governments, schools, kindergartens, the end of a head's term."""

from datetime import date

import pytest

from inspectorate.duties.models import Duty
from inspectorate.register.models import School
from supervision import jobs
from supervision.models import Inspection
from tests.stage import Walk, at

pytestmark = pytest.mark.django_db


def concluded(unit, kind, on):
    """Let an inspection of a unit have ended on a day."""
    return Inspection.objects.create(
        title="督导", kind=kind, modes=["open"], unit=unit, owner_id=unit_owner(unit), group="school",
        emergency_ground="测试", planned_from=on, planned_to=on, concluded_on=on, state="concluded", **unit.scope,
    )  # fmt: skip


def unit_owner(unit):
    return type(unit).objects.filter(kind="inspectorate").order_by("pk").values_list("pk", flat=True)[0]


def owed(kind, unit):
    return Duty.objects.of(unit).filter(kind=kind)


def test_governments_are_owed_a_cycle_and_a_yearly_evaluation(visits):
    """R-INS-02, R-INS-29: each lower government, by the office above it; once only."""
    city = visits.city
    jobs.owe_inspections()
    assert jobs.owe_inspections() == 0
    cycle, yearly = owed("inspect_government", city.county).get(), owed("evaluate_government", city.county).get()
    assert (cycle.holder, cycle.nominal_due_on) == (city.office, date(2031, 3, 2))
    assert (yearly.key, yearly.nominal_due_on) == (f"evaluate_government:{city.county.pk}:2026", date(2026, 12, 31))


def test_cycle_counts_from_the_end_of_the_last_inspection(visits, bind):
    """R-INS-02: five years, or what the area has set."""
    city = visits.city
    concluded(city.county, "special", date(2024, 6, 3))
    jobs.owe_inspections()
    assert owed("inspect_government", city.county).get().nominal_due_on == date(2029, 6, 3)


def test_area_may_ask_for_a_comprehensive_inspection(visits, bind):
    """R-INS-02.kind: a special one does not close the cycle there."""
    bind(visits.city.area, "R-INS-02.kind", "comprehensive")
    concluded(visits.city.county, "special", date(2024, 6, 3))
    jobs.owe_inspections()
    assert owed("inspect_government", visits.city.county).get().key.endswith(":first")


def test_evaluation_of_this_year_is_not_owed_again(visits):
    """R-INS-29."""
    concluded(visits.city.county, "evaluation", date(2026, 2, 2))
    jobs.owe_inspections()
    assert not owed("evaluate_government", visits.city.county).exists()
    with at(date(2027, 1, 4)):
        jobs.owe_inspections()
    assert owed("evaluate_government", visits.city.county).get().key.endswith(":2027")


@pytest.mark.parametrize(("ended", "is_open"), [(date(2024, 3, 2), False), (date(2023, 3, 1), True)])
def test_school_is_owed_again_from_three_years_on_within_five(visits, ended, is_open):
    """R-INS-03: green below three years, due by five."""
    concluded(visits.school, "comprehensive", ended)
    jobs.owe_inspections()
    duty = owed("inspect_school", visits.school).first()
    assert (duty is not None) == is_open
    if duty:
        assert (duty.holder, duty.nominal_due_on) == (visits.city.county_office, ended.replace(year=2028))


def test_kindergarten_has_a_cycle_of_its_own(visits):
    """R-INS-05."""
    kindergarten = visits.another_school(78, stage="kindergarten")
    jobs.owe_inspections()
    assert owed("inspect_school", kindergarten).get().rule == "R-INS-05.max"
    assert owed("inspect_school", visits.school).get().rule == "R-INS-03.max"


def test_end_of_a_heads_term_is_owed_half_a_year_before(visits):
    """R-INS-04: one comprehensive inspection in a head's term."""
    facts = School.objects.filter(organization=visits.school)
    facts.update(head_from=date(2021, 9, 1), head_to=date(2026, 8, 31))
    with at(date(2026, 2, 27)):
        assert jobs.owe_end_of_term() == 0
    assert (jobs.owe_end_of_term(), jobs.owe_end_of_term()) == (1, 0)
    duty = owed("inspect_end_of_term", visits.school).get()
    assert (duty.key, duty.holder) == (f"inspect_end_of_term:{visits.school.pk}:2026-08-31", visits.city.county_office)
    assert duty.nominal_due_on == date(2026, 8, 31)


def test_head_inspected_in_this_term_is_owed_nothing(visits):
    """R-INS-04."""
    School.objects.filter(organization=visits.school).update(head_from=date(2021, 9, 1), head_to=date(2026, 8, 31))
    concluded(visits.school, "end_of_term", date(2026, 1, 15))
    assert jobs.owe_end_of_term() == 0


def test_end_of_an_inspection_meets_the_cycle(visits):
    """R-INS-02, R-INS-03: met by `conclude`, in its own transaction."""
    jobs.owe_inspections()
    walk = Walk(visits.city, visits.city.county)
    walk.concluded(problems=1)
    duty = owed("inspect_government", visits.city.county).get()
    assert (duty.state, duty.met_on) == ("met", Inspection.objects.latest("pk").concluded_on)
