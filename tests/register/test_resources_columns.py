from datetime import date, datetime

import pytest
from django.utils import translation

from inspectorate.lib.sheets import BadCell
from inspectorate.register.resources import CellRefused, Choice, Choices, Column, Day, Digits, Text, Whole, YesNo, words
from inspectorate.register.resources.columns import fold

SPONSOR = Choice(words(("公办 public", "public"), ("民办 private", "private")))
STAGES = Choices(words(("小学 primary", "primary"), ("初中 junior", "junior")))


@pytest.mark.parametrize(
    ("cell", "value", "read"),
    [
        (Text(10), "  牡丹江 ", "牡丹江"),
        (Text(10), "\u200b一小\ufeff", "一小"),
        (Text(10), "　", None),
        (Text(10), 12, "12"),
        (Text(10), "（东）校区", "（东）校区"),
        (Digits(10), "2123000001", "2123000001"),
        (Digits(10), 2123000001, "2123000001"),
        (Digits(10), "２１２３０００００１", "2123000001"),
        (Digits(10), "2123 000 001", "2123000001"),
        (Digits(6, 12), "231002", "231002"),
        (Whole(), "1,200", 1200),
        (Whole(), "１２０", 120),
        (Whole(), 120, 120),
        (Whole(), "0", 0),
        (Day(), "2026-03-01", date(2026, 3, 1)),
        (Day(), "2026年3月1日", date(2026, 3, 1)),
        (Day(), "2026/3/1", date(2026, 3, 1)),
        (Day(), "2026.03.01", date(2026, 3, 1)),
        (Day(), "20260301", date(2026, 3, 1)),
        (Day(), 20260301, date(2026, 3, 1)),
        (Day(), date(2026, 3, 1), date(2026, 3, 1)),
        (SPONSOR, "公办(源表未标民办)", "public"),
        (SPONSOR, "公 办", "public"),
        (SPONSOR, "PRIVATE", "private"),
        (STAGES, "小学、初中", ["primary", "junior"]),
        (STAGES, "小学，小学", ["primary"]),
        (YesNo(), "是", True),
        (YesNo(), False, False),
        (YesNo(), 1, True),
        (YesNo(), "×", False),
    ],
)
def test_cell_is_read_as_it_is_meant(cell, value, read):
    """T37: one meaning, whatever the width of the signs or the kind of the cell."""
    assert cell.clean(value) == read


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        (Text(3), "四个字的", "too_long"),
        (Text(9), "a\x07b", "unreadable"),
        (Text(9), "乱\ufffd码", "unreadable"),
        (Text(9), date(2026, 1, 2), "became_date"),
        (Text(9), True, "not_text"),
        (Digits(10), "1.23E+18", "shortened"),
        (Digits(10), "212300001", "not_digits"),
        (Digits(10), "21230000O1", "not_digits"),
        (Digits(10), 2123000001.5, "not_digits"),
        (Digits(10), date(2026, 1, 2), "became_date"),
        (Digits(10), "²¹²³⁰⁰⁰⁰⁰x", "not_digits"),
        (Whole(), "三百", "not_whole"),
        (Whole(), "85%", "not_whole"),
        (Whole(), 3.5, "not_whole"),
        (Whole(), "1.5E+3", "shortened"),
        (Whole(), True, "not_whole"),
        (Whole(0, 10), -1, "not_in_range"),
        (Whole(0, 10), "11", "not_in_range"),
        (Day(), "1/2/2026", "not_date"),
        (Day(), "2026-02-30", "not_date"),
        (Day(), "26-3-1", "not_date"),
        (Day(), 46082, "not_date"),
        (Day(), datetime(2026, 3, 1, 8), "not_date"),
        (SPONSOR, "混合", "not_choice"),
        (STAGES, "小学、大学", "not_choice"),
        (YesNo(), "也许", "not_yes_no"),
        (Text(9), BadCell("digits_lost", "1.2e18"), "digits_lost"),
        (Whole(), BadCell("formula_error", ""), "formula_error"),
    ],
)
def test_cell_that_says_something_else_is_refused(cell, value, code):
    """T37: refused, not bent."""
    with pytest.raises(CellRefused) as caught:
        cell.clean(value)
    assert caught.value.code == code


def test_column_answers_to_every_name_it_is_known_by():
    column = Column("学校名称", "School", Text(9), aliases="name 校(园)名")
    names = column.names("name")
    assert {fold(name) for name in ("学校名称", "SCHOOL", " name ", "校（园）名")} <= names


def test_column_is_called_by_the_readers_language():


    column = Column("学校名称", "School", Text(9))
    with translation.override("en"):
        assert column.label == "School"
    with translation.override("zh-hans"):
        assert column.label == "学校名称"


@pytest.mark.parametrize(
    ("cell", "value"),
    [(SPONSOR, "public"), (STAGES, ["primary", "junior"]), (YesNo(), True), (Day(), date(2026, 1, 1)), (Whole(), 3)],
)
def test_what_is_exported_is_read_back_the_same(cell, value):
    assert cell.clean(cell.render(value)) == value
