"""Rules of publication, disclosure and personal data."""
from django.utils.translation import gettext_lazy as _

from .options import RETENTION_CLASSES
from .rule import Rule

RULES = (
    Rule("R-PUB-02", _("Publication after the information is formed or changed"), 20, "working_day", "<=", "L2", "26"),
    Rule("R-PUB-10", _("Reply to an objection to a published report"), 15, "working_day", "<=", "OFFICE", "", "L"),
    Rule("R-PUB-11.preschool", _("Posting of the preschool assessment list"), 5, "working_day", ">=", "N9", "", "M"),
    Rule("R-PUB-11.other", _("Other postings for objections"), 7, "working_day", ">=", "OFFICE", "", "L"),
    Rule(
        "R-PUB-12.group", _("Answers from which a group's figures may be published"), 10, "count", ">=", "OFFICE", "",
        "L",
    ),
    Rule("R-PUB-13", _("Age under which personal data is sensitive"), 14, "year", "<", "L3", "28"),
    Rule("R-PUB-14", _("Keeping of impact assessment records"), 3, "year", ">=", "L3", "56"),
    Rule(
        "R-PUB-16.correction", _("Asking the applicant to complete a disclosure request"), 7, "working_day", "<=",
        "L2", "30",
    ),
    Rule("R-PUB-16.answer", _("Answer to a disclosure request"), 20, "working_day", "<=", "L2", "33"),
    Rule(
        "R-PUB-16.extension", _("Extension of the answer to a disclosure request"), 20, "working_day", "<=", "L2",
        "33",
    ),
    Rule("R-PUB-16.third_party", _("Opinion of a third party on disclosure"), 15, "working_day", "<=", "L2", "32"),
    Rule("R-PUB-17.month", _("Yearly disclosure report: month"), 1, "month_of_year", "=", "L2", "49"),
    Rule("R-PUB-17.day", _("Yearly disclosure report: day"), 31, "day_of_month", "=", "L2", "49"),
    Rule("R-PUB-20", _("Notice of a leak of personal data"), 0, "day", "<=", "L3", "57"),
    Rule("R-PUB-22.city", _("Transfer of city archives after formation"), 20, "year", "=", "L9"),
    Rule("R-PUB-22.county", _("Transfer of county archives after formation"), 10, "year", "=", "L9"),
    Rule(
        "R-PUB-22.retention", _("Retention class of an inspection file"), "years_30", "none", "=", "MEM", "", "L",
        choices=RETENTION_CLASSES,
    ),
)
