"""Columns of lists and facts of pages of inspections."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspectorate.documents.tables import ATTACHED
from inspectorate.lib.pages import Column, Ordering

from .models import Hazard, Inspection, TeamMember, Visit, VisitProblem
from .states import Mode, VisitMethod

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
    return member.employer.label if member.employer else ""


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
VISITS = (
    Column("school", pgettext_lazy("visit", "School"), "school.name", kind="link", url=Visit.get_absolute_url),
    Column("inspector", _("Inspector"), "inspector.name"),
    Column("kind", _("Kind"), is_minor=True),
    Column("planned_on", _("Day"), lambda visit: visit.visited_on or visit.planned_on, kind="date", order="day"),
    Column("filed_at", _("Filed at"), kind="moment"),
    Column("number", _("Receipt number")),
    Column("owner", _("Office"), "owner.label", is_minor=True),
    Column("state", _("State"), kind="state"),
)
VISIT_ORDERS = (Ordering("day", _("Day"), "planned_on", descending=True),)


def visit_methods(visit: Visit) -> str:
    """Return the methods in words."""
    return " · ".join(str(VisitMethod(method).label) for method in visit.methods)


def visit_matters(visit: Visit) -> str:
    """Return the matters, one a line."""
    return "\n".join(str(matter) for matter in visit.matters.all())


VISIT_FACTS = (
    Column("school", pgettext_lazy("visit", "School"), kind="link", value="school"),
    Column("inspector", _("Inspector"), "inspector.name"),
    Column("kind", _("Kind")),
    Column("planned_on", _("Planned on"), kind="date"),
    Column("purpose", _("Purpose")),
    Column("arrived_at", _("Arrived at"), kind="moment"),
    Column("place", _("Where")),
    Column("certificate_number", _("Certificate")),
    Column("is_certificate_shown", _("Certificate shown"), lambda visit: visit.is_certificate_shown or None),
    Column("matters", _("Matters looked at"), visit_matters, kind="lines"),
    Column("methods", _("Methods"), visit_methods),
    Column("summary", _("Summary"), kind="lines"),
    Column("feedback_to", _("Feedback given to")),
    Column("feedback_on", _("Feedback given on"), kind="date"),
    Column("head_remark", _("Remark of the head"), kind="lines"),
    Column("number", _("Receipt number")),
    Column("filed_at", _("Filed at"), kind="moment"),
    Column("owner", _("Office"), "owner.name"),
)
PROBLEMS = (
    Column("text", _("Problem"), lambda problem: problem.text[:80], kind="link",
           url=lambda problem: problem.get_absolute_url()),
    Column("school", pgettext_lazy("visit", "School"), "school.name"),
    Column("gravity", _("Severity"), kind="state"),
    Column("matter", _("Matter"), "matter.title", is_minor=True),
    Column("found", _("Found on"), "visit.visited_on", kind="date"),
    Column("inspector", _("Inspector"), "visit.inspector.name"),
    Column("state", _("State"), kind="state"),
)  # fmt: skip
PROBLEM_ORDERS = (Ordering("newest", _("Newest"), "pk", descending=True),)


def problem_hazard(problem: VisitProblem) -> str:
    """Return the number in the hazard ledger of what was handed over to it."""
    hazard = problem.hazards.last()
    return hazard.code if hazard else ""


def problem_hazard_url(problem: VisitProblem) -> str:
    """Return where it goes on."""
    return problem.hazards.last().get_absolute_url()


PROBLEM_FACTS = (
    Column("school", pgettext_lazy("visit", "School"), kind="link", value="school"),
    Column("visit", _("First found at"), kind="link", value="visit"),
    Column("inspector", _("Inspector"), "visit.inspector.name"),
    Column("matter", _("Matter"), "matter.title"),
    Column("gravity", _("Severity"), kind="state"),
    Column("text", _("Problem"), kind="lines"),
    Column("cleared_on", _("Put right on"), kind="date"),
    Column("handed_to", _("Handed over to")),
    Column("hazard", _("In the hazard ledger"), problem_hazard, url=problem_hazard_url),
    Column("office_note", _("Note of the office"), kind="lines"),
)
LOOKS = (
    Column("visit", _("Visit"), "visit.visited_on", kind="date"),
    Column("inspector", _("Inspector"), "visit.inspector.name"),
    Column("is_cleared", _("Put right"), kind="bool"),
    Column("note", _("Note")),
    ATTACHED,
)
CHECKS = (
    Column("problem", _("Problem"), lambda check: str(check.problem), kind="link",
           url=lambda check: check.problem.get_absolute_url()),
    Column("is_cleared", _("Put right"), kind="bool"),
    Column("note", _("Note")),
)  # fmt: skip
REPLIES = (
    Column("kind", _("Kind")),
    Column("created_at", _("Date"), kind="moment"),
    Column("author", pgettext_lazy("person", "Name"), "author.name"),
    Column("text", _("Text"), kind="lines"),
    ATTACHED,
    Column("answer", _("Answer"), kind="lines"),
    Column("answered_on", _("Answered on"), kind="date"),
)
VERSIONS = (
    Column("number", _("Version"), kind="number"),
    Column("created_at", _("Filed at"), kind="moment"),
    Column("author", pgettext_lazy("person", "Name"), "author.name"),
    Column("reason", _("Reason")),
    Column("content", _("Summary"), lambda version: version.content.get("summary", ""), kind="lines"),
)


def runs(hazard: Hazard) -> bool:
    """Return whether the date of a removal still runs."""
    return hazard.is_running


HAZARDS = (
    Column("code", pgettext_lazy("hazard", "No."), kind="link"),
    Column("school", pgettext_lazy("visit", "School"), "school.name"),
    Column("description", _("Hazard"), lambda hazard: f"{hazard.place}：{hazard.description[:60]}"),
    Column("field", pgettext_lazy("hazard", "Field"), is_minor=True),
    Column("level", pgettext_lazy("hazard", "Level"), kind="state"),
    Column("found_on", _("Found on"), kind="date", is_minor=True),
    Column("responsible", _("Responsible unit"), "responsible.label"),
    Column("due_on", _("To be removed by"), kind="due", order="due", is_open=runs),
    Column("owner", _("Office"), "owner.label", is_minor=True),
    Column("state", _("State"), kind="state"),
)
HAZARD_ORDERS = (
    Ordering("newest", _("Newest"), "pk", descending=True),
    Ordering("due", _("To be removed by"), "due_on"),
)
HAZARD_FACTS = (
    Column("school", pgettext_lazy("visit", "School"), "school.name"),
    Column("place", pgettext_lazy("hazard", "Place")),
    Column("description", _("Hazard"), kind="lines"),
    Column("field", pgettext_lazy("hazard", "Field")),
    Column("level", pgettext_lazy("hazard", "Level"), kind="state"),
    Column("basis", _("Ground of judgement"), kind="lines"),
    Column("found_on", _("Found on"), kind="date"),
    Column("found_by", _("Found by")),
    Column("problem", _("From the visit"), kind="link", value="problem"),
    Column("measure", _("Measure"), kind="lines"),
    Column("money", _("Money (yuan)")),
    Column("responsible", _("Responsible unit"), "responsible.name"),
    Column("responsible_person", _("Responsible person")),
    Column("due_on", _("To be removed by"), kind="due", is_open=runs),
    Column("protection", _("Interim protection"), kind="lines"),
    Column("owner", _("Office"), "owner.name"),
    Column("ledger_year", _("Ledger of the year")),
    Column("noticed_on", _("Notice issued on"), kind="date"),
    Column("closed_on", _("Struck off on"), kind="date"),
    Column("closed_by", _("Struck off by"), "closed_by.name"),
)
# What an export holds: the fields of the ledger in its usual order (R-SAFE-08).
HAZARD_SHEET = (
    Column("code", pgettext_lazy("hazard", "No.")),
    *(fact for fact in HAZARD_FACTS if fact.name != "problem"),
    Column("state", _("State"), kind="state"),
)
HAZARD_ROUNDS = (
    Column("number", pgettext_lazy("hazard", "Round"), kind="number"),
    Column("reported_on", _("Reported on"), kind="date"),
    Column("unit", _("Responsible unit"), "unit.label"),
    Column("text", pgettext_lazy("hazard", "What was done"), kind="lines"),
    Column("checked_on", pgettext_lazy("hazard", "Checked on"), kind="date"),
    Column("checked_by", pgettext_lazy("hazard", "Checked by"), "checked_by.name"),
    Column("is_removed", pgettext_lazy("hazard", "Removed"), kind="bool"),
    Column("check_note", _("What was found"), kind="lines"),
    ATTACHED,
)
HAZARD_FILES = (Column("file", _("File"), "file.name", url=lambda row: row.file.get_absolute_url()),)
