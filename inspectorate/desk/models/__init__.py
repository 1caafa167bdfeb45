"""What the desk keeps of its own, one file a subject: batches of imported rows; drafts, saved views, exports."""
from .imports import ImportBatch, ImportBatchQuerySet
from .keeping import Draft, DraftQuerySet, ExportRecord, SavedView
from .trail import AuditedEvent

__all__ = ["AuditedEvent", "Draft", "DraftQuerySet", "ExportRecord", "ImportBatch", "ImportBatchQuerySet", "SavedView"]
