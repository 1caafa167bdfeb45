"""Forms of the desk."""
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.lib.forms import SubjectForm
from inspectorate.register.models import Area
from inspectorate.register.resources import CellRefused
from inspectorate.register.resources.areas import AreaBook
from inspectorate.register.resources.faults import REASONS


class UploadForm(SubjectForm):
    """A file of rows; `subject` is the area outside which the post may load nothing."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Excel (.xlsx) or CSV, at most 50 MB. No state secrets belong into this system."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    area = forms.CharField(
        label=gettext_lazy("Only for this division"), required=False, max_length=60,
        help_text=gettext_lazy("Name or code; a file of one county need not name the county in every row."),
    )  # fmt: skip
    sheet = forms.CharField(
        label=gettext_lazy("Worksheet"), required=False, max_length=60,
        help_text=gettext_lazy("Without it the first worksheet that is filled."),
    )  # fmt: skip

    def clean_area(self) -> Area | None:
        """Return the division, which must lie within the post's own area."""
        said = self.cleaned_data["area"].strip()
        if not said:
            return None
        try:
            return Area.objects.get(pk=AreaBook(self.subject or "").find(None, said))
        except CellRefused as refused:
            raise forms.ValidationError(_(REASONS[refused.code]) % refused.params) from refused


class WithdrawForm(forms.Form):
    """Why a checked file is given up."""

    note = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class SettleForm(forms.Form):
    """What was found at the clock."""

    note = forms.CharField(
        label=gettext_lazy("What was wrong, and what was done"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
