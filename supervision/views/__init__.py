"""Pages of the annual list, of inspections and of visits."""

from .annual_list import DRAFT_ENTRY, ENTRY_VERBS, OPEN_INSPECTION, RETURN_ENTRY, EntryDetail, EntryList, OpenPage
from .hazards import ENTER, EnterPage, HazardDetail, HazardList
from .hazards import OPEN as OPEN_HAZARD
from .hazards import VERBS as HAZARD_VERBS
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
    "ENTER",
    "ENTRY_VERBS",
    "FILE",
    "HAND_OVER",
    "HAZARD_VERBS",
    "OPEN_EMERGENCY",
    "OPEN_HAZARD",
    "OPEN_INSPECTION",
    "RETURN_ENTRY",
    "SETTLE",
    "VERBS",
    "VISIT_VERBS",
    "EnterPage",
    "EntryDetail",
    "EntryList",
    "FindingPage",
    "FrequencyPage",
    "HazardDetail",
    "HazardList",
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
