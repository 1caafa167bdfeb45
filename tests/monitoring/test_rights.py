"""The rights of returns: the table, the pages and the rows agree (permissions §5.2, §5.3 "Monitoring raw data")."""
import pytest

from inspectorate.register import rights
from inspectorate.register.states import Role
from monitoring import workflow
from monitoring.models import Return, ReturnForm
from monitoring.views import forms, returns

from .growing import grow_returns

pytestmark = pytest.mark.django_db
ROWS = (ReturnForm, Return)
RESOURCES = {model.RESOURCE for model in ROWS}
VERBS = {"return_form": (*forms.VERBS, forms.DRAFT), "return": returns.VERBS}
HOLDERS = {
    Role.COUNTY_DIRECTOR: "county_office", Role.COUNTY_CLERK: "county_office", Role.SCHOOL: "school",
    Role.GOVERNMENT: "county", Role.LIAISON: "bureau", Role.CHAIR: "government", Role.PART_TIME_INSPECTOR: "bureau",
}
GROUPS = {"government_group": "government", "school_group": "school", "monitoring_group": "monitoring"}
WORK = {"fill_return", "submit_return"}
ANSWERS = {"accept_return", "send_back_return", "reopen_return"}
# Permissions: who reads, and what each may do besides, of a county's return and of a school's in that county.
MAY = {
    "director": ({"view", "export"}, {"view", "export"}),
    "government_group": ({"view"}, {"view"}),
    "school_group": ({"view"}, {"view"}),
    "general_group": ({"view"}, {"view"}),
    "monitoring_group": ({"view", "export"} | ANSWERS, {"view", "export"} | ANSWERS),
    "full_time_inspector": ({"view"}, {"view"}),
    "county_director": ({"view", "submit_return"}, {"view", "submit_return"}),
    "county_clerk": ({"view"} | WORK, {"view"} | WORK),
    "school": (set(), {"view"} | WORK),
}


def post_of(role, stage):
    return stage.post(role, getattr(stage, HOLDERS.get(role, "office")), group=GROUPS.get(role, ""))


def test_every_right_is_a_verb_and_every_verb_a_right():
    granted = {(row.resource, verb) for row in rights.table() if row.resource in RESOURCES for verb in row.verbs}
    acts = {pair for pair in granted if pair[1] not in {"view", "export"}}
    assert acts == {(name, verb.name) for name, verbs in VERBS.items() for verb in verbs}
    assert all(verb.act is getattr(workflow, verb.name) for verbs in VERBS.values() for verb in verbs)


@pytest.mark.parametrize("role", Role.values)
def test_returns_may_be_read_and_worked_on_as_the_permissions_say(role, stage):
    """Permissions §5.2, §5.3."""
    grow_returns(stage, 1)
    post = post_of(role, stage)
    found = tuple(rights.allowed(post, Return.objects.get(unit=unit)) for unit in (stage.county_office, stage.school))
    assert found == MAY.get(role, (set(), set()))


@pytest.mark.parametrize("role", Role.values)
def test_what_may_be_done_is_what_is_listed(role, stage):
    """can(), permitted() and allowed() answer alike for every role, row and verb."""
    grow_returns(stage, 1)
    post = post_of(role, stage)
    for model in ROWS:
        verbs = {"view", "export", *(verb.name for verb in VERBS[model.RESOURCE])}
        row = model.objects.first()
        listed = {verb for verb in verbs if model.objects.permitted(post, verb).filter(pk=row.pk).exists()}
        assert {verb for verb in verbs if rights.can(post, verb, row)} == listed
        assert rights.allowed(post, row) & verbs == listed
        assert "view" in listed or not listed


def test_liaison_and_government_answer_for_their_own_unit_alone(stage):
    grow_returns(stage, 1)
    for role, unit in (("liaison", stage.bureau), ("government", stage.county)):
        post = stage.post(role, unit)
        assert not Return.objects.visible_to(post).exists()
        Return.objects.filter(unit=stage.school).update(unit=unit)
        assert rights.allowed(post, Return.objects.get(unit=unit)) == {"view"} | WORK
        Return.objects.filter(unit=unit).update(unit=stage.school)


def test_other_counties_and_schools_see_nothing(stage):
    grow_returns(stage, 1)
    for post in (stage.post("county_clerk", stage.other_office), stage.post("school", stage.other_school)):
        assert not Return.objects.visible_to(post).exists()


def test_counties_read_the_forms_of_their_city_once_they_are_put_in_force(stage):
    grow_returns(stage, 1)
    clerk = stage.post("county_clerk", stage.county_office)
    assert rights.allowed(clerk, ReturnForm.objects.get()) == {"view"}
    ReturnForm.objects.update(city="230800")
    assert not ReturnForm.objects.visible_to(clerk).exists()
    ReturnForm.objects.update(city="231000", state="draft", approved_at=None, approved_by=None)
    assert not ReturnForm.objects.visible_to(clerk).exists()


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin", "chair", "part_time_inspector",
                                  "assessor", "discipline_viewer"])  # fmt: skip
def test_who_has_no_part_in_it_has_no_right(role):
    """Permissions §5.1: the three administrators see no business content."""
    assert not any(row.role == role and row.resource in RESOURCES for row in rights.table())
