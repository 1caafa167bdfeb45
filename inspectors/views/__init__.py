"""Pages of the roster."""
from .admission import CandidacyDetail, CandidacyList, PostingDetail, RecusalDetail, RecusalList
from .audits import CheckDetail, StaffingPage, StaffingPeople, TrainingPage
from .roster import ExpertDetail, ExpertList, InspectorDetail, InspectorList
from .training import CourseDetail, CourseList, RecordDetail, RecordList, Transcript
from .zones import AssignmentDetail, AssignmentList, CoverDetail, CoverList, ZoneDetail, ZoneList

__all__ = [
    "AssignmentDetail",
    "AssignmentList",
    "CandidacyDetail",
    "CandidacyList",
    "CheckDetail",
    "CourseDetail",
    "CourseList",
    "CoverDetail",
    "CoverList",
    "ExpertDetail",
    "ExpertList",
    "InspectorDetail",
    "InspectorList",
    "PostingDetail",
    "RecordDetail",
    "RecordList",
    "RecusalDetail",
    "RecusalList",
    "StaffingPage",
    "StaffingPeople",
    "TrainingPage",
    "Transcript",
    "ZoneDetail",
    "ZoneList",
]
