"""Pages of committees: composition by day, vacancies, titles by area, forms, and who sees them."""
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from committees.models import Committee, Liaison, Membership
from inspectorate.register.models import Area
from inspectorate.register.states import Role
from tests.inspectors.people import organization, text

READERS = {
    Role.CHAIR, Role.DIRECTOR, Role.GOVERNMENT_GROUP, Role.SCHOOL_GROUP, Role.MONITORING_GROUP, Role.GENERAL_GROUP,
    Role.FULL_TIME_INSPECTOR, Role.LIAISON, Role.COUNTY_DIRECTOR, Role.COUNTY_CLERK,
}
FROM = date(2021, 8, 18)


def entered(government, name="牡丹江市人民政府教育督导委员会"):
    return Committee.objects.create(organization=government, name=name, founded_on=FROM, **government.area.scope)


@pytest.fixture
def committee(government):
    return entered(government)


@pytest.fixture
def units(committee, city):
    def make(number):
        for n in range(1, number + 1):
            unit = organization(city, f"市第{n}局", "department")
            Membership.objects.create(committee=committee, role="member_unit", organization=unit, order=n,
                                      valid_from=FROM, **committee.scope)

    return make


@pytest.mark.parametrize("role", Role.values)
def test_detail_opens_for_readers(role, sign_in, hold, office, committee):
    answer = sign_in(hold(role, office)).get(committee.get_absolute_url())
    assert answer.status_code == (200 if role in READERS else 404)


def test_county_sees_its_own_committee_only(sign_in, county_clerk, committee, county, other_county):
    own = entered(organization(county, "阳明区人民政府", "government"), "阳明区委员会")
    foreign = entered(organization(other_county, "林口县人民政府", "government"), "林口县委员会")
    client = sign_in(county_clerk)
    page = text(client.get(reverse("committee-list")))
    assert own.get_absolute_url() in page
    assert foreign.name not in page
    assert committee.get_absolute_url() not in page
    assert client.get(foreign.get_absolute_url()).status_code == 404


def test_composition_is_shown_for_the_day_asked_for(sign_in, director, committee):
    for name, start, end in (("甲", FROM, date(2023, 6, 30)), ("乙", date(2023, 7, 1), None)):
        Membership.objects.create(committee=committee, role="chair", order=1, position="副市长", person_name=name,
                                  valid_from=start, valid_to=end, **committee.scope)
    client, address = sign_in(director), committee.get_absolute_url()
    today, past = text(client.get(address)), text(client.get(address, {"on": "2022-01-01"}))
    assert "副市长 乙" in today
    assert "副市长 甲" not in today
    assert "副市长 甲" in past
    assert "Composition on 2022-01-01" in past
    wrong = client.get(address, {"on": "yesterday"})
    assert wrong.status_code == 200
    assert "副市长 乙" in text(wrong)


def test_vacant_liaison_posts_are_named(sign_in, director, committee, units):
    """R-ORG-07."""
    units(2)
    seat = committee.members.get(order=1)
    Liaison.objects.create(membership=seat, person_name="丁科长", office_phone="0453-6171234", valid_from=FROM,
                           **committee.scope)
    page = text(sign_in(director).get(committee.get_absolute_url()))
    assert "丁科长" in page
    assert "1 member unit has named no liaison officer" in page
    assert "市第2局" in page
    assert committee.name in text(sign_in(director).get(reverse("committee-list"), {"vacant": "yes"}))
    Liaison.objects.create(membership=committee.members.get(order=2), person_name="x", office_phone="1",
                           valid_from=FROM, **committee.scope)
    assert committee.get_absolute_url() not in text(sign_in(director).get(reverse("committee-list"), {"vacant": "yes"}))


TITLES = {
    "inspector": "Inspector, deputy inspector", "chief_inspector": "Chief inspector, deputy chief inspector",
}


@pytest.mark.parametrize("value", TITLES)
def test_title_of_chief_inspectors_is_the_area_s(value, sign_in, director, committee, rule):
    """R-ORG-05: never one place's word for another's."""
    rule(committee.organization.area, "R-ORG-05", value)
    Membership.objects.create(committee=committee, role="chief_inspector", order=1, position="市教育局督学",
                              valid_from=FROM, **committee.scope)
    assert f"<h3>{TITLES[value]}" in text(sign_in(director).get(committee.get_absolute_url()))


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_for_few_and_many(number, sign_in, director, committee, units):
    """L9."""
    units(number)
    county = Area.objects.create(code="231003", name="阳明区", level="county")
    entered(organization(county, "阳明区人民政府", "government"), "阳明区委员会")
    client = sign_in(director)
    for address, queries in ((reverse("committee-list"), 10), (committee.get_absolute_url(), 12)):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        assert len(captured) <= queries


def send(client, name, data, *args):
    answer = client.post(reverse(name, args=args), data)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def test_general_affairs_writes_a_committee_from_its_forms(sign_in, general_group, government, city):
    unit = organization(city, "牡丹江市财政局", "department", short_name="市财政局")
    client = sign_in(general_group)
    founding = {"organization": government.pk, "name": "市教育督导委员会", "founded_on": "2021-08-18"}
    send(client, "committee-found", founding)
    committee = Committee.objects.get()
    seat = {"role": "member_unit", "organization": "市财政局", "valid_from": "2021-08-18"}
    send(client, "committee-add-member", seat, committee.pk)
    member = committee.members.get()
    assert member.organization == unit
    officer = {"person_name": "丁", "office_phone": "0453-6171234", "valid_from": "2022-01-01"}
    officer["user"] = general_group.user.username
    send(client, "membership-replace-liaison", officer, member.pk)
    assert Liaison.objects.get().user == general_group.user
    send(client, "membership-end-member", {"on": "2024-01-01"}, member.pk)
    assert committee.members.get().valid_to == date(2024, 1, 1)


def test_seat_without_anybody_is_refused_beside_the_field(sign_in, general_group, committee):
    data = {"role": "vice_chair", "valid_from": "2021-08-18"}
    answer = sign_in(general_group).post(reverse("committee-add-member", args=[committee.pk]), data)
    assert answer.status_code == 422
    assert "Say who sits here" in text(answer)


def test_reader_is_offered_no_act(sign_in, director, committee, units):
    units(1)
    client = sign_in(director)
    page = text(client.get(committee.get_absolute_url()))
    assert "add-member" not in page
    assert "end-member" not in page
    assert client.get(reverse("committee-add-member", args=[committee.pk])).status_code == 403
    assert client.get(reverse("membership-end-member", args=[committee.members.get().pk])).status_code == 403
