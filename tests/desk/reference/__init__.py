"""What the clock must do over the demonstration city, written a second time from the rules and from nothing else.

It reads the rows of the city by plain SQL and counts by itself, span by span: nothing here asks the program how a rule
is meant. `expected()` returns, for each day, what is opened, what is closed, who is told of what, and which measures
are prepared.
"""

from .days import DAY
from .facts import Facts
from .measures import prepared
from .owing import owed
from .telling import told

__all__ = ["Facts", "expected"]

EMPTY = ("opened", "closed", "told", "prepared")


def expected(facts: Facts, first, days: int) -> dict:
    """Return for each day four sets: duties opened and closed, reminders written, measures prepared."""
    span = [first + number * DAY for number in range(days)]
    found = {day: {name: set() for name in EMPTY} for day in span}
    known = {duty.key for duty in facts.duties if duty.key}
    lines = [line for line in owed(facts, first, span[-1]) if line.is_known or line.name not in known]
    for line in lines:
        if not line.is_known:
            found[line.opened]["opened"].add((line.name, line.kind, line.holder, line.due))
        if line.gone in found:
            found[line.gone]["closed"].add((line.name, line.how))
    for day, reminder in told(facts, lines, first, span[-1]):
        found[day]["told"].add(reminder)
    for day, measure in prepared(facts, span):
        found[day]["prepared"].add(measure)
    return found
