"""One rule that carries a number or a choice: what it is, its default, and where it is written."""
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from inspectorate.rulebook.states import DECIMAL_UNITS, TIME_UNITS, WORDLESS, Confidence, Group, Kind, Operator, Unit

from .sources import SOURCES, Source

TRUTHS = {True: True, False: False, "true": True, "false": False, "True": True, "False": False}


@dataclass(frozen=True)
class Rule:
    """A rule of the field. `default` None means: no rule unless an area has set one.

    `key` is the id in the field's rule list, with a suffix where one rule carries several numbers.
    A fixed rule is part of the law's structure: it is shown, but no area can set it.
    """

    key: str
    title: Promise
    default: Any
    unit: str
    operator: str
    source: str
    article: str = ""
    confidence: str = Confidence.HIGH
    choices: Sequence[tuple[str, Promise]] = ()
    is_fixed: bool = False
    group: str = ""

    @property
    def id(self) -> str:
        """Return the rule's id without the suffix."""
        return self.key.partition(".")[0]

    @property
    def document(self) -> Source:
        """Return the document in which the default is written."""
        return SOURCES[self.source]

    @property
    def group_label(self) -> str:
        """Return the subject in words."""
        return str(Group(self.group).label)

    @property
    def basis(self) -> str | Promise:
        """Return document and article of the default, for people."""
        return self.document.cite(self.article)

    @property
    def is_period(self) -> bool:
        """Return whether the number is a length of time that can be counted from a day."""
        return self.unit in TIME_UNITS

    @property
    def kind(self) -> str:
        """Return the type of the value."""
        if self.choices:
            return Kind.CHOICES if isinstance(self.default, tuple) else Kind.CHOICE
        if isinstance(self.default, bool):
            return Kind.FLAG
        if isinstance(self.default, tuple):
            return Kind.INTEGERS
        if self.unit == Unit.FRACTION:
            return Kind.FRACTION
        return Kind.DECIMAL if self.unit in DECIMAL_UNITS else Kind.INTEGER

    def clean(self, value: Any) -> Any:
        """Return a stored or typed value in the rule's type; None switches the rule off. Raises ValueError."""
        if value is None or value == "":
            return None
        try:
            if self.choices:
                return self._chosen(value)
            return CLEANERS[self.kind](value)
        except (TypeError, ValueError, InvalidOperation, KeyError, ZeroDivisionError) as error:
            message = _("“%(value)s” is no value for this rule.") % {"value": value}
            raise ValueError(message) from error

    def _chosen(self, value: Any) -> Any:
        """Return the chosen value, or the chosen values in the order of the list."""
        known = dict(self.choices)
        chosen = {value} if self.kind == Kind.CHOICE else set(value.split(",") if isinstance(value, str) else value)
        if not chosen <= set(known):
            raise ValueError(value)
        return value if self.kind == Kind.CHOICE else tuple(item for item in known if item in chosen)

    def as_json(self, value: Any) -> Any:
        """Return a clean value as it is stored: exact numbers as text."""
        if isinstance(value, Decimal | Fraction):
            return str(value)
        return list(value) if isinstance(value, tuple) else value

    def show(self, value: Any) -> str:
        """Return a value in words, without unit."""
        if value is None:
            return _("no rule")
        return str(SHOWN.get(self.kind, str)(value)) if not self.choices else self._words(value)

    def phrase(self, value: Any, *, unit: str = "", operator: str = "") -> str:
        """Return a value with comparison and unit: "at most 20 working days"."""
        if value is None or self.kind in {Kind.FLAG, Kind.CHOICE, Kind.CHOICES}:
            return self.show(value)
        unit, operator = Unit(unit or self.unit), Operator(operator or self.operator)
        words = self.show(value)
        if unit not in WORDLESS:
            words = _("%(value)s %(unit)s") % {"value": words, "unit": unit.label}
        if operator == Operator.EXACTLY:
            return words
        return _("%(operator)s %(value)s") % {"operator": operator.label, "value": words}

    def _words(self, value: Any) -> str:
        words = dict(self.choices)
        if self.kind == Kind.CHOICE:
            return str(words[value])
        return _("; ").join(str(words[item]) for item in value) or _("none of them")

    def is_weaker(self, value: Any, operator: str = "") -> bool:
        """Return whether a local value asks for less than the default (30 training hours where the nation asks 40)."""
        if value is None or self.default is None or self.kind not in {Kind.INTEGER, Kind.DECIMAL, Kind.FRACTION}:
            return False
        if (operator or self.operator) in {Operator.AT_LEAST, Operator.MORE_THAN}:
            return value < self.default
        return (operator or self.operator) in {Operator.AT_MOST, Operator.LESS_THAN} and value > self.default


def _integer(value: Any) -> int:
    number = _decimal(value)
    if number != int(number):
        raise ValueError(value)
    return int(number)


def _decimal(value: Any) -> Decimal:
    number = Decimal(str(value))
    if isinstance(value, bool) or not number.is_finite() or number < 0:
        raise ValueError(value)
    return number


def _fraction(value: Any) -> Fraction:
    share = Fraction(str(value))
    if not 0 <= share <= 1:
        raise ValueError(value)
    return share


def _integers(value: Any) -> tuple[int, ...]:
    items = value.replace("，", ",").split(",") if isinstance(value, str) else value
    return tuple(_integer(item) for item in items)


CLEANERS = {
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.FRACTION: _fraction,
    Kind.INTEGERS: _integers,
    Kind.FLAG: TRUTHS.__getitem__,
}

# How the values of a kind are shown.
SHOWN = {
    Kind.FLAG: lambda value: _("yes") if value else _("no"),
    Kind.INTEGERS: lambda value: _("; ").join(map(str, value)),
    Kind.DECIMAL: lambda value: format(value, "f"),
}
