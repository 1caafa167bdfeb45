"""Dated settings of areas, the working-day calendar, semesters, and what their changes did to running dates."""
from .calendars import CalendarChange, CalendarDay, CalendarYear, Semester, SemesterQuerySet
from .recounts import Recount
from .settings import Setting, SettingQuerySet

__all__ = [
    "CalendarChange",
    "CalendarDay",
    "CalendarYear",
    "Recount",
    "Semester",
    "SemesterQuerySet",
    "Setting",
    "SettingQuerySet",
]
