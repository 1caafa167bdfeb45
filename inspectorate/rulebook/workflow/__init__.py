"""What the rulebook answers and how it is changed."""
from .changes import approve_setting, end_setting, planned_setting, propose_setting, reject_setting
from .days import calendar, change_calendar_day, is_provisional, load_calendar_year, planned_calendar
from .planned import (
    approve_calendar_change,
    day_row,
    propose_calendar_day,
    propose_calendar_year,
    reject_calendar_change,
)
from .semesters import add_semester, change_semester, in_session, semester_on, semesters_between
from .shipped import load_shipped_settings, seed_calendar
from .terms import Term, chain, due, notice_by, setting, terms
from .words import explain_period

__all__ = [
    "Term",
    "add_semester",
    "approve_calendar_change",
    "approve_setting",
    "calendar",
    "chain",
    "change_calendar_day",
    "change_semester",
    "day_row",
    "due",
    "end_setting",
    "explain_period",
    "in_session",
    "is_provisional",
    "load_calendar_year",
    "load_shipped_settings",
    "notice_by",
    "planned_calendar",
    "planned_setting",
    "propose_calendar_day",
    "propose_calendar_year",
    "propose_setting",
    "reject_calendar_change",
    "reject_setting",
    "seed_calendar",
    "semester_on",
    "semesters_between",
    "setting",
    "terms",
]
