"""The roster: entries, corrections, exits, private numbers, and who sees whom."""
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from inspectorate.duties.models import Duty
from inspectorate.register.models import Post
from inspectorate.register.rights import Refused, can
from inspectorate.register.states import Role
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused
from inspectors.models import Certificate, Inspector, Interest, Term
from inspectors.workflow import amend, exit_roster, register_inspector, start_term
from tests.inspectors.people import PROFILE, enlist


def enter(by, office, **changes):
    facts = {**PROFILE, "name": "周督学", "appointment_document": "牡政任〔2024〕1号"}
    return register_inspector(by=by, office=office, registered_on=timezone.localdate(), **{**facts, **changes})


def test_registered_inspector_belongs_to_the_office_s_area(school_group, office):
    """R-ROST-08."""
    inspector = enter(school_group, office)
    assert (inspector.city, inspector.county) == ("231000", "")
    assert Event.objects.of(inspector).get().verb == "register_inspector"


@pytest.mark.parametrize(("changes", "missing"), [
    ({"degree": "junior_college"}, 1), ({"years_of_work": 9}, 1), ({"degree": "junior_college", "years_of_work": 3}, 2),
])
def test_degree_and_years_are_checked(changes, missing, school_group, office):
    """R-ROST-02: bachelor or above, ten years or more; all that is missing is named at once."""
    with pytest.raises(RuleRefused) as refused:
        enter(school_group, office, **changes)
    assert refused.value.rule == "R-ROST-02"
    assert str(refused.value).count("。") + str(refused.value).count(".") == missing


def test_ten_years_are_enough(school_group, office):
    """R-ROST-02, R-TIME-05: "or more" includes the figure."""
    assert enter(school_group, office, years_of_work=10).pk


def test_senior_title_stands_for_the_degree_where_the_area_says_so(school_group, office, city, rule):
    """R-ROST-02.senior_title."""
    facts = {"degree": "junior_college", "has_senior_title": True}
    with pytest.raises(RuleRefused):
        enter(school_group, office, **facts)
    rule(city, "R-ROST-02.senior_title", value=True)
    assert enter(school_group, office, **facts).pk


def test_county_clerk_enters_for_her_county_only(county_clerk, county_office, other_office):
    assert enter(county_clerk, county_office).county == "231003"
    with pytest.raises(Refused):
        enter(county_clerk, other_office)
    assert Inspector.objects.count() == 1


def test_change_of_employer_declares_the_former_one(school_group, office, school):
    """R-RECUSE-02: employment history is kept without anybody thinking of it."""
    inspector = enlist(office, organization=school)
    amend(inspector, by=school_group, organization=None)
    tie = Interest.objects.get()
    assert (tie.organization, tie.relation, tie.until) == (school, "formerly_employed", timezone.localdate())


def test_correction_without_a_change_is_refused(school_group, inspector):
    with pytest.raises(RuleRefused):
        amend(inspector, by=school_group, title=inspector.title, mobile=PROFILE["mobile"])


def test_correction_names_the_fields_and_never_the_number(school_group, inspector):
    amend(inspector, by=school_group, mobile="13999990000", title="正高级教师")
    event = Event.objects.of(inspector).last()
    assert event.payload["fields"] == ["mobile", "title"]
    assert "13999990000" not in str(event.payload)
    inspector.refresh_from_db()
    assert inspector.mobile.reveal() == "13999990000"


def test_mobile_is_encrypted_at_rest_and_left_out_of_the_history(inspector):
    """R-PUB-12, T06."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT mobile FROM inspectors_inspector WHERE id = %s", [inspector.pk])
        stored = cursor.fetchone()[0]
    history = {field.name for field in apps.get_model("inspectors", "InspectorEvent")._meta.get_fields()}
    assert PROFILE["mobile"] not in stored
    assert "name" in history
    assert "mobile" not in history


@pytest.mark.parametrize(("role", "is_plain"), [
    (Role.SCHOOL_GROUP, True), (Role.GENERAL_GROUP, True), (Role.DIRECTOR, False), (Role.GOVERNMENT_GROUP, False),
    (Role.MONITORING_GROUP, False), (Role.CHAIR, False), (Role.FULL_TIME_INSPECTOR, False), (Role.LIAISON, False),
])
def test_private_number_is_plain_for_few(role, is_plain, hold, office, inspector):
    assert can(hold(role, office), "view_mobile", inspector) is is_plain


def test_own_private_number_is_plain(hold, office, inspector):
    post = hold(Role.PART_TIME_INSPECTOR, office)
    Inspector.objects.filter(pk=inspector.pk).update(user=post.user)
    assert can(post, "view_mobile", inspector)


def test_exit_ends_term_certificate_duty_and_post(inspector, director, school_group, hold, office):
    """R-EXIT-01, R-EXIT-02, T08."""
    today = timezone.localdate()
    post = hold(Role.PART_TIME_INSPECTOR, office)
    Inspector.objects.filter(pk=inspector.pk).update(user=post.user)
    later = start_term(inspector, by=school_group, starts_on=today + timedelta(days=901), letter_number="2")
    inspector.refresh_from_db()
    exit_roster(inspector, by=director, reason="own_request", on=today, note="本人申请")
    tomorrow = today + timedelta(days=1)
    assert Inspector.objects.current(today).certified(today).contains(inspector)
    assert not Inspector.objects.current(tomorrow).contains(inspector)
    assert not Inspector.objects.current(later.starts_on).contains(inspector)
    assert not Inspector.objects.certified(tomorrow).contains(inspector)
    assert not Duty.objects.of(inspector).open().exists()
    assert not Post.objects.current().contains(post)


def test_exit_is_decided_once_and_by_the_head(inspector, director, school_group):
    """R-EXIT-01."""
    today = timezone.localdate()
    with pytest.raises(Refused):
        exit_roster(inspector, by=school_group, reason="neglect", on=today, note="x")
    with pytest.raises(RuleRefused):
        exit_roster(inspector, by=director, reason="neglect", on=today + timedelta(days=1), note="x")
    exit_roster(inspector, by=director, reason="neglect", on=today, note="x")
    with pytest.raises(MoveRefused):
        exit_roster(Inspector.objects.get(pk=inspector.pk), by=director, reason="neglect", on=today, note="x")
    with pytest.raises(RuleRefused):
        start_term(inspector, by=school_group, starts_on=today + timedelta(days=1), letter_number="3")


def test_each_inspectorate_sees_its_own(inspector, county_inspector, county_clerk, other_clerk, school_group):
    """T02: the city sees all, a county its own people, another county nobody."""
    def names(post):
        return set(Inspector.objects.visible_to(post).values_list("name", flat=True))

    assert names(school_group) == {inspector.name, county_inspector.name}
    assert names(county_clerk) == {county_inspector.name}
    assert names(other_clerk) == set()
    assert names(None) == set()


@pytest.mark.parametrize("model", [Term, Certificate, Interest])
def test_parts_of_a_person_follow_her_visibility(model, county_inspector, county_clerk, other_clerk, school):
    Interest.objects.create(
        inspector=county_inspector, organization=school, relation="other", declared_on=timezone.localdate(),
        **county_inspector.scope,
    )
    assert model.objects.visible_to(county_clerk).exists()
    assert not model.objects.visible_to(other_clerk).exists()


@pytest.mark.parametrize("role", Role.values)
def test_list_and_single_answer_agree(role, hold, office, inspector, county_inspector):
    """T11: `visible_to` and `can` are one rule for every role."""
    post = hold(role, office)
    visible = set(Inspector.objects.visible_to(post))
    assert visible == {row for row in (inspector, county_inspector) if can(post, "view", row)}
    if role in {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}:
        assert not visible
