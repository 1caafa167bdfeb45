"""Forms of duties."""

from django import forms
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.forms import DateInput, SubjectForm


class ExtensionForm(SubjectForm):
    """A request for more time."""

    asked_until = forms.DateField(label=_("Asked until"), widget=DateInput)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)


class AnswerForm(SubjectForm):
    """The answer to a request for more time."""

    is_granted = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Grant")), ("no", _("Refuse"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    answer = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class ReasonForm(SubjectForm):
    """The reason of a decision."""

    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class PauseForm(SubjectForm):
    """Why the clock stops."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=300)
