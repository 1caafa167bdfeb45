"""Which value of a rule binds in an area on a day, and the dates that follow from it."""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from inspectorate.lib.periods import Pause, Period, latest_start, period_end
from inspectorate.register.models import Area
from inspectorate.rulebook.catalogue import RULES, Rule, find
from inspectorate.rulebook.models import Setting
from inspectorate.rulebook.states import Confidence
from inspectorate.trail.workflow import RuleRefused

from .days import calendar


@dataclass(frozen=True)
class Term:
    """The value of a rule in force: an area's setting, or the catalogue's default where `source` is None."""

    rule: Rule
    value: Any
    unit: str
    operator: str
    basis: str | Promise
    confidence: str
    source: Setting | None = None

    @property
    def area(self) -> Area | None:
        """Return the area whose setting this is; None for the default."""
        return self.source.area if self.source else None

    @property
    def shown(self) -> str:
        """Return the value in words, with comparison and unit."""
        return self.rule.phrase(self.value, unit=self.unit, operator=self.operator)

    @property
    def certainty(self) -> str:
        """Return in words how sure the value is."""
        return str(Confidence(self.confidence).label)

    @property
    def is_weaker(self) -> bool:
        """Return whether the area asks for less than the default does (Shanxi's 30 training hours)."""
        return self.source is not None and self.rule.is_weaker(self.value, self.operator)


def setting(rule: str, area: Area | None, on: date) -> Term:
    """Return the term of a rule: the nearest area upward with a value on the day, else the default.

    Raises LookupError for a rule that the catalogue does not hold.
    """
    catalogued = find(rule)
    return _nearest(catalogued, _in_force([area], on).filter(rule=rule), area) if area else _default(catalogued)


def terms(area: Area | None, on: date, rules: Iterable[str] = ()) -> dict[str, Term]:
    """Return the terms of many rules (all of them by default) in one query, by key."""
    keys = list(rules) or list(RULES)
    found: dict[str, list[Setting]] = {}
    for item in _in_force([area], on).filter(rule__in=keys) if area else ():
        found.setdefault(item.rule, []).append(item)
    return {key: _nearest(find(key), found.get(key, ()), area) if area else _default(find(key)) for key in keys}


def chain(rule: str, area: Area, on: date) -> list[Term]:
    """Return the terms from the area upward that have a say, nearest first, the default last."""
    catalogued = find(rule)
    rank = {code: place for place, code in enumerate(area.lineage)}
    found = sorted(_in_force([area], on).filter(rule=rule), key=lambda item: rank[item.area_id])
    return [*(_term(catalogued, item) for item in found), _default(catalogued)]


def due(
    rule: str, area: Area, trigger_on: date, *, pauses: Iterable[Pause | tuple[date, date]] = ()
) -> Period:
    """Return the explained period of a rule from the event on `trigger_on`, under the value in force on that day.

    Raises RuleRefused where the area has no such term: the act must then name its own date.
    """
    term = _counted(rule, area, trigger_on)
    return period_end(trigger_on, term.value, term.unit, calendar(), pauses=pauses)


def notice_by(rule: str, area: Area, event_on: date) -> date:
    """Return the last day on which notice can be given for an event ("at least 3 working days before").

    Raises RuleRefused where the area has no such term.
    """
    term = _counted(rule, area, event_on)
    return latest_start(event_on, term.value, term.unit, calendar())


def _counted(rule: str, area: Area, on: date) -> Term:
    term = setting(rule, area, on)
    if not term.rule.is_period:
        raise ValueError(f"{rule} is no length of time")
    if term.value is None:
        message = _("“%(title)s”: no term is set for %(area)s. Name the date, or let the office set the rule.")
        raise RuleRefused(message % {"title": term.rule.title, "area": area}, rule=rule)
    return term


def _in_force(areas: Iterable[Area], on: date):
    codes = {code for area in areas for code in area.lineage}
    return Setting.objects.in_force(on).filter(area__in=codes).select_related("area")


def _nearest(rule: Rule, found: Iterable[Setting], area: Area) -> Term:
    """Return the term of the nearest area; of one area's settings the one that began last."""
    rank = {code: place for place, code in enumerate(area.lineage)}
    chosen = min(found, key=lambda item: (rank[item.area_id], -item.valid_from.toordinal()), default=None)
    return _term(rule, chosen) if chosen else _default(rule)


def _term(rule: Rule, source: Setting) -> Term:
    return Term(
        rule, rule.clean(source.value), source.unit or rule.unit, source.operator or rule.operator,
        source.basis, source.confidence, source,
    )


def _default(rule: Rule) -> Term:
    return Term(rule, rule.clean(rule.default), rule.unit, rule.operator, rule.basis, rule.confidence)
