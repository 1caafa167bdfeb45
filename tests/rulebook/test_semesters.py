"""Semesters of areas (R-TIME-07)."""
from datetime import date

import pytest

from inspectorate.register.rights import Refused
from inspectorate.rulebook.workflow import add_semester, change_semester, in_session, semester_on, semesters_between
from inspectorate.trail.workflow import RuleRefused

SPRING = {"name": "2025-2026学年第二学期", "starts_on": date(2026, 3, 1), "ends_on": date(2026, 7, 10)}
AUTUMN = {"name": "2026-2027学年第一学期", "starts_on": date(2026, 8, 31), "ends_on": date(2027, 1, 15)}


def test_months_in_session_are_those_chosen_or_all_it_touches(city, clerk):
    """R-TIME-07, R-VISIT-02 (TV-8): March to June in session, July not."""
    spring = add_semester(area=city, by=clerk, months=[3, 4, 5, 6], **SPRING)
    autumn = add_semester(area=city, by=clerk, **AUTUMN)
    assert (spring.months, autumn.months) == ([3, 4, 5, 6], [8, 9, 10, 11, 12, 1])
    months = [date(2026, month, 15) for month in (2, 3, 6, 7, 8)]
    assert [in_session(city, month) for month in months] == [False, True, True, False, True]


def test_county_follows_the_city_until_it_has_semesters_of_its_own(city, county, clerk):
    """R-TIME-07: the nearest area upward that has any."""
    add_semester(area=city, by=clerk, **SPRING)
    assert semester_on(county, date(2026, 3, 1)).area == city
    own = add_semester(area=county, name="县", starts_on=date(2026, 3, 9), ends_on=date(2026, 7, 3), by=None)
    assert semester_on(county, date(2026, 3, 1)) is None
    assert semester_on(county, date(2026, 3, 9)) == own
    assert semesters_between(county, date(2026, 1, 1), date(2026, 12, 31)) == [own]


def test_day_in_the_holidays_has_no_semester(city, clerk):
    add_semester(area=city, by=clerk, **SPRING)
    assert semester_on(city, date(2026, 8, 1)) is None
    assert not in_session(city, date(2026, 8, 1))


@pytest.mark.parametrize(
    "changes",
    [
        {"starts_on": date(2026, 7, 10), "ends_on": date(2026, 9, 1)},
        {"starts_on": date(2026, 9, 1), "ends_on": date(2026, 9, 1)},
        {"starts_on": date(2026, 9, 1), "ends_on": date(2027, 10, 1)},
        {"starts_on": date(2026, 9, 1), "ends_on": date(2027, 1, 5), "months": [2]},
    ],
)
def test_impossible_semesters_are_refused(city, clerk, changes):
    add_semester(area=city, by=clerk, **SPRING)
    with pytest.raises(RuleRefused):
        add_semester(area=city, by=clerk, name="x", **changes)


def test_semester_can_be_changed_within_its_own_days(city, clerk):
    row = add_semester(area=city, by=clerk, **SPRING)
    change_semester(row, by=clerk, name="春季学期", starts_on=date(2026, 3, 2), ends_on=date(2026, 7, 3), months=[3, 4])
    row.refresh_from_db()
    assert (row.name, row.starts_on, row.months) == ("春季学期", date(2026, 3, 2), [3, 4])


def test_only_who_has_the_right_adds_a_semester(city, director):
    with pytest.raises(Refused):
        add_semester(area=city, by=director, **SPRING)
