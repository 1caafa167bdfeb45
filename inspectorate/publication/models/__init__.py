"""Reviewed public copies, their files, and the objections citizens raise to them."""
from .objections import Objection
from .publications import (
    ALPHABET,
    LINE_COLUMNS,
    OPEN_TO_ALL,
    PUBLIC_COLUMNS,
    Publication,
    PublicFile,
    fingerprint,
    new_public_id,
    search_columns,
)

__all__ = [
    "ALPHABET",
    "LINE_COLUMNS",
    "OPEN_TO_ALL",
    "PUBLIC_COLUMNS",
    "Objection",
    "PublicFile",
    "Publication",
    "fingerprint",
    "new_public_id",
    "search_columns",
]
