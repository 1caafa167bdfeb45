"""The calendar in the database: seeded, loaded from a notice, corrected, and never stale in memory."""
from datetime import date

import pytest

from inspectorate.lib.festivals import statutory_holidays
from inspectorate.register.rights import Refused
from inspectorate.rulebook.models import CalendarDay, CalendarYear
from inspectorate.rulebook.states import YearState
from inspectorate.rulebook.workflow import (
    calendar,
    change_calendar_day,
    due,
    is_provisional,
    load_calendar_year,
    seed_calendar,
)
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import RuleRefused

pytestmark = pytest.mark.django_db
TITLE = "国务院办公厅关于2027年部分节假日安排的通知"


def notice(*more):
    """Return a made-up notice for 2027: the statutory days and whatever a test adds."""
    return [(day, "holiday", "国庆节") for day in statutory_holidays(2027)] + list(more)


def test_known_notices_are_there_after_migration():
    """R-TIME-06: 2024 to 2026 with their make-up days."""
    assert {2024, 2025, 2026} <= calendar().published
    assert CalendarDay.objects.get(date=date(2026, 2, 28)).kind == "swapped_working_day"
    assert CalendarDay.objects.get(date=date(2026, 2, 17)).label in {"Spring Festival", "春节"}
    assert [is_provisional(year) for year in (2026, 2027)] == [False, True]


def test_seeding_again_changes_nothing():
    assert seed_calendar() == []
    CalendarYear.objects.filter(year=2026).delete()
    assert is_provisional(2026)
    assert seed_calendar() == [2026]
    assert seed_calendar() == []
    assert CalendarDay.objects.filter(year__year=2026).count() == 39


def test_calendar_is_read_once_and_again_after_a_change(django_assert_num_queries):
    calendar()
    with django_assert_num_queries(1):
        first = calendar()
    load_calendar_year(2027, notice((date(2027, 2, 20), "swapped_working_day", "春节")), notice=TITLE, by=None)
    second = calendar()
    assert first is not second
    assert second.is_working(date(2027, 2, 20))


def test_loading_a_notice_settles_dates_that_were_provisional(city):
    """R-TIME-06: the date computed in December moves when the notice comes, and is no longer marked."""
    before = due("R-PUB-02", city, date(2027, 1, 25))
    extra = [(date(2027, 2, day), "holiday", "春节") for day in (9, 10, 11, 12)]
    swaps = [(date(2027, 1, 31), "swapped_working_day", "春节"), (date(2027, 2, 20), "swapped_working_day", "春节")]
    load_calendar_year(2027, notice(*extra, *swaps), notice=TITLE, by=None)
    after = due("R-PUB-02", city, date(2027, 1, 25))
    assert (before.is_provisional, after.is_provisional) == (True, False)
    assert (before.due_on, after.due_on) == (date(2027, 2, 24), date(2027, 2, 26))


def test_notice_may_reach_into_the_last_week_of_the_year_before():
    load_calendar_year(2027, notice((date(2026, 12, 31), "holiday", "元旦")), notice=TITLE, by=None)
    assert calendar().rest_reason(date(2026, 12, 31)) == "new_year"
    assert calendar().is_settled(date(2026, 12, 30))


@pytest.mark.parametrize(
    "row",
    [
        (date(2027, 3, 3), "swapped_working_day", "春节"),
        (date(2027, 3, 3), "half day", "春节"),
        (date(2026, 12, 20), "holiday", "元旦"),
        (date(2028, 1, 1), "holiday", "元旦"),
        (date(2027, 1, 1), "holiday", "元旦"),
    ],
)
def test_rows_that_cannot_be_right_are_refused_and_nothing_is_loaded(row):
    """R-TIME-06: a weekday worked, an unknown kind, a day of another year, a day named twice."""
    with pytest.raises(RuleRefused):
        load_calendar_year(2027, notice(row), notice=TITLE, by=None)
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_notice_without_a_statutory_day_is_refused():
    """R-TIME-06: 1 October cannot be missing."""
    rows = [row for row in notice() if row[0] != date(2027, 10, 1)]
    with pytest.raises(RuleRefused, match="2027-10-01"):
        load_calendar_year(2027, rows, notice=TITLE, by=None)


def test_loading_again_replaces_the_year():
    load_calendar_year(2027, notice((date(2027, 2, 9), "holiday", "春节")), notice=TITLE, by=None)
    year = load_calendar_year(2027, notice(), notice=TITLE, by=None)
    assert year.state == YearState.PUBLISHED
    assert calendar().is_working(date(2027, 2, 9))
    assert [event.payload["days"] for event in Event.objects.of(year)] == [14, 13]


def test_day_of_another_notice_is_refused():
    """2026-12-31 may stand in one notice only."""
    load_calendar_year(2027, notice((date(2026, 12, 31), "holiday", "元旦")), notice=TITLE, by=None)
    with pytest.raises(RuleRefused):
        change_calendar_day(
            CalendarYear.objects.get(year=2026), day=date(2026, 12, 31), kind="holiday", note="x", by=None
        )


def test_one_day_can_be_corrected_and_taken_back():
    year = CalendarYear.objects.get(year=2026)
    change_calendar_day(year, day=date(2026, 9, 3), kind="holiday", name="临时放假", note="临时通知", by=None)
    assert calendar().rest_reason(date(2026, 9, 3)) == "临时放假"
    change_calendar_day(year, day=date(2026, 9, 3), kind="", note="撤销", by=None)
    assert calendar().is_working(date(2026, 9, 3))
    assert Event.objects.of(year).count() == 2


def test_nobody_writes_the_calendar_alone(clerk):
    """T56: a person proposes, a second one approves; only the command line writes at once."""
    with pytest.raises(Refused):
        load_calendar_year(2027, notice(), notice=TITLE, by=clerk)
    with pytest.raises(Refused):
        change_calendar_day(
            CalendarYear.objects.get(year=2026), day=date(2026, 9, 3), kind="holiday", note="x", by=clerk
        )
    assert not CalendarYear.objects.filter(year=2027).exists()
