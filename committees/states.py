"""Roles in a committee; pure data."""
from django.db import models
from django.utils.translation import gettext_lazy as _


class MemberRole(models.TextChoices):
    """What a member is, in the order in which a founding document lists them (R-ORG-01)."""

    CHAIR = "chair", _("Chair")
    VICE_CHAIR = "vice_chair", _("Vice-chair")
    CHIEF_INSPECTOR = "chief_inspector", _("Chief or deputy chief inspector")
    MEMBER_UNIT = "member_unit", _("Member unit")
    OFFICE = "office", _("Committee office")


# Who may decide on accountability (R-ACC-23): nobody else of the committee.
DECIDERS = (MemberRole.CHAIR, MemberRole.VICE_CHAIR)
