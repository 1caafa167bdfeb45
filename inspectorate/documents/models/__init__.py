"""Models of documents, by subject."""

from .documents import Dispatch, Document, DocumentQuerySet, Recipient
from .files import Attachment, StoredFile
from .numbers import CODE, NUMBER, Series, SeriesQuerySet, SeriesYear, validate_code, validate_number

__all__ = [
    "CODE",
    "NUMBER",
    "Attachment",
    "Dispatch",
    "Document",
    "DocumentQuerySet",
    "Recipient",
    "Series",
    "SeriesQuerySet",
    "SeriesYear",
    "StoredFile",
    "validate_code",
    "validate_number",
]
