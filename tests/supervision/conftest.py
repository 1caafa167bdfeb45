"""A fixed day, and rules that an area has set."""

from datetime import date

import pytest

from inspectorate.rulebook.models import Setting
from tests.stage import at

TODAY = date(2026, 3, 2)  # a Monday, far from the turn of a year


@pytest.fixture(autouse=True, scope="module")
def today():
    """Let it be the same day in every run."""
    with at(TODAY):
        yield TODAY


@pytest.fixture
def bind():
    """Let a value of a rule bind in an area."""

    def bind(area, rule, value):
        return Setting.objects.create(
            area=area, rule=rule, value=value, valid_from=date(2021, 1, 1), document="测试文件", state="approved",
            **area.scope,
        )

    return bind
