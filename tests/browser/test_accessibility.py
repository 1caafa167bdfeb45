"""WCAG 2.2 AA by axe on every page that three roles and a citizen can open, and no sideways scrolling on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from accountability import workflow
from inspectorate.publication.models import Publication
from supervision.models import AnnualListEntry
from tests.accountability.chain import Chain

from .reach import reachable
from .world import World, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
GRAVE = {"serious", "critical"}
PHONE = {"width": 390, "height": 800}
FEWEST = {"officer": 60, "head": 20, "leader": 20, "visitor": 10}


@pytest.fixture
def world(city):
    """A row of everything, and inspections of the head's school at several steps."""
    world = World(city)
    Chain(city).fed_back()
    AnnualListEntry.objects.update(title="上一次督导")
    chain = Chain(city)
    chain.lettered()
    workflow.propose_interview(chain.case, by=city.officer, grounds=["inaction"], reason="整改不力")
    for step in ("entry", "opened", "teamed", "on_site", "concluded", "opened_case", "defended"):
        getattr(world.chain(), step)()
    return world.grow()


def faults(page, address):
    """What is wrong with a page: what axe finds, and whether it scrolls sideways on a phone."""
    page.goto(address, wait_until="load")
    found = Axe().run(page, options=RULES).response["violations"]
    yield from (
        (address, item["id"], item["nodes"][0]["html"][:200]) for item in found if item["impact"] in GRAVE
    )
    page.set_viewport_size(PHONE)
    if (width := page.evaluate("document.documentElement.scrollWidth")) > PHONE["width"]:
        yield address, "scrolls sideways", width
    page.set_viewport_size({"width": 1366, "height": 900})


@pytest.mark.parametrize("role", ["officer", "head", "leader"])
def test_pages_of_a_role(world, enter, role):
    """T99."""
    post = getattr(world.city, role)
    addresses = reachable(signed_in(post), post)
    assert len(addresses) >= FEWEST[role]
    page = enter(post).page
    assert [fault for address in addresses for fault in faults(page, address)] == []


def test_pages_of_a_citizen(world, windows, client):
    """T99: public pages in both languages, and the page of sign-in."""
    addresses = reachable(client, None)
    addresses += [f"/en{address}" for address in addresses if address == "/" or address.startswith("/public/")]
    assert Publication.objects.open_to_all().exists()
    assert len(addresses) >= FEWEST["visitor"]
    page = windows().page
    assert [fault for address in addresses for fault in faults(page, address)] == []
