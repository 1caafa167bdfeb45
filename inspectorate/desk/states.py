"""States of a batch of imported rows and of alarms about the clock; pure data."""
from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    """An uploaded file is checked whole, then loaded whole by a person's word, or not at all."""

    RECEIVED = "received", _("Being checked")
    CHECKED = "checked", _("Checked, not loaded yet")
    REFUSED = "refused", _("Refused: nothing was loaded")
    CONFIRMED = "confirmed", _("Being loaded")
    APPLIED = "applied", _("Loaded")
    WITHDRAWN = "withdrawn", _("Given up")


BATCH_MOVES = {
    BatchState.RECEIVED: {BatchState.CHECKED, BatchState.REFUSED},
    BatchState.CHECKED: {BatchState.CONFIRMED, BatchState.WITHDRAWN},
    # Back to checked where the register changed between the check and the loading.
    BatchState.CONFIRMED: {BatchState.APPLIED, BatchState.REFUSED, BatchState.CHECKED},
    BatchState.REFUSED: set(),
    BatchState.APPLIED: set(),
    BatchState.WITHDRAWN: set(),
}
ROWS_FOR_ONE = 1000  # more new or changed rows than this take a second person (permissions §5.4)


class AlarmKind(models.TextChoices):
    """What is wrong with the clock."""

    JUMP = "jump", _("The clock of the machine has jumped")
    DATABASE = "database", _("The clock of the machine differs from the database's")


class AlarmState(models.TextChoices):
    """An alarm stands until a named person has looked at the clock."""

    RAISED = "raised", _("To be looked at")
    SETTLED = "settled", _("Settled")


ALARM_MOVES = {AlarmState.RAISED: {AlarmState.SETTLED}, AlarmState.SETTLED: set()}
