"""What the clock prepares on cases whose problems were not put right: notice, interview, circular (R-ACC-07, 10, 15).

Nobody acts in the span, so a measure that was prepared stays undecided, and the next one follows when its time is past.
"""

from typing import NamedTuple

from .days import DAY, rolled, working_day_after

UNDER_WAY = ("pending", "rectifying", "failed")
OPEN = {
    "notice": ("proposed", "issued", "served"),
    "interview": ("proposed", "approved", "notified"),
    "circular": ("proposed", "approved"),
}


class Measure(NamedTuple):
    """A notice, interview or circular on a case, and when the next one may follow: after the day `waits_until`."""

    kind: str
    case: int
    proposed: object
    state: str
    waits_until: object


def prepared(facts, span):
    """Pairs of a day and what is prepared on it: the kind of measure and its case."""
    if any(one.state == "withdrawn" for one in facts.notices):
        raise LookupError("a notice was withdrawn: the reference must learn what is not proposed again")
    ladder = [*_notices(facts), *_interviews(facts), *(
        Measure("circular", one.case_id, one.proposed_on, one.state, None) for one in facts.circulars
    )]  # fmt: skip
    for day in span:
        for case in sorted(_undone(facts, day)):
            for kind in ("notice", "interview", "circular"):
                if _follows(kind, [one for one in ladder if one.case == case], day):
                    ladder.append(Measure(kind, case, day, "proposed", rolled(day + 15 * DAY)))
                    yield day, (kind, case)


def _undone(facts, day):
    """The cases with problems past their day after the letter was received, or found again by a re-check."""
    received = {case.id for case in facts.cases if case.letter_received_on}
    late = {item.case_id for item in facts.items if item.state in UNDER_WAY and item.due_on < day}
    return (late & received) | {item.case_id for item in facts.items if item.state == "failed"}


def _follows(kind, ladder, day):
    open_ones = [one for one in ladder if one.state in OPEN[one.kind]]
    if kind == "notice":
        return not any(one.kind == "notice" for one in open_ones)
    before = {"interview": _last_notice, "circular": _last_interview}[kind](ladder)
    return (
        before is not None
        and before.waits_until is not None
        and day > before.waits_until
        and not any(one.kind == kind and (one in open_ones or one.proposed >= before.proposed) for one in ladder)
    )


def _last_notice(ladder):
    return next((one for one in reversed(ladder) if one.kind == "notice" and one.state in OPEN["notice"]), None)


def _last_interview(ladder):
    """The last interview that was not withdrawn and came after the notice that is open."""
    notice = _last_notice(ladder)
    found = [one for one in ladder if one.kind == "interview"]
    is_ours = notice and found and found[-1].state != "withdrawn" and found[-1].proposed >= notice.proposed
    return found[-1] if is_ours else None


def _notices(facts):
    """One served leaves until its new day and five working days more; one that nobody decided, fifteen days."""
    for one in facts.notices:
        until = {
            "served": lambda one=one: working_day_after(one.new_due_on, 5),
            "proposed": lambda one=one: rolled(one.proposed_on + 15 * DAY),
            "issued": lambda one=one: rolled(one.proposed_on + 15 * DAY),
        }.get(one.state, lambda: None)()  # fmt: skip
        yield Measure("notice", one.case_id, one.proposed_on, one.state, until)


def _interviews(facts):
    """Fifteen days from the day it was held, else announced for, else proposed."""
    for one in facts.interviews:
        since = one.held_on or (one.planned_on if one.state == "notified" else None) or one.proposed_on
        until = None if one.state == "withdrawn" else rolled(since + 15 * DAY)
        yield Measure("interview", one.case_id, one.proposed_on, one.state, until)
