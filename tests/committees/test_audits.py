"""Audits: the command's figures are those of the pages (S03, S04)."""
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from committees import workflow
from committees.models import meetings_audit
from tests.client import signed_in
from tests.committees.test_jobs import rule

pytestmark = pytest.mark.django_db


def audit(name, area, **more):
    out = StringIO()
    call_command("audit", name, area=area.pk, json=True, stdout=out, **more)
    return json.loads(out.getvalue())


def test_meetings_are_audited_against_the_rule(year):
    """R-ORG-06: at least one plenary in a calendar year."""
    area, this = year.stage.area, timezone.localdate().year
    assert audit("meetings", area)["totals"]["short"] == 1
    year.held(kind="working")
    year.held()
    year.given()
    row = audit("meetings", area)["rows"][0]
    assert (row["plenaries"], row["needed"], row["meetings_held"], row["open_resolutions"]) == (1, 1, 2, 1)
    assert not row["is_short"]
    assert audit("meetings", area, year=this - 1)["totals"] == {
        "committees": 1, "short": 1, "plenaries": 0, "meetings_held": 0, "open_resolutions": 0,
    }
    assert meetings_audit(area, this).get().plenaries == 1


def test_participation_is_audited_as_the_page_shows_it(year):
    """R-ORG-08, R-ORG-07."""
    rule(year.stage.area, "R-ORG-08", 1)
    workflow.count_participation(
        year.finance, subject=year.planned(), on=timezone.localdate(), what="消防专项督导", by=None
    )
    found = audit("participation", year.stage.area)
    assert found["totals"] == {
        "units": 3, "short": 2, "without_liaison": 3, "activities": 1, "meetings_attended": 0,
    }
    page = signed_in(year.director).get(f"/committees/{year.committee.pk}/participation/")
    assert {row["unit"] for row in found["rows"] if row["is_short"]} == {seat.label for seat in page.context["below"]}


def test_rule_that_is_off_makes_nobody_short(year):
    """R-ORG-08 is off by default."""
    assert audit("participation", year.stage.area)["totals"]["short"] == 0
