"""What the clock starts: postings end, results follow schools that merged, what is public is checked for changes."""
from collections.abc import Iterator
from hashlib import sha256

from django.utils import timezone

from inspectorate.lib.uploads import place
from inspectorate.trail.workflow import MoveRefused, record

from .models import Publication, PublicFile
from .workflow import end_posting, follow_successions


def end_postings() -> int:
    """End the postings whose last day is past (R-PUB-11); return how many."""
    ended = 0
    for publication in Publication.objects.ended(timezone.localdate()).order_by("pk"):
        try:
            end_posting(publication, by=None)
        except MoveRefused:  # somebody took it down meanwhile
            continue
        ended += 1
    return ended


def follow_mergers() -> int:
    """Show results under the schools that took over; return how many changed."""
    return follow_successions()


def check_published() -> int:
    """Compare everything public with the fingerprint of its release (T90); note what differs; return how many."""
    changed = list(changed_publications())
    for publication, what in changed:
        record(publication, "found_changed", by=None, note=what)
    return len(changed)


def changed_publications() -> Iterator[tuple[Publication, str]]:
    """Yield what citizens see otherwise than it was released, and what of it."""
    rows = Publication.objects.filter(state="released").prefetch_related("public_files")
    for publication in rows.order_by("pk").iterator(chunk_size=500):
        if publication.content_sha256 != publication.sha256:
            yield publication, "content"
        for file in publication.public_files.all():
            if not is_whole(file):
                yield publication, f"file {file.pk}"


def is_whole(file: PublicFile) -> bool:
    """Return whether the stored bytes are still those that were released."""
    stored = place(file.sha256)
    return stored.exists() and sha256(stored.read_bytes()).hexdigest() == file.sha256
