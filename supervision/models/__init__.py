"""Inspections of governments and schools."""

from .inspections import AnnualListEntry, Inspection, InspectionGrant, TeamMember
from .instruments import Instrument, InstrumentItem, Matter
from .records import Finding, PublicOpinion, SelfEvaluation, SiteRecord

__all__ = [
    "AnnualListEntry",
    "Finding",
    "Inspection",
    "InspectionGrant",
    "Instrument",
    "InstrumentItem",
    "Matter",
    "PublicOpinion",
    "SelfEvaluation",
    "SiteRecord",
    "TeamMember",
]
