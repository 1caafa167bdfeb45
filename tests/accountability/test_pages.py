"""Lists and pages of the chain: what they cost, what a unit sees of its own file, and nothing of anybody else's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability import models, workflow
from accountability.workflow import Argument
from inspectorate.lib.pages import url_prefix

from .conftest import TODAY
from .drafts import Drafts

pytestmark = pytest.mark.django_db
LISTS = {
    models.Case: 12,
    models.RectificationItem: 12,
    models.InspectionReport: 12,
    models.SuperviseNotice: 12,
    models.Interview: 12,
    models.Circular: 12,
    models.AccountabilityAction: 12,
}


def make(bare, model):
    """A row of a model, with the file it stands in."""
    name = {"inspectionreport": "report", "rectificationitem": "item", "accountabilityaction": "action"}
    if model is models.SuperviseNotice:
        return bare.notice([bare.item(due=-1)])
    return getattr(bare, name.get(model._meta.model_name, model._meta.model_name))()


def cost(client, url):
    """How many queries a page takes the second time, and the page."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url)
    assert page.status_code == 200
    import sys; sys.path.insert(0,"/tmp/m2"); from show import show; show(queries)
    return len(queries), page


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_list_costs_the_same_for_one_row_and_for_three(bare, clients, model):
    url = reverse(f"{url_prefix(model)}-list")
    make(bare, model)
    one, _page = cost(clients["officer"], url)
    for _more in range(2):
        make(bare, model)
    three, page = cost(clients["officer"], url)
    assert len(page.context["lines"]) == 3
    assert one == three <= LISTS[model]


def filled(bare, model, number):
    """A row of a model whose page has `number` lines in each of its parts."""
    if model is models.Case:
        return full_case(bare, number)
    row = make(bare, model)
    for kind in range(number):
        FILLERS.get(model, lambda *_args: None)(bare, row, kind)
        Drafts(bare).numbered(row, f"kind{kind}", f"牡教督文〔2026〕{row.pk}{kind}号")
    return row


def full_case(bare, number):
    """A case with everything on it."""
    case = bare.case("defence_open", problems=number, letter_received_on=TODAY)
    points = [Argument(finding, "不属实") for finding in case.inspection.findings.all()]
    workflow.submit_defence(case, by=bare.city.head, statement="申辩", arguments=points)
    models.Case.objects.filter(pk=case.pk).update(state="rechecking")
    items = [bare.item(case, "reported") for _one in range(number)]
    for kind in range(number):
        bare.notice(items, state="withdrawn")
        bare.interview(case)
        bare.circular(case)
        bare.action(case)
        Drafts(bare).numbered(case, f"kind{kind}", f"牡教督文〔2026〕{case.pk}{kind}号")
    return case


def add_round(bare, item, number):
    """A report and a re-check."""
    shared = {"item": item, "round": number + 1}
    models.RectificationReport.objects.create(author=bare.city.head.user, measure="一", result="二", **shared)
    models.Recheck.objects.create(
        author=bare.city.officer.user, method="spot", place="一", content="二", is_passed=False, **shared
    )


def add_party(bare, row, number):
    """One more unit on an interview or a circular."""
    unit = bare.city.unit(f"单位{row.pk}{number}", "department", bare.city.area)
    if isinstance(row, models.Circular):
        row.addressees.add(unit)
        return
    row.hosts.create(organization=unit)
    row.recipients.create(organization=unit)


def add_voice(bare, action, number):
    """A consultation, and a challenge for the first two."""
    unit = bare.city.unit(f"单位{action.pk}{number}", "department", bare.city.area)
    action.consultations.create(organization=unit, asked_on=TODAY)
    if number < 2:
        kind = ("review", "appeal")[number]
        action.challenges.create(kind=kind, office=bare.city.office, requested_on=TODAY, request="一")


FILLERS = {
    models.RectificationItem: add_round,
    models.SuperviseNotice: lambda bare, notice, _number: notice.items.add(bare.item(notice.case)),
    models.Interview: add_party,
    models.Circular: add_party,
    models.AccountabilityAction: add_voice,
}
PAGES = {
    models.Case: 14,
    models.RectificationItem: 14,
    models.InspectionReport: 14,
    models.SuperviseNotice: 14,
    models.Interview: 14,
    models.Circular: 14,
    models.AccountabilityAction: 14,
}


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model.__name__)
def test_page_costs_the_same_with_more_on_it(bare, clients, model):
    one, _page = cost(clients["officer"], filled(bare, model, 1).get_absolute_url())
    three, page = cost(clients["officer"], filled(bare, model, 3).get_absolute_url())
    print(model.__name__, one, three)
    assert one == three <= PAGES[model]
    assert "None" not in page.content.decode()
