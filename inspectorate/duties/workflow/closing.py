"""Duties are met, fall away with their subject, or are waived by a decision."""

from collections.abc import Iterable
from datetime import date

from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from inspectorate.duties.models import Duty
from inspectorate.duties.states import DutyState
from inspectorate.register.models import Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import batches, move, move_many


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


def meet_keys(keys: Iterable[str], by: Post | None = None, on: date | None = None) -> int:
    """Meet the open duties of the keys, in batches; return how many. A late one says so (T58)."""
    on = on or timezone.localdate()

    def note(duty: Duty) -> str | Promise:
        return gettext_lazy("late") if on > duty.due_on else ""

    owed = (Duty.objects.open().filter(key__in=batch) for batch in batches(dict.fromkeys(keys)))
    return sum(move_many(rows, DutyState.MET, verb="meet_duty", by=by, note=note, met_on=on) for rows in owed)


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
