"""The rights of the committee's yearly work: the table, the pages and the rows agree."""
import pytest

from committees import models, workflow
from committees.views import composition, matters, meetings, plans
from inspectorate.register import rights
from inspectorate.register.states import Role
from tests.committees.test_year_pages import fill

pytestmark = pytest.mark.django_db
ROWS = (models.Meeting, models.Resolution, models.AnnualPlan, models.PlanItem, models.MajorMatter)
RESOURCES = {model.RESOURCE for model in ROWS}
VERBS = {
    "meeting": meetings.VERBS, "resolution": meetings.RESOLUTION_VERBS, "annual_plan": (*plans.VERBS, plans.START),
    "plan_item": plans.ITEM_VERBS, "major_matter": (*matters.VERBS, matters.REPORT),
}
HOLDERS = {
    Role.COUNTY_DIRECTOR: "county_office", Role.COUNTY_CLERK: "county_office", Role.SCHOOL: "school",
    Role.GOVERNMENT: "county", Role.LIAISON: "bureau", Role.CHAIR: "government", Role.PART_TIME_INSPECTOR: "bureau",
}
GROUPS = {"government_group": "government", "school_group": "school", "monitoring_group": "monitoring"}


def test_every_right_is_a_verb_and_every_verb_a_right():
    granted = {(row.resource, verb) for row in rights.table() if row.resource in RESOURCES for verb in row.verbs}
    acts = {pair for pair in granted if pair[1] not in {"view", "export"}}
    assert acts == {(name, verb.name) for name, verbs in VERBS.items() for verb in verbs}
    assert all(callable(getattr(workflow, verb)) for _name, verb in acts)
    assert all(verb.act is getattr(workflow, verb.name) for verbs in VERBS.values() for verb in verbs)
    assert meetings.PLAN in composition.VERBS


@pytest.mark.parametrize("role", Role.values)
def test_what_may_be_done_is_what_is_listed(role, year):
    """can(), permitted() and allowed() answer alike for every role, row and verb."""
    fill(year, 1)
    stage = year.stage
    post = stage.post(role, getattr(stage, HOLDERS.get(role, "office")), group=GROUPS.get(role, ""))
    for model in ROWS:
        verbs = {"view", "export", *(verb.name for verb in VERBS[model.RESOURCE])}
        row = model.objects.first()
        listed = {verb for verb in verbs if model.objects.permitted(post, verb).filter(pk=row.pk).exists()}
        assert {verb for verb in verbs if rights.can(post, verb, row)} == listed
        assert rights.allowed(post, row) & verbs == listed
        assert "view" in listed or not listed


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin", "assessor", "discipline_viewer"])
def test_who_has_no_part_in_it_has_no_right(role):
    """Permissions §5.1: the three administrators see no business content."""
    assert not any(row.role == role and row.resource in RESOURCES for row in rights.table())
