"""Verbs of the register itself: organisations and schools entered, corrected, closed, succeeded by others."""
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inspectorate.register.models import Area, Organization, Post, School, Succession
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, record


def register_organization(
    area: Area, *, by: Post, name: str, kind: str, superior: Organization | None = None, **facts: Any
) -> Organization:
    """Enter a unit of an area; a name stands once among the units of an area that exist."""
    _check_name(area, name)
    with transaction.atomic():
        unit = Organization.objects.create(area=area, name=name, kind=kind, superior=superior, **facts, **area.scope)
        require(by, "register_organization", unit)
        record(unit, "register_organization", by=by)
    return unit


def amend_organization(organization: Organization, *, by: Post, **changes: Any) -> Organization:
    """Correct names, address, phone or superior; a new legal name is a succession instead."""
    require(by, "amend_organization", organization)
    if changes.get("superior") == organization:
        raise RuleRefused(_("A unit cannot be its own superior."))
    if organization.valid_to is None:
        _check_name(organization.area, changes.get("name", organization.name), but=organization)
    before = {name: str(getattr(organization, name) or "") for name in changes}
    with transaction.atomic():
        for name, value in changes.items():
            setattr(organization, name, value)
        organization.save(update_fields=list(changes))
        record(organization, "amend_organization", by=by, before=before)
    return organization


def set_school_facts(organization: Organization, *, by: Post, **facts: Any) -> School:
    """Enter or correct what only a school has: code, stage, sponsor, size, the head's term (R-RATIO-02, R-INS-04)."""
    require(by, "set_school_facts", organization)
    if organization.kind != Organization.Kind.SCHOOL:
        raise RuleRefused(_("Only a school or kindergarten has these facts."))
    code = facts.get("code")
    if code and School.objects.filter(code=code).exclude(organization=organization).exists():
        raise RuleRefused(_("Another school has the identification code %(code)s.") % {"code": code})
    with transaction.atomic():
        school, _made = School.objects.update_or_create(
            organization=organization, defaults={**facts, **organization.scope}
        )
        record(organization, "set_school_facts", by=by, fields=sorted(facts))
    return school


def close_organization(organization: Organization, *, by: Post, valid_to: date, note: str) -> Organization:
    """Note the last day of a unit; its past stays, nothing new can be opened for it afterwards."""
    require(by, "close_organization", organization)
    if organization.valid_to:
        raise RuleRefused(_("The last day of this unit is noted already: %(day)s.") % {"day": organization.valid_to})
    if organization.valid_from and valid_to < organization.valid_from:
        raise RuleRefused(_("The last day lies before the first."))
    with transaction.atomic():
        organization.valid_to = valid_to
        organization.save(update_fields=["valid_to"])
        record(organization, "close_organization", by=by, note=note, valid_to=valid_to)
    return organization


def succeed(organization: Organization, *, by: Post, successor: Organization, kind: str, on: date) -> Succession:
    """Note that another unit took this one's place, so that results under the old name lead to the new one."""
    require(by, "succeed", organization)
    if successor == organization or Succession.objects.filter(predecessor=successor, successor=organization).exists():
        raise RuleRefused(_("A unit cannot succeed itself."))
    if Succession.objects.filter(predecessor=organization, successor=successor).exists():
        raise RuleRefused(_("This successor is noted already."))
    with transaction.atomic():
        succession = Succession.objects.create(predecessor=organization, successor=successor, kind=kind, on=on)
        record(organization, "succeed", by=by, successor=successor.pk, kind=kind, on=on)
    return succession


def _check_name(area: Area, name: str, but: Organization | None = None) -> None:
    same = Organization.objects.filter(area=area, name=name, valid_to=None)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise RuleRefused(_("A unit of this name stands in the register of %(area)s already.") % {"area": area})
