"""States of a batch of imported rows; pure data."""
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
