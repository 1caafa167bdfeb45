"""Rules of campus safety and the hazard ledger."""
from django.utils.translation import gettext_lazy as _

from .rule import Rule

RULES = (
    Rule("R-SAFE-02", _("Schools that reach the three standards"), 100, "percent", ">=", "S5"),
    Rule("R-SAFE-02.standards", _("Safety standards of a campus"), 3, "count", "=", "S5", is_fixed=True),
    Rule(
        "R-SAFE-02.target_year", _("Year by which the three standards were to be reached"), 2022, "calendar_year",
        "<=", "S5",
    ),
    Rule(
        "R-SAFE-03.small_below", _("Pupils below which the smallest number of guards is enough"), 100, "count", "<",
        "N18", "", "M",
    ),
    Rule("R-SAFE-03.small", _("Guards of a small school"), 1, "count", ">=", "N18", "", "M"),
    Rule("R-SAFE-03.middle", _("Guards in the middle band"), 2, "count", ">=", "N18", "", "L"),
    Rule(
        "R-SAFE-03.large_from", _("Pupils from which a school has the large number of guards"), 1000, "count", ">=",
        "N18", "", "M",
    ),
    Rule("R-SAFE-03.large", _("Guards of a large school"), 3, "count", ">=", "N18", "", "M"),
    Rule("R-SAFE-03.step", _("Further pupils for which one guard is added"), 500, "count", "=", "N18", "", "M"),
    Rule(
        "R-SAFE-03.floor_from", _("Persons from which the local floor of guards applies"), None, "count", ">=", "P-CQ",
        "", "M",
    ),
    Rule("R-SAFE-03.floor", _("Local floor of guards"), None, "count", ">=", "P-CQ", "", "M"),
    Rule("R-SAFE-04.gatehouse", _("Hours a day the gatehouse is staffed"), 24, "hour", "=", "N18", "", "M"),
    Rule("R-SAFE-04.patrols", _("Patrols of key spots in a day"), 5, "count", ">=", "N18", "", "M"),
    Rule("R-SAFE-05", _("Kinds of key places"), 16, "count", "=", "N18", "", "M", is_fixed=True),
    Rule("R-SAFE-06", _("Grades of risk"), 4, "count", "=", "MEM", "", "L", is_fixed=True),
    Rule("R-SAFE-07", _("Fields of the guide on major hazards"), 8, "count", "=", "N19", is_fixed=True),
    Rule("R-SAFE-09.verify", _("Check of a reported removal of a hazard"), 5, "working_day", "<=", "LOCAL", "", "L"),
    Rule("R-SAFE-09.close", _("Striking-off of a hazard after its removal was verified"), 5, "working_day", "<=",
         "LOCAL", "", "L"),
    Rule(
        "R-SAFE-11.notice", _("Supervise notice of a major hazard after its entry"), 3, "working_day", "<=", "LOCAL",
        "", "L",
    ),
    Rule("R-SAFE-12.section", _("Search for hazards by sections"), 1, "week", "<=", "LOCAL", "", "L"),
    Rule("R-SAFE-12.school", _("Search for hazards by the school"), 1, "month", "<=", "LOCAL", "", "L"),
    Rule("R-SAFE-12.campus", _("Search for hazards on the whole campus"), 1, "semester", "<=", "LOCAL", "", "L"),
    Rule(
        "R-SAFE-12.new_ledger_month", _("Month in which a new ledger is opened"), 1, "month_of_year", "=", "LOCAL", "",
        "L",
    ),
    Rule("R-SAFE-15", _("Safety drills in a semester"), None, "count", ">=", "S5"),
)
