"""Grounds of recusal: why an inspector may not inspect a unit on a day, each with its rule and source."""
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inspectorate.lib.periods import ONE, term_end
from inspectorate.register.models import Area, Organization, Succession
from inspectorate.rulebook.states import Unit
from inspectorate.rulebook.workflow import terms
from inspectors.states import EMPLOYMENT, LISTED_AS, STATUTORY, RecusalState

from .recusal import Interest, RecusalDecision


@dataclass(frozen=True)
class RecusalRule:
    """What an area says about withdrawing: the time after leaving a unit, and the grounds it lists (R-RECUSE-02)."""

    number: int | None
    unit: str
    basis: str
    listed: tuple[str, ...]
    listed_basis: str

    def free_on(self, left_on: date) -> date | None:
        """Return the first day on which a former member of staff may inspect again; None where no time is set."""
        return None if self.number is None else term_end(left_on, self.number, self.unit) + ONE

    @property
    def span(self) -> str:
        """Return the time in words."""
        return _("%(number)s %(unit)s") % {"number": self.number, "unit": Unit(self.unit).label}


@dataclass(frozen=True)
class Ground:
    """One ground: `text` for the user, the rule's id, where the rule comes from, and until when it holds."""

    rule: str
    text: str
    source: str = ""
    until: date | None = None
    is_statutory: bool = True

    def __str__(self) -> str:
        return self.text


def grounds(inspectors: QuerySet, organization: Organization, on: date) -> dict[int, list[Ground]]:
    """Return the grounds against inspecting a unit (or what it grew out of) on a day, by inspector.

    Ties forbidden by the regulation always count (R-RECUSE-01); the detailed ones where the unit's area has the rule
    (R-RECUSE-02), unless the head of the inspectorate has decided otherwise since (R-RECUSE-03).
    """
    units = lineage(organization)
    rule = recusal_rule(organization.area, on)
    found: dict[int, list[Ground]] = defaultdict(list)
    for pk in inspectors.filter(organization__in=units).values_list("pk", flat=True):
        found[pk].append(_ground(_("Works there.")))
    decided = _decisions(inspectors, units, on)
    for tie in Interest.objects.standing().filter(inspector__in=inspectors, organization__in=units):
        ground = tie_ground(tie, rule, on)
        if ground and (ground.is_statutory or not _is_cleared(decided.get(tie.inspector_id), tie)):
            found[tie.inspector_id].append(ground)
    for pk, decision in decided.items():
        if decision.state == RecusalState.RECUSED:
            found[pk].append(_decided(decision))
    return dict(found)


def recusal_rule(area: Area, on: date) -> RecusalRule:
    """R-RECUSE-02: the time after leaving a unit and the grounds listed, as the area has them on a day."""
    found = terms(area, on, ("R-RECUSE-02", "R-RECUSE-02.grounds"))
    window, listed = found["R-RECUSE-02"], found["R-RECUSE-02.grounds"]
    return RecusalRule(
        window.value, window.unit, str(window.basis), tuple(listed.value or ()), str(listed.basis)
    )


def lineage(organization: Organization) -> set[int]:
    """Return the keys of a unit and of all units it grew out of: who worked in the old school worked in this one."""
    known, fresh = {organization.pk}, {organization.pk}
    while fresh:
        origins = Succession.objects.filter(successor__in=fresh).values_list("predecessor", flat=True)
        fresh = set(origins) - known
        known |= fresh
    return known


def tie_ground(tie: Interest, rule: RecusalRule, on: date) -> Ground | None:
    """Return the ground that a declared tie makes on a day; None where it makes none."""
    lasts = tie.until is None or tie.until >= on
    if tie.relation in STATUTORY and lasts:
        return _ground(_tie_words(tie))
    if tie.relation in EMPLOYMENT and tie.until is not None:
        return _former(tie.until, rule, on)
    if lasts and LISTED_AS.get(tie.relation) in rule.listed:
        return _ground(_tie_words(tie), rule="R-RECUSE-02", source=rule.listed_basis, is_statutory=False)
    return None


def _former(left_on: date, rule: RecusalRule, on: date) -> Ground | None:
    """The window after leaving a unit; on the corresponding day it is over (R-RECUSE-02, R-TIME-04)."""
    free_on = rule.free_on(left_on)
    if free_on is None or on >= free_on:
        return None
    words = _("Worked there until %(month)s; %(span)s have not passed since.")
    facts = {"month": date_format(left_on, "YEAR_MONTH_FORMAT"), "span": rule.span}
    return _ground(words % facts, rule="R-RECUSE-02", source=rule.basis, until=free_on, is_statutory=False)


def _tie_words(tie: Interest) -> str:
    return _("%(tie)s.") % {"tie": tie.get_relation_display()}


def _ground(text: str, *, rule: str = "R-RECUSE-01", **more) -> Ground:
    return Ground(rule, text, **more)


def _decisions(inspectors: QuerySet, units: Iterable[int], on: date) -> dict[int, RecusalDecision]:
    """The newest decision about each inspector and the unit."""
    decided = RecusalDecision.objects.filter(
        inspector__in=inspectors, organization__in=units, decided_on__lte=on
    ).order_by("decided_on", "pk")
    return {decision.inspector_id: decision for decision in decided}


def _is_cleared(decision: RecusalDecision | None, tie: Interest) -> bool:
    return (
        decision is not None
        and decision.state == RecusalState.CLEARED
        and decision.decided_on >= tie.declared_on
    )


def _decided(decision: RecusalDecision) -> Ground:
    words = _("It was decided on %(on)s that this inspector withdraws here.")
    return _ground(words % {"on": date_format(decision.decided_on)}, rule="R-RECUSE-03")
