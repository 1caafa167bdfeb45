"""Rules of the accountability chain: rectification, interviews, accountability, remedies."""
from django.utils.translation import gettext_lazy as _

from .options import INTERVIEW_HOSTS, PUBLICITY_SCOPES, RECORD_RECIPIENTS
from .rule import Rule

RULES = (
    Rule("R-ACC-01", _("Institutions of the accountability chain"), 8, "count", "=", "S1", "四.12", is_fixed=True),
    Rule("R-ACC-03", _("Feedback to the inspected unit"), 5, "working_day", "<=", "OFFICE", "", "L"),
    Rule(
        "R-ACC-04.proposed", _("Proposed time for rectification where the letter sets no other"), 30, "day", "<=",
        "OFFICE", "", "L",
    ),
    Rule("R-ACC-05", _("Rectification report after rectification ends"), None, "day", "<=", "P-CQ", "28", "M"),
    Rule("R-ACC-07.proposed", _("Proposed new date in a supervise notice"), 15, "day", "<=", "OFFICE", "", "L"),
    Rule("R-ACC-08", _("Re-check after a rectification report"), 30, "day", "<=", "OFFICE", "", "L"),
    Rule(
        "R-ACC-11.county_government", _("Hosts of the interview of a county government"),
        ("office", "organisation_department", "departments_concerned"), "none", "=", "S1", "四.13",
        choices=INTERVIEW_HOSTS,
    ),
    Rule(
        "R-ACC-11.city_department", _("Hosts of the interview of a city department"), ("office",), "none", "=", "S4",
        "12", choices=INTERVIEW_HOSTS,
    ),
    Rule(
        "R-ACC-12.school", _("Hosts of the interview of a school"), ("office", "education_bureau"), "none", "=", "S1",
        "四.13", choices=INTERVIEW_HOSTS,
    ),
    Rule(
        "R-ACC-12.county_department", _("Hosts of the interview of a county department"), ("office",), "none", "=",
        "S4", "12", choices=INTERVIEW_HOSTS,
    ),
    Rule(
        "R-ACC-13", _("Recipients of the interview record"), ("party_committee", "government", "upper_inspectorate"),
        "none", "=", "S1", "四.13", choices=RECORD_RECIPIENTS,
    ),
    Rule("R-ACC-14", _("Notice before an accountability interview"), 3, "working_day", ">=", "OFFICE", "", "L"),
    Rule("R-ACC-17", _("Classes of accountability targets"), 3, "count", "=", "N2", is_fixed=True),
    Rule("R-ACC-18.families", _("Families of accountability situations"), 6, "count", "=", "N2", is_fixed=True),
    Rule("R-ACC-18.governments", _("Accountability situations of governments"), 9, "count", "=", "N2", is_fixed=True),
    Rule("R-ACC-19", _("Forms of accountability for units"), 5, "count", "=", "N2", is_fixed=True),
    Rule("R-ACC-20.persons", _("Forms of accountability for persons"), 6, "count", "=", "N2", is_fixed=True),
    Rule("R-ACC-20.private", _("Further forms for private schools and trainers"), 3, "count", "=", "N2", is_fixed=True),
    Rule("R-ACC-21.times", _("Times held accountable that aggravate"), 2, "count", ">=", "N2", "Q13"),
    Rule("R-ACC-21.window", _("Window in which the times are counted"), 1, "year", "<=", "N2", "Q13"),
    Rule("R-ACC-21.circumstances", _("Circumstances that aggravate"), 5, "count", "=", "N2", "Q13", is_fixed=True),
    Rule("R-ACC-22", _("Forming of the finding group after the inspection is complete"), 60, "day", "<=", "N2", "Q14"),
    Rule("R-ACC-23", _("Steps of the accountability procedure"), 3, "count", "=", "N2", "Q15", is_fixed=True),
    Rule(
        "R-ACC-23.statement", _("Statement and defence before an accountability decision"), None, "day", "<=",
        "OFFICE", "", "L",
    ),
    Rule("R-ACC-24", _("Elements of an accountability decision"), 5, "count", "=", "N2", "Q16", is_fixed=True),
    Rule(
        "R-ACC-26", _("Scope in which accountability results are published"), "by_severity", "none", "=", "N2", "Q18",
        choices=PUBLICITY_SCOPES,
    ),
    Rule("R-ACC-27.request", _("Request for review after receipt of the decision"), 30, "day", "<=", "N2", "Q19"),
    Rule("R-ACC-27.decision", _("Review decision after receipt of the request"), 30, "day", "<=", "N2", "Q19"),
    Rule("R-ACC-28.after_review", _("Appeal after the review decision"), 15, "day", "<=", "N2", "Q19"),
    Rule("R-ACC-28.direct", _("Direct appeal after the accountability decision"), 15, "day", "<=", "N2", "Q19"),
    Rule("R-ACC-29.appeal_decision", _("Appeal decision"), 60, "day", "<=", "N2", "Q19"),
    Rule("R-ACC-29.correction", _("Correction after receipt of the appeal decision"), 15, "day", "<=", "N2", "Q19"),
    Rule("R-ACC-31.review", _("Public servants: request for review"), 30, "day", "<=", "L-CS", "95"),
    Rule("R-ACC-31.appeal", _("Public servants: appeal after the review decision"), 15, "day", "<=", "L-CS", "95"),
    Rule("R-ACC-31.direct", _("Public servants: direct appeal"), 30, "day", "<=", "L-CS", "95"),
    Rule(
        "R-ACC-34.interview", _("Failed preschool monitoring, years in a row, that leads to an interview"), None,
        "year", ">=", "N9", "", "M",
    ),
    Rule(
        "R-ACC-34.circular", _("Failed preschool monitoring, years in a row, that leads to a circular"), None, "year",
        ">=", "N9", "", "M",
    ),
    Rule(
        "R-ACC-34.withdrawal",
        _("Failed preschool re-checks, years in a row, that lead to the proposal to withdraw the title"), None, "year",
        ">=", "N9", "", "M",
    ),
    Rule(
        "OFFICE.interview_after_notice", _("Interview prepared after the date of a supervise notice has passed"), 5,
        "working_day", ">=", "OFFICE", "", "L",
    ),
    Rule(
        "OFFICE.interview_undecided", _("Interview prepared while nobody decides on the supervise notice"), 15, "day",
        ">=", "OFFICE", "", "L",
    ),
    Rule(
        "OFFICE.circular_after_interview", _("Circular prepared after an interview, or its day, changed nothing"), 15,
        "day", ">=", "OFFICE", "", "L",
    ),
    Rule(
        "OFFICE.circular_undecided", _("Circular prepared while nobody decides on the interview"), 15, "day", ">=",
        "OFFICE", "", "L",
    ),
)
