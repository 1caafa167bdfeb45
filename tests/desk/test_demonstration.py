"""The demonstration can be built on any day: its history keeps the terms of the law whatever the calendar says."""

from datetime import date, timedelta

import pytest

from inspectorate.desk.demonstration.clock import workday
from inspectorate.desk.demonstration.history import STEPS
from inspectorate.rulebook.workflow import seed_calendar
from supervision.deadlines import notice_lead
from tests.stage import City

pytestmark = pytest.mark.django_db
DAYS = {step.__name__: timedelta(days=day) for day, step in STEPS}


def test_team_comes_after_its_notice_had_its_time():
    """R-INS-08: over the Spring Festival three working days take nearly a fortnight."""
    seed_calendar()
    area = City().area
    begun = (date(2025, 1, 1) + timedelta(days=number) for number in range(2 * 365))
    early = [
        day
        for day in begun
        if notice_lead(area, workday(day + DAYS["noticed"])).due_on > workday(day + DAYS["on_site"])
    ]
    assert early == []
