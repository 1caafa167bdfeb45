"""Committees: seats, composition on any day, liaison officers, who decides."""
from datetime import date

import pytest

from committees.models import Committee, Liaison, Membership, chair_posts, member_unit
from committees.workflow import add_member, end_member, found_committee, propose_publication, replace_liaison
from inspectorate.register.rights import Refused
from inspectorate.register.states import Role
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import RuleRefused
from tests.inspectors.people import organization

FOUNDED = date(2021, 8, 18)


@pytest.fixture
def committee(general_group, government):
    return found_committee(
        by=general_group, organization=government, name="牡丹江市人民政府教育督导委员会",
        founding_document="牡政办发〔2021〕1号", founded_on=FOUNDED,
    )


@pytest.fixture
def seat(committee, general_group):
    def make(role="member_unit", valid_from=FOUNDED, **facts):
        return add_member(committee, by=general_group, role=role, valid_from=valid_from, **facts)

    return make


@pytest.fixture
def finance(city):
    return organization(city, "牡丹江市财政局", "department", short_name="市财政局", function="finance")


@pytest.fixture
def personnel(city):
    return organization(city, "中共牡丹江市委组织部", "department", short_name="市委组织部", function="organisation")


def labels(committee, on):
    return [seat.label for seat in committee.members.on(on).ranked().select_related("organization")]


def test_composition_of_a_past_day_never_changes(committee, seat, general_group, finance, personnel):
    """R-ORG-01, R-ORG-02: order as in the founding document, chair first."""
    seat(organization=personnel)
    unit = seat(organization=finance)
    chair = seat(role="chair", position="分管教育工作的副市长", person_name="甲")
    before = labels(committee, date(2022, 1, 1))
    assert before == ["分管教育工作的副市长 甲", "中共牡丹江市委组织部", "牡丹江市财政局"]
    end_member(chair, by=general_group, on=date(2023, 6, 30), note="工作变动")
    seat(role="chair", position="分管教育工作的副市长", person_name="乙", valid_from=date(2023, 7, 1))
    end_member(unit, by=general_group, on=date(2024, 1, 31))
    assert labels(committee, date(2022, 1, 1)) == before
    assert labels(committee, date(2023, 6, 30))[0] == "分管教育工作的副市长 甲"
    assert labels(committee, date(2024, 2, 1)) == ["分管教育工作的副市长 乙", "中共牡丹江市委组织部"]
    assert labels(committee, date(2020, 1, 1)) == []


def test_place_in_the_document_is_kept(seat, finance, personnel, committee):
    """R-ORG-02."""
    seat(organization=finance, order=9)
    seat(organization=personnel, order=1)
    assert labels(committee, FOUNDED) == ["中共牡丹江市委组织部", "牡丹江市财政局"]
    assert seat(organization=organization(finance.area, "市审计局", "department")).order == 10


def test_there_is_one_chair_at_a_time(seat, general_group):
    """R-ORG-01."""
    first = seat(role="chair", position="副市长")
    with pytest.raises(RuleRefused) as refused:
        seat(role="chair", position="另一位副市长", valid_from=date(2024, 1, 1))
    assert refused.value.rule == "R-ORG-01"
    end_member(first, by=general_group, on=date(2023, 12, 31))
    assert seat(role="chair", position="另一位副市长", valid_from=date(2024, 1, 1)).pk
    with pytest.raises(RuleRefused):
        seat(role="chair", position="补录", valid_from=date(2023, 6, 1))


def test_number_of_vice_chairs_is_a_setting(seat, rule, city):
    """R-ORG-01: two to three, by area."""
    rule(city, "R-ORG-01.vice_chairs_max", 2)
    seat(role="vice_chair", position="副秘书长")
    seat(role="vice_chair", position="教育局局长")
    with pytest.raises(RuleRefused):
        seat(role="vice_chair", position="总督学")


def test_unit_is_a_member_once(seat, finance, general_group):
    """R-ORG-02."""
    first = seat(organization=finance)
    with pytest.raises(RuleRefused):
        seat(organization=finance, valid_from=date(2024, 1, 1))
    end_member(first, by=general_group, on=date(2023, 12, 31))
    assert seat(organization=finance, valid_from=date(2024, 1, 1)).pk
    with pytest.raises(RuleRefused):
        seat()


def test_seat_ends_once_and_not_before_it_began(seat, finance, general_group):
    unit = seat(organization=finance)
    with pytest.raises(RuleRefused):
        end_member(unit, by=general_group, on=date(2021, 1, 1))
    end_member(unit, by=general_group, on=date(2024, 1, 1))
    with pytest.raises(RuleRefused):
        end_member(Membership.objects.get(pk=unit.pk), by=general_group, on=date(2025, 1, 1))
    assert Membership.objects.get().valid_to == date(2024, 1, 1)


def test_liaison_officer_follows_another_and_ends_with_the_unit(seat, finance, general_group):
    """R-ORG-07."""
    unit = seat(organization=finance)
    replace_liaison(unit, by=general_group, person_name="丁", office_phone="0453-1", valid_from=date(2022, 1, 1))
    replace_liaison(unit, by=general_group, person_name="戊", office_phone="0453-2", valid_from=date(2023, 1, 1))
    assert Liaison.objects.on(date(2022, 12, 31)).get().person_name == "丁"
    assert Liaison.objects.on(date(2023, 1, 1)).get().person_name == "戊"
    with pytest.raises(RuleRefused):
        replace_liaison(unit, by=general_group, person_name="己", office_phone="3", valid_from=date(2022, 6, 1))
    end_member(unit, by=general_group, on=date(2024, 5, 1))
    assert Liaison.objects.get(person_name="戊").valid_to == date(2024, 5, 1)


def test_vacancy_is_known_for_any_day(seat, finance, personnel, committee, general_group):
    """R-ORG-07: at least one liaison officer for each unit."""
    seat(organization=personnel)
    unit = seat(organization=finance)
    replace_liaison(unit, by=general_group, person_name="丁", office_phone="0453-1", valid_from=date(2022, 1, 1))

    def vacant(on):
        seats = committee.members.on(on).with_vacancy(on)
        return {seat.label for seat in seats if seat.lacks_liaison}

    assert vacant(date(2021, 9, 1)) == {"中共牡丹江市委组织部", "牡丹江市财政局"}
    assert vacant(date(2022, 1, 1)) == {"中共牡丹江市委组织部"}
    counted = Committee.objects.with_counts(date(2022, 1, 1)).get()
    assert (counted.units, counted.vacancies) == (2, 1)


def test_only_units_name_liaison_officers(seat, general_group):
    chair = seat(role="chair", position="副市长")
    with pytest.raises(RuleRefused):
        replace_liaison(chair, by=general_group, person_name="x", office_phone="1", valid_from=FOUNDED)


def test_chair_posts_are_those_of_seated_chairs(seat, hold, government, general_group, county):
    """R-ACC-23: chair or vice-chair only, and only while they sit."""
    post, stranger = (hold(Role.CHAIR, government, name=name) for name in ("mayor", "stranger"))
    chair = seat(role="chair", position="副市长", user=post.user)
    seat(role="chief_inspector", position="督学", user=stranger.user)
    city = government.area
    assert list(chair_posts(city)) == [post]
    assert not chair_posts(county).exists()
    end_member(chair, by=general_group, on=date(2024, 1, 1))
    assert not chair_posts(city).exists()
    assert list(chair_posts(city, date(2024, 1, 1))) == [post]


@pytest.mark.parametrize("key", ["organisation", "中共牡丹江市委组织部", "市委组织部"])
def test_member_unit_is_found_by_function_or_name(key, seat, personnel, finance, county):
    """R-ACC-11: co-hosts of an interview come from the composition."""
    city = personnel.area
    seat(organization=finance)
    seat(organization=personnel)
    assert member_unit(city, key) == personnel
    assert member_unit(county, key) is None
    assert member_unit(city, key, date(2020, 1, 1)) is None


def test_committee_belongs_to_one_government(committee, general_group, government, finance):
    """R-ORG-01."""
    for unit in (government, finance):
        with pytest.raises(RuleRefused):
            found_committee(by=general_group, organization=unit, name="x")
    assert Committee.objects.count() == 1


@pytest.mark.parametrize("name", ["director", "county_clerk", "school_group"])
def test_only_general_affairs_writes(name, request, committee, finance):
    with pytest.raises(Refused):
        add_member(
            committee, by=request.getfixturevalue(name), role="member_unit", organization=finance, valid_from=FOUNDED
        )
    assert not Membership.objects.exists()


def test_each_act_stands_in_the_committee_s_trail(seat, finance, committee, general_group):
    unit = seat(organization=finance)
    replace_liaison(unit, by=general_group, person_name="丁", office_phone="1", valid_from=FOUNDED)
    end_member(unit, by=general_group, on=date(2024, 1, 1))
    verbs = [event.verb for event in Event.objects.of(committee)]
    assert verbs == ["found_committee", "add_member", "replace_liaison", "end_member"]


def test_public_composition_names_people_and_units_but_no_liaison_officer(committee, seat, finance, general_group):
    """R-ORG-01, R-ORG-02: public; R-ORG-07: internal."""
    seat(role="chair", position="分管教育工作的副市长", person_name="甲")
    unit = seat(organization=finance)
    replace_liaison(unit, by=general_group, person_name="丁科长", office_phone="0453-6171234", valid_from=FOUNDED)
    copy = propose_publication(committee, by=general_group)
    assert copy.payload["persons"][0]["name"] == "甲"
    assert copy.payload["persons"][0]["role"] == "主任"
    assert copy.payload["units"] == [{"unit": "牡丹江市财政局"}]
    assert "丁科长" not in str(copy.payload)
    assert "6171234" not in str(copy.payload)


def test_empty_composition_is_not_published(committee, general_group):
    with pytest.raises(RuleRefused):
        propose_publication(committee, by=general_group)
