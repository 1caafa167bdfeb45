"""Lists and pages of the chain: what they cost, what a unit sees of its own file, and nothing of anybody else's."""

from datetime import timedelta

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
