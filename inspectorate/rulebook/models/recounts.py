"""What an approved change did to the dates of duties, one row a duty: kept for ever beside the change."""
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import Organization, Scoped, ScopedQuerySet
from inspectorate.rulebook.states import Outcome

from .calendars import CalendarChange
from .settings import Setting


class Recount(Scoped):
    """One duty's date before and after a change; it is read by whoever may read the duty.

    The rulebook lies below the duties, so the duty is named by its key alone; what a list needs is copied.
    """

    setting = models.ForeignKey(
        Setting, on_delete=models.PROTECT, null=True, blank=True, related_name="recounts", verbose_name=_("setting")
    )
    change = models.ForeignKey(
        CalendarChange, on_delete=models.PROTECT, null=True, blank=True, related_name="recounts",
        verbose_name=_("change of the calendar"),
    )
    duty = models.PositiveBigIntegerField(_("duty"), db_index=True)
    title = models.CharField(_("what is owed"), max_length=200)
    rule = models.CharField(_("rule"), max_length=40)
    holder = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("owed by"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("person"),
    )
    group = models.CharField(_("group"), max_length=20, blank=True)
    before_on = models.DateField(_("date before"))
    after_on = models.DateField(_("date counted"))
    outcome = models.CharField(_("what became of the date"), max_length=12, choices=Outcome.choices)

    objects = ScopedQuerySet.as_manager()

    RESOURCE = "duty"
    SCOPE_PATHS: ClassVar = {"unit": "holder", "owner": "holder", "self": "person", "group": "group"}
    GATES: ClassVar[dict[str, Any]] = {"open": Q()}

    class Meta:
        verbose_name = _("recounted date")
        verbose_name_plural = _("recounted dates")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="rulebook_recount_outcome"),
            models.CheckConstraint(
                condition=Q(setting=None, change__isnull=False) | Q(setting__isnull=False, change=None),
                name="rulebook_recount_one_cause",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="moved") | Q(after_on__gt=F("before_on")), name="rulebook_recount_later"
            ),
            models.UniqueConstraint(fields=["setting", "duty"], name="rulebook_recount_setting_once"),
            models.UniqueConstraint(fields=["change", "duty"], name="rulebook_recount_change_once"),
        ]
        indexes = [
            models.Index(fields=["setting", "outcome", "id"], name="rulebook_recount_setting"),
            models.Index(fields=["change", "outcome", "id"], name="rulebook_recount_change"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("duty-detail", args=[self.duty])
