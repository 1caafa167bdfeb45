# ruff: noqa: S608 - names in the statements are the program's own, values are parameters
"""Load a table: all rows or none, every bad row named, the same file twice changes nothing (T35, T36, T38)."""
import hashlib
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Any, ClassVar

import pghistory
from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop
from import_export.resources import Resource

from inspectorate.lib.sheets import Sheet, open_sheet
from inspectorate.lib.sheets import SheetRefused as FileRefused
from inspectorate.register.models import Post
from inspectorate.trail.workflow import RuleRefused

from .areas import AreaBook
from .columns import Column, fold
from .faults import CellRefused, Faults
from .staging import CHANGED, NEW, SAME, Stage, Target

PREVIEW_ROWS = 20
NOTES = {
    "ignored": noop("Columns that are not used: %(columns)s."),
    "hidden_rows": noop("%(count)s hidden rows were read as well: %(rows)s."),
    "other_sheets": noop("Only the worksheet “%(sheet)s” was read; the others were left out: %(others)s."),
    "missing": noop("These columns are missing: %(columns)s."),
    "twice": noop("These columns mean the same, keep one: %(columns)s."),
    "changed_meanwhile": noop("The same data was changed by somebody else at this moment. Load the file once more."),
}


@dataclass
class Outcome:
    """What loading a file did, or would do."""

    resource: str
    area: str = ""
    sha256: str = ""
    filename: str = ""
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    joined: int = 0
    refusal: str = ""
    is_applied: bool = False
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    preview: list[list[Any]] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)

    @property
    def is_refused(self) -> bool:
        """Return whether the file may not be loaded."""
        return bool(self.refusal or self.faults)

    @property
    def touched(self) -> int:
        """Return how many rows are added or changed."""
        return self.new + self.changed

    @property
    def counts(self) -> dict[str, int]:
        """Return the figures of the load."""
        return {
            "rows": self.rows,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "joined": self.joined,
            "bad": self.faults.rows,
        }


class Loader(Resource):
    """What a table to be loaded looks like and where its rows go; columns are declared as class attributes.

    `slug` names it in commands and addresses, `right` in the rights table. A subclass sets `key` (columns of the stage
    no two rows may share), `targets`, `derived` (columns of the stage it computes) and overrides `prepare` and `judge`.
    """

    slug: ClassVar[str] = ""
    right: ClassVar[str] = ""
    caption: ClassVar[Any] = ""
    model: ClassVar[type[models.Model]]
    key: ClassVar[tuple[str, ...]] = ()
    key_column: ClassVar[str] = ""
    derived: ClassVar[dict[str, str]] = {}
    targets: ClassVar[tuple[Target, ...]] = ()
    is_rehearsed: ClassVar[bool] = False  # writing calls verbs that may refuse: a dry run writes and takes it back

    def __init__(self, area: str = "", by: Post | None = None) -> None:
        super().__init__()
        self.area, self.by = area, by
        self.faults = Faults()
        self.notes: list[str] = []
        self.joined = self.removed = 0

    # What import-export asks for when it exports

    def get_queryset(self) -> models.QuerySet:
        """Return the rows an export begins with."""
        return self.model._default_manager.all()

    def get_export_headers(self, selected_fields: Any = None) -> list[str]:
        """Return the names of the columns in the reader's language."""
        return [field.label for field in self.get_export_fields(selected_fields)]

    # What a subclass may say

    def begin(self) -> None:
        """Read what rows are compared with; while they are copied no other statement can run."""
        self.areas = AreaBook(self.area)

    def prepare(self, row: "Row") -> None:
        """Compute the derived values of one row, or note its faults."""

    def judge(self, stage: Stage) -> None:
        """Note faults that show only when the rows are seen together or beside the register."""

    def write(self, stage: Stage) -> None:
        """Write the rows; faults noted here undo everything."""
        stage.write()

    # The course of a load

    @property
    def columns(self) -> dict[str, Column]:
        """Return the columns by field name."""
        return self.fields

    def placed(self, header: Sequence[str]) -> dict[int, str]:
        """Return which cell belongs to which column; raises HeaderRefused."""
        names = {name: field for field, column in self.columns.items() for name in column.names(field)}
        found = {at: names[fold(name)] for at, name in enumerate(header) if fold(name) in names}
        doubled = [header[at] for at, name in found.items() if list(found.values()).count(name) > 1]
        if doubled:
            raise HeaderRefused("twice", doubled)
        missing = [name for name in self.required(found.values()) if name not in found.values()]
        if missing:
            raise HeaderRefused("missing", [self.columns[name].label for name in missing])
        ignored = [name for at, name in enumerate(header) if at not in found]
        if ignored:
            self.notes.append(gettext(NOTES["ignored"]) % {"columns": listed(ignored)})
        return found

    def required(self, found: Collection[str]) -> list[str]:
        """Return the columns a file must have; `found` are those it has."""
        return [name for name, column in self.columns.items() if column.is_required]

    def staged(self, sheet: Sheet, found: dict[int, str]) -> Iterator[list[Any]]:
        """Yield the good rows, ready for the stage; note the faults of the others."""
        readers = [(at, name, self.columns[name]) for at, name in found.items()]
        names = [*self.columns, *self.derived]
        width = len(sheet.header)
        for number, cells in sheet.rows():
            row = Row(number, cells, readers, self.faults)
            row.check_width(width, sheet)
            row.read()
            if row.is_good:
                self.prepare(row)
            if row.is_good:
                yield [number, *[row.values.get(name) for name in names]]

    def check_keys(self, stage: Stage) -> None:
        """Two rows of the file may not mean the same."""
        if self.key:
            for number, first in stage.repeated(self.key):
                self.fault(stage, number, self.key_column or self.key[-1], "duplicate", other=first)

    def fault(self, stage: Stage, number: int, column: str, code: str, /, **params: Any) -> None:
        """Note a fault found in the stage, with the file's own value."""
        value = stage.ask(f"SELECT {column} FROM {{stage}} WHERE row_no = %s LIMIT 1", [number])
        label = self.columns[column].label if column in self.columns else column
        self.faults.add(number, label, value[0][0] if value else "", code, **params)


class HeaderRefused(Exception):
    """The columns of the file are not those of the table."""

    def __init__(self, code: str, names: Sequence[str]) -> None:
        super().__init__(gettext(NOTES[code]) % {"columns": listed(names)})


class Row:
    """One row of the file while it is read: its values by field name, its faults."""

    __slots__ = ("cells", "faults", "is_good", "number", "readers", "values")

    def __init__(self, number: int, cells: list, readers: list[tuple[int, str, Column]], faults: Faults) -> None:
        self.number, self.cells, self.faults = number, cells, faults
        self.readers = readers
        self.values: dict[str, Any] = {}
        self.is_good = True

    def check_width(self, width: int, sheet: Sheet) -> None:
        """A row may not be wider than the header, nor, in a text file, shorter."""
        if len(self.cells) > width:
            self.refuse_cell("→", self.cells[-1], "surplus")
        elif len(self.cells) < width and sheet.is_text:
            last = self.cells[-1] if self.cells else ""
            self.refuse_cell("→", last, "short_row", found=len(self.cells), expected=width)

    def read(self) -> None:
        """Turn every cell into its value."""
        values, cells, count = self.values, self.cells, len(self.cells)
        for at, name, column in self.readers:
            cell = cells[at] if at < count else ""
            try:
                value = values[name] = column.widget.clean(cell)
            except CellRefused as fault:
                self.refuse_cell(column.label, cell, fault.code, **fault.params)
                continue
            if value is None and column.is_required:
                self.refuse_cell(column.label, cell, "required")

    def get(self, name: str) -> Any:
        """Return the value of a column, None where it is blank or missing."""
        return self.values.get(name)

    def refuse(self, name: str, code: str, /, **params: Any) -> None:
        """Note a fault of the row in a column, or in the row as a whole where the file lacks the column."""
        for at, field_name, column in self.readers:
            if field_name == name:
                self.refuse_cell(column.label, self.cells[at] if at < len(self.cells) else "", code, **params)
                return
        self.refuse_cell("→", "", code, **params)

    def refuse_cell(self, label: str, value: Any, code: str, /, **params: Any) -> None:
        """Note a fault and leave the row out."""
        self.is_good = False
        self.faults.add(self.number, label, value, code, **params)


def load(
    loader: Loader,
    path: str | Path,
    *,
    filename: str = "",
    sheet: str = "",
    is_dry: bool = False,
    on_applied: Callable[[Outcome], Any] | None = None,
) -> Outcome:
    """Check a file and, unless `is_dry` or refused, write it; `on_applied` runs in the same transaction.

    Whatever is wrong is told in the outcome; only faults of the program raise.
    """
    start = time.monotonic()
    outcome = Outcome(loader.slug, area=loader.area, filename=filename or Path(path).name, faults=loader.faults)
    outcome.sha256 = digest(path)
    try:
        with (
            open_sheet(path, filename=filename, sheet=sheet) as table,
            transaction.atomic(),
            pghistory.context(load=loader.slug, sha256=outcome.sha256),
        ):
            course(loader, table, outcome, is_dry=is_dry, on_applied=on_applied)
    except (FileRefused, HeaderRefused, RuleRefused) as refusal:
        outcome.refusal = str(refusal)
    except IntegrityError:
        outcome.refusal = gettext(NOTES["changed_meanwhile"])
        outcome.is_applied = False
    outcome.faults.first.sort(key=attrgetter("row"))
    outcome.notes = loader.notes
    outcome.seconds = round(time.monotonic() - start, 2)
    return outcome


def course(
    loader: Loader, table: Sheet, outcome: Outcome, *, is_dry: bool, on_applied: Callable[[Outcome], Any] | None
) -> None:
    """Stage, judge, plan and, if nothing is wrong, write."""
    one_at_a_time(loader.slug)
    loader.begin()
    found = loader.placed(table.header)
    tell_notes(loader, table)
    types = {name: column.widget.sql for name, column in loader.columns.items()}
    stage = Stage(loader.slug, {**types, **loader.derived}, loader.targets)
    stage.create()
    stage.fill(loader.staged(table, found))
    loader.judge(stage)
    loader.check_keys(stage)
    counts = stage.plan()
    outcome.rows, outcome.joined = table.count, loader.joined
    outcome.new, outcome.changed, outcome.unchanged = counts[NEW], counts[CHANGED] + loader.removed, counts[SAME]
    fill_preview(outcome, loader, stage, found)
    if outcome.is_refused or (is_dry and not loader.is_rehearsed):
        return
    loader.write(stage)
    if is_dry or outcome.is_refused:
        transaction.set_rollback(True)
        return
    outcome.is_applied = True
    if on_applied:
        on_applied(outcome)


def one_at_a_time(slug: str) -> None:
    """Two loads of the same table wait for each other; the lock ends with the transaction.

    The history's triggers ask for `pgtrigger.ignore` at every row and catch an exception where it is unset: a
    hundred thousand caught exceptions in one transaction take minutes, so it is set, to ignoring nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', '{}', true)")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"load:{slug}"])


def tell_notes(loader: Loader, table: Sheet) -> None:
    """Say what was noticed about the file as a whole."""
    hidden, others = table.notes.get("hidden_rows"), table.notes.get("other_sheets")
    if hidden:
        facts = {"count": len(hidden), "rows": listed(hidden)}
        loader.notes.append(gettext(NOTES["hidden_rows"]) % facts)
    if others:
        facts = {"sheet": table.notes["sheet"], "others": listed(others)}
        loader.notes.append(gettext(NOTES["other_sheets"]) % facts)


def fill_preview(outcome: Outcome, loader: Loader, stage: Stage, found: dict[int, str]) -> None:
    """Keep the first rows as they were understood: act, row number, then the columns of the file."""
    names = list(found.values())
    outcome.header = [loader.columns[name].label for name in names]
    rows = stage.ask(f"SELECT act, row_no, {', '.join(names)} FROM {{stage}} ORDER BY row_no LIMIT {PREVIEW_ROWS}")
    cells = [loader.columns[name].widget for name in names]
    outcome.preview = [
        [act, number, *[plain(cell.render(value)) for cell, value in zip(cells, values, strict=True)]]
        for act, number, *values in rows
    ]


def plain(value: Any) -> Any:
    """Return a value of the preview as JSON can carry it."""
    return "" if value is None else value if isinstance(value, (str, int)) else str(value)


def listed(names: Sequence[Any], most: int = 12) -> str:
    """Return names as a list in a sentence, shortened where it is long."""
    return gettext(", ").join(map(str, names[:most])) + ("…" if len(names) > most else "")


def digest(path: str | Path) -> str:
    """Return the SHA-256 of a file."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
