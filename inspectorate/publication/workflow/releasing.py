"""Onto the public site and off it again."""
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Func, Value
from django.db.models.fields import BigIntegerField
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.duties.workflow import meet_duty
from inspectorate.publication import deadlines, papers
from inspectorate.publication.models import Publication, search_columns
from inspectorate.publication.signals import publication_released
from inspectorate.publication.states import POSTING_RULES, Kind, PublicationState
from inspectorate.register.models import Organization, Post, Succession
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move

from .doors import renew_doors
from .drafting import DUTY
from .gate import refuse_findings


def release(publication: Publication, *, by: Post, publicity: str = "") -> Publication:
    """Publish what was cleared: names frozen, fingerprint taken, the version before replaced, the duty met.

    The detector runs once more (T88); whoever wrote the text cannot release it. `publicity` is the approver's decision
    for whom an accountability result is meant (R-ACC-26).
    """
    require(by, "release", publication)
    publication.refresh_from_db()
    if publication.author_id == by.user_id:
        raise RuleRefused(_("The author cannot release the publication."), rule="R-PUB-03")
    refuse_findings(publication)
    changes = _public_columns(publication) | ({"publicity": publicity} if publicity else {})
    with transaction.atomic():
        _replace_earlier(publication, by)
        move(
            publication, PublicationState.RELEASED, by=by, verb="release", released_by=by.user, **changes,
            payload={"sha256": changes["sha256"], "version": publication.version},
        )
        meet_duty(publication, DUTY, by=by)
        publication_released.send(sender=Publication, publication=publication, by=by)
        renew_doors()
    return publication


def withdraw(publication: Publication, *, by: Post, reason: str) -> Publication:
    """Take a publication down at once; its address says since when and why (R-PUB-18, T89)."""
    require(by, "withdraw", publication)
    if not reason.strip():
        raise RuleRefused(_("Say why it is taken down; citizens will read it."), rule="R-PUB-18")
    with transaction.atomic():
        move(
            publication, PublicationState.WITHDRAWN, by=by, verb="withdraw", note=reason,
            withdrawn_at=timezone.now(), withdrawn_reason=reason.strip(),
        )
        renew_doors()
    return publication


def end_posting(publication: Publication, *, by: Post | None = None) -> Publication:
    """End a posting whose last day is past: what was shown of persons is no longer needed (R-PUB-11, R-PUB-18)."""
    if publication.ends_on is None or publication.ends_on >= timezone.localdate():
        raise RuleRefused(_("This posting still runs."), rule="R-PUB-11")
    with transaction.atomic():
        move(publication, PublicationState.EXPIRED, by=by, verb="end_posting", withdrawn_at=timezone.now())
        renew_doors()
    return publication


def follow_successions() -> int:
    """Show results under the schools that took over the inspected one, also when it merged after their release."""
    changed = 0
    for old, new in Succession.objects.order_by("pk").values_list("predecessor_id", "successor_id"):
        missing = Publication.objects.filter(shown_under__contains=[old]).exclude(shown_under__contains=[new])
        appended = Func(F("shown_under"), Value(new, output_field=BigIntegerField()), function="array_append")
        changed += missing.update(shown_under=appended)
    if changed:
        renew_doors()
    return changed


def _public_columns(publication: Publication) -> dict[str, Any]:
    """Return the columns that citizens will read, frozen as of now."""
    now = timezone.now()
    unit = None if publication.has_minor else publication.organization  # R-PUB-13: not even the school
    publication.organization_name = unit.name if unit else ""
    publication.area_name = publication.area.name
    publication.owner_name = publication.owner.name
    return {
        "released_at": now, "listed_on": timezone.localdate(now), "ends_on": _ends_on(publication),
        "card_id": unit.pk if unit else None, "organization_name": publication.organization_name,
        "area_name": publication.area_name, "owner_name": publication.owner_name,
        "shown_under": sorted(_successors(unit)) if unit else [], "sha256": publication.content_sha256,
        "lead": papers.lead(publication.public_payload), **search_columns(publication),
    }


def _ends_on(publication: Publication) -> date | None:
    if publication.kind == Kind.CALL_FOR_OPINIONS:
        return date.fromisoformat(publication.public_payload["closes_on"])
    if publication.kind in POSTING_RULES:
        return deadlines.posting_end(publication.kind, publication.area, timezone.localdate()).due_on
    return None


def _replace_earlier(publication: Publication, by: Post) -> None:
    earlier = Publication.objects.filter(public_id=publication.public_id, state=PublicationState.RELEASED)
    for item in earlier.exclude(pk=publication.pk):
        note = publication.correction_note
        move(
            item, PublicationState.REPLACED, by=by, verb="replace", note=note, withdrawn_at=timezone.now(),
            withdrawn_reason=note,
        )


def _successors(unit: Organization) -> set[int]:
    """Return the unit and all that it became, so that a result is found under the name of today."""
    found: set[int] = {unit.pk}
    latest: Iterable[int] = found
    while latest:
        following = Succession.objects.filter(predecessor_id__in=latest).values_list("successor_id", flat=True)
        latest = set(following) - found
        found |= latest
    return found
