"""Verbs of documents: drafted, reviewed, signed by a second person, numbered, sent, received, archived (R-DOC-23)."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.lib import uploads
from inspectorate.register.models import Area, Organization, Post
from inspectorate.register.rights import require
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused, move, record

from . import papers, tasks
from .models import Attachment, Dispatch, Document, Recipient, Series, SeriesYear, StoredFile
from .signals import document_advanced
from .states import NUMBERED, DocumentState, Layout, Rendering, Via

S = DocumentState
DAILY_BYTES = 2 << 30  # of one account: a protection of the disk, no rule of the field
TITLE_LENGTH = Document._meta.get_field("title").max_length


def draft(
    kind: str,
    subject: models.Model | None,
    *,
    by: Post | None,
    context: Mapping[str, Any],
    title: str,
    addressees: Iterable[Organization | str],
    issuer: Organization,
    area: Area,
    copies: Iterable[Organization | str] = (),
    layout: str = Layout.OFFICIAL,
    group: str = "",
    is_provisional_date: bool = False,
    is_public: bool = False,
) -> Document:
    """Draft a document; the right to do so was asked by the verb of the domain app that calls.

    `by` is None where the clock prepares a draft: then whoever submits it counts as its drafter.
    """
    if len(title) > TITLE_LENGTH:
        raise RuleRefused(_("A title has %(most)s characters at most.") % {"most": TITLE_LENGTH})
    document = Document(
        kind=kind,
        layout=layout,
        title=title,
        issuer=issuer,
        area=area,
        subject=subject,
        is_public=is_public,
        group=group or (by.group if by else ""),
        drafter=by.user if by else None,
        token=secrets.token_urlsafe(16),
        is_provisional_date=is_provisional_date,
        **area.scope,
    )
    with transaction.atomic():
        document.context = papers.complete(context, document)
        document.save()
        recipients = [_recipient(document, to, is_copy=False) for to in addressees]
        recipients += [_recipient(document, to, is_copy=True) for to in copies]
        document.context = papers.add_recipients(document.context, Recipient.objects.bulk_create(recipients))
        document.content_hash = document.compute_hash()
        document.save()
        record(document, "draft", by=by, content_hash=document.content_hash)
    return document


def edit(document: Document, *, by: Post, title: str, **context: Any) -> Document:
    """Change title and parts of the text of a draft; locked as soon as it is submitted (R-DOC-23)."""
    require(by, "edit", document)
    with transaction.atomic():
        document = _locked(document, S.DRAFT)
        document.title, document.context = title, {**document.context, **context}
        document.content_hash = document.compute_hash()
        document.save()
        record(document, "edit", by=by, content_hash=document.content_hash)
    return document


def submit(document: Document, *, by: Post) -> Document:
    """Submit a draft for review and signature."""
    require(by, "submit", document)
    drafter = document.drafter or by.user
    move(document, S.IN_REVIEW, by=by, verb="submit", drafter=drafter, payload={"content_hash": document.content_hash})
    return document


def review(document: Document, *, by: Post, note: str = "") -> Document:
    """Note that a second person read the text and agrees; the signatory sees the name."""
    require(by, "review", document)
    _refuse_own(document, by)
    with transaction.atomic():
        document = _locked(document, S.IN_REVIEW)
        Document.objects.filter(pk=document.pk).update(reviewer=by.user)
        record(document, "review", by=by, note=note, content_hash=document.content_hash)
    return document


def return_to_drafter(document: Document, *, by: Post, note: str) -> Document:
    """Give the text back with the reason; a signature that was given falls away."""
    require(by, "return_to_drafter", document)
    move(document, S.DRAFT, by=by, verb="return_to_drafter", note=note, signer=None, signed_on=None, reviewer=None)
    return document


def sign(document: Document, *, by: Post, content_hash: str = "", signed_on: date | None = None) -> Document:
    """Sign the very text that was shown: another text than `content_hash` names is refused (T46).

    The signatory is never the drafter; the day of the signature is the date of the document (R-DOC-13).
    """
    require(by, "sign", document)
    seen, today = content_hash or document.content_hash, timezone.localdate()
    if signed_on and signed_on > today:
        raise RuleRefused(_("A document cannot be dated in the future."), rule="R-DOC-13")
    with transaction.atomic():
        document = _locked(document, S.IN_REVIEW)
        _refuse_own(document, by)
        if document.content_hash != seen or document.compute_hash() != seen:
            raise RuleRefused(_("The text was changed after it was shown to you. Read it again before signing."))
        move(
            document,
            S.SIGNED,
            by=by,
            verb="sign",
            payload={"content_hash": seen},
            signer=by.user,
            signed_on=signed_on or today,
        )
        _announce(document, "sign", by)
    return document


def confirm_provisional(document: Document, *, by: Post) -> Document:
    """Confirm by name that a provisional date may be printed; nothing else lets such a document be issued."""
    require(by, "confirm_provisional", document)
    if not document.waits_for_confirmation:
        raise RuleRefused(_("This document names no provisional date that waits for a confirmation."))
    with transaction.atomic():
        Document.objects.filter(pk=document.pk).update(confirmed_by=by.user)
        record(document, "confirm_provisional", by=by)
    document.confirmed_by = by.user
    return document


def issue(document: Document, *, by: Post) -> Document:
    """Give the next number of the series (R-DOC-06), freeze the text, have the files made.

    The row of the series' year is locked first: numbers are consecutive, and a refused issue leaves no hole (T49).
    """
    require(by, "issue", document)
    with transaction.atomic():
        document = _locked(document, S.SIGNED)
        if document.waits_for_confirmation:
            raise RuleRefused(
                _("The document names a provisional date. A named person must confirm it first."), rule="R-TIME-06"
            )
        year = _next_serial(document)
        number = year.series.number(year.year, year.last_serial)
        move(
            document,
            S.ISSUED,
            by=by,
            verb="issue",
            payload={"number": number},
            series=year.series,
            year=year.year,
            serial=year.last_serial,
            number=number,
            issued_at=timezone.now(),
            rendering=Rendering.WAITING,
            snapshot=papers.snapshot(document, number, timezone.localdate()),
        )
        _announce(document, "issue", by)
        transaction.on_commit(lambda: tasks.render.delay(document.pk))
    return document


def dispatch(
    document: Document, *, to: Organization | str, by: Post, via: str = Via.SYSTEM, is_copy: bool = False
) -> Dispatch:
    """Send the document to one recipient; from now on the recipient may read it."""
    require(by, "dispatch", document)
    organization = to if isinstance(to, Organization) else None
    name = organization.name if organization else str(to)
    with transaction.atomic():
        document = _locked(document, S.ISSUED, S.DISPATCHED, S.RECEIVED)
        values = {
            "to": organization,
            "via": via,
            "is_copy": is_copy,
            "dispatched_at": timezone.now(),
            "dispatched_by": by.user,
        }
        sent, is_new = Dispatch.objects.get_or_create(document=document, recipient=name, defaults=values)
        if not is_new:
            raise RuleRefused(_("This was already dispatched to %(name)s.") % {"name": name})
        if document.state == S.DISPATCHED:
            record(document, "dispatch", by=by, to=name, via=via)
        else:
            move(document, S.DISPATCHED, by=by, verb="dispatch", payload={"to": name, "via": via})
        _announce(document, "dispatch", by, dispatch=sent)
    return sent


def dispatch_all(document: Document, *, by: Post, via: str = Via.SYSTEM) -> list[Dispatch]:
    """Send the document to all its recipients who have not got it yet; those outside the register get it on paper."""
    require(by, "dispatch", document)
    sent = set(document.dispatches.values_list("recipient", flat=True))
    coming = [one for one in document.recipients.select_related("organization") if one.name not in sent]
    if not coming:
        raise RuleRefused(_("There is no recipient left to dispatch this to."))
    with transaction.atomic():
        return [
            dispatch(
                document,
                to=one.organization or one.name,
                by=by,
                is_copy=one.is_copy,
                via=via if one.organization else Via.PAPER,
            )
            for one in coming
        ]


def receive(sent: Dispatch, *, by: Post, on: date | None = None) -> Dispatch:
    """Record the receipt: by a post of the recipient, or by the office for a paper receipt, with its day.

    The receipt is the day from which the recipient's periods run (R-TIME-02).
    """
    document = sent.document
    require(by, "receive", document)
    on = on or timezone.localdate()
    is_recipient = sent.to_id is not None and sent.to_id == by.organization_id
    if not is_recipient and by.organization_id != document.issuer_id:
        raise RuleRefused(_("Only the recipient, or the issuing office for a paper receipt, can record this."))
    if not timezone.localdate(sent.dispatched_at) <= on <= timezone.localdate():
        raise RuleRefused(_("The day of receipt lies between the dispatch and today."), rule="R-TIME-02")
    with transaction.atomic():
        document = _locked(document, S.DISPATCHED, S.RECEIVED)
        won = Dispatch.objects.filter(pk=sent.pk, received_on=None).update(
            received_on=on, received_at=timezone.now(), received_by=by.user
        )
        if not won:
            raise RuleRefused(_("The receipt of this was already recorded."))
        sent.refresh_from_db()
        if document.state == S.DISPATCHED and _everybody_has(document):
            move(document, S.RECEIVED, by=by, verb="receive", payload={"from": sent.recipient, "on": str(on)})
        else:
            record(document, "receive", by=by, on=on, recipient=sent.recipient)
        _announce(document, "receive", by, dispatch=sent, on=on)
    return sent


def void(document: Document, *, by: Post, note: str) -> Document:
    """Declare a document void; its number is kept and never given again."""
    require(by, "void", document)
    with transaction.atomic():
        move(document, S.VOID, by=by, verb="void", note=note)
        _announce(document, "void", by)
    return document


def archive(document: Document, *, by: Post | None) -> Document:
    """Put the document with its receipts into the archive."""
    require(by, "archive", document)
    move(document, S.ARCHIVED, by=by, verb="archive")
    return document


def render_again(document: Document, *, by: Post) -> Document:
    """Have the files made once more after a failure; what exists stays as it is."""
    require(by, "render_again", document)
    if document.state not in {*NUMBERED, S.VOID} or document.is_rendered:
        raise RuleRefused(_("There are no files owed for this document."))
    with transaction.atomic():
        Document.objects.filter(pk=document.pk).update(rendering=Rendering.WAITING, rendering_error="")
        record(document, "render_again", by=by)
        transaction.on_commit(lambda: tasks.render.delay(document.pk))
    return document


def _recipient(document: Document, to: Organization | str, *, is_copy: bool) -> Recipient:
    organization = to if isinstance(to, Organization) else None
    return Recipient(
        document=document,
        organization=organization,
        is_copy=is_copy,
        name=organization.name if organization else str(to),
    )


def _locked(document: Document, *states: str) -> Document:
    """Return the row as it is now, locked; refuse where it has left the states, telling who moved it."""
    now = Document.objects.select_for_update(of=["self"]).select_related("issuer").get(pk=document.pk)
    if now.state not in states:
        event = Event.objects.of(now).exclude(to_state="").last()
        facts = {"state": now.get_state_display(), "who": event.actor_name if event else ""}
        raise MoveRefused(_("This is no longer possible: the document is “%(state)s” (%(who)s).") % facts, event=event)
    return now


def _refuse_own(document: Document, by: Post) -> None:
    if by.user_id == document.drafter_id:
        raise RuleRefused(_("Whoever drafted a document cannot review or sign it."), rule="R-DOC-23")


def _next_serial(document: Document) -> SeriesYear:
    series = Series.objects.serving(document.issuer, document.kind, document.layout)
    if series is None or document.signed_on is None:
        raise RuleRefused(
            _("There is no number series for this kind of document, or it is not signed."), rule="R-DOC-06"
        )
    SeriesYear.objects.get_or_create(series=series, year=document.signed_on.year)
    year = (
        SeriesYear.objects.select_for_update(of=["self"])
        .select_related("series")
        .get(series=series, year=document.signed_on.year)
    )
    year.last_serial += 1
    year.save(update_fields=["last_serial"])
    return year


def _everybody_has(document: Document) -> bool:
    """Return whether nobody is left who has not got it or has not confirmed it."""
    receipts = dict(document.dispatches.values_list("recipient", "received_on"))
    owed = document.recipients.filter(is_copy=False).values_list("name", flat=True)
    return all(receipts.get(name) for name in owed)


def _announce(document: Document, verb: str, by: Post | None, **facts: Any) -> None:
    document_advanced.send(
        sender=Document,
        document=document,
        verb=verb,
        by=by,
        dispatch=facts.get("dispatch"),
        on=facts.get("on") or timezone.localdate(),
    )


def keep_upload(upload: UploadedFile, *, by: Post | None) -> StoredFile:
    """Check and keep an uploaded file at once; raises uploads.UploadRefused. It can be read by its uploader only
    until it is attached to a row."""
    if by is not None:
        day = StoredFile.objects.filter(uploader=by.user, created_at__gte=timezone.now() - timedelta(hours=24))
        if (day.aggregate(size=models.Sum("size"))["size"] or 0) + upload.size > DAILY_BYTES:
            raise uploads.UploadRefused(
                _("You have uploaded as much as is accepted in a day. Ask the office for help.")
            )
    kept = uploads.keep(upload)
    return StoredFile.objects.create(**vars(kept), uploader=by.user if by else None)


def attach(owner: models.Model, files: Iterable[StoredFile], *, by: Post | None, label: str = "") -> list[Attachment]:
    """Attach kept files to a row: from now on whoever sees the row may read them."""
    kind = ContentType.objects.get_for_model(owner)
    return [
        Attachment.objects.get_or_create(
            owner_type=kind,
            owner_id=owner.pk,
            file=file,
            label=label,
            defaults={"attached_by": by.user if by else None},
        )[0]
        for file in files
    ]
