"""Pieces that several documents share; official documents are Chinese only."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from inspectorate.documents.models import Document
from inspectorate.documents.states import NUMBERED
from inspectorate.lib.chinese import chinese_date, numeral
from supervision.models import Finding, Inspection

TEXT, HEADING, SUBHEADING = 0, 1, 2
Lines = list[tuple[int, str]]
NO_PROBLEM: Lines = [(TEXT, "未发现需要整改的问题。")]


def paper(lines: Iterable[tuple[int, str]], **more: Any) -> dict[str, Any]:
    """Return the context of a document from its paragraphs; empty paragraphs fall out."""
    return {"paragraphs": [{"level": level, "text": text} for level, text in lines if text.strip()], **more}


def prose(text: str) -> Lines:
    """Return a text of several lines as paragraphs."""
    return [(TEXT, line.strip()) for line in text.splitlines() if line.strip()]


def problems(findings: Iterable[Finding]) -> Lines:
    """Return findings as numbered problems with their basis."""
    return [(TEXT, problem(number, finding.problem, finding.basis)) for number, finding in enumerate(findings, 1)]


def problem(number: int, text: str, basis: str) -> str:
    """Return one numbered problem with its basis."""
    return f"{number}. {ended(text)}" + (f"（依据：{basis.rstrip('。；')}）" if basis else "")


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


def matters(inspection: Inspection) -> str:
    """Return the matters inspected, joined for a sentence."""
    return "、".join(inspection.matters.values_list("title", flat=True))


def until(day: date) -> str:
    """Return a last day as papers name it: the day itself still counts (T58)."""
    return f"{chinese_date(day)}前（含当日）"


def number_of(subject: Any, kind: str) -> str:
    """Return the number of the newest numbered document of a kind about a row, or an empty text."""
    found = Document.objects.of(subject).filter(kind=kind, state__in=NUMBERED).values_list("number", flat=True)
    return found.first() or ""
