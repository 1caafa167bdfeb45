"""What the clock asks an office to look at: training hours that fall short, schools without an inspector."""
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import Area, Organization, Scoped, ScopedQuerySet
from inspectors.states import CheckKind

from .roster import Inspector


class AuditedInspector(Inspector):
    """An inspector as the audits of the roster list him: who may read the audits reads these rows (S11, S13)."""

    RESOURCE = "roster_audit"

    class Meta:
        proxy = True
        verbose_name = _("inspector counted for the ratio")
        verbose_name_plural = _("inspectors counted for the ratio")


class RosterCheckQuerySet(ScopedQuerySet):
    """Checks."""

    def waiting(self) -> Self:
        """Return the checks nobody has closed yet."""
        return self.filter(done_on=None)


class RosterCheck(Scoped):
    """One look an inspectorate owes at its roster: opened by the clock, closed with what was done about it."""

    office = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="roster_checks", verbose_name=_("inspectorate")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=CheckKind.choices)
    period = models.CharField(_("period"), max_length=10)
    opened_on = models.DateField(_("opened on"))
    short = models.PositiveIntegerField(_("short when it was opened"))
    note = models.TextField(_("what was done"), blank=True)
    done_on = models.DateField(_("closed on"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("closed by"),
    )

    objects = RosterCheckQuerySet.as_manager()

    RESOURCE = "roster_audit"
    SCOPE_PATHS: ClassVar = {"owner": "office"}

    class Meta:
        verbose_name = _("check of the roster")
        verbose_name_plural = _("checks of the roster")
        constraints = [
            models.UniqueConstraint(fields=["office", "kind", "period"], name="inspectors_check_once"),
            models.CheckConstraint(condition=Q(kind__in=CheckKind.values), name="inspectors_check_kind"),
        ]

    def __str__(self) -> str:
        facts = {"kind": self.get_kind_display(), "office": self.office.label, "period": self.period}
        return _now("%(kind)s: %(office)s, %(period)s") % facts

    def get_absolute_url(self) -> str:
        return reverse("roster-check-detail", args=[self.pk])

    @property
    def area(self) -> Area:
        """Return the area whose roster is looked at."""
        return self.office.area

    @property
    def kind_of_duty(self) -> str:
        """Return the kind of the duty that this check meets."""
        return f"check_{self.kind}"
