"""Fields of publications and how their values are checked: dates as ISO texts, rows as lists of objects."""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from inspectorate.trail.workflow import RuleRefused

LINE_LENGTH = 300
PROSE_LENGTH = 20_000
ROWS = 3_000
OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True)
class Field:
    """One field: `kind` is line, prose, date, count, phone, mailbox, choice or rows (of `fields`)."""

    name: str
    label: Promise
    kind: str = "line"
    is_needed: bool = False
    choices: tuple[tuple[str, Promise], ...] = ()
    fields: tuple["Field", ...] = ()

    def clean(self, value: Any) -> Any:
        """Return the value as JSON keeps it; None where it is empty. Raises RuleRefused."""
        if value in (None, "", [], ()):
            return None
        return CLEANERS[self.kind](self, value)

    def word(self, value: Any) -> Any:
        """Return a choice as its word, another value as it is."""
        return dict(self.choices).get(value, value) if self.choices else value


Form = tuple[Field, ...]


def clean_fields(fields: Form, values: Mapping[str, Any], where: str = "") -> dict[str, Any]:
    """Return the values of known fields; an unknown or missing one refuses the whole (R-PUB-12)."""
    known = {field.name for field in fields}
    if unknown := sorted(set(values) - known):
        raise RuleRefused(
            _("A publication of this kind has no field “%(field)s”.") % {"field": where + unknown[0]}, rule="R-PUB-12"
        )
    cleaned = {field.name: field.clean(values.get(field.name)) for field in fields}
    for field in fields:
        if field.is_needed and cleaned[field.name] is None:
            raise RuleRefused(_("“%(field)s” is missing in the text to be published.") % {"field": field.label})
    return {name: value for name, value in cleaned.items() if value is not None}


def _text(field: Field, value: Any) -> str | None:
    text = str(value).strip()
    limit = PROSE_LENGTH if field.kind == "prose" else LINE_LENGTH
    if len(text) > limit:
        facts = {"field": field.label, "limit": limit}
        raise RuleRefused(_("“%(field)s” is longer than %(limit)s characters.") % facts)
    return text or None


def _date(field: Field, value: Any) -> str:
    if isinstance(value, datetime):
        raise RuleRefused(_("“%(field)s” must be a date.") % {"field": field.label})
    try:
        return (value if isinstance(value, date) else date.fromisoformat(str(value).strip())).isoformat()
    except ValueError as error:
        raise RuleRefused(_("“%(field)s” must be a date.") % {"field": field.label}) from error


def _count(field: Field, value: Any) -> int:
    try:
        number = int(str(value))
    except ValueError as error:
        raise RuleRefused(_("“%(field)s” must be a whole number.") % {"field": field.label}) from error
    return number


def _choice(field: Field, value: Any) -> str:
    if str(value) not in dict(field.choices):
        raise RuleRefused(_("“%(value)s” is no choice of “%(field)s”.") % {"value": value, "field": field.label})
    return str(value)


def _rows(field: Field, value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list | tuple) or len(value) > ROWS:
        raise RuleRefused(_("“%(field)s” must be a list of rows.") % {"field": field.label})
    return [clean_fields(field.fields, row, f"{field.name}.") for row in value]


CLEANERS = {
    "line": _text, "prose": _text, "phone": _text, "mailbox": _text,
    "date": _date, "count": _count, "choice": _choice, "rows": _rows,
}
