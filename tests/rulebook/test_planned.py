"""Changes of the calendar as two people make them; what they move is tested where duties are."""
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from inspectorate.lib.festivals import statutory_holidays
from inspectorate.register.rights import Refused
from inspectorate.rulebook.models import CalendarChange, CalendarDay, CalendarYear
from inspectorate.rulebook.resources import CalendarLoader
from inspectorate.rulebook.states import CHANGE_MOVES, ChangeState
from inspectorate.rulebook.workflow import (
    approve_calendar_change,
    calendar,
    planned_calendar,
    propose_calendar_day,
    propose_calendar_year,
    reject_calendar_change,
)
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused
from tests.moves import pairs, try_pair
from tests.tables import load_rows

pytestmark = pytest.mark.django_db
DAY, SATURDAY = date(2026, 9, 3), date(2026, 9, 5)
NOTICE = "国办发明电〔2026〕1号"


@pytest.fixture
def year():
    return CalendarYear.objects.get(year=2026)


@pytest.fixture
def change(year, clerk):
    """One day off, proposed."""
    return propose_calendar_day(year, day=DAY, kind="holiday", name="临时放假", note="临时通知", by=clerk)


def notice(*more):
    """The statutory days of 2027 and what a test adds."""
    return [(day, "holiday", name) for day, name in statutory_holidays(2027).items()] + list(more)


@pytest.mark.parametrize(("start", "to"), pairs(ChangeState))
def test_moves(change, start, to):
    """Every pair: allowed ones pass, others change nothing."""
    try_pair(change, start, to)


def test_table_of_moves_is_complete():
    assert set(CHANGE_MOVES) == set(ChangeState)


def test_proposal_changes_no_day(change, year):
    """T56: it holds once a second person has approved it."""
    assert calendar().is_working(DAY)
    assert not year.days.filter(date=DAY).exists()
    assert planned_calendar(change).rest_reason(DAY) == "临时放假"


def test_approved_day_holds(change, year, director):
    """R-TIME-06"""
    approve_calendar_change(change, by=director, counts={"moved": 3})
    assert calendar().rest_reason(DAY) == "临时放假"
    assert (change.approved_by, change.counts) == (director.user, {"moved": 3})
    assert Event.objects.of(change).last().payload == {"moved": 3}
    assert Event.objects.of(year).last().verb == "change_calendar_day"


def test_planned_calendar_is_the_one_that_comes(year, clerk, director):
    """T56: what was previewed and what holds afterwards are the same calendar."""
    days = notice((date(2027, 2, 9), "holiday", "春节"), (date(2027, 2, 20), "swapped_working_day", "春节"))
    for change in (
        propose_calendar_year(2027, days, notice=NOTICE, by=clerk),
        propose_calendar_day(year, day=date(2026, 5, 9), kind="", note="撤销", by=clerk),
    ):
        planned = planned_calendar(change)
        approve_calendar_change(change, by=director)
        assert planned == calendar()


def test_year_without_notice_is_not_corrected(clerk):
    """R-TIME-06: one day does not make a notice."""
    with pytest.raises(RuleRefused):
        propose_calendar_day(
            CalendarYear.objects.create(year=2028), day=date(2028, 3, 1), kind="holiday", name="x", note="一", by=clerk
        )


def test_rejected_change_changes_nothing(change, director):
    reject_calendar_change(change, by=director, note="无依据")
    assert calendar().is_working(DAY)
    with pytest.raises(MoveRefused):
        approve_calendar_change(change, by=director)


def test_after_a_decision_the_next_change_may_come(change, year, clerk, director):
    reject_calendar_change(change, by=director, note="无依据")
    assert propose_calendar_day(year, day=SATURDAY, kind="swapped_working_day", note="一", by=clerk).pk


def test_rights_are_two_people_s(change, year, clerk, director):
    """Permissions §5.4."""
    with pytest.raises(Refused):
        approve_calendar_change(change, by=clerk)
    reject_calendar_change(change, by=director, note="一")
    with pytest.raises(Refused):
        propose_calendar_day(year, day=DAY, kind="holiday", name="x", note="一", by=director)
    assert CalendarChange.objects.count() == 1


def test_database_refuses_one_person_for_both_hands(change):
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        CalendarChange.objects.filter(pk=change.pk).update(approved_by=change.proposed_by_id)


def test_notice_of_another_year_is_not_taken_from(year, clerk):
    """R-TIME-06: 2026-12-31 may stand in one notice only."""
    propose = {"notice": NOTICE, "by": clerk}
    CalendarDay.objects.create(year=year, date=date(2026, 12, 31), kind="holiday", name="x")
    with pytest.raises(RuleRefused):
        propose_calendar_year(2027, notice((date(2026, 12, 31), "holiday", "元旦")), **propose)


def test_imported_notice_of_a_person_is_a_proposal(clerk, tmp_path):
    """T56: the file is checked and kept as a change that a second person approves; the note says so."""
    head = ["日期", "安排", "节日", "年度", "通知文号"]
    rows = [[f"{day:%Y-%m-%d}", "放假", name, 2027, NOTICE] for day, _kind, name in notice()]
    outcome = load_rows(tmp_path, CalendarLoader("", by=clerk), [head, *rows])
    assert outcome.is_applied, outcome.refusal
    assert outcome.notes
    assert not CalendarYear.objects.filter(year=2027).exists()
    change = CalendarChange.objects.get()
    assert (change.is_whole, change.notice, len(change.days)) == (True, NOTICE, 13)
    again = load_rows(tmp_path, CalendarLoader("", by=clerk), [head, *rows])
    assert "2027" in again.refusal
