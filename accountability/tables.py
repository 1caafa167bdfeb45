"""Columns of lists and facts of pages of the accountability chain."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from inspectorate.lib.pages import Column, Ordering

from .states import UNDER_WAY, Ground, PersonForm, Situation, UnitForm

UNIT = Column("unit", _("Inspected unit"), "unit.name")
STATE = Column("state", _("State"), kind="state")
OFFICE = Column("owner", _("Office"), "owner.name")
SUPERIOR = Column("superior", _("Superior unit"), "superior.name")


def words(choices: type, names: Iterable[str]) -> str:
    """Return chosen values in words, one a line."""
    labels = dict(choices.choices)
    return "\n".join(str(labels.get(name, name)) for name in names)


CASES = (
    Column("title", _("Case"), kind="link"),
    UNIT,
    Column("opened_on", _("File opened on"), kind="date", order="opened"),
    Column("defence_due_on", _("Defence until"), kind="date"),
    STATE,
)
CASE_ORDERS = (Ordering("opened", _("File opened on"), "opened_on", descending=True),)
CASE_FACTS = (
    Column("inspection", _("Inspection"), kind="link", value="inspection"),
    Column("unit", _("Inspected unit"), kind="link", value="unit"),
    SUPERIOR,
    OFFICE,
    Column("opened_on", _("File opened on"), kind="date"),
    Column("opinion_received_on", _("Preliminary opinion received on"), kind="date"),
    Column("defence_due_on", _("Defence until"), kind="date"),
    Column("letter_received_on", _("Opinion letter received on"), kind="date"),
    Column("cleared_on", _("All items closed out on"), kind="date"),
)
FINDINGS = (
    Column("problem", _("Problem"), lambda finding: f"{finding.number}. {finding.problem}", kind="lines"),
    Column("demand", _("What is to be done"), kind="lines"),
    Column("is_upheld", _("State"), lambda finding: "" if finding.is_upheld else _("given up")),
)
CASE_ITEMS = (
    Column("problem", _("Problem"), str, kind="link"),
    Column("due_on", _("Due on"), kind="due", is_open=lambda item: item.state in UNDER_WAY),
    Column("rounds", _("Rounds of re-check"), lambda item: item.rounds or "", kind="number"),
    STATE,
)
ITEMS = (
    Column("problem", _("Problem"), str, kind="link"),
    UNIT,
    Column("due_on", _("Due on"), kind="due", order="due", is_open=lambda item: item.state in UNDER_WAY),
    Column("rounds", _("Rounds of re-check"), lambda item: item.rounds or "", kind="number"),
    Column("supervise_notices", _("Supervise notices"), lambda item: item.supervise_notices or "", kind="number"),
    STATE,
)
ITEM_ORDERS = (Ordering("due", _("Due on"), "due_on"),)
ITEM_FACTS = (
    Column("problem", _("Problem"), kind="lines"),
    Column("demand", _("What is to be done"), kind="lines"),
    Column("due_on", _("Due on"), kind="due", is_open=lambda item: item.state in UNDER_WAY),
    Column("measure", _("Measure"), kind="lines"),
    Column("responsible", _("Responsible person")),
    Column("supervise_notices", _("Supervise notices"), lambda item: item.supervise_notices or "", kind="number"),
    Column("closed_on", _("Closed out on"), kind="date"),
    Column("closed_by", _("Closed out by"), "closed_by.name"),
    Column("unit", _("Inspected unit"), kind="link", value="unit"),
    SUPERIOR,
    Column("case", _("Case"), kind="link", value="case"),
)
REPORTS = (
    Column("title", _("Report"), kind="link"),
    UNIT,
    Column("submitted_on", _("Submitted on"), kind="date"),
    Column("filed_on", _("Filed on"), kind="date"),
    STATE,
)
REPORT_ORDERS = (Ordering("created", _("Newest"), "created_at", descending=True),)
REPORT_FACTS = (
    Column("inspection", _("Inspection"), kind="link", value="inspection"),
    UNIT,
    OFFICE,
    Column("submitted_to", _("Submitted to"), "submitted_to.name"),
    Column("submitted_on", _("Submitted on"), kind="date"),
    Column("filed_with", _("Filed with"), "filed_with.name"),
    Column("filed_on", _("Filed on"), kind="date"),
    Column("public_summary", _("Summary for citizens"), kind="lines"),
    Column("course", _("Basis and course"), kind="lines"),
    Column("evaluation", _("General evaluation"), kind="lines"),
    Column("achievements", _("Achievements"), kind="lines"),
    Column("advice", _("Advice"), kind="lines"),
)
PROPOSED = Column("proposed_on", _("Proposed on"), kind="date", order="proposed")
MEASURES = (Column("title", _("Measure"), str, kind="link"), UNIT, PROPOSED, STATE)
CASE_MEASURES = (Column("title", _("Measure"), str, kind="link"), PROPOSED, STATE)
RUNGS = (
    *CASE_MEASURES[:2],
    Column("proposed_by", _("Proposed by"), lambda row: row.proposed_by.name if row.proposed_by_id else _("Clock")),
    Column("reason", _("Reason"), kind="lines"),
    STATE,
)
MEASURE_ORDERS = (Ordering("proposed", _("Proposed on"), "proposed_on", descending=True),)
MEASURE_FACTS = (
    Column("case", _("Case"), kind="link", value="case"),
    Column("unit", _("Inspected unit"), kind="link", value="unit"),
    SUPERIOR,
    OFFICE,
    Column("proposed_by", _("Proposed by"), lambda row: row.proposed_by.name if row.proposed_by else _("Clock")),
    Column("proposed_on", _("Proposed on"), kind="date"),
    Column("approved_by", _("Approved by"), "approved_by.name"),
    Column("reason", _("Reason"), kind="lines"),
)
NOTICE_FACTS = (
    *MEASURE_FACTS,
    Column("new_due_on", _("New date"), kind="date"),
    Column("served_on", _("Served on"), kind="date"),
)
INTERVIEW_FACTS = (
    *MEASURE_FACTS[:-1],
    Column("grounds", _("Grounds"), lambda row: words(Ground, row.grounds), kind="lines"),
    MEASURE_FACTS[-1],
    Column("planned_at", _("Time"), kind="moment"),
    Column("place", _("Place")),
    Column("interviewees", _("Who must come")),
    Column("held_on", _("Held on"), kind="date"),
    Column("facts", _("Facts"), kind="lines"),
    Column("demands", _("Demands with dates"), kind="lines"),
    Column("replies", _("Replies and commitments"), kind="lines"),
)
HOSTS = (
    Column("organization", _("Host"), "organization.name"),
    Column("is_required", _("Required"), kind="bool"),
    Column("attended", _("Took part"), kind="bool"),
)
RECIPIENTS = (
    Column("organization", _("Recipient"), "organization.name"),
    Column("is_required", _("Must be sent"), kind="bool"),
    Column("sent_on", _("Sent on"), kind="date"),
)
CIRCULAR_FACTS = (
    *MEASURE_FACTS,
    Column("facts", _("Facts"), kind="lines"),
    Column("demands", _("Demands"), kind="lines"),
    Column("advice", _("Advice on appointments"), kind="lines"),
    Column("scope", _("Made known to")),
    Column("issued_on", _("Issued on"), kind="date"),
)
NAMES = (Column("name", _("Name")),)


def forms(names: Iterable[str]) -> str:
    """Return forms of accountability in words."""
    labels = dict(UnitForm.choices) | dict(PersonForm.choices)
    return "\n".join(str(labels.get(name, name)) for name in names)


ACTION_FACTS = (
    *MEASURE_FACTS,
    Column("target", _("Target")),
    Column("target_person", _("Responsible person")),
    Column("situations", _("Situations"), lambda row: words(Situation, row.situations), kind="lines"),
    Column("group_due_on", _("Finding group to be formed by"), kind="date"),
    Column("group_members", _("Finding group"), kind="lines"),
    Column("facts", _("Facts"), kind="lines"),
    Column("proposed_forms", _("Proposed forms"), lambda row: forms(row.proposed_forms), kind="lines"),
    Column("informed_on", _("Target informed on"), kind="date"),
    Column("statement", _("Statement and defence"), kind="lines"),
    Column("statement_answer", _("How it was dealt with"), kind="lines"),
    Column("findings", _("Findings"), kind="lines"),
    Column("basis", _("Basis"), kind="lines"),
    Column("decided_forms", _("Forms decided"), lambda row: forms(row.decided_forms), kind="lines"),
    Column("decided_on", _("Decided on"), kind="date"),
    Column("effective_on", _("Takes effect on"), kind="date"),
    Column("scope", _("Made known to")),
    Column("served_on", _("Decision received on"), kind="date"),
)
# What the target does not read on the page of its proceeding, and what it reads only once the decision is served.
OFFICE_ONLY = frozenset({"proposed_by", "approved_by", "reason", "group_members", "group_due_on"})
DECISION = frozenset({"findings", "basis", "decided_forms", "decided_on", "effective_on", "scope"})
CONSULTATIONS = (
    Column("organization", _("Member unit"), "organization.name"),
    Column("asked_on", _("Asked on"), kind="date"),
    Column("answered_on", _("Answered on"), kind="date"),
    Column("opinion", _("Opinion"), kind="lines"),
)
CHALLENGES = (
    Column("kind", _("Kind")),
    Column("office", _("Decided by"), "office.name"),
    Column("requested_on", _("Requested on"), kind="date"),
    Column("is_late", _("After the window"), kind="bool"),
    Column("request", _("Request and reasons"), kind="lines"),
    Column("result", _("Result")),
    Column("decided_on", _("Decided on"), kind="date"),
    STATE,
)
