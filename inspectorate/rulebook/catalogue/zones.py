"""Rules of responsibility zones, plates and regular visits."""
from django.utils.translation import gettext_lazy as _

from .options import EMPHASES, PLATE_SIZES
from .rule import Rule

RULES = (
    Rule("R-ZONE-02", _("Schools in one responsibility zone"), 20, "count", "<=", "N7", "", "M"),
    Rule("R-ZONE-03", _("Institutions with a responsible inspector"), 100, "percent", ">=", "S1", "二.6"),
    Rule("R-ZONE-04", _("Time after which a responsible inspector is rotated"), 3, "year", "<=", "N4", "", "M"),
    Rule(
        "R-ZONE-03.cover", _("Naming an inspector for a school that has none"), 10, "working_day", "<=", "OFFICE", "",
        "L",
    ),
    Rule("R-ZONE-04.reminder", _("Reminder before a rotation is due"), 1, "month", "=", "OFFICE", "", "L"),
    Rule("R-PLATE-01", _("Items on the plate of a school"), 4, "count", "=", "N4", "1", is_fixed=True),
    Rule("R-PLATE-02", _("Items on the plate of a kindergarten"), 4, "count", "=", "N6", "2", is_fixed=True),
    Rule("R-PLATE-03", _("Size of the plate"), "a3_landscape", "none", "=", "OFFICE", "", "L", choices=PLATE_SIZES),
    Rule("R-PLATE-04", _("Responsible inspectors are shown on the web"), False, "none", "=", "P-SH", "14", "M"),
    Rule("R-PLATE-05", _("Replacement of a plate after a change"), 10, "working_day", "<=", "MEM", "", "L"),
    Rule("R-VISIT-01", _("Regular inspections of each school in a semester"), 2, "count", ">=", "L1", "14"),
    Rule(
        "R-VISIT-01.warning_week", _("Week of the semester in which missing visits are announced"), 10, "week", "=",
        "OFFICE", "", "L",
    ),
    Rule("R-VISIT-02", _("Visits to each school in a month in session"), 1, "count", ">=", "N4"),
    Rule(
        "R-VISIT-02.kindergarten", _("Visits to each kindergarten in a month in session"), 1, "count", ">=", "N6", "",
        "M",
    ),
    Rule("R-VISIT-03", _("Earliest notice before a regular visit"), None, "working_day", "<=", "P-SH", "18", "M"),
    Rule("R-VISIT-05", _("Rhythms of visit plans: month, quarter, year"), 3, "count", "=", "N5", "2", is_fixed=True),
    Rule("R-VISIT-07", _("Methods of regular inspection"), 6, "count", "=", "N4", "6", is_fixed=True),
    Rule("R-VISIT-08.feedback", _("Feedback to the school after a visit"), 0, "day", "<=", "N4"),
    Rule("R-VISIT-08.report", _("Report of a visit to the inspectorate"), 3, "working_day", "<=", "OFFICE", "", "L"),
    Rule(
        "R-VISIT-09", _("Urging school and departments to act on unlawful conduct or danger"), 0, "day", "<=", "L1",
        "15",
    ),
    Rule("R-VISIT-10", _("Reporting an emergency upward"), 0, "day", "<=", "N4", "5"),
    Rule("R-VISIT-11", _("Time spent on one visit"), None, "hour", ">=", "LOCAL", "", "M"),
    Rule(
        "R-VISIT-14.reply", _("Written reply of the school to a rectification notice"), None, "day", "<=", "LOCAL", "",
        "M",
    ),
    Rule("R-VISIT-14.filing", _("Filing of the school's reply by the inspector"), 3, "day", "<=", "LOCAL", "", "M"),
    Rule(
        "R-VISIT-17", _("Additional visits in a semester after a verified complaint"), None, "count", ">=", "P-SH",
        "15", "M",
    ),
    Rule("R-MATTER-01", _("Standard matters for schools"), 8, "count", "=", "N4", "4", is_fixed=True),
    Rule("R-MATTER-02", _("Standard matters for kindergartens"), 3, "count", "=", "N6", is_fixed=True),
    Rule("R-MATTER-03", _("Local emphasis of school inspection"), (), "none", "=", "S1", "三.10", choices=EMPHASES),
)
