"""Who may do what to a hazard, role by role and state by state (permissions §5, S40)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inspectorate.register import rights
from inspectorate.register.rights import allowed, can
from inspectorate.register.states import Role
from supervision import workflow
from supervision.models import Hazard
from supervision.views import hazards as pages

from .ledger import Ledger

pytestmark = pytest.mark.django_db

KEEPS = {"view", "export", "enter_hazard", "check_removal", "reopen_hazard", "reassign_hazard", "draft_hazard_notice"}
HEAD = KEEPS | {"close_hazard", "void_hazard"}
READS = {"view"}
# post → what it may do to the city's general hazard, to its major one outside education, to one of the county's ledger
MATRIX = {
    "director": (HEAD, HEAD, READS | {"export"}),
    "officer": (HEAD, KEEPS, READS | {"export"}),
    "secretary": (READS | {"export"}, READS | {"export"}, READS | {"export"}),
    "chair": (READS, READS, READS),
    "government_officer": (READS, READS, READS),
    "monitor": (READS, READS, READS),
    "county_director": (READS | {"export"}, READS | {"export"}, HEAD),
    "clerk": (READS | {"export"}, READS | {"export"}, HEAD),
    "foreign_clerk": (set(), set(), set()),
    "inspector": (READS | {"enter_hazard"}, READS | {"enter_hazard"}, READS | {"enter_hazard"}),
    "leader": (READS, READS, READS),
    "colleague": (set(), set(), set()),
    "head": (READS | {"enter_hazard", "report_removal"}, READS | {"enter_hazard"},
             READS | {"enter_hazard", "report_removal"}),
    "foreign_head": (set(), set(), set()),
    "market_post": (set(), READS | {"report_removal"}, set()),
    "liaison": (set(), set(), set()),
    "mayor": (set(), set(), set()),
    "assessor": (set(), set(), set()),
    "discipline_viewer": (set(), set(), set()),
    "system_admin": (set(), set(), set()),
    "security_admin": (set(), set(), set()),
    "audit_admin": (set(), set(), set()),
}  # fmt: skip
OUTSIDE = ("head", "leader", "market_post")


@pytest.fixture(scope="module")
def ledger(city, visits):
    return Ledger(city)


@pytest.fixture(scope="module")
def posts(ledger):
    city = ledger.city
    made = {name: city.post(name) for name in
            ("assessor", "discipline_viewer", "system_admin", "security_admin", "audit_admin")}  # fmt: skip
    made |= {
        "monitor": city.post("monitoring_group", group="monitoring"),
        "foreign_clerk": city.post("county_clerk", city.other_office),
        "colleague": city.post("part_time_inspector", city.bureau),
        "foreign_head": city.post("school", city.other_school),
    }
    return {name: made.get(name) or getattr(ledger, name, None) or getattr(city, name) for name in MATRIX}


@pytest.fixture(scope="module")
def rows(ledger, posts):
    return (
        ledger.entered(), ledger.entered(**ledger.major(responsible=ledger.market)), ledger.entered(by=ledger.clerk)
    )  # fmt: skip


@pytest.mark.parametrize("name", MATRIX)
def test_each_role_may_do_just_this(posts, rows, name):
    """Also that list and single row agree."""
    assert tuple(allowed(posts[name], row) for row in rows) == MATRIX[name]
    for row, verbs in zip(rows, MATRIX[name], strict=True):
        seen = Hazard.objects.visible_to(posts[name]).filter(pk=row.pk).exists()
        assert seen == ("view" in verbs) == can(posts[name], "view", row)


def test_every_right_is_a_verb_and_every_verb_a_right():
    granted = {verb for row in rights.table() if row.resource == "hazard" for verb in row.verbs}
    verbs = (*pages.VERBS, pages.ENTER)
    assert granted - {"view", "export"} == {verb.name for verb in verbs}
    assert all(verb.act is getattr(workflow, verb.name) for verb in (*verbs, pages.OPEN))


def test_who_has_no_part_in_it_has_no_right():
    """Permissions §5.1: the three administrators and the discipline viewer see no hazard."""
    without = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.DISCIPLINE_VIEWER, Role.ASSESSOR}
    assert not any(row.role in without for row in rights.table() if row.resource == "hazard")


def test_mistaken_entry_is_seen_by_the_offices_only(ledger, posts, rows):
    workflow.void_hazard(ledger.again(rows[0]), by=ledger.director, note="误录")
    assert not [name for name in OUTSIDE if can(posts[name], "view", rows[0])]
    assert can(ledger.clerk, "view", rows[0])


def test_county_takes_no_part_in_the_city_s_checks(ledger, rows):
    """R-SAFE-09: the office that keeps the ledger checks."""
    ledger.reported(rows[0])
    assert "check_removal" not in allowed(ledger.clerk, rows[0])
    assert "check_removal" in allowed(ledger.officer, rows[0])


def test_part_time_inspector_sees_hazards_while_responsible_for_the_school(ledger, visits, posts, rows):
    """Permissions 5.4.4: rights end with the assignment; what is written of the school later is his successor's."""
    assert can(posts["leader"], "view", rows[0])
    ended = timezone.localdate() - timedelta(days=1)
    type(visits.assignment).objects.filter(pk=visits.assignment.pk).update(valid_to=ended)
    assert not can(posts["leader"], "view", rows[0])
    assert not Hazard.objects.visible_to(posts["leader"]).exists()
