"""What the desk keeps of its own, one file a subject: imported rows; drafts, views, exports; feeds; the clock."""
from .feeds import CalendarFeed
from .imports import ImportBatch, ImportBatchQuerySet
from .keeping import Draft, DraftQuerySet, ExportRecord, SavedView
from .running import Beat, ClockAlarm, JobRun
from .trail import AuditedEvent

__all__ = [
    "AuditedEvent",
    "Beat",
    "CalendarFeed",
    "ClockAlarm",
    "Draft",
    "DraftQuerySet",
    "ExportRecord",
    "ImportBatch",
    "ImportBatchQuerySet",
    "JobRun",
    "SavedView",
]
