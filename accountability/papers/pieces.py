"""Pieces that several documents share; official documents are Chinese only."""

from collections.abc import Iterable
from typing import Any

from inspectorate.documents.models import Document
from inspectorate.documents.states import NUMBERED
from supervision.models import Finding, Inspection

TEXT, HEADING, SUBHEADING = 0, 1, 2
Lines = list[tuple[int, str]]


def paper(lines: Iterable[tuple[int, str]], **more: Any) -> dict[str, Any]:
    """Return the context of a document from its paragraphs; empty paragraphs fall out."""
    return {"paragraphs": [{"level": level, "text": text} for level, text in lines if text.strip()], **more}


def prose(text: str) -> Lines:
    """Return a text of several lines as paragraphs."""
    return [(TEXT, line.strip()) for line in text.splitlines() if line.strip()]


def problems(findings: Iterable[Finding]) -> Lines:
    """Return findings as numbered problems with their basis."""
    return [
        (TEXT, f"{number}．{finding.problem}" + (f"（依据：{finding.basis}）" if finding.basis else ""))
        for number, finding in enumerate(findings, 1)
    ]


def matters(inspection: Inspection) -> str:
    """Return the matters inspected, joined for a sentence."""
    return "、".join(inspection.matters.values_list("title", flat=True))


def number_of(subject: Any, kind: str) -> str:
    """Return the number of the newest numbered document of a kind about a row, or an empty text."""
    found = Document.objects.of(subject).filter(kind=kind, state__in=NUMBERED).values_list("number", flat=True)
    return found.first() or ""
