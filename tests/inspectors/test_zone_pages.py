"""Pages of zones, schools and assignments: who sees what, what they cost, every verb from its form."""
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inspectorate.register.models import School
from inspectorate.register.states import Role
from inspectors.models import Assignment, Inspector, Interest, Zone, ZoneSchool
from inspectors.workflow import assign_inspector, draw_zone
from tests.inspectors.people import enlist, organization, read_cheaply, text

TODAY = timezone.localdate
LISTS = ["zone-list", "institution-list", "assignment-list"]
READERS = [
    Role.DIRECTOR, Role.CHAIR, Role.GOVERNMENT_GROUP, Role.SCHOOL_GROUP, Role.MONITORING_GROUP, Role.GENERAL_GROUP,
    Role.FULL_TIME_INSPECTOR,
]


@pytest.fixture
def populate(county, county_office, county_clerk):
    """Some zones, each with a school and its inspector."""

    def make(number):
        made = []
        for n in range(number):
            unit = organization(county, f"阳明区第{n + 7}小学", "school")
            School.objects.create(
                organization=unit, stage="primary", sponsor="public", managing_level="county", **county.scope
            )
            zone = draw_zone(by=county_clerk, office=county_office, name=f"{n}片区", valid_from=TODAY(), schools=[unit])
            person = enlist(county_office, f"督学{n}")
            made.append((zone, assign_inspector(unit, by=county_clerk, inspector=person, valid_from=TODAY())))
        return made

    return make


def send(client, name, data, *args):
    answer = client.post(reverse(name, args=args), data)
    form = answer.context["form"] if answer.status_code != 302 and answer.context else None
    assert answer.status_code == 302, form.errors if form else answer.status_code
    return answer


@pytest.mark.parametrize("role", READERS)
def test_office_and_full_timers_read_zones(role, populate, sign_in, hold, office):
    zone, assignment = populate(1)[0]
    client = sign_in(hold(role, office))
    for name in LISTS:
        assert assignment.school.name in text(client.get(reverse(name))) or name == "zone-list"
    for row in (zone, assignment):
        assert client.get(row.get_absolute_url()).status_code == 200
    assert client.get(reverse("institution-detail", args=[assignment.school_id])).status_code == 200


def test_part_timer_reads_his_own_schools_only(populate, sign_in, hold, county_office):
    """permissions §5.3: own zone."""
    (zone, mine), (other, foreign) = populate(2)
    post = hold(Role.PART_TIME_INSPECTOR, county_office)
    Inspector.objects.filter(pk=mine.inspector_id).update(user=post.user)
    client = sign_in(post)
    page = text(client.get(reverse("assignment-list")))
    assert mine.school.name in page
    assert foreign.school.name not in page
    assert client.get(zone.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(reverse("institution-detail", args=[mine.school_id])).status_code == 200


def test_school_reads_who_is_responsible_for_it(populate, sign_in, hold):
    """permissions §5.3: the school's own inspector, without a way into the roster."""
    (_zone, mine), (_other, foreign) = populate(2)
    client = sign_in(hold(Role.SCHOOL, mine.school))
    page = text(client.get(mine.get_absolute_url()))
    assert mine.inspector.name in page
    assert mine.inspector.get_absolute_url() not in page
    assert client.get(foreign.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.LIAISON, Role.DISCIPLINE_VIEWER])
def test_others_see_nothing(*, name, role, populate, sign_in, hold, office):
    _zone, assignment = populate(1)[0]
    assert assignment.school.name not in text(sign_in(hold(role, office)).get(reverse(name)))


QUERIES = {"zone-list": 12, "institution-list": 12, "assignment-list": 12}


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("name", LISTS)
def test_lists_cost_the_same_for_few_and_many(name, number, sign_in, populate, school_group):
    """L9."""
    populate(number)
    assert f"督学{number - 1}" in read_cheaply(sign_in(school_group), reverse(name), QUERIES[name])


@pytest.mark.parametrize("number", [1, 3])
def test_zone_page_costs_the_same_for_few_and_many(number, sign_in, populate, school_group):
    """L9: schools and people of one zone."""
    made = populate(number)
    zone = made[0][0]
    ZoneSchool.objects.update(zone=zone)
    page = read_cheaply(sign_in(school_group), zone.get_absolute_url(), 22)
    assert made[-1][1].inspector.name in page
    assert f"{number} schools of generally at most 20" in page


def test_zone_is_drawn_filled_assigned_and_given_up(sign_in, county_clerk, county_office, county_inspector, school):
    client = sign_in(county_clerk)
    data = {"office": county_office.pk, "name": "东片区", "valid_from": str(TODAY())}
    send(client, "zone-draw", data)
    zone = Zone.objects.get()
    send(client, "zone-add-schools", {"schools": [school.pk], "valid_from": str(TODAY())}, zone.pk)
    page = text(client.get(zone.get_absolute_url()))
    assert "1 of them without enough inspectors in term" in page
    form = client.get(reverse("zone-assign-zone", args=[zone.pk])).context["form"]
    assert form["schools"].initial == [school.pk]
    data = {"schools": [school.pk], "inspector": county_inspector.pk, "valid_from": str(TODAY())}
    send(client, "zone-assign-zone", data, zone.pk)
    page = text(client.get(zone.get_absolute_url()))
    assert "each has an inspector in term" in page
    assert county_inspector.name in page
    over = {"on": str(TODAY()), "note": "调整"}
    send(client, "zone-school-remove-school", over, ZoneSchool.objects.get().pk)
    send(client, "zone-close-zone", over, zone.pk)
    assert Zone.objects.get().valid_to == TODAY()


def test_uncovered_schools_are_found_and_assigned_in_bulk(sign_in, county_clerk, county_inspector, populate, school):
    """R-ZONE-03: five schools at once; the one with a ground against it is left with its reason."""
    made = populate(2)
    over = {"valid_from": TODAY() - timedelta(days=9), "valid_to": TODAY() - timedelta(days=1)}
    Assignment.objects.filter(pk=made[0][1].pk).update(**over)
    Interest.objects.create(
        inspector=county_inspector, organization=school, relation="head_is_relative", declared_on=TODAY()
    )
    client = sign_in(county_clerk)
    page = client.get(reverse("institution-list"), {"cover": "none"})
    rows = [line.row.pk for line in page.context["lines"]]
    assert set(rows) == {school.pk, made[0][1].school_id}
    data = {"ids": rows, "confirmed": "1", "inspector": county_inspector.pk, "valid_from": str(TODAY())}
    answer = client.post(reverse("institution-bulk-assign-inspector"), data)
    assert "R-RECUSE-01" in text(answer)
    assert Assignment.objects.get(inspector=county_inspector).school_id == made[0][1].school_id


def test_schools_are_assigned_and_handed_over_from_the_inspectors_page(
    sign_in, county_clerk, county_inspector, populate, school
):
    """Journey J10: all schools are ticked, the successor is proposed with his load."""
    made = populate(1)
    client = sign_in(county_clerk)
    data = {"schools": [school.pk, made[0][1].school_id], "valid_from": str(TODAY())}
    send(client, "inspector-assign-schools", data, county_inspector.pk)
    assert school.name in text(client.get(county_inspector.get_absolute_url()))
    page = client.get(reverse("inspector-hand-over-schools", args=[county_inspector.pk]))
    chosen = page.context["form"]["assignments"].initial
    assert len(chosen) == 2
    assert "1 school" in text(page)
    successor = enlist(county_inspector.office, "孙督学")
    data = {"assignments": chosen, "successor": successor.pk, "valid_from": str(TODAY()), "reason": "轮换"}
    send(client, "inspector-hand-over-schools", data, county_inspector.pk)
    assert Assignment.objects.current().filter(inspector=successor).count() == 2


def test_one_school_is_assigned_handed_over_and_left(sign_in, county_clerk, county_inspector, school):
    client = sign_in(county_clerk)
    data = {"inspector": county_inspector.pk, "valid_from": str(TODAY())}
    send(client, "institution-assign-inspector", data, school.pk)
    first = Assignment.objects.get()
    again = client.post(reverse("institution-assign-inspector", args=[school.pk]), data)
    assert again.status_code == 409
    successor = enlist(county_inspector.office, "孙督学")
    data |= {"inspector": successor.pk, "reason": "轮换"}
    send(client, "assignment-hand-over", data, first.pk)
    second = Assignment.objects.get(inspector=successor)
    send(client, "assignment-end-assignment", {"on": str(TODAY()), "note": "撤销"}, second.pk)
    assert not Assignment.objects.current(TODAY() + timedelta(days=1)).exists()
    assert not client.get(second.get_absolute_url()).context["primary"]


@pytest.mark.parametrize(("query", "found"), [
    ("county=231003", True), ("stage=primary", True), ("stage=junior", False), ("level=county", True),
    ("level=city", False), ("cover=none", False), ("cover=no_zone", False), ("q=小学", True), ("q=中学", False),
])
def test_schools_are_filtered(*, query, found, sign_in, school_group, populate, other_county):
    name = populate(1)[0][1].school.name
    assert (name in text(sign_in(school_group).get(f"{reverse('institution-list')}?{query}"))) is found


@pytest.mark.parametrize(("days", "is_due"), [(3 * 365 + 2, True), (3 * 365 - 2, False)])
def test_assignments_due_for_rotation_are_found(days, is_due, sign_in, school_group, populate):
    """R-ZONE-04: three years."""
    _zone, assignment = populate(1)[0]
    Assignment.objects.update(valid_from=TODAY() - timedelta(days=days))
    page = text(sign_in(school_group).get(reverse("assignment-list"), {"now": "long"}))
    assert (assignment.school.name in page) is is_due


@pytest.mark.parametrize("name", ["zone-draw"])
def test_verbs_need_their_right(name, sign_in, hold, office, populate):
    """T48."""
    zone, assignment = populate(1)[0]
    client = sign_in(hold(Role.GENERAL_GROUP, office))
    assert client.get(reverse(name)).status_code == 403
    assert client.get(reverse("zone-assign-zone", args=[zone.pk])).status_code == 403
    assert client.get(reverse("assignment-hand-over", args=[assignment.pk])).status_code == 403
    assert client.get(reverse("institution-assign-inspector", args=[assignment.school_id])).status_code == 403
