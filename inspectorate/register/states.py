"""Roles and groups of the office; pure data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a post may be; what a role may do stands in rights.csv."""

    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")
    CHAIR = "chair", _("Chair or vice-chair of the committee")
    DIRECTOR = "director", _("Office director")
    GOVERNMENT_GROUP = "government_group", _("Government-inspection group")
    SCHOOL_GROUP = "school_group", _("School-inspection group")
    MONITORING_GROUP = "monitoring_group", _("Assessment-and-monitoring group")
    GENERAL_GROUP = "general_group", _("General-affairs group")
    COUNTY_DIRECTOR = "county_director", _("County office director")
    COUNTY_CLERK = "county_clerk", _("County office clerk")
    FULL_TIME_INSPECTOR = "full_time_inspector", _("Full-time inspector")
    PART_TIME_INSPECTOR = "part_time_inspector", _("Part-time inspector")
    LIAISON = "liaison", _("Member-unit liaison")
    SCHOOL = "school", _("Inspected school")
    GOVERNMENT = "government", _("Inspected government")
    ASSESSOR = "assessor", _("Third-party assessor")
    DISCIPLINE_VIEWER = "discipline_viewer", _("Discipline or organisation viewer")


# 三员: none of the three sees business content, and nobody may hold two of them (permissions §5.1).
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})

# Roles that approve, publish or grant act only with a second factor (threats §0).
SECOND_FACTOR = ADMINISTRATORS | {Role.CHAIR, Role.DIRECTOR, Role.GENERAL_GROUP, Role.COUNTY_DIRECTOR}


RIGHT_WORDS = {"view": _("Reading"), "export": _("Export")}  # what extra access may let a person do


def right_word(verb: str) -> str:
    """Return a verb of the rights table as a thing that is granted."""
    return str(RIGHT_WORDS.get(verb, verb.replace("_", " ")))


class Group(models.TextChoices):
    """The working groups of an office (R-ORG-04): queues of work."""

    GOVERNMENT = "government", _("Inspection of governments")
    SCHOOL = "school", _("Inspection of schools")
    MONITORING = "monitoring", _("Assessment and monitoring")
    GENERAL = "general", _("General affairs")
