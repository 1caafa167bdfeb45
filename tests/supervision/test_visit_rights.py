"""Who may do what to visits and their problems, role by role and state by state (permissions §5.2, §5.3)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inspectorate.register.rights import allowed, can
from supervision import workflow
from supervision.models import Visit, VisitProblem

pytestmark = pytest.mark.django_db

OFFICE = {"plan_visit", "cancel_visit", "return_visit", "answer_visit_objection", "export"}
OWN = {"plan_visit", "arrive", "save_visit", "file_visit", "amend_visit", "cancel_visit"}
SAYS = {"reply_to_visit", "object_to_visit"}
SEES = {"open_hazard", "hand_over_problem", "settle_problem", "export"}
# post → what it may do to a visit: planned unannounced, under way, filed; and to a problem of the filed one
MATRIX = {
    "director": (OFFICE | {"view"}, OFFICE | {"view"}, OFFICE | {"view"}, SEES | {"view"}),
    "officer": (OFFICE | {"view"}, OFFICE | {"view"}, OFFICE | {"view"}, SEES | {"view"}),
    "secretary": (set(), set(), {"view", "export"}, {"view", "export"}),
    "chair": (set(), set(), {"view"}, {"view"}),
    "government_officer": (set(), set(), set(), set()),
    "monitor": (set(), set(), {"view"}, {"view"}),
    "county_clerk": (set(), set(), {"view"}, {"view"}),
    "foreign_clerk": (set(), set(), set(), set()),
    "leader": (OWN | {"view"}, OWN | {"view"}, OWN | {"view"}, {"view"}),
    "colleague": (set(), set(), set(), set()),
    "head": (set(), set(), {"view"} | SAYS, {"view"}),
    "foreign_head": (set(), set(), set(), set()),
    "liaison": (set(), set(), set(), set()),
    "mayor": (set(), set(), set(), set()),
    "system_admin": (set(), set(), set(), set()),
    "audit_admin": (set(), set(), set(), set()),
}


@pytest.fixture(scope="module")
def posts(visits):
    city = visits.city
    made = {
        "monitor": city.post("monitoring_group", group="monitoring"),
        "county_clerk": city.post("county_clerk", city.county_office),
        "foreign_clerk": city.post("county_clerk", city.other_office),
        "colleague": city.post("part_time_inspector", city.bureau),
        "foreign_head": city.post("school", city.other_school),
        "system_admin": city.post("system_admin"),
        "audit_admin": city.post("audit_admin"),
    }
    return {name: made.get(name) or getattr(city, name) for name in MATRIX}


@pytest.fixture(scope="module")
def rows(visits, posts, django_db_blocker):
    city, day = visits.city, timezone.localdate() + timedelta(days=1)
    plan = workflow.plan_visit(
        visits.school, by=city.officer, inspector=visits.inspector, planned_on=day, kind="unannounced"
    )
    filed = visits.filed(visits.found("danger"))
    return plan, visits.arrived(), filed, filed.problems.get()


@pytest.mark.parametrize("name", MATRIX)
def test_each_role_may_do_just_this(posts, rows, name):
    """R-VISIT-03, T01, T13: also that list and single row agree."""
    found = tuple(allowed(posts[name], row) for row in rows)
    assert found == MATRIX[name]
    for row, verbs in zip(rows, MATRIX[name], strict=True):
        seen = type(row).objects.visible_to(posts[name]).filter(pk=row.pk).exists()
        assert seen == ("view" in verbs) == can(posts[name], "view", row)


def test_own_county_office_does_the_offices_part(visits, posts, rows):
    """A visit of the county's own inspector is the county office's, its plan too."""
    visit = rows[0]
    Visit.objects.filter(pk=visit.pk).update(owner=visits.city.county_office)
    assert allowed(posts["county_clerk"], visit) == OFFICE | {"view"}
    assert "return_visit" not in allowed(posts["officer"], visit)


def test_next_inspector_of_a_school_sees_what_is_open_there(visits, posts, rows):
    """S23: whoever takes a school over finds its open problems."""
    inspector = visits.city.inspectors[1]
    type(inspector).objects.filter(pk=inspector.pk).update(user=posts["colleague"].user)
    visits.assign(visits.school, inspector)
    assert allowed(posts["colleague"], rows[3]) == {"view"}
    assert list(VisitProblem.objects.visible_to(posts["colleague"])) == [rows[3]]


@pytest.mark.parametrize(
    ("span", "sees"), [((0, 0), True), ((-30, None), True), ((-30, -1), False), ((1, None), False)]
)
def test_sight_of_a_schools_problems_begins_and_ends_with_the_assignment(visits, posts, rows, span, sees):
    """S23, permissions 5.4.4: a former inspector does not see what the next one finds, nor one who is to come."""
    inspector, today = visits.city.inspectors[1], timezone.localdate()
    type(inspector).objects.filter(pk=inspector.pk).update(user=posts["colleague"].user)
    first, last = (days if days is None else today + timedelta(days=days) for days in span)
    visits.assign(visits.school, inspector, valid_from=first, valid_to=last)
    assert VisitProblem.objects.visible_to(posts["colleague"]).exists() is sees
    assert can(posts["colleague"], "view", rows[3]) is sees


def test_ended_and_running_assignments_are_not_mixed(visits, posts, rows):
    """One row must be the person's and hold today: his own of last year and another's of now are no right."""
    inspector, today = visits.city.inspectors[1], timezone.localdate()
    type(inspector).objects.filter(pk=inspector.pk).update(user=posts["colleague"].user)
    visits.assign(visits.school, inspector, valid_from=today - timedelta(days=400), valid_to=today - timedelta(days=1))
    assert visits.assignment.valid_to is None
    assert not VisitProblem.objects.visible_to(posts["colleague"]).exists()


def test_author_keeps_sight_of_what_he_found(visits, posts, rows):
    """Past authorship stays when the school has gone to somebody else."""
    type(visits.assignment).objects.filter(pk=visits.assignment.pk).update(
        valid_to=timezone.localdate() - timedelta(days=1)
    )
    assert can(posts["leader"], "view", rows[3])
