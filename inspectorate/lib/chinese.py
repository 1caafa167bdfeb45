"""Chinese figures, dates and paragraph numbers as official documents write them (GB/T 9704-2012, R-DOC-11, R-DOC-13)."""
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
NAME_WIDTH = 17  # characters that fit centred on a date that stands four characters in


def chinese_date(on: date) -> str:
    """Write a date without leading zeros: 2025年3月7日 (TV-10)."""
    return f"{on.year}年{on.month}月{on.day}日"


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
    return written.removeprefix("一") if 10 <= number < 20 else written  # noqa: PLR2004  (十二, never 一十二)


def level_mark(level: int, number: int) -> str:
    """Return the mark of the n-th paragraph of a level: 一、 （一） 1. （1）; no mark for plain text."""
    return {1: f"{numeral(number)}、", 2: f"（{numeral(number)}）", 3: f"{number}. ", 4: f"（{number}）"}.get(level, "")


def split_level(text: str) -> tuple[int, str]:
    """Return the level that a typed paragraph shows by its mark, and the text without the mark."""
    text = text.strip()
    for level, mark in LEVEL_MARKS.items():
        if found := mark.match(text):
            return level, text[found.end():]
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


def break_name(name: str, width: int = NAME_WIDTH) -> list[str]:
    """Break the name of a body that is too long to be centred on its date, after 政府, 委员会 or at the middle."""
    if len(name) <= width:
        return [name]
    middle = len(name) / 2
    ends = [found.end() for found in re.finditer("人民政府|委员会|办公室|教育局", name) if found.end() < len(name)]
    at = min(ends, key=lambda end: abs(end - middle), default=round(middle))
    return [name[:at], *break_name(name[at:], width)]
