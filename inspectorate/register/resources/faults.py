"""What is wrong with a row, told by row, column and the file's own value, never by another row's content (T38)."""
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import IO, Any

from django.utils.translation import get_language, gettext, gettext_noop

from inspectorate.lib.sheets import CELL_FAULTS, stream_xlsx

SHOWN = 1000  # faults kept for the screen; the workbook has them all
VALUE_LENGTH = 200

REASONS = {
    "required": gettext_noop("A value is required here."),
    "too_long": gettext_noop("At most %(limit)s characters fit here; these are %(count)s."),
    "unreadable": gettext_noop("The text holds signs that cannot be shown. Delete them and type the text again."),
    "became_date": gettext_noop(
        "The spreadsheet has made a date of this. Format the column as text and type it again."
    ),
    "not_text": gettext_noop("A text is expected here."),
    "shortened": gettext_noop(
        "The spreadsheet has shortened this number. Format the column as text and type it again."
    ),
    "not_digits": gettext_noop("A code of %(digits)s digits is expected here."),
    "not_whole": gettext_noop("A whole number is expected here."),
    "not_in_range": gettext_noop("A whole number from %(least)s to %(most)s is expected here."),
    "not_date": gettext_noop("A date such as 2026-03-01 is expected here."),
    "not_choice": gettext_noop("This is not one of the known values: %(choices)s."),
    "not_yes_no": gettext_noop("Yes or no is expected here."),
    "surplus": gettext_noop("There is a value to the right of the last named column."),
    "short_row": gettext_noop("The row has %(found)s cells, the header has %(expected)s. Is a separator missing?"),
    "duplicate": gettext_noop("This stands in row %(other)s already. Delete one of the two rows."),
    "contradiction": gettext_noop("Row %(other)s is about the same one and says something else in this column."),
    "unknown_area_code": gettext_noop("No division in the register has this code; it may have been abolished."),
    "unknown_area": gettext_noop("No division of this name is known here; it may have been abolished or renamed."),
    "ambiguous_area": gettext_noop("Several divisions have this name. Give the code of the division."),
    "area_mismatch": gettext_noop("Code and name of the division do not agree: %(code)s is %(name)s now."),
    "outside_scope": gettext_noop("This lies outside %(area)s, for which the file is loaded."),
    "code_elsewhere": gettext_noop("This code belongs to another one already."),
    "code_differs": gettext_noop(
        "The register has another code for this school. A change of code is entered on its page."
    ),
    "name_taken": gettext_noop("Another unit of this area has this name already."),
    "verb_refused": "%(what)s",
    "no_inspectorate": gettext_noop("No committee office of the division is in the register. Enter it first."),
    "unknown_unit": gettext_noop("No unit of this name is known here. Enter the unit first."),
    "dates_reversed": gettext_noop("The end lies before the beginning."),
    "code_and_level": gettext_noop("Code and level of the division do not agree."),
    "unknown_parent": gettext_noop("The superior division is neither in the register nor in the file."),
    "code_and_parent": gettext_noop("The code does not lie within the superior division."),
}


@dataclass(frozen=True)
class Fault:
    """One fault: where, what the file says there, and why it is refused."""

    row: int
    column: str
    value: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """Return the reason in the reader's language."""
        if self.code in CELL_FAULTS:
            return gettext("The cell holds %(what)s.") % {"what": gettext(CELL_FAULTS[self.code])}
        return gettext(REASONS[self.code]) % self.params

    @property
    def sentence(self) -> str:
        """Return the whole fault as one sentence."""
        facts = {"row": self.row, "column": self.column, "value": self.value, "reason": self.reason}
        if not self.value:
            return gettext("Row %(row)s, “%(column)s”: %(reason)s") % facts
        return gettext("Row %(row)s, “%(column)s” (now “%(value)s”): %(reason)s") % facts

    def as_dict(self) -> dict[str, Any]:
        """Return what programs read."""
        return {"row": self.row, "column": self.column, "value": self.value, "code": self.code, "reason": self.reason}


class CellRefused(Exception):
    """One cell is not what its column expects."""

    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class Faults:
    """All faults of a file: the first ones in memory, all of them on disk, so that a million take no memory."""

    def __init__(self) -> None:
        self.first: list[Fault] = []
        self.count = 0
        self._rows: set[int] = set()
        self._all: IO[str] | None = None

    def __bool__(self) -> bool:
        return self.count > 0

    @property
    def rows(self) -> int:
        """Return how many rows are bad."""
        return len(self._rows)

    def add(self, row: int, column: str, value: Any, code: str, /, **params: Any) -> None:
        """Keep one fault."""
        fault = Fault(row, column, shown(value), code, params)
        self.count += 1
        self._rows.add(row)
        if len(self.first) < SHOWN:
            self.first.append(fault)
        if self._all is None:
            self._all = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed with the object
        self._all.write(json.dumps(asdict(fault), ensure_ascii=False) + "\n")

    def __iter__(self) -> Iterator[Fault]:
        if self._all is not None:
            self._all.seek(0)
            for line in self._all:
                yield Fault(**json.loads(line))

    def workbook(self) -> Iterator[bytes]:
        """Return all faults as a workbook, in pieces."""
        header = [gettext("Row"), gettext("Column"), gettext("Value in the file"), gettext("What is wrong")]
        rows = ([fault.row, fault.column, fault.value, fault.reason] for fault in self)
        return stream_xlsx(header, rows, title=gettext("Faults"))


def shown(value: Any) -> str:
    """Return what the file says in a cell, as text of a bearable length."""
    text = getattr(value, "shown", None) if not isinstance(value, str) else value
    text = str(value if text is None else text) if value is not None else ""
    return text if len(text) <= VALUE_LENGTH else text[: VALUE_LENGTH - 1] + "…"


def listed(names: Sequence[Any], most: int = 12) -> str:
    """Return names as a list in a sentence, shortened where it is long."""
    comma = ", " if (get_language() or "").startswith("en") else "、"
    return comma.join(map(str, names[:most])) + ("…" if len(names) > most else "")
