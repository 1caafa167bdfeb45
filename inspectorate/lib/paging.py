"""Keyset paging: a page begins after a (sort key, id) cursor; counting stops at 1,000; no OFFSET anywhere."""
import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Field, Model, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP

COUNT_CAP = 1000


@dataclass(frozen=True)
class Ordering:
    """A declared order of a list: `key` in the address, a field path, and which end comes first.

    The id breaks ties in the same direction, so that one index (scope, field, id) serves both directions.
    """

    key: str
    label: Any
    path: str
    descending: bool = False

    def reversed(self) -> "Ordering":
        """Return the same order from the other end, asked for as `-key`."""
        return Ordering(f"-{self.key}", self.label, self.path, not self.descending)


@dataclass(frozen=True)
class Page:
    """Rows of one page and the cursors of its neighbours (empty where there is none)."""

    rows: list = field(default_factory=list)
    after: str = ""
    before: str = ""


def choose(orderings: Sequence[Ordering], asked: str) -> Ordering:
    """Return the ordering asked for in the address, else the first declared one."""
    for ordering in orderings:
        if asked == ordering.key:
            return ordering
        if asked == f"-{ordering.key}":
            return ordering.reversed()
    return orderings[0]


def capped_count(queryset: QuerySet, cap: int = COUNT_CAP) -> tuple[int, str]:
    """Count rows up to `cap` and return the number with its words: (12, "12") or (1000, "1000+")."""
    found = queryset.order_by()[: cap + 1].count()
    return (cap, f"{cap}+") if found > cap else (found, str(found))


def paginate(queryset: QuerySet, ordering: Ordering, *, size: int, after: str = "", before: str = "") -> Page:
    """Return the page behind a cursor; an unreadable cursor leads to the first page."""
    keyset = _Keyset(queryset.model, ordering)
    cursor = keyset.read(before or after)
    backward = bool(before) and cursor is not None
    if cursor is not None:
        queryset = queryset.filter(keyset.beyond(cursor, backward=backward))
    rows = list(queryset.order_by(*keyset.order(backward=backward))[: size + 1])
    has_more, rows = len(rows) > size, rows[:size]
    if backward:
        rows.reverse()
    if not rows:
        return Page()
    has_next = backward or has_more
    has_previous = has_more if backward else cursor is not None
    return Page(rows, keyset.write(rows[-1]) if has_next else "", keyset.write(rows[0]) if has_previous else "")


class _Keyset:
    """The comparisons of one ordering. Empty values stand last in both directions."""

    def __init__(self, model: type[Model], ordering: Ordering) -> None:
        self.path, self.descending = ordering.path, ordering.descending
        self.field = _field(model, ordering.path)
        # An annotation may be empty; a field says so itself.
        self.is_nullable = self.field is None or self.field.null or LOOKUP_SEP in ordering.path

    def order(self, *, backward: bool) -> list:
        descending = self.descending is not backward
        identity = "-pk" if descending else "pk"
        if not self.is_nullable:
            return [f"-{self.path}" if descending else self.path, identity]
        column = F(self.path)
        placed = {"nulls_first": True} if backward else {"nulls_last": True}
        return [column.desc(**placed) if descending else column.asc(**placed), identity]

    def beyond(self, cursor: tuple[Any, int], *, backward: bool) -> Q:
        value, pk = cursor
        side = "lt" if self.descending is not backward else "gt"
        tie = Q(**{f"pk__{side}": pk})
        empty = Q(**{f"{self.path}__isnull": True})
        if value is None:
            return (~empty | (empty & tie)) if backward else (empty & tie)
        # Written so that the index range `field >= value` is used first and the tie decided inside it.
        condition = Q(**{f"{self.path}__{side}e": value}) & (Q(**{f"{self.path}__{side}": value}) | tie)
        return condition | empty if self.is_nullable and not backward else condition

    def write(self, row: Model) -> str:
        value: Any = row
        for name in self.path.split(LOOKUP_SEP):
            value = getattr(value, name, None)
        text = None if value is None else value.isoformat() if isinstance(value, date | datetime) else value
        text = str(text) if isinstance(text, Decimal) else text
        packed = json.dumps([text, row.pk], ensure_ascii=False).encode()
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    def read(self, cursor: str) -> tuple[Any, int] | None:
        if not cursor:
            return None
        try:
            packed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            value, pk = json.loads(packed)
            cleaned = value if value is None or self.field is None else self.field.to_python(value)
            return cleaned, int(pk)
        except (binascii.Error, ValueError, TypeError, ValidationError):
            return None


def _field(model: type[Model], path: str) -> Field | None:
    """Return the field at the end of a path; None for an annotation."""
    found: Any = model._meta.pk if path == "pk" else None
    for name in path.split(LOOKUP_SEP) if found is None else ():
        try:
            found = model._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        model = found.related_model or model
    return found
