"""Forms of organisations and schools."""
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy

from inspectorate.lib.forms import DateInput, SubjectForm
from inspectorate.register.models import Area, Level, Organization, School, Succession


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
