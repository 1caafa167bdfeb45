"""The working-day calendar (R-TIME-06) and the semesters of areas (R-TIME-07)."""
from datetime import date
from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import Area, Scoped, ScopedQuerySet
from inspectorate.rulebook.states import YEAR_MOVES, DayKind, Festival, YearState


class CalendarYear(Scoped):
    """A year's notice on holidays; it holds for the whole country, so its scope columns stay empty."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    notice = models.CharField(_("notice"), max_length=200, blank=True)
    loaded_at = models.DateTimeField(_("loaded at"), null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
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
