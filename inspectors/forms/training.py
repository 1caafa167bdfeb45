"""Forms of training."""
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from inspectorate.documents.forms import StoredFilesField
from inspectorate.lib.forms import DateInput, SubjectForm
from inspectorate.lib.picking import Hint, PickField, PickOneField
from inspectorate.register.models import Organization
from inspectors.models import Inspector
from inspectors.states import OWN_MODES, Content, Mode, RecordState, Tier

from .people import offices
from .zones import PERSON_WORDS, people_of


def hours_field() -> forms.DecimalField:
    """Return the field of hours."""
    return forms.DecimalField(
        label=_("Hours"), min_value=0.5, max_value=999, decimal_places=1,
        widget=forms.NumberInput(attrs={"unit": _("hours"), "step": "0.5"}),
    )


class CourseForm(SubjectForm):
    """A course (R-TRAIN-03, R-TRAIN-05)."""

    office = forms.ModelChoiceField(label=_("Inspectorate"), queryset=Organization.objects.none())
    title = forms.CharField(label=_("Title"), max_length=120)
    organiser = forms.CharField(label=_("Organiser"), max_length=120)
    tier = forms.ChoiceField(label=_("Tier"), choices=Tier.choices, initial=Tier.LOCAL)
    content = forms.ChoiceField(label=_("Kind of content"), choices=Content.choices)
    mode = forms.ChoiceField(label=_("Mode"), choices=Mode.choices)
    hours = hours_field()
    starts_on = forms.DateField(label=_("From"), widget=DateInput())
    ends_on = forms.DateField(label=_("Until"), widget=DateInput())
    is_induction = forms.BooleanField(
        label=_("Induction for new inspectors"), required=False,
        help_text=_("Needed before the first assignment (R-TRAIN-01)."),
    )

    def prepare(self) -> None:
        """Offer the inspectorates of the area."""
        self.fields["office"].queryset = offices(self.post)
        self.fields["office"].initial = self.post.organization_id if self.post else None

    def clean(self) -> dict[str, Any]:
        """A course does not end before it begins."""
        data = super().clean()
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", gettext("The course cannot end before it begins."))
        return data


class AttendanceForm(SubjectForm):
    """Who was there."""

    inspectors = PickField(
        label=_("Inspectors present"), queryset=Inspector.objects.none(), names=PERSON_WORDS,
        help_text=_("Several names at once: part them by commas."),
    )

    def prepare(self) -> None:
        """Offer the inspectors of the area whose attendance is not recorded yet."""
        known = self.subject.records.exclude(state=RecordState.REJECTED).values("inspector")
        self.fields["inspectors"].queryset = people_of(self.post).exclude(pk__in=known).order_by("name", "pk")
        self.fields["inspectors"].hints = employers


class ReportForm(SubjectForm):
    """One's own training, with evidence."""

    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("What was studied, and where."))
    mode = forms.ChoiceField(label=_("Mode"), choices=[(mode.value, mode.label) for mode in OWN_MODES])
    hours = hours_field()
    completed_on = forms.DateField(label=_("Completed on"), widget=DateInput(), initial=timezone.localdate)
    files = StoredFilesField(label=_("Evidence"), help_text=_("A certificate, notes, or a screenshot."))


class RecordForm(ReportForm):
    """Training of an inspector entered by the office."""

    inspector = PickOneField(label=_("Inspector"), queryset=Inspector.objects.none(), names=PERSON_WORDS)
    mode = forms.ChoiceField(label=_("Mode"), choices=Mode.choices)
    is_induction = forms.BooleanField(
        label=_("Induction for new inspectors"), required=False,
        help_text=_("Needed before the first assignment (R-TRAIN-01)."),
    )
    files = StoredFilesField(label=_("Evidence"), required=False)

    field_order = ("inspector", "title", "mode", "hours", "completed_on", "is_induction", "files")

    def prepare(self) -> None:
        """Offer the inspectors of the area."""
        self.fields["inspector"].queryset = people_of(self.post).order_by("name", "pk")
        self.fields["inspector"].hints = employers


class RejectForm(forms.Form):
    """Why it does not count."""

    note = forms.CharField(label=_("Reason"), max_length=300, help_text=_("The inspector reads it."))


def employers(people: Sequence[Inspector]) -> dict[int, Hint]:
    """Return employer and kind beside each name."""
    rows = Inspector.objects.filter(pk__in=[person.pk for person in people]).select_related("organization")
    return {
        one.pk: Hint(" · ".join(filter(None, (one.organization.label if one.organization else "",
                                              one.get_kind_display()))))
        for one in rows
    }
