"""The hazard ledger of an office: one row a hazard, every report of its removal and its check kept (R-SAFE-08)."""

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspectorate.documents.models import Attachment, Document
from inspectorate.register.models import Area, Organization, Post, Scoped, ScopedQuerySet
from inspectorate.register.rights import During, can
from supervision.states import HAZARD_MOVES, HazardField, HazardLevel, HazardState

from .visit_problems import VisitProblem


class HazardQuerySet(ScopedQuerySet):
    """Hazards."""

    def overdue(self, on: date | None = None) -> Self:
        """Return the hazards that were to be removed by a day that is past."""
        return self.filter(state=HazardState.OPEN, due_on__lt=on or timezone.localdate())

    def of_ledger(self, year: int, begins_on: date) -> Self:
        """Return a year's ledger: what was found in it, and what still stood when it began (R-SAFE-12)."""
        stood = Q(closed_on=None) | Q(closed_on__gte=begins_on)
        carried = Q(ledger_year__lt=year) & stood & ~Q(state=HazardState.VOIDED)
        return self.filter(Q(ledger_year=year) | carried)


@pghistory.track(exclude=["province", "city", "county"])
class Hazard(Scoped):
    """One hazard on or around a campus; an internal working record, never a score (R-SAFE-08, R-SAFE-16)."""

    owner = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="owned_hazards", verbose_name=_("office")
    )
    ledger_year = models.PositiveSmallIntegerField(_("ledger of the year"))
    number = models.PositiveIntegerField(pgettext_lazy("hazard", "no."))
    turn = models.PositiveSmallIntegerField(_("time opened"), default=1)  # one more each time it is reopened
    school = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="hazards", verbose_name=_("school")
    )
    place = models.CharField(pgettext_lazy("hazard", "place"), max_length=120)
    description = models.TextField(_("hazard"))
    field = models.CharField(pgettext_lazy("hazard", "field"), max_length=12, choices=HazardField.choices)
    level = models.CharField(pgettext_lazy("hazard", "level"), max_length=8, choices=HazardLevel.choices)
    basis = models.TextField(_("ground of judgement"), blank=True)
    found_on = models.DateField(_("found on"))
    found_by = models.CharField(_("found by"), max_length=60)
    problem = models.ForeignKey(
        VisitProblem, on_delete=models.PROTECT, null=True, blank=True, related_name="hazards",
        verbose_name=_("problem found at a visit"),
    )
    measure = models.TextField(_("measure"))
    money = models.DecimalField(_("money (yuan)"), max_digits=12, decimal_places=2, null=True, blank=True)
    responsible = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="hazards_to_remove", verbose_name=_("responsible unit")
    )
    responsible_person = models.CharField(_("responsible person"), max_length=60)
    due_on = models.DateField(_("to be removed by"), null=True, blank=True)
    protection = models.TextField(_("interim protection"), blank=True)
    entered_at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    noticed_on = models.DateField(_("notice issued on"), null=True, blank=True)
    closed_on = models.DateField(_("struck off on"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("struck off by"),
    )
    attachments = GenericRelation(Attachment, content_type_field="owner_type", object_id_field="owner_id")
    state = models.CharField(_("state"), max_length=10, choices=HazardState.choices, default=HazardState.OPEN)

    objects = HazardQuerySet.as_manager()

    MOVES = HAZARD_MOVES
    RESOURCE = "hazard"
    # `unit` is the campus, `addressee` whoever must remove the hazard: it may stand outside education (R-SAFE-13).
    SCOPE_PATHS: ClassVar = {
        "owner": "owner",
        "unit": "school",
        "addressee": "responsible",
        "self": During("school__assignments", "inspector__user"),
    }
    GATES: ClassVar = {
        "valid": ~Q(state=HazardState.VOIDED),
        "general": Q(level=HazardLevel.GENERAL),
    }
    TONES: ClassVar = {
        "general": "soon", "major": "late", "open": "soon", "reported": "busy", "verified": "busy", "closed": "done",
        "voided": "stopped",
    }

    class Meta:
        verbose_name = _("hazard")
        verbose_name_plural = _("hazard ledger")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=HazardState.values), name="supervision_hazard_state"),
            models.CheckConstraint(condition=Q(level__in=HazardLevel.values), name="supervision_hazard_level"),
            models.CheckConstraint(condition=Q(field__in=HazardField.values), name="supervision_hazard_field"),
            models.CheckConstraint(condition=~Q(level="major") | ~Q(basis=""), name="supervision_hazard_basis"),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(due_on__isnull=False), name="supervision_hazard_due"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_on__isnull=False, closed_by__isnull=False),
                name="supervision_hazard_closed",
            ),
            models.UniqueConstraint(fields=["owner", "ledger_year", "number"], name="supervision_hazard_number"),
        ]
        indexes = [
            models.Index(fields=["city", "-id"], name="supervision_hazard_city"),
            models.Index(fields=["county", "-id"], name="supervision_hazard_county"),
            models.Index(fields=["city", "due_on", "id"], name="supervision_hazard_city_due"),
            models.Index(fields=["county", "due_on", "id"], name="supervision_hazard_county_due"),
            models.Index(fields=["responsible", "-id"], name="supervision_hazard_holder"),
            models.Index(fields=["school", "-id"], name="supervision_hazard_school"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.school.label} {self.description[:60]}"

    def get_absolute_url(self) -> str:
        return reverse("hazard-detail", args=[self.pk])

    @property
    def code(self) -> str:
        """Return its number in the ledger; a reopened one carries the next number of its chain (R-SAFE-09)."""
        chain = f"-{self.turn}" if self.turn > 1 else ""
        return f"{self.ledger_year}-{self.number:03d}{chain}"

    @property
    def area(self) -> Area:
        """Return the area whose rules hold: that of the office that keeps the ledger."""
        return self.owner.area

    @property
    def unit(self) -> Organization:
        """Return the school it is about, as lists of what waits name it."""
        return self.school

    @property
    def is_running(self) -> bool:
        """Return whether the date of its removal runs."""
        return self.state == HazardState.OPEN

    @property
    def papers(self) -> models.QuerySet[Document]:
        """Return the documents about it, newest first."""
        kind = ContentType.objects.get_for_model(HazardNotice)
        return Document.objects.filter(subject_type=kind, subject_id__in=self.notices.values("pk")).order_by("-pk")

    @property
    def is_major(self) -> bool:
        """Return whether it is a major accident hazard (R-SAFE-07)."""
        return self.level == HazardLevel.MAJOR


class HazardRound(models.Model):
    """One report of a removal with its proof, and how it was checked; none is ever written over (R-SAFE-09)."""

    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(pgettext_lazy("hazard", "round"))
    turn = models.PositiveSmallIntegerField(_("time opened"), default=1)
    text = models.TextField(pgettext_lazy("hazard", "what was done"))
    reported_on = models.DateField(_("reported on"))
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+",
        verbose_name=pgettext_lazy("hazard", "reported by"),
    )
    unit = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("responsible unit")
    )
    is_removed = models.BooleanField(pgettext_lazy("hazard", "removed"), null=True, blank=True)
    check_note = models.TextField(_("what the check found"), blank=True)
    checked_on = models.DateField(pgettext_lazy("hazard", "checked on"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=pgettext_lazy("hazard", "checked by"),
    )
    attachments = GenericRelation(Attachment, content_type_field="owner_type", object_id_field="owner_id")

    class Meta:
        verbose_name = _("report of a hazard's removal")
        verbose_name_plural = _("reports of hazards' removal")
        ordering = ["hazard", "number"]
        constraints = [
            models.UniqueConstraint(fields=["hazard", "number"], name="supervision_hround_number"),
            models.CheckConstraint(
                condition=Q(is_removed=None, checked_on=None, checked_by=None)
                | Q(is_removed__isnull=False, checked_on__isnull=False, checked_by__isnull=False),
                name="supervision_hround_checked",
            ),
            # Whoever reported the removal does not check it (R-SAFE-09).
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=models.F("reported_by")),
                name="supervision_hround_two_hands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hazard} {self.number}"

    def is_readable_by(self, post: Post) -> bool:
        """Return whether a post may read the proof: whoever reads the hazard."""
        return can(post, "view", self.hazard)


class HazardNotice(models.Model):
    """A notice about a hazard, which the document names as its subject: a hazard may need several (R-SAFE-11)."""

    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="notices")
    turn = models.PositiveSmallIntegerField(_("time opened"), default=1)
    unit = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("responsible unit")
    )
    issued_on = models.DateField(_("notice issued on"), null=True, blank=True)
    is_void = models.BooleanField(_("declared void"), default=False)

    class Meta:
        verbose_name = _("notice of a hazard")
        verbose_name_plural = _("notices of hazards")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["hazard"], condition=Q(issued_on=None), name="supervision_hnotice_one_coming"
            ),
        ]

    def __str__(self) -> str:
        return str(self.hazard)

    def get_absolute_url(self) -> str:
        return self.hazard.get_absolute_url()
