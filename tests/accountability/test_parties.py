"""Who holds an interview, and who gets its record: by the kind of target and the area's rules."""

import pytest

from accountability import workflow
from accountability.workflow import parties
from inspectorate.register.models import Area, Organization
from inspectorate.rulebook import catalogue
from inspectorate.trail.workflow import RuleRefused

from .chain import bind_as_in

pytestmark = pytest.mark.django_db
MUDANJIANG, ZIYANG = "231000", "512000"


def named(city, *names):
    """Organisations of the city by name of attribute."""
    return [getattr(city, name) for name in names]


@pytest.mark.parametrize(
    ("place", "target", "hosts"),
    [
        (MUDANJIANG, "school", ("office", "bureau")),
        (MUDANJIANG, "county", ("office", "organisation")),
        (MUDANJIANG, "county_bureau", ("office",)),
        (MUDANJIANG, "finance", ("office",)),
        (ZIYANG, "school", ("office", "county_office")),
        (ZIYANG, "county", ("office", "organisation")),
        (ZIYANG, "county_bureau", ("office", "county_office")),
        (ZIYANG, "finance", ("office", "organisation")),
    ],
)
def test_hosts_by_kind_of_target(bare, city, place, target, hosts):
    """R-ACC-11, R-ACC-12: the matrix of target and area; Ziyang's city inspectorate is the office itself."""
    bind_as_in(city.area, place)
    case = bare.case(unit=getattr(city, target))
    assert parties.required_hosts(case) == named(city, *hosts)


@pytest.mark.parametrize(
    ("place", "target", "needed"),
    [(MUDANJIANG, "county", True), (MUDANJIANG, "school", False), (ZIYANG, "finance", True)],
)
def test_departments_concerned_are_the_approvers_choice(bare, city, place, target, needed):
    """R-ACC-11: three parties for a county; the third is named case by case."""
    bind_as_in(city.area, place)
    case = bare.case(unit=getattr(city, target))
    assert parties.needs_departments(case) is needed


@pytest.mark.parametrize(
    ("place", "target", "recipients"),
    [
        (MUDANJIANG, "school", ("county_party", "county", "upper")),
        (MUDANJIANG, "finance", ("party", "government", "upper")),
        (ZIYANG, "school", ("county_party", "county", "upper_department")),
    ],
)
def test_record_goes_where_the_area_says(bare, city, place, target, recipients):
    """R-ACC-13: party committee and government where the unit is; upward the inspectorate or the department."""
    bind_as_in(city.area, place)
    city.upper_department = city.unit("黑龙江省教育厅", "department", city.province, function="education")
    case = bare.case(unit=getattr(city, target))
    assert parties.record_recipients(case) == named(city, *recipients)


@pytest.mark.parametrize(
    ("lost", "target", "rule"),
    [
        ("organisation", "county", "R-ACC-11.county_government"),
        ("bureau", "school", "R-ACC-12.school"),
        ("county_party", "school", "R-ACC-13"),
    ],
)
def test_missing_unit_is_named_in_words(bare, city, lost, target, rule):
    """R-ACC-11, R-ACC-12, R-ACC-13: the register lacks a unit: a sentence says which one, in words of the office."""
    Organization.objects.filter(pk=getattr(city, lost).pk).update(kind="third_party", function="")
    case = bare.case(unit=getattr(city, target))
    with pytest.raises(RuleRefused) as refused:
        (parties.record_recipients if rule == "R-ACC-13" else parties.required_hosts)(case)
    assert refused.value.rule == rule
    assert any(str(label) in str(refused.value) for _name, label in catalogue.find(rule).choices)


def test_unit_of_a_town_answers_to_its_county(city):
    """R-ACC-13: party committee and government are the county's."""
    town = Area.objects.create(code="231083001", name="横道镇", level="town", parent=city.county_area)
    school = Organization(name="横道小学", kind="school", area=town)
    assert parties.home_area(school) == city.county_area


MEASURES = {
    "R-ACC-10": (workflow.propose_interview, {"grounds": ["inaction"], "reason": "一"}),
    "R-ACC-15": (workflow.propose_circular, {"reason": "一", "facts": "二", "demands": "三"}),
    "R-ACC-18": (workflow.propose_action, {"target": "unit", "situations": ["duties"], "reason": "一"}),
}


@pytest.mark.parametrize("rule", MEASURES)
@pytest.mark.parametrize("state", ["opened", "feedback_given", "defence_open", "defence_closed"])
def test_measure_waits_for_the_letter(bare, city, rule, state):
    """R-ACC-10, R-ACC-15, R-ACC-18: nobody is called to account for what nobody was told."""
    propose, facts = MEASURES[rule]
    with pytest.raises(RuleRefused) as refused:
        propose(bare.case(state), by=city.officer, **facts)
    assert refused.value.rule == rule
    assert propose(bare.case("opinion_issued"), by=city.officer, **facts).state == "proposed"
