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
