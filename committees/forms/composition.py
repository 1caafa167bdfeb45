"""Forms of the committee's verbs."""
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from committees.states import MemberRole
from inspectorate.lib.forms import DateInput, SubjectForm
from inspectorate.lib.named import NamedField
from inspectorate.register.models import Organization, Post, User


def accounts(post: Post | None):
    """Return the accounts of people with a post in the acting post's area: they may be linked to a seat."""
    if post is None:
        return User.objects.none()
    column = next((name for name in ("county", "city", "province") if getattr(post, name)), None)
    if column is None:
        return User.objects.none()
    held = Post.objects.current().filter(**{column: getattr(post, column)})
    return User.objects.filter(pk__in=held.values("user"))


class CommitteeForm(SubjectForm):
    """A committee as its founding document names it."""

    organization = forms.ModelChoiceField(label=gettext_lazy("Government"), queryset=Organization.objects.none())
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    founding_document = forms.CharField(label=gettext_lazy("Founding document"), max_length=200, required=False)
    founded_on = forms.DateField(label=gettext_lazy("Founded on"), widget=DateInput(), required=False)

    def prepare(self) -> None:
        """Offer the governments of the area that have no committee yet."""
        governments = Organization.objects.visible_to(self.post).filter(kind=Organization.Kind.GOVERNMENT)
        self.fields["organization"].queryset = governments.filter(committee=None).order_by("area_id")


class MemberForm(SubjectForm):
    """One seat: a person by post, or a unit."""

    role = forms.ChoiceField(label=gettext_lazy("Role in the committee"), choices=MemberRole.choices)
    organization = NamedField(
        label=gettext_lazy("Unit"), names=("name", "short_name"), required=False,
        help_text=gettext_lazy("The member unit, or the unit the person comes from: its name as in the register."),
    )
    position = forms.CharField(
        label=gettext_lazy("Position"), max_length=120, required=False,
        help_text=gettext_lazy("As in the founding document, e.g. the vice-mayor in charge of education."),
    )
    person_name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60, required=False)
    user = NamedField(
        label=gettext_lazy("Account"), names=("username", "name"), required=False,
        help_text=gettext_lazy("User name, where the person works in this system."),
    )
    order = forms.IntegerField(
        label=gettext_lazy("Place in the founding document"), min_value=1, max_value=999, required=False,
        help_text=gettext_lazy("Empty: after the last one of the same role."),
    )
    valid_from = forms.DateField(label=gettext_lazy("From"), widget=DateInput())
    source = forms.CharField(label=gettext_lazy("Source document"), max_length=200, required=False)

    def prepare(self) -> None:
        """Offer units and people of the area."""
        self.fields["organization"].queryset = Organization.objects.visible_to(self.post).current(timezone.localdate())
        self.fields["user"].queryset = accounts(self.post)

    def clean(self) -> dict:
        """Ask for somebody to sit on the seat."""
        data = super().clean()
        if not (data.get("organization") or data.get("position") or data.get("person_name") or self.errors):
            self.add_error("position", _("Say who sits here: a unit, a position or a name."))
        return data


class EndMemberForm(forms.Form):
    """The last day of a seat."""

    on = forms.DateField(label=gettext_lazy("Final day"), widget=DateInput())
    note = forms.CharField(
        label=gettext_lazy("Reason or document"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class LiaisonForm(SubjectForm):
    """The contact of a member unit (R-ORG-07)."""

    person_name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    position = forms.CharField(label=gettext_lazy("Position"), max_length=120, required=False)
    office_phone = forms.CharField(
        label=gettext_lazy("Office phone"), max_length=40,
        help_text=gettext_lazy("An office line, not a private mobile."),
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    user = NamedField(
        label=gettext_lazy("Account"), names=("username", "name"), required=False,
        help_text=gettext_lazy("User name, where the person works in this system."),
    )
    valid_from = forms.DateField(label=gettext_lazy("From"), widget=DateInput())

    def prepare(self) -> None:
        """Offer people of the area."""
        self.fields["user"].queryset = accounts(self.post)


class OnForm(forms.Form):
    """The day for which a composition is shown."""

    on = forms.DateField(label=gettext_lazy("Composition on"), widget=DateInput(), required=False)


class YearForm(forms.Form):
    """The year that is looked at."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2200, required=False)
