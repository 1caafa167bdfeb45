"""Inspections of governments and schools."""

from .hazards import Hazard, HazardNotice, HazardRound
from .inspections import AnnualListEntry, Inspection, InspectionGrant, TeamMember
from .instruments import Instrument, InstrumentItem, Matter
from .records import Finding, PublicOpinion, SelfEvaluation, SiteRecord
from .visit_problems import ProblemCheck, VisitProblem
from .visits import Visit, VisitReply, VisitVersion

__all__ = [
    "AnnualListEntry",
    "Finding",
    "Hazard",
    "HazardNotice",
    "HazardRound",
    "Inspection",
    "InspectionGrant",
    "Instrument",
    "InstrumentItem",
    "Matter",
    "ProblemCheck",
    "PublicOpinion",
    "SelfEvaluation",
    "SiteRecord",
    "TeamMember",
    "Visit",
    "VisitProblem",
    "VisitReply",
    "VisitVersion",
]
