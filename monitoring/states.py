"""How often figures are asked for, of whom, and the states of forms and returns; pure data."""
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Frequency(models.TextChoices):
    """How often a form is answered (S38)."""

    MONTH = "month", pgettext_lazy("frequency", "Every month")
    QUARTER = "quarter", pgettext_lazy("frequency", "Every quarter")
    HALF_YEAR = "half_year", pgettext_lazy("frequency", "Every half-year")
    YEAR = "year", pgettext_lazy("frequency", "Every year")
    ONCE = "once", pgettext_lazy("frequency", "Once, on a special topic")


# Calendar months of a period; a special topic names its own first and last day.
MONTHS = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.HALF_YEAR: 6, Frequency.YEAR: 12}


class Audience(models.TextChoices):
    """Who must answer a form."""

    COUNTIES = "counties", _("All county offices")
    STAGES = "stages", _("All schools of chosen stages")
    UNITS = "units", _("Chosen units")


class FieldKind(models.TextChoices):
    """What is written into a field."""

    NUMBER = "number", pgettext_lazy("figure", "Number")
    TEXT = "text", pgettext_lazy("figure", "Text")
    YES_NO = "yes_no", pgettext_lazy("figure", "Yes or no")
    CHOICE = "choice", pgettext_lazy("figure", "One of a list")


class FormState(models.TextChoices):
    """A form is drafted, put in force by a second person, and ended."""

    DRAFT = "draft", pgettext_lazy("return form", "Draft")
    IN_FORCE = "in_force", pgettext_lazy("return form", "In force")
    ENDED = "ended", pgettext_lazy("return form", "Ended")


FORM_MOVES = {
    FormState.DRAFT: {FormState.IN_FORCE, FormState.ENDED},  # a draft that comes to nothing ends unused
    FormState.IN_FORCE: {FormState.ENDED},
    FormState.ENDED: set(),
}


class ReturnState(models.TextChoices):
    """A return is filled in and submitted by the unit; the office accepts it or sends it back with reasons."""

    DRAFT = "draft", pgettext_lazy("return", "To be filled in")
    SUBMITTED = "submitted", pgettext_lazy("return", "Submitted")
    RETURNED = "returned", pgettext_lazy("return", "Sent back")
    ACCEPTED = "accepted", pgettext_lazy("return", "Accepted")


RETURN_MOVES = {
    ReturnState.DRAFT: {ReturnState.SUBMITTED},
    ReturnState.SUBMITTED: {ReturnState.RETURNED, ReturnState.ACCEPTED},
    ReturnState.RETURNED: {ReturnState.SUBMITTED},
    ReturnState.ACCEPTED: {ReturnState.RETURNED},  # reopened for a correction
}
OPEN_RETURNS = (ReturnState.DRAFT, ReturnState.RETURNED)
HANDED_IN = (ReturnState.SUBMITTED, ReturnState.ACCEPTED)
