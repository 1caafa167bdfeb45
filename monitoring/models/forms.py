"""Forms of returns: what is asked, how often, of whom, by which document (S38, R-DATA-01)."""
from collections.abc import Iterator
from datetime import date
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.periods import ONE
from inspectorate.register.models import Area, Organization, School, Scoped, ScopedQuerySet
from monitoring.states import FORM_MOVES, OPEN_RETURNS, Audience, FieldKind, FormState, Frequency

from .periods import ONLY, Period, ended_periods


class ReturnFormQuerySet(ScopedQuerySet):
    """Forms of returns."""

    def asking(self) -> Self:
        """Return the forms that ask for figures: in force, or ended after they were; not what stayed a draft."""
        return self.filter(approved_at__isnull=False)

    def with_open_returns(self) -> Self:
        """Add `open_returns`: how many units have yet to hand in or to correct."""
        return self.annotate(open_returns=Count("returns", filter=Q(returns__state__in=OPEN_RETURNS)))


@pghistory.track(exclude=["province", "city", "county", "updated_at"])
class ReturnForm(Scoped):
    """A form that units answer again each period, or once; put in force by a second person."""

    title = models.CharField(_("title"), max_length=80)
    purpose = models.TextField(_("purpose"))
    basis = models.CharField(_("basis"), max_length=200)
    frequency = models.CharField(_("how often"), max_length=10, choices=Frequency.choices)
    office = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="return_forms", verbose_name=_("issuing office")
    )
    audience = models.CharField(_("who must answer"), max_length=10, choices=Audience.choices)
    stages = ArrayField(
        models.CharField(max_length=20, choices=School.Stage.choices), verbose_name=_("stages"), default=list,
        blank=True,
    )
    units = models.ManyToManyField(
        Organization, related_name="asked_forms", blank=True, verbose_name=_("chosen units")
    )
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    # Of a special topic only: the days that its figures are about, which may lie before the form.
    period_from = models.DateField(_("about the time from"), null=True, blank=True)
    period_to = models.DateField(_("about the time until"), null=True, blank=True)
    # The last day of the newest period of which returns were prepared: no period is ever prepared twice.
    prepared_to = models.DateField(_("prepared up to"), null=True, blank=True, editable=False)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("put in force by"),
    )
    approved_at = models.DateTimeField(_("put in force at"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)
    state = models.CharField(_("state"), max_length=10, choices=FormState.choices, default=FormState.DRAFT)

    objects = ReturnFormQuerySet.as_manager()

    MOVES = FORM_MOVES
    RESOURCE = "return_form"
    TONES: ClassVar = {"in_force": "done"}
    SCOPE_PATHS: ClassVar = {"owner": "office", "city": "city"}
    GATES: ClassVar = {"issued": Q(approved_at__isnull=False)}

    class Meta:
        verbose_name = _("form of returns")
        verbose_name_plural = _("forms of returns")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FormState.values), name="monitoring_form_state"),
            models.CheckConstraint(condition=Q(frequency__in=Frequency.values), name="monitoring_form_frequency"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="monitoring_form_audience"),
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="monitoring_form_approved",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("drafted_by")), name="monitoring_form_second_hand"
            ),
            models.CheckConstraint(
                condition=~Q(frequency="once") | Q(period_from__isnull=False, period_to__gte=F("period_from")),
                name="monitoring_form_period",
            ),
        ]
        indexes = [
            models.Index(fields=["city", "-id"], name="monitoring_form_city"),
            models.Index(fields=["county", "-id"], name="monitoring_form_county"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("return-form-detail", args=[self.pk])

    @property
    def area(self) -> Area:
        """Return the area whose office issues the form."""
        return self.office.area

    @property
    def stage_words(self) -> str:
        """Return the chosen stages in words."""
        words = dict(School.Stage.choices)
        return "、".join(str(words[stage]) for stage in self.stages)

    def periods_due(self, today: date) -> Iterator[Period]:
        """Yield the periods that have ended since the form came into force and of which nothing was prepared yet."""
        yesterday = today - ONE
        if self.frequency == Frequency.ONCE:
            yield from self._topic(today)
            return
        since = self.prepared_to + ONE if self.prepared_to else self.valid_from
        yield from ended_periods(self.frequency, since, min(yesterday, self.valid_to) if self.valid_to else yesterday)

    def _topic(self, today: date) -> Iterator[Period]:
        """Yield the period of a special topic once it is over, unless the form ended before anybody was asked."""
        is_waiting = self.prepared_to is None and self.state == FormState.IN_FORCE and self.valid_from <= today
        if is_waiting and self.period_from and self.period_to and self.period_to < today:
            yield Period(ONLY, self.period_from, self.period_to)

    def counted_from(self, period_to: date) -> date:
        """Return the day from which an answer is due: the period's last, or the form's first where that is later."""
        return max(period_to, self.valid_from)


@pghistory.track()
class ReturnField(models.Model):
    """One thing that a form asks for; its code stays the same through all exports."""

    form = models.ForeignKey(
        ReturnForm, on_delete=models.CASCADE, related_name="fields", verbose_name=_("form of returns")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    code = models.CharField(
        _("code"), max_length=30, validators=[RegexValidator(r"^[a-z][a-z0-9_]*$")],
        help_text=_("Small letters, digits and underscores; it stays the same in every export."),
    )
    label = models.CharField(_("label"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=FieldKind.choices, default=FieldKind.NUMBER)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    choices = ArrayField(models.CharField(max_length=40), verbose_name=_("list"), default=list, blank=True)
    is_required = models.BooleanField(_("required"), default=True)
    decimals = models.PositiveSmallIntegerField(_("decimal places"), default=0)
    least = models.DecimalField(_("at least"), max_digits=18, decimal_places=4, null=True, blank=True)
    most = models.DecimalField(_("at most"), max_digits=18, decimal_places=4, null=True, blank=True)
    usual_source = models.CharField(_("source of the figure"), max_length=100, blank=True)
    help = models.CharField(_("help"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("field of a form")
        verbose_name_plural = _("fields of forms")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=FieldKind.values), name="monitoring_field_kind"),
            models.CheckConstraint(
                condition=Q(least=None) | Q(most=None) | Q(most__gte=F("least")), name="monitoring_field_bounds"
            ),
            models.CheckConstraint(condition=Q(decimals__lte=4), name="monitoring_field_decimals"),
            models.UniqueConstraint(fields=["form", "code"], name="monitoring_field_code"),
            models.UniqueConstraint(
                fields=["form", "order"], name="monitoring_field_order", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_number(self) -> bool:
        """Return whether the field holds a number."""
        return self.kind == FieldKind.NUMBER

    @property
    def bounds(self) -> str:
        """Return between which numbers a figure lies, as far as that is said."""
        least, most = (f"{bound.normalize():f}" if bound is not None else "" for bound in (self.least, self.most))
        if least and most:
            return f"{least}–{most}"
        return f"≥ {least}" if least else f"≤ {most}" if most else ""

    @property
    def named(self) -> str:
        """Return the label with the unit, as the head of a column."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label
