"""Who takes part in a measure: co-hosts and recipients that the area's rules require, by the kind of target."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import Case
from accountability.states import LETTER_OUT
from inspectorate.publication.models import Publication
from inspectorate.publication.states import PublicationState
from inspectorate.register.models import Area, Level, Organization
from inspectorate.rulebook.catalogue import find
from inspectorate.rulebook.workflow import setting
from inspectorate.trail.workflow import RuleRefused

Kind = Organization.Kind
DEPARTMENTS = "departments_concerned"


def host_rule(unit: Organization) -> str:
    """R-ACC-11, R-ACC-12: which rule names the hosts for this kind of unit."""
    if unit.kind == Kind.SCHOOL:
        return "R-ACC-12.school"
    if unit.kind == Kind.GOVERNMENT:
        return "R-ACC-11.county_government"
    return "R-ACC-12.county_department" if unit.county else "R-ACC-11.city_department"


def required_hosts(case: Case) -> list[Organization]:
    """R-ACC-11, R-ACC-12: the units that must hold the interview; refused where one is not in the register."""
    rule, names = _host_names(case)
    return list(dict.fromkeys(_party(case, name, rule) for name in names if name != DEPARTMENTS))


def needs_departments(case: Case) -> bool:
    """R-ACC-11: whether "the departments concerned" take part; the approver chooses them, case by case."""
    return DEPARTMENTS in _host_names(case)[1]


def record_recipients(case: Case) -> list[Organization]:
    """R-ACC-13: to whom the written record of an interview must go."""
    names = setting("R-ACC-13", case.owner.area, timezone.localdate()).value or ()
    return list(dict.fromkeys(_party(case, name, "R-ACC-13") for name in names))


def _host_names(case: Case) -> tuple[str, tuple[str, ...]]:
    rule = host_rule(case.unit)
    return rule, setting(rule, case.owner.area, timezone.localdate()).value or ()


def _party(case: Case, name: str, rule: str) -> Organization:
    home = home_area(case.unit)
    found = {
        "office": lambda: case.owner,
        "organisation_department": lambda: _unit(case.owner.area, function="organisation"),
        "education_bureau": lambda: _unit(case.owner.area, function="education"),
        "city_inspectorate": lambda: _unit(case.owner.area, kind=Kind.INSPECTORATE),
        "county_inspectorate": lambda: _unit(home, kind=Kind.INSPECTORATE),
        "party_committee": lambda: _unit(home, kind=Kind.PARTY_COMMITTEE),
        "government": lambda: _unit(home, kind=Kind.GOVERNMENT),
        "upper_inspectorate": lambda: _unit(case.owner.area.parent, kind=Kind.INSPECTORATE),
        "upper_department": lambda: _unit(case.owner.area.parent, function="education"),
    }[name]()
    if found is None:
        label = dict(find(rule).choices)[name]
        raise RuleRefused(
            _("The register holds no unit for “%(name)s” here; enter it first.") % {"name": label}, rule=rule
        )
    return found


def refuse_before_letter(case: Case, *, rule: str) -> None:
    """Refuse a measure against a unit that has not been told the inspection's result yet."""
    if case.state not in LETTER_OUT:
        raise RuleRefused(_("Measures follow the opinion letter; it has not been issued yet."), rule=rule)


def refuse_waiting(case: Case, proposals: models.QuerySet, *, rule: str) -> None:
    """Refuse a second proposal of a kind while one waits for its approver: the clock and an officer may be as quick."""
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)  # the case's row is the lock
    first = proposals.first()
    if first:
        message = _("“%(measure)s” is proposed already and waits for its approval.")
        raise RuleRefused(message % {"measure": first}, rule=rule)


def refuse_second(subject: models.Model) -> None:
    """Refuse a second public copy while one is on its way or out: that one is corrected (R-PUB-18)."""
    label = subject._meta.label_lower
    copies = Publication.objects.filter(subject_type=label, subject_id=subject.pk)
    if copies.exclude(state__in=[PublicationState.DROPPED, PublicationState.WITHDRAWN]).exists():
        raise RuleRefused(_("A public copy of this is on its way already."), rule="R-PUB-18")


def home_area(unit: Organization) -> Area:
    """Return the area whose party committee and government a unit answers to: its county, else its city."""
    area = unit.area
    return area.parent if area.level == Level.TOWN and area.parent else area


def _unit(area: Area | None, *, kind: str = "", function: str = "") -> Organization | None:
    if area is None:
        return None
    wanted = Q(kind=kind) if kind else Q(function=function)
    return Organization.objects.current(timezone.localdate()).filter(wanted, area=area).order_by("pk").first()
