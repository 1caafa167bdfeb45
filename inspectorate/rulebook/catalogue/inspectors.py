"""Rules of the inspector roster: eligibility, terms, ratios, training, recusal."""
from django.utils.translation import gettext_lazy as _

from .options import (
    CERTIFICATE_ISSUERS,
    COUNTED_INSPECTORS,
    DEGREES,
    INSPECTOR_CATEGORIES,
    RECUSAL_GROUNDS,
    TRAINING_MODES,
)
from .rule import Rule

RULES = (
    Rule("R-ROST-02.years", _("Years in education administration, teaching or research"), 10, "year", ">=", "L1", "7"),
    Rule("R-ROST-02.degree", _("Lowest degree of an inspector"), "bachelor", "none", "=", "L1", "7", choices=DEGREES),
    Rule("R-ROST-02.senior_title", _("A senior title may stand for the degree"), False, "none", "=", "P-SD", "9"),
    Rule("R-ROST-05", _("Posting of proposed inspectors"), 7, "working_day", ">=", "N3"),
    Rule(
        "R-ROST-07.issuer", _("Who issues the inspector's certificate"), "inspectorate", "none", "=", "N3", "4",
        choices=CERTIFICATE_ISSUERS,
    ),
    Rule(
        "R-ROST-07.reminders", _("Reminders before a certificate expires"), (3, 1), "month", "=", "OFFICE", "", "L",
    ),
    Rule(
        "R-ROST-09", _("Categories of part-time inspectors"), ("government", "school", "monitoring"), "none", "=",
        "S1", "二.6", choices=INSPECTOR_CATEGORIES,
    ),
    Rule("R-TERM-01", _("Term of a part-time inspector"), 3, "year", "=", "L1", "6"),
    Rule("R-TERM-01.reminders", _("Reminders before a term ends"), (6, 3, 1), "month", "=", "OFFICE", "", "L"),
    Rule("R-TERM-02", _("Consecutive terms of a part-time inspector"), 3, "count", "<=", "L1", "6"),
    Rule(
        "R-TERM-02.gap", _("Gap between two terms that starts the count of terms again"), 1, "day", ">=", "OFFICE", "",
        "L",
    ),
    Rule("R-RATIO-01", _("Schools per inspector"), 5, "ratio", "<=", "S1", "二.6"),
    Rule(
        "R-RATIO-01.counted", _("Inspectors who count for the ratio"), "all_inspectors", "none", "=", "S1", "二.6",
        choices=COUNTED_INSPECTORS,
    ),
    Rule("R-RATIO-02", _("Large schools per inspector"), 1, "ratio", "<=", "S1", "二.6"),
    Rule("R-RATIO-02.pupils", _("Pupils from which a school counts as large"), None, "count", ">=", "OFFICE", "", "L"),
    Rule("R-RATIO-03.max", _("Schools of one responsible inspector, about"), 5, "count", "<=", "N4", "1"),
    Rule("R-RATIO-03.min", _("Schools of one responsible inspector, at least"), None, "count", ">=", "P-CQ", "18"),
    Rule("R-RATIO-03.per_school", _("Responsible inspectors of each school"), None, "count", ">=", "P-SH", "14"),
    Rule("R-RATIO-04", _("Full-time inspectors of an inspectorate"), None, "count", ">=", "P-CQ", "9"),
    Rule("R-TRAIN-01", _("Training of new inspectors before their first assignment"), True, "none", "=", "N3"),
    Rule("R-TRAIN-02", _("Training hours in a calendar year"), 40, "hour", ">=", "N3", "21"),
    Rule(
        "R-TRAIN-02.modes", _("Modes of training that count"), ("centralised",), "none", "=", "N3", "21",
        choices=TRAINING_MODES,
    ),
    Rule(
        "R-TRAIN-02.who", _("Inspectors bound by the training hours"), "all_inspectors", "none", "=", "N3", "21",
        choices=COUNTED_INSPECTORS,
    ),
    Rule(
        "R-TRAIN-02.check_months", _("Months in which shortfalls are announced"), (6, 11), "month_of_year", "=",
        "OFFICE", "", "L",
    ),
    Rule(
        "R-TRAIN-02.forecast_month", _("Month in which the office forecasts who will fall short of the hours"), 9,
        "month_of_year", "=", "OFFICE", "", "L",
    ),
    Rule("R-TRAIN-03", _("Kinds of training content"), 6, "count", "=", "N3", "", "M", is_fixed=True),
    Rule(
        "R-TRAIN-05", _("Tiers of training: national, provincial, local"), 3, "count", "=", "S1", "二.7", is_fixed=True,
    ),
    Rule("R-APPR-01", _("Appraisals of an inspector in a year"), 1, "count", ">=", "OFFICE", "", "L"),
    Rule("R-APPR-01.aspects", _("Aspects of duty that are appraised"), 4, "count", "=", "N3", is_fixed=True),
    Rule(
        "R-RECUSE-02", _("Years after leaving a unit during which the inspector withdraws"), None, "year", "<", "P-ZJ",
        "20",
    ),
    Rule(
        "R-RECUSE-02.grounds", _("Grounds for recusal"), ("head_relative", "fairness"), "none", "=", "L1", "10",
        choices=RECUSAL_GROUNDS,
    ),
    Rule("R-DISC-01", _("Signed undertakings of conduct in a year"), 1, "count", "=", "LOCAL", "", "M"),
)
