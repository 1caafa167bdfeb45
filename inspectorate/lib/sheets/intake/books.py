"""Values of one worksheet: read by calamine, checked against what the cells show (T37)."""

import math
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time

import python_calamine as calamine

from .faults import Refusal
from .scan import ERROR, FORMULA, RowMarks, WorkbookParts, by_row, marks

SAFE_DIGITS = 1e15  # Excel keeps 15 significant digits; a longer number has lost its tail already
MIDNIGHT = time()


def read(path: str, wanted: str, notes: dict) -> Iterator[tuple[int, list]]:
    """(row number, cells) of the wanted or first visible worksheet that holds anything; fills `notes`."""
    with zipfile.ZipFile(path) as archive:
        book = open_book(path)
        sheet = choose(book, wanted, notes)
        refuse_merged(sheet)
        parts = WorkbookParts(archive)
        reader = RowMarks(parts.styles)
        marked = by_row(marks(archive, parts.path_of(sheet.name), reader))
        notes["hidden_rows"] = reader.hidden
        yield from joined(sheet.iter_rows(), marked)


def open_book(path: str):
    """The workbook, or the refusal of one that cannot be read."""
    try:
        return calamine.load_workbook(path)
    except calamine.PasswordError as fault:
        raise Refusal("encrypted") from fault
    except calamine.CalamineError as fault:
        raise Refusal("damaged") from fault


def choose(book, wanted: str, notes: dict):
    """The named worksheet, or the first visible one with content; the names of the others go into the notes."""
    kinds = {sheet.name: sheet.visible == calamine.SheetVisibleEnum.Visible for sheet in book.sheets_metadata}
    if wanted and wanted not in kinds:
        raise Refusal("no_such_sheet", sheet=wanted, sheets=list(kinds)[:20])
    visible = [wanted] if wanted else [title for title, is_visible in kinds.items() if is_visible]
    for title in visible:
        sheet = open_sheet(book, title)
        if sheet.start is not None:
            notes["sheet"] = title
            notes["other_sheets"] = [other for other in kinds if other != title][:20]
            return sheet
    raise Refusal("empty")


def open_sheet(book, name: str):
    """One worksheet, or the refusal of one that cannot be read."""
    try:
        return book.get_sheet_by_name(name)
    except calamine.CalamineError as fault:
        raise Refusal("damaged") from fault


def refuse_merged(sheet) -> None:
    """A merged area gives its value to one cell only; the others would be read as empty."""
    ranges = sheet.merged_cell_ranges or []
    if ranges:
        first_row = (sheet.start or (0, 0))[0]
        at_header = any(start[0] <= first_row <= end[0] for start, end in ranges)
        shown = [f"{name(start)}:{name(end)}" for start, end in sorted(ranges)[:5]]
        raise Refusal("merged_header" if at_header else "merged", ranges=shown, count=len(ranges))


def name(position: tuple[int, int]) -> str:
    """A1 of (0, 0)."""
    row, column = position
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def joined(rows, marked) -> Iterator[tuple[int, list]]:
    """Each row's plain values, with the marks of the same row applied."""
    marked_row, columns = next(marked, (0, {}))
    number = 0
    for number, row in enumerate(rows, start=1):
        cells = [cell if type(cell) is str else plain(cell) for cell in row]
        if columns and marked_row == number:
            apply(cells, row, columns)
            marked_row, columns = next(marked, (0, {}))
        yield number, cells
    while columns:  # rows with nothing but formulas nobody has computed lie outside the area of values
        cells = []
        apply(cells, [], columns)
        yield marked_row, cells
        marked_row, columns = next(marked, (0, {}))


def apply(cells: list, row: list, columns: dict[int, list]) -> None:
    """Replace what the value alone would get wrong: errors, uncomputed formulas, percents, leading zeros."""
    for column, found in columns.items():
        cells.extend([""] * (column + 1 - len(cells)))
        value = row[column] if column < len(row) else ""
        for mark in found:
            cells[column] = marked_value(cells[column], value, mark)


def marked_value(cell, value, mark):
    """The cell's value as a person reads it on the screen."""
    if mark == ERROR:
        return bad("formula_error", str(value))
    if mark == FORMULA:
        return bad("formula_not_computed", "") if value == "" else cell
    if type(value) is not float or isinstance(cell, dict):
        return cell
    if mark == "percent":
        return f"{value * 100:.13g}%"
    return f"{cell:0{mark}d}" if isinstance(cell, int) and cell >= 0 else cell


def plain(value):
    """A value JSON can carry: text, whole number, number, or a tagged date or fault."""
    if isinstance(value, bool):
        return {"is": value}
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, datetime):
        return {"on": value.date().isoformat()} if value.time() == MIDNIGHT else {"at": value.isoformat(" ")}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    return bad("time_of_day", str(value))


def number(value: float):
    """A number with the 15 digits a spreadsheet shows; whole numbers as int."""
    if not math.isfinite(value) or abs(value) >= SAFE_DIGITS:
        return bad("digits_lost", repr(value))
    return int(value) if float(value).is_integer() else float(f"{value:.15g}")


def bad(code: str, shown: str) -> dict:
    """A cell whose value cannot be trusted; the parent puts the code into words."""
    return {"bad": code, "shown": shown}
