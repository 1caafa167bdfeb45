"""The catalogue: every rule of the field that carries a number or a choice, by key (`R-ACC-28.direct`)."""
from dataclasses import replace

from inspectorate.rulebook.states import Group

from . import (
    accountability,
    balance,
    committee,
    inspection,
    inspectors,
    office,
    preschool,
    publication,
    safety,
    zones,
)
from .rule import Rule
from .sources import SOURCES, Source

BY_GROUP = {
    Group.COMMITTEE: committee.RULES,
    Group.INSPECTORS: inspectors.RULES,
    Group.ZONES: zones.RULES,
    Group.INSPECTION: inspection.RULES,
    Group.ACCOUNTABILITY: accountability.RULES,
    Group.PUBLICATION: publication.RULES,
    Group.BALANCE: balance.RULES,
    Group.PRESCHOOL: preschool.RULES,
    Group.SAFETY: safety.RULES,
    Group.OFFICE: office.RULES,
}
RULES = {rule.key: replace(rule, group=group) for group, rules in BY_GROUP.items() for rule in rules}

__all__ = ["BY_GROUP", "RULES", "SOURCES", "Rule", "Source", "find"]


def find(key: str) -> Rule:
    """Return the rule of a key; raises LookupError for a key the catalogue does not hold."""
    try:
        return RULES[key]
    except KeyError:
        raise LookupError(f"the rulebook holds no rule {key}") from None
