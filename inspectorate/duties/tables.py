"""Columns of the list of duties and facts of one."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.pages import Column, Ordering

from .states import DutyState


def is_open(duty: object) -> bool:
    """Return whether the date still runs."""
    return duty.state == DutyState.OPEN


def provisional(duty: Any) -> str:
    """Return what a provisional date means (R-TIME-06)."""
    if not duty.is_provisional:
        return ""
    return gettext("Counted before the year's holidays were announced; it is counted anew then, never to a nearer day.")


DUTIES = (
    Column("title", _("What is owed"), kind="link"),
    Column("holder", _("Owed by"), "holder.label"),
    Column("subject_label", _("About")),
    Column("due_on", _("Due on"), kind="due", order="due", is_open=is_open),
    Column("state", _("State"), kind="state"),
)
ORDERS = (Ordering("due", _("Due on"), "due_on"),)
FACTS = (
    Column("holder", _("Owed by"), "holder.name"),
    Column("person", _("Person"), "person.name"),
    Column("subject", _("About"), kind="link", value="subject"),
    Column("rule", _("Rule"), url=lambda duty: reverse("rule-detail", args=[duty.rule])),
    Column("due_on", _("Due on"), kind="due", is_open=is_open),
    Column("is_provisional", _("Provisional date"), provisional),
    Column("met_on", _("Done on"), kind="date"),
)
DATES = (Column("holder", _("Owed by"), "holder.name"), Column("due_on", _("Due on"), kind="due", is_open=is_open))
REQUEST = (Column("asked_until", _("Asked until"), kind="date"), Column("reason", _("Reason"), kind="lines"))
EXTENSIONS = (
    Column("asked_at", _("Asked at"), kind="moment"),
    Column("asked_until", _("Asked until"), kind="date"),
    Column("reason", _("Reason"), kind="lines"),
    Column("state", _("State"), kind="state"),
    Column("answer", _("Answer"), kind="lines"),
)
PAUSES = (
    Column("starts_on", _("From"), kind="date"),
    Column("ends_on", _("Until"), kind="date"),
    Column("reason", _("Reason"), kind="lines"),
)
