"""Rules of assessing high-quality balanced compulsory education: thresholds and weights."""
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .options import RETENTION_FORMULAS, VETO_ITEMS
from .rule import Rule

RULES = (
    Rule("R-BAL-01.resources", _("Indicators of resource allocation"), 7, "count", "=", "N8", is_fixed=True),
    Rule("R-BAL-01.guarantee", _("Indicators of government guarantee"), 15, "count", "=", "N8", is_fixed=True),
    Rule("R-BAL-01.quality", _("Indicators of education quality"), 9, "count", "=", "N8", is_fixed=True),
    Rule("R-BAL-01.recognition", _("Indicators of social recognition"), 1, "count", "=", "N8", is_fixed=True),
    Rule("R-BAL-02", _("Years since basic balance was recognised"), 3, "year", ">=", "N8"),
    Rule("R-BAL-03", _("Pupils below which a teaching point is left out"), 50, "count", "<", "N8", "", "M"),
    Rule("R-BAL-04.met", _("Resource indicators one school must meet"), 6, "count", ">=", "N8"),
    Rule("R-BAL-04.floor", _("Floor of the remaining indicator of its standard"), 85, "percent", ">=", "N8"),
    Rule("R-BAL-05", _("Schools of a county that pass"), 100, "percent", ">=", "N8"),
    Rule("R-BAL-06.primary", _("Coefficient of variation, primary"), Decimal("0.50"), "ratio", "<=", "N8"),
    Rule("R-BAL-06.junior", _("Coefficient of variation, junior"), Decimal("0.45"), "ratio", "<=", "N8"),
    Rule("R-BAL-07.guarantee", _("Government guarantee indicators that must be met"), 15, "count", "=", "N8"),
    Rule("R-BAL-07.quality", _("Quality indicators that must be met"), 9, "count", "=", "N8"),
    Rule("R-BAL-08", _("Social recognition of balanced education"), 85, "percent", ">=", "N8"),
    Rule(
        "R-BAL-09", _("Single-item vetoes"),
        (
            "exam_enrolment", "school_choice", "key_classes", "vacant_posts", "safety_accident", "discipline_case",
            "fraud", "low_recognition",
        ),
        "none", "=", "N8", "", "M", choices=VETO_ITEMS,
    ),
    Rule("R-BAL-10", _("Levels of the recognition procedure"), 4, "count", "=", "N8b", is_fixed=True),
    Rule(
        "R-BAL-10.apply_month", _("Month by whose end a county applies to the province"), None, "month_of_year", "=",
        "N8b", "", "M",
    ),
    Rule("R-BAL-11", _("Temporary relaxations are in force"), False, "none", "=", "N8b", "", "M"),
    Rule("R-BAL-11.years", _("Years the temporary relaxations applied"), 3, "year", "<=", "N8b", "", "M"),
    Rule(
        "R-BAL-11.first_year", _("Year from which the temporary relaxations applied"), 2019, "calendar_year", "=",
        "N8b", "", "M",
    ),
    Rule("R-BAL-12.school", _("Decimals of a school's value"), 2, "decimals", "=", "N8", "", "M"),
    Rule("R-BAL-12.county", _("Decimals of a county mean"), 2, "decimals", "=", "N8", "", "M"),
    Rule("R-BAL-12.cv", _("Decimals of a coefficient of variation"), 3, "decimals", "=", "N8", "", "M"),
    Rule("R-BAL-12.share", _("Decimals of a share"), 1, "decimals", "=", "N8", "", "M"),
    Rule("R-BAL-12.population", _("Decimals of a population figure"), 2, "decimals", "=", "N8", "", "M"),
    Rule("R-BAL-12.other", _("Decimals of other figures"), 0, "decimals", "=", "N8", "", "M"),
    Rule("R-BAL-12.rounded", _("Values are compared after rounding"), False, "none", "=", "OFFICE", "", "L"),
    Rule(
        "R-BAL-13.primary", _("Teachers above the required degree, primary"), Decimal("4.2"), "per_hundred", ">=",
        "N8",
    ),
    Rule("R-BAL-13.junior", _("Teachers above the required degree, junior"), Decimal("5.3"), "per_hundred", ">=", "N8"),
    Rule("R-BAL-14.primary", _("Backbone teachers of county level or above, primary"), 1, "per_hundred", ">=", "N8"),
    Rule("R-BAL-14.junior", _("Backbone teachers of county level or above, junior"), 1, "per_hundred", ">=", "N8"),
    Rule("R-BAL-15.primary", _("PE and arts full-time teachers, primary"), Decimal("0.9"), "per_hundred", ">=", "N8"),
    Rule("R-BAL-15.junior", _("PE and arts full-time teachers, junior"), Decimal("0.9"), "per_hundred", ">=", "N8"),
    Rule(
        "R-BAL-15.small_from", _("Pupils from which a rural small school may count itinerant PE and arts teachers"),
        50, "count", ">=", "N8b", "", "M",
    ),
    Rule(
        "R-BAL-15.small_to", _("Pupils up to which a rural small school may count itinerant PE and arts teachers"), 99,
        "count", "<=", "N8b", "", "M",
    ),
    Rule(
        "R-BAL-16.primary", _("Teaching and auxiliary floor area per pupil, primary"), Decimal("4.5"), "square_metre",
        ">=", "N8",
    ),
    Rule(
        "R-BAL-16.junior", _("Teaching and auxiliary floor area per pupil, junior"), Decimal("5.8"), "square_metre",
        ">=", "N8",
    ),
    Rule(
        "R-BAL-17.primary", _("Sports ground and hall area per pupil, primary"), Decimal("7.5"), "square_metre", ">=",
        "N8",
    ),
    Rule(
        "R-BAL-17.junior", _("Sports ground and hall area per pupil, junior"), Decimal("10.2"), "square_metre", ">=",
        "N8",
    ),
    Rule("R-BAL-17.walk", _("Walk to a leased sports venue (relaxation)"), 10, "minute", "<=", "N8b", "", "M"),
    Rule("R-BAL-18.primary", _("Equipment value per pupil, primary"), 2000, "yuan", ">=", "N8"),
    Rule("R-BAL-18.junior", _("Equipment value per pupil, junior"), 2500, "yuan", ">=", "N8"),
    Rule("R-BAL-19.primary", _("Networked multimedia classrooms, primary"), Decimal("2.3"), "per_hundred", ">=", "N8"),
    Rule("R-BAL-19.junior", _("Networked multimedia classrooms, junior"), Decimal("2.4"), "per_hundred", ">=", "N8"),
    Rule("R-BAL-20.primary", _("Weight of a primary pupil in a combined school"), 1, "ratio", "=", "N8b", "", "M"),
    Rule(
        "R-BAL-20.junior", _("Weight of a junior pupil in a combined school"), Decimal("1.1"), "ratio", "=", "N8b", "",
        "M",
    ),
    Rule(
        "R-BAL-20.senior", _("Weight of a senior pupil in a twelve-year school"), Decimal("1.32"), "ratio", "=", "N8b",
        "", "M",
    ),
    Rule(
        "R-BAL-20.secondary_senior", _("Weight of a senior pupil in a complete secondary school (junior pupil 1)"),
        Decimal("1.2"), "ratio", "=", "N8b", "", "M",
    ),
    Rule("R-GOV-02.primary", _("Floor of public funds per pupil, primary"), None, "yuan", ">=", "N8", "", "M"),
    Rule("R-GOV-02.junior", _("Floor of public funds per pupil, junior"), None, "yuan", ">=", "N8", "", "M"),
    Rule("R-GOV-03.classes", _("Classes per music room and per art room"), 12, "count", "=", "N8"),
    Rule("R-GOV-03.music", _("Area of a music room"), 96, "square_metre", ">=", "N8"),
    Rule("R-GOV-03.art", _("Area of an art room"), 90, "square_metre", ">=", "N8"),
    Rule(
        "R-GOV-03.music_built_by_2016", _("Area of a music room built by 2016 (relaxation)"), 73, "square_metre", ">=",
        "N8b", "", "M",
    ),
    Rule(
        "R-GOV-03.art_built_by_2016", _("Area of an art room built by 2016 (relaxation)"), 67, "square_metre", ">=",
        "N8b", "", "M",
    ),
    Rule(
        "R-GOV-03.small_class", _("Largest class of a rural small school (relaxation)"), 30, "count", "<", "N8b", "",
        "M",
    ),
    Rule(
        "R-GOV-03.small_primary", _("Room area in a rural small primary school (relaxation)"), 54, "square_metre",
        ">=", "N8b", "", "M",
    ),
    Rule(
        "R-GOV-03.small_junior", _("Room area in a rural small junior school (relaxation)"), 61, "square_metre", ">=",
        "N8b", "", "M",
    ),
    Rule(
        "R-GOV-03.built_by", _("Year by which a room was built for the relaxation of its area"), 2016, "calendar_year",
        "<=", "N8b", "", "M",
    ),
    Rule("R-GOV-04.single", _("Pupils of a primary or junior school"), 2000, "count", "<=", "N8"),
    Rule(
        "R-GOV-04.combined", _("Pupils in the compulsory part of a nine or twelve-year school"), 2500, "count", "<=",
        "N8",
    ),
    Rule(
        "R-GOV-04.single_relaxed", _("Pupils of a primary or junior school (relaxation)"), 2400, "count", "<=", "N8b",
        "", "M",
    ),
    Rule(
        "R-GOV-04.combined_relaxed", _("Pupils of a nine or twelve-year school (relaxation)"), 3000, "count", "<=",
        "N8b", "", "M",
    ),
    Rule(
        "R-GOV-04.migrant_share", _("Share of migrant children for the relaxation of school size"), 50, "percent", ">",
        "N8b", "", "M",
    ),
    Rule(
        "R-GOV-04.built_by", _("Year by which a school was built for the relaxation of its size"), 2010,
        "calendar_year", "<=", "N8b", "", "M",
    ),
    Rule("R-GOV-05.primary", _("Pupils in a primary class"), 45, "count", "<=", "N8"),
    Rule("R-GOV-05.junior", _("Pupils in a junior class"), 50, "count", "<=", "N8"),
    Rule("R-GOV-06", _("Pupils a small school is funded for"), 100, "count", ">=", "N8"),
    Rule("R-GOV-07", _("Public funds per pupil of special education"), 8000, "yuan", ">=", "N8"),
    Rule("R-GOV-08", _("Teachers' average pay against local civil servants'"), 100, "percent", ">=", "N8"),
    Rule("R-GOV-09.hours", _("Training hours of a teacher in a cycle"), 360, "hour", ">=", "N8"),
    Rule("R-GOV-09.years", _("Training cycle of teachers"), 5, "year", "=", "N8"),
    Rule("R-GOV-09.rate", _("Teachers who complete the training"), 100, "percent", ">=", "N8"),
    Rule("R-GOV-11.rotated", _("Eligible teachers rotated in a year"), 10, "percent", ">=", "N8"),
    Rule("R-GOV-11.backbone", _("Backbone teachers among those rotated"), 20, "percent", ">=", "N8"),
    Rule("R-GOV-12", _("Full-time teachers with a certificate"), 100, "percent", ">=", "N8"),
    Rule("R-GOV-13.primary", _("Nearby enrolment, primary"), 100, "percent", ">=", "N8"),
    Rule("R-GOV-13.junior", _("Nearby enrolment, junior"), 95, "percent", ">=", "N8"),
    Rule("R-GOV-14", _("Places of good senior schools allotted to junior schools"), 50, "percent", ">=", "N8"),
    Rule("R-GOV-15", _("Migrant children in public or purchased places"), 85, "percent", ">=", "N8"),
    Rule("R-QUA-01", _("Three-year retention of junior pupils"), 95, "percent", ">=", "N8"),
    Rule(
        "R-QUA-01.formula", _("Formula of the retention rate"), "A", "none", "=", "OFFICE", "", "L",
        choices=RETENTION_FORMULAS,
    ),
    Rule("R-QUA-02", _("Enrolment of children with disabilities"), 95, "percent", ">=", "N8"),
    Rule("R-QUA-04", _("Teacher training money in the public-funds budget"), 5, "percent", ">=", "N8"),
    Rule("R-QUA-07", _("Labour practice in comprehensive-practice hours"), 50, "percent", ">=", "N8b", "", "M"),
    Rule("R-QUA-09.level", _("Level of attainment in national monitoring"), 3, "count", ">=", "N8"),
    Rule(
        "R-QUA-09.difference", _("Between-school difference rate in each tested subject"), Decimal("0.15"), "ratio",
        "<", "N8",
    ),
)
