"""Columns of forms and returns; figures stand in the order of the register, never of their height (R-MON-03)."""
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.pages import Column, Ordering

from .models import Return, ReturnField


def still_owed(row: Any) -> bool:
    """Return whether the unit still has to hand something in."""
    return row.is_open


FORMS = (
    Column("title", _("Form"), kind="link"),
    Column("frequency", _("How often")),
    Column("audience", _("Who must answer")),
    Column("valid_from", _("In force from"), kind="date", is_minor=True),
    Column("open_returns", _("Not handed in"), kind="number"),
    Column("state", _("State"), kind="state"),
)
FORM_ORDERS = (Ordering("newest", _("Newest"), "pk", descending=True),)
FORM_FACTS = (
    Column("purpose", pgettext_lazy("return form", "Purpose"), kind="lines"),
    Column("basis", _("Basis")),
    Column("frequency", _("How often")),
    Column("audience", _("Who must answer")),
    Column("stages", _("Stages"), "stage_words"),
    Column("units", _("Units"), lambda form: "、".join(unit.label for unit in form.units.all())),
    Column("office", _("Issuing office"), "office.name"),
    Column("valid_from", _("In force from"), kind="date"),
    Column("valid_to", _("In force until"), kind="date"),
    Column("period_from", _("About the time from"), kind="date"),
    Column("period_to", _("About the time until"), kind="date"),
    Column("drafted_by", _("Drafted by"), "drafted_by.name"),
    Column("approved_by", _("Put in force by"), "approved_by.name"),
    Column("approved_at", _("Put in force at"), kind="moment"),
)
FIELDS = (
    Column("label", _("Label"), "named"),
    Column("code", _("Code"), kind="code"),
    Column("kind", _("Kind")),
    Column("is_required", _("Must be filled in"), kind="bool"),
    Column("bounds", _("Bounds"), lambda field: field.bounds),
    Column("choices", _("List to choose from"), lambda field: "、".join(field.choices)),
    Column("usual_source", _("Source of the figure")),
    Column("help", _("Help")),
)
RETURNS = (
    Column("form", _("Form"), "form.title", url=lambda row: row.get_absolute_url()),
    Column("unit", _("Unit"), "unit.label"),
    Column("period", _("Period"), "period_words", order="period"),
    Column("due_on", _("Due on"), kind="due", is_open=still_owed),
    Column("submitted_at", _("Submitted at"), kind="moment", is_minor=True),
    Column("state", _("State"), kind="state"),
)
RETURN_ORDERS = (Ordering("period", _("Period"), "period_to", descending=True),)
RETURN_FACTS = (
    Column("form", _("Form"), "form.title"),
    Column("unit", _("Unit"), "unit.name"),
    Column("period", _("Period"), "period_words"),
    Column("returned_note", _("Sent back because"), kind="lines"),
    Column("remark", _("Explanation"), kind="lines"),
    Column("submitted_at", _("Submitted at"), kind="moment"),
    Column("submitted_by", _("Submitted by"), "submitted_by.name"),
    Column("accepted_at", _("Accepted at"), kind="moment"),
    Column("accepted_by", _("Accepted by"), "accepted_by.name"),
)
EARLIER = (
    Column("field", _("Figure"), "field.named"),
    Column("value", pgettext_lazy("return", "Earlier value"), "shown", kind="number"),
    Column("source", _("Source")),
    Column("reference_on", _("Reference date"), kind="date"),
    Column("entered_by", _("Entered by"), "entered_by.name"),
    Column("entered_at", _("Entered at"), kind="moment"),
)
# Units in the order of the register: by area, then as they were entered.
REGISTER_ORDERS = (Ordering("register", _("Order of the register"), "unit__area_id"),)
FIGURES = (
    Column("unit", _("Unit"), "unit.label", kind="code", url=lambda row: row.get_absolute_url()),
    Column("area", _("Code"), "unit.area_id", kind="code", is_minor=True),
    Column("period", _("Period"), "period_words", kind="code"),
)
FIGURES_END = (Column("state", _("State"), kind="state"),)


def figure_columns(fields: Iterable[ReturnField], *, with_sources: bool) -> tuple[Column, ...]:
    """Return a column for each field; an export adds source and reference date of every figure (R-DATA-01)."""
    columns = list(FIGURES)
    for field in fields:
        kind = "number" if field.is_number else "text"
        columns.append(Column(field.code, field.named, _figure(field, "plain" if with_sources else "shown"), kind=kind))
        if with_sources:
            columns.append(Column(f"{field.code}-source", _source_of(field), _figure(field, "source")))
            columns.append(Column(f"{field.code}-on", _day_of(field), _figure(field, "reference_on"), kind="date"))
    return (*columns, *FIGURES_END)


def _figure(field: ReturnField, name: str) -> Callable[[Return], Any]:
    def value(row: Return) -> Any:
        figure = row.by_field.get(field.pk)
        if figure is None:
            return None
        figure.field = field  # known already: not asked for row by row
        return getattr(figure, name)

    return value


def _source_of(field: ReturnField) -> str:
    return gettext("Source: %(field)s") % {"field": field.label}


def _day_of(field: ReturnField) -> str:
    return gettext("Reference date: %(field)s") % {"field": field.label}
