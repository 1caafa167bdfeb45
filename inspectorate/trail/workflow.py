"""`move()`: the only code that sets a state; `record()`: the trail of acts that change none."""

from typing import Any, Protocol

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
    event = Event(
        subject_type=kind,
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
    event.save(force_insert=True)
    head.sequence, head.hash = event.sequence, event.hash
    head.save(update_fields=["sequence", "hash"])
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
