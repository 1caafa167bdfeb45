"""The ledger of reminders, their deliveries, and what a person reads.

A reminder is written before anything is sent; the rows are their own record, so moves of the sender write no trail.
"""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from inspectorate.duties.states import (
    DELIVERY_MOVES,
    HOLD_MOVES,
    REMINDER_MOVES,
    Channel,
    DeliveryState,
    HoldState,
    ReminderKind,
    ReminderState,
)
from inspectorate.register.models import Scoped, ScopedQuerySet

from .duties import Duty


class ReminderQuerySet(models.QuerySet):
    """Reminders."""

    def with_results(self) -> "ReminderQuerySet":
        """Return the reminders, newest first, with recipient and `results` ("email:sent") in one query."""
        pair = Concat("deliveries__channel", Value(":"), "deliveries__state", output_field=models.CharField())
        found = ArrayAgg(pair, filter=Q(deliveries__isnull=False), default=Value([]))
        return self.select_related("recipient").annotate(results=found).order_by("-nominal_on", "-pk")


class Reminder(models.Model):
    """One person is to be told of one duty on one day; said once, whatever the channel."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="reminders", verbose_name=_("duty"))
    kind = models.CharField(_("reminder"), max_length=12, choices=ReminderKind.choices)
    nominal_on = models.DateField(_("to be sent on"))
    due_on = models.DateField(_("due on"))  # as it was when the reminder was written
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders", verbose_name=_("recipient")
    )
    written_at = models.DateTimeField(_("written at"))
    sent_at = models.DateTimeField(_("sent at"), null=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ReminderState.choices, default=ReminderState.PENDING
    )

    objects = ReminderQuerySet.as_manager()

    MOVES = REMINDER_MOVES
    TONES: ClassVar = {"pending": "soon", "sent": "done", "superseded": "idle"}

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "kind", "nominal_on", "recipient"], name="duties_reminder_once"
            ),
            models.CheckConstraint(condition=Q(state__in=ReminderState.values), name="duties_reminder_state"),
            models.CheckConstraint(condition=Q(kind__in=ReminderKind.values), name="duties_reminder_kind"),
        ]
        indexes = [
            models.Index(fields=["duty", "recipient"], condition=Q(state="pending"), name="duties_reminder_wait"),
        ]

    def __str__(self) -> str:
        return f"{self.duty} · {self.get_kind_display()}"


class Hold(Scoped):
    """More reminders at once than is believable: their deliveries wait for a named person (storm brake, T69)."""

    day = models.DateField(_("day"))
    held_at = models.DateTimeField(_("held at"))
    reminders = models.PositiveIntegerField(_("reminders"))
    state = models.CharField(_("state"), max_length=12, choices=HoldState.choices, default=HoldState.HELD)

    objects = ScopedQuerySet.as_manager()

    MOVES = HOLD_MOVES
    RESOURCE = "hold"
    SCOPE_PATHS: ClassVar = {}
    TONES: ClassVar = {"held": "late", "released": "done", "discarded": "stopped"}

    class Meta:
        verbose_name = _("held reminders")
        verbose_name_plural = _("held reminders")
        constraints = [models.CheckConstraint(condition=Q(state__in=HoldState.values), name="duties_hold_state")]
        indexes = [models.Index(fields=["city", "id"], name="duties_hold_city")]

    def __str__(self) -> str:
        return f"{self.day} · {self.reminders}"

    def get_absolute_url(self) -> str:
        return reverse("hold-detail", args=[self.pk])


class Delivery(Scoped):
    """What one person gets on one day by one channel: one digest; `hold` tells those of a storm apart."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("recipient")
    )
    day = models.DateField(_("day"))
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, null=True, related_name="deliveries")
    reminders = models.ManyToManyField(Reminder, related_name="deliveries")
    due_at = models.DateTimeField(_("not before"))
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=200, blank=True)
    message_id = models.CharField(max_length=200)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    state = models.CharField(
        _("state"), max_length=12, choices=DeliveryState.choices, default=DeliveryState.PENDING
    )

    objects = ScopedQuerySet.as_manager()

    MOVES = DELIVERY_MOVES
    RESOURCE = "delivery"
    SCOPE_PATHS: ClassVar = {"self": "recipient"}
    TONES: ClassVar = {"pending": "soon", "held": "late", "sent": "done", "dropped": "idle"}

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "day", "channel", "hold"], nulls_distinct=False, name="duties_delivery_one_digest"
            ),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="duties_delivery_state"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="duties_delivery_channel"),
        ]
        indexes = [
            models.Index(
                fields=["channel", "due_at", "id"], condition=Q(state__in=["pending", "claimed"]),
                name="duties_delivery_claim",
            ),
            models.Index(fields=["city", "id"], condition=Q(state="failed"), name="duties_delivery_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} · {self.day} · {self.get_channel_display()}"

    def get_absolute_url(self) -> str:
        return reverse("delivery-detail", args=[self.pk])


class NoticeQuerySet(ScopedQuerySet):
    """Notices."""

    def of(self, user_id: int) -> "NoticeQuerySet":
        """Return the notices of one person."""
        return self.filter(recipient_id=user_id)

    def unread(self, user_id: int) -> "NoticeQuerySet":
        """Return the notices that a person has not opened yet."""
        return self.of(user_id).filter(read_at=None)


class Notice(Scoped):
    """The digest of one day as its recipient reads it in the office system."""

    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="notice")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    day = models.DateField(_("day"))
    shown_at = models.DateTimeField(_("received at"))
    read_at = models.DateTimeField(_("read at"), null=True)

    objects = NoticeQuerySet.as_manager()

    RESOURCE = "notice"
    SCOPE_PATHS: ClassVar = {"self": "recipient"}

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(fields=["recipient", "-id"], name="duties_notice_recipient"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="duties_notice_unread"),
        ]

    def __str__(self) -> str:
        return str(_("Reminders of %(day)s") % {"day": date_format(self.day)})

    def get_absolute_url(self) -> str:
        return reverse("notice-detail", args=[self.pk])
