"""Pages of the annual list, of inspections and of visits."""

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
from .visit_office import (
    HAND_OVER,
    SETTLE,
    FrequencyPage,
    PlanPage,
    ProblemDetail,
    ProblemList,
    VisitDetail,
    VisitList,
)
from .visit_office import VERBS as VISIT_VERBS
from .visits import AMEND, CANCEL, FILE, MySchools, ReceiptPage, SchoolPage, WritePage

__all__ = [
    "AMEND",
    "CANCEL",
    "DRAFT_ENTRY",
    "DROP_FINDING",
    "EDIT_FINDING",
    "ENTRY_VERBS",
    "FILE",
    "HAND_OVER",
    "OPEN_EMERGENCY",
    "OPEN_INSPECTION",
    "RETURN_ENTRY",
    "SETTLE",
    "VERBS",
    "VISIT_VERBS",
    "EntryDetail",
    "EntryList",
    "FindingPage",
    "FrequencyPage",
    "InspectionDetail",
    "InspectionList",
    "MySchools",
    "OpenPage",
    "OwnOfficePage",
    "PlanPage",
    "ProblemDetail",
    "ProblemList",
    "ReceiptPage",
    "SchoolPage",
    "VisitDetail",
    "VisitList",
    "WritePage",
]
