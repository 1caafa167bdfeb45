"""Statutory holidays (R-TIME-06): fixed dates, and the four that follow the moon or the sun.

The table holds month and day of Spring Festival, Qingming, Dragon Boat and Mid-Autumn. It was computed with the
calendar libraries lunardate 0.3.0, borax 4.1.3 and lunar-python 1.4.8, which agree on every date. What the State
Council's yearly notice adds (days swapped, holidays prolonged) is data of the rulebook, not of this module.
"""
from datetime import date, timedelta

import chinese_calendar

REVISED_FROM = 2025  # first year under the revision of 10 November 2024: 13 days instead of 11
# How the library of published notices calls the statutory holidays.
LIBRARY_NAMES = {
    "New Year's Day": "new_year",
    "Spring Festival": "spring_festival",
    "Tomb-sweeping Day": "qingming",
    "Labour Day": "labour_day",
    "Dragon Boat Festival": "dragon_boat",
    "Mid-autumn Festival": "mid_autumn",
    "National Day": "national_day",
    "Anti-Fascist 70th Day": "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日",
}
MOVING = {
    2004: "0122 0404 0622 0928",
    2005: "0209 0405 0611 0918",
    2006: "0129 0405 0531 1006",
    2007: "0218 0405 0619 0925",
    2008: "0207 0404 0608 0914",
    2009: "0126 0404 0528 1003",
    2010: "0214 0405 0616 0922",
    2011: "0203 0405 0606 0912",
    2012: "0123 0404 0623 0930",
    2013: "0210 0404 0612 0919",
    2014: "0131 0405 0602 0908",
    2015: "0219 0405 0620 0927",
    2016: "0208 0404 0609 0915",
    2017: "0128 0404 0530 1004",
    2018: "0216 0405 0618 0924",
    2019: "0205 0405 0607 0913",
    2020: "0125 0404 0625 1001",
    2021: "0212 0404 0614 0921",
    2022: "0201 0405 0603 0910",
    2023: "0122 0405 0622 0929",
    2024: "0210 0404 0610 0917",
    2025: "0129 0404 0531 1006",
    2026: "0217 0405 0619 0925",
    2027: "0206 0405 0609 0915",
    2028: "0126 0404 0528 1003",
    2029: "0213 0404 0616 0922",
    2030: "0203 0405 0605 0912",
    2031: "0123 0405 0624 1001",
    2032: "0211 0404 0612 0919",
    2033: "0131 0404 0601 0908",
    2034: "0219 0405 0620 0927",
    2035: "0208 0405 0610 0916",
    2036: "0128 0404 0530 1004",
    2037: "0215 0404 0618 0924",
    2038: "0204 0405 0607 0913",
    2039: "0124 0405 0527 1002",
    2040: "0212 0404 0614 0920",
    2041: "0201 0404 0603 0910",
    2042: "0122 0404 0622 0928",
    2043: "0210 0405 0611 0917",
    2044: "0130 0404 0531 1005",
    2045: "0217 0404 0619 0925",
    2046: "0206 0404 0608 0915",
    2047: "0126 0405 0529 1004",
    2048: "0214 0404 0615 0922",
    2049: "0202 0404 0604 0911",
    2050: "0123 0404 0623 0930",
    2051: "0211 0405 0613 0919",
    2052: "0201 0404 0601 0907",
    2053: "0219 0404 0620 0926",
    2054: "0208 0404 0610 0916",
    2055: "0128 0405 0530 1005",
    2056: "0215 0404 0617 0924",
    2057: "0204 0404 0606 0913",
    2058: "0124 0404 0625 1002",
    2059: "0212 0405 0614 0921",
    2060: "0202 0404 0603 0909",
}
FIRST_YEAR, LAST_YEAR = min(MOVING), max(MOVING)


def statutory_holidays(year: int) -> dict[date, str]:
    """Return the 13 statutory holidays of a year and their names, by the revision of 2024 (R-TIME-06).

    Where Mid-Autumn falls on National Day the two share a date. Raises LookupError outside the table.
    """
    if year not in MOVING:
        raise LookupError(f"holidays are known for {FIRST_YEAR} to {LAST_YEAR} only, not for {year}")
    spring, qingming, dragon_boat, mid_autumn = (_day(year, text) for text in MOVING[year].split())
    spans = [
        ("new_year", date(year, 1, 1), 1),
        ("spring_festival", spring - timedelta(days=1), 4),  # from New Year's Eve of the lunar calendar
        ("qingming", qingming, 1),
        ("labour_day", date(year, 5, 1), 2),
        ("dragon_boat", dragon_boat, 1),
        ("mid_autumn", mid_autumn, 1),
        ("national_day", date(year, 10, 1), 3),
    ]
    return {first + timedelta(days=shift): name for name, first, length in spans for shift in range(length)}


def known_notices() -> dict[int, list[tuple[date, str, str]]]:
    """Return the notices that chinesecalendar knows, by year: date, `holiday` or `swapped_working_day`, name.

    A day at the end of December that a notice takes for New Year belongs to the next year's notice.
    """
    notices: dict[int, list[tuple[date, str, str]]] = {}
    kinds = {"holiday": chinese_calendar.holidays, "swapped_working_day": chinese_calendar.workdays}
    for kind, days in kinds.items():
        for day, name in days.items():
            code = LIBRARY_NAMES.get(name, name)
            year = day.year + 1 if code == "new_year" and day.month == 12 else day.year
            notices.setdefault(year, []).append((day, kind, code))
    return {year: sorted(rows) for year, rows in sorted(notices.items())}


def notice_title(year: int) -> str:
    """Return the title under which the State Council publishes a year's notice."""
    return f"国务院办公厅关于{year}年部分节假日安排的通知"


def _day(year: int, text: str) -> date:
    return date(year, int(text[:2]), int(text[2:]))
