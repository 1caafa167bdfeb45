"""Drafted, reviewed, signed by a second person (R-DOC-23)."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.documents import papers
from inspectorate.documents.models import Document, Recipient
from inspectorate.documents.states import DocumentState, Layout
from inspectorate.register.models import Area, Organization, Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record

from .steps import announce, locked, refuse_own

S = DocumentState
TITLE_LENGTH: int = Document._meta.get_field("title").max_length or 0


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

    `by` is None where the clock prepares a draft: then whoever submits it counts as its drafter. An earlier draft of
    the same kind about the same subject becomes void; one that has left the drafter's hands must be taken back first.
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
        if subject is not None:
            _replace_drafts(kind, subject, by=by)
        document.context = papers.complete(context, document)
        document.save()
        recipients = [_recipient(document, to, is_copy=False) for to in addressees]
        recipients += [_recipient(document, to, is_copy=True) for to in copies]
        document.context = papers.add_recipients(document.context, Recipient.objects.bulk_create(recipients))
        document.content_hash = document.compute_hash()
        document.save()
        record(document, "draft", by=by, content_hash=document.content_hash)
    return document


def _replace_drafts(kind: str, subject: models.Model, *, by: Post | None) -> None:
    for earlier in Document.objects.of(subject).filter(kind=kind).exclude(state=S.VOID):
        if earlier.state != S.DRAFT:
            message = _("“%(document)s” is on its way already (%(state)s). Have it returned or voided first.")
            raise RuleRefused(message % {"document": earlier, "state": earlier.get_state_display()}, rule="R-DOC-23")
        move(earlier, S.VOID, by=by, verb="replace_draft")


def edit(document: Document, *, by: Post, title: str, **context: Any) -> Document:
    """Change title and parts of the text of a draft; locked as soon as it is submitted (R-DOC-23)."""
    require(by, "edit", document)
    with transaction.atomic():
        document = locked(document, S.DRAFT)
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
    refuse_own(document, by)
    with transaction.atomic():
        document = locked(document, S.IN_REVIEW)
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
        document = locked(document, S.IN_REVIEW)
        refuse_own(document, by)
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
        announce(document, "sign", by)
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


def _recipient(document: Document, to: Organization | str, *, is_copy: bool) -> Recipient:
    organization = to if isinstance(to, Organization) else None
    return Recipient(
        document=document,
        organization=organization,
        is_copy=is_copy,
        name=organization.name if organization else str(to),
    )
