"""How the clock runs: the record of every job, signs of life of the processes, alarms about the clock itself."""

import os
import socket
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspectorate.desk.states import ALARM_MOVES, AlarmKind, AlarmState
from inspectorate.register.models import Post, ScopedQuerySet


class JobRun(models.Model):
    """When a job of the clock last ran and what came of it; claimed by compare-and-set before it runs."""

    name = models.CharField(_("job"), max_length=120, unique=True)
    last_started_at = models.DateTimeField(_("begun at"), null=True)
    last_finished_at = models.DateTimeField(_("ended at"), null=True)
    last_result = models.IntegerField(_("rows"), null=True)
    last_error = models.CharField(_("what failed"), max_length=300, blank=True)
    runs = models.PositiveBigIntegerField(_("runs"), default=0)
    failures = models.PositiveBigIntegerField(_("failures"), default=0)

    objects = ScopedQuerySet.as_manager()

    RESOURCE = "job"
    SCOPE_PATHS: ClassVar = {}
    GATES: ClassVar[dict[str, Q]] = {}

    class Meta:
        verbose_name = _("job of the clock")
        verbose_name_plural = _("jobs of the clock")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("stuck")

    @property
    def is_unfinished(self) -> bool:
        """Return whether the last run has not ended yet, or never will because its process died."""
        began, ended = self.last_started_at, self.last_finished_at
        return began is not None and (ended is None or ended < began)

    def claim(self) -> bool:
        """Claim the run that is due; False where another clock was first."""
        now = timezone.now()
        claimed = JobRun.objects.filter(pk=self.pk, last_started_at=self.last_started_at).update(last_started_at=now)
        self.last_started_at = now
        return bool(claimed)

    def finish(self, result: int | None, error: str) -> None:
        """Write how the run ended."""
        JobRun.objects.filter(pk=self.pk).update(
            last_finished_at=timezone.now(), last_result=result, last_error=error[:300],
            runs=models.F("runs") + 1, failures=models.F("failures") + int(bool(error)),
        )


class Beat(models.Model):
    """The last sign of life of a kind of process on one machine: `worker`, `beat`; and of the nightly `backup`."""

    name = models.CharField(max_length=20)
    host = models.CharField(max_length=120)
    pid = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")
        constraints = [models.UniqueConstraint(fields=["name", "host"], name="desk_beat_once")]

    def __str__(self) -> str:
        return f"{self.name} @ {self.host}"

    @classmethod
    def note(cls, name: str) -> None:
        """Write that a process of this kind lives here and now."""
        beat = cls(name=name, host=socket.gethostname()[:120], pid=os.getpid(), at=timezone.now())
        cls.objects.bulk_create(
            [beat], update_conflicts=True, unique_fields=["name", "host"], update_fields=["pid", "at"]
        )


class ClockAlarmQuerySet(ScopedQuerySet):
    """Alarms."""

    def raised(self) -> "ClockAlarmQuerySet":
        """Return the alarms nobody has settled yet."""
        return self.filter(state=AlarmState.RAISED)


class ClockAlarm(models.Model):
    """The machine's clock jumped or differs from the database's; while it stands nothing goes by dates (T59)."""

    kind = models.CharField(_("kind"), max_length=10, choices=AlarmKind.choices)
    seconds = models.IntegerField(_("seconds"))
    host = models.CharField(_("machine"), max_length=120)
    raised_at = models.DateTimeField(_("noticed at"))
    settled_by = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=AlarmState.choices, default=AlarmState.RAISED)

    objects = ClockAlarmQuerySet.as_manager()

    MOVES = ALARM_MOVES
    RESOURCE = "job"
    SCOPE_PATHS: ClassVar = {}
    GATES: ClassVar[dict[str, Q]] = {}
    TONES: ClassVar = {"raised": "late", "settled": "done"}

    class Meta:
        verbose_name = _("alarm of the clock")
        verbose_name_plural = _("alarms of the clock")
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=Q(state="raised"), name="desk_alarm_one_raised"),
            models.CheckConstraint(condition=Q(state__in=AlarmState.values), name="desk_alarm_state"),
            models.CheckConstraint(condition=Q(kind__in=AlarmKind.values), name="desk_alarm_kind"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("stuck")

    @property
    def detail(self) -> str:
        """Return by how much, ahead or behind, and where."""
        return f"{self.seconds:+d} s · {self.host}"

    @classmethod
    def is_beyond(cls, seconds: float) -> bool:
        """Return whether a difference is more than clocks may differ."""
        return abs(timedelta(seconds=seconds)) > timedelta(seconds=settings.CLOCK_JUMP_SECONDS)
