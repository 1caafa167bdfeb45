"""Tags about rules and dates for every app's templates."""
from django import template

from inspectorate.rulebook.catalogue import RULES
from inspectorate.rulebook.workflow import explain_period
from inspectorate.rulebook.workflow.words import reason_label

register = template.Library()
register.filter("reason_label", reason_label)


@register.filter
def period_lines(period) -> list[tuple[str, str]]:
    """`{{ duty.how_computed|period_lines }}`: (label, text) of every step of a period; empty where there is none."""
    return explain_period(period) if period else []


@register.filter
def rule_title(key: str) -> str:
    """`{{ duty.rule|rule_title }}`: what the rule of a key is called."""
    return str(RULES[key].title) if key in RULES else key
