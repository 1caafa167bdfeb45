"""Chinese figures, dates, paragraph marks and line breaks of titles."""

from datetime import date, timedelta

import pytest

from inspectorate.lib import chinese


def test_date_has_no_leading_zeros():
    """TV-10, R-DOC-13."""
    assert chinese.chinese_date(date(2025, 3, 7)) == "2025年3月7日"


def test_every_day_of_a_leap_year_can_be_read_back():
    """R-DOC-13: no day of 366 has a leading zero or loses a part."""
    for number in range(366):
        day = date(2028, 1, 1) + timedelta(days=number)
        year, month, rest = chinese.chinese_date(day).replace("年", "-").replace("月", "-").replace("日", "").split("-")
        assert date(int(year), int(month), int(rest)) == day
        assert not month.startswith("0")
        assert not rest.startswith("0")


NUMERALS = {
    1: "一",
    10: "十",
    11: "十一",
    19: "十九",
    20: "二十",
    21: "二十一",
    100: "一百",
    101: "一百零一",
    110: "一百一十",
    111: "一百一十一",
    1000: "一千",
    1001: "一千零一",
    1010: "一千零一十",
    9999: "九千九百九十九",
}


@pytest.mark.parametrize(("number", "written"), NUMERALS.items())
def test_numeral_is_written_as_spoken(number, written):
    assert chinese.numeral(number) == written


def test_numerals_differ_from_each_other():
    assert len({chinese.numeral(number) for number in range(1, 2000)}) == 1999


@pytest.mark.parametrize("level", chinese.NUMBERED)
@pytest.mark.parametrize("number", [1, 10, 23])
def test_mark_of_a_level_is_known_again(level, number):
    """R-DOC-11: a paragraph typed with its mark comes back with the level and without the mark."""
    assert chinese.split_level(chinese.level_mark(level, number) + "经费保障") == (level, "经费保障")


@pytest.mark.parametrize(
    "text", ["经费保障", "2026.5万元已到位", "3.5%的学校", "一是落实，二是检查", "（如附件）", "十、"[:1] + "分重要"]
)
def test_text_without_mark_is_plain(text):
    assert chinese.split_level(text) == (0, text)


def test_paragraphs_are_numbered_within_their_parent():
    """R-DOC-11."""
    levels = [1, 2, 2, 3, 4, 3, 1, 2, 0]
    marks = [part["mark"] for part in chinese.number_paragraphs({"level": level, "text": "x"} for level in levels)]
    assert marks == ["一、", "（一）", "（二）", "1. ", "（1）", "2. ", "二、", "（一）", ""]


def test_mark_given_with_the_text_is_not_doubled():
    parts = list(chinese.number_paragraphs([{"level": 1, "text": "三、要求"}, {"level": 2, "text": "（九）时间"}]))
    assert [part["mark"] + part["head"] for part in parts] == ["一、要求", "（一）时间"]


def test_first_sentence_of_a_running_heading_is_its_head():
    part = next(iter(chinese.number_paragraphs([{"level": 2, "text": "经费保障。逐项核查。"}])))
    assert (part["head"], part["text"]) == ("经费保障。", "逐项核查。")


TITLES = [
    "市政府教育督导委员会2026年第一次全体会议纪要",
    "关于开展2026年春季学期开学工作专项督导的通知",
    "关于对东安区人民政府2025年履行教育职责情况督导评估问题整改情况进行复查的通知",
    "督" * 61,
    "通知",
]


@pytest.mark.parametrize("title", TITLES)
def test_title_is_broken_into_lines_that_fit_and_lose_nothing(title):
    """R-DOC-09."""
    lines = chinese.break_title(title)
    assert "".join(lines) == title
    assert max(map(len, lines)) <= chinese.TITLE_WIDTH
    assert all(line[0] not in "的，。》）" for line in lines)


def test_title_does_not_break_inside_a_word_of_the_field():
    assert chinese.break_title(TITLES[0]) == ["市政府教育督导委员会", "2026年第一次全体会议纪要"]


def test_line_break_set_by_the_drafter_is_kept():
    assert chinese.break_title("关于印发方案\n的通知") == ["关于印发方案", "的通知"]


@pytest.mark.parametrize(
    "name",
    [
        "牡丹江市人民政府教育督导委员会办公室",
        "市教育局",
        "某" * 40,
        "黑龙江省牡丹江市人民政府教育督导委员会办公室联合工作专班",
    ],
)
def test_name_is_broken_to_fit_over_the_date(name):
    """R-DOC-14."""
    lines = chinese.break_name(name)
    assert "".join(lines) == name
    assert max(map(len, lines)) <= chinese.NAME_WIDTH


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        (date(2026, 11, 30), date(2026, 12, 9), "2026年11月30日至12月9日"),
        (date(2026, 12, 1), date(2026, 12, 9), "2026年12月1日至9日"),
        (date(2026, 12, 30), date(2027, 1, 9), "2026年12月30日至2027年1月9日"),
        (date(2026, 12, 1), date(2026, 12, 1), "2026年12月1日"),
    ],
)
def test_span_says_year_and_month_once(start, end, written):
    assert chinese.chinese_span(start, end) == written


@pytest.mark.parametrize("unit", ["绥芬河市云杉高级中学", "爱民区北山初级中学", "牡丹江市东安区人民政府"])
def test_title_breaks_after_the_name_of_a_unit(unit):
    assert chinese.break_title(f"关于对{unit}开展教育督导评估工作的通知")[0] == f"关于对{unit}"
