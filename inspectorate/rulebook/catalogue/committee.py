"""Rules of the committee, its office, plans and money."""
from django.utils.translation import gettext_lazy as _

from .options import CAP_TYPES, CHIEF_TITLES
from .rule import Rule

RULES = (
    Rule("R-ORG-01.chairs", _("Chairs of the committee"), 1, "count", "=", "S1", "一.1", is_fixed=True),
    Rule("R-ORG-01.vice_chairs_min", _("Vice-chairs of the committee, at least"), 2, "count", ">=", "S1", "一.1"),
    Rule("R-ORG-01.vice_chairs_max", _("Vice-chairs of the committee, at most"), 3, "count", "<=", "S4", "1"),
    Rule("R-ORG-02", _("Member units of the committee"), None, "count", "=", "S1", "一.1"),
    Rule("R-ORG-04", _("Working groups of the office"), 4, "count", "=", "S1", "一.2"),
    Rule("R-ORG-05", _("Title of the chief inspector"), "chief_inspector", "none", "=", "S2", choices=CHIEF_TITLES),
    Rule("R-ORG-06", _("Plenary meetings in a calendar year"), 1, "count", ">=", "S1", "一.3"),
    Rule(
        "R-ORG-06.reminder_month", _("Month of the reminder of the plenary meeting"), 9, "month_of_year", "=",
        "OFFICE", "", "L",
    ),
    Rule("R-ORG-07", _("Liaison officers of each member unit"), 1, "count", ">=", "S1", "一.4"),
    Rule(
        "R-ORG-07.days", _("Naming a new liaison officer after a vacancy was noticed"), 10, "working_day", "<=",
        "OFFICE", "", "L",
    ),
    Rule("R-ORG-08", _("Inspection activities each member unit joins in a year"), None, "count", ">=", "S4", "4"),
    Rule("R-ORG-10", _("Annual plans in a year"), 1, "count", "=", "S1", "一.5"),
    Rule(
        "R-ORG-10.due_month", _("Month by whose end an office's annual plan is approved"), 1, "month_of_year", "=",
        "OFFICE", "", "L",
    ),
    Rule(
        "R-ORG-11.reminder_month", _("Month in which counties are reminded to report their plan"), 1, "month_of_year",
        "=", "OFFICE", "", "L",
    ),
    Rule(
        "R-ORG-11.due_month", _("Month by whose end counties report their annual plan"), 1, "month_of_year", "=",
        "OFFICE", "", "L",
    ),
    Rule(
        "R-ORG-11.filing", _("Filing a county's annual plan or returning it"), 10, "working_day", "<=", "OFFICE", "",
        "L",
    ),
    Rule(
        "R-ORG-11.resubmission", _("Sending in a returned annual plan again"), 10, "working_day", "<=", "OFFICE", "",
        "L",
    ),
    Rule(
        "R-ORG-11.receipt", _("Confirming the receipt of a major matter"), 3, "working_day", "<=", "OFFICE", "", "L",
    ),
    Rule("R-ORG-12", _("Annual lists of checks in a year"), 1, "count", "=", "N13", "2", is_fixed=True),
    Rule(
        "R-ORG-13", _("Comprehensive inspections of one school in a year, all levels together"), 1, "count", "<=",
        "N13", "2",
    ),
    Rule(
        "R-ORG-13.types", _("Inspection types that count towards the cap"), ("comprehensive", "end_of_term"), "none",
        "=", "N13", "2", "M", choices=CAP_TYPES,
    ),
    Rule(
        "R-ORG-14", _("Advance announcement of content, scope and method of planned school inspections"), 1, "month",
        ">=", "N13", "2",
    ),
    Rule("R-ORG-16", _("Comprehensive inspections in a year in principle"), None, "count", "<=", "S4", "8"),
    Rule(
        "R-ORG-17", _("Special and comprehensive plans need the government's approval"), False, "none", "=", "P-CQ",
        "21",
    ),
    Rule("R-ORG-20.min", _("Staff of a county office, at least"), None, "count", ">=", "S4", "13"),
    Rule("R-ORG-20.max", _("Staff of a county office, at most"), None, "count", "<=", "S4", "13"),
    Rule("R-ORG-21", _("Annual reports to the government in a year"), 1, "count", "=", "P-SH", "24", "M"),
    Rule("R-FUND-01", _("Budgets for inspection in a year"), 1, "count", "=", "L1", "5", is_fixed=True),
    Rule("R-FUND-03", _("Heads of allowable cost"), 4, "count", "=", "S1", "五.14", is_fixed=True),
    Rule("R-FUND-04.communication", _("Communication allowance per task"), None, "yuan", "<=", "OFFICE", "", "L"),
    Rule("R-FUND-04.transport", _("Transport allowance per day"), None, "yuan", "<=", "OFFICE", "", "L"),
    Rule("R-FUND-04.board", _("Board and lodging allowance per day"), None, "yuan", "<=", "OFFICE", "", "L"),
    Rule("R-FUND-04.labour", _("Labour fee per day"), None, "yuan", "<=", "OFFICE", "", "L"),
)
