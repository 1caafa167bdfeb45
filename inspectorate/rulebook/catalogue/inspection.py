"""Rules of special and comprehensive inspections."""
from django.utils.translation import gettext_lazy as _

from .options import (
    CHALLENGE_ADDRESSEES,
    CYCLE_KINDS,
    DEFENCE_ADDRESSEES,
    DEFENCE_TRIGGERS,
    FEEDBACK_TRIGGERS,
    LETTER_TRIGGERS,
    LETTER_VISIBILITIES,
)
from .rule import Rule

RULES = (
    Rule("R-INS-02", _("Cycle of inspecting each lower government"), 5, "year", "<=", "L1", "14"),
    Rule(
        "R-INS-02.kind", _("Inspection that closes the cycle of a government"), "any", "none", "=", "L1", "14",
        choices=CYCLE_KINDS,
    ),
    Rule("R-INS-03.min", _("Cycle of inspecting each school, from"), 3, "year", ">=", "L1", "14"),
    Rule("R-INS-03.max", _("Cycle of inspecting each school, to"), 5, "year", "<=", "L1", "14"),
    Rule("R-INS-04", _("Comprehensive inspections in a head's term"), 1, "count", ">=", "S1", "三.10"),
    Rule(
        "R-INS-04.lead", _("Preparation of the end-of-term inspection before the term ends"), 6, "month", "=",
        "OFFICE", "", "L",
    ),
    Rule("R-INS-04.focuses", _("Focuses of the end-of-term inspection"), 7, "count", "=", "N14", is_fixed=True),
    Rule("R-INS-05.min", _("Cycle of assessing kindergartens, from"), 3, "year", ">=", "N10", "", "M"),
    Rule("R-INS-05.max", _("Cycle of assessing kindergartens, to"), 5, "year", "<=", "N10"),
    Rule("R-INS-06", _("Matters fixed before a team is formed"), 1, "count", ">=", "L1", "16"),
    Rule("R-INS-07", _("Inspectors in a team"), 3, "count", ">=", "L1", "16"),
    Rule("R-INS-08", _("Written notice before an inspection"), 3, "working_day", ">=", "OFFICE", "", "L"),
    Rule("R-INS-11", _("Site records of each inspected place"), 1, "count", ">=", "L1", "18"),
    Rule("R-INS-12", _("Powers of an inspection"), 4, "count", "=", "L1", "12", is_fixed=True),
    Rule("R-INS-13.channel", _("Public channels for opinions"), 1, "count", ">=", "L1", "19"),
    Rule("R-INS-13.group", _("Records each of pupils, parents and teachers"), 1, "count", ">=", "L1", "19"),
    Rule("R-INS-14.draw", _("Participants are drawn at random"), False, "none", "=", "P-SH", "17", "M"),
    Rule(
        "R-INS-14.heads_leave", _("Heads leave the meetings with teachers, parents and pupils"), False, "none", "=",
        "P-CQ", "25", "M",
    ),
    Rule(
        "R-INS-15.special", _("Feedback of the preliminary opinion, special inspection"), None, "day", "<=", "P-CQ",
        "26",
    ),
    Rule(
        "R-INS-15.comprehensive", _("Feedback of the preliminary opinion, comprehensive inspection"), None, "day",
        "<=", "P-CQ", "26",
    ),
    Rule(
        "R-INS-15.trigger", _("What starts the time for feedback"), "deliberation", "none", "=", "P-CQ", "26",
        choices=FEEDBACK_TRIGGERS,
    ),
    Rule("R-INS-16", _("Window for defence"), None, "day", "<=", "L1", "20"),
    Rule(
        "R-INS-16.trigger", _("What starts the window for defence"), "receipt", "none", "=", "P-ZJ", "11",
        choices=DEFENCE_TRIGGERS,
    ),
    Rule(
        "R-INS-16.addressee", _("Who receives the defence"), "inspectorate", "none", "=", "P-ZJ", "11",
        choices=DEFENCE_ADDRESSEES,
    ),
    Rule(
        "R-INS-18", _("Share of the team that must agree to the opinion letter"), None, "fraction", ">=", "P-SH", "21",
        "M",
    ),
    Rule("R-INS-19", _("Issue of the opinion letter"), None, "day", "<=", "L1", "21"),
    Rule(
        "R-INS-19.trigger", _("What starts the time for the opinion letter"), "end", "none", "=", "P-ZJ", "11",
        choices=LETTER_TRIGGERS,
    ),
    Rule(
        "R-INS-20", _("Publication of the opinion letter"), "internal", "none", "=", "L1", "23",
        choices=LETTER_VISIBILITIES,
    ),
    Rule("R-INS-21.request", _("Challenge to the opinion letter"), None, "day", "<=", "P-ZJ", "11", "M"),
    Rule("R-INS-21.answer", _("Answer to a challenge"), None, "day", "<=", "P-ZJ", "11", "M"),
    Rule(
        "R-INS-21.addressee", _("Who decides a challenge to the opinion letter"), "same", "none", "=", "P-SD", "18",
        "M", choices=CHALLENGE_ADDRESSEES,
    ),
    Rule("R-INS-21.appeal", _("A decision on a challenge may be appealed"), False, "none", "=", "P-SD", "18", "M"),
    Rule(
        "R-INS-22", _("Inspection report to the government after the end of the inspection"), None, "day", "<=", "L1",
        "23",
    ),
    Rule("R-INS-23", _("Filing of the inspection report with the upper inspectorate"), None, "day", "<=", "L1", "23"),
    Rule("R-INS-26", _("Grounds of obstruction"), 5, "count", "=", "L1", "25", is_fixed=True),
    Rule(
        "R-INS-27", _("Transfer of unlawful conduct to the enforcing department"), 5, "working_day", "<=", "OFFICE",
        "", "L",
    ),
    Rule("R-INS-28", _("Start of the special inspection of a major incident"), 0, "day", "<=", "N15", "", "M"),
    Rule("R-INS-29", _("Evaluations of each county government in a year"), 1, "count", ">=", "N11"),
    Rule("R-INS-30.characters", _("Length of a self-evaluation report"), 5000, "character", "<=", "N11", "", "M"),
    Rule(
        "R-INS-30.posted", _("The self-evaluation report is posted before submission"), False, "none", "=", "N11", "",
        "M",
    ),
    Rule("R-INS-31.points", _("Full marks of the evaluation of governments"), 100, "point", "=", "N11"),
    Rule("R-INS-31.excellent", _("Points for the grade excellent"), None, "point", ">=", "N11", "", "M"),
    Rule("R-INS-31.good", _("Points for the grade good"), None, "point", ">=", "N11", "", "M"),
    Rule("R-INS-31.pass", _("Points for the grade pass"), None, "point", ">=", "N11", "", "M"),
    Rule(
        "R-INS-31.accident_years", _("Years after a serious accident or case in which excellent is barred"), None,
        "year", "<=", "N11", "", "M",
    ),
    Rule(
        "R-INS-31.fitness_years", _("Years of falling pupils' fitness that lower the grade"), None, "year", ">=",
        "N11", "", "M",
    ),
)
