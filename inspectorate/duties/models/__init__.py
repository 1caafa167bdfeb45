"""Duties, and how people are told of them: reminders, deliveries, notices."""

from .duties import Duty, DutyQuerySet, Extension, Pause
from .notices import Delivery, Hold, Notice, Reminder

__all__ = ["Delivery", "Duty", "DutyQuerySet", "Extension", "Hold", "Notice", "Pause", "Reminder"]
