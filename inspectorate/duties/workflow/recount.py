"""What a change of a rule or of the calendar does to running duties: previewed, approved, never nearer (T56).

A preview writes nothing. An approval counts once more under locks and goes through only where that gives exactly what
the approver has seen.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Case, Prefetch, Q, QuerySet, Value, When, prefetch_related_objects
from django.utils.translation import gettext as _

from inspectorate.duties.models import Duty, Pause
from inspectorate.duties.signals import duty_prolonged
from inspectorate.duties.states import DutyState, ExtensionState
from inspectorate.lib.periods import ONE, REACHED_BACK, Calendar, Period, period_end
from inspectorate.register.models import Area, Post
from inspectorate.register.rights import permitted
from inspectorate.rulebook import workflow as rulebook
from inspectorate.rulebook.catalogue import find
from inspectorate.rulebook.models import CalendarChange, Recount, Setting
from inspectorate.rulebook.states import Outcome
from inspectorate.trail.workflow import RuleRefused, batches, record_many

from .dates import columns, stops

Change = Setting | CalendarChange
Counting = Callable[[Duty], Period | None]
Measure = tuple[Any, str]
TOUCHED = (Outcome.MOVED, Outcome.NEARER)
COLUMNS = ("trigger_on", "nominal_due_on", "due_on", "is_provisional", "how_computed")
FIRST_ROWS = 200  # rows of a kind that a page shows; the sheet has them all


class Effect(NamedTuple):
    """What a change does to one duty: the date it has, the one counted anew, and how."""

    duty: Duty
    outcome: str
    before: date
    after: date
    was_provisional: bool = False
    period: Period | None = None

    @property
    def told(self) -> list[Any]:
        """Return what the approver agrees to."""
        return [self.duty.pk, str(self.outcome), self.before.isoformat(), self.after.isoformat()]


@dataclass(frozen=True)
class Preview:
    """What a change would do now to every duty it concerns."""

    change: Change
    effects: list[Effect] = field(default_factory=list)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Return how many duties of each outcome."""
        found = Counter(str(effect.outcome) for effect in self.effects)
        return {str(outcome): found[outcome] for outcome in Outcome.values}

    @cached_property
    def fingerprint(self) -> str:
        """Return what tells this preview from any other: the change, and every date it touches."""
        touched = [effect.told for effect in self.effects if effect.outcome in TOUCHED]
        return sha256(json.dumps([_facts(self.change), touched], default=str).encode()).hexdigest()

    def of(self, outcome: str) -> list[Effect]:
        """Return the effects of one kind."""
        return [effect for effect in self.effects if effect.outcome == outcome]

    def seen(self, outcome: str) -> list[Effect]:
        """Return the first effects of a kind whose duties the reader may see."""
        return [effect for effect in self.of(outcome) if getattr(effect.duty, "is_seen", False)][:FIRST_ROWS]


def preview(change: Change, reader: Post | None = None) -> Preview:
    """Return what a stored or planned change would do now; the same four queries for few and many duties."""
    rows, judge = _course(change)
    mark = Case(When(permitted(reader, "view", Duty), then=Value(True)), default=Value(False))
    return Preview(change, list(_effects(rows.annotate(is_seen=mark), judge)))


def approve_setting(setting: Setting, *, by: Post, seen: str, note: str = "") -> Setting:
    """Let a proposed value bind, and move the running duties as previewed, all or nothing; by a second person.

    Raises RuleRefused where the dates changed since the approver looked (`seen` is the preview's fingerprint).
    """
    with transaction.atomic():
        now = _settled(setting, seen)
        rulebook.approve_setting(setting, by=by, note=note, counts=now.counts)
        _apply(now, by=by)
    return setting


def approve_calendar_change(change: CalendarChange, *, by: Post, seen: str, note: str = "") -> CalendarChange:
    """Let proposed days hold, and move the running duties as previewed, all or nothing; by a second person.

    Raises RuleRefused where the dates changed since the approver looked (`seen` is the preview's fingerprint).
    """
    with transaction.atomic():
        now = _settled(change, seen)
        rulebook.approve_calendar_change(change, by=by, note=note, counts=now.counts)
        _apply(now, by=by)
    return change


def _settled(change: Change, seen: str) -> Preview:
    """Return the preview under the locks of the duties it touches; refuse where it is not the one that was seen."""
    rows, judge = _course(change)
    keys = [effect.duty.pk for effect in _effects(rows, judge) if effect.period is not None]
    list(Duty.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))
    now = preview(change)
    if now.fingerprint != seen or not {e.duty.pk for e in now.effects if e.period is not None} <= set(keys):
        message = _("The dates that would move have changed since you looked: now %(moved)s. Look again, then approve.")
        raise RuleRefused(message % {"moved": now.counts[Outcome.MOVED]}, rule="R-TIME-06")
    return now


def _course(change: Change) -> tuple[QuerySet, Callable[[Duty], Effect | None]]:
    """Return the duties a change may concern, and what it does to each."""
    return _by_setting(change) if isinstance(change, Setting) else _by_calendar(change)


def _running() -> QuerySet:
    """Return the open duties whose date was counted."""
    return Duty.objects.open().exclude(how_computed={})


def _effects(rows: QuerySet, judge: Callable[[Duty], Effect | None]) -> Iterator[Effect]:
    ended = Prefetch("pauses", Pause.objects.exclude(ends_on=None).order_by("pk"))
    found = rows.select_related("holder", "area").prefetch_related(ended).order_by("due_on", "pk")
    return (effect for duty in found if (effect := judge(duty)) is not None)


def _effect(duty: Duty, period: Period) -> Effect:
    """Return what becomes of a date: later it moves; nearer it stays, because somebody was told it (T56)."""
    outcome = Outcome.MOVED if period.due_on > duty.due_on else Outcome.NEARER
    if period.due_on == duty.due_on:
        outcome = Outcome.SAME
    return Effect(duty, outcome, duty.due_on, period.due_on, duty.is_provisional, period)


# The calendar.


def _by_calendar(change: CalendarChange) -> tuple[QuerySet, Callable[[Duty], Effect | None]]:
    old, new = rulebook.calendar(), rulebook.planned_calendar(change)
    days = changed_days(change, old, new)
    spans = Q(is_provisional=True)
    if days:
        counts_days = Q(how_computed__unit="working_day", trigger_on__lt=days[-1])
        spans |= Q(due_on__gte=days[0]) & (counts_days | Q(nominal_due_on__lte=days[-1]))

    def judge(duty: Duty) -> Effect | None:
        before, after = _counted(duty, old), _counted(duty, new)
        if before == after:
            return None
        is_news = before.due_on != after.due_on or before.is_provisional != after.is_provisional
        if duty.due_on > after.due_on and not is_news:  # an earlier change has left it this later date
            return None
        return _effect(duty, after)

    return _running().filter(spans), judge


def changed_days(change: CalendarChange, old: Calendar, new: Calendar) -> list[date]:
    """Return the days that become working days or cease to be, in order."""
    first = date(change.year - 1, *REACHED_BACK)
    span = (first + n * ONE for n in range((date(change.year, 12, 31) - first).days + 1))
    return [day for day in span if old.rest_reason(day) != new.rest_reason(day)]


def _counted(duty: Duty, calendar: Calendar) -> Period:
    facts = duty.how_computed
    return period_end(duty.trigger_on, facts["number"], facts["unit"], calendar, pauses=stops(duty))


# A rule.


def _by_setting(setting: Setting) -> tuple[QuerySet, Callable[[Duty], Effect | None]]:
    rule = find(setting.rule)
    if not rule.is_period:
        return Duty.objects.none(), lambda _duty: None
    value, unit, calendar = setting.clean_value, setting.unit or rule.unit, rulebook.calendar()
    is_counted, is_asked = _terms(setting), setting.is_for_running and setting.clean_value is not None

    def judge(duty: Duty) -> Effect | None:
        if not is_counted(duty):
            return None
        if not is_asked:
            return Effect(duty, Outcome.KEPT, duty.due_on, duty.due_on, duty.is_provisional)
        return _effect(duty, period_end(duty.trigger_on, value, unit, calendar, pauses=stops(duty)))

    within = {name: code for name, code in setting.area.scope.items() if code}
    granted = Q(extensions__state=ExtensionState.GRANTED)  # who was granted a date has it from a person, not a rule
    return _running().filter(**within, rule=setting.rule).exclude(granted), judge


def _terms(setting: Setting) -> Callable[[Duty], bool]:
    """Return whether a duty was counted by the rule and the setting's area is the nearest that would say how.

    A date that a document names, or a longer one granted, is not the rule's: its length is none the rule ever had.
    """
    rule, nearest = find(setting.rule), set()
    known: dict[str, set[Measure]] = {}
    begins = setting.valid_from
    for row in Setting.objects.approved().filter(rule=setting.rule).exclude(pk=setting.pk):
        known.setdefault(row.area_id, set()).add((row.clean_value, row.unit or rule.unit))
        if row.valid_from <= begins and (row.valid_to is None or row.valid_to >= begins):
            nearest.add(row.area_id)
    default = {(rule.clean(rule.default), rule.unit)}

    def is_counted(duty: Duty) -> bool:
        length: Measure = (duty.how_computed["number"], duty.how_computed["unit"])
        lengths = default.union(*(known.get(code, ()) for code in duty.area.lineage))
        return length in lengths and _nearest(duty.area, nearest | {setting.area_id}) == setting.area_id

    return is_counted


def _nearest(area: Area, owners: set[str]) -> str:
    return next((code for code in area.lineage if code in owners), "")


# The act.


def _apply(now: Preview, *, by: Post) -> None:
    """Write the new dates with one event a duty, and keep what became of each date beside the change."""
    for batch in batches(effect for effect in now.effects if effect.period is not None):
        _write(batch)
        _keep(now.change, [effect for effect in batch if effect.outcome in TOUCHED])
        told = {effect.duty.pk: effect for effect in batch if effect.outcome != Outcome.SAME or _is_firmer(effect)}
        payloads = {pk: _payload(effect, now.change) for pk, effect in told.items()}
        record_many(
            [effect.duty for effect in told.values()], "recount_duty", by=by, from_state=DutyState.OPEN,
            payload=_telling(payloads),
        )  # fmt: skip
        _tell([effect.duty for effect in batch if effect.outcome == Outcome.MOVED], by=by)


def _telling(payloads: dict[int, dict[str, Any]]) -> Callable[[Duty], dict[str, Any]]:
    """Return what the event of each duty tells."""
    return lambda duty: payloads[duty.pk]


def _write(effects: list[Effect]) -> None:
    """Write the columns of a batch in one statement; a date that stays keeps its explanation and becomes firm."""
    for effect in effects:
        for name, value in _values(effect).items():
            setattr(effect.duty, name, value)
    Duty.objects.bulk_update([effect.duty for effect in effects], COLUMNS, batch_size=200)


def _values(effect: Effect) -> dict[str, Any]:
    period = effect.period
    if period is None:
        return {}
    if effect.outcome != Outcome.NEARER:
        return columns(period)
    firm = {"is_provisional": period.is_provisional, "unpublished": period.unpublished}
    return {"is_provisional": period.is_provisional, "how_computed": effect.duty.how_computed | firm}


def _is_firmer(effect: Effect) -> bool:
    return effect.was_provisional != effect.duty.is_provisional


def _payload(effect: Effect, change: Change) -> dict[str, Any]:
    return {
        "before": effect.before,
        "after": effect.after if effect.outcome == Outcome.MOVED else effect.before,
        "counted": effect.after,
        "outcome": str(effect.outcome),
        "change": f"{change._meta.label_lower}:{change.pk}",
        "is_provisional": effect.duty.is_provisional,
    }


def _keep(change: Change, effects: Iterable[Effect]) -> None:
    cause = {"setting": change} if isinstance(change, Setting) else {"change": change}
    Recount.objects.bulk_create(
        Recount(
            duty=effect.duty.pk, title=effect.duty.title, rule=effect.duty.rule, holder_id=effect.duty.holder_id,
            person_id=effect.duty.person_id, group=effect.duty.group, before_on=effect.before, after_on=effect.after,
            outcome=effect.outcome, **cause, **effect.duty.scope,
        )
        for effect in effects
    )  # fmt: skip


def _tell(duties: list[Duty], *, by: Post) -> None:
    """Let the rows that keep the date of a duty follow it, as they follow a prolonged one."""
    prefetch_related_objects(duties, "subject")
    for duty in duties:
        duty_prolonged.send(sender=Duty, duty=duty, by=by)


def _facts(change: Change) -> list[Any]:
    if isinstance(change, Setting):
        return [change.rule, change.area_id, change.value, change.unit, change.valid_from, change.is_for_running]
    return [change.year, change.is_whole, change.days]
