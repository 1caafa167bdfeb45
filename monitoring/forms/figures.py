"""What a unit answers: figures with their source and day, and the explanation on submission (R-DATA-01)."""
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.lib.forms import DateInput, SubjectForm, prose
from monitoring.models import ReturnField, ReturnValue, trimmed
from monitoring.states import FieldKind
from monitoring.workflow import Compared, Figure, compared, fault_of, gaps

YES_NO = (("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")))


class FigureField(forms.CharField):
    """A number as people type it: with separators, spaces or full-width digits; an error says what to write."""

    def __init__(self, asked: ReturnField, **options: Any) -> None:
        self.asked = asked
        mode = "decimal" if asked.decimals else "numeric"
        attrs = {"inputmode": mode, "unit": asked.unit, "autocomplete": "off"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attrs), **options)

    def clean(self, value: Any) -> Decimal | None:
        """Return the number; None where nothing is written."""
        text = unicodedata.normalize("NFKC", super().clean(value) or "").replace(",", "").replace(" ", "")
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation as error:
            raise forms.ValidationError(_("Write a number.")) from error
        if fault := fault_of(self.asked, number):
            raise forms.ValidationError(fault)
        return number


class Line(NamedTuple):
    """One figure on the page: what is asked, what stood before, and its inputs."""

    field: ReturnField
    now: ReturnValue | None
    before: ReturnValue | None
    value: BoundField
    keep: BoundField | None
    source: BoundField
    reference_on: BoundField

    @property
    def has_errors(self) -> bool:
        """Return whether something here must be put right."""
        return bool(self.value.errors) or self.has_errors_in_source

    @property
    def has_errors_in_source(self) -> bool:
        """Return whether source or day must be put right: they are then shown unfolded."""
        return bool(self.source.errors or self.reference_on.errors)


class FillForm(SubjectForm):
    """Every figure of a return; it is saved as often as wanted, complete or not."""

    def prepare(self) -> None:
        """Add the inputs of each figure, filled with what stands there."""
        self.compared = compared(self.subject)
        for one in self.compared:
            self._add(one.field, one.now)

    def _add(self, asked: ReturnField, now: ReturnValue | None) -> None:
        value = _input(asked)
        value.initial = now.plain_input if now else None
        name = name_of(asked)
        self.fields[name] = value
        if now and now.is_prefilled:
            facts = {"period": now.prefilled_from.period_words, "day": now.reference_on.isoformat()}
            hint = _("Taken over from %(period)s (as of %(day)s). Change it or confirm it.") % facts
            self.fields[f"{name}-keep"] = forms.BooleanField(
                label=_("It still holds"), required=False, help_text=hint
            )
        self.fields[f"{name}-source"] = forms.CharField(
            label=_("Source"), max_length=100, required=False, initial=now.source if now else asked.usual_source
        )
        day = now.reference_on if now and not now.is_prefilled else self.subject.period_to
        self.fields[f"{name}-on"] = forms.DateField(
            label=_("Reference date"), widget=DateInput, required=False, initial=day
        )

    @property
    def shown(self) -> Sequence[Line]:
        """Return the figures for the page."""
        return [self._line(one, name_of(one.field)) for one in self.compared]

    def _line(self, one: Compared, name: str) -> Line:
        keep = self[f"{name}-keep"] if f"{name}-keep" in self.fields else None
        source, day = self[f"{name}-source"], self[f"{name}-on"]
        return Line(one.field, one.now, one.before, self[name], keep, source, day)

    def clean(self) -> dict[str, Any]:
        """Return the figures; each that is given has a source and a day that has come."""
        data = super().clean()
        figures = []
        for one in self.compared:
            name = name_of(one.field)
            value, source, day = data.get(name), data.get(f"{name}-source", ""), data.get(f"{name}-on")
            if value not in {None, ""}:
                self._check(name, source, day)
            figures.append(Figure(one.field, value, source or "", day, is_confirmed=bool(data.get(f"{name}-keep"))))
        return {"figures": figures}

    def _check(self, name: str, source: str, day: Any) -> None:
        if not source and f"{name}-source" not in self.errors:
            self.add_error(f"{name}-source", _("Name the source."))
        if f"{name}-on" in self.errors:
            return
        if day is None:
            self.add_error(f"{name}-on", _("Name the day that the figure is of."))
        elif day > timezone.localdate():
            self.add_error(f"{name}-on", _("This day has not come yet."))


class SubmitForm(SubjectForm):
    """An explanation, if any; what lacks and what jumps stands above it."""

    remark = prose(
        gettext_lazy("Explanation"), 3, required=False,
        help_text=gettext_lazy("Where a figure changed much, say why; it saves the office's asking."),
    )

    def prepare(self) -> None:
        """Look at what was filled in."""
        self.gaps = gaps(self.subject)
        self.compared = compared(self.subject)
        self.jumps = [one for one in self.compared if one.is_jump]


def name_of(asked: ReturnField) -> str:
    """Return the name of a figure's input; its code alone might be that of the page's own inputs."""
    return f"figure-{asked.code}"


def _input(asked: ReturnField) -> forms.Field:
    """Return the input of a figure by its kind; what is required is asked on submission, not on every saving."""
    options: dict[str, Any] = {"label": asked.label, "required": False, "help_text": _help(asked)}
    if asked.kind == FieldKind.NUMBER:
        return FigureField(asked, **options)
    if asked.kind == FieldKind.YES_NO:
        return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **options)
    if asked.kind == FieldKind.CHOICE:
        choices = [("", "—"), *((one, one) for one in asked.choices)]
        return forms.ChoiceField(choices=choices, **options)
    return prose(options.pop("label"), 2, **options)


def _help(asked: ReturnField) -> str:
    """Return the help of a figure with its bounds, and that it may be left out."""
    bounds = {"least": trimmed(asked.least), "most": trimmed(asked.most)}
    parts = [asked.help]
    if asked.least is not None and asked.most is not None:
        parts.append(_("%(least)s to %(most)s.") % bounds)
    if not asked.is_required:
        parts.append(_("May be left out."))
    return " ".join(part for part in parts if part)
