"""Which value holds where and when, and the dates that follow."""
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from inspectorate.rulebook.workflow import chain, due, notice_by, setting, terms
from inspectorate.trail.workflow import RuleRefused

ON = date(2026, 3, 2)


def test_default_holds_where_no_area_has_a_value(county):
    """R-TRAIN-02: the national 40 centralised hours are the default."""
    term = setting("R-TRAIN-02", county, ON)
    assert (term.value, term.unit, term.operator, term.area, term.is_weaker) == (Decimal(40), "hour", ">=", None, False)


def test_nearest_area_upward_wins(province, city, county, shipped):
    """R-RATIO-03: county before city before province."""
    shipped(province, "R-RATIO-03.max", 6)
    assert setting("R-RATIO-03.max", county, ON).value == 6
    shipped(city, "R-RATIO-03.max", 4)
    assert setting("R-RATIO-03.max", county, ON).value == 4
    shipped(county, "R-RATIO-03.max", 3)
    assert [setting("R-RATIO-03.max", area, ON).value for area in (county, city, province)] == [3, 4, 6]


def test_value_binds_only_between_its_days(city, shipped):
    """A setting that is over or not yet begun does not count."""
    shipped(city, "R-ACC-08", 10, date(2024, 1, 1), valid_to=date(2025, 12, 31))
    shipped(city, "R-ACC-08", 20, date(2026, 6, 1))
    days = (date(2023, 12, 31), date(2024, 1, 1), date(2025, 12, 31), ON, date(2026, 6, 1))
    assert [setting("R-ACC-08", city, day).value for day in days] == [30, 10, 10, 30, 20]


def test_no_rule_in_a_near_area_hides_the_value_above(province, city, shipped):
    """R-INS-16: None is a value: the city has no statutory window although the province has one."""
    shipped(province, "R-INS-16", 10)
    shipped(city, "R-INS-16", None)
    assert setting("R-INS-16", city, ON).value is None
    with pytest.raises(RuleRefused) as refused:
        due("R-INS-16", city, ON)
    assert refused.value.rule == "R-INS-16"


def test_local_unit_and_comparison_replace_the_rule_s(city, shipped):
    """R-INS-16: Shanghai counts working days where others count days (R-TIME-01)."""
    shipped(city, "R-INS-16", 10, unit="working_day")
    assert due("R-INS-16", city, date(2026, 4, 1)).due_on == date(2026, 4, 16)
    shipped(city, "R-PRE-15", "85", operator=">")
    assert setting("R-PRE-15", city, ON).operator == ">"


def test_due_counts_the_value_in_force_on_the_day_of_the_event(city, shipped):
    """R-ACC-27, R-ACC-28, R-ACC-29 (TV-5): review 30 days, direct appeal 15 days, appeal decision 60 days."""
    received = date(2025, 3, 3)
    days = {key: due(key, city, received).due_on for key in ("R-ACC-27.request", "R-ACC-28.direct")}
    assert days == {"R-ACC-27.request": date(2025, 4, 2), "R-ACC-28.direct": date(2025, 3, 18)}
    assert due("R-ACC-29.appeal_decision", city, received).nominal_on == date(2025, 5, 2)
    assert due("R-ACC-29.appeal_decision", city, received).due_on == date(2025, 5, 6)
    shipped(city, "R-ACC-27.request", 20, received)
    assert due("R-ACC-27.request", city, received).due_on == date(2025, 3, 24)


def test_due_stops_the_clock_for_pauses(city):
    """R-TIME-09, R-PUB-16: three working days with a third party do not count."""
    pauses = [(date(2026, 3, 4), date(2026, 3, 9))]
    assert due("R-PUB-16.answer", city, ON).due_on == date(2026, 3, 30)
    assert due("R-PUB-16.answer", city, ON, pauses=pauses).due_on == date(2026, 4, 2)


def test_notice_by_is_the_last_day_for_notice(city):
    """R-ACC-14: three working days before an interview on Friday."""
    assert notice_by("R-ACC-14", city, date(2026, 3, 13)) == date(2026, 3, 10)


def test_due_refuses_what_is_no_length_of_time(city):
    with pytest.raises(ValueError, match="no length of time"):
        due("R-INS-07", city, ON)


def test_unknown_rules_are_a_programming_error(city):
    with pytest.raises(LookupError, match="R-XYZ-01"):
        setting("R-XYZ-01", city, ON)


def test_terms_answer_many_rules_in_one_query(county, city, shipped, django_assert_num_queries):
    """The page of rules costs the same for one rule and for all."""
    shipped(city, "R-INS-07", 5)
    with django_assert_num_queries(1):
        found = terms(county, ON)
    assert found["R-INS-07"].value == 5
    assert found["R-ACC-22"].value == 60
    with django_assert_num_queries(1):
        assert set(terms(county, ON, ["R-ACC-22"])) == {"R-ACC-22"}


def test_setting_and_due_cost_a_fixed_number_of_queries(county, django_assert_num_queries):
    due("R-PUB-02", county, ON)
    with django_assert_num_queries(1):
        setting("R-PUB-02", county, ON)
    with django_assert_num_queries(2):
        due("R-PUB-02", county, ON)


def test_chain_lists_every_area_that_has_a_say_and_the_default(province, city, county, shipped):
    shipped(province, "R-INS-07", 4)
    shipped(city, "R-INS-07", 5)
    assert [(term.area, term.value) for term in chain("R-INS-07", county, ON)] == [(city, 5), (province, 4), (None, 3)]


def test_exact_shares_stay_exact(city, shipped):
    """R-INS-18: two thirds are two thirds, not 0.6667."""
    assert setting("R-INS-18", city, ON).value is None
    shipped(city, "R-INS-18", "2/3")
    assert setting("R-INS-18", city, ON).value == Fraction(2, 3)
    assert setting("R-INS-18", city, ON).value * 3 == 2


def test_choices_come_in_the_order_of_the_list(city, shipped):
    """R-TRAIN-02: which modes of training count."""
    assert setting("R-TRAIN-02.modes", city, ON).value == ("centralised",)
    shipped(city, "R-TRAIN-02.modes", ["self_study", "centralised"])
    assert setting("R-TRAIN-02.modes", city, ON).value == ("centralised", "self_study")


def test_a_local_value_below_the_national_one_is_said(city, shipped):
    """R-TRAIN-02: Shanxi's 30 hours are kept and flagged; a longer time limit is weaker, a shorter one is not."""
    shipped(city, "R-TRAIN-02", 30)
    shipped(city, "R-PUB-02", 30)
    shipped(city, "R-ACC-22", 45)
    assert [setting(key, city, ON).is_weaker for key in ("R-TRAIN-02", "R-PUB-02", "R-ACC-22")] == [True, True, False]


def test_december_dates_that_reach_into_an_unpublished_year_are_provisional(city):
    """R-TIME-06: they can be had, and say that they may move."""
    period = due("R-PUB-02", city, date(2026, 12, 21))
    assert period.is_provisional
    assert not due("R-PUB-02", city, date(2026, 11, 2)).is_provisional
