"""Columns of a table to be loaded: their names in two languages, and how a cell becomes a value."""
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from import_export.fields import Field
from import_export.widgets import Widget

from inspectorate.lib.sheets import BadCell

from .faults import CellRefused

UNSEEN = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ufffd]")
SHORTENED = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)
WHOLE = re.compile(r"[+-]?\d{1,3}(,\d{3})+|[+-]?\d+")
REMARK = re.compile(r"[(（][^()（）]*[)）]\s*$")
DAY = re.compile(r"(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
YES_NO = {"是": True, "有": True, "yes": True, "y": True, "true": True, "1": True, "√": True}
YES_NO |= {"否": False, "无": False, "no": False, "n": False, "false": False, "0": False, "×": False}


class Cell(Widget):
    """How one kind of cell is read: `clean` returns the value (None where blank) or raises CellRefused."""

    sql = "text"

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the value of a cell."""
        if isinstance(value, str):
            value = UNSEEN.sub("", value).strip()
            return self.read(value) if value else None
        if isinstance(value, BadCell):
            raise CellRefused(value.code)
        return None if value is None else self.other(value)

    def read(self, text: str) -> Any:
        """Return the value of a text that is not blank."""
        raise NotImplementedError

    def other(self, value: Any) -> Any:
        """Return the value of a number, date or truth value; by default as if it had been typed as text."""
        return self.read(str(value))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return what an export writes: numbers and dates stay themselves."""
        return value


class Text(Cell):
    """A text of at most `limit` characters."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def read(self, text: str) -> str:
        if CONTROL.search(text):
            raise CellRefused("unreadable")
        if len(text) > self.limit:
            raise CellRefused("too_long", limit=self.limit, count=len(text))
        return text

    def other(self, value: Any) -> str:
        if isinstance(value, date):
            raise CellRefused("became_date")
        if isinstance(value, bool):
            raise CellRefused("not_text")
        return self.read(str(value))


class Digits(Cell):
    """A code of digits, kept as text: `lengths` are the allowed numbers of digits."""

    def __init__(self, *lengths: int) -> None:
        super().__init__()
        self.lengths = lengths

    def read(self, text: str) -> str:
        text = unicodedata.normalize("NFKC", text).replace(" ", "")
        if SHORTENED.fullmatch(text):
            raise CellRefused("shortened")
        if not (text.isascii() and text.isdigit() and len(text) in self.lengths):
            raise CellRefused("not_digits", digits=" / ".join(map(str, self.lengths)))
        return text

    def other(self, value: Any) -> str:
        if isinstance(value, date):
            raise CellRefused("became_date")
        return self.read(str(value))


class Whole(Cell):
    """A whole number between two bounds."""

    sql = "integer"

    def __init__(self, least: int = 0, most: int = 10_000_000) -> None:
        super().__init__()
        self.least, self.most = least, most

    def read(self, text: str) -> int:
        text = unicodedata.normalize("NFKC", text)
        if not WHOLE.fullmatch(text):
            raise CellRefused("shortened" if SHORTENED.fullmatch(text) else "not_whole")
        return self.bounded(int(text.replace(",", "")))

    def other(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise CellRefused("not_whole")
        return self.bounded(value)

    def bounded(self, number: int) -> int:
        """Return the number, refused outside the bounds."""
        if not self.least <= number <= self.most:
            raise CellRefused("not_in_range", least=self.least, most=self.most)
        return number


class Day(Cell):
    """A date: a date cell, or year, month and day written in this order; a bare number is none."""

    sql = "date"

    def read(self, text: str) -> date:
        found = DAY.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
        if not found:
            raise CellRefused("not_date")
        try:
            return date(*(int(part) for part in found.groups() if part is not None))
        except ValueError as fault:
            raise CellRefused("not_date") from fault

    def other(self, value: Any) -> date:
        if isinstance(value, datetime) or not isinstance(value, date):
            if isinstance(value, int) and not isinstance(value, bool):
                return self.read(str(value))
            raise CellRefused("not_date")
        return value


class Choice(Cell):
    """One of known words; `words` maps every accepted word (in lower case) to the stored value."""

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__()
        self.words = {fold(word): value for word, value in words.items()}
        self.names = list(dict.fromkeys(words))

    def read(self, text: str) -> str:
        for form in (text, REMARK.sub("", text)):
            value = self.words.get(fold(form))
            if value is not None:
                return value
        raise CellRefused("not_choice", choices="、".join(self.names[:12]))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return next((name for name in self.names if self.words[fold(name)] == value), value or "")


class Choices(Choice):
    """Several of known words, parted by commas, semicolons, slashes or the enumeration comma."""

    sql = "varchar[]"

    def read(self, text: str) -> list[str]:
        parts = [part for part in re.split(r"[,，;；、/+]", text) if part.strip()]
        return list(dict.fromkeys(Choice.read(self, part) for part in parts))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "、".join(Choice.render(self, item) for item in value or ())


class YesNo(Cell):
    """Yes or no."""

    sql = "boolean"

    def read(self, text: str) -> bool:
        value = YES_NO.get(fold(text))
        if value is None:
            raise CellRefused("not_yes_no")
        return value

    def other(self, value: Any) -> bool:
        return value if isinstance(value, bool) else self.read(str(value))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else "是" if value else "否"


def fold(text: str) -> str:
    """Return a word without differences of width, case and inner blanks."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def words(*pairs: tuple[str, str]) -> dict[str, str]:
    """Return the words of a Choice: each pair is "word word word", value."""
    return {word: value for names, value in pairs for word in names.split()}


class Column(Field):
    """A column of a table: names in both languages, aliases found in real files, help and an example."""

    def __init__(
        self,
        chinese: str,
        english: str,
        widget: Cell,
        *,
        attribute: str | None = None,
        aliases: str = "",
        is_required: bool = False,
        help_text: str | Promise = "",
        example: str = "",
    ) -> None:
        super().__init__(attribute=attribute, column_name=english, widget=widget)
        self.chinese, self.english = chinese, english
        self.aliases = tuple(aliases.split())
        self.is_required = is_required
        self.help_text, self.example = help_text, example

    @property
    def label(self) -> str:
        """Return the name in the reader's language."""
        return self.english if (get_language() or "").startswith("en") else self.chinese

    def names(self, field_name: str) -> set[str]:
        """Return every name under which a file may carry this column."""
        return {fold(name) for name in (self.chinese, self.english, field_name, *self.aliases)}
