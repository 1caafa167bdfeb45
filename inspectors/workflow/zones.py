"""Verbs of responsibility zones: drawn, filled, emptied, given up (R-ZONE-01)."""
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inspectorate.lib.periods import ONE
from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, record
from inspectors.models import Institution, Zone, ZoneSchool


def draw_zone(
    *, by: Post, office: Organization, name: str, valid_from: date, schools: Iterable[Organization] = ()
) -> Zone:
    """Draw a zone of an inspectorate, with its first schools (R-ZONE-01)."""
    with transaction.atomic():
        if Zone.objects.filter(office=office, name=name, valid_to=None).exists():
            message = _("%(office)s already has a zone named “%(name)s”.")
            raise RuleRefused(message % {"office": office.label, "name": name}, rule="R-ZONE-01")
        zone = Zone.objects.create(office=office, name=name, valid_from=valid_from, **office.area.scope)
        require(by, "draw_zone", zone)
        record(zone, "draw_zone", by=by, on=valid_from)
        if schools := list(schools):
            add_schools(zone, by=by, schools=schools, valid_from=valid_from)
    return zone


def add_schools(
    zone: Zone, *, by: Post, schools: Iterable[Organization], valid_from: date, is_move: bool = False
) -> list[ZoneSchool]:
    """Put schools into a zone from a day on; with `is_move` they leave the zone they are in.

    Raises RuleRefused where a school stands in another zone, lies outside the office's area, or is no institution
    that zones are drawn for (R-ZONE-01, R-ZONE-03).
    """
    require(by, "add_schools", zone)
    chosen = {school.pk: school for school in schools}
    with transaction.atomic():
        # The schools' rows are the lock under which "one zone at a time" is decided.
        rows = Institution.objects.select_for_update(of=("self",)).in_operation(valid_from)
        found = list(rows.within(zone.office.area_id).filter(pk__in=chosen).order_by("pk"))
        _check_open(zone, valid_from)
        _check_known(zone, chosen, found)
        _leave_zones(zone, found, valid_from, by=by, is_move=is_move)
        made = ZoneSchool.objects.bulk_create(
            ZoneSchool(zone=zone, school_id=school.pk, valid_from=valid_from, **school.scope) for school in found
        )
        note = _("; ").join(school.name for school in found)
        record(zone, "add_schools", by=by, note=note, on=valid_from, schools=[school.pk for school in found])
    return made


def remove_school(membership: ZoneSchool, *, by: Post, on: date, note: str) -> ZoneSchool:
    """Take a school out of its zone after a day; who is responsible for it stays."""
    require(by, "remove_school", membership)
    with transaction.atomic():
        _end(membership, on)
        facts = {"school": membership.school_id, "on": on}
        record(membership.zone, "remove_school", by=by, note=f"{membership.school}: {note}", **facts)
    return membership


def close_zone(zone: Zone, *, by: Post, on: date, note: str) -> Zone:
    """Give a zone up after a day; its schools are in no zone from then on, who is responsible for them stays."""
    require(by, "close_zone", zone)
    with transaction.atomic():
        if on < zone.valid_from or not Zone.objects.filter(pk=zone.pk, valid_to=None).update(valid_to=on):
            raise RuleRefused(_("A zone is given up once, and not before its first day."), rule="R-ZONE-01")
        zone.valid_to = on
        zone.memberships.filter(valid_to=None, valid_from__lte=on).update(valid_to=on)
        zone.memberships.filter(valid_to=None).update(valid_to=F("valid_from") - ONE)
        record(zone, "close_zone", by=by, note=note, on=on)
    return zone


def _end(membership: ZoneSchool, on: date) -> None:
    if on < membership.valid_from - ONE:
        message = _("The school has been in this zone only since %(date)s.")
        raise RuleRefused(message % {"date": date_format(membership.valid_from)}, rule="R-ZONE-01")
    if not ZoneSchool.objects.filter(pk=membership.pk, valid_to=None).update(valid_to=on):
        raise RuleRefused(_("The school has already left this zone."), rule="R-ZONE-01")
    membership.valid_to = on


def _check_open(zone: Zone, on: date) -> None:
    if on < zone.valid_from or (zone.valid_to is not None and on > zone.valid_to):
        raise RuleRefused(_("The zone does not exist on %(date)s.") % {"date": date_format(on)}, rule="R-ZONE-01")


def _check_known(zone: Zone, chosen: dict[int, Organization], found: list[Institution]) -> None:
    lost = [school.name for pk, school in chosen.items() if pk not in {one.pk for one in found}]
    if lost:
        facts = {"area": zone.office.area, "names": _("; ").join(lost)}
        raise RuleRefused(_("No school or kindergarten in operation in %(area)s: %(names)s.") % facts, rule="R-ZONE-03")


def _leave_zones(zone: Zone, schools: list[Institution], on: date, *, by: Post, is_move: bool) -> None:
    """End the present memberships, or refuse naming them."""
    held = list(
        ZoneSchool.objects.filter(school__in=[school.pk for school in schools], valid_to=None)
        .select_related("zone__office", "school").order_by("pk")
    )
    if held and not (is_move and all(one.zone_id != zone.pk for one in held)):
        names = _("; ").join(f"{one.school} ({one.zone})" for one in held)
        raise RuleRefused(_("Already in a zone: %(names)s.") % {"names": names}, rule="R-ZONE-01")
    for membership in held:
        reason = _("moved to %(zone)s") % {"zone": zone.name}
        remove_school(membership, by=by, on=max(on, membership.valid_from) - ONE, note=reason)
