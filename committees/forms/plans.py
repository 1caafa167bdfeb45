"""Forms of annual plans and major matters."""
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import PlanItem
from committees.states import ItemState
from committees.workflow import PlanLine, editable, known_figures
from inspectorate.documents.forms import StoredFilesField
from inspectorate.lib.forms import DateInput, SubjectForm, prose

from .rows import RowsForm, UnitField, UnitsField, units

BLANK_ITEMS = 3
LINE = ("section", "objective", "measure", "lead", "cooperating", "due_on")


class StartPlanForm(SubjectForm):
    """For which year."""

    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int)

    def prepare(self) -> None:
        """Offer this year and the next."""
        this = timezone.localdate().year
        self.fields["year"].choices = [(year, str(year)) for year in (this, this + 1)]


class PlanForm(RowsForm):
    """All items on one page, last year's text beside this year's; of a returned plan the refused items only."""

    def prepare(self) -> None:
        """Add a row for each item that may be written, and blank ones while new items may be added."""
        plan = self.subject
        self.known = units(self.post)
        self.figures = known_figures(plan)
        items = editable(plan)
        self.is_partial = any(item.returned_note for item in items)
        for item in items:
            self._line(f"item-{item.pk}", _("Item %(number)d") % {"number": item.number}, item)
        for number in range(1, 1 if self.is_partial else BLANK_ITEMS + 1):
            self._line(f"new-{number}", _("New item %(number)d") % {"number": number}, None)

    def _line(self, key: str, title: str, item: PlanItem | None) -> None:
        first = {name: getattr(item, name) for name in LINE if name != "cooperating"} if item else {}
        shared = list(item.cooperating.all()) if item else []
        fields: dict[str, forms.Field] = {
            "section": forms.CharField(label=_("Section"), max_length=80, required=False),
            "objective": forms.CharField(label=_("Objective"), max_length=300, required=False),
            "measure": prose(
                _("Measure"), 3, required=False, help_text=_("Empty: the item falls away.") if item else ""
            ),
            "lead": UnitField(label=_("Lead unit"), queryset=self.known, required=False),
            "cooperating": UnitsField(
                label=_("Cooperating units"), queryset=self.known, required=False, initial=shared,
                help_text=_("Several with 、 between them."),
            ),
            "due_on": forms.DateField(label=_("Due on"), widget=DateInput, required=False),
        }
        for name, value in first.items():
            fields[name].initial = value
        self.add_row(key, title, item, fields)

    def clean(self) -> dict[str, Any]:
        """Gather the items; a new row without measure is none."""
        super().clean()
        lines = []
        for row, values in self.gathered():
            if values["measure"] and not values["section"]:
                self.add_error(f"{row.key}-section", _("Say to which section the measure belongs."))
            if row.obj or values["measure"]:
                texts = {name: values[name] or "" for name in ("section", "objective", "measure")}
                lines.append(
                    PlanLine(item=row.obj, lead=values["lead"], cooperating=values["cooperating"] or [],
                             due_on=values["due_on"], **texts)
                )
        return {"lines": lines}


class ReturnPlanForm(RowsForm):
    """Why a plan comes back: as a whole, or item by item."""

    note = prose(
        gettext_lazy("Reason for the whole plan"), 3, required=False,
        help_text=gettext_lazy("Where items are named below, only these come back to be written."),
    )

    def prepare(self) -> None:
        """Add one field for each item."""
        for item in self.subject.items.select_related("lead"):
            field = prose(_("Reason for this item"), 2, required=False, help_text=_("Empty: the item stands."))
            self.add_row(f"item-{item.pk}", str(item), item, {"reason": field})

    def clean(self) -> dict[str, Any]:
        """Gather the reasons; there is at least one."""
        data = super().clean()
        reasons = {row.obj: values["reason"] for row, values in self.gathered() if values["reason"]}
        if not reasons and not data.get("note") and not self.errors:
            raise forms.ValidationError(_("A plan is returned with a reason."))
        return {"note": data.get("note") or "", "items": reasons}


class ProgressForm(SubjectForm):
    """How far an item is."""

    state = forms.ChoiceField(label=gettext_lazy("State"), widget=forms.RadioSelect)
    progress = prose(gettext_lazy("Progress"), 4)

    def prepare(self) -> None:
        """Offer the states that may follow, with the present one where it may stay."""
        now = self.subject.state
        allowed = {*type(self.subject).MOVES[now], now} - {ItemState.NOT_STARTED}
        self.fields["state"].choices = [pair for pair in ItemState.choices if pair[0] in allowed]
        self.fields["state"].initial = now if now in allowed else ItemState.UNDER_WAY


class MatterForm(SubjectForm):
    """A major matter as the county reports it."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    happened_on = forms.DateField(label=gettext_lazy("Happened on"), widget=DateInput, initial=timezone.localdate)
    facts = prose(
        gettext_lazy("What happened"), 6, help_text=gettext_lazy("When, where, what, how many are concerned.")
    )
    measures = prose(gettext_lazy("Measures taken"), 4)
    files = StoredFilesField(label=gettext_lazy("Files"), required=False)


class AnswerMatterForm(SubjectForm):
    """The city office's answer."""

    answer = prose(gettext_lazy("Answer"), 5)
