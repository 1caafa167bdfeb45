"""Who exists: areas, organisations, schools, accounts, posts, and the extra grants on single objects."""

from .access import DatedGrant, Post, PostQuerySet, User
from .accounts import Account, AccountState, Correction, CorrectionState, OneTimeCode
from .organizations import Area, Level, Organization, School, Succession
from .scopes import Scoped, ScopedQuerySet
from .sessions import Session

__all__ = [
    "Account",
    "AccountState",
    "Area",
    "Correction",
    "CorrectionState",
    "DatedGrant",
    "Level",
    "OneTimeCode",
    "Organization",
    "Post",
    "PostQuerySet",
    "School",
    "Scoped",
    "ScopedQuerySet",
    "Session",
    "Succession",
    "User",
]
