"""Columns of the list of duties and facts of one."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.pages import Column, Ordering

from .states import Channel, DeliveryState, DutyState


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
    Column("remind_on", _("First reminder"), kind="date"),
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


def results(reminder: Any) -> str:
    """Return by which channels a reminder went, each with its result."""
    pairs = (pair.split(":") for pair in sorted(reminder.results))
    return gettext("; ").join(f"{Channel(channel).label}: {DeliveryState(state).label}" for channel, state in pairs)


def reading(notice: Any) -> str:
    """Return when a notice was read."""
    if notice.read_at is None:
        return gettext("not opened yet")
    return f"{timezone.localtime(notice.read_at):%Y-%m-%d %H:%M}"


REMINDERS = (
    Column("kind", _("Reminder")),
    Column("nominal_on", _("To be sent on"), kind="date"),
    Column("recipient", _("Recipient"), "recipient.name"),
    Column("sent_at", _("Sent at"), kind="moment"),
    Column("state", _("State"), kind="state"),
    Column("results", _("By"), results),
)
NOTICES = (
    Column("notice", _("Notice"), str, kind="link"),
    Column("lines", _("Duties"), kind="number"),
    Column("shown_at", _("Received at"), kind="moment"),
    Column("read_at", _("Read at"), reading),
)
NOTICE_ORDERS = (Ordering("newest", _("Newest"), "pk", descending=True),)
NOTICE = (Column("shown_at", _("Received at"), kind="moment"), Column("read_at", _("Read at"), reading))
LINES = (
    Column("title", _("What is owed"), url=lambda line: line.url),
    Column("holder", _("Owed by")),
    Column("due_on", _("Due on"), kind="due", is_open=lambda line: is_open(line.reminder.duty)),
    Column("kind", _("Reminder"), "reminder.get_kind_display"),
    Column("late", _("Remark")),
    Column("state", _("State"), "reminder.duty.state", kind="state"),
)
HOLDS = (
    Column("day", _("Day"), kind="link"),
    Column("reminders", _("Reminders"), kind="number"),
    Column("held_at", _("Held at"), kind="moment"),
    Column("state", _("State"), kind="state"),
)
HOLD = HOLDS[1:3]
HELD = (
    Column("recipient", _("Recipient"), "recipient.name"),
    Column("channel", _("Channel")),
    Column("lines", _("Duties"), kind="number"),
    Column("state", _("State"), kind="state"),
)
DELIVERIES = (
    Column("recipient", _("Recipient"), "recipient.name", url=lambda row: row.get_absolute_url()),
    Column("channel", _("Channel")),
    Column("day", _("Day"), kind="date"),
    Column("attempts", _("Attempts"), kind="number"),
    Column("last_error", _("Last error")),
)
DELIVERY = (
    *DELIVERIES[1:],
    Column("due_at", _("Not before"), kind="moment"),
    Column("sent_at", _("Sent at"), kind="moment"),
)
