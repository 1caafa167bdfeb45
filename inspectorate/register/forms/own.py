"""Forms of sign-in and of one's own account."""
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import (
    MinimumLengthValidator,
    get_default_password_validators,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.register.models import User
from inspectorate.register.workflow import user_of_code


def new_password_field() -> forms.CharField:
    """Return a field for a new password: any length from the shortest allowed, no characters forbidden."""
    return forms.CharField(
        label=gettext_lazy("New password"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def repeat_field() -> forms.CharField:
    """Return the field for typing a new password again."""
    return forms.CharField(
        label=gettext_lazy("New password again"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class SignInForm(AuthenticationForm):
    """User name and password; one message for everything that is wrong (T24)."""

    error_messages = {
        "invalid_login": gettext_lazy("User name and password do not fit, or the account is not in use. Try again."),
        "inactive": gettext_lazy("User name and password do not fit, or the account is not in use. Try again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")
        self.fields["password"].label = _("Password")


class OwnForm(forms.Form):
    """A form that knows whose account it is about."""

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)


class ConfirmForm(OwnForm):
    """Asks for the present password before something sensitive is done."""

    present = forms.CharField(
        label=gettext_lazy("Your present password"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_present(self) -> str:
        """Refuse a wrong password."""
        if not self.user.check_password(self.cleaned_data["present"]):
            raise ValidationError(_("This is not your present password."))
        return self.cleaned_data["present"]


class TwicePassword(forms.Form):
    """What two fields of a new password have in common."""

    def check(self, user: User | None) -> None:
        """Compare the two and ask the rules; errors stand beside the field they are about."""
        password, again = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords differ."))
        elif password and user is not None:
            try:
                validate_password(password, user)
            except ValidationError as wrong:
                self.add_error("password", wrong)


class PasswordForm(ConfirmForm, TwicePassword):
    """Change the own password."""

    password = new_password_field()
    again = repeat_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = rules_of_passwords()

    def clean(self) -> dict[str, Any]:
        """Check the new password."""
        self.check(self.user)
        return self.cleaned_data


class SetPasswordByCode(TwicePassword):
    """A one-time code and the password it is to set."""

    code = forms.CharField(
        label=gettext_lazy("One-time code"), max_length=60,
        help_text=gettext_lazy("24 characters in groups of four, as handed to you; dashes may be left out."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    password = new_password_field()
    again = repeat_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = rules_of_passwords()

    def clean(self) -> dict[str, Any]:
        """Check the code before the password: who has no valid code learns nothing else."""
        user = user_of_code(self.cleaned_data.get("code", ""))
        if user is None and "code" in self.cleaned_data:
            self.add_error("code", _("This code is not valid: it is mistyped, used, too old, or a newer one exists."))
        else:
            self.check(user)
        return self.cleaned_data


class TokenForm(OwnForm):
    """A code of the authenticator or a recovery code."""

    token = forms.CharField(
        label=gettext_lazy("Verification code"), max_length=20,
        help_text=gettext_lazy("Six digits from your authenticator, or one of your recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
    )


class EnrolForm(ConfirmForm):
    """The first code of a new authenticator."""

    field_order = ("token", "present", "offer")

    token = forms.CharField(
        label=gettext_lazy("Code shown by the authenticator"), max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )
    offer = forms.CharField(widget=forms.HiddenInput, max_length=400)


class LanguageForm(forms.Form):
    """The language a person reads."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=lambda: User._meta.get_field("language").choices
    )


class CorrectionForm(OwnForm):
    """What is wrong in the own data."""

    wish = forms.CharField(
        label=gettext_lazy("What is wrong, and what is right"), max_length=1000, widget=forms.Textarea,
        help_text=gettext_lazy("Your name, unit, post or e-mail address as the office keeps it."),
    )


def rules_of_passwords() -> str:
    """Return the rules of passwords as one text, and how long a password lives."""
    own = [text for text in map(own_rule, get_default_password_validators()) if text]
    if settings.PASSWORD_ROTATION_DAYS:
        own.append(_("It is valid for %(days)d days.") % {"days": settings.PASSWORD_ROTATION_DAYS})
    return " ".join(own)


def own_rule(validator: Any) -> str:
    """Return the rule of one validator in our words; those that only compare with lists need none."""
    if isinstance(validator, MinimumLengthValidator):
        return _("At least %(length)d characters.") % {"length": validator.min_length}
    return validator.get_help_text() if type(validator).__module__.startswith("inspectorate") else ""
