"""J8: the office changes a deadline rule from next Monday, with a preview of what moves, in at most six clicks."""

from datetime import timedelta

import pytest

from inspectorate.duties.models import Duty
from inspectorate.duties.workflow import open_duty

from .desk import word

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CLICKS = 6


class Counted:
    """A desk whose clicks are counted; what is typed is not a click."""

    def __init__(self, desk):
        self.desk, self.page, self.clicks = desk, desk.page, 0

    def click(self, target):
        """Click and let the page load."""
        self.clicks += 1
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            target.click()


@pytest.fixture
def duty(city, clock):
    """A re-check that the office owes since today: thirty days."""
    return open_duty(
        "recheck", rule="R-ACC-08", title="复查消防通道", holder=city.office, subject=city.school, area=city.area,
        by=None, trigger_on=clock.today, group="school",
    )  # fmt: skip


def test_rule_is_changed_in_six_clicks_with_a_preview(city, clock, enter, duty):
    """J8, T56: found, typed, looked at, sent; the director sees the same and approves."""
    clerk = Counted(enter(city.secretary))
    page = clerk.page
    clerk.click(page.get_by_role("link", name=word("Rules"), exact=True).first)
    page.get_by_label(word("Id or words")).fill("R-ACC-08")
    clerk.click(page.locator("main form.filters button[type=submit]"))
    clerk.click(page.locator("main td.first a").first)
    clerk.click(page.locator("main a.btn-primary", has_text=word("Propose a change")))
    monday = clock.today + timedelta(days=7)
    for label, value in (("New value", "40"), ("Holds from", monday), ("Document", "牡丹江市教育督导办法")):
        clerk.desk.fill(label, value)
    page.get_by_label(word("Also for duties that run already")).press("Space")
    clerk.click(page.locator("button[name=look]"))
    assert "2026-04-13" in clerk.desk.text()
    assert duty.title in clerk.desk.text()
    clerk.click(page.get_by_role("button", name=word("Send the proposal for approval")))
    assert clerk.clicks <= CLICKS
    assert Duty.objects.get().due_on == duty.due_on
    approve(Counted(enter(city.director)), page.url, duty)


def approve(director, address, duty):
    """The director looks at the same dates and approves: two clicks from the page of the change."""
    director.desk.go(address)
    assert duty.title in director.desk.text()
    director.click(director.page.locator("main a.btn", has_text=word("Approve the change")).first)
    assert "2026-04-13" in director.desk.text()
    director.click(director.page.locator("main form.form button[type=submit]"))
    assert director.clicks == 2
    assert str(Duty.objects.get().due_on) == "2026-04-13"
    assert word("What moved") in director.desk.text()
