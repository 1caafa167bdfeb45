"""Date arithmetic against the vectors of the law and against a slow reference that walks day by day."""
import json
import random
from dataclasses import asdict
from datetime import date, timedelta

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from inspectorate.lib.festivals import known_notices
from inspectorate.lib.periods import (
    Calendar,
    Pause,
    add_months,
    latest_start,
    period_end,
    read_period,
    term_end,
)

NOTICES = known_notices()


def calendar_of(*years):
    rows = [row for year in years for row in NOTICES[year]]
    return Calendar(
        holidays={day: name for day, kind, name in rows if kind == "holiday"},
        swapped={day: name for day, kind, name in rows if kind == "swapped_working_day"},
        published=frozenset(years),
    )


@pytest.fixture(scope="module")
def calendar():
    """Return the calendar of the years whose notices are out."""
    return calendar_of(*range(2015, 2027))


def end(calendar, start, number, unit, **options):
    return period_end(start, number, unit, calendar, **options).due_on


def test_days_count_calendar_days_from_the_next_day(calendar):
    """R-TIME-01, R-TIME-02, R-ACC-28 (TV-5): fifteen days from 3 March 2025 end on 18 March."""
    assert end(calendar, date(2025, 3, 3), 15, "day") == date(2025, 3, 18)


def test_thirty_days_end_on_the_thirtieth_day_after_receipt(calendar):
    """R-ACC-27 (TV-5): the review window of the same decision closes on 2 April."""
    assert end(calendar, date(2025, 3, 3), 30, "day") == date(2025, 4, 2)


def test_working_days_skip_holidays_and_weekends_and_count_swapped_days(calendar):
    """R-TIME-06: ten working days from 30 September 2025 pass National Day and count Saturday 11 October."""
    period = period_end(date(2025, 9, 30), 10, "working_day", calendar)
    assert period.due_on == date(2025, 10, 21)
    assert (date(2025, 10, 6), "mid_autumn") in period.skipped
    assert date(2025, 10, 11) not in {day for day, _reason in period.skipped}


def test_working_days_are_not_taken_for_days(calendar):
    """R-TIME-01, R-TIME-08: seven days before a weekend are seven days, not seven working days."""
    start = date(2026, 3, 2)
    assert end(calendar, start, 3, "day") == date(2026, 3, 5)
    assert end(calendar, start, 7, "working_day") == date(2026, 3, 11)


def test_end_on_a_holiday_moves_to_the_next_working_day(calendar):
    """R-TIME-03: day 30 from 1 September 2025 is 1 October; the first day after the holiday is the 9th."""
    period = period_end(date(2025, 9, 1), 30, "day", calendar)
    assert period.nominal_on == date(2025, 10, 1)
    assert period.due_on == date(2025, 10, 9)
    assert [day.day for day, _reason in period.rolled] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_end_on_a_weekend_moves_to_monday_and_on_a_swapped_weekend_stays(calendar):
    """R-TIME-03: Saturday 7 March 2026 is a rest day, Saturday 28 February 2026 is worked."""
    assert end(calendar, date(2026, 3, 2), 5, "day") == date(2026, 3, 9)
    assert end(calendar, date(2026, 2, 23), 5, "day") == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("start", "number", "unit", "expected"),
    [
        (date(2025, 8, 31), 6, "month", date(2026, 2, 28)),
        (date(2023, 8, 31), 6, "month", date(2024, 2, 29)),
        (date(2024, 2, 29), 3, "year", date(2027, 2, 28)),
        (date(2024, 1, 31), 1, "month", date(2024, 2, 29)),
        (date(2025, 12, 15), 1, "month", date(2026, 1, 15)),
        (date(2025, 3, 4), 1, "year", date(2026, 3, 4)),
    ],
)
def test_months_and_years_end_on_the_corresponding_day_or_the_month_s_last(calendar, start, number, unit, expected):
    """R-TIME-04; threats T60: 29 February and three years is 28 February."""
    assert period_end(start, number, unit, calendar).nominal_on == expected


def test_weeks_are_seven_days(calendar):
    assert end(calendar, date(2026, 3, 2), 2, "week") == date(2026, 3, 16)


def test_nought_means_the_same_day_even_on_a_rest_day(calendar):
    """R-VISIT-08: feedback on the day of a visit is due on that day."""
    period = period_end(date(2026, 3, 7), 0, "working_day", calendar)
    assert (period.nominal_on, period.due_on, period.is_provisional) == (date(2026, 3, 7), date(2026, 3, 7), False)


@pytest.mark.parametrize(("number", "unit"), [(3, "semester"), (3, "hour"), (-1, "day")])
def test_what_is_no_length_of_time_is_refused(calendar, number, unit):
    with pytest.raises(ValueError, match="no period"):
        period_end(date(2026, 3, 2), number, unit, calendar)


def test_terms_of_office_end_on_the_day_before_also_on_rest_days():
    """R-TERM-01, R-TIME-04 (TV-6): three terms from 1 September 2016 end on Sunday 31 August 2025."""
    starts = [date(2016, 9, 1), date(2019, 9, 1), date(2022, 9, 1)]
    ends = [term_end(start, 3) for start in starts]
    assert ends == [date(2019, 8, 31), date(2022, 8, 31), date(2025, 8, 31)]


@pytest.mark.parametrize(
    ("start", "number", "unit", "expected"),
    [
        (date(2025, 3, 1), 3, "year", date(2028, 2, 29)),
        (date(2024, 2, 29), 3, "year", date(2027, 2, 28)),
        (date(2025, 8, 31), 6, "month", date(2026, 2, 28)),
        (date(2026, 3, 2), 7, "day", date(2026, 3, 8)),
    ],
)
def test_terms_of_office_respect_the_length_of_months(start, number, unit, expected):
    """R-TIME-04."""
    assert term_end(start, number, unit) == expected


def test_paused_days_fall_out_of_the_count(calendar):
    """R-TIME-09: stopped on 4 March, running again on 9 March: five days fall out."""
    pause = Pause(date(2026, 3, 4), date(2026, 3, 9), "opinion of a third party")
    period = period_end(date(2026, 3, 2), 10, "day", calendar, pauses=[pause])
    assert (period.paused_days, period.due_on) == (5, date(2026, 3, 17))
    working = period_end(date(2026, 3, 2), 10, "working_day", calendar, pauses=[pause])
    assert (working.paused_days, working.due_on) == (3, date(2026, 3, 19))


def test_overlapping_and_late_pauses_count_once_and_only_inside(calendar):
    """R-TIME-09: a pause after the last day changes nothing, one before the event neither."""
    pauses = [(date(2026, 3, 4), date(2026, 3, 9)), (date(2026, 3, 6), date(2026, 3, 11))]
    assert end(calendar, date(2026, 3, 2), 10, "day", pauses=pauses) == date(2026, 3, 19)
    outside = [(date(2026, 2, 1), date(2026, 2, 20)), (date(2026, 5, 1), date(2026, 5, 9))]
    period = period_end(date(2026, 3, 2), 10, "day", calendar, pauses=outside)
    assert (period.due_on, period.pauses) == (date(2026, 3, 12), ())


def test_a_pause_that_pushes_into_another_pause_counts_both(calendar):
    """R-TIME-09: the second pause begins after the unpaused end but before the paused one."""
    pauses = [(date(2026, 3, 10), date(2026, 3, 14)), (date(2026, 3, 13), date(2026, 3, 20))]
    period = period_end(date(2026, 3, 2), 10, "day", calendar, pauses=pauses)
    assert (period.paused_days, period.nominal_on) == (10, date(2026, 3, 22))


def test_months_are_prolonged_by_paused_days(calendar):
    """R-TIME-04, R-TIME-09."""
    period = period_end(date(2026, 3, 2), 1, "month", calendar, pauses=[(date(2026, 3, 4), date(2026, 3, 6))])
    assert period.nominal_on == date(2026, 4, 4)


def test_latest_start_is_the_last_day_that_leaves_the_whole_notice(calendar):
    """R-ACC-14, R-ORG-14: three working days before Friday leave Tuesday; a month before 31 March is 28 February."""
    assert latest_start(date(2026, 3, 13), 3, "working_day", calendar) == date(2026, 3, 10)
    assert latest_start(date(2026, 3, 31), 1, "month", calendar) == date(2026, 2, 28)
    assert latest_start(date(2026, 3, 13), 5, "day", calendar) == date(2026, 3, 8)


def test_latest_start_and_period_end_agree(calendar):
    """R-TIME-02: notice given on the last possible day runs out no later than the event, a day later it does."""
    chance = random.Random(14)  # noqa: S311
    for _round in range(500):
        event = date(2018, 1, 1) + timedelta(days=chance.randrange(2500))
        number = chance.randrange(1, 40)
        start = latest_start(event, number, "working_day", calendar)
        assert period_end(start, number, "working_day", calendar).nominal_on <= event
        assert period_end(start + timedelta(days=1), number, "working_day", calendar).nominal_on > event


def test_a_period_survives_storing_as_json_and_explains_itself_alike(calendar):
    """R-TIME-03: what is stored on a duty says later how its date came about."""
    pause = Pause(date(2026, 4, 1), date(2026, 4, 3), "consultation")
    period = period_end(date(2026, 3, 2), 40, "working_day", calendar, pauses=[pause])
    stored = json.loads(json.dumps(asdict(period), cls=DjangoJSONEncoder))
    assert read_period(stored) == period
    assert read_period(stored).explain() == period.explain()


def test_explanation_names_every_step_in_order(calendar):
    """R-TIME-02, R-TIME-03, R-TIME-09: trigger, first day counted, number, pause, nominal and effective end."""
    period = period_end(
        date(2025, 8, 29), 30, "day", calendar, pauses=[Pause(date(2025, 9, 8), date(2025, 9, 11), "asked")]
    )
    assert [line.code for line in period.explain()] == [
        "trigger", "first", "count", "paused", "nominal", "rolled", "due",
    ]
    assert period.explain()[-1].data == {"on": date(2025, 10, 9)}


def rests(calendar, day):
    return day in calendar.holidays or (day.isoweekday() > 5 and day not in calendar.swapped)


def month_on(start, months):
    """Walk month by month, then back from the 31st to a day that exists."""
    year, month = start.year, start.month
    for _step in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for day in range(start.day, 0, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    raise AssertionError


def reference(calendar, start, number, unit, stopped=frozenset()):
    """Walk one day at a time, ticking off units; written apart from the code it checks."""
    day, left = start, number
    if unit in {"month", "year"}:
        day = month_on(start, number * {"month": 1, "year": 12}[unit])
        left = sum(1 for item in stopped if start < item <= day)
    while left:
        day += timedelta(days=1)
        if day not in stopped and not (unit == "working_day" and rests(calendar, day)):
            left -= 1
    nominal = day
    while rests(calendar, day):
        day += timedelta(days=1)
    return nominal, day


def test_ten_thousand_random_periods_agree_with_the_reference(calendar):
    """R-TIME-01, -02, -03, -04, -06, -09 (threats T55): no difference in 10,000 dates, a third of them paused."""
    chance = random.Random(20260301)  # noqa: S311
    reach = {"day": 120, "working_day": 80, "month": 18, "year": 3}
    for turn in range(10_000):
        unit = chance.choice(list(reach))
        start = date(2015, 1, 1) + timedelta(days=chance.randrange(2900))
        number = chance.randrange(1, reach[unit] + 1)
        pauses, stopped = [], set()
        for _stop in range(chance.randrange(1, 3) if turn % 3 == 0 else 0):
            first = start + timedelta(days=chance.randrange(-10, 120))
            length = chance.randrange(30)
            pauses.append((first, first + timedelta(days=length)))
            stopped |= {first + timedelta(days=shift) for shift in range(1, length + 1)}
        period = period_end(start, number, unit, calendar, pauses=pauses)
        expected = reference(calendar, start, number, unit, frozenset(day for day in stopped if day > start))
        assert (period.nominal_on, period.due_on) == expected, (start, number, unit, pauses)


def test_make_up_days_of_2024_to_2026_are_worked_and_the_holidays_are_not(calendar):
    """R-TIME-06: the weekend days that the State Council's notices turned into working days."""
    worked = [
        date(2024, 2, 4), date(2024, 2, 18), date(2024, 4, 7), date(2024, 4, 28), date(2024, 5, 11),
        date(2024, 9, 14), date(2024, 9, 29), date(2024, 10, 12), date(2025, 1, 26), date(2025, 2, 8),
        date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11), date(2026, 1, 4), date(2026, 2, 14),
        date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10),
    ]
    assert all(calendar.is_working(day) for day in worked)
    weekends_worked = [day for day in calendar.swapped if day.year in {2024, 2025, 2026}]
    assert sorted(weekends_worked) == worked
    assert [calendar.rest_reason(day) for day in (date(2026, 2, 16), date(2026, 10, 7), date(2026, 3, 7))] == [
        "spring_festival", "national_day", "weekend",
    ]


def test_a_year_without_notice_is_computed_from_the_law_and_marked(calendar):
    """R-TIME-06: in December 2026 a date in February 2027 can be had, but it is provisional."""
    period = period_end(date(2026, 12, 15), 40, "working_day", calendar)
    assert period.is_provisional
    assert period.unpublished == (2027,)
    names = {reason for _day, reason in period.skipped}
    assert {"new_year", "spring_festival", "weekend"} <= names
    assert period.explain()[-1].code == "provisional"


def test_the_next_notice_may_move_a_provisional_date():
    """R-TIME-06: the same period before and after the notice for 2026 is loaded."""
    before = period_end(date(2026, 1, 28), 15, "working_day", calendar_of(2024, 2025))
    after = period_end(date(2026, 1, 28), 15, "working_day", calendar_of(2024, 2025, 2026))
    assert (before.is_provisional, after.is_provisional) == (True, False)
    assert (before.due_on, after.due_on) == (date(2026, 2, 24), date(2026, 2, 25))


def test_the_last_week_of_a_year_waits_for_the_next_notice(calendar):
    """R-TIME-06: a notice may reach back into December, as those for 2019 and 2023 did."""
    assert not period_end(date(2026, 12, 1), 23, "day", calendar).is_provisional
    assert period_end(date(2026, 12, 1), 27, "day", calendar).is_provisional
    assert not calendar.is_working(date(2018, 12, 31))
    assert calendar.is_working(date(2018, 12, 29))


def test_calendar_days_stay_settled_while_only_their_end_matters(calendar):
    """R-TIME-06: sixty calendar days ending in a published year are settled whatever lies beyond."""
    assert not period_end(date(2026, 6, 1), 60, "day", calendar).is_provisional


def test_years_nothing_is_known_of_are_refused(calendar):
    """R-TIME-06 (threats T56): no date is guessed past the table of festivals."""
    with pytest.raises(LookupError, match="2061"):
        period_end(date(2060, 12, 20), 20, "working_day", calendar)


def test_statutory_holidays_of_an_unknown_year_are_the_thirteen_of_the_law():
    """R-TIME-06: Spring Festival 2027 is 6 February, its eve and two more days off with it."""
    calendar = Calendar()
    off = [date(2027, 1, 1) + timedelta(days=shift) for shift in range(365)]
    named = [day for day in off if calendar.rest_reason(day) not in {"", "weekend"}]
    assert len(named) == 13
    assert named[1:5] == [date(2027, 2, 5), date(2027, 2, 6), date(2027, 2, 7), date(2027, 2, 8)]


def test_published_notices_hold_the_statutory_days_that_the_table_computes(calendar):
    """R-TIME-06: table and notices agree on every statutory day of 2025 and 2026."""
    bare = Calendar()
    for year in (2025, 2026):
        days = [date(year, 1, 1) + timedelta(days=shift) for shift in range(365)]
        named = [day for day in days if bare.rest_reason(day) not in {"", "weekend"}]
        assert all(day in calendar.holidays for day in named)


def test_add_months_goes_backwards_too():
    """R-TIME-04."""
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert add_months(date(2026, 1, 15), -13) == date(2024, 12, 15)
