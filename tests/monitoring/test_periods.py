"""Periods: month, quarter, half-year and year ends, from the day a form comes into force (S38)."""
from datetime import date

import pytest
from django.utils import translation

from monitoring.models import ended_periods, period_words


@pytest.mark.parametrize(
    ("frequency", "since", "until", "codes"),
    [
        ("month", date(2026, 1, 15), date(2026, 3, 30), ["2026-01", "2026-02"]),
        ("month", date(2026, 1, 31), date(2026, 1, 31), ["2026-01"]),
        ("month", date(2026, 2, 1), date(2026, 2, 27), []),
        ("month", date(2027, 12, 31), date(2028, 2, 29), ["2027-12", "2028-01", "2028-02"]),
        ("quarter", date(2026, 2, 1), date(2026, 9, 30), ["2026-Q1", "2026-Q2", "2026-Q3"]),
        ("quarter", date(2026, 11, 30), date(2026, 12, 30), []),
        ("half_year", date(2026, 6, 30), date(2026, 12, 31), ["2026-H1", "2026-H2"]),
        ("year", date(2026, 6, 1), date(2027, 12, 30), ["2026"]),
        ("year", date(2026, 6, 1), date(2027, 12, 31), ["2026", "2027"]),
    ],
)
def test_period_is_ended_from_its_last_day(frequency, since, until, codes):
    assert [period.code for period in ended_periods(frequency, since, until)] == codes


def test_period_has_its_first_and_last_day():
    (quarter,) = ended_periods("quarter", date(2026, 3, 31), date(2026, 5, 1))
    assert quarter[1:] == (date(2026, 1, 1), date(2026, 3, 31))
    (february,) = ended_periods("month", date(2028, 2, 29), date(2028, 3, 1))
    assert february.ends_on == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("code", "chinese"),
    [
        ("2026-05", "2026年5月"), ("2026-Q2", "2026年第2季度"), ("2026-H1", "2026年上半年"),
        ("2026-H2", "2026年下半年"), ("2026", "2026年"), ("once", "2026-05-01至2026-06-30"),
    ],
)
def test_period_is_written_as_people_write_it(code, chinese):
    with translation.override("zh-hans"):
        assert period_words(code, date(2026, 5, 1), date(2026, 6, 30)) == chinese
