"""More time asked for and answered; the clock stopped and let run again."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.duties.models import Duty, Extension, Pause
from inspectorate.duties.signals import duty_prolonged
from inspectorate.duties.states import DutyState, ExtensionState
from inspectorate.register.models import Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record

from .dates import columns, counted, prolonged


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
    """Let a paused clock run again; its days are added to the term (R-TIME-09), which ends no nearer (T56)."""
    require(by, "resume_duty", duty)
    pause = duty.pauses.filter(ends_on=None).first()
    if pause is None:
        raise RuleRefused(_("This duty is not paused."), rule="R-TIME-09")
    with transaction.atomic():
        pause.ends_on = ends_on or timezone.localdate()
        pause.save(update_fields=["ends_on"])
        period = counted(duty)
        values = columns(period) if period.due_on >= duty.due_on else {}
        move(duty, DutyState.OPEN, by=by, verb="resume_duty", **values)
    return duty
