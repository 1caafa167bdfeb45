"""Duties are opened: one by the act that causes it, many by the clock under keys that are unique for ever."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import structlog
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import override

from inspectorate.duties.models import Duty
from inspectorate.lib.periods import Period
from inspectorate.register.models import Area, Organization, Post, User
from inspectorate.rulebook.workflow import due
from inspectorate.trail.models import Head
from inspectorate.trail.workflow import RuleRefused, batches, record, record_many

from .dates import columns, named_date

log = structlog.get_logger(__name__)


class Owed(NamedTuple):
    """A recurring duty as the clock finds it: its key is unique for ever (`hold_plenary:12:2026`).

    `remind_on` is the day on which a rule of its own wants it announced, before the usual reminders.
    """

    key: str
    kind: str
    rule: str
    title: str | Promise
    holder: Organization
    subject: models.Model
    area: Area
    trigger_on: date
    due_on: date | None = None
    person: User | None = None
    group: str = ""
    remind_on: date | None = None


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
    owed = Owed(key or "", kind, rule, title, holder, subject, area, trigger_on, due_on, person, group)
    made = _duty(owed, _period(rule, area, trigger_on, due_on))
    with transaction.atomic():
        is_first = key is None
        if key is None:
            made.save(force_insert=True)
        else:  # whoever is second waits here and finds the first one's duty
            Duty.objects.bulk_create([made], ignore_conflicts=True)
            made = Duty.objects.get(key=key)
            is_first = not _head(made.pk).exists()
        if is_first:
            record(made, "open_duty", by=by, **_facts(made))
    return made


def open_owed(rows: Iterable[Owed]) -> int:
    """Open the duties whose key is not there yet, in batches of constant cost with one event each; return how many.

    Any number of clocks may run at once or late: one duty and one event a key. A row whose term cannot be counted
    is told to the log and stops no other (T68).
    """
    counted = cache(_period)  # one count for all holders of an area
    return sum(_open_batch(batch, counted) for batch in batches(rows))


def _open_batch(rows: list[Owed], period: Callable[..., Period]) -> int:
    by_key = {owed.key: owed for owed in rows}
    known = set(Duty.objects.filter(key__in=by_key).values_list("key", flat=True))
    made = [_counted(by_key[key], period) for key in sorted(by_key.keys() - known)]
    fresh = [duty for duty in made if duty]
    if not fresh:
        return 0
    with transaction.atomic():
        Duty.objects.bulk_create(fresh, ignore_conflicts=True)
        # What another clock has opened since has its event already: both were committed together.
        mine = Duty.objects.filter(~Exists(_head(OuterRef("pk"))), key__in=[duty.key for duty in fresh])
        return record_many(mine.order_by("pk"), "open_duty", payload=_facts)


def _counted(owed: Owed, period: Callable[..., Period]) -> Duty | None:
    try:
        return _duty(owed, period(owed.rule, owed.area, owed.trigger_on, owed.due_on))
    except RuleRefused as refused:
        log.warning("duty_not_opened", key=owed.key, rule=refused.rule)
        return None


def _period(rule: str, area: Area, trigger_on: date, due_on: date | None) -> Period:
    return named_date(trigger_on, due_on) if due_on else due(rule, area, trigger_on)


def _duty(owed: Owed, period: Period) -> Duty:
    with override(settings.LANGUAGE_CODE):  # what is stored is in the office's language, whoever acts
        return Duty(
            key=owed.key or None,
            kind=owed.kind,
            rule=owed.rule,
            title=str(owed.title),
            holder=owed.holder,
            person=owed.person,
            group=owed.group,
            remind_on=owed.remind_on,
            area=owed.area,
            subject=owed.subject,
            subject_label=str(owed.subject)[:200],
            opened_on=timezone.localdate(),
            **owed.area.scope,
            **columns(period),
        )


def _head(key: int | OuterRef) -> models.QuerySet:
    """Return the head of a duty's trail."""
    return Head.objects.filter(subject_type=ContentType.objects.get_for_model(Duty), subject_id=key)


def _facts(duty: Duty) -> dict[str, Any]:
    return {"due_on": duty.due_on, "rule": duty.rule}
