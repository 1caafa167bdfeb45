"""Making the public copy: proposed by an act or by hand, completed, redacted, handed in for review."""
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.documents import workflow as documents
from inspectorate.documents.models import StoredFile
from inspectorate.duties.workflow import cancel_duties, open_duty
from inspectorate.lib.copies import clean_copy
from inspectorate.lib.detector import scan
from inspectorate.lib.detector.files import scan_file
from inspectorate.lib.uploads import keep_bytes
from inspectorate.publication import deadlines, papers
from inspectorate.publication.models import Publication, PublicFile, new_public_id
from inspectorate.publication.states import STANDING, Kind, PublicationState, Publicity
from inspectorate.register.models import Area, Organization, Post
from inspectorate.register.rights import require
from inspectorate.rulebook.workflow import setting
from inspectorate.trail.workflow import RuleRefused, move, record

DUTY = "publish"


def propose(
    kind: str,
    *,
    subject: models.Model | None = None,
    organization: Organization | None,
    area: Area,
    title: str,
    payload: Mapping[str, Any],
    by: Post | None,
    files: Iterable[StoredFile] = (),
    body: str = "",
    formed_on: date | None = None,
    publicity: str = "",
    owner: Organization | None = None,
    has_minor: bool = False,
    replaces: Publication | None = None,
    correction_note: str = "",
) -> Publication:
    """Make the draft of a publication and open the duty to publish it in time (R-PUB-02).

    Called by the verb that formed the report, decision or list (`subject`), which asked for its own right; without a
    subject it is made by hand and needs the right to propose. Raises RuleRefused for content that no publication of
    the kind may hold (R-PUB-12) and for an opinion letter where the area keeps it internal (R-INS-20).
    """
    formed_on = formed_on or timezone.localdate()
    owner = owner or by.organization  # type: ignore[union-attr]  # the clock must name the owner (R-PUB-08)
    _refuse_internal(kind, area, formed_on)
    cleaned = papers.clean(kind, payload)
    public, redactions = papers.protect(cleaned, deadlines.smallest_group(area, formed_on))
    replaces = replaces or _standing(kind, owner, organization)
    publication = Publication(
        **_version(replaces), kind=kind, publicity=publicity or _publicity(kind, area, formed_on), owner=owner,
        organization=organization, area=area, group=by.group if by else "", title=title.strip()[:200], payload=cleaned,
        public_payload=public, redactions=redactions, body=body.strip(), public_body=body.strip(),
        subject_type=subject._meta.label_lower if subject else "", subject_id=subject.pk if subject else None,
        has_minor=has_minor, author_id=by.user_id if by else None, formed_on=formed_on, listed_on=formed_on,
        due_on=deadlines.publication_due(area, formed_on).due_on, correction_note=correction_note, **area.scope,
    )
    with transaction.atomic():
        publication.save()
        if subject is None:
            require(by, "propose", publication)
        record(publication, "propose", by=by, note=correction_note, kind=kind)
        _attach(publication, files, by)
        _open_duty(publication, by)
    return publication


def edit(
    publication: Publication, *, by: Post, title: str, payload: Mapping[str, Any], body: str = "",
    has_minor: bool | None = None,
) -> Publication:
    """Change a draft; redactions made before fall away, because they were of the old text."""
    require(by, "edit", publication)
    cleaned = papers.clean(publication.kind, payload)
    public, redactions = papers.protect(cleaned, deadlines.smallest_group(publication.area, publication.formed_on))
    changes = {
        "title": title.strip()[:200], "payload": cleaned, "public_payload": public, "redactions": redactions,
        "body": body.strip(), "public_body": body.strip(),
        "has_minor": publication.has_minor if has_minor is None else has_minor,
    }
    _change(publication, "edit", by, changes, states=(PublicationState.DRAFT,))
    return publication


def redact(
    publication: Publication, *, by: Post, payload: Mapping[str, Any], article: str, reason: str, body: str = ""
) -> Publication:
    """Set the public copy apart from the full one, which stays as it is (R-PUB-07); citizens read the reason."""
    require(by, "redact", publication)
    public = papers.clean(publication.kind, payload)
    changed = [item.name for item, *_values in papers.differences(publication.kind, publication.payload, public)]
    changed += ["body"] if body.strip() != publication.body else []
    if changed and not reason.strip():
        raise RuleRefused(_("Say why parts are withheld."), rule="R-PUB-07")
    redactions = [{"field": name, "article": article, "reason": reason.strip()} for name in changed]
    changes = {"public_payload": public, "public_body": body.strip(), "redactions": redactions}
    states = (PublicationState.DRAFT, PublicationState.IN_REVIEW)
    _change(publication, "redact", by, changes, states=states, note=reason, fields=changed)
    return publication


def attach(publication: Publication, *, by: Post, files: Iterable[StoredFile]) -> Publication:
    """Add clean copies of files to a draft."""
    require(by, "edit", publication)
    with transaction.atomic():
        _locked(publication, (PublicationState.DRAFT,))
        _attach(publication, files, by)
        record(publication, "attach", by=by)
    return publication


def submit(publication: Publication, *, by: Post) -> Publication:
    """Hand a draft in for review by somebody else (R-PUB-03)."""
    require(by, "submit", publication)
    move(publication, PublicationState.IN_REVIEW, by=by, verb="submit")
    return publication


def return_to_author(publication: Publication, *, by: Post, note: str) -> Publication:
    """Send something cleared back to its author, because it changed or a doubt came up."""
    require(by, "return_to_author", publication)
    move(publication, PublicationState.DRAFT, by=by, verb="return_to_author", note=note, reviewer=None)
    return publication


def drop(publication: Publication, *, by: Post, note: str) -> Publication:
    """Give up a draft, with the reason; what the law says must be public cannot be dropped (R-PUB-01)."""
    require(by, "drop", publication)
    if publication.subject_type and publication.version == 1:
        message = _("This follows from an act and must be reviewed; the reviewer may refuse it with its article.")
        raise RuleRefused(message, rule="R-PUB-01")
    with transaction.atomic():
        move(publication, PublicationState.DROPPED, by=by, verb="drop", note=note)
        cancel_duties(publication, by=by, note=note)
    return publication


def correct(
    publication: Publication, *, by: Post | None, payload: Mapping[str, Any], note: str, title: str = "",
    body: str | None = None,
) -> Publication:
    """Draft the next version of something published; at its release it takes the place of this one (R-PUB-18)."""
    require(by, "correct", publication)
    if publication.state != PublicationState.RELEASED:
        raise RuleRefused(_("Only what is published can be corrected."), rule="R-PUB-18")
    return propose(
        publication.kind, organization=publication.organization, area=publication.area,
        title=title or publication.title, payload=payload, by=by,
        files=[file.stored for file in publication.public_files.select_related("stored")],
        body=publication.body if body is None else body, publicity=publication.publicity, owner=publication.owner,
        has_minor=publication.has_minor, replaces=publication, correction_note=note,
    )


def _refuse_internal(kind: str, area: Area, on: date) -> None:
    rule = "R-INS-20"
    if kind == Kind.OPINION_LETTER and setting(rule, area, on).value == "internal":
        message = _("In %(area)s an opinion letter goes to the unit only; the report is published.")
        raise RuleRefused(message % {"area": area}, rule=rule)


def _publicity(kind: str, area: Area, on: date) -> str:
    """Return for whom a kind is meant when nobody said: accountability by rule (R-ACC-26), else everybody."""
    if kind != Kind.ACCOUNTABILITY_RESULT:
        return Publicity.WHOLE_SOCIETY
    value = setting("R-ACC-26", area, on).value
    return value if value in Publicity.values else Publicity.UNIT


def _standing(kind: str, owner: Organization, organization: Organization | None) -> Publication | None:
    """Return what stands published in the place that a new one of this kind will take."""
    if kind not in STANDING:
        return None
    return Publication.objects.filter(
        kind=kind, owner=owner, organization=organization, state=PublicationState.RELEASED
    ).order_by("-pk").first()


def _version(replaces: Publication | None) -> dict[str, Any]:
    if replaces is None:
        return {"public_id": new_public_id()}
    versions = Publication.objects.filter(public_id=replaces.public_id)
    last = versions.aggregate(last=models.Max("version"))["last"]
    if versions.filter(version=last, state__in=(PublicationState.DRAFT, PublicationState.IN_REVIEW)).exists():
        raise RuleRefused(_("A corrected version is already being prepared."), rule="R-PUB-18")
    return {"public_id": replaces.public_id, "version": last + 1, "replaces": replaces}


def _open_duty(publication: Publication, by: Post | None) -> None:
    open_duty(
        DUTY, rule=deadlines.PUBLISH, title=_("Publish: %(title)s") % {"title": publication.title[:150]},
        holder=publication.owner, subject=publication, area=publication.area, by=by,
        trigger_on=publication.formed_on, group=publication.group,
    )


def _change(
    publication: Publication, verb: str, by: Post, changes: dict[str, Any], *, states: tuple[str, ...], note: str = "",
    **facts: Any,
) -> None:
    with transaction.atomic():
        _locked(publication, states)
        for name, value in changes.items():
            setattr(publication, name, value)
        publication.save(update_fields=[*changes, "updated_at"])
        record(publication, verb, by=by, note=note, **facts)


def _locked(publication: Publication, states: tuple[str, ...]) -> None:
    state = Publication.objects.select_for_update().values_list("state", flat=True).get(pk=publication.pk)
    if state not in states:
        facts = {"state": PublicationState(state).label}
        raise RuleRefused(_("This is “%(state)s” and can no longer be changed.") % facts, rule="R-PUB-03")


def _attach(publication: Publication, files: Iterable[StoredFile], by: Post | None) -> None:
    for stored in files:
        copy, content = _public_copy(stored, by)
        found, is_readable = scan_file(content, copy.media_type)
        found += scan(copy.name, "name")
        documents.attach(publication, [stored], by=by, label=_("Original"))
        documents.attach(publication, [copy], by=by, label=_("Public copy"))
        PublicFile.objects.update_or_create(
            publication=publication, stored=copy,
            defaults={
                "name": copy.name[:200], "size": copy.size, "content_type": copy.media_type, "sha256": copy.sha256,
                "is_readable": is_readable,
                "findings": [{"kind": item.kind, "text": item.text, "where": item.where} for item in found],
            },
        )


def _public_copy(stored: StoredFile, by: Post | None) -> tuple[StoredFile, bytes]:
    """Return a copy without author, device and history (T29); the original is another file and stays internal."""
    try:
        content = clean_copy(stored.path.read_bytes(), stored.media_type)
    except (ValueError, OSError) as error:
        message = _("“%(name)s” cannot be published. Hand in a PDF, Word, Excel, picture or text file.")
        raise RuleRefused(message % {"name": stored.name}) from error
    kept = keep_bytes(content, stored.name, stored.media_type)
    found = StoredFile.objects.filter(sha256=kept.sha256, name=kept.name).first()
    if found is None:
        found = StoredFile.objects.create(
            sha256=kept.sha256, original_sha256=stored.sha256, name=kept.name, size=kept.size,
            media_type=kept.media_type, uploader_id=by.user_id if by else None,
        )
    return found, content
