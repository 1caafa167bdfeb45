"""Forms of the administration of accounts and posts."""
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.lib.forms import DateInput, SubjectForm
from inspectorate.register.models import Organization
from inspectorate.register.states import Group, Role

USERNAME = r"^[a-z0-9][a-z0-9._-]{2,39}$"
CANDIDATES = 5  # how many fitting units an error names


class UnitField(forms.CharField):
    """A unit by its name: the whole name, or any part that fits one unit only; cleans to the Organization."""

    def __init__(self, **kwargs: Any) -> None:
        self.queryset = Organization.objects.none()
        super().__init__(max_length=120, **kwargs)

    def clean(self, value: Any) -> Organization | None:
        """Return the one unit that fits; name some when several do."""
        text = super().clean(value)
        if not text:
            return None
        exact = list(self.queryset.filter(name=text)[:2])
        found = exact if len(exact) == 1 else list(self.queryset.filter(name__contains=text)[: CANDIDATES + 1])
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_("No unit of your area has this name."))
        names = ", ".join(str(unit) for unit in found[:CANDIDATES])
        raise ValidationError(_("Several units fit: %(names)s. Type the whole name.") % {"names": names})

    def prepare_value(self, value: Any) -> Any:
        """Show a unit by its name."""
        return value.name if isinstance(value, Organization) else value


class CreateUser(SubjectForm):
    """A new account; it gives no right yet."""

    username = forms.CharField(
        label=gettext_lazy("User name"), max_length=40,
        help_text=gettext_lazy("Small letters, digits, dot and dash; best the staff number. It is never used again."),
    )
    name = forms.CharField(label=gettext_lazy("Full name"), max_length=60)
    organization = UnitField(
        label=gettext_lazy("Home unit"), help_text=gettext_lazy("The whole name, or a part that fits one unit only.")
    )
    email = forms.EmailField(label=gettext_lazy("Office e-mail address"), required=False)

    def prepare(self) -> None:
        """Offer the units of the acting post's area."""
        self.fields["organization"].queryset = Organization.objects.permitted(self.post, "create_user")

    def clean_username(self) -> str:
        """Refuse names that look like others or cannot be typed."""
        username = self.cleaned_data["username"].lower()
        if not re.fullmatch(USERNAME, username):
            raise ValidationError(_("Use 3 to 40 small letters, digits, dots and dashes."))
        return username


class EditAccount(SubjectForm):
    """What is kept about a person."""

    name = forms.CharField(label=gettext_lazy("Full name"), max_length=60)
    email = forms.EmailField(label=gettext_lazy("Office e-mail address"), required=False)


class OpenPost(SubjectForm):
    """A post that is asked for."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    organization = UnitField(
        label=gettext_lazy("Unit"), help_text=gettext_lazy("The whole name, or a part that fits one unit only.")
    )
    group = forms.ChoiceField(
        label=gettext_lazy("Group"), choices=[("", "—"), *Group.choices], required=False,
        help_text=gettext_lazy("Only for the working groups of an office."),
    )
    title = forms.CharField(label=gettext_lazy("Post title"), max_length=60, required=False)
    valid_from = forms.DateField(label=gettext_lazy("From"), widget=DateInput)
    valid_to = forms.DateField(
        label=gettext_lazy("Until"), widget=DateInput, required=False,
        help_text=gettext_lazy("Empty: until it is ended."),
    )

    def prepare(self) -> None:
        """Offer the units of the acting post's area."""
        self.fields["organization"].queryset = Organization.objects.permitted(self.post, "open_post")


class EndPost(forms.Form):
    """When and why a post ends."""

    last_on = forms.DateField(
        label=gettext_lazy("Last day of the post"), widget=DateInput, required=False,
        help_text=gettext_lazy("Empty: at once."),
    )
    note = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class Reason(forms.Form):
    """Why something is done."""

    note = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class AnswerCorrection(forms.Form):
    """What became of a request for correction."""

    is_right = forms.TypedChoiceField(
        label=gettext_lazy("Result"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("The data was corrected")), ("no", gettext_lazy("The data stays as it is"))],
    )
    answer = forms.CharField(label=gettext_lazy("Answer to the person"), max_length=1000, widget=forms.Textarea)
