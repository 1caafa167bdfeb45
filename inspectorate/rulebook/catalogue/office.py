"""Lead times of the office itself, behind no single rule of law."""
from django.utils.translation import gettext_lazy as _

from .rule import Rule

RULES = (
    Rule(
        "OFFICE.reminders", _("Days before a due date on which holders are reminded"), (7, 3, 1), "day", "=", "OFFICE",
        "", "L",
    ),
    Rule(
        "OFFICE.escalation", _("Working days overdue at which a duty is escalated"), (1, 5, 10), "working_day", "=",
        "OFFICE", "", "L",
    ),
    Rule(
        "OFFICE.overdue_step", _("Days between two reminders of an overdue duty"), 7, "day", "=", "OFFICE", "", "L",
    ),
    Rule(
        "OFFICE.notice_hours", _("Hours of the day between which notices leave the system"), (8, 18), "hour", "=",
        "OFFICE", "", "L",
    ),
    Rule(
        "OFFICE.notice_on_rest_days", _("Notices leave the system on rest days too"), False, "none", "=", "OFFICE", "",
        "L",
    ),
    Rule(
        "OFFICE.notice_storm", _("Reminders at once above which a named person must release them"), 200, "count", "<=",
        "OFFICE", "", "L",
    ),
    Rule(
        "OFFICE.confirm_receipt", _("Confirmation of receipt of a document"), 3, "working_day", "<=", "OFFICE", "",
        "L",
    ),
    Rule(
        "OFFICE.visit_objection", _("Answer to a school's objection to a visit"), 10, "working_day", "<=", "OFFICE", "",
        "L",
    ),
    Rule("OFFICE.consultation", _("Opinion of a consulted member unit"), 5, "working_day", "<=", "OFFICE", "", "L"),
)
