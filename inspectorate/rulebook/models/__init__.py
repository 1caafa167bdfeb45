"""Dated settings of areas, the working-day calendar and semesters."""
from .calendars import CalendarDay, CalendarYear, Semester, SemesterQuerySet
from .settings import Setting, SettingQuerySet

__all__ = ["CalendarDay", "CalendarYear", "Semester", "SemesterQuerySet", "Setting", "SettingQuerySet"]
