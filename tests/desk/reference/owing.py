"""What is owed in a span of days, from when, until when: one function a rule, each a list of lines."""

from itertools import chain

from . import committee, cycles, returns, roster, visits
from .days import DAY, NEVER
from .line import Line

# What a target might do and need not: a right lapses after its last day (R-ACC-23, R-ACC-27, R-ACC-28).
RIGHTS = ("state", "may_ask_review", "may_appeal")


def owed(facts, first, last):
    """All lines: the duties that run already, and those that the clock opens in the span."""
    rules = (
        committee.plenaries, committee.plans, committee.liaisons, roster.hours, roster.looks, roster.cover,
        roster.terms, roster.certificates, roster.rotation, visits.months, visits.semesters, cycles.governments,
        cycles.evaluations, cycles.schools, cycles.heads, returns.figures,
    )  # fmt: skip
    lines = chain(running(facts, first), *(rule(facts, first, last) for rule in rules))
    return [line for line in lines if line.opened <= last]


def running(facts, first):
    """The duties that are open on the eve of the span."""
    for duty in facts.duties:
        yield Line(
            duty.key or f"no. {duty.id}", duty.kind, duty.holder_id, duty.area_id, duty.opened_on, duty.due_on,
            duty.group, duty.person_id, gone=_lapses(facts, duty, first), is_known=True,
            announced=duty.remind_on or NEVER,
        )  # fmt: skip


def _lapses(facts, duty, first):
    """The day after a window without a word (R-INS-16), or after the last day of a right."""
    if duty.kind in RIGHTS:
        return max(duty.due_on + DAY, first)
    if (duty.kind, duty.subject_kind) != ("defend", "case"):
        return NEVER
    case = next(case for case in facts.cases if case.id == duty.subject_id)
    is_open = case.state == "defence_open" and not case.is_defended
    return max(case.defence_due_on + DAY, first) if is_open else NEVER
