"""R-TRAIN-02 on the screen: the audit names just those below the rule of the nation, then of Shanxi, then of Ziyang."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from inspectorate.rulebook.catalogue import find
from inspectorate.rulebook.workflow.shipped import shipped_rows
from inspectors import workflow
from inspectors.models import Assignment, TrainingRecord

from .desk import word
from .story import photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/inspectors/training-hours/"
OVER = date(2026, 2, 10)
SHANXI, ZIYANG = "140000", "512000"
# Hours that were centralised, online, alone; whether the inspector is responsible for a school.
YEAR = {
    "督学甲": (20, 20, 0, True),
    "督学乙": (30, 10, 0, True),
    "督学丙": (29, 5, 5, True),
    "督学丁": (35, 0, 0, True),
    "督学戊": (40, 0, 0, False),
    "督学己": (0, 20, 30, False),
}
NATION_SHORT = {"督学甲": 20, "督学乙": 10, "督学丙": 11, "督学丁": 5, "督学己": 40}
SHANXI_SHORT = {"督学甲": 10, "督学丙": 1, "督学己": 30}
ZIYANG_SHORT = {"督学丙": 1, "督学丁": 5}


@pytest.fixture
def people(city):
    """Six inspectors of the city in term, by name; the first has an account."""
    first = {person.name: person for person in city.inspectors}
    return first | {name: city.inspector(name) for name in YEAR if name not in first}


@pytest.fixture
def trained(city, people):
    """Everybody's schools and training of the year, except what 督学甲 reports by himself."""
    for name, (central, online, alone, is_responsible) in YEAR.items():
        person = people[name]
        if is_responsible:
            facts = {"school": city.school, "valid_from": date(2025, 9, 1)}
            Assignment.objects.create(inspector=person, **facts, **city.school.scope)
        for mode, hours in (("centralised", central), ("online", online), ("self_study", alone)):
            if hours and (name, mode) != ("督学甲", "online"):
                workflow.record_training(
                    by=city.officer, inspector=person, title="督学培训", mode=mode, hours=Decimal(hours),
                    completed_on=OVER,
                )  # fmt: skip
    return people


def test_audit_names_exactly_those_below_the_rule_in_force(city, clock, enter, trained):
    """R-TRAIN-02: hours, modes and who is bound change by proposal and approval; page and command agree each time."""
    clerk, director = enter(city.secretary), enter(city.director)
    report_by_himself(enter(city.leader), enter(city.officer), trained["督学甲"])
    agree(director, city.area, NATION_SHORT, bound=6)
    adopt(SHANXI, clerk, director, clock)
    agree(director, city.area, NATION_SHORT, bound=6)
    clock.forward(7)
    agree(director, city.area, SHANXI_SHORT, bound=6)
    adopt(ZIYANG, clerk, director, clock)
    clock.forward(7)
    agree(director, city.area, ZIYANG_SHORT, bound=4)


def report_by_himself(inspector, officer, person):
    """An inspector reports his online training with evidence; another person confirms it."""
    fields = {"Title": "教育督导网络研修", "Mode": "online", "Hours": 20, "Completed on": OVER}
    inspector.act("Report training", fields | {"Evidence": photo("结业证书.jpg")}, on=person)
    officer.act("Confirm", on=TrainingRecord.objects.get(inspector=person, state="reported"))


def adopt(place, clerk, director, clock):
    """Let the city ask from next week on what the shipped settings of another place say about training hours."""
    for row in shipped_rows():
        if row["area"] == place and row["rule"].startswith("R-TRAIN-02"):
            change = propose(clerk, row, clock.on(7))
            director.act("Approve the change", on=change)


def propose(clerk, row, day):
    """Propose a value on the page of its rule; returns the address of the proposal."""
    value = find(row["rule"]).clean(row["value"])
    page = clerk.go(f"/rules/{row['rule']}/").page
    clerk.follow(page.locator("main a.btn-primary", has_text=word("Propose a change")))
    fields = {"New value": value, "Holds from": day, "Document": row["document"]}
    for label, said in fields.items():
        clerk.fill(label, said)
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.get_by_role("button", name=word("Send the proposal for approval")).click()
    assert not clerk.refusal()
    return page.url


def agree(desk, area, short, *, bound):
    """The page names just those, with the hours each lacks, and so does the command."""
    desk.go(PAGE)
    assert shown(desk) == {name: Decimal(hours) for name, hours in short.items()}
    assert f"{word('Below the rule today')}{word(': ')}{len(short)}" in desk.text()
    out = StringIO()
    call_command("audit", "training", "--area", area.code, "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert {row["name"]: Decimal(row["short_by"]) for row in found["rows"]} == shown(desk)
    assert (found["totals"]["short"], found["totals"]["inspectors"]) == (len(short), bound)


def shown(desk):
    """Who stands in the table, and how many hours short."""
    rows = desk.page.locator("main table.data tbody tr")
    return {
        row.locator("td").first.inner_text().strip(): Decimal(
            row.locator(f"td[data-label='{word('Short by')}']").inner_text().strip()
        )
        for row in rows.all()
    }


def test_open_list_is_in_sight_on_a_phone(city, enter):
    """The strip of lists is longer than the screen; this one is its last."""
    desk = enter(city.director)
    desk.page.set_viewport_size({"width": 390, "height": 844})
    desk.go(PAGE)
    box = desk.page.locator(".subnav [aria-current]").bounding_box()
    assert 0 <= box["x"] <= box["x"] + box["width"] <= 390
