"""The rights of zones, training and the audits: the table, the pages and the rows agree."""
from datetime import date

import pytest

from inspectorate.register import rights
from inspectorate.register.states import Role
from inspectors import workflow
from inspectors.models import (
    Assignment,
    AuditedInspector,
    Course,
    Institution,
    RosterCheck,
    TrainingRecord,
    Zone,
    ZoneSchool,
)
from inspectors.views import audits, training, zones
from tests.inspectors.people import enlist

DAY = date(2026, 1, 5)
VERBS = {
    "zone": (
        zones.DRAW, *zones.ZONE_VERBS, *zones.MEMBERSHIP_VERBS, *zones.COVER_VERBS, *zones.ASSIGNMENT_VERBS,
    ),
    "training": (training.PLAN, *training.COURSE_VERBS, training.RECORD, *training.RECORD_VERBS),
    "roster_audit": audits.CHECK_VERBS,
}
BESIDE = {"view", "export"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(county_office, school):
    """One row of each model, in a county."""
    scope = county_office.scope
    person = enlist(county_office)
    zone = Zone.objects.create(office=county_office, name="东片区", valid_from=DAY, **scope)
    facts = {"title": "培训", "mode": "online", "hours": 4}
    course = Course.objects.create(
        office=county_office, tier="local", content="policy", starts_on=DAY, ends_on=DAY, organiser="x", **facts,
        **scope,
    )
    return [
        zone, course, Institution.objects.get(pk=school.pk), AuditedInspector.objects.get(pk=person.pk),
        ZoneSchool.objects.create(zone=zone, school=school, valid_from=DAY, **scope),
        Assignment.objects.create(inspector=person, school=school, valid_from=DAY, **scope),
        TrainingRecord.objects.create(inspector=person, course=course, completed_on=DAY, **facts, **scope),
        RosterCheck.objects.create(
            office=county_office, kind="cover", period="2026-01-05", opened_on=DAY, short=1, **scope
        ),
    ]


def test_every_right_is_a_verb_and_every_verb_a_right():
    granted = {(row.resource, verb) for row in rights.table() if row.resource in VERBS for verb in row.verbs}
    acts = {pair for pair in granted if pair[1] not in BESIDE}
    assert acts == {(name, verb.name) for name, verbs in VERBS.items() for verb in verbs}
    assert all(verb.act is getattr(workflow, verb.name) for verbs in VERBS.values() for verb in verbs)


@pytest.mark.parametrize("place", ["office", "county_office", "other_office"])
@pytest.mark.parametrize("role", Role.values)
def test_what_may_be_done_is_what_is_listed(role, place, rows, hold, request):
    """can(), permitted() and allowed() answer alike for every role, row and verb; a foreign county sees nothing."""
    post = hold(role, request.getfixturevalue(place))
    for row in rows:
        verbs = {verb.name for verb in VERBS[row.RESOURCE]} | {"view", "export"}
        model = type(row)
        listed = {verb for verb in verbs if model.objects.permitted(post, verb).filter(pk=row.pk).exists()}
        assert {verb for verb in verbs if rights.can(post, verb, row)} == listed
        assert rights.allowed(post, row) & verbs == listed
        assert "view" in listed or not listed
        assert not listed or place != "other_office"


@pytest.mark.parametrize("role", [
    "system_admin", "security_admin", "audit_admin", "assessor", "discipline_viewer", "liaison",
])
def test_who_has_no_part_in_it_has_no_right(role):
    """Permissions §5.1, §5.3."""
    assert not any(row.role == role and row.resource in VERBS for row in rights.table())
