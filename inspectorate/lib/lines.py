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
    css = [f"{column.css} first" if index == 0 else column.css for index, column in enumerate(columns)]
    labels = [(column, column.label, classes) for column, classes in zip(columns, css, strict=True)]
    return [Line(row, [Cell(column.html(row), label, classes) for column, label, classes in labels]) for row in rows]


def without_empty(columns: Sequence[Column], lines: list[Line]) -> tuple[Sequence[Column], list[Line]]:
    """Leave out the columns that hold nothing in any row: an empty column says nothing and takes room."""
    kept = [index for index in range(len(columns)) if any(line.cells[index].html for line in lines)]
    if not lines or len(kept) == len(columns):
        return columns, lines
    return [columns[index] for index in kept], [Line(row, [cells[index] for index in kept]) for row, cells in lines]
