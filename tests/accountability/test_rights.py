"""The rights table for every role and object: `can()`, `visible_to()` and `allowed()` agree with a plain reading."""

import re

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accountability import models, workflow
from inspectorate.desk.receivers import OUTSIDE
from inspectorate.documents import workflow as workflow_of_documents
from inspectorate.documents.models import Document
from inspectorate.duties.models import Duty
from inspectorate.lib.pages import url_prefix
from inspectorate.register import rights
from inspectorate.register.models import Organization
from inspectorate.register.states import Role
from supervision.models import AnnualListEntry, Inspection, SiteRecord
from tests.client import signed_in
from tests.stage import City

from .chain import Chain

pytestmark = pytest.mark.django_db
LISTED = [
    AnnualListEntry,
    Inspection,
    models.Case,
    models.RectificationItem,
    models.InspectionReport,
    models.SuperviseNotice,
    models.Interview,
    models.Circular,
    models.AccountabilityAction,
    Document,
    Duty,
    Organization,
]
# Who holds which role, in the city and beside it: the organisation decides over the scope.
HOLDERS = {
    Role.COUNTY_DIRECTOR: "county_office",
    Role.COUNTY_CLERK: "county_office",
    Role.SCHOOL: "school",
    Role.GOVERNMENT: "county",
    Role.LIAISON: "bureau",
    Role.CHAIR: "government",
    Role.PART_TIME_INSPECTOR: "bureau",
}
GROUPS = {
    Role.GOVERNMENT_GROUP: "government",
    Role.SCHOOL_GROUP: "school",
    Role.MONITORING_GROUP: "monitoring",
    Role.GENERAL_GROUP: "general",
}


@pytest.fixture(scope="module")
def full(django_db_setup, django_db_blocker):
    """A school's file with every measure in it, and a county's that has just begun; built once, undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def build():
    """Build the city and walk both files."""
    city = City()
    chain, county_chain = Chain(city), Chain(city, city.county)
    chain.lettered()
    case, officer = chain.case, chain.officer
    workflow.draft_report(
        chain.inspection,
        by=officer,
        submitted_to=chain.city.government,
        title="报告",
        course="一",
        evaluation="二",
        achievements="三",
        advice="四",
        public_summary="五",
    )
    item = case.items.first()
    workflow.report_item(item, by=chain.answerer, measure="一", result="二")
    workflow.recheck_item(
        item,
        by=officer,
        method="spot",
        checked_on=timezone.localdate(),
        place="一",
        content="二",
        is_passed=False,
        new_due_on=chain.case.defence_due_on + timezone.timedelta(days=99),
    )
    item.refresh_from_db()
    workflow.propose_notice(case, by=None, items=[item], reason="一")
    workflow.propose_interview(case, by=officer, grounds=["unfinished"], reason="一")
    workflow.propose_circular(case, by=officer, reason="一", facts="二", demands="三")
    workflow.propose_action(case, by=officer, target="unit", situations=["duties"], reason="一")
    county_chain.opened()
    return city


@pytest.fixture(scope="module")
def posts(full):
    """One post of every role in the own city, a second of those at home in a county, and one from outside."""
    made = [full.post(role, getattr(full, HOLDERS.get(role, "office")), group=GROUPS.get(role, "")) for role in Role]
    made += [full.post(role, full.other_office) for role in (Role.COUNTY_CLERK, Role.COUNTY_DIRECTOR)]
    made += [full.post(Role.SCHOOL, full.other_school), full.officer, full.leader, full.head]
    return made


@pytest.fixture(scope="module")
def browsers(posts):
    """Each post with a signed-in browser."""
    return [(post, signed_in(post, "zh-hans")) for post in posts]


def value_of(obj, path):
    """Follow a scope path by attributes; a relation of many yields a set, of dated rows those that hold today."""
    if isinstance(path, rights.During):
        today = timezone.localdate()
        dated = {row for row in follow({obj}, path.rows) if row.valid_from <= today <= (row.valid_to or today)}
        return {getattr(one, "pk", one) for one in follow(dated, path.path)}
    return {getattr(one, "pk", one) for one in follow({obj}, path)}


def follow(found, path):
    for name in path.split("__"):
        found = {one for row in found if row is not None for one in _step(row, name)}
    return found


def _step(row, name):
    value = getattr(row, name, None)
    if hasattr(value, "all"):
        return list(value.all())
    return [value]


def holds(post, scope, obj):
    """Read one scope of the table plainly."""
    if scope == "all":
        return True
    if scope == "area":
        column = next(name for name in ("county", "city", "province") if getattr(post, name))
        return getattr(obj, column) == getattr(post, column)
    if scope == "grant":
        return False
    wanted = getattr(post, rights.VALUES[scope])
    return bool(wanted) and wanted in value_of(obj, type(obj).SCOPE_PATHS[scope])


def plainly(post, obj):
    """Read the whole table plainly for one post and object: the verbs it may do."""
    model, found = type(obj), set()
    for right in rights.table():
        if (
            (right.role, right.resource) == (post.role, model.RESOURCE)
            and all(holds(post, scope, obj) for scope in right.scope.split("+"))
            and (not right.gate or model.objects.filter(model.GATES[right.gate], pk=obj.pk).exists())
        ):
            found |= right.verbs
    return found


def verbs_of(resource):
    return sorted({verb for right in rights.table() if right.resource == resource for verb in right.verbs})


@pytest.mark.parametrize("model", LISTED, ids=lambda model: model.__name__)
def test_table_queryset_and_object_agree(model, full, posts):
    """T02, T11: for every role, verb and object the three ways to ask give the same answer."""
    objects = list(model.objects.all())
    assert objects
    for post in posts:
        may = {obj.pk: plainly(post, obj) for obj in objects}
        for verb in verbs_of(model.RESOURCE):
            permitted = set(model.objects.permitted(post, verb).values_list("pk", flat=True))
            assert permitted == {key for key, verbs in may.items() if verb in verbs}, (post.role, verb)


@pytest.mark.parametrize("model", LISTED, ids=lambda model: model.__name__)
def test_allowed_is_the_set_of_verbs_that_can_be_done(model, full, posts):
    for post in posts:
        obj = model.objects.first()
        assert rights.allowed(post, obj) == {v for v in verbs_of(model.RESOURCE) if rights.can(post, v, obj)}, post.role


DOORS = [model for model in LISTED if model is not Organization]


@pytest.mark.parametrize("model", DOORS, ids=lambda model: model.__name__)
def test_list_detail_and_export_open_for_the_same_rows(model, browsers):
    """T01, T02: a row stands in the list, opens, and is exported for exactly those who may; others get 404."""
    prefix = url_prefix(model)
    for post, client in browsers:
        visible = set(model.objects.visible_to(post).values_list("pk", flat=True))
        page = client.get(reverse(f"{prefix}-list"), HTTP_ACCEPT_LANGUAGE="en")
        for obj in model.objects.all():
            answer = client.get(reverse(f"{prefix}-detail", args=[obj.pk]))
            assert answer.status_code == (200 if obj.pk in visible else 404), (post.role, obj.pk)
            address = reverse(f"{prefix}-detail", args=[obj.pk])
            assert (f'href="{address}"' in page.content.decode()) == (obj.pk in visible), (post.role, obj.pk)


@pytest.mark.parametrize("model", DOORS, ids=lambda model: model.__name__)
def test_export_and_history_open_for_the_same_rows(model, browsers):
    """T02, T03, T06: an export needs its own right and holds visible rows only; history is the row's own door."""
    prefix, label = url_prefix(model), model._meta.label
    for post, client in browsers:
        visible = set(model.objects.visible_to(post).values_list("pk", flat=True))
        answer = client.post(reverse(f"{prefix}-list"), {"export": "csv", "reason": "核对"})
        if rights.may(post, "export", model):
            lines = b"".join(answer.streaming_content).decode().strip().splitlines()
            assert len(lines) - 2 <= len(visible), post.role
        else:
            assert answer.status_code == 403, post.role
        for obj in model.objects.all():
            status = client.get(reverse("field-history", args=[label, obj.pk])).status_code
            assert status == (403 if post.role in OUTSIDE else 200 if obj.pk in visible else 404), (post.role, obj.pk)


def test_search_finds_visible_rows_only(browsers):
    """T02: what the search shows leads to pages that open."""
    cache.clear()
    for post, client in browsers:
        page = client.get(reverse("search"), {"q": "海林市"}).content.decode()
        for address in set(re.findall(r'href="(/(?:inspections|cases|documents|organizations)/[0-9]+/)"', page)):
            assert client.get(address).status_code == 200, (post.role, address)


def test_file_opens_for_whoever_may_see_its_row(full, browsers):
    """T07: a file of the team's work is read by whoever may see that work, by nobody else."""
    record = SiteRecord.objects.first()
    file = workflow_of_documents.keep_upload(SimpleUploadedFile("notes.txt", "现场记录".encode()), by=full.officer)
    workflow_of_documents.attach(record, [file], by=full.officer)
    for post, client in browsers:
        status = client.get(file.get_absolute_url()).status_code
        assert status == (200 if record.is_readable_by(post) else 404), post.role
    assert not record.is_readable_by(full.head)


def test_every_resource_of_the_table_is_a_models():
    """A row for a resource that no model bears would grant nothing and hide a slip of the pen."""
    known = {getattr(model, "RESOURCE", "") for model in apps.get_models()}
    assert {right.resource for right in rights.table()} <= known


def test_every_role_of_the_table_is_a_role():
    assert {right.role for right in rights.table()} <= set(Role.values)
