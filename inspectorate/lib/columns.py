"""Columns of lists and facts of detail pages: declared once, shown as HTML, exported as plain values."""
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from . import chips

Accessor = str | Callable[[Any], Any] | None
KINDS = {"text", "link", "code", "date", "moment", "state", "due", "number", "bool", "lines"}
CODES = {"rule", "code", "number"}  # short codes whose hyphens are no place to break a line
CSS = {"number": "number", "date": "nowrap", "moment": "nowrap", "state": "nowrap", "code": "nowrap", "due": "when"}


@dataclass(frozen=True)
class Column:
    """One column: `value` is a dotted path or a function of the row (default: the attribute `name`).

    `kind` is one of KINDS; `order` names the declared ordering its head switches; `url` is a function of the row
    (a link column without one goes to the row's own page); `is_open` tells of a due column whether the date still runs;
    a minor column is left out of the cards on a phone.
    """

    name: str
    label: Any
    value: Accessor = None
    kind: str = "text"
    order: str = ""
    url: Callable[[Any], str] | None = None
    is_open: Callable[[Any], bool] | None = None
    is_exported: bool = True
    is_minor: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"column {self.name}: unknown kind {self.kind}")

    @property
    def css(self) -> str:
        """Return the classes of the cell."""
        base = "nowrap" if self.name in CODES else CSS.get(self.kind, "")
        return f"{base} minor".strip() if self.is_minor else base

    def raw(self, row: Any) -> Any:
        """Return the value of a row as Python value; choices as their word."""
        if callable(self.value):
            return self.value(row)
        path = self.value or self.name
        display = getattr(row, f"get_{path}_display", None)
        return display() if display else follow(row, path)

    def plain(self, row: Any) -> Any:
        """Return what an export writes: numbers and dates stay themselves, everything else is text."""
        value = self.raw(row)
        if value is None:
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime):
            return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
        return value if isinstance(value, int | float | date) or hasattr(value, "as_tuple") else str(value)

    def html(self, row: Any) -> str:
        """Return the cell of a row as safe HTML."""
        value = self.raw(row)
        if self.kind == "state":
            return state_html(row, self.value if isinstance(self.value, str) else self.name)
        if value is None or value == "":
            return ""
        shown = self._shown(row, value)
        address = self._address(row)
        return format_html('<a href="{}">{}</a>', address, shown) if address else shown

    def _shown(self, row: Any, value: Any) -> str:
        if self.kind == "due":
            return chips.due_html(value, is_open=self.is_open(row) if self.is_open else True)
        if self.kind in {"date", "moment"}:
            return date_html(value)
        if self.kind == "bool" or isinstance(value, bool):
            return _("yes") if value else _("no")
        if self.kind == "lines":
            return format_html('<div class="pre-line">{}</div>', value)
        return format_html("{}", value)

    def _address(self, row: Any) -> str:
        if self.url:
            return self.url(row)
        if self.kind != "link":
            return ""
        target = row if callable(self.value) or not self.value else follow(row, self.value)
        target = target if isinstance(target, Model) else row
        return target.get_absolute_url() if hasattr(target, "get_absolute_url") else ""


def follow(row: Any, path: str) -> Any:
    """Return the value at the end of a dotted path; None where a step is empty."""
    for name in path.split("."):
        if row is None:
            return None
        row = getattr(row, name)
        row = row() if callable(row) and not isinstance(row, Model) else row
    return row


def state_html(row: Any, path: str = "state") -> str:
    """Return the chip of a state, also of a related row (`inspection.state`)."""
    owner_path, _dot, name = path.rpartition(".")
    owner = follow(row, owner_path) if owner_path else row
    return chips.chip_html(chips.word(owner, name), chips.tone(owner, name)) if owner is not None else ""


def date_html(value: date | datetime) -> str:
    """Return a date, or a moment in local time, in figures."""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
        return format_html('<time class="date" datetime="{}">{}</time>', value.isoformat(), f"{value:%Y-%m-%d %H:%M}")
    return format_html('<time class="date" datetime="{}">{}</time>', value.isoformat(), value.isoformat())
