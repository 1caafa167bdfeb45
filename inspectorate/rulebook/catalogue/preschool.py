"""Rules of assessing preschool education, and of national monitoring."""
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .options import ENROLMENT_BASES, KINDERGARTEN_INSTRUMENTS
from .rule import Rule

RULES = (
    Rule("R-PRE-01.enrolment", _("Gross enrolment of the three preschool years"), 85, "percent", ">=", "N9"),
    Rule("R-PRE-01.inclusive", _("Coverage of inclusive kindergartens"), 80, "percent", ">=", "N9"),
    Rule("R-PRE-01.public", _("Children in public kindergartens"), 50, "percent", ">=", "N9"),
    Rule(
        "R-PRE-02", _("Population under the gross enrolment rate"), "registered_3_6", "none", "=", "N9", "", "M",
        choices=ENROLMENT_BASES,
    ),
    Rule("R-PRE-04.first_level", _("First-level items of the local scheme"), None, "count", "=", "N9"),
    Rule("R-PRE-04.items", _("Second-level items of the local scheme"), None, "count", "=", "N9"),
    Rule("R-PRE-04.consolidate", _("Items passed for the grade consolidate"), None, "count", ">=", "N9"),
    Rule("R-PRE-04.improve", _("Items passed for the grade improve"), None, "count", ">=", "N9"),
    Rule("R-PRE-04.excel", _("Items passed for the grade excel"), None, "count", ">=", "N9"),
    Rule("R-PRE-05", _("Look-back for safety accidents and ethics events"), 2, "year", "<=", "N9", "", "M"),
    Rule("R-PRE-06", _("Children per full-time teacher"), 15, "ratio", "<=", "N9"),
    Rule("R-PRE-07.junior_class", _("Children in a class of 3 to 4 years"), 25, "count", "<=", "N23", "11"),
    Rule("R-PRE-07.middle_class", _("Children in a class of 4 to 5 years"), 30, "count", "<=", "N23", "11"),
    Rule("R-PRE-07.senior_class", _("Children in a class of 5 to 6 years"), 35, "count", "<=", "N23", "11"),
    Rule("R-PRE-07.mixed_class", _("Children in a mixed class"), 30, "count", "<=", "N23", "11"),
    Rule("R-PRE-07.kindergarten", _("Children in a kindergarten"), 360, "count", "<=", "N23", "11"),
    Rule("R-PRE-07.rate", _("Classes within the limits"), 85, "percent", ">=", "N9"),
    Rule("R-PRE-08.outdoor", _("Outdoor play area per child"), 4, "square_metre", ">=", "N9", "", "M"),
    Rule("R-PRE-08.activity", _("Activity rooms per child"), Decimal("8.17"), "square_metre", ">=", "N9", "", "M"),
    Rule("R-PRE-08.building", _("Building area per child"), Decimal("10.44"), "square_metre", ">=", "N9", "", "M"),
    Rule(
        "R-PRE-08.planned_from", _("Planning year from which the premises standard binds in full"), 2017,
        "calendar_year", ">=", "N9", "", "M",
    ),
    Rule(
        "R-PRE-08.share_new", _("Kindergartens planned since then that meet the standard"), 100, "percent", ">=", "N9",
        "", "M",
    ),
    Rule(
        "R-PRE-08.share_old", _("Kindergartens planned earlier that meet the standard"), 50, "percent", ">=", "N9", "",
        "M",
    ),
    Rule(
        "R-PRE-08.tolerance_new", _("Tolerance for basically passing, planned since then"), None, "percent", "<=",
        "N9", "", "M",
    ),
    Rule(
        "R-PRE-08.tolerance_old", _("Tolerance for basically passing, planned earlier"), None, "percent", "<=", "N9",
        "", "M",
    ),
    Rule("R-PRE-09", _("Subsidy per child in a year"), 500, "yuan", ">=", "N9", "", "M"),
    Rule(
        "R-PRE-10", _("Pay of teachers off the establishment against those on it"), 75, "percent", ">=", "N9", "", "M",
    ),
    Rule("R-PRE-11", _("Certified heads and teachers"), 100, "percent", ">=", "N9"),
    Rule("R-PRE-12", _("Full party members for an own branch"), 3, "count", ">=", "N9", "", "M"),
    Rule("R-PRE-13", _("Estate kindergartens converted"), 100, "percent", ">=", "N9", "", "M"),
    Rule("R-PRE-14", _("Kindergartens assessed in the cycle"), 100, "percent", ">=", "N9"),
    Rule("R-PRE-15", _("Social recognition of preschool education"), 85, "percent", ">=", "N9", "", "M"),
    Rule("R-PRE-16", _("Steps of the recognition procedure"), 4, "count", "=", "N9", is_fixed=True),
    Rule(
        "R-PRE-16.self_report_month", _("Month by whose end the county reports"), None, "month_of_year", "=", "N9", "",
        "M",
    ),
    Rule(
        "R-PRE-16.province_month", _("Month by whose end the city reports to the province"), None, "month_of_year",
        "=", "N9", "", "M",
    ),
    Rule(
        "R-PRE-16.nation_month", _("Month by whose end the province reports to the nation"), None, "month_of_year",
        "=", "N9", "", "M",
    ),
    Rule("R-PRE-17", _("Paper copies of the first three items"), 3, "count", "=", "N9", "", "M"),
    Rule("R-KG-01", _("Parts of the kindergarten instrument"), 5, "count", "=", "N10", "", "M"),
    Rule(
        "R-KG-01.instrument", _("Edition of the kindergarten instrument in use"), "2017", "none", "=", "N10", "", "L",
        choices=KINDERGARTEN_INSTRUMENTS,
    ),
    Rule("R-MON-01.cycle", _("Cycle of national monitoring"), 3, "year", "=", "N12"),
    Rule("R-MON-01.fields", _("Fields of national monitoring in a cycle"), 9, "count", "=", "N12", is_fixed=True),
    Rule("R-MON-01.first_year", _("First year of the present monitoring cycle"), 2021, "calendar_year", "=", "N12"),
    Rule("R-MON-01.grades", _("Grades tested in national monitoring"), (4, 8), "grade", "=", "N12"),
    Rule("R-DATA-01", _("Years the published figures lie back"), 1, "year", "=", "N8", is_fixed=True),
    Rule("R-DATA-01.month_due", _("Submitting the return of a month"), 5, "working_day", "<=", "LOCAL", "", "L"),
    Rule("R-DATA-01.quarter_due", _("Submitting the return of a quarter"), 10, "working_day", "<=", "LOCAL", "", "L"),
    Rule(
        "R-DATA-01.half_year_due", _("Submitting the return of a half-year"), 10, "working_day", "<=", "LOCAL", "", "L",
    ),
    Rule("R-DATA-01.year_due", _("Submitting the return of a year"), 15, "working_day", "<=", "LOCAL", "", "L"),
    Rule("R-DATA-01.once_due", _("Submitting a return on a special topic"), 10, "working_day", "<=", "LOCAL", "", "L"),
    Rule("R-DATA-01.acceptance", _("Accepting a return or sending it back"), 5, "working_day", "<=", "LOCAL", "", "L"),
    Rule(
        "R-DATA-01.correction", _("Correcting a return that was sent back"), 3, "working_day", "<=", "LOCAL", "", "L",
    ),
    Rule(
        "R-DATA-01.jump", _("Change against the period before from which a figure is pointed out"), 20, "percent", ">",
        "LOCAL", "", "L",
    ),
)
