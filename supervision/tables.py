"""Columns of lists and facts of pages of inspections."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspectorate.documents.tables import ATTACHED
from inspectorate.lib.pages import Column, Ordering

from .models import Inspection, TeamMember
from .states import Mode

ENTRIES = (
    Column("year", _("Year"), kind="number"),
    Column("title", _("Title"), kind="link"),
    Column("kind", _("Kind")),
    Column("unit_count", _("Number of units"), kind="number"),
    Column("owner", _("Office"), "owner.label", is_minor=True),
    Column("planned_from", _("Planned from"), kind="date", order="planned"),
    Column("planned_to", _("Planned until"), kind="date"),
    Column("state", _("State"), kind="state"),
)
ENTRY_ORDERS = (Ordering("planned", _("Planned from"), "planned_from", descending=True),)
ENTRY_FACTS = (
    Column("year", _("Year")),
    Column("kind", _("Kind")),
    Column("owner", _("Office"), "owner.name"),
    Column("basis", _("Legal basis")),
    Column("planned_from", _("Planned from"), kind="date"),
    Column("planned_to", _("Planned until"), kind="date"),
    Column("drafted_by", _("Drafted by"), "drafted_by.name"),
    Column("approved_on", _("Approved on"), kind="date"),
)
UNITS = (
    Column("name", _("Unit"), kind="link"),
    Column("area", _("Area"), "area.name"),
    Column("inspection", _("Inspection"), kind="link", value="inspection"),
    Column("state", _("State"), kind="state", value="inspection.state"),
)
INSPECTIONS = (
    Column("title", _("Inspection"), kind="link"),
    Column("unit", _("Inspected unit"), "unit.name"),
    Column("kind", _("Kind")),
    Column("planned_from", _("On site from"), kind="date", order="planned"),
    Column("planned_to", _("On site until"), kind="date", is_minor=True),
    Column("owner", _("Office"), "owner.label", is_minor=True),
    Column("state", _("State"), kind="state"),
)
INSPECTION_ORDERS = (Ordering("planned", _("On site from"), "planned_from", descending=True),)


def modes(inspection: Inspection) -> str:
    """Return the modes in words."""
    return " · ".join(str(Mode(mode).label) for mode in inspection.modes)


def matters(inspection: Inspection) -> str:
    """Return the matters, one a line."""
    return "\n".join(str(matter) for matter in inspection.matters.all())


FACTS = (
    Column("unit", _("Inspected unit"), kind="link", value="unit"),
    Column("kind", _("Kind")),
    Column("entry", _("Annual list"), kind="link", value="entry"),
    Column("emergency_ground", _("Ground outside the annual list"), kind="lines"),
    Column("exception_note", _("Reason of the exception")),
    Column("approved_by", _("Exception approved by"), "approved_by.name"),
    Column("modes", _("Modes"), modes),
    Column("matters", _("Matters"), matters, kind="lines"),
    Column("instrument", _("Instrument")),
    Column("owner", _("Office"), "owner.name"),
    Column("planned_from", _("On site from"), kind="date"),
    Column("planned_to", _("On site until"), kind="date"),
    Column("noticed_on", _("Notice served on"), kind="date"),
    Column("self_evaluation_due_on", _("Self-evaluation due on"), kind="date"),
    Column("concluded_on", _("Ended on"), kind="date"),
)
def sender(member: TeamMember) -> str:
    """Return the unit a member of a team comes from."""
    unit = member.organization or getattr(member.inspector or member.expert, "organization", None)
    return unit.label if unit else ""


TEAM = (
    Column("name", pgettext_lazy("person", "Name"), "name"),
    Column("role", _("Role")),
    Column("employer", _("Sent by"), sender),
    Column("starts_on", _("Member since"), kind="date"),
)
RECORDS = (
    Column("recorded_on", _("Date"), kind="date"),
    Column("place", _("Place")),
    Column("method", _("Method")),
    Column("content", _("What was seen"), kind="lines"),
    ATTACHED,
    Column("author", _("Recorded by"), "author.name"),
)
OPINIONS = (
    Column("held_on", _("Date"), kind="date"),
    Column("audience", _("Heard")),
    Column("channel", _("Channel")),
    Column("people", _("People heard"), kind="number"),
    Column("satisfied", _("Satisfied"), kind="number"),
    Column("content", _("Opinions"), kind="lines"),
    ATTACHED,
)
DOCUMENTS = (
    Column("title", _("Document"), kind="link"),
    Column("number", _("Document number")),
    Column("signed_on", _("Date of signature"), kind="date"),
    Column("state", _("State"), kind="state"),
)
