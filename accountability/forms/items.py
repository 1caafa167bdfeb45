"""Forms of rectification, re-check and close-out."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability.states import RecheckMethod
from inspectorate.documents.forms import StoredFilesField
from inspectorate.lib.forms import DateInput, SubjectForm, prose


class PlanForm(SubjectForm):
    """Measure and responsible person."""

    measure = prose(_("Measure"), 4)
    responsible = forms.CharField(label=_("Responsible person"), max_length=60, help_text=_("Name and office held."))


class ReportItemForm(SubjectForm):
    """What was done, with what result, and the evidence."""

    measure = prose(_("Measure taken"), 4)
    result = prose(_("Result"), 4)
    files = StoredFilesField(label=_("Evidence"), required=False)


class RecheckForm(SubjectForm):
    """One round of re-check (R-ACC-08)."""

    method = forms.ChoiceField(label=_("Method"), choices=RecheckMethod.choices)
    checked_on = forms.DateField(label=_("Checked on"), widget=DateInput, initial=timezone.localdate)
    place = forms.CharField(label=_("Place"), max_length=120)
    content = prose(_("What was found"), 5)
    is_passed = forms.TypedChoiceField(
        label=_("Conclusion"),
        choices=[("yes", _("Passed")), ("no", _("Failed"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    new_due_on = forms.DateField(
        label=_("New date"), widget=DateInput, required=False, help_text=_("Only where the re-check failed.")
    )
    files = StoredFilesField(label=_("Photos and files"), required=False)


class ReopenForm(SubjectForm):
    """Why a closed item is open again, and until when."""

    note = prose(_("Reason"), 3)
    new_due_on = forms.DateField(label=_("New date"), widget=DateInput)
