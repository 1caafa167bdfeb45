"""Lists cost the same number of queries with one row and with three, and never more than twelve."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspectorate.desk.tables import WAITING
from inspectorate.lib.pages import ListPage

from .addresses import pages
from .world import World, signed_in

MOST = 12
LISTS = {reverse(page.name): page.model for page in pages() if page.is_a(ListPage) and not page.arguments}
WAITING_LISTS = [reverse("waiting-list", args=[item.key]) for item in WAITING]


@pytest.fixture
def world(db):
    return World().grow()


def opened(client, address):
    """Open a list twice, the first time to fill what is kept between pages; return its rows and queries."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(answer.context["lines"]), len(queries)


def measured(world):
    clients = {}
    for address, model in LISTS.items():
        post = world.reader_of(model)
        client = clients.setdefault(post, signed_in(post))
        yield address, opened(client, address)


def test_list_costs_the_same_with_more_rows(world):
    """L9: at most twelve queries, and none row by row."""
    before = dict(measured(world))
    after = dict(measured(world.grow().grow()))
    assert [address for address, (rows, _queries) in before.items() if rows < 1] == []
    assert [address for address, (rows, _queries) in after.items() if rows < 3] == []
    dearer = {address: (before[address], now) for address, now in after.items() if now[1] > before[address][1]}
    assert dearer == {}
    assert {address: queries for address, (_rows, queries) in after.items() if queries > MOST} == {}


def test_lists_of_what_waits_keep_to_the_limit(world):
    clients = [signed_in(post) for post in world.readers]
    for address in WAITING_LISTS:
        client = next(client for client in clients if client.get(address).status_code == 200)
        assert opened(client, address)[1] <= MOST, address
