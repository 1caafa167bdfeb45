"""Duties: who must do what by when, under which rule, and why that date."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspectorate.duties.states import DUTY_MOVES, EXTENSION_MOVES, DutyState, ExtensionState
from inspectorate.register.models import Area, Organization, Scoped, ScopedQuerySet


class DutyQuerySet(ScopedQuerySet):
    """Duties."""

    def open(self) -> "DutyQuerySet":
        """Return the duties nobody has met yet."""
        return self.filter(state=DutyState.OPEN)

    def reminded_by(self, day: date, horizon: date) -> "DutyQuerySet":
        """Return the open duties of which somebody may have to be told on a day: due by `horizon`, or announced."""
        return self.open().filter(Q(due_on__lte=horizon) | Q(remind_on__lte=day))

    def overdue(self, on: date | None = None) -> "DutyQuerySet":
        """Return the open duties whose last day is past."""
        return self.open().filter(due_on__lt=on or timezone.localdate())

    def of(self, subject: models.Model) -> "DutyQuerySet":
        """Return the duties about one object."""
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)

    def held_by(self, organization_id: int) -> "DutyQuerySet":
        """Return the duties an organisation must meet."""
        return self.filter(holder_id=organization_id)


class Duty(Scoped):
    """One thing owed by an organisation (or one person in it) by a date; opened and met by verbs only."""

    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("what is owed"), max_length=200)
    rule = models.CharField(_("rule"), max_length=40)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    holder = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="duties", verbose_name=_("owed by"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="duties",
        verbose_name=_("person"),
    )
    group = models.CharField(_("group"), max_length=20, blank=True)
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    subject_label = models.CharField(_("about"), max_length=200)
    opened_on = models.DateField(_("opened on"))
    trigger_on = models.DateField(_("counted from"))
    nominal_due_on = models.DateField(_("last day by count"))
    due_on = models.DateField(_("due on"))
    remind_on = models.DateField(_("first reminder"), null=True, blank=True)  # where a rule of its own names the day
    is_provisional = models.BooleanField(_("provisional date"), default=False)
    how_computed = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    key = models.CharField(max_length=120, unique=True, null=True, blank=True)
    met_on = models.DateField(_("done on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=DutyState.choices, default=DutyState.OPEN)

    objects = DutyQuerySet.as_manager()

    MOVES = DUTY_MOVES
    RESOURCE = "duty"
    SCOPE_PATHS: ClassVar = {"unit": "holder", "owner": "holder", "self": "person", "group": "group"}
    GATES: ClassVar = {"open": Q(state=DutyState.OPEN)}

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DutyState.values), name="duties_duty_state"),
            models.CheckConstraint(condition=Q(due_on__gte=F("trigger_on")), name="duties_duty_dates"),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(state="open"), name="duties_open_due"),
            models.Index(
                fields=["remind_on"], condition=Q(state="open", remind_on__isnull=False), name="duties_open_announced"
            ),
            models.Index(fields=["holder", "due_on", "id"], condition=Q(state="open"), name="duties_open_holder"),
            models.Index(fields=["subject_type", "subject_id"], name="duties_subject"),
            models.Index(fields=["city", "due_on", "id"], name="duties_city"),
            models.Index(fields=["county", "due_on", "id"], name="duties_county"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("duty-detail", args=[self.pk])

    @property
    def is_overdue(self) -> bool:
        """Return whether the last day is past and the duty still open."""
        return self.state == DutyState.OPEN and self.due_on < timezone.localdate()

    @property
    def days_left(self) -> int:
        """Return the calendar days to the last day; negative when overdue."""
        return (self.due_on - timezone.localdate()).days


class Extension(models.Model):
    """A request for more time on one duty, with its reason and the answer to it."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="extensions", verbose_name=_("duty"))
    asked_until = models.DateField(_("asked until"))
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    answer = models.TextField(_("answer"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ExtensionState.choices, default=ExtensionState.ASKED)

    MOVES = EXTENSION_MOVES

    class Meta:
        verbose_name = _("request for more time")
        verbose_name_plural = _("requests for more time")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ExtensionState.values), name="duties_extension_state"),
            models.UniqueConstraint(fields=["duty"], condition=Q(state="asked"), name="duties_extension_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.duty} → {self.asked_until}"


class Pause(models.Model):
    """A span that does not count towards a duty's term (R-TIME-09)."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="pauses", verbose_name=_("duty"))
    reason = models.CharField(_("reason"), max_length=300)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="duties_pause_dates"
            ),
            models.UniqueConstraint(fields=["duty"], condition=Q(ends_on=None), name="duties_pause_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.duty}: {self.starts_on}"
