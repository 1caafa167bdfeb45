"""Open an untrusted table: the parent's half (T30-T33, T37).

    with open_sheet(path, filename="学校.xlsx") as sheet:
        for number, cells in sheet.rows():
            …

The file itself is opened only in a child process with limits on memory, time and disk; this process reads the plain
rows the child has written.
"""

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path

from .faults import SheetRefused

START = "import sys; sys.path.insert(0, sys.argv[1]); from intake.main import main; main(sys.argv[2])"
HERE = Path(__file__).resolve().parent
ENDINGS = (".xlsx", ".csv", ".txt")
MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What one table may take. Bytes, rows, columns, seconds; `memory` is the child's address space."""

    file: int = 50 * MIB
    unpacked: int = 60_000_000
    ratio: int = 100
    members: int = 2_000
    rows: int = 200_000
    columns: int = 100
    memory: int = 288 * MIB
    seconds: int = 120
    spool: int = 400 * MIB


@dataclass(frozen=True)
class BadCell:
    """A cell whose value cannot be trusted: what it shows and a code of `faults.CELL_FAULTS`."""

    code: str
    shown: str


@dataclass
class Sheet:
    """A table read from a file: its column names, how many rows, what was noticed on the way."""

    header: list[str]
    header_row: int
    count: int
    spool: Path
    notes: dict = field(default_factory=dict)

    def rows(self) -> Iterator[tuple[int, list]]:
        """(row number as the spreadsheet shows it, cells): str, int, float, bool, date, datetime or BadCell."""
        decode = json.JSONDecoder(object_hook=tagged).decode
        with self.spool.open(encoding="utf-8") as lines:
            for line in lines:
                number, *cells = decode(line)
                yield number, cells

    @property
    def is_text(self) -> bool:
        """Read from delimited text: every row is written out to the last column."""
        return "encoding" in self.notes


def tagged(value: dict):
    """A value JSON has no form for."""
    if "on" in value:
        return date.fromisoformat(value["on"])
    if "at" in value:
        return datetime.fromisoformat(value["at"])
    if "is" in value:
        return value["is"]
    return BadCell(value["bad"], value["shown"])


@contextmanager
def open_sheet(path: str | Path, *, filename: str = "", sheet: str = "", limits: Limits | None = None):
    """Read a table into a temporary file and yield it as a `Sheet`; raises SheetRefused."""
    limits = limits or Limits()
    ending = Path(filename or path).suffix.lower()
    refuse_early(Path(path), ending, limits)
    with tempfile.TemporaryDirectory(prefix="sheet-") as folder:
        spool = Path(folder) / "rows"
        order = {"path": str(Path(path).resolve()), "ending": ending, "sheet": sheet, "target": str(spool)}
        answer = run_child({**order, "limits": asdict(limits)}, limits)
        if "code" in answer:
            raise SheetRefused(answer["code"], **answer["params"])
        yield Sheet(spool=spool, **answer)


def refuse_early(path: Path, ending: str, limits: Limits) -> None:
    """What can be said without opening the file: its name and its size."""
    if ending in (".xlsm", ".xltm", ".xlsb"):
        raise SheetRefused("macros")
    if ending not in ENDINGS:
        raise SheetRefused("old_format" if ending == ".xls" else "unknown_ending", ending=ending)
    size = path.stat().st_size
    if not size:
        raise SheetRefused("empty")
    if size > limits.file:
        raise SheetRefused("too_large_file", limit=limits.file // MIB)


def run_child(order: dict, limits: Limits) -> dict:
    """Start the reader with an empty environment; its end by a signal means that it wanted too much."""
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", START, str(HERE), json.dumps(order)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and program, no shell
            command, capture_output=True, env={}, cwd="/", timeout=limits.seconds, check=False
        )
    except subprocess.TimeoutExpired as fault:
        raise SheetRefused("too_slow", limit=limits.seconds) from fault
    if done.returncode == -signal.SIGXCPU:
        raise SheetRefused("too_slow", limit=limits.seconds)
    if done.returncode < 0:
        raise SheetRefused("too_large")
    if done.returncode:
        raise SheetRefused("damaged")
    return json.loads(done.stdout)
