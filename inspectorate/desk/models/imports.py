"""Batches of imported rows: the file, what checking it found, who loaded it."""
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspectorate.desk.states import BATCH_MOVES, ROWS_FOR_ONE, BatchState
from inspectorate.documents.models import StoredFile
from inspectorate.register.models import Area, Post, Scoped, ScopedQuerySet


class ImportBatchQuerySet(ScopedQuerySet):
    """Batches."""

    def waiting(self) -> "ImportBatchQuerySet":
        """Return the batches that a worker has still to check or to load."""
        return self.filter(state__in=(BatchState.RECEIVED, BatchState.CONFIRMED))


class ImportBatch(Scoped):
    """One file of rows; it is loaded as it was checked, under its fingerprint, whole or not at all."""

    resource = models.CharField(_("table"), max_length=40)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("division")
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    filename = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    sheet = models.CharField(_("worksheet"), max_length=60, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=BatchState.choices, default=BatchState.RECEIVED
    )
    counts = models.JSONField(default=dict)
    refusal = models.TextField(_("why refused"), blank=True)
    notes = models.JSONField(default=list)
    header = models.JSONField(default=list)
    preview = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    fault_count = models.PositiveIntegerField(_("faults"), default=0)
    report = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_by = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    confirmed_by = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    created_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    checked_at = models.DateTimeField(_("checked at"), null=True)
    applied_at = models.DateTimeField(_("rows loaded at"), null=True)

    objects = ImportBatchQuerySet.as_manager()

    MOVES = BATCH_MOVES
    RESOURCE = "import"
    SCOPE_PATHS: ClassVar = {"self": "uploaded_by__user"}
    GATES: ClassVar = {"checked": Q(state=BatchState.CHECKED)}
    TONES: ClassVar = {
        "received": "busy", "checked": "soon", "refused": "late", "confirmed": "busy", "applied": "done",
        "withdrawn": "stopped",
    }  # fmt: skip

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="desk_batch_state"),
        ]
        indexes = [
            models.Index(fields=["city", "-created_at", "-id"], name="desk_batch_city"),
            models.Index(fields=["county", "-created_at", "-id"], name="desk_batch_county"),
            models.Index(
                fields=["created_at"], name="desk_batch_waiting", condition=Q(state__in=("received", "confirmed"))
            ),
        ]

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        return reverse("import-detail", args=[self.pk])

    @property
    def touched(self) -> int:
        """Return how many rows would be, or were, added or changed."""
        return self.counts.get("new", 0) + self.counts.get("changed", 0)

    @property
    def takes_two(self) -> bool:
        """Return whether somebody else than the uploader has to confirm (permissions §5.4)."""
        return self.touched > ROWS_FOR_ONE

    @property
    def is_waiting(self) -> bool:
        """Return whether a worker is at it."""
        return self.state in {BatchState.RECEIVED, BatchState.CONFIRMED}

    def told_as(self, values: dict[str, Any]) -> dict[str, int]:
        """Return the figures that must stay the same between the check and the loading."""
        return {name: values.get(name, 0) for name in ("rows", "new", "changed", "unchanged")}
