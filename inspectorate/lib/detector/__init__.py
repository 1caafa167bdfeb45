"""Find what must never be published: numbers that lead to a person, and pupils' names (T88, R-PUB-12, R-PUB-13).

Pure text in, findings out. Office telephones (0453-1234567, 12345) and mailboxes of offices are not findings.
"""
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .findings import Finding, Kind
from .numbers import scan_numbers
from .pupils import scan_pupils
from .texts import fold

__all__ = ["Finding", "Kind", "leaves", "scan", "scan_values"]


def scan(text: str, where: str = "") -> list[Finding]:
    """Return every finding in `text`, in order of place, none inside another."""
    folded, origin = fold(text)
    found = sorted(
        [*scan_numbers(folded), *scan_pupils(folded)], key=lambda span: (span.start, -span.end)
    )
    results: list[Finding] = []
    for span in found:
        start, end = origin[span.start], origin[span.end - 1] + 1
        if not results or start >= results[-1].end:
            results.append(Finding(span.kind, start, end, text[start:end], where))
    return results


def scan_values(values: Any, where: str = "") -> list[Finding]:
    """Return the findings in all texts of a JSON value; `where` says which one, as in `findings.2.what`."""
    return [found for path, text in leaves(values, where) for found in scan(text, path)]


def leaves(values: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield (path, text) of every text and number in a JSON value; lists count from one, as people do."""
    if isinstance(values, Mapping):
        for name, value in values.items():
            yield from leaves(value, f"{path}.{name}" if path else str(name))
    elif isinstance(values, Sequence) and not isinstance(values, str):
        for number, value in enumerate(values, start=1):
            yield from leaves(value, f"{path}.{number}" if path else str(number))
    elif values is not None and not isinstance(values, bool):
        yield path, str(values)
