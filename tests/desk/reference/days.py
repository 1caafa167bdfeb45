"""Days as an office counts them: which are worked, when a period ends, what a month or a term is (R-TIME-01 to 04)."""

import calendar
from datetime import date, timedelta

DAY = timedelta(days=1)
NEVER = date.max


def _days(year, *spans):
    return {date(year, month, day) for month, days in spans for day in days}


# As the State Council announced them for 2026. The notice for 2027 is not out: the thirteen statutory holidays alone,
# as for the years in which the cycles of five years end.
HOLIDAYS = (
    _days(2026, (1, (1, 2, 3)), (2, range(15, 24)), (4, (4, 5, 6)), (5, range(1, 6)), (6, (19, 20, 21)),
          (9, (25, 26, 27)), (10, range(1, 8)))
    | _days(2027, (1, (1,)), (2, (5, 6, 7, 8)), (4, (5,)), (5, (1, 2)), (6, (9,)), (9, (15,)), (10, (1, 2, 3)))
    | _days(2028, (1, (1, 25, 26, 27, 28)), (4, (4,)), (5, (1, 2, 28)), (10, (1, 2, 3)))
    | _days(2031, (1, (1, 22, 23, 24, 25)), (4, (5,)), (5, (1, 2)), (6, (24,)), (10, (1, 2, 3)))
    | _days(2032, (1, (1,)), (2, (10, 11, 12, 13)), (4, (4,)), (5, (1, 2)), (6, (12,)), (9, (19,)), (10, (1, 2, 3)))
)  # fmt: skip
WORKED = _days(2026, (1, (4,)), (2, (14, 28)), (5, (9,)), (9, (20,)), (10, (10,)))


def is_working(day):
    return day in WORKED or (day.weekday() < calendar.SATURDAY and day not in HOLIDAYS)


def rolled(day):
    """The day itself, or the first working day after it: a period that ends on a rest day ends then (R-TIME-03)."""
    while not is_working(day):
        day += DAY
    return day


def working_day_after(day, number):
    """The last of so many working days after a day, which is not counted itself (R-TIME-01, R-TIME-02)."""
    while number:
        day += DAY
        number -= is_working(day)
    return day


def months_after(day, number):
    """The corresponding day so many months on, or that month's last (R-TIME-04)."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def years_after(day, number):
    return months_after(day, 12 * number)


def month_end(year, month):
    return date(year, month, calendar.monthrange(year, month)[1])


def days_between(first, last):
    return [first + number * DAY for number in range((last - first).days + 1)]
