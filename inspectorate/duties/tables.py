"""Columns of the list of duties and facts of one."""

from django.utils.translation import gettext_lazy as _

from inspectorate.lib.pages import Column, Ordering

from .states import DutyState


def is_open(duty: object) -> bool:
    """Return whether the date still runs."""
    return duty.state == DutyState.OPEN


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
    Column("rule", _("Rule")),
    Column("opened_on", _("Opened on"), kind="date"),
    Column("trigger_on", _("Counted from"), kind="date"),
    Column("nominal_due_on", _("Last day by count"), kind="date"),
    Column("due_on", _("Due on"), kind="due", is_open=is_open),
    Column("is_provisional", _("Provisional date"), kind="bool"),
    Column("met_on", _("Done on"), kind="date"),
)
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
