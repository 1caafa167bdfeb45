"""Committees: composition, meetings and resolutions, annual plans, major matters, participation."""
from .composition import (
    Committee,
    CommitteeQuerySet,
    Liaison,
    LiaisonQuerySet,
    Membership,
    MembershipQuerySet,
    chair_posts,
    held_on,
    member_unit,
    office_of,
)
from .meetings import AgendaItem, Attendance, Meeting, Resolution, ResolutionReport, meetings_audit, with_plenaries
from .participation import Participation, counted, participation_audit
from .plans import AnnualPlan, MajorMatter, PlanItem

__all__ = [
    "AgendaItem",
    "AnnualPlan",
    "Attendance",
    "Committee",
    "CommitteeQuerySet",
    "Liaison",
    "LiaisonQuerySet",
    "MajorMatter",
    "Meeting",
    "Membership",
    "MembershipQuerySet",
    "Participation",
    "PlanItem",
    "Resolution",
    "ResolutionReport",
    "chair_posts",
    "counted",
    "held_on",
    "meetings_audit",
    "member_unit",
    "office_of",
    "participation_audit",
    "with_plenaries",
]
