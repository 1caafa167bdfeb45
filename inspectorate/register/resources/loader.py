# ruff: noqa: S608 - names in the statements are the program's own, values are parameters
"""What a table to be loaded is: its columns, what its rows must fulfil, where they go."""
from collections.abc import Collection, Iterator, Sequence
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext, gettext_noop
from import_export.resources import Resource

from inspectorate.lib.sheets import Sheet
from inspectorate.register.models import Post

from .areas import AreaBook
from .columns import Column, fold
from .faults import Faults, listed
from .rows import Row
from .staging import Stage, Target

NOTES = {
    "ignored": gettext_noop("Columns that are not used: %(columns)s."),
    "missing": gettext_noop("These columns are missing: %(columns)s."),
    "twice": gettext_noop("These columns mean the same, keep one: %(columns)s."),
}


class HeaderRefused(Exception):
    """The columns of the file are not those of the table."""

    def __init__(self, code: str, names: Sequence[str]) -> None:
        super().__init__(gettext(NOTES[code]) % {"columns": listed(names)})


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
