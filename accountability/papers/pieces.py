"""Pieces that several documents share; official documents are Chinese only."""

from collections.abc import Iterable
from typing import Any

from inspectorate.documents.models import Document
from inspectorate.documents.states import NUMBERED
from inspectorate.lib.paragraphs import TEXT, Lines, ended
from supervision.models import Finding, Inspection

NO_PROBLEM: Lines = [(TEXT, "未发现需要整改的问题。")]


def problems(findings: Iterable[Finding]) -> Lines:
    """Return findings as numbered problems with their basis."""
    return [(TEXT, problem(number, finding.problem, finding.basis)) for number, finding in enumerate(findings, 1)]


def problem(number: int, text: str, basis: str) -> str:
    """Return one numbered problem with its basis."""
    return f"{number}. {ended(text)}" + (f"（依据：{basis.rstrip('。；')}）" if basis else "")


def matters(inspection: Inspection) -> str:
    """Return the matters inspected, joined for a sentence."""
    return "、".join(inspection.matters.values_list("title", flat=True))


def number_of(subject: Any, kind: str) -> str:
    """Return the number of the newest numbered document of a kind about a row, or an empty text."""
    found = Document.objects.of(subject).filter(kind=kind, state__in=NUMBERED).values_list("number", flat=True)
    return found.first() or ""
