"""Official documents, whom they are for, and their sendings."""

import json
from hashlib import sha256
from typing import Any, ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspectorate.documents.states import DOCUMENT_MOVES, KINDS, NUMBERED, SENT, DocumentState, Layout, Rendering, Via
from inspectorate.lib import chinese
from inspectorate.register.models import Area, Organization, Post, Scoped, ScopedQuerySet
from inspectorate.register.states import Group

from .files import StoredFile
from .numbers import NUMBER, Series, validate_number


class DocumentQuerySet(ScopedQuerySet):
    """Documents."""

    def of(self, subject: models.Model) -> Self:
        """Return the documents about a row, newest first."""
        kind = ContentType.objects.get_for_model(subject)
        return self.filter(subject_type=kind, subject_id=subject.pk).order_by("-pk")

    def to_sign(self, post: Post) -> Self:
        """Return what the post may sign: in review, not drafted by the same person."""
        return self.permitted(post, "sign").filter(state=DocumentState.IN_REVIEW).exclude(drafter_id=post.user_id)

    def unrendered(self) -> Self:
        """Return the issued documents whose PDF is still owed."""
        return self.filter(state__in=NUMBERED, rendering__in=[Rendering.WAITING, Rendering.FAILED])


@pghistory.track(exclude=["province", "city", "county", "snapshot", "updated_at"])
class Document(Scoped):
    """A document on its way from draft to archive; its text is frozen when it is numbered."""

    kind = models.CharField(_("kind"), max_length=40)
    layout = models.CharField(_("layout"), max_length=10, choices=Layout.choices, default=Layout.OFFICIAL)
    title = models.CharField(_("title"), max_length=200)
    issuer = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="documents", verbose_name=_("issuing body")
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    group = models.CharField(_("group"), max_length=20, choices=Group.choices, blank=True)
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, blank=True)
    subject_id = models.PositiveBigIntegerField(null=True, blank=True)
    subject = GenericForeignKey("subject_type", "subject_id")
    context = models.JSONField(_("text"), default=dict)
    snapshot = models.JSONField(default=dict, editable=False)
    content_hash = models.CharField(max_length=64, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=DocumentState.choices, default=DocumentState.DRAFT)

    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("drafter")
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("reviewer")
    )
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("signatory")
    )
    created_at = models.DateTimeField(_("drafted"), auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    signed_on = models.DateField(_("signed"), null=True)
    issued_at = models.DateTimeField(_("issued"), null=True)

    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, related_name="documents")
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    serial = models.PositiveIntegerField(null=True)
    number = models.CharField(_("document number"), max_length=40, blank=True, validators=[validate_number])

    is_public = models.BooleanField(_("may be made public"), default=False)
    is_provisional_date = models.BooleanField(_("names a provisional date"), default=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("date confirmed by"),
    )
    token = models.CharField(max_length=32, unique=True, editable=False)
    rendering = models.CharField(_("files"), max_length=8, choices=Rendering.choices, default=Rendering.NOT_DUE)
    rendering_error = models.CharField(max_length=500, blank=True)
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    docx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    objects = DocumentQuerySet.as_manager()

    MOVES = DOCUMENT_MOVES
    RESOURCE = "document"
    SCOPE_PATHS: ClassVar = {
        "group": "group",
        "owner": "issuer",
        "unit": "dispatches__to",
        "addressee": "dispatches__to",
        "superior": "dispatches__to__superior",
        "self": "drafter",
    }
    GATES: ClassVar = {
        "after_signature": Q(state__in=[DocumentState.SIGNED, *NUMBERED, DocumentState.VOID]),
        "after_issue": Q(state__in=NUMBERED),
        "after_dispatch": Q(state__in=SENT),
    }

    class Meta:
        verbose_name = _("office document")
        verbose_name_plural = _("office documents")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DocumentState.values), name="documents_document_state"),
            models.CheckConstraint(condition=Q(number="") | Q(number__regex=NUMBER), name="documents_document_number"),
            models.CheckConstraint(
                condition=Q(state__in=NUMBERED, serial__isnull=False) | ~Q(state__in=NUMBERED),
                name="documents_document_numbered",
            ),
            models.UniqueConstraint(fields=["series", "year", "serial"], name="documents_document_serial"),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="documents_document_number_once"),
        ]
        indexes = [
            models.Index(fields=["city", "-id"], name="documents_document_city"),
            models.Index(fields=["county", "-id"], name="documents_document_county"),
            models.Index(fields=["subject_type", "subject_id"], name="documents_document_subject"),
            models.Index(fields=["state", "-id"], name="documents_document_state_id"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="text_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__serial__isnull=False)
                & (
                    pgtrigger.Q(old__snapshot__df=pgtrigger.F("new__snapshot"))
                    | pgtrigger.Q(old__number__df=pgtrigger.F("new__number"))
                    | pgtrigger.Q(old__content_hash__df=pgtrigger.F("new__content_hash"))
                    | pgtrigger.Q(old__title__df=pgtrigger.F("new__title"))
                ),
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        title = self.title.replace("\n", "")
        about = f"（{self.addressee}）" if self.addressee and self.addressee not in title else ""
        return f"{self.number} {title}{about}".strip()

    @property
    def addressee(self) -> str:
        """Return whom it is addressed to: many papers of one title lie side by side."""
        named = self.context.get("addressee") or ""
        return named if isinstance(named, str) else "、".join(named)

    def get_absolute_url(self) -> str:
        return reverse("document-detail", args=[self.pk])

    @property
    def kind_name(self) -> str:
        """Return what this kind of document is called."""
        return str(KINDS.get(self.kind, self.get_layout_display()))

    @property
    def is_rendered(self) -> bool:
        """Return whether PDF and Word file are there."""
        return self.rendering == Rendering.DONE

    @property
    def waits_for_confirmation(self) -> bool:
        """Return whether it names a provisional date that nobody has confirmed."""
        return self.is_provisional_date and self.confirmed_by_id is None

    @property
    def paper(self) -> dict[str, Any]:
        """Return what the template prints: the frozen snapshot, or the draft as it stands."""
        if self.snapshot:
            return self.snapshot
        date = chinese.chinese_date(self.signed_on) if self.signed_on else ""
        return {**self.context, "title": self.title, "layout": self.layout, "number": "", "date": date}

    def compute_hash(self) -> str:
        """Return the fingerprint of everything a signature is given for (T46)."""
        content = [
            self.kind,
            self.layout,
            self.title,
            self.issuer_id,
            self.is_provisional_date,
            self.context,
            [recipient.fingerprint for recipient in self.recipients.all()] if self.pk else [],
        ]
        return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Recipient(models.Model):
    """Whom a document is for: an organisation in the register, or a name."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="recipients")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    is_copy = models.BooleanField(_("copy"), default=False)

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def fingerprint(self) -> list:
        """Return what a signature covers."""
        return [self.organization_id, self.name, self.is_copy]


class Dispatch(models.Model):
    """A document was sent to a recipient; its receipt starts the recipient's clocks."""

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="dispatches", verbose_name=_("office document")
    )
    to = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="dispatches", verbose_name=_("to")
    )
    recipient = models.CharField(_("recipient"), max_length=120)
    is_copy = models.BooleanField(_("copy"), default=False)
    via = models.CharField(_("by"), max_length=10, choices=Via.choices, default=Via.SYSTEM)
    dispatched_at = models.DateTimeField(_("dispatched"))
    dispatched_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    received_on = models.DateField(_("received"), null=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("received by")
    )

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "recipient"], name="documents_dispatch_once"),
            models.CheckConstraint(condition=Q(via__in=Via.values), name="documents_dispatch_via"),
            models.CheckConstraint(
                condition=Q(received_on=None, received_at=None)
                | Q(received_on__isnull=False, received_at__isnull=False),
                name="documents_dispatch_receipt",
            ),
        ]
        indexes = [models.Index(fields=["to", "document"], name="documents_dispatch_to")]

    def __str__(self) -> str:
        return f"{self.document} → {self.recipient}"
