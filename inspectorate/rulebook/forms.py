"""Forms of rules, calendar days and semesters."""
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from inspectorate.lib.forms import DateInput, SubjectForm
from inspectorate.register.models import Area, Post

from .catalogue import Rule
from .models import Semester
from .states import Confidence, DayKind, Kind, Unit

UNITS = [
    (Unit.DAY, pgettext_lazy("unit to choose", "days")),
    (Unit.WORKING_DAY, pgettext_lazy("unit to choose", "working days")),
    (Unit.WEEK, pgettext_lazy("unit to choose", "weeks")),
    (Unit.MONTH, pgettext_lazy("unit to choose", "months")),
    (Unit.YEAR, pgettext_lazy("unit to choose", "years")),
]
MONTHS = [(month, str(month)) for month in range(1, 13)]
TRUTHS = [("true", gettext_lazy("Yes")), ("false", gettext_lazy("No"))]
SHARE = gettext_lazy("A share, for example 2/3.")
LISTS = gettext_lazy("Whole numbers, separated by commas.")


def areas_of(post: Post) -> Any:
    """Return the areas whose rules a post may change or look into: its own and those directly below."""
    own = post.organization.area
    return Area.objects.filter(pk=own.pk) | Area.objects.filter(parent=own)


def value_field(rule: Rule) -> forms.Field:
    """Return the field that fits a rule's kind of value; an empty one is checked by the form."""
    options: dict[str, Any] = {"label": gettext_lazy("New value"), "required": False}
    if rule.kind == Kind.FLAG:
        return forms.ChoiceField(choices=TRUTHS, **options)
    if rule.kind == Kind.CHOICE:
        return forms.ChoiceField(choices=rule.choices, **options)
    if rule.kind == Kind.CHOICES:
        return forms.MultipleChoiceField(choices=rule.choices, widget=forms.CheckboxSelectMultiple, **options)
    if rule.kind in {Kind.INTEGER, Kind.DECIMAL}:
        number = forms.IntegerField if rule.kind == Kind.INTEGER else forms.DecimalField
        return number(min_value=0, **options)
    return forms.CharField(help_text=LISTS if rule.kind == Kind.INTEGERS else SHARE, **options)


class ProposeSettingForm(forms.Form):
    """What a rule shall be in an area from a day on, and where that is written."""

    area = forms.ModelChoiceField(label=gettext_lazy("Area"), queryset=Area.objects.none())
    value = forms.CharField(label=gettext_lazy("New value"))
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"), required=False, choices=UNITS,
        help_text=gettext_lazy("Days are calendar days; working days are counted on the calendar of working days."),
    )
    is_off = forms.BooleanField(
        label=gettext_lazy("No rule here"), required=False,
        help_text=gettext_lazy("Switches the rule off in this area, also where a superior area has set it."),
    )
    valid_from = forms.DateField(label=gettext_lazy("Holds from"), widget=DateInput)
    valid_to = forms.DateField(label=gettext_lazy("Holds until"), required=False, widget=DateInput)
    document = forms.CharField(label=gettext_lazy("Document"), max_length=200)
    article = forms.CharField(label=gettext_lazy("Article or item"), max_length=40, required=False)
    confidence = forms.ChoiceField(label=gettext_lazy("Certainty"), choices=Confidence.choices)
    note = forms.CharField(label=gettext_lazy("Remark"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    is_for_running = forms.BooleanField(
        label=gettext_lazy("Also for duties that run already"), required=False,
        help_text=gettext_lazy("Otherwise they keep the rule they were opened under. No date comes nearer either way."),
    )

    def __init__(self, *args: Any, rule: Rule, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule = rule
        self.fields["area"].queryset = areas_of(post)
        self.fields["area"].initial = post.organization.area_id
        self.fields["value"] = value_field(rule)
        if rule.is_period:
            self.fields["unit"].initial = rule.unit
        else:
            del self.fields["unit"], self.fields["is_for_running"]
            self.fields["value"].help_text = self.fields["value"].help_text or Unit(rule.unit).label

    def clean(self) -> dict[str, Any]:
        """Put value and "no rule" together: exactly one of them."""
        data = super().clean()
        if data.pop("is_off", False):
            data["value"] = None
        elif data.get("value") in (None, "") and "value" not in self.errors:
            self.add_error("value", ValidationError(_("Enter a value, or choose “No rule here”.")))
        return data


class RejectForm(forms.Form):
    """Why a proposal is sent back."""

    note = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class EndForm(forms.Form):
    """The last day of a value."""

    ends_on = forms.DateField(label=gettext_lazy("Holds until"), widget=DateInput)
    note = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class ChangeDayForm(forms.Form):
    """One day of a loaded year, corrected."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=DateInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("It is"), required=False, choices=[("", gettext_lazy("an ordinary day")), *DayKind.choices]
    )
    name = forms.CharField(label=gettext_lazy("Name of the holiday"), max_length=60, required=False)
    note = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class SemesterForm(SubjectForm):
    """A semester's name, dates and months in session."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    starts_on = forms.DateField(label=gettext_lazy("Starts on"), widget=DateInput)
    ends_on = forms.DateField(label=gettext_lazy("Ends on"), widget=DateInput)
    months = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Months in session"), choices=MONTHS, coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=gettext_lazy("Without a choice, every month it touches."),
    )


class AddSemesterForm(SemesterForm):
    """A semester of an area of the post."""

    area = forms.ModelChoiceField(label=gettext_lazy("Area"), queryset=Area.objects.none())
    field_order = ("area",)

    def prepare(self) -> None:
        self.fields["area"].queryset = areas_of(self.post)
        self.fields["area"].initial = self.post.organization.area_id


def semester_values(semester: Semester) -> dict[str, Any]:
    """Return what the form of a semester begins with."""
    return {name: getattr(semester, name) for name in ("name", "starts_on", "ends_on", "months")}
