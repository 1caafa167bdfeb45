"""An area's own value of a rule, with its dates and its legal basis."""
from datetime import date
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import Area, Scoped, ScopedQuerySet
from inspectorate.rulebook.catalogue import RULES, Rule, find
from inspectorate.rulebook.states import SETTING_MOVES, Confidence, Operator, SettingState, Unit


class SettingQuerySet(ScopedQuerySet):
    """Settings."""

    def approved(self) -> "SettingQuerySet":
        """Return the settings that two people have agreed to."""
        return self.filter(state=SettingState.APPROVED)

    def in_force(self, on: date) -> "SettingQuerySet":
        """Return the approved settings that bind on a day."""
        return self.approved().filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)

    def planned(self, on: date | None = None) -> "SettingQuerySet":
        """Return the approved settings that begin after a day (today)."""
        return self.approved().filter(valid_from__gt=on or timezone.localdate())


@pghistory.track(exclude=["province", "city", "county"])
class Setting(Scoped):
    """What one rule is in one area from one day to another; value None switches the rule off there."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="settings", verbose_name=_("area"))
    rule = models.CharField(_("rule"), max_length=40)
    value = models.JSONField(_("value"), null=True, blank=True, encoder=DjangoJSONEncoder)
    unit = models.CharField(_("unit"), max_length=20, choices=Unit.choices, blank=True)
    operator = models.CharField(_("comparison"), max_length=2, choices=Operator.choices, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    document = models.CharField(_("document"), max_length=200)
    article = models.CharField(_("article"), max_length=40, blank=True)
    confidence = models.CharField(_("certainty"), max_length=1, choices=Confidence.choices, default=Confidence.HIGH)
    note = models.TextField(_("note"), blank=True)
    is_for_running = models.BooleanField(_("also for duties that run already"), default=False)
    counts = models.JSONField(default=dict, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=SettingState.choices, default=SettingState.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("proposed by"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("approved by"),
    )

    objects = SettingQuerySet.as_manager()

    MOVES = SETTING_MOVES
    RESOURCE = "rule"
    SCOPE_PATHS: ClassVar = {}
    GATES: ClassVar = {}

    class Meta:
        verbose_name = _("setting")
        verbose_name_plural = _("settings")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SettingState.values), name="rulebook_setting_state"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="rulebook_setting_dates"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(proposed_by=None) | ~Q(approved_by=F("proposed_by")),
                name="rulebook_setting_two_people",
            ),
            models.UniqueConstraint(
                fields=["area", "rule", "valid_from"], condition=Q(state="approved"), name="rulebook_setting_start"
            ),
            # Overlaps of one area's approved settings are refused in approve_setting() under a lock on the area:
            # an exclusion constraint would need btree_gist, which the embedded server of the trial does not have.
        ]
        indexes = [models.Index(fields=["rule", "area", "valid_from"], name="rulebook_setting_rule")]

    def __str__(self) -> str:
        return f"{self.rule} · {self.area} · {self.shown}"

    def get_absolute_url(self) -> str:
        return reverse("setting-detail", args=[self.pk])

    def get_rule_url(self) -> str:
        """Return the page of the rule, seen from the setting's area."""
        return f"{reverse('rule-detail', args=[self.rule])}?area={self.area_id}"

    @property
    def catalogued(self) -> Rule:
        """Return the rule this is a value of."""
        return find(self.rule)

    @property
    def clean_value(self) -> Any:
        """Return the value in the rule's type."""
        return self.catalogued.clean(self.value)

    @property
    def shown(self) -> str:
        """Return the value in words, with comparison and unit."""
        return self.catalogued.phrase(self.clean_value, unit=self.unit, operator=self.operator)

    @property
    def title(self) -> str:
        """Return the title of the rule."""
        return str(RULES[self.rule].title) if self.rule in RULES else self.rule

    @property
    def basis(self) -> str:
        """Return document and article."""
        return f"{self.document} {self.article}".strip()

    @property
    def is_weaker(self) -> bool:
        """Return whether the value asks for less than the nation does; it is kept, but said."""
        return self.catalogued.is_weaker(self.clean_value, self.operator)
