"""Columns of the pages of committees, their meetings, plans and matters."""
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspectorate.lib.pages import Column, Ordering

COMMITTEES = (
    Column("name", _("Committee"), kind="link", order="name"),
    Column("organization", _("Government"), "organization.label"),
    Column("founding_document", _("Founding document"), is_minor=True),
    Column("founded_on", _("Founded on"), kind="date", is_minor=True),
    Column("units", _("Member units"), kind="number"),
    Column("vacancies", _("Liaison officers missing"), kind="number"),
    Column("plenaries", _("Plenary meetings this year"), kind="number"),
)
COMMITTEE_ORDERS = (Ordering("name", _("Name"), "name"),)

FACTS = (
    Column("organization", _("Government"), kind="link"),
    Column("founding_document", _("Founding document")),
    Column("founded_on", _("Founded on"), kind="date"),
)


def runs(row: Any) -> bool:
    """Return whether the date of a row still runs."""
    return row.is_open


MEETINGS = (
    Column("title", pgettext_lazy("committee", "Meeting"), kind="link"),
    Column("committee", _("Committee"), "committee.name", is_minor=True),
    Column("kind", _("Kind")),
    Column("planned_at", _("Date and time"), kind="moment", order="planned"),
    Column("place", _("Place"), is_minor=True),
    Column("state", _("State"), kind="state"),
)
MEETING_ORDERS = (Ordering("planned", _("Date and time"), "planned_at", descending=True),)
MEETING_FACTS = (
    Column("committee", _("Committee"), kind="link", value="committee"),
    Column("kind", _("Kind")),
    Column("planned_at", _("Date and time"), kind="moment"),
    Column("place", _("Place")),
    Column("held_on", pgettext_lazy("meeting", "Held on"), kind="date"),
    Column("host", _("Presided over by")),
)
COMMITTEE_MEETINGS = tuple(column for column in MEETINGS if column.name != "committee")
ATTENDANCE = (
    Column("seat", _("Seat"), "seat.label"),
    Column("presence", pgettext_lazy("attendance", "Attendance")),
    Column("name", _("Who came")),
)
PAPERS = (
    Column("document", _("Document"), str, kind="link"),
    Column("state", _("State"), kind="state"),
)
RESOLUTIONS = (
    Column("resolution", _("Resolution"), str, kind="link"),
    Column("meeting", pgettext_lazy("committee", "Meeting"), "meeting.title", is_minor=True),
    Column("holder", _("Responsible unit"), "holder.label"),
    Column("due_on", _("Due on"), kind="due", is_open=runs),
    Column("state", _("State"), kind="state"),
)
RESOLUTION_ORDERS = (Ordering("newest", _("Newest"), "pk", descending=True),)
MEETING_RESOLUTIONS = tuple(column for column in RESOLUTIONS if column.name != "meeting")
RESOLUTION_FACTS = (
    Column("text", _("Resolution"), kind="lines"),
    Column("meeting", pgettext_lazy("committee", "Meeting"), kind="link", value="meeting"),
    Column("item", pgettext_lazy("agenda", "On item")),
    Column("holder", _("Responsible unit"), "holder.name"),
    Column("due_on", _("Due on"), kind="due", is_open=runs),
)
PLANS = (
    Column("plan", _("Annual plan"), str, kind="link"),
    Column("year", _("Year"), order="year", is_minor=True),
    Column("items_count", _("Items"), kind="number"),
    Column("items_done", pgettext_lazy("plan", "Done"), kind="number"),
    Column("submitted_on", _("Submitted on"), kind="date"),
    Column("state", _("State"), kind="state"),
)
PLAN_ORDERS = (Ordering("year", _("Year"), "year", descending=True),)
PLAN_FACTS = (
    Column("organization", _("Office"), kind="link", value="organization"),
    Column("addressee", _("Reported to"), "addressee.name"),
    Column("year", _("Year"), "year"),
    Column("submitted_on", _("Submitted on"), kind="date"),
    Column("returned_note", _("Returned because"), kind="lines"),
    Column("settled_at", _("Filed or approved at"), kind="moment"),
    Column("settled_by", _("Filed or approved by"), "settled_by.name"),
)


def running(row: Any) -> bool:
    """Return whether the date of an item still runs."""
    return row.is_running


ITEMS = (
    Column("item", _("Item"), str, kind="link"),
    Column("plan", _("Annual plan"), "plan", is_minor=True),
    Column("lead", _("Lead unit"), "lead.label"),
    Column("due_on", _("Due on"), kind="due", is_open=running),
    Column("state", _("State"), kind="state"),
)
ITEM_ORDERS = (Ordering("newest", _("Newest"), "pk", descending=True),)
ITEM_FACTS = (
    Column("measure", _("Measure"), kind="lines"),
    Column("objective", _("Objective")),
    Column("section", _("Section")),
    Column("plan", _("Annual plan"), kind="link", value="plan"),
    Column("lead", _("Lead unit"), "lead.name"),
    Column("cooperating", _("Cooperating units"), lambda item: "、".join(one.label for one in item.cooperating.all())),
    Column("due_on", _("Due on"), kind="due", is_open=running),
    Column("progress", _("Progress"), kind="lines"),
)
MATTERS = (
    Column("title", _("Major matter"), kind="link"),
    Column("organization", _("Reported by"), "organization.label"),
    Column("happened_on", _("Happened on"), kind="date", is_minor=True),
    Column("reported_at", _("Reported at"), kind="moment", order="reported"),
    Column("state", _("State"), kind="state"),
)
MATTER_ORDERS = (Ordering("reported", _("Reported at"), "reported_at", descending=True),)
MATTER_FACTS = (
    Column("organization", _("Reported by"), "organization.name"),
    Column("addressee", _("Reported to"), "addressee.name"),
    Column("happened_on", _("Happened on"), kind="date"),
    Column("facts", _("What happened"), kind="lines"),
    Column("measures", _("Measures taken"), kind="lines"),
    Column("reported_at", _("Reported at"), kind="moment"),
    Column("received_at", _("Received at"), kind="moment"),
    Column("received_by", _("Received by"), "received_by.name"),
    Column("answer", _("Answer"), kind="lines"),
)
FILES = (Column("file", _("File"), "file.name", url=lambda row: row.file.get_absolute_url()),)
ACTIVITIES = (
    Column("on", _("On"), kind="date"),
    Column("organization", _("Unit"), "organization.label"),
    Column("kind", _("Kind")),
    Column("what", _("In what")),
)
