"""States of duties and of requests for more time; pure data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DutyState(models.TextChoices):
    """A duty is open until it is met, waived by a decision, or falls away with its subject."""

    OPEN = "open", _("Open")
    MET = "met", _("Done")
    WAIVED = "waived", _("Waived")
    CANCELLED = "cancelled", _("Fallen away")


DUTY_MOVES = {
    DutyState.OPEN: {DutyState.OPEN, DutyState.MET, DutyState.WAIVED, DutyState.CANCELLED},
    DutyState.MET: set(),
    DutyState.WAIVED: set(),
    DutyState.CANCELLED: set(),
}


class ExtensionState(models.TextChoices):
    """A request for more time."""

    ASKED = "asked", _("Asked for")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


EXTENSION_MOVES = {
    ExtensionState.ASKED: {ExtensionState.GRANTED, ExtensionState.REFUSED},
    ExtensionState.GRANTED: set(),
    ExtensionState.REFUSED: set(),
}


class ReminderKind(models.TextChoices):
    """Why somebody is reminded, mildest first: before the last day, on it, after it, and up the line."""

    AHEAD = "ahead", _("Before the last day")
    DUE = "due", _("On the last day")
    OVERDUE = "overdue", _("Overdue")
    TO_HEAD = "to_head", _("Overdue, to the head")
    TO_SUPERIOR = "to_superior", _("Overdue, to the superior unit")
    TO_OFFICE = "to_office", _("Overdue, to the office director")


class ReminderState(models.TextChoices):
    """A reminder is sent, or a later one or the duty's end takes its place."""

    PENDING = "pending", _("To be sent")
    SENT = "sent", _("Sent")
    SUPERSEDED = "superseded", _("Superseded, not sent")


REMINDER_MOVES = {
    ReminderState.PENDING: {ReminderState.SENT, ReminderState.SUPERSEDED},
    ReminderState.SENT: set(),
    ReminderState.SUPERSEDED: set(),
}


class Channel(models.TextChoices):
    """How a digest reaches its reader; in the system always, the others where they are switched on."""

    IN_APP = "in_app", _("In the system")
    EMAIL = "email", _("E-mail")
    WEBHOOK = "webhook", _("Chat message")


class DeliveryState(models.TextChoices):
    """A digest waits, is being sent under a lease, is sent; held by the storm brake; failed too often; empty."""

    HELD = "held", _("Held")
    PENDING = "pending", _("To be sent")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("Nothing left to say")


DELIVERY_MOVES = {
    DeliveryState.HELD: {DeliveryState.PENDING, DeliveryState.DROPPED},
    DeliveryState.PENDING: {DeliveryState.CLAIMED, DeliveryState.SENT, DeliveryState.DROPPED},
    DeliveryState.CLAIMED: {
        DeliveryState.CLAIMED,
        DeliveryState.PENDING,
        DeliveryState.SENT,
        DeliveryState.FAILED,
        DeliveryState.DROPPED,
    },
    DeliveryState.SENT: set(),
    DeliveryState.FAILED: {DeliveryState.PENDING},
    DeliveryState.DROPPED: set(),
}


class HoldState(models.TextChoices):
    """A named person lets a storm of reminders go or throws it away."""

    HELD = "held", _("Held")
    RELEASED = "released", _("Released")
    DISCARDED = "discarded", _("Discarded")


HOLD_MOVES = {
    HoldState.HELD: {HoldState.RELEASED, HoldState.DISCARDED},
    HoldState.RELEASED: set(),
    HoldState.DISCARDED: set(),
}
