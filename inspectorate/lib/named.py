"""A form field that takes a row by its name: for choices too many for a list, and it works without JavaScript."""
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Model, Q
from django.utils.translation import gettext as _

SHOWN = 8  # rows named as suggestions


class NamedField(forms.CharField):
    """The one row of `queryset` whose name (one of the fields `names`) is typed; None where the field is empty.

    The queryset is set by the form to what the acting post may see, so suggestions name nothing else.
    """

    def __init__(self, *, names: Sequence[str] = ("name",), **kwargs: Any) -> None:
        self.names = tuple(names)
        self.queryset: Any = None  # a QuerySet once the form knows the acting post
        super().__init__(max_length=120, empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a row by its first name field."""
        return getattr(value, self.names[0]) if isinstance(value, Model) else value

    def clean(self, value: Any) -> Model | None:
        """Return the row; the error names rows that look alike."""
        text = super().clean(self.prepare_value(value))
        if not text or self.queryset is None:
            return None
        found = list(self.queryset.filter(self._named(text, "")).distinct()[:2])
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(self._answer(text, is_ambiguous=bool(found)))

    def _answer(self, text: str, *, is_ambiguous: bool) -> str:
        if is_ambiguous:
            return _("“%(name)s” is the name of several; write the full name.") % {"name": text}
        alike = self.queryset.filter(self._named(text, "__icontains")).distinct()[:SHOWN]
        names = [str(getattr(row, self.names[0])) for row in alike]
        if not names:
            return _("“%(name)s” is not known here; check the spelling.") % {"name": text}
        return _("“%(name)s” is not known here. Is one of these meant: %(names)s?") % {
            "name": text, "names": _("; ").join(names),
        }

    def _named(self, text: str, lookup: str) -> Q:
        return reduce(or_, (Q(**{f"{name}{lookup}": text}) for name in self.names))
