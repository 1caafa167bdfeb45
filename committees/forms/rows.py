"""Forms of many rows on one page: an agenda, the seats of a meeting, the items of a plan."""
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.db.models import Q, QuerySet
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.lib.forms import SubjectForm
from inspectorate.lib.named import NamedField
from inspectorate.register.models import Organization, Post

BETWEEN = re.compile(r"[、，,；;\n]+")
UNITS_LIST = "units"  # the id of the list of names that the page offers beside a field
NAMES = ("name", "short_name")
Kind = Organization.Kind


class Row(NamedTuple):
    """One row of a form: what it is about, and the names of its fields."""

    key: str
    title: Any
    obj: Any
    names: Sequence[str]


class Shown(NamedTuple):
    """One row as the page shows it: its fields in order, and by name."""

    row: Row
    fields: list[BoundField]
    by_name: dict[str, BoundField]

    @property
    def has_errors(self) -> bool:
        """Return whether something in this row must be put right."""
        return any(field.errors for field in self.fields)


class RowsForm(SubjectForm):
    """A form whose fields repeat for each row; subclasses add rows in `prepare()`."""

    def add_row(self, key: str, title: Any, obj: Any, fields: Mapping[str, forms.Field]) -> None:
        """Add the fields of one row under names that begin with its key."""
        self.__dict__.setdefault("table", []).append(Row(key, title, obj, tuple(fields)))
        for name, field in fields.items():
            self.fields[f"{key}-{name}"] = field

    @property
    def shown(self) -> list[Shown]:
        """Return the rows for the page."""
        rows = []
        for row in self.__dict__.get("table", ()):
            by_name = {name: self[f"{row.key}-{name}"] for name in row.names}
            rows.append(Shown(row, list(by_name.values()), by_name))
        return rows

    def values(self, row: Row) -> dict[str, Any]:
        """Return what was typed into a row."""
        return {name: self.cleaned_data.get(f"{row.key}-{name}") for name in row.names}

    def gathered(self) -> list[tuple[Row, dict[str, Any]]]:
        """Return each row with its values."""
        return [(row, self.values(row)) for row in self.__dict__.get("table", ())]


class UnitField(NamedField):
    """One unit by its name; the page offers names while one types."""

    def __init__(self, *, queryset: QuerySet | None = None, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"list": UNITS_LIST, "autocomplete": "off"}))
        super().__init__(names=NAMES, **options)
        self.queryset = queryset


class UnitsField(forms.CharField):
    """Several units by name, with 、 between them."""

    def __init__(self, *, queryset: QuerySet, **options: Any) -> None:
        self.queryset = queryset
        super().__init__(max_length=600, empty_value=(), **options)

    def prepare_value(self, value: Any) -> Any:
        """Show units by name."""
        return value if isinstance(value, str) else "、".join(unit.label for unit in value or ())

    def clean(self, value: Any) -> list[Organization]:
        """Return the units; the error names those that are not in the register."""
        asked = [part.strip() for part in BETWEEN.split(super().clean(value) or "") if part.strip()]
        found = self.queryset.filter(Q(name__in=asked) | Q(short_name__in=asked)) if asked else []
        by_name = {name: unit for unit in found for name in (unit.name, unit.short_name) if name}
        unknown = [name for name in asked if name not in by_name]
        if unknown:
            raise forms.ValidationError(
                _("Not known here: %(names)s. Write the names as in the register.") % {"names": "、".join(unknown)}
            )
        return list(dict.fromkeys(by_name[name] for name in asked))


def units(post: Post | None) -> QuerySet[Organization]:
    """Return the units an office may name: those of its area and above it, but no schools."""
    if post is None:
        return Organization.objects.none()
    scope = Q(county=post.county) if post.county else Q(city=post.city)
    upper = Q(province=post.province, county="", kind__in=[Kind.GOVERNMENT, Kind.DEPARTMENT, Kind.INSPECTORATE])
    rows = Organization.objects.filter(scope | upper).exclude(kind__in=[Kind.SCHOOL, Kind.THIRD_PARTY])
    return rows.current(timezone.localdate()).order_by("area_id", "name")
