"""Objections that citizens raise to what was published."""
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspectorate.publication.states import OBJECTION_MOVES, ObjectionState, Outcome
from inspectorate.register.models import Organization, Scoped, ScopedQuerySet
from inspectorate.register.states import Group

from .publications import Publication


class Objection(Scoped):
    """What a citizen says is not right in a publication, and the answer (R-PUB-10).

    No name, no address, no number of the citizen is kept: the tracking code is the only way back, and only its
    fingerprint is stored.
    """

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="objections", verbose_name=_("publication")
    )
    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("answered by"))
    group = models.CharField(_("group"), max_length=20, choices=Group.choices, blank=True)
    title = models.CharField(_("about"), max_length=200, editable=False)
    text = models.TextField(_("what is not right"))
    code_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    source_digest = models.CharField(max_length=64, editable=False)
    received_at = models.DateTimeField(_("received at"), default=timezone.now)
    received_on = models.DateField(_("received on"), default=timezone.localdate)
    due_on = models.DateField(_("promised by"))
    answer = models.TextField(_("answer"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=ObjectionState.choices, default=ObjectionState.RECEIVED)

    objects = ScopedQuerySet.as_manager()

    MOVES = OBJECTION_MOVES
    RESOURCE = "public_objection"
    SCOPE_PATHS: ClassVar = {"owner": "owner", "group": "group"}
    TONES: ClassVar = {ObjectionState.RECEIVED: "soon", ObjectionState.ANSWERED: "done"}
    GATES: ClassVar = {"received": Q(state=ObjectionState.RECEIVED)}

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ObjectionState.values), name="publication_objection_state"),
        ]
        indexes = [
            models.Index(fields=["state", "due_on", "id"], name="publication_objection_due"),
            models.Index(fields=["source_digest", "received_at"], name="publication_objection_source"),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.received_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("objection-detail", args=[self.pk])
