"""Sealing the trail at intervals, and the walk that verifies it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from .models import FIRST_HASH, Event, Head, Seal

# An act's transaction may commit its event a little later than an event with a higher id; a seal waits for both.
SETTLING = timedelta(minutes=10)


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the trail; `kind` is changed, removed, inserted, head or seal."""

    kind: str
    event_id: int | None
    detail: str


def digest_of(events: QuerySet, start: str) -> tuple[str, int]:
    """Return the SHA-256 over the hashes of `events` in order of id, begun with the seal before, and their number."""
    digest, count = hashlib.sha256(start.encode()), 0
    for value in events.order_by("id").values_list("hash", flat=True).iterator(chunk_size=5000):
        digest.update(value.encode())
        count += 1
    return digest.hexdigest(), count


def seal(now: datetime | None = None) -> Seal | None:
    """Seal all settled events that no seal covers yet; None where there is nothing new."""
    now = now or timezone.now()
    before = Seal.objects.order_by("id").last()
    first = before.last_id + 1 if before else 1
    last = (
        Event.objects.filter(id__gte=first, at__lte=now - SETTLING).order_by("id").values_list("id", flat=True).last()
    )
    if last is None:
        return None
    events = Event.objects.filter(id__range=(first, last))
    value, count = digest_of(events, before.digest if before else FIRST_HASH)
    return Seal.objects.create(sealed_at=now, first_id=first, last_id=last, events=count, digest=value)


def verify() -> Iterator[Fault]:
    """Yield every changed, removed, inserted or swapped event, every head and seal that does not fit."""
    yield from _verify_chains()
    yield from _verify_seals()


def _verify_chains() -> Iterator[Fault]:
    heads = {(h.subject_type_id, h.subject_id): h for h in Head.objects.iterator(chunk_size=5000)}
    key, previous, sequence = None, FIRST_HASH, 0
    for event in Event.objects.order_by("subject_type_id", "subject_id", "sequence").iterator(chunk_size=2000):
        if (event.subject_type_id, event.subject_id) != key:
            yield from _verify_head(heads, key, sequence, previous)
            key, previous, sequence = (event.subject_type_id, event.subject_id), FIRST_HASH, 0
        if event.sequence != sequence + 1:
            yield Fault("removed", event.pk, f"{sequence + 1} missing before {event.sequence}")
        if event.previous_hash != previous:
            yield Fault("inserted", event.pk, "does not follow the event before it")
        if event.compute_hash() != event.hash:
            yield Fault("changed", event.pk, "content does not match its hash")
        previous, sequence = event.hash, event.sequence
    yield from _verify_head(heads, key, sequence, previous)
    for lost in heads.values():
        yield Fault("removed", None, f"no events left of {lost}")


def _verify_head(heads: dict, key: tuple | None, sequence: int, last_hash: str) -> Iterator[Fault]:
    if key is None:
        return
    head = heads.pop(key, None)
    if head is None or (head.sequence, head.hash) != (sequence, last_hash):
        yield Fault("head", None, f"{key}: the newest event is not the one noted")


def _verify_seals() -> Iterator[Fault]:
    start = FIRST_HASH
    for item in Seal.objects.order_by("id"):
        value, count = digest_of(Event.objects.filter(id__range=(item.first_id, item.last_id)), start)
        if (value, count) != (item.digest, item.events):
            yield Fault("seal", None, f"seal {item.pk}: {count} events now, {item.events} when sealed")
        start = item.digest
