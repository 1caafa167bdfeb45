"""Chinese figures, dates and paragraph numbers as official documents write them (R-DOC-11, R-DOC-13)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

DIGITS = "零一二三四五六七八九"
UNITS = ("", "十", "百", "千")
NUMBERED = range(1, 5)  # levels of numbered paragraphs; 0 is plain text
LEVEL_MARKS = {
    1: re.compile(r"^[一二三四五六七八九十百]+、\s*"),
    2: re.compile(r"^（[一二三四五六七八九十百]+）\s*"),
    3: re.compile(r"^\d{1,3}[.．]\s*(?!\d)"),
    4: re.compile(r"^（\d{1,3}）\s*"),
}
NAME_WIDTH = 14  # characters that fit centred on a date that stands four characters in
TITLE_WIDTH = 20  # characters of 2nd size in a line of the type area


def chinese_date(on: date) -> str:
    """Write a date without leading zeros: 2025年3月7日 (TV-10)."""
    return f"{on.year}年{on.month}月{on.day}日"


def chinese_span(start: date, end: date) -> str:
    """Write two dates without saying year or month twice: 2026年11月30日至12月9日, 2026年12月1日至9日."""
    if start == end:
        return chinese_date(start)
    year = f"{end.year}年" if end.year != start.year else ""
    month = f"{end.month}月" if year or end.month != start.month else ""
    return f"{chinese_date(start)}至{year}{month}{end.day}日"


def numeral(number: int) -> str:
    """Write 1 to 9999 in Chinese figures: 一, 十二, 二十, 一百零五."""
    digits = [int(digit) for digit in str(number)]
    written = ""
    for place, digit in zip(reversed(range(len(digits))), digits, strict=True):
        if digit:
            written += DIGITS[digit] + UNITS[place]
        elif written and not written.endswith(DIGITS[0]):
            written += DIGITS[0]
    written = written.rstrip(DIGITS[0])
    return written.removeprefix("一") if 10 <= number < 20 else written


def level_mark(level: int, number: int) -> str:
    """Return the mark of the n-th paragraph of a level: 一、 （一） 1. （1）; no mark for plain text."""
    return {1: f"{numeral(number)}、", 2: f"（{numeral(number)}）", 3: f"{number}. ", 4: f"（{number}）"}.get(level, "")


def split_level(text: str) -> tuple[int, str]:
    """Return the level that a typed paragraph shows by its mark, and the text without the mark."""
    text = text.strip()
    for level, mark in LEVEL_MARKS.items():
        if found := mark.match(text):
            return level, text[found.end() :]
    return 0, text


def number_paragraphs(paragraphs: Iterable[Mapping]) -> Iterator[dict]:
    """Yield {level, mark, head, text}: each numbered within its parent; text that came with a mark is renumbered.

    `head` is what is set in 黑体 or 楷体: the whole of a heading, or its first sentence where text follows in the line.
    """
    counts = dict.fromkeys(NUMBERED, 0)
    for paragraph in paragraphs:
        level = int(paragraph.get("level") or 0)
        text = str(paragraph.get("text", ""))
        if level in counts:
            text = LEVEL_MARKS[level].sub("", text, count=1)
            counts[level] += 1
            counts.update((below, 0) for below in NUMBERED if below > level)
        head, rest = _head(level, text)
        yield {"level": level, "mark": level_mark(level, counts.get(level, 0)), "head": head, "text": rest}


def _head(level: int, text: str) -> tuple[str, str]:
    if level not in {1, 2}:
        return "", text
    first, stop, rest = text.partition("。")
    return (first + stop, rest) if rest else (text, "")


# Words of the field that a title should not break inside; elsewhere a drafter sets the line break.
WHOLE = re.compile(
    "人民政府|委员会|办公室|教育督导|督导评估|责任督学|挂牌督导|质量监测|义务教育|学前教育|优质均衡|普及普惠|全体会议"
    "|会议纪要|专项督导|综合督导|[春秋]季学期|督导意见|督导报告|整改情况|整改工作|履行教育职责|教育职责|幼儿园|中小学"
    "|高级中学|初级中学|完全中学|小学|学校|年度|学年|学期|春季|秋季|开学|工作|通知|通报|报告|决定|意见|方案|办法|问题|情况|安全|隐患|评价|考核|培训|聘任"
    r"|名单|关于|开展|进行|进一步|加强|[0-9A-Za-z.]+年?|第[一二三四五六七八九十0-9]+[次届期批]|《[^》]{1,12}》|“[^”]{1,12}”"
)


NAME_END = re.compile("(?:人民政府|中学|小学|幼儿园|学校|学院|教育局)$")
NAME_PULL = 4


def break_title(title: str, width: int = TITLE_WIDTH) -> list[str]:
    """Break a title into lines of about the same length that split no word of the field (R-DOC-09).

    Line breaks that a drafter has set are kept.
    """
    return [line for part in title.splitlines() for line in _balanced(part.strip(), width)]


def _balanced(text: str, width: int) -> list[str]:
    if len(text) <= width:
        return [text]
    fewest = -(-len(text) // width)
    found = (_first_break(text, lines, width) for lines in (fewest, fewest + 1))
    at = next((place for place in found if place), round(len(text) / fewest))
    return [text[:at], *_balanced(text[at:], width)]


def _first_break(text: str, lines: int, width: int) -> int:
    """Return where the first of so many lines ends best; 0 where every place splits a word."""
    inside = {at for word in WHOLE.finditer(text) for at in range(word.start() + 1, word.end())}
    places = [
        at
        for at in range(2, min(width, len(text) - 2) + 1)
        if at not in inside and text[at] not in "的了、，。》）”和与及" and len(text) - at <= width * (lines - 1)
    ]
    return min(places, key=lambda place: abs(place - len(text) / lines) - _pull(text, place), default=0)


def _pull(text: str, place: int) -> int:
    """Return how many characters off the middle a line may end after the full name of a unit."""
    return NAME_PULL if NAME_END.search(text[:place]) else 0


def break_name(name: str, width: int = NAME_WIDTH) -> list[str]:
    """Break the name of a body that is too long to be centred on its date, after 政府, 委员会 or at the middle."""
    if len(name) <= width:
        return [name]
    middle = len(name) / 2
    ends = [found.end() for found in re.finditer("人民政府|委员会|办公室|教育局", name) if found.end() < len(name)]
    at = min(ends, key=lambda end: abs(end - middle), default=round(middle))
    return [*break_name(name[:at], width), *break_name(name[at:], width)]
