"""Paragraphs of official documents, which are Chinese only: texts and sections as (level, text)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from .chinese import chinese_date, numeral

TEXT, HEADING, SUBHEADING = 0, 1, 2
Lines = list[tuple[int, str]]


def paper(lines: Iterable[tuple[int, str]], **more: Any) -> dict[str, Any]:
    """Return the context of a document from its paragraphs; empty paragraphs fall out."""
    return {"paragraphs": [{"level": level, "text": text} for level, text in lines if text.strip()], **more}


def prose(text: str) -> Lines:
    """Return a text of several lines as paragraphs."""
    return [(TEXT, line.strip()) for line in text.splitlines() if line.strip()]


def ended(text: str) -> str:
    """Return a sentence with its full stop, once, so that another may follow it."""
    text = text.strip().rstrip("，、,;.：:")
    return text if text.endswith(("。", "；", "！", "？")) else f"{text}。"


def sections(*parts: tuple[str, Lines]) -> Lines:
    """Return the parts that say something, each under its numbered heading."""
    said = [(title, lines) for title, lines in parts if lines]
    return [
        line
        for number, (title, lines) in enumerate(said, 1)
        for line in ((HEADING, f"{numeral(number)}、{title}"), *lines)
    ]


def until(day: date) -> str:
    """Return a last day as papers name it: the day itself still counts (T58)."""
    return f"{chinese_date(day)}前（含当日）"
