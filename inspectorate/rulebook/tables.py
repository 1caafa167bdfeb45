"""Columns of rules, settings and semesters."""
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.pages import Column, Ordering

SETTINGS = (
    Column("title", _("Rule"), kind="link", url=lambda row: row.get_absolute_url()),
    Column("area", _("Area"), "area.name"),
    Column("shown", _("Value")),
    Column("valid_from", _("From"), kind="date", order="valid_from"),
    Column("valid_to", _("Until"), kind="date"),
    Column("basis", _("Basis")),
    Column("state", _("State"), kind="state"),
)
SETTING_ORDERS = (
    Ordering("id", _("Newest"), "pk", descending=True),
    Ordering("valid_from", _("From"), "valid_from"),
)
HISTORY = (
    Column("shown", _("Value"), kind="link", url=lambda row: row.get_absolute_url()),
    *(column for column in SETTINGS if column.name in {"area", "valid_from", "valid_to", "basis", "state"}),
)
SETTING_FACTS = (
    Column("title", _("Rule"), kind="link", url=lambda row: row.get_rule_url()),
    Column("area", _("Area"), "area.name"),
    Column("shown", _("Value")),
    Column("valid_from", _("Holds from"), kind="date"),
    Column("valid_to", _("Holds until"), kind="date"),
    Column("basis", _("Basis")),
    Column("confidence", _("Certainty")),
    Column("is_for_running", _("Also for duties that run already"), kind="bool"),
    Column("note", _("Remark"), kind="lines"),
    Column("proposed_by", _("Proposed by"), "proposed_by.name"),
    Column("approved_by", _("Approved by"), "approved_by.name"),
)
SEMESTERS = (
    Column("name", _("Semester"), kind="link", url=lambda row: row.get_absolute_url()),
    Column("area", _("Area"), "area.name"),
    Column("starts_on", _("Starts on"), kind="date", order="starts_on"),
    Column("ends_on", _("Ends on"), kind="date"),
    Column("months", _("Months in session"), lambda row: ", ".join(map(str, row.months))),
)
SEMESTER_ORDERS = (Ordering("starts_on", _("Starts on"), "starts_on", descending=True),)
CHANGES = (
    Column("title", _("Change"), str, kind="link"),
    Column("proposed_on", _("Proposed on"), kind="date", order="id"),
    Column("proposed_by", _("Proposed by"), "proposed_by.name"),
    Column("state", _("State"), kind="state"),
)
CHANGE_ORDERS = (Ordering("id", _("Newest"), "pk", descending=True),)
CHANGE_FACTS = (
    Column("year", _("Year")),
    Column("title", _("Change")),
    Column("notice", _("Notice")),
    Column("note", _("Reason"), kind="lines"),
    Column("proposed_by", _("Proposed by"), "proposed_by.name"),
    Column("proposed_on", _("Proposed on"), kind="date"),
    Column("approved_by", _("Approved by"), "approved_by.name"),
)
RECOUNTS = (
    Column("title", _("What is owed"), kind="link"),
    Column("holder", _("Owed by"), "holder.label"),
    Column("rule", _("Rule"), kind="code"),
    Column("before_on", _("Date before"), kind="date"),
    Column("after_on", _("Date counted"), kind="date"),
    Column("outcome", _("What became of the date")),
)
RECOUNT_ORDERS = (Ordering("id", _("In order"), "pk"),)
