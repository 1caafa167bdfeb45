"""The accountability chain: one case per inspected unit, and every measure that follows from it."""

from .actions import AccountabilityAction, ActionGrant, Challenge, Consultation
from .cases import Case, CaseGrant, Defence, DefencePoint, OpinionLetter, PreliminaryOpinion
from .measures import Circular, Interview, InterviewGrant, InterviewHost, InterviewRecipient, SuperviseNotice
from .rectification import Recheck, RectificationItem, RectificationReport
from .reports import InspectionReport

__all__ = [
    "AccountabilityAction",
    "ActionGrant",
    "Case",
    "CaseGrant",
    "Challenge",
    "Circular",
    "Consultation",
    "Defence",
    "DefencePoint",
    "InspectionReport",
    "Interview",
    "InterviewGrant",
    "InterviewHost",
    "InterviewRecipient",
    "OpinionLetter",
    "PreliminaryOpinion",
    "Recheck",
    "RectificationItem",
    "RectificationReport",
    "SuperviseNotice",
]
