"""Pages of the annual list and of inspections."""

from .annual_list import DRAFT_ENTRY, ENTRY_VERBS, OPEN_INSPECTION, RETURN_ENTRY, EntryDetail, EntryList, OpenPage
from .inspections import (
    DROP_FINDING,
    EDIT_FINDING,
    OPEN_EMERGENCY,
    VERBS,
    FindingPage,
    InspectionDetail,
    InspectionList,
)
from .pieces import OwnOfficePage

__all__ = [
    "DRAFT_ENTRY",
    "DROP_FINDING",
    "EDIT_FINDING",
    "ENTRY_VERBS",
    "OPEN_EMERGENCY",
    "OPEN_INSPECTION",
    "RETURN_ENTRY",
    "VERBS",
    "EntryDetail",
    "EntryList",
    "FindingPage",
    "InspectionDetail",
    "InspectionList",
    "OpenPage",
    "OwnOfficePage",
]
