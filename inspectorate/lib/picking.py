"""Form fields that choose rows from many: found by words on the server, with a hint beside each name.

They need no script: the button “look up” sends the form back with what was found; with htmx the list follows the
typing. A form that uses them is a `SubjectForm`, whose page shows it again unjudged while something is only looked up.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, NamedTuple

from django import forms
from django.db.models import Model, Q, QuerySet
from django.forms.boundfield import BoundField

SHOWN = 12  # rows offered before anything is looked up
FOUND = 60  # rows shown of what was found
EVERY = ":all"
BETWEEN = re.compile(r"[、，,；;\n]+")


class Hint(NamedTuple):
    """What stands beside a name; a barred row is shown with the reason and cannot be ticked."""

    text: str
    is_barred: bool = False


class Row(NamedTuple):
    """One row as the widget shows it."""

    value: Any
    label: str
    hint: Hint


@dataclass(frozen=True)
class Offer:
    """What the widget shows: rows chosen, rows offered, how many fit the words."""

    chosen: Sequence[Row] = ()
    found: Sequence[Row] = ()
    count: int = 0
    words: str = ""


class PickInput(forms.Widget):
    """Ticked rows on top, a field to look others up, what was found below."""

    template_name = "_pieces/pick.html"
    use_fieldset = True
    is_single = False
    offer: Callable[[Iterable[Any]], Offer]

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        """Add what is chosen and what is offered."""
        context = super().get_context(name, value, attrs)
        values = [value] if self.is_single else value or ()
        offer = self.offer([one for one in values if one not in {None, ""}])
        kind = "radio" if self.is_single else "checkbox"
        context["widget"] |= {"offer": offer, "kind": kind, "every": EVERY, "is_cut": offer.count > len(offer.found)}
        return context

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> Any:
        """Return what is ticked."""
        if self.is_single:
            return data.get(name)
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])

    def value_omitted_from_data(self, _data: Any, _files: Any, _name: str) -> bool:
        """Say that nothing ticked is an answer too."""
        return False

    def id_for_label(self, _id: str) -> str:
        """Return nothing: the label belongs to the group."""
        return ""


class SinglePickInput(PickInput):
    """The same with one choice only."""

    is_single = True


class Picks(forms.ModelChoiceField):
    """What both fields share: how rows are found, and what is said about them.

    The form sets `queryset` (what may be chosen, in the order of the offer) and may set `hints`, a function of rows
    that returns {pk: Hint}.
    """

    names: Sequence[str]
    queryset: QuerySet
    hints: Callable[[Sequence[Model]], Mapping[Any, Hint]] | None = None
    words = ""
    takes_every = False

    def get_bound_field(self, form: Any, field_name: str) -> BoundField:
        """Take the words that are looked up from what was sent."""
        self.words = str(form.data.get(f"{field_name}-find", ""))[:200].strip() if form.is_bound else ""
        self.takes_every = getattr(form, "looking", "") == f"{field_name}{EVERY}"
        self.widget.offer = self.offer
        return BoundField(form, self, field_name)

    def offer(self, chosen: Iterable[Any]) -> Offer:
        """Return what is chosen, and what else fits the words (before any: the first rows)."""
        found = self.matching()
        every = found.values_list("pk", flat=True) if self.takes_every else ()
        picked = {*map(str, chosen), *map(str, every)}
        kept = list(self.queryset.filter(pk__in=[pk for pk in picked if pk.isdecimal()]))
        rest = found.exclude(pk__in=[row.pk for row in kept])
        rows = list(rest[: FOUND if self.words else SHOWN])
        hints = self.hints([*kept, *rows]) if self.hints else {}
        return Offer(self._rows(kept, hints), self._rows(rows, hints), rest.count(), self.words)

    def matching(self) -> QuerySet:
        """Return the rows that hold all words between two commas, in one of the named fields."""
        wanted = [part.split() for part in BETWEEN.split(self.words) if part.strip()]
        if not wanted:
            return self.queryset
        held = reduce(or_, (reduce(and_, map(self._holding, words)) for words in wanted))
        return self.queryset.filter(held).distinct()

    def _holding(self, word: str) -> Q:
        return reduce(or_, (Q(**{f"{name}__icontains": word}) for name in self.names))

    def _rows(self, rows: Iterable[Model], hints: Mapping[Any, Hint]) -> list[Row]:
        return [Row(row.pk, str(row), hints.get(row.pk, Hint(""))) for row in rows]


class PickField(Picks, forms.ModelMultipleChoiceField):
    """Several rows of a queryset."""

    widget = PickInput

    def __init__(self, *, queryset: Any, names: Sequence[str] = ("name",), **options: Any) -> None:
        self.names = tuple(names)
        super().__init__(queryset=queryset, **options)


class PickOneField(Picks):
    """One row of a queryset."""

    widget = SinglePickInput

    def __init__(self, *, queryset: Any, names: Sequence[str] = ("name",), **options: Any) -> None:
        self.names = tuple(names)
        super().__init__(queryset=queryset, **options)
