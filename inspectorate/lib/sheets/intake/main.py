"""The child's program: check, read, write plain rows to a file, report in one line of JSON."""

import errno
import itertools
import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

from . import archive, books, texts
from .faults import Refusal

ZIP_MAGIC = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
HEADER_LENGTH = 200


def main(order: str) -> None:
    """`order` is JSON: path, ending, sheet, target, limits. Prints {"code": …} or what was read."""
    task = json.loads(order)
    confine(task["limits"])
    try:
        answer = convert(task)
    except Refusal as fault:
        answer = {"code": fault.code, "params": fault.params}
    except (MemoryError, OSError) as fault:
        if isinstance(fault, OSError) and fault.errno != errno.EFBIG:
            raise
        answer = {"code": "too_large", "params": {}}
    sys.stdout.write(json.dumps(answer))


def confine(limits: dict) -> None:
    """Let the operating system end a file that wants more memory, time or disk than a table may need."""
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["spool"], limits["spool"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def convert(task: dict) -> dict:
    """Write the header and the filled rows to `target`, one JSON list a line: [row number, cell, …]."""
    notes: dict = {}
    rows = filled(source(task, notes))
    header_row, header = next(rows, (0, []))
    header = clean_header(header, task["limits"])
    if not header:
        raise Refusal("empty")
    count = 0
    with Path(task["target"]).open("w", encoding="utf-8") as target:
        dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        for number, cells in rows:
            count += 1
            if count > task["limits"]["rows"]:
                raise Refusal("too_many_rows", limit=task["limits"]["rows"])
            target.write(dump([number, *fitted(cells, len(header))]) + "\n")
    if not count:
        raise Refusal("header_only")
    return {"header": header, "header_row": header_row, "count": count, "notes": notes}


def source(task: dict, notes: dict) -> Iterator[tuple[int, list]]:
    """Rows by what the file is, which must agree with what its name says."""
    with Path(task["path"]).open("rb") as file:
        magic = file.read(8)
    if not magic:
        raise Refusal("empty")
    if magic.startswith(OLD_OFFICE):
        raise Refusal("old_format")
    is_book = magic.startswith(ZIP_MAGIC)
    if is_book != (task["ending"] == ".xlsx"):
        raise Refusal("wrong_ending", ending=task["ending"])
    if not is_book:
        return texts.read(task["path"], notes)
    archive.check(task["path"], task["limits"])
    return books.read(task["path"], task["sheet"], notes)


def filled(rows: Iterator[tuple[int, list]]) -> Iterator[tuple[int, list]]:
    """Leave out blank rows: spreadsheets carry them at the end by the thousand."""
    for number, cells in rows:
        if any(not isinstance(cell, str) or cell.strip() for cell in cells):
            yield number, cells


def clean_header(cells: list, limits: dict) -> list[str]:
    """Column names without blanks at the end; each must be there, be text and differ from the others."""
    names = [cell.strip()[:HEADER_LENGTH] if isinstance(cell, str) else shown(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > limits["columns"]:
        raise Refusal("too_many_columns", limit=limits["columns"])
    for at, name in enumerate(names):
        if not name:
            raise Refusal("blank_header", column=at + 1)
        if name in names[:at]:
            raise Refusal("double_header", column=at + 1, name=name)
    return names


def shown(cell) -> str:
    """A header cell that is no text, as text: a year written as a number is a column name too."""
    return str(next(iter(cell.values()))) if isinstance(cell, dict) else str(cell)


def fitted(cells: list, width: int) -> list:
    """Cells to the header's width; what stands beyond it is kept only where it is not blank."""
    if len(cells) <= width:
        return cells
    beyond = itertools.takewhile(lambda cell: isinstance(cell, str) and not cell.strip(), reversed(cells[width:]))
    return cells[: len(cells) - sum(1 for _cell in beyond)]
