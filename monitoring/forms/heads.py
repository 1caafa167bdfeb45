"""What an office asks: the head of a form and its fields (S38)."""
import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from committees.forms.rows import RowsForm
from inspectorate.lib.forms import DateInput, SubjectForm, prose
from inspectorate.lib.picking import PickField
from inspectorate.register.models import Organization, School
from monitoring.models import ReturnField, ReturnForm, trimmed
from monitoring.states import Audience, FieldKind, Frequency
from monitoring.workflow import FieldLine

BLANK_FIELDS = 4
BETWEEN = re.compile(r"[、，,；;\n]+")
HEAD = (
    "title", "purpose", "basis", "frequency", "audience", "stages", "valid_from", "valid_to", "period_from",
    "period_to",
)


class HeadForm(SubjectForm):
    """Title, basis, how often, who must answer, from when."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=80)
    purpose = prose(pgettext_lazy("return form", "Purpose"), 3)
    basis = forms.CharField(
        label=gettext_lazy("Basis"), max_length=200, help_text=gettext_lazy("The document that asks for these figures.")
    )
    frequency = forms.ChoiceField(
        label=gettext_lazy("How often"), choices=Frequency.choices, widget=forms.RadioSelect,
        initial=Frequency.MONTH,
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who must answer"), choices=Audience.choices, widget=forms.RadioSelect,
        initial=Audience.COUNTIES,
    )
    stages = forms.MultipleChoiceField(
        label=gettext_lazy("Stages"), choices=School.Stage.choices, widget=forms.CheckboxSelectMultiple, required=False,
        help_text=gettext_lazy("Where schools of chosen stages must answer."),
    )
    units = PickField(
        label=gettext_lazy("Units"), queryset=Organization.objects.none(), names=("name", "short_name", "area__name"),
        required=False, help_text=gettext_lazy("Where chosen units must answer."),
    )
    valid_from = forms.DateField(
        label=gettext_lazy("In force from"), widget=DateInput, initial=timezone.localdate,
        help_text=gettext_lazy(
            "At the earliest the day on which it is put in force; earlier periods are not asked for."
        ),
    )
    valid_to = forms.DateField(label=gettext_lazy("In force until"), widget=DateInput, required=False)
    period_from = forms.DateField(
        label=gettext_lazy("Special topic: about the time from"), widget=DateInput, required=False
    )
    period_to = forms.DateField(
        label=gettext_lazy("Special topic: about the time until"), widget=DateInput, required=False
    )

    def prepare(self) -> None:
        """Offer the units of the office's area."""
        if self.post:
            rows = Organization.objects.within(self.post.county or self.post.city or self.post.province)
            self.fields["units"].queryset = rows.current(timezone.localdate()).order_by("area_id", "name")

    def clean(self) -> dict[str, Any]:
        """Say at its field what a choice still needs."""
        data = super().clean()
        audience, frequency = data.get("audience"), data.get("frequency")
        if audience == Audience.STAGES and not data.get("stages"):
            self.add_error("stages", _("Choose the stages whose schools must answer."))
        if audience == Audience.UNITS and not data.get("units"):
            self.add_error("units", _("Name the units that must answer."))
        if frequency == Frequency.ONCE:
            self._check_topic(data)
        elif data.get("valid_to") and data.get("valid_from") and data["valid_to"] < data["valid_from"]:
            self.add_error("valid_to", _("The last day lies before the first."))
        return data

    def _check_topic(self, data: dict[str, Any]) -> None:
        for name in ("period_from", "period_to"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("A special topic names the first and the last day that it is about."))
        if data.get("period_from") and data.get("period_to") and data["period_to"] < data["period_from"]:
            self.add_error("period_to", _("The last day lies before the first."))


def head_values(form: ReturnForm) -> dict[str, Any]:
    """Return what the head of a form says now."""
    return {**{name: getattr(form, name) for name in HEAD}, "units": list(form.units.values_list("pk", flat=True))}


class FieldsForm(RowsForm):
    """All fields of a form on one page, and blank rows for new ones."""

    def prepare(self) -> None:
        """Add a row for each field, and blank ones."""
        for field in self.subject.fields.all():
            self._row(f"field-{field.pk}", _("Field %(number)d") % {"number": field.order}, field)
        for number in range(1, BLANK_FIELDS + 1):
            self._row(f"new-{number}", _("New field %(number)d") % {"number": number}, None)

    def _row(self, key: str, title: str, field: ReturnField | None) -> None:
        fields: dict[str, forms.Field] = {
            "label": forms.CharField(
                label=_("Label"), max_length=60, required=False, help_text=_("Empty: the field falls away.")
            ),
            "code": forms.RegexField(
                r"^[a-z][a-z0-9_]*$", label=_("Code"), max_length=30, required=False,
                help_text=_("Small letters, digits and underscores; it stays the same in every export."),
            ),
            "kind": forms.ChoiceField(label=_("Kind"), choices=FieldKind.choices, required=False),
            "unit": forms.CharField(label=_("Unit of measure"), max_length=20, required=False),
            "is_required": forms.BooleanField(label=_("Must be filled in"), required=False),
            "decimals": forms.IntegerField(label=_("Decimal places"), min_value=0, max_value=4, required=False),
            "least": _bound(_("At least")),
            "most": _bound(_("At most")),
            "choices": forms.CharField(
                label=_("List to choose from"), max_length=400, required=False,
                help_text=_("Several choices with 、 between them."),
            ),
            "usual_source": forms.CharField(label=_("Source of the figure"), max_length=100, required=False),
            "help": forms.CharField(label=_("Help"), max_length=200, required=False),
        }
        for name, one in fields.items():
            one.initial = _initial(field, name)
        self.add_row(key, title, field, fields)

    def clean(self) -> dict[str, Any]:
        """Return the fields in their order; a row with a label needs a code of its own."""
        super().clean()
        lines, codes = [], set()
        for row, typed in self.gathered():
            values = _values(typed)
            if values["label"]:
                self._check_row(row.key, values, codes)
            if row.obj or values["label"]:
                lines.append(FieldLine(row.obj, **values))
        return {"lines": lines}

    def _check_row(self, key: str, values: dict[str, Any], codes: set[str]) -> None:
        code, name = values["code"], f"{key}-code"
        if not code and name not in self.errors:
            self.add_error(name, _("A field needs a code."))
        elif code in codes:
            self.add_error(name, _("Another field has this code."))
        codes.add(code)
        if values["kind"] == FieldKind.CHOICE and not values["choices"]:
            self.add_error(f"{key}-choices", _("Write the list to choose from."))
        least, most = values["least"], values["most"]
        if least is not None and most is not None and most < least:
            self.add_error(f"{key}-most", _("The most lies below the least."))


def _values(typed: dict[str, Any]) -> dict[str, Any]:
    """Return a row as the verb takes it: texts instead of nothing, the list in parts."""
    texts = {name: value or "" for name, value in typed.items() if name not in {"least", "most"}}
    return {
        **typed, **texts, "is_required": bool(typed["is_required"]), "decimals": typed["decimals"] or 0,
        "kind": typed["kind"] or FieldKind.NUMBER,
        "choices": [part.strip() for part in BETWEEN.split(texts["choices"]) if part.strip()],
    }


def _bound(label: str) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=18, decimal_places=4, required=False)


def _initial(field: ReturnField | None, name: str) -> Any:
    if field is None:
        return {"is_required": True, "kind": FieldKind.NUMBER}.get(name)
    value = getattr(field, name)
    if name in {"least", "most"}:
        return trimmed(value)
    return "、".join(value) if name == "choices" else value
