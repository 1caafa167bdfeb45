"""`move()`: the only code that sets a state; `record()`: the trail of acts that change none."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, Protocol, TypeVar

import structlog
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from .models import Event, Head

CLOCK = gettext_noop("Clock")
BATCH = 1000  # rows that one statement of a set-based act takes
Row = TypeVar("Row")
Payloads = Callable[[Any], dict[str, Any]]


class Actor(Protocol):
    """What the trail needs to know of a post."""

    @property
    def pk(self) -> Any: ...
    @property
    def user_id(self) -> int | None: ...
    @property
    def actor_name(self) -> str: ...


class Refusal(Exception):
    """A verb said no; `str()` is the sentence for the user, `rule` the id of the rule behind it."""

    def __init__(self, message: str, *, rule: str = "") -> None:
        super().__init__(message)
        self.rule = rule


class MoveRefused(Refusal):
    """The object is not in a state from which this move is allowed; `event` tells who moved it last."""

    def __init__(self, message: str, *, event: Event | None = None) -> None:
        super().__init__(message)
        self.event = event


class RuleRefused(Refusal):
    """A rule of the field forbids the act as asked."""


def move(
    obj: Any,
    to: str,
    *,
    by: Actor | None,
    verb: str,
    note: str | Promise = "",
    payload: dict[str, Any] | None = None,
    **changes: Any,
) -> Event:
    """Move `obj`, a row with `state` and MOVES, to `to` together with `changes`; write the event; one winner in a race.

    `by` is the acting post, None where the clock acts. Raises MoveRefused where the move is not in the model's
    MOVES table or somebody else was faster; nothing is changed then.
    """
    model = type(obj)
    start = obj.state
    if to not in model.MOVES.get(start, ()):
        raise _refused(obj, to)
    with transaction.atomic():
        won = model._base_manager.filter(pk=obj.pk, state=start).update(state=to, **changes)
        if not won:
            raise _refused(obj, to)
        event = _append(obj, verb, by=by, note=note, payload=payload or {}, from_state=start, to_state=to)
    for name, value in {**changes, "state": to}.items():
        setattr(obj, name, value)
    return event


def record(obj: models.Model, verb: str, *, by: Actor | None, note: str | Promise = "", **payload: Any) -> Event:
    """Write the event of an act that changes no state (a creation, an edit, a reading that is logged)."""
    with transaction.atomic():
        state = getattr(obj, "state", "")
        return _append(obj, verb, by=by, note=note, payload=payload, from_state="", to_state=state or "")


def record_many(
    rows: Iterable[models.Model],
    verb: str,
    *,
    by: Actor | None = None,
    note: str | Promise | Callable[[Any], str | Promise] = "",
    payload: Payloads | None = None,
    from_state: str = "",
) -> int:
    """Write one event on each of many rows of one model; four statements a batch; return how many.

    The chains grow under the locks of their heads, taken in one order, so that parallel writers queue and never
    block each other. `note` and `payload` may be functions of the row.
    """
    count = 0
    with transaction.atomic(), override(settings.LANGUAGE_CODE):  # stored in the office's language, whoever acts
        for batch in batches(rows):
            heads = _lock_heads(batch)
            events = [
                _next_event(
                    row, heads[row.pk], verb, by=by, note=str(note(row) if callable(note) else note),
                    payload=payload(row) if payload else {}, from_state=from_state,
                    to_state=getattr(row, "state", "") or "",
                )
                for row in batch
            ]
            Event.objects.bulk_create(events)
            Head.objects.bulk_create(
                heads.values(), update_conflicts=True, unique_fields=["subject_type", "subject_id"],
                update_fields=["sequence", "hash"],
            )
            count += len(events)
    return count


def move_many(
    rows: models.QuerySet,
    to: str,
    *,
    verb: str,
    by: Actor | None = None,
    note: str | Promise | Callable[[Any], str | Promise] = "",
    **changes: Any,
) -> int:
    """Move up to a batch of rows that all stand in one state to `to`, each with its event; return how many moved.

    Rows that somebody else moved first are left out. Raises MoveRefused where the table forbids the move.
    """
    model = rows.model
    with transaction.atomic():
        found = list(rows.select_for_update(of=("self",)).order_by("pk")[:BATCH])
        starts = {row.state for row in found}
        if len(starts) > 1:
            raise ValueError("move_many: rows of one state only")
        for start in starts:
            if to not in model.MOVES.get(start, ()):
                raise _refused(found[0], to)
            model._base_manager.filter(pk__in=[row.pk for row in found]).update(state=to, **changes)
            for row in found:
                row.state = to
            record_many(found, verb, by=by, note=note, from_state=start)
    return len(found)


def batches(rows: Iterable[Row], size: int = BATCH) -> Iterator[list[Row]]:
    """Yield the rows in lists of at most `size`."""
    source = iter(rows)
    while batch := list(islice(source, size)):
        yield batch


def once(key: str) -> bool:
    """Claim a form's key inside the act's transaction; False if the same form was acted on before."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO trail_submission (key, at) VALUES (%s, now()) ON CONFLICT (key) DO NOTHING", [key])
        return cursor.rowcount == 1


def _append(obj: models.Model, verb: str, *, by: Actor | None, note: str | Promise, **fields: Any) -> Event:
    with override(settings.LANGUAGE_CODE):  # what is stored is in the office's language, whoever acts
        note = str(note)
    kind = ContentType.objects.get_for_model(obj)
    Head.objects.get_or_create(subject_type=kind, subject_id=obj.pk)
    head = Head.objects.select_for_update().get(subject_type=kind, subject_id=obj.pk)
    event = _next_event(obj, head, verb, by=by, note=note, **fields)
    event.save(force_insert=True)
    head.save(update_fields=["sequence", "hash"])
    return event


def _lock_heads(rows: list[models.Model]) -> dict[Any, Head]:
    """Return the locked heads of rows of one model by their keys; a row without one gets it."""
    kind, keys = ContentType.objects.get_for_model(rows[0]), sorted({row.pk for row in rows})
    Head.objects.bulk_create([Head(subject_type=kind, subject_id=key) for key in keys], ignore_conflicts=True)
    found = Head.objects.filter(subject_type=kind, subject_id__in=keys).order_by("subject_id").select_for_update()
    return {head.subject_id: head for head in found}


def _next_event(obj: models.Model, head: Head, verb: str, *, by: Actor | None, note: str, **fields: Any) -> Event:
    """Return the event that follows the head, which then names it."""
    event = Event(
        subject_type_id=head.subject_type_id,
        subject_id=obj.pk,
        sequence=head.sequence + 1,
        at=timezone.now(),
        actor_id=by.user_id if by else None,
        post_id=by.pk if by else None,
        actor_name=by.actor_name if by else CLOCK,
        source=str(structlog.contextvars.get_contextvars().get("ip", ""))[:64],
        verb=verb,
        note=note,
        previous_hash=head.hash,
        **fields,
    )
    event.hash = event.compute_hash()
    head.sequence, head.hash = event.sequence, event.hash
    return event


def _refused(obj: Any, to: str) -> MoveRefused:
    """Tell who moved the object last, when, and to what."""
    labels = dict(type(obj)._meta.get_field("state").choices or ())
    current = type(obj)._base_manager.filter(pk=obj.pk).values_list("state", flat=True).first() or obj.state
    event = Event.objects.of(obj).exclude(to_state="").last()
    facts = {"to": labels.get(to, to), "state": labels.get(current, current)}
    if event is None:
        return MoveRefused(_("This cannot become “%(to)s”: it is “%(state)s”.") % facts)
    facts |= {
        "who": _(event.actor_name) if event.actor_id is None else event.actor_name,
        "when": formats.date_format(timezone.localtime(event.at), "DATETIME_FORMAT"),
    }
    message = _("This cannot become “%(to)s”: %(who)s set it to “%(state)s” at %(when)s.") % facts
    return MoveRefused(message, event=event)
