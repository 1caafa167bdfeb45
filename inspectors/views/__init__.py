"""Pages of the roster."""
from .admission import CandidacyDetail, CandidacyList, PostingDetail, RecusalDetail, RecusalList
from .roster import ExpertDetail, ExpertList, InspectorDetail, InspectorList

__all__ = [
    "CandidacyDetail",
    "CandidacyList",
    "ExpertDetail",
    "ExpertList",
    "InspectorDetail",
    "InspectorList",
    "PostingDetail",
    "RecusalDetail",
    "RecusalList",
]
