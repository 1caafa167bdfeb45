"""The case of one inspected unit, its preliminary opinion, the defence, the opinion letter."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability.states import CASE_MOVES, LETTER_OUT, SERVED, CaseState, Outcome
from inspectorate.documents.models import Attachment
from inspectorate.register.models import DatedGrant, Organization, Post, Scoped, ScopedQuerySet
from inspectorate.register.rights import can
from inspectorate.register.states import Group
from supervision.models import Finding, Inspection


class Filed(Scoped):
    """Columns that everything in a unit's file carries, so that lists filter without a join."""

    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("inspected unit"))
    superior = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("superior unit")
    )
    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    group = models.CharField(_("group"), max_length=20, choices=Group.choices)

    FILED_PATHS: ClassVar = {"owner": "owner", "group": "group", "unit": "unit", "superior": "superior"}

    class Meta:
        abstract = True

    @property
    def filing(self) -> dict[str, object]:
        """Return the columns to be handed to a further row of the same file."""
        return {"unit": self.unit, "superior": self.superior, "owner": self.owner, "group": self.group, **self.scope}


@pghistory.track(exclude=["province", "city", "county"])
class Case(Filed):
    """One inspected unit in one inspection: the file of the eight institutions (R-ACC-01)."""

    inspection = models.OneToOneField(Inspection, on_delete=models.PROTECT, related_name="case")
    title = models.CharField(_("title"), max_length=120)
    opened_on = models.DateField(_("opened on"), default=timezone.localdate)
    opinion_received_on = models.DateField(_("preliminary opinion received on"), null=True, blank=True)
    defence_due_on = models.DateField(_("defence until"), null=True, blank=True)
    letter_received_on = models.DateField(_("opinion letter received on"), null=True, blank=True)
    cleared_on = models.DateField(_("all items closed out on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=CaseState.choices, default=CaseState.OPENED)

    objects = ScopedQuerySet.as_manager()

    MOVES = CASE_MOVES
    RESOURCE = "case"
    TONES: ClassVar = {"opened": "idle", "defence_open": "soon", "cleared": "done"}
    SCOPE_PATHS: ClassVar = {**Filed.FILED_PATHS, "team": "inspection__team__inspector__user"}
    GATES: ClassVar = {"served": Q(state__in=SERVED), "letter_out": Q(state__in=LETTER_OUT)}

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CaseState.values), name="accountability_case_state")
        ]
        indexes = [
            models.Index(fields=["city", "-opened_on", "id"], name="accountability_case_city"),
            models.Index(fields=["county", "-opened_on", "id"], name="accountability_case_county"),
            models.Index(fields=["unit", "-opened_on"], name="accountability_case_unit"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("case-detail", args=[self.pk])

    @staticmethod
    def grant_model() -> type[DatedGrant]:
        """Return the model of dated grants on single cases."""
        return CaseGrant


class CaseGrant(DatedGrant):
    """An extra right of one person on one case (a discipline viewer, a co-host)."""

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE)

    class Meta(DatedGrant.Meta):
        verbose_name = _("grant on a case")


class Part(models.Model):
    """A part of a case's file: read by whoever may read the case."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="%(class)s")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def is_readable_by(self, post: Post) -> bool:
        """Return whether a post may read this part and its files."""
        return can(post, "view", self.case)


class PreliminaryOpinion(Part):
    """The team's opinion, fed back to the unit and never published (R-INS-15)."""

    evaluation = models.TextField(_("general evaluation"))
    achievements = models.TextField(_("achievements"), blank=True)
    advice = models.TextField(_("advice"), blank=True)

    class Meta:
        verbose_name = _("preliminary opinion")
        verbose_name_plural = _("preliminary opinions")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}: {self.case}"


class Defence(Part):
    """The unit's defence, or its waiver (R-INS-16)."""

    is_waived = models.BooleanField(_("waived"), default=False)
    statement = models.TextField(_("statement"), blank=True)
    submitted_on = models.DateField(_("handed in on"), default=timezone.localdate)
    attachments = GenericRelation(Attachment, content_type_field="owner_type", object_id_field="owner_id")

    class Meta:
        verbose_name = _("defence")
        verbose_name_plural = _("defences")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}: {self.case}"

    @property
    def is_late(self) -> bool:
        """Return whether it came after the window: flagged, never refused (T58)."""
        due_on = self.case.defence_due_on
        return due_on is not None and self.submitted_on > due_on


class DefencePoint(models.Model):
    """One point of a defence about one finding, and how it was dealt with (R-INS-17)."""

    defence = models.ForeignKey(Defence, on_delete=models.PROTECT, related_name="points")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="+", verbose_name=_("finding"))
    argument = models.TextField(_("argument"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("point of a defence")
        verbose_name_plural = _("points of a defence")
        ordering = ["finding__number"]
        constraints = [models.UniqueConstraint(fields=["defence", "finding"], name="accountability_point_finding")]

    def __str__(self) -> str:
        return f"{self.finding}"


class OpinionLetter(Part):
    """The opinion letter to the unit; each problem in it is a rectification item with a date (R-INS-19)."""

    evaluation = models.TextField(_("evaluation"))
    advice = models.TextField(_("advice"), blank=True)
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_total = models.PositiveSmallIntegerField(_("votes cast"), null=True, blank=True)

    class Meta:
        verbose_name = _("opinion letter")
        verbose_name_plural = _("opinion letters")
        constraints = [
            models.CheckConstraint(
                condition=Q(votes_for=None) | Q(votes_for__lte=models.F("votes_total")),
                name="accountability_letter_votes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}: {self.case}"
