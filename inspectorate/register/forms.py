"""Forms of sign-in, one's own account and the administration of accounts."""
import re
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
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.lib.forms import DateInput, SubjectForm
from inspectorate.register.models import Area, Level, Organization, School, Succession, User
from inspectorate.register.states import Group, Role
from inspectorate.register.workflow import user_of_code

USERNAME = r"^[a-z0-9][a-z0-9._-]{2,39}$"
CANDIDATES = 5  # how many fitting units an error names


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


class OrganizationForm(SubjectForm):
    """A unit of the register."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    short_name = forms.CharField(label=gettext_lazy("Short name"), max_length=40, required=False)
    superior = forms.ModelChoiceField(
        label=gettext_lazy("Superior unit"), queryset=Organization.objects.none(), required=False,
        help_text=gettext_lazy("Answers together with the unit for rectification (R-ACC-06)."),
    )
    address = forms.CharField(label=gettext_lazy("Address"), max_length=200, required=False)
    office_phone = forms.CharField(label=gettext_lazy("Office phone"), max_length=40, required=False)

    def prepare(self) -> None:
        """Offer the units of the post's area as superiors."""
        area = self.post.county or self.post.city or self.post.province
        units = Organization.objects.within(area).exclude(kind=Organization.Kind.SCHOOL)
        self.fields["superior"].queryset = units.order_by("name")


def organization_values(unit: Organization) -> dict[str, Any]:
    """Return the first values of a unit's form."""
    return {name: getattr(unit, name) for name in ("name", "short_name", "superior", "address", "office_phone")}


class NewOrganizationForm(OrganizationForm):
    """A new unit with its area and kind."""

    area = forms.ModelChoiceField(label=gettext_lazy("Area"), queryset=Area.objects.none())
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Organization.Kind.choices)
    field_order = ("area", "kind", "name", "short_name", "superior", "address", "office_phone")

    def prepare(self) -> None:
        """Offer the post's area and those below it."""
        super().prepare()
        home = self.post.organization.area
        self.fields["area"].queryset = Area.objects.filter(Q(pk=home.pk) | Q(parent=home) | Q(parent__parent=home))


class SchoolForm(SubjectForm):
    """What only a school has."""

    code = forms.RegexField(
        label=gettext_lazy("Identification code"), regex=r"^\d{10}$", required=False, empty_value=None,
        help_text=gettext_lazy("Ten digits."),
    )
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), choices=School.Stage.choices)
    sponsor = forms.ChoiceField(label=gettext_lazy("Sponsor"), choices=School.Sponsor.choices)
    place = forms.ChoiceField(
        label=gettext_lazy("Urban or rural class"), choices=[("", "—"), *School.Place.choices], required=False
    )
    managing_level = forms.ChoiceField(label=gettext_lazy("Managing level"), choices=Level.choices)
    pupils = forms.IntegerField(label=gettext_lazy("Pupils"), min_value=0, max_value=9_999_999, required=False)
    is_boarding = forms.BooleanField(label=gettext_lazy("Boarding"), required=False)
    large_flag = forms.NullBooleanField(
        label=gettext_lazy("Large school"), required=False,
        help_text=gettext_lazy("Unknown: decided by the area's threshold (R-RATIO-02)."),
    )
    head_name = forms.CharField(label=gettext_lazy("Head"), max_length=60, required=False)
    head_from = forms.DateField(label=gettext_lazy("Head's term from"), widget=DateInput, required=False)
    head_to = forms.DateField(label=gettext_lazy("Head's term until"), widget=DateInput, required=False)


def school_values(unit: Organization) -> dict[str, Any]:
    """Return the first values of a school's form."""
    school = getattr(unit, "school", None)
    return {name: getattr(school, name) for name in SchoolForm.base_fields} if school else {}


class CloseForm(SubjectForm):
    """The last day of a unit and why."""

    valid_to = forms.DateField(label=gettext_lazy("Last day"), widget=DateInput)
    note = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class SucceedForm(SubjectForm):
    """Who took the place of a unit."""

    successor = forms.ModelChoiceField(label=gettext_lazy("Successor"), queryset=Organization.objects.none())
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Succession.Kind.choices)
    on = forms.DateField(label=gettext_lazy("Date"), widget=DateInput)

    def prepare(self) -> None:
        """Offer the units of the same kind in the post's area."""
        area = self.post.county or self.post.city or self.post.province
        units = Organization.objects.within(area).filter(kind=self.subject.kind).exclude(pk=self.subject.pk)
        self.fields["successor"].queryset = units.order_by("name")
