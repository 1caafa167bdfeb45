"""Rectification: each problem an item with its own date, its reports and its rounds of re-check."""

from datetime import date
from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability.states import ITEM_MOVES, LETTER_OUT, UNDER_WAY, ItemState, RecheckMethod
from inspectorate.documents.models import Attachment
from inspectorate.register.models import Post, ScopedQuerySet
from inspectorate.register.rights import can
from supervision.models import Finding

from .cases import Case, Filed


class ItemQuerySet(ScopedQuerySet):
    """Rectification items."""

    def open(self) -> "ItemQuerySet":
        """Return the items that are not closed out."""
        return self.exclude(state=ItemState.CLOSED)

    def overdue(self, on: date | None = None) -> "ItemQuerySet":
        """Return the items of issued letters that the unit has not reported in time (R-ACC-07)."""
        return self.filter(
            state__in=UNDER_WAY, due_on__lt=on or timezone.localdate(), case__letter_received_on__isnull=False
        )


@pghistory.track(exclude=["province", "city", "county"])
class RectificationItem(Filed):
    """One problem of the letter, to be put right by its own date (R-ACC-04)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="items", verbose_name=_("case"))
    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, related_name="item", verbose_name=_("finding"))
    number = models.PositiveSmallIntegerField(_("no."))
    problem = models.TextField(_("problem"))
    demand = models.TextField(_("what is to be done"))
    due_on = models.DateField(_("due on"))
    measure = models.TextField(_("measure"), blank=True)
    responsible = models.CharField(_("responsible person"), max_length=60, blank=True)
    rounds = models.PositiveSmallIntegerField(_("rounds of re-check"), default=0)
    supervise_notices = models.PositiveSmallIntegerField(_("supervise notices"), default=0)
    closed_on = models.DateField(_("closed out on"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("closed out by"),
    )
    state = models.CharField(_("state"), max_length=12, choices=ItemState.choices, default=ItemState.PENDING)

    objects = ItemQuerySet.as_manager()

    MOVES = ITEM_MOVES
    RESOURCE = "rectification_item"
    TONES: ClassVar = {"pending": "idle", "reported": "soon"}
    SCOPE_PATHS: ClassVar = {**Filed.FILED_PATHS, "team": "case__inspection__team__inspector__user"}
    GATES: ClassVar = {
        "letter_out": Q(case__state__in=LETTER_OUT),
        "under_way": Q(state__in=UNDER_WAY),
    }

    class Meta:
        verbose_name = _("rectification item")
        verbose_name_plural = _("rectification items")
        ordering = ["case", "number"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="accountability_item_state"),
            models.UniqueConstraint(fields=["case", "number"], name="accountability_item_number"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_on__isnull=False, closed_by__isnull=False),
                name="accountability_item_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], condition=~Q(state="closed"), name="accountability_item_open"),
            models.Index(fields=["city", "due_on", "id"], name="accountability_item_city"),
            models.Index(fields=["county", "due_on", "id"], name="accountability_item_county"),
            models.Index(fields=["unit", "due_on", "id"], name="accountability_item_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.problem[:60]}"

    def get_absolute_url(self) -> str:
        return reverse("rectification-item-detail", args=[self.pk])

    @property
    def is_overdue(self) -> bool:
        """Return whether the unit's date is past and nothing has been reported."""
        return self.state in UNDER_WAY and self.due_on < timezone.localdate()


class Entry(models.Model):
    """An entry of an item's file, with its evidence."""

    item = models.ForeignKey(RectificationItem, on_delete=models.PROTECT, related_name="%(class)ss")
    round = models.PositiveSmallIntegerField(_("round"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    attachments = GenericRelation(Attachment, content_type_field="owner_type", object_id_field="owner_id")

    class Meta:
        abstract = True

    def is_readable_by(self, post: Post) -> bool:
        """Return whether a post may read this entry and its files."""
        return can(post, "view", self.item)


class RectificationReport(Entry):
    """What the unit reports: measure, result, evidence; frozen once handed in."""

    measure = models.TextField(_("measure taken"))
    result = models.TextField(_("result"))
    returned_note = models.TextField(_("returned because"), blank=True)

    class Meta:
        verbose_name = _("rectification report")
        verbose_name_plural = _("rectification reports")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.item} #{self.round}"


class Recheck(Entry):
    """One round of re-check; all rounds are kept (R-ACC-08)."""

    method = models.CharField(_("method"), max_length=10, choices=RecheckMethod.choices)
    checked_on = models.DateField(_("checked on"), default=timezone.localdate)
    place = models.CharField(_("place"), max_length=120)
    content = models.TextField(_("what was found"))
    is_passed = models.BooleanField(_("passed"))

    class Meta:
        verbose_name = _("re-check")
        verbose_name_plural = _("re-checks")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.item} #{self.round}"
