"""The roster: inspectors with their terms and certificates."""
from datetime import date
from typing import ClassVar, Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import Organization, Scoped, ScopedQuerySet
from inspectors.states import (
    INSPECTOR_MOVES,
    TERM_MOVES,
    Category,
    ExitReason,
    InspectorState,
    Kind,
    TermState,
)

from .grounds import grounds
from .profiles import Profile


class InspectorQuerySet(ScopedQuerySet):
    """Inspectors."""

    def current(self, on: date | None = None) -> Self:
        """Return those in a term of office or engagement on a day (R-TERM-01)."""
        return self.filter(Exists(Term.objects.in_force(on).filter(inspector=OuterRef("pk"))))

    def certified(self, on: date | None = None) -> Self:
        """Return those whose certificate is valid on a day (R-ROST-07)."""
        return self.filter(Exists(Certificate.objects.valid(on).filter(inspector=OuterRef("pk"))))

    def eligible_for(self, organization: Organization, on: date | None = None) -> Self:
        """Return those who may inspect a unit on a day: in term, certified, without a ground of recusal (R-INS-07)."""
        on = on or timezone.localdate()
        return self.current(on).certified(on).exclude(pk__in=list(grounds(self, organization, on)))

    def with_standing(self, on: date | None = None) -> Self:
        """Add whether a term runs and a certificate is valid on a day, when each ends, and both as `is_fit`."""
        terms = Term.objects.in_force(on).filter(inspector=OuterRef("pk")).order_by("-starts_on")
        certificates = Certificate.objects.valid(on).filter(inspector=OuterRef("pk")).order_by("-issued_on")
        standing = self.annotate(is_in_term=Exists(terms), is_certified=Exists(certificates))
        return standing.annotate(
            is_fit=ExpressionWrapper(Q(is_in_term=True, is_certified=True), BooleanField()),
            term_ends_on=Subquery(terms.annotate(last_day=Coalesce("ended_on", "ends_on")).values("last_day")[:1]),
            certificate_ends_on=Subquery(certificates.values("expires_on")[:1]),
        )


@pghistory.track(exclude=["province", "city", "county", "mobile"])
class Inspector(Profile):
    """A person on the roster (R-ROST-01)."""

    register_number = models.CharField(_("register number"), max_length=40, blank=True)
    registered_on = models.DateField(_("registered on"))
    appointment_document = models.CharField(_("appointed or engaged by"), max_length=200, blank=True)
    exited_on = models.DateField(_("left on"), null=True, blank=True)
    exit_reason = models.CharField(_("reason of leaving"), max_length=20, choices=ExitReason.choices, blank=True)
    state = models.CharField(
        _("status"), max_length=12, choices=InspectorState.choices, default=InspectorState.LISTED
    )

    objects = InspectorQuerySet.as_manager()

    MOVES = INSPECTOR_MOVES
    RESOURCE = "inspector"
    SCOPE_PATHS: ClassVar = {"self": "user", "unit": "organization"}
    TONES: ClassVar = {"on_roster": "done", "exited": "stopped"}

    class Meta:
        verbose_name = _("inspector")
        verbose_name_plural = _("inspectors")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=InspectorState.values), name="inspectors_inspector_state"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="inspectors_inspector_kind"),
            models.CheckConstraint(
                condition=Q(categories__contained_by=Category.values), name="inspectors_inspector_categories"
            ),
            models.UniqueConstraint(
                fields=["office", "register_number"], condition=~Q(register_number=""),
                name="inspectors_register_number",
            ),
            models.UniqueConstraint(fields=["user"], condition=Q(state="on_roster"), name="inspectors_account_once"),
        ]
        indexes = [
            models.Index(fields=["city", "name", "id"], name="inspectors_city"),
            models.Index(fields=["county", "name", "id"], name="inspectors_county"),
            GinIndex(fields=["categories"], name="inspectors_categories"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("inspector-detail", args=[self.pk])


class TermQuerySet(ScopedQuerySet):
    """Terms."""

    def in_force(self, on: date | None = None) -> Self:
        """Return the terms that run on a day."""
        on = on or timezone.localdate()
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gte=on), Q(ended_on=None) | Q(ended_on__gte=on), starts_on__lte=on
        )

    def over(self, on: date | None = None) -> Self:
        """Return the terms still marked as engaged whose last day is past."""
        return self.filter(state=TermState.ENGAGED, ends_on__lt=on or timezone.localdate())

    def ending(self, first: date, last: date) -> Self:
        """Return the running terms that end between two days."""
        return self.filter(state=TermState.ENGAGED, ends_on__range=(first, last))


class Term(Scoped):
    """A term of engagement (part-time, R-TERM-01) or of office (full-time, open end)."""

    inspector = models.ForeignKey(
        Inspector, on_delete=models.PROTECT, related_name="terms", verbose_name=_("inspector")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    ended_on = models.DateField(_("broken off on"), null=True, blank=True)
    letter_number = models.CharField(_("letter of appointment"), max_length=60)
    state = models.CharField(_("state"), max_length=12, choices=TermState.choices, default=TermState.ENGAGED)

    objects = TermQuerySet.as_manager()

    MOVES = TERM_MOVES
    RESOURCE = "term"
    SCOPE_PATHS: ClassVar = {"self": "inspector__user"}

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TermState.values), name="inspectors_term_state"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="inspectors_term_dates"
            ),
            ExclusionConstraint(
                name="inspectors_term_overlap",
                # The key as a range of one spares the database an extension for equality.
                expressions=[
                    (Func(F("inspector"), F("inspector"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (
                        Func(F("starts_on"), Coalesce("ended_on", "ends_on"), Value("[]"), function="daterange",
                             output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                # A term broken off before its first day never ran.
                condition=Q(ended_on=None) | Q(ended_on__gte=F("starts_on")),
            ),
        ]
        indexes = [models.Index(fields=["ends_on", "id"], condition=Q(state="engaged"), name="inspectors_term_ending")]

    def __str__(self) -> str:
        return f"{self.inspector} {self.starts_on}"

    def get_absolute_url(self) -> str:
        return reverse("inspector-detail", args=[self.inspector_id])

    @property
    def last_on(self) -> date | None:
        """Return the last day as it turned out; None for an open end."""
        return self.ended_on or self.ends_on


class CertificateQuerySet(ScopedQuerySet):
    """Certificates."""

    def valid(self, on: date | None = None) -> Self:
        """Return the certificates valid on a day."""
        on = on or timezone.localdate()
        return self.filter(
            Q(expires_on=None) | Q(expires_on__gte=on), Q(revoked_on=None) | Q(revoked_on__gt=on), issued_on__lte=on
        )


class Certificate(Scoped):
    """An inspector's certificate (R-ROST-07): without a valid one nobody inspects."""

    inspector = models.ForeignKey(
        Inspector, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("inspector")
    )
    number = models.CharField(_("certificate number"), max_length=60)
    issuer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("issuer"))
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)

    objects = CertificateQuerySet.as_manager()

    RESOURCE = "inspector"
    SCOPE_PATHS: ClassVar = {"self": "inspector__user", "unit": "inspector__organization"}

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_on"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "number"], name="inspectors_certificate_number"),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("issued_on")), name="inspectors_certificate_dates"
            ),
        ]
        indexes = [models.Index(fields=["expires_on", "id"], name="inspectors_certificate_end")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("inspector-detail", args=[self.inspector_id])

    def is_valid(self, on: date | None = None) -> bool:
        """Return whether the certificate holds on a day (today)."""
        on = on or timezone.localdate()
        return (
            self.issued_on <= on
            and (self.expires_on is None or self.expires_on >= on)
            and (self.revoked_on is None or self.revoked_on > on)
        )
