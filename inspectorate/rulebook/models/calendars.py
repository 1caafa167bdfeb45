"""The working-day calendar (R-TIME-06) and the semesters of areas (R-TIME-07)."""
from datetime import date
from typing import ClassVar
from uuid import uuid4

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import Area, Scoped, ScopedQuerySet
from inspectorate.rulebook.states import CHANGE_MOVES, YEAR_MOVES, ChangeState, DayKind, Festival, YearState


class CalendarYear(Scoped):
    """A year's notice on holidays; it holds for the whole country, so its scope columns stay empty."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    notice = models.CharField(_("notice"), max_length=200, blank=True)
    loaded_at = models.DateTimeField(_("loaded at"), null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    token = models.UUIDField(default=uuid4, editable=False)  # another one with every change: see workflow.calendar
    state = models.CharField(_("state"), max_length=12, choices=YearState.choices, default=YearState.PROVISIONAL)

    objects = ScopedQuerySet.as_manager()

    MOVES = YEAR_MOVES
    RESOURCE = "calendar"

    class Meta:
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        ordering = ["year"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=YearState.values), name="rulebook_year_state"),
        ]

    def __str__(self) -> str:
        return str(self.year)

    def get_absolute_url(self) -> str:
        return reverse("calendar-year", args=[self.year])


class CalendarDay(models.Model):
    """One day that a notice makes a day off or a working day; a notice may reach into December of the year before."""

    year = models.ForeignKey(CalendarYear, on_delete=models.CASCADE, related_name="days", verbose_name=_("year"))
    date = models.DateField(_("date"), unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=DayKind.choices)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ["date"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=DayKind.values), name="rulebook_day_kind")]

    def __str__(self) -> str:
        return f"{self.date} {self.label}"

    @property
    def label(self) -> str:
        """Return the holiday's name in the reader's language, where it is one of the statutory ones."""
        return str(Festival(self.name).label) if self.name in Festival.values else self.name


class CalendarChange(Scoped):
    """Days of a year's notice that one person proposes and another approves: one day, or the whole notice (R-TIME-06).

    `days` are rows of date, kind and name; an empty kind makes the day an ordinary one again.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    is_whole = models.BooleanField(_("the whole notice"), default=False)
    days = models.JSONField(_("days of the notice"), encoder=DjangoJSONEncoder)
    notice = models.CharField(_("notice"), max_length=200, blank=True)
    note = models.TextField(_("reason"), blank=True)
    counts = models.JSONField(default=dict)
    proposed_on = models.DateField(_("proposed on"), default=timezone.localdate)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("approved by"),
    )
    state = models.CharField(_("state"), max_length=12, choices=ChangeState.choices, default=ChangeState.PROPOSED)

    objects = ScopedQuerySet.as_manager()

    MOVES = CHANGE_MOVES
    RESOURCE = "calendar_change"

    class Meta:
        verbose_name = _("change of the calendar")
        verbose_name_plural = _("changes of the calendar")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ChangeState.values), name="rulebook_change_state"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")), name="rulebook_change_two_people"
            ),
            # A second change of the year would be previewed on a calendar that the first one is about to alter.
            models.UniqueConstraint(
                fields=["year"], condition=Q(state="proposed"), name="rulebook_change_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} · {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("calendar-change-detail", args=[self.pk])

    @property
    def rows(self) -> list[tuple[date, str, str]]:
        """Return the days as the calendar reads them."""
        return [(date.fromisoformat(str(day)), kind, name) for day, kind, name in self.days]

    @property
    def title(self) -> str:
        """Return what it changes, in words."""
        if self.is_whole:
            return self.notice or str(_("the whole notice"))
        words = {kind.value: kind.label for kind in DayKind} | {"": _("an ordinary day")}
        return "; ".join(f"{day} {words[kind]}" for day, kind, _name in self.rows)


class SemesterQuerySet(ScopedQuerySet):
    """Semesters."""

    def on(self, day: date) -> "SemesterQuerySet":
        """Return the semesters a day lies in."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def between(self, first: date, last: date) -> "SemesterQuerySet":
        """Return the semesters that touch a span."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)


@pghistory.track(exclude=["province", "city", "county"])
class Semester(Scoped):
    """A semester of an area; `months` are the months in which pupils are in school (R-TIME-07)."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="semesters", verbose_name=_("area"))
    name = models.CharField(_("name"), max_length=60)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    months = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("months in session"))

    objects = SemesterQuerySet.as_manager()

    RESOURCE = "semester"
    SCOPE_PATHS: ClassVar = {}

    class Meta:
        verbose_name = _("semester")
        verbose_name_plural = _("semesters")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="rulebook_semester_dates"),
            models.UniqueConstraint(fields=["area", "starts_on"], name="rulebook_semester_start"),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("semester-detail", args=[self.pk])
