"""Zones and assignments: who is responsible for which school, what stands against it, and what is left uncovered."""
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from inspectorate.register.models import School
from inspectorate.register.rights import Refused
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import RuleRefused
from inspectors.models import (
    Assignment,
    Candidacy,
    Inspector,
    Institution,
    Interest,
    TrainingRecord,
    Zone,
    ZoneSchool,
)
from inspectors.workflow import (
    add_schools,
    assign_inspector,
    assign_schools,
    assign_zone,
    check_assignment,
    close_zone,
    draw_zone,
    end_assignment,
    exit_roster,
    hand_over,
    hand_over_schools,
    load_warning,
    remove_school,
    size_warning,
)
from tests.inspectors.people import PROFILE, enlist, organization

DAY = timedelta(days=1)
TODAY = timezone.localdate
pytestmark = pytest.mark.django_db


@pytest.fixture
def schools(county):
    """Five schools of the county, the last one a college."""

    def make(number=5, stage="primary"):
        made = []
        for n in range(number):
            unit = organization(county, f"阳明区第{n + 2}小学", "school")
            School.objects.create(
                organization=unit, stage=stage, sponsor="private", managing_level="county", **county.scope
            )
            made.append(unit)
        return made

    return make


@pytest.fixture
def zone(county_clerk, county_office, school):
    begun = TODAY() - 10 * DAY
    return draw_zone(by=county_clerk, office=county_office, name="东片区", valid_from=begun, schools=[school])


@pytest.fixture
def assigned(county_clerk, county_inspector, zone, school):
    return assign_inspector(school, by=county_clerk, inspector=county_inspector, valid_from=TODAY() - 5 * DAY)


def newcomer(office, user):
    """An inspector who came through a candidacy."""
    person = enlist(office, "新督学")
    Candidacy.objects.create(
        name="新督学", office=office, recommended_by=user, recommended_on=TODAY(), recommending_unit="x",
        inspector=person, **PROFILE, **office.scope,
    )
    return person


def test_zone_holds_schools_and_their_inspectors_by_date(assigned, zone, school, county_inspector):
    """R-ZONE-01: zone, schools, inspectors, all dated."""
    assert assigned.zone == zone
    shown = Zone.objects.with_size().get()
    assert (shown.size, shown.inspector_names) == (1, [county_inspector.name])
    assert list(Assignment.objects.current().of(school)) == [assigned]
    assert not Assignment.objects.current(assigned.valid_from - DAY).exists()
    assert Event.objects.of(zone).filter(verb__in=["draw_zone", "add_schools"]).count() == 2
    assert Event.objects.of(assigned).get().verb == "assign_inspector"


def test_school_is_in_one_zone_at_a_time(zone, school, county_clerk, county_office):
    """R-ZONE-01: a second zone is refused, or the school moves."""
    other = draw_zone(by=county_clerk, office=county_office, name="西片区", valid_from=TODAY())
    with pytest.raises(RuleRefused, match="东片区"):
        add_schools(other, by=county_clerk, schools=[school], valid_from=TODAY())
    add_schools(other, by=county_clerk, schools=[school], valid_from=TODAY(), is_move=True)
    assert [(one.zone, one.valid_to) for one in ZoneSchool.objects.order_by("pk")] == [
        (zone, TODAY() - DAY), (other, None),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        ZoneSchool.objects.create(zone=zone, school=school, valid_from=TODAY())


def test_zone_takes_institutions_of_its_area_only(zone, county_clerk, schools, other_county, county_office):
    """R-ZONE-03: no college, no office, no school of another county."""
    elsewhere = organization(other_county, "林口县第一小学", "school")
    for unit in (schools(1, "higher")[0], elsewhere, county_office):
        with pytest.raises(RuleRefused, match=unit.name):
            add_schools(zone, by=county_clerk, schools=[unit], valid_from=TODAY())


def test_second_zone_of_a_name_is_refused(zone, county_clerk, county_office):
    with pytest.raises(RuleRefused, match="东片区"):
        draw_zone(by=county_clerk, office=county_office, name="东片区", valid_from=TODAY())


def test_school_leaves_its_zone_and_stays_looked_after(zone, assigned, county_clerk):
    membership = ZoneSchool.objects.get()
    remove_school(membership, by=county_clerk, on=TODAY(), note="撤并")
    assert not ZoneSchool.objects.current(TODAY() + DAY).exists()
    assert Assignment.objects.current(TODAY() + DAY).exists()
    with pytest.raises(RuleRefused):
        remove_school(membership, by=county_clerk, on=TODAY(), note="再撤")


def test_zone_given_up_frees_its_schools(zone, county_clerk):
    close_zone(zone, by=county_clerk, on=TODAY(), note="调整布局")
    assert ZoneSchool.objects.get().valid_to == TODAY()
    for day in (TODAY(), zone.valid_from - DAY):
        with pytest.raises(RuleRefused):
            close_zone(zone, by=county_clerk, on=day, note="再次")


@pytest.mark.parametrize(("missing", "rule"), [("term", "R-TERM-01"), ("certificate", "R-ROST-07")])
def test_assignment_needs_term_and_certificate(missing, rule, county_office, county_clerk, school):
    """R-TERM-01, R-ROST-07: expired means no assignment."""
    person = enlist(county_office, "李督学", in_term=missing != "term", certified=missing != "certificate")
    with pytest.raises(RuleRefused) as refused:
        assign_inspector(school, by=county_clerk, inspector=person, valid_from=TODAY())
    assert refused.value.rule == rule
    assert rule in str(refused.value)
    assert not Assignment.objects.exists()


def test_assignment_is_refused_on_a_ground_of_recusal(county_inspector, county_clerk, school):
    """R-RECUSE-01: a relative heads the school."""
    Interest.objects.create(
        inspector=county_inspector, organization=school, relation="head_is_relative", declared_on=TODAY(),
        **school.scope,
    )
    with pytest.raises(RuleRefused, match="R-RECUSE-01"):
        assign_inspector(school, by=county_clerk, inspector=county_inspector, valid_from=TODAY())


def test_new_inspector_is_trained_before_the_first_assignment(county_office, county_clerk, school, rule, county):
    """R-TRAIN-01: whoever was admitted here and never assigned; confirmed induction opens the way."""
    person = newcomer(county_office, county_clerk.user)
    record = TrainingRecord.objects.create(
        inspector=person, title="岗前培训", mode="centralised", hours=16, completed_on=TODAY() - DAY, is_induction=True,
        **person.scope,
    )
    with pytest.raises(RuleRefused) as refused:
        assign_inspector(school, by=county_clerk, inspector=person, valid_from=TODAY())
    assert refused.value.rule == "R-TRAIN-01"
    TrainingRecord.objects.filter(pk=record.pk).update(state="confirmed")
    assert check_assignment(person, school, TODAY()) == []
    TrainingRecord.objects.all().delete()
    rule(county, "R-TRAIN-01", value=False)
    assert check_assignment(person, school, TODAY()) == []


def test_same_pair_twice_is_refused(assigned, county_inspector, county_clerk, school):
    """R-ZONE-01: also by the database, whoever is faster."""
    with pytest.raises(RuleRefused, match="R-ZONE-01"):
        assign_inspector(school, by=county_clerk, inspector=county_inspector, valid_from=TODAY())
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            inspector=county_inspector, school=school, valid_from=TODAY() - 9 * DAY, valid_to=TODAY(),
        )


def test_five_schools_are_assigned_in_one_act_or_none(schools, county_inspector, county_clerk):
    """R-ZONE-01: the refusal names the school that stands against it."""
    five = schools()
    Interest.objects.create(
        inspector=county_inspector, organization=five[2], relation="head_is_relative", declared_on=TODAY(),
    )
    with pytest.raises(RuleRefused, match=five[2].name):
        assign_schools(county_inspector, by=county_clerk, schools=five, valid_from=TODAY())
    assert not Assignment.objects.exists()
    made = assign_schools(county_inspector, by=county_clerk, schools=five[:2], valid_from=TODAY())
    assert len(made) == 2


def test_zone_is_assigned_from_its_page(zone, county_inspector, county_clerk, school):
    made = assign_zone(zone, by=county_clerk, inspector=county_inspector, schools=[school], valid_from=TODAY())
    assert [one.zone for one in made] == [zone]


def test_assignment_ends_once_and_not_before_it_began(assigned, county_clerk):
    """R-ZONE-01."""
    with pytest.raises(RuleRefused):
        end_assignment(assigned, by=county_clerk, on=assigned.valid_from - 2 * DAY, note="过早")
    end_assignment(assigned, by=county_clerk, on=TODAY(), note="调整")
    assert (assigned.valid_to, assigned.ended_reason) == (TODAY(), "调整")
    with pytest.raises(RuleRefused):
        end_assignment(assigned, by=county_clerk, on=TODAY(), note="再次")


def test_school_is_handed_over_without_a_gap(assigned, county_office, county_clerk, school):
    """R-ZONE-01, R-ZONE-04: end here, begin there in one act; a refused successor changes nothing."""
    unfit, successor = enlist(county_office, "无证", certified=False), enlist(county_office, "孙督学")
    with pytest.raises(RuleRefused, match="R-ROST-07"):
        hand_over(assigned, by=county_clerk, inspector=unfit, valid_from=TODAY(), reason="轮换")
    assert Assignment.objects.get().valid_to is None
    made = hand_over(Assignment.objects.get(), by=county_clerk, inspector=successor, valid_from=TODAY(), reason="轮换")
    assert list(Assignment.objects.current().of(school)) == [made]
    assert list(Assignment.objects.current(TODAY() - DAY).of(school)) == [assigned]
    with pytest.raises(RuleRefused):
        hand_over(made, by=county_clerk, inspector=successor, valid_from=TODAY(), reason="同一人")


def test_all_schools_of_one_go_to_another_in_one_act(schools, county_inspector, county_office, county_clerk):
    """R-TERM-01, journey J10: after the end of a term."""
    five, successor = schools(), enlist(county_office, "孙督学")
    held = assign_schools(county_inspector, by=county_clerk, schools=five, valid_from=TODAY() - 30 * DAY)
    county_inspector.terms.update(ends_on=TODAY() - DAY)
    assert Institution.objects.in_operation().uncovered().count() == 5
    hand_over_schools(
        county_inspector, by=county_clerk, assignments=held, successor=successor, valid_from=TODAY(), reason="聘期届满",
    )
    assert Institution.objects.in_operation().uncovered().count() == 0
    assert set(Assignment.objects.current().values_list("inspector__name", flat=True)) == {"孙督学"}


def test_exit_ends_the_assignments(assigned, county_inspector, county_director):
    """R-EXIT-02: nobody who left the roster stays responsible."""
    exit_roster(county_inspector, by=county_director, reason="health", on=TODAY() - DAY, note="病退")
    assigned.refresh_from_db()
    assert assigned.valid_to == TODAY() - DAY
    again = Inspector.objects.get(pk=county_inspector.pk)
    assert "R-EXIT-02" in {reason.rule for reason in check_assignment(again, assigned.school, TODAY())}


def test_every_school_without_an_inspector_in_term_is_uncovered(schools, assigned, school, county_inspector):
    """R-ZONE-03: private ones and kindergartens too, colleges not; an inspector out of term covers nothing."""
    garden, college = schools(1, "kindergarten"), organization(school.area, "学院", "school")
    School.objects.create(organization=college, stage="higher", sponsor="public", managing_level="city", **school.scope)
    assert [one.name for one in Institution.objects.in_operation().uncovered()] == [garden[0].name]
    county_inspector.terms.update(ends_on=TODAY() - DAY)
    assert school.pk in Institution.objects.in_operation().uncovered().values_list("pk", flat=True)


def test_area_may_ask_for_two_inspectors_a_school(assigned, school):
    """R-RATIO-03.per_school: Shanghai's two."""
    rows = Institution.objects.in_operation()
    assert [one.pk for one in rows.uncovered(least=2)] == [school.pk]
    assert not rows.uncovered(least=1).exists()


@pytest.mark.parametrize(("schools_held", "is_warned"), [(5, False), (6, True)])
def test_load_above_the_usual_is_warned_of_not_stopped(schools_held, is_warned, county_inspector):
    """R-RATIO-03: about five."""
    assert bool(load_warning(county_inspector, schools_held)) is is_warned


@pytest.mark.parametrize(("size", "is_warned"), [(20, False), (21, True)])
def test_zone_above_twenty_is_warned_of_not_stopped(size, is_warned, zone):
    """R-ZONE-02."""
    assert bool(size_warning(zone, size)) is is_warned


def test_foreign_county_cannot_touch_a_zone(zone, other_clerk, assigned, schools):
    with pytest.raises(Refused):
        add_schools(zone, by=other_clerk, schools=schools(1), valid_from=TODAY())
    with pytest.raises(Refused):
        end_assignment(assigned, by=other_clerk, on=date(2026, 1, 1), note="x")
