"""Forms of the hazard ledger: short enough for a phone at the school's gate."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from inspectorate.documents.forms import StoredFilesField
from inspectorate.lib.forms import DateInput, SubjectForm, prose
from inspectorate.lib.picking import PickOneField
from inspectorate.register.models import Organization
from inspectorate.register.states import Role
from inspectors.models import Institution
from supervision.models import Hazard, VisitProblem
from supervision.states import HazardField, HazardLevel
from supervision.workflow.hazards import NOT_RESPONSIBLE

from .inspections import UNIT_WORDS, area_of, own_contact


def offer_units(form: SubjectForm) -> None:
    """Offer the units of the post's area that may be responsible, those outside education too (R-SAFE-13)."""
    units = area_of(Organization.objects.current(timezone.localdate()), form.post)
    # Departments and governments stand before the schools, of which there are hundreds.
    form.fields["responsible"].queryset = units.exclude(kind__in=NOT_RESPONSIBLE).order_by("kind", "name")


class HazardForm(SubjectForm):
    """A hazard as it is entered in the ledger (R-SAFE-07, R-SAFE-08, R-SAFE-10)."""

    school = PickOneField(label=pgettext_lazy("visit", "School"), queryset=Institution.objects.none(), names=UNIT_WORDS)
    place = forms.CharField(
        label=pgettext_lazy("hazard", "Place"), max_length=120,
        help_text=_("Building, floor, room, or the spot outside."),
    )
    description = prose(_("Hazard"), 3, help_text=_("What is dangerous, and for whom."))
    files = StoredFilesField(label=_("Photos of the hazard"), required=False)
    field = forms.ChoiceField(label=pgettext_lazy("hazard", "Field"), choices=HazardField.choices)
    level = forms.ChoiceField(
        label=pgettext_lazy("hazard", "Level"), choices=HazardLevel.choices, widget=forms.RadioSelect,
        initial=HazardLevel.GENERAL,
    )
    basis = prose(
        _("Ground of judgement"), 2, required=False,
        help_text=_("Of a major hazard: which item of the guide on major hazards it meets."),
    )
    found_on = forms.DateField(label=_("Found on"), widget=DateInput, initial=timezone.localdate)
    found_by = forms.CharField(label=_("Found by"), max_length=60)
    measure = prose(_("Measure"), 3, help_text=_("What is to be done, or what was done at once."))
    money = forms.DecimalField(
        label=_("Money (yuan)"), min_value=0, max_digits=12, decimal_places=2, required=False
    )
    responsible = PickOneField(
        label=_("Responsible unit"), queryset=Organization.objects.none(), names=UNIT_WORDS, required=False,
        help_text=_("Empty: the school itself. It may be a department outside education."),
    )
    responsible_person = forms.CharField(label=_("Responsible person"), max_length=60)
    is_removed = forms.BooleanField(label=_("Put right on the same day"), required=False)
    proof = StoredFilesField(
        label=_("Proof of the removal"), required=False, help_text=_("Only where it was put right on the same day.")
    )
    due_on = forms.DateField(
        label=_("To be removed by"), widget=DateInput, required=False,
        help_text=_("Needed unless it was put right on the same day."),
    )
    protection = prose(
        _("Interim protection"), 2, required=False, help_text=_("Warning line, closure, guard: until it is removed.")
    )

    def prepare(self) -> None:
        """Offer the schools and units of the post's area; a school enters its own campus."""
        self.fields["found_by"].initial = self.post.user.name if self.post else ""
        if self.post and self.post.role == Role.SCHOOL:
            del self.fields["school"], self.fields["responsible"]
            return
        offer_units(self)
        schools = area_of(Institution.objects.in_operation(timezone.localdate()), self.post)
        self.fields["school"].queryset = schools.order_by("name")

    def clean(self) -> dict[str, Any]:
        """Ask beside each field for what this hazard still needs; no unit means the school itself."""
        data = super().clean() or {}
        data = {**data, "school": data.get("school") or self._own_school()}
        data["responsible"] = data.get("responsible") or data["school"]
        for name, is_missing, message in self._wanted(data):
            if is_missing and name not in self.errors:
                self.add_error(name, message)
        return data

    def _own_school(self) -> Organization | None:
        return self.post.organization if self.post and self.post.role == Role.SCHOOL else None

    def _wanted(self, data: dict[str, Any]) -> tuple[tuple[str, bool, str], ...]:
        is_major, is_removed = data.get("level") == HazardLevel.MAJOR, data.get("is_removed")
        return (
            ("basis", is_major and not data.get("basis"), gettext("A major hazard names the ground of its judgement.")),
            ("proof", bool(is_removed and not data.get("proof")),
             gettext("What was put right at once is entered with its proof.")),
            ("due_on", not is_removed and not data.get("due_on"),
             gettext("What is not put right on the same day needs a date, today or later.")),
            ("protection", is_major and not is_removed and not data.get("protection"),
             gettext("A major hazard that still stands needs interim protection.")),
        )  # fmt: skip


class ProblemHazardForm(HazardForm):
    """The same for a problem of a visit, which says school, finder and day itself (R-VISIT-09)."""

    def prepare(self) -> None:
        """Leave out what the visit says."""
        super().prepare()
        for name in ("school", "found_on", "found_by"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Take the problem's school for an empty unit."""
        data = super().clean()
        return {name: value for name, value in data.items() if name != "school"}

    def _own_school(self) -> Organization | None:
        return self.subject.school


def problem_values(problem: VisitProblem) -> dict[str, Any]:
    """Return the first values of the form of a problem that goes to the ledger."""
    return {"place": problem.visit.place, "description": problem.text, "level": HazardLevel.GENERAL}


class RemovalForm(SubjectForm):
    """The report of a removal (R-SAFE-09)."""

    text = prose(pgettext_lazy("hazard", "What was done"), 4)
    files = StoredFilesField(
        label=_("Proof of the removal"), help_text=_("Photos from the same spot, bills, test reports.")
    )


class CheckForm(SubjectForm):
    """The check of a reported removal (R-SAFE-09)."""

    is_removed = forms.TypedChoiceField(
        label=pgettext_lazy("hazard", "Conclusion"), widget=forms.RadioSelect,
        choices=[("yes", pgettext_lazy("hazard", "Removed")), ("no", pgettext_lazy("hazard", "Still there"))],
        coerce=lambda value: value == "yes",
    )
    note = prose(_("What was found"), 3, help_text=_("Who looked when and how."))
    new_due_on = forms.DateField(
        label=_("New date"), widget=DateInput, required=False, help_text=_("Only where the hazard is still there.")
    )
    files = StoredFilesField(label=_("Photos and files"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a new date where the hazard is still there."""
        data = super().clean() or {}
        if data.get("is_removed") is False and not data.get("new_due_on") and "new_due_on" not in self.errors:
            self.add_error("new_due_on", gettext("A hazard that is still there needs a new date."))
        return data


class ReopenHazardForm(SubjectForm):
    """Why a hazard that was struck off is open again, and until when."""

    note = prose(_("Reason"), 3)
    due_on = forms.DateField(label=_("New date"), widget=DateInput)


class ReassignForm(SubjectForm):
    """Who is responsible from now on (R-SAFE-13)."""

    responsible = PickOneField(
        label=_("Responsible unit"), queryset=Organization.objects.none(), names=UNIT_WORDS,
        help_text=_("It may be a department outside education."),
    )
    responsible_person = forms.CharField(label=_("Responsible person"), max_length=60)
    note = prose(_("Reason"), 3)
    due_on = forms.DateField(
        label=_("New date"), widget=DateInput, required=False,
        help_text=_("Only for another unit; empty: the date there is stays."),
    )

    def prepare(self) -> None:
        """Offer the units of the post's area."""
        offer_units(self)


def reassign_values(hazard: Hazard) -> dict[str, Any]:
    """Return who is responsible now."""
    return {"responsible": hazard.responsible_id, "responsible_person": hazard.responsible_person}


class HazardNoticeForm(SubjectForm):
    """What the notice says beyond the ledger."""

    demands = prose(_("Further demands"), 3, required=False)
    contact = forms.CharField(label=_("Contact"), max_length=120, help_text=_("Name and office phone."))

    def prepare(self) -> None:
        """Propose oneself as contact."""
        self.fields["contact"].initial = own_contact(self.post)
