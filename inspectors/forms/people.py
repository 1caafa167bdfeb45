"""Forms for what is known of a person: on the roster, proposed, or in the pool of experts."""
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from committees.forms import accounts
from inspectorate.lib.forms import DateInput, SubjectForm
from inspectorate.lib.named import NamedField
from inspectorate.register.models import Organization, Post, School
from inspectors.models import Inspector
from inspectors.states import Category, Degree, InspectorState, Kind, Source

TEL = forms.TextInput(attrs={"inputmode": "tel"})


def offices(post: Post | None) -> QuerySet[Organization]:
    """Return the inspectorates whose roster the post keeps."""
    rows = Organization.objects.visible_to(post).filter(kind=Organization.Kind.INSPECTORATE)
    return rows.current(timezone.localdate()).order_by("area_id")


class PersonForm(SubjectForm):
    """Fields of a person and her employer, account and telephones."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    organization = NamedField(
        label=_("Employer"), names=("name", "short_name"), required=False,
        help_text=_("Its name as in the register; empty for the retired."),
    )
    user = NamedField(
        label=_("Account"), names=("username", "name"), required=False,
        help_text=_("User name, where the person works in this system."),
    )
    office_phone = forms.CharField(label=_("Office phone"), max_length=40, required=False, widget=TEL)
    mobile = forms.CharField(
        label=_("Mobile"), max_length=20, required=False, widget=TEL,
        help_text=_("Kept encrypted, shown to few, never published. Left empty, nothing changes."),
    )

    field_order = (
        "office", "kind", "name", "organization", "employer", "field", "categories", "stages", "degree",
        "years_of_work", "title", "has_senior_title", "source", "office_phone", "mobile", "user",
    )

    def prepare(self) -> None:
        """Offer units and people the post may see."""
        self.fields["organization"].queryset = Organization.objects.visible_to(self.post).current(timezone.localdate())
        self.fields["user"].queryset = accounts(self.post)

    def clean(self) -> dict[str, Any]:
        """Leave a mobile that was not typed as it is."""
        data = super().clean()
        if not data.get("mobile"):
            data.pop("mobile", None)
        return data


class ProfileForm(PersonForm):
    """What the roster holds of an inspector (R-ROST-02, R-ROST-09, R-ROST-10)."""

    categories = forms.MultipleChoiceField(
        label=_("Categories"), choices=Category.choices, widget=forms.CheckboxSelectMultiple
    )
    stages = forms.MultipleChoiceField(
        label=_("School stages"), choices=School.Stage.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    degree = forms.ChoiceField(label=_("Degree"), choices=Degree.choices, initial=Degree.BACHELOR)
    years_of_work = forms.IntegerField(
        label=_("Years in education"), min_value=0, max_value=80,
        help_text=_("In education administration, teaching or research."),
        widget=forms.NumberInput(attrs={"unit": _("years")}),
    )
    title = forms.CharField(label=_("Professional title"), max_length=60, required=False)
    source = forms.ChoiceField(label=_("Source"), choices=Source.choices)


class NewPersonForm(ProfileForm):
    """A person who enters the roster, with her inspectorate and kind."""

    office = forms.ModelChoiceField(label=_("Managing inspectorate"), queryset=Organization.objects.none())
    kind = forms.ChoiceField(label=_("Full- or part-time"), choices=Kind.choices, initial=Kind.PART_TIME)
    has_senior_title = forms.BooleanField(label=_("Holds a senior professional title"), required=False)

    def prepare(self) -> None:
        """Offer the inspectorates of the area, the post's own first."""
        super().prepare()
        self.fields["office"].queryset = offices(self.post)
        self.fields["office"].initial = self.post.organization_id if self.post else None


class RegisterForm(NewPersonForm):
    """An inspector appointed or engaged before (R-ROST-08)."""

    registered_on = forms.DateField(label=_("Registered on"), widget=DateInput())
    register_number = forms.CharField(label=_("Register number"), max_length=40, required=False)
    appointment_document = forms.CharField(
        label=_("Appointed or engaged by"), max_length=200, help_text=_("Title and number of the decision."),
    )


class OfficeForm(SubjectForm):
    """Whose roster."""

    office = forms.ModelChoiceField(label=_("Managing inspectorate"), queryset=Organization.objects.none())

    def prepare(self) -> None:
        """Offer the inspectorates of the area."""
        self.fields["office"].queryset = offices(self.post)
        self.fields["office"].initial = self.post.organization_id if self.post else None


class AmendForm(ProfileForm):
    """Corrections of the roster."""

    register_number = forms.CharField(label=_("Register number"), max_length=40, required=False)
    note = forms.CharField(label=_("Reason"), max_length=300, required=False)


class RecommendForm(NewPersonForm):
    """A person proposed as inspector (R-ROST-02, R-ROST-03)."""

    recommending_unit = forms.CharField(label=_("Recommended by"), max_length=120)
    recommended_on = forms.DateField(label=_("Recommended on"), widget=DateInput())
    former = NamedField(
        label=_("Was on the roster before as"), required=False,
        help_text=_("Earlier terms go on counting for somebody who comes back."),
    )
    has_committed = forms.BooleanField(
        label=_("Declares willingness to work at the grass roots, command of technique, and time for the work")
    )

    def prepare(self) -> None:
        """Offer those who left the roster of the area."""
        super().prepare()
        self.fields["former"].queryset = Inspector.objects.visible_to(self.post).filter(state=InspectorState.EXITED)


class ExpertForm(PersonForm):
    """An expert of the pool (R-ROST-11)."""

    employer = forms.CharField(
        label=_("Employer outside the register"), max_length=120, required=False,
        help_text=_("Where the employer is not in the register."),
    )
    categories = forms.MultipleChoiceField(
        label=_("Categories"), choices=Category.choices, widget=forms.CheckboxSelectMultiple
    )
    field = forms.CharField(label=_("Field of expertise"), max_length=120)
    title = forms.CharField(label=_("Professional title"), max_length=60, required=False)


class NewExpertForm(ExpertForm):
    """An expert who enters the pool."""

    office = forms.ModelChoiceField(label=_("Managing inspectorate"), queryset=Organization.objects.none())
    valid_from = forms.DateField(label=_("In the pool from"), widget=DateInput())

    def prepare(self) -> None:
        """Offer the inspectorates of the area."""
        super().prepare()
        self.fields["office"].queryset = offices(self.post)
        self.fields["office"].initial = self.post.organization_id if self.post else None


class AmendExpertForm(ExpertForm):
    """Corrections of the pool."""

    note = forms.CharField(label=_("Reason"), max_length=300, required=False)
