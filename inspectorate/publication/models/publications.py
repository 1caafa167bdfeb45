"""Reviewed public copies and their files."""
import secrets
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any, ClassVar, Self

import pghistory
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from inspectorate.documents.models import StoredFile
from inspectorate.lib.names import grams, normal
from inspectorate.publication.states import (
    CLEARED_STATES,
    ONCE_PUBLIC_STATES,
    PENDING_STATES,
    PUBLICATION_MOVES,
    Article,
    Kind,
    PublicationState,
    Publicity,
)
from inspectorate.register.models import Area, Organization, Scoped, ScopedQuerySet
from inspectorate.register.states import Group

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is misread on paper
MOST_WORDS = 5  # of a search
OPEN_TO_ALL = Q(state=PublicationState.RELEASED, publicity=Publicity.WHOLE_SOCIETY)
# All that public pages ever read; the full payload, the author and the review are not among them.
PUBLIC_COLUMNS = (
    "id", "public_id", "version", "kind", "state", "title", "card_id", "organization_name", "area_name",
    "owner_name", "county", "city", "listed_on", "released_at", "ends_on", "withdrawn_at", "withdrawn_reason", "sha256",
    "public_payload", "public_body", "redactions", "correction_note",
)


# What lists need of them: no content, so that a page of twenty lines stays small.
LINE_COLUMNS = (
    "id", "public_id", "version", "kind", "state", "title", "card_id", "organization_name", "area_name", "owner_name",
    "county", "city", "listed_on", "released_at", "ends_on", "lead", "sha256", "publicity",
)


def new_public_id() -> str:
    """Return an address nobody can guess from another one."""
    return "".join(secrets.choice(ALPHABET) for _place in range(10))


def fingerprint(*parts: Any) -> str:
    """Return the SHA-256 over the public words, the same on every machine."""
    text = DjangoJSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode(parts)
    return sha256(text.encode()).hexdigest()


class PublicationQuerySet(ScopedQuerySet):
    """Publications."""

    def open_to_all(self) -> Self:
        """Return what citizens may read now; every public list, card, feed and file begins here."""
        return self.filter(OPEN_TO_ALL)

    def once_public(self) -> Self:
        """Return what is or was open to citizens, the newest version of an address first."""
        return self.filter(state__in=ONCE_PUBLIC_STATES, publicity=Publicity.WHOLE_SOCIETY).order_by("-version")

    def pages(self) -> Iterable[dict[str, Any]]:
        """Return rows of the public columns only."""
        return self.values(*PUBLIC_COLUMNS)

    def as_lines(self) -> Self:
        """Return rows with the columns of a public list only."""
        return self.only(*LINE_COLUMNS)

    def named(self, words: str) -> Self:
        """Return what has `words` in its title, unit, area or kind, whatever the width, case or spacing."""
        wanted = [plain for word in words.split()[:MOST_WORDS] if (plain := normal(word))]
        found = self if wanted else self.none()
        for plain in wanted:
            found = found.filter(grams__contains=sorted(grams(plain, asked=True)), search_text__contains=plain)
        return found

    def as_data(self) -> Self:
        """Return rows with the public columns only, content included."""
        return self.only(*LINE_COLUMNS, "public_payload", "public_body")

    def pending(self) -> Self:
        """Return what is on its way to the public."""
        return self.filter(state__in=PENDING_STATES)

    def overdue(self, on: date | None = None) -> Self:
        """Return what should have been published by now (R-PUB-02)."""
        return self.pending().filter(due_on__lt=on or timezone.localdate())

    def ended(self, on: date) -> Self:
        """Return the postings whose last day is past (R-PUB-11)."""
        return self.filter(state=PublicationState.RELEASED, ends_on__lt=on)

    def about(self, subject: models.Model) -> Self:
        """Return the publications proposed for a row of another app."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)


@pghistory.track(exclude=["province", "city", "county", "search_text", "grams", "updated_at"])
class Publication(Scoped):
    """A separate, reviewed, if need be redacted copy for citizens; public pages read nothing else."""

    public_id = models.CharField(_("public address"), max_length=16, default=new_public_id, editable=False)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("replaces")
    )
    correction_note = models.TextField(_("what is corrected"), blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices)
    publicity = models.CharField(
        _("for whom"), max_length=20, choices=Publicity.choices, default=Publicity.WHOLE_SOCIETY
    )
    owner = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="publications", verbose_name=_("published by")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="publications_about",
        verbose_name=_("about"),
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    group = models.CharField(_("group"), max_length=20, choices=Group.choices, blank=True)
    title = models.CharField(_("title"), max_length=200)
    payload = models.JSONField(_("content"), default=dict, encoder=DjangoJSONEncoder)
    body = models.TextField(_("text"), blank=True)
    public_payload = models.JSONField(_("public content"), default=dict, encoder=DjangoJSONEncoder)
    public_body = models.TextField(_("public text"), blank=True)
    redactions = models.JSONField(_("withheld parts"), default=list, blank=True)
    files = models.ManyToManyField(StoredFile, through="PublicFile", related_name="+", verbose_name=_("attached files"))
    # Where it came from: plain columns, no relation, so that no public page can follow them.
    subject_type = models.CharField(max_length=60, blank=True, editable=False)
    subject_id = models.PositiveBigIntegerField(null=True, editable=False)
    has_minor = models.BooleanField(
        _("a minor could be identified"), default=False,
        help_text=_("The name of the school is then left out everywhere (R-PUB-13)."),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("author")
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        verbose_name=_("publication reviewed by"),
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("released by")
    )
    article = models.CharField(_("article"), max_length=10, choices=Article.choices, blank=True)
    ground = models.TextField(_("ground or remark"), blank=True)
    third_party = models.TextField(_("consent of third parties"), blank=True)
    formed_on = models.DateField(_("formed on"))
    due_on = models.DateField(_("to be published by"), null=True, blank=True)
    listed_on = models.DateField(_("date"), default=timezone.localdate, editable=False)
    released_at = models.DateTimeField(_("published at"), null=True, blank=True)
    ends_on = models.DateField(_("posted until"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("taken down at"), null=True, blank=True)
    withdrawn_reason = models.TextField(_("reason of the withdrawal"), blank=True)
    # What citizens see of the unit: frozen at release, empty where a minor could be identified.
    card_id = models.BigIntegerField(null=True, editable=False)
    organization_name = models.CharField(max_length=120, blank=True, editable=False)
    area_name = models.CharField(max_length=60, blank=True, editable=False)
    owner_name = models.CharField(max_length=120, blank=True, editable=False)
    lead = models.CharField(max_length=200, blank=True, editable=False)
    search_text = models.TextField(blank=True, editable=False)
    grams = ArrayField(models.CharField(max_length=2), default=list, editable=False)
    shown_under = ArrayField(models.BigIntegerField(), default=list, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=25, choices=PublicationState.choices, default=PublicationState.DRAFT
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PublicationQuerySet.as_manager()

    MOVES = PUBLICATION_MOVES
    RESOURCE = "publication"
    SCOPE_PATHS: ClassVar = {"group": "group", "owner": "owner", "unit": "organization", "self": "author"}
    GATES: ClassVar = {
        "released": Q(state=PublicationState.RELEASED),
        "cleared": Q(state__in=CLEARED_STATES),
        "within_system": Q(state=PublicationState.RELEASED) & ~Q(publicity=Publicity.UNIT),
    }
    TONES: ClassVar = {
        PublicationState.REFUSED: "stopped", PublicationState.EXPIRED: "stopped",
        PublicationState.REPLACED: "stopped", PublicationState.DROPPED: "stopped",
    }

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PublicationState.values), name="publication_state"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="publication_kind"),
            models.CheckConstraint(condition=Q(publicity__in=Publicity.values), name="publication_publicity"),
            models.CheckConstraint(  # R-PUB-03: two different people, by account
                condition=Q(reviewer=None) | Q(author=None) | ~Q(reviewer=models.F("author")),
                name="publication_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state=PublicationState.RELEASED)
                | Q(released_at__isnull=False, reviewer__isnull=False, sha256__gt=""),
                name="publication_reviewed_before_release",
            ),
            models.UniqueConstraint(fields=["public_id", "version"], name="publication_version"),
            models.UniqueConstraint(
                fields=["public_id"], condition=Q(state=PublicationState.RELEASED), name="publication_one_released"
            ),
        ]
        indexes = [
            models.Index(fields=["-listed_on", "-id"], condition=OPEN_TO_ALL, name="publication_open"),
            models.Index(fields=["kind", "-listed_on", "-id"], condition=OPEN_TO_ALL, name="publication_open_kind"),
            models.Index(
                fields=["county", "-listed_on", "-id"], include=["city", "area_name"], condition=OPEN_TO_ALL,
                name="publication_open_county",
            ),
            GinIndex(fields=["grams"], condition=OPEN_TO_ALL, name="publication_open_grams"),
            GinIndex(fields=["shown_under"], condition=OPEN_TO_ALL, name="publication_open_under"),
            models.Index(fields=["city", "-listed_on", "-id"], name="publication_city"),
            models.Index(fields=["owner", "-listed_on", "-id"], name="publication_owner"),
            models.Index(fields=["due_on", "id"], condition=Q(state__in=PENDING_STATES), name="publication_pending"),
            models.Index(fields=["ends_on"], condition=Q(state=PublicationState.RELEASED), name="publication_ends"),
            models.Index(fields=["subject_type", "subject_id"], name="publication_subject"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("publication-detail", args=[self.pk])

    @cached_property
    def subject(self) -> models.Model | None:
        """Return the row it was proposed for; only the desk and the apps above ask for it."""
        if not self.subject_type:
            return None
        return apps.get_model(self.subject_type)._default_manager.filter(pk=self.subject_id).first()

    @property
    def public_url(self) -> str:
        """Return the address for citizens, the same through all versions."""
        return reverse("public-detail", args=[self.public_id])

    @property
    def is_redacted(self) -> bool:
        """Return whether the public copy differs from the full one (R-PUB-07)."""
        return (self.public_payload, self.public_body) != (self.payload, self.body)

    @property
    def is_open_to_all(self) -> bool:
        """Return whether citizens may read it now."""
        return self.state == PublicationState.RELEASED and self.publicity == Publicity.WHOLE_SOCIETY

    @property
    def is_overdue(self) -> bool:
        """Return whether the day by which it should be public is past (R-PUB-02)."""
        return self.state in PENDING_STATES and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def content_sha256(self) -> str:
        """Return the fingerprint of what citizens read, computed now (T90)."""
        files = [item.sha256 for item in self.public_files.all()]
        return fingerprint(self.title, self.public_payload, self.public_body, self.organization_name, files)

    @property
    def names(self) -> str:
        """Return all words by which it can be found."""
        return " ".join([self.title, self.organization_name, self.area_name, *_kind_words(self.kind)])


class PublicFile(models.Model):
    """A copy of a stored file that goes public with its publication, with what the detector found in it."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="public_files")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("attached file"))
    name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size"))
    content_type = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    findings = models.JSONField(_("findings"), default=list)
    is_readable = models.BooleanField(_("could be read"), default=True)

    class Meta:
        verbose_name = _("public file")
        verbose_name_plural = _("public files")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["publication", "stored"], name="publication_file_once")]

    def __str__(self) -> str:
        return self.name


def _kind_words(kind: str) -> list[str]:
    """Return the name of a kind in all languages of the site."""
    words = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            words.append(str(Kind(kind).label))
    return words


def search_columns(publication: Publication) -> dict[str, Any]:
    """Return the columns by which a publication is found, from its public names."""
    text = normal(publication.names)
    return {"search_text": text, "grams": sorted(grams(text))}
