"""One row of the file while it is read."""
from typing import Any

from inspectorate.lib.sheets import Sheet

from .columns import Column
from .faults import CellRefused, Faults


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
