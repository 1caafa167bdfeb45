"""Verbs of duties: opened, met, prolonged, paused, waived, inside the transaction of the act that causes them."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from inspectorate.lib.periods import ONE, Period, period_end
from inspectorate.lib.periods import Pause as Stop
from inspectorate.register.models import Area, Organization, Post, User
from inspectorate.register.rights import require
from inspectorate.rulebook.workflow import calendar, due
from inspectorate.trail.workflow import RuleRefused, move, record

from .models import Duty, Extension, Pause
from .signals import duty_prolonged
from .states import DutyState, ExtensionState


def open_duty(
    kind: str,
    *,
    rule: str,
    title: str | Promise,
    holder: Organization,
    subject: models.Model,
    area: Area,
    by: Post | None,
    trigger_on: date,
    due_on: date | None = None,
    person: User | None = None,
    group: str = "",
    key: str | None = None,
) -> Duty:
    """Open a duty of `holder` about `subject`.

    The end comes from the area's rule in force on `trigger_on`, or is `due_on` where a document names the date
    itself (rolled forward off rest days, R-TIME-03). With a `key`, a second opening returns the first duty.
    """
    period = named_date(trigger_on, due_on) if due_on else due(rule, area, trigger_on)
    with override(settings.LANGUAGE_CODE):  # what is stored is in the office's language, whoever acts
        title = str(title)
    values = {
        "kind": kind,
        "rule": rule,
        "title": title,
        "holder": holder,
        "person": person,
        "group": group,
        "area": area,
        "subject_label": str(subject)[:200],
        "opened_on": timezone.localdate(),
        **area.scope,
        **columns(period),
    }
    with transaction.atomic():
        if key is None:
            duty, made = Duty.objects.create(subject=subject, **values), True
        else:
            duty, made = Duty.objects.get_or_create(key=key, defaults={"subject": subject, **values})
        if made:
            record(duty, "open_duty", by=by, due_on=duty.due_on, rule=rule)
    return duty


def named_date(trigger_on: date, due_on: date) -> Period:
    """Return the period that ends on a date named by a document, in calendar days from `trigger_on`."""
    return period_end(trigger_on, (due_on - trigger_on).days, "day", calendar())


def is_provisional(*days: date | None) -> bool:
    """Return whether one of the days is counted through a year whose notice is not published yet (R-TIME-06)."""
    today = timezone.localdate()
    return any(named_date(today, day).is_provisional for day in days if day and day >= today)


def recompute_duty(duty: Duty, *, by: Post | None) -> bool:
    """Count an open duty anew after a notice came; return whether it changed. Its last day never moves nearer (T56)."""
    period = counted(duty)
    if period.due_on < duty.due_on:  # the date that was made known stands, with its explanation
        settled = {"is_provisional": period.is_provisional, "unpublished": period.unpublished}
        values = {"is_provisional": period.is_provisional, "how_computed": duty.how_computed | settled}
    else:
        values = columns(period)
    if all(getattr(duty, name) == value for name, value in values.items() if name != "how_computed"):
        return False
    after = max(duty.due_on, period.due_on)
    change = {"before": duty.due_on, "after": after, "is_provisional": period.is_provisional}
    move(duty, DutyState.OPEN, by=by, verb="recompute_duty", payload=change, **values)
    return True


def counted(duty: Duty) -> Period:
    """Count a duty's term with the calendar and the pauses as they are now."""
    number, unit = duty.how_computed["number"], duty.how_computed["unit"]
    return period_end(duty.trigger_on, number, unit, calendar(), pauses=stops(duty))


def prolonged(duty: Duty, until: date) -> Period:
    """Return a duty's term with its end at a date that was granted; past pauses are in that date already."""
    past = stops(duty)
    days = (duty.trigger_on + n * ONE for n in range(1, (until - duty.trigger_on).days + 1))
    number = sum(not any(stop.start_on < day <= stop.end_on for stop in past) for day in days)
    return period_end(duty.trigger_on, number, "day", calendar(), pauses=past)


def stops(duty: Duty) -> list[Stop]:
    """Return the pauses of a duty that have ended."""
    return [Stop(pause.starts_on, pause.ends_on, pause.reason) for pause in duty.pauses.all() if pause.ends_on]


def columns(period: Period) -> dict[str, Any]:
    """Return the columns of a duty that a computed period fills."""
    return {
        "trigger_on": period.trigger_on,
        "nominal_due_on": period.nominal_on,
        "due_on": period.due_on,
        "is_provisional": period.is_provisional,
        "how_computed": asdict(period),
    }


def meet_duty(subject: models.Model, kind: str, *, by: Post | None, on: date | None = None) -> int:
    """Meet the open duties of a kind about `subject`; return how many. A late one is met late, never refused (T58)."""
    on = on or timezone.localdate()
    met = 0
    with transaction.atomic():
        for duty in Duty.objects.of(subject).open().filter(kind=kind).order_by("pk"):
            note = gettext_lazy("late") if on > duty.due_on else ""
            move(duty, DutyState.MET, by=by, verb="meet_duty", note=note, met_on=on)
            met += 1
    return met


def cancel_duties(subject: models.Model, *, by: Post | None, note: str | Promise, kinds: tuple[str, ...] = ()) -> int:
    """Let the open duties about `subject` fall away (all, or of some kinds); return how many."""
    cancelled = 0
    with transaction.atomic():
        duties = Duty.objects.of(subject).open().order_by("pk")
        for duty in duties.filter(kind__in=kinds) if kinds else duties:
            move(duty, DutyState.CANCELLED, by=by, verb="cancel_duty", note=note)
            cancelled += 1
    return cancelled


def waive_duty(duty: Duty, *, by: Post, note: str) -> Duty:
    """Waive a duty by a reasoned decision."""
    require(by, "waive_duty", duty)
    move(duty, DutyState.WAIVED, by=by, verb="waive_duty", note=note)
    return duty


def ask_extension(duty: Duty, *, by: Post, asked_until: date, reason: str) -> Extension:
    """Ask for more time on an open duty; the holder asks, the office answers."""
    require(by, "ask_extension", duty)
    if duty.state != DutyState.OPEN:
        raise RuleRefused(_("This duty is no longer open; there is nothing to prolong."))
    _check_later(duty, asked_until)
    if duty.extensions.filter(state=ExtensionState.ASKED).exists():
        raise RuleRefused(_("A request for more time on this duty is still waiting for its answer."))
    with transaction.atomic():
        extension = Extension.objects.create(duty=duty, asked_until=asked_until, reason=reason, asked_by=by.user)
        record(extension, "ask_extension", by=by, asked_until=asked_until)
        record(duty, "ask_extension", by=by, note=reason, asked_until=asked_until)
    return extension


def answer_extension(duty: Duty, *, by: Post, is_granted: bool, answer: str) -> Duty:
    """Answer the request that waits: grant it, and the last day moves, or refuse it, and the last day stands."""
    require(by, "answer_extension", duty)
    extension = duty.extensions.filter(state=ExtensionState.ASKED).first()
    if extension is None:
        raise RuleRefused(_("No request for more time waits for an answer."))
    if extension.asked_by_id == by.user_id:
        raise RuleRefused(_("Whoever asked for more time cannot answer the request."))
    with transaction.atomic():
        verb = "grant_extension" if is_granted else "refuse_extension"
        to = ExtensionState.GRANTED if is_granted else ExtensionState.REFUSED
        move(extension, to, by=by, verb=verb, note=answer, answer=answer)
        if not is_granted:
            record(duty, verb, by=by, note=answer)
            return duty
        _check_later(duty, extension.asked_until)  # a pause may have moved the last day since
        period = prolonged(duty, extension.asked_until)
        change = {"before": duty.due_on, "after": period.due_on}
        move(duty, DutyState.OPEN, by=by, verb=verb, note=answer, payload=change, **columns(period))
        duty_prolonged.send(sender=Duty, duty=duty, by=by)
    return duty


def _check_later(duty: Duty, until: date) -> None:
    if until <= duty.due_on:
        raise RuleRefused(_("The new date must be later than %(date)s.") % {"date": duty.due_on})


def pause_duty(duty: Duty, *, by: Post, reason: str, starts_on: date | None = None) -> Pause:
    """Stop a duty's clock (R-TIME-09)."""
    require(by, "pause_duty", duty)
    if duty.state != DutyState.OPEN or duty.pauses.filter(ends_on=None).exists():
        raise RuleRefused(_("Only a running duty can be paused."), rule="R-TIME-09")
    with transaction.atomic():
        pause = Pause.objects.create(duty=duty, reason=reason, starts_on=starts_on or timezone.localdate())
        record(duty, "pause_duty", by=by, note=reason, starts_on=pause.starts_on)
    return pause


def resume_duty(duty: Duty, *, by: Post, ends_on: date | None = None) -> Duty:
    """Let a paused clock run again; the paused days are added to the term (R-TIME-09)."""
    require(by, "resume_duty", duty)
    pause = duty.pauses.filter(ends_on=None).first()
    if pause is None:
        raise RuleRefused(_("This duty is not paused."), rule="R-TIME-09")
    with transaction.atomic():
        pause.ends_on = ends_on or timezone.localdate()
        pause.save(update_fields=["ends_on"])
        move(duty, DutyState.OPEN, by=by, verb="resume_duty", **columns(counted(duty)))
    return duty
