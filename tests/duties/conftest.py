"""Duties of the city's school on a fixed day."""

from datetime import date

import pytest

from inspectorate.duties import workflow
from inspectorate.duties.models import Duty
from inspectorate.rulebook.models import CalendarDay, CalendarYear
from tests.stage import at

TODAY = date(2026, 3, 2)  # a Monday


@pytest.fixture(autouse=True, scope="module")
def today():
    """Let it be the same day in every run."""
    with at(TODAY):
        yield TODAY


@pytest.fixture
def owe(stage):
    """Open a duty of the school about itself; thirty days by default."""

    def owe(trigger_on=TODAY, rule="R-ACC-08", **more):
        given = {"title": "报送整改报告", "holder": stage.school, "subject": stage.school, "group": "school", **more}
        kind = given.pop("kind", "report")
        made = workflow.open_duty(kind, rule=rule, area=stage.area, by=None, trigger_on=trigger_on, **given)
        return Duty.objects.get(pk=made.pk)

    return owe


@pytest.fixture
def no_notice_of_2027(db):
    """The State Council has not published the holidays of 2027 yet."""
    CalendarDay.objects.filter(year__year__gte=2027).delete()
    CalendarYear.objects.filter(year__gte=2027).delete()
