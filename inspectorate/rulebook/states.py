"""Units, operators, groups and states of the rulebook; pure data."""
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Unit(models.TextChoices):
    """What a rule's number counts; the first five are lengths of time that `lib.periods` can count."""

    DAY = "day", pgettext_lazy("unit", "days")
    WORKING_DAY = "working_day", pgettext_lazy("unit", "working days")
    WEEK = "week", pgettext_lazy("unit", "weeks")
    MONTH = "month", pgettext_lazy("unit", "months")
    YEAR = "year", pgettext_lazy("unit", "years")
    SEMESTER = "semester", pgettext_lazy("unit", "semesters")
    HOUR = "hour", pgettext_lazy("unit", "hours")
    MINUTE = "minute", pgettext_lazy("unit", "minutes")
    COUNT = "count", pgettext_lazy("unit", "in number")
    RATIO = "ratio", pgettext_lazy("unit", "as a ratio")
    FRACTION = "fraction", pgettext_lazy("unit", "as a share")
    PERCENT = "percent", pgettext_lazy("unit", "per cent")
    PER_HUNDRED = "per_hundred", pgettext_lazy("unit", "per 100 pupils")
    YUAN = "yuan", pgettext_lazy("unit", "yuan")
    SQUARE_METRE = "square_metre", pgettext_lazy("unit", "square metres")
    POINT = "point", pgettext_lazy("unit", "points")
    CHARACTER = "character", pgettext_lazy("unit", "characters")
    DECIMALS = "decimals", pgettext_lazy("unit", "decimals")
    GRADE = "grade", pgettext_lazy("unit", "grade")
    MONTH_OF_YEAR = "month_of_year", pgettext_lazy("unit", "month of the year")
    DAY_OF_MONTH = "day_of_month", pgettext_lazy("unit", "day of the month")
    CALENDAR_YEAR = "calendar_year", pgettext_lazy("unit", "calendar year")
    NONE = "none", pgettext_lazy("unit", "no unit")


TIME_UNITS = (Unit.DAY, Unit.WORKING_DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR)
DECIMAL_UNITS = frozenset(
    {Unit.HOUR, Unit.RATIO, Unit.PERCENT, Unit.PER_HUNDRED, Unit.YUAN, Unit.SQUARE_METRE, Unit.POINT}
)
WORDLESS = frozenset({Unit.COUNT, Unit.RATIO, Unit.FRACTION, Unit.NONE})  # a bare number says enough


class Operator(models.TextChoices):
    """How a value is compared (R-TIME-05): inclusive and exclusive words are never mixed up."""

    AT_LEAST = ">=", _("at least")
    MORE_THAN = ">", _("more than")
    AT_MOST = "<=", _("at most")
    LESS_THAN = "<", _("less than")
    EXACTLY = "=", _("exactly")


class Kind(models.TextChoices):
    """Of what type a value is."""

    INTEGER = "integer", _("Whole number")
    DECIMAL = "decimal", _("Number")
    FRACTION = "fraction", _("Fraction")
    INTEGERS = "integers", _("List of whole numbers")
    FLAG = "flag", _("Yes or no")
    CHOICE = "choice", _("One of a list")
    CHOICES = "choices", _("Several of a list")


class Confidence(models.TextChoices):
    """How sure the number is: only what was read in the binding text may be cited in a document."""

    HIGH = "H", _("Read in the binding text")
    MEDIUM = "M", _("Read in a summary or in another place's text")
    LOW = "L", _("Unverified, to be confirmed by the office")


class Group(models.TextChoices):
    """Subjects of the catalogue."""

    COMMITTEE = "committee", _("Committee, plans and money")
    INSPECTORS = "inspectors", _("Inspectors")
    ZONES = "zones", _("Zones, plates and visits")
    INSPECTION = "inspection", _("Inspections")
    ACCOUNTABILITY = "accountability", _("Accountability chain")
    PUBLICATION = "publication", _("Publication and personal data")
    BALANCE = "balance", _("Balanced compulsory education")
    PRESCHOOL = "preschool", _("Preschool education and monitoring")
    SAFETY = "safety", _("Campus safety")
    OFFICE = "office", _("The office's own lead times")


class SettingState(models.TextChoices):
    """A change of a rule is planned by one person and approved by another before it binds."""

    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


SETTING_MOVES = {
    SettingState.PROPOSED: {SettingState.APPROVED, SettingState.REJECTED},
    SettingState.APPROVED: {SettingState.APPROVED},
    SettingState.REJECTED: set(),
}


class YearState(models.TextChoices):
    """Whether the notice of a year is loaded; without it dates in the year are provisional (R-TIME-06)."""

    PROVISIONAL = "provisional", _("Provisional")
    PUBLISHED = "published", _("Published")


YEAR_MOVES = {
    YearState.PROVISIONAL: {YearState.PUBLISHED},
    YearState.PUBLISHED: {YearState.PUBLISHED},
}


class ChangeState(models.TextChoices):
    """A change of the calendar is planned by one person and approved by another before it holds (R-TIME-06)."""

    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


CHANGE_MOVES = {
    ChangeState.PROPOSED: {ChangeState.APPROVED, ChangeState.REJECTED},
    ChangeState.APPROVED: set(),
    ChangeState.REJECTED: set(),
}


class Outcome(models.TextChoices):
    """What a change does to a date that runs: it never makes one nearer that was made known."""

    MOVED = "moved", _("Moves")
    NEARER = "nearer", _("Stays: it was notified and would come nearer")
    KEPT = "kept_rule", _("Keeps the rule it was opened under")
    SAME = "same", _("Same day, counted anew")


class DayKind(models.TextChoices):
    """What a notice makes of a day."""

    HOLIDAY = "holiday", _("Day off")
    SWAPPED = "swapped_working_day", _("Weekend day worked")


class Festival(models.TextChoices):
    """Names of the statutory holidays (R-TIME-06); a notice may name others."""

    NEW_YEAR = "new_year", _("New Year's Day")
    SPRING_FESTIVAL = "spring_festival", _("Spring Festival")
    QINGMING = "qingming", _("Qingming")
    LABOUR_DAY = "labour_day", _("Labour Day")
    DRAGON_BOAT = "dragon_boat", _("Dragon Boat Festival")
    MID_AUTUMN = "mid_autumn", _("Mid-Autumn Festival")
    NATIONAL_DAY = "national_day", _("National Day")


# What the State Council's notices write, for reading them.
FESTIVAL_WORDS = {
    "元旦": Festival.NEW_YEAR,
    "春节": Festival.SPRING_FESTIVAL,
    "清明": Festival.QINGMING,
    "清明节": Festival.QINGMING,
    "劳动节": Festival.LABOUR_DAY,
    "国际劳动节": Festival.LABOUR_DAY,
    "端午": Festival.DRAGON_BOAT,
    "端午节": Festival.DRAGON_BOAT,
    "中秋": Festival.MID_AUTUMN,
    "中秋节": Festival.MID_AUTUMN,
    "国庆": Festival.NATIONAL_DAY,
    "国庆节": Festival.NATIONAL_DAY,
}
