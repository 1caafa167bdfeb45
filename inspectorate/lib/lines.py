"""Rows of a table as cells, ready for a template."""
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from .columns import Column


class Cell(NamedTuple):
    """One cell: safe HTML, the column's label for cards on a phone, the classes of the cell."""

    html: str
    label: Any
    css: str


class Line(NamedTuple):
    """One row and its cells."""

    row: Any
    cells: list[Cell]


def lines_of(columns: Sequence[Column], rows: Iterable[Any]) -> list[Line]:
    """Return the rows as lines of cells; the first cell of a line is its title on a phone."""
    labels = [(column, column.label, column.css + (" first" if index == 0 else "")) for index, column in enumerate(columns)]
    return [Line(row, [Cell(column.html(row), label, css) for column, label, css in labels]) for row in rows]
