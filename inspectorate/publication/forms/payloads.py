"""Forms of publication: the fields of a kind as one form, the review, the reasons, the citizen's objection."""
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.documents.forms import StoredFilesField
from inspectorate.lib.forms import DateInput, SubjectForm
from inspectorate.publication.papers import FORMS, Field
from inspectorate.publication.states import Article, Kind, Publicity
from inspectorate.register.models import Organization

REASON = {"label": gettext_lazy("Reason"), "widget": forms.Textarea({"rows": 3}), "max_length": 2000}
TAB = "\t"


class PayloadForm(SubjectForm):
    """The fields of one kind of publication; rows are one field a cell, new rows are pasted from a table.

    `of_kind` names the kind, `content` the values shown; `payload()` returns what was typed.
    """

    is_extendable = True

    @property
    def of_kind(self) -> str:
        """Return the kind whose fields are asked."""
        return self.subject.kind

    @property
    def content(self) -> dict[str, Any]:
        """Return the values to begin with."""
        return self.subject.payload

    def prepare(self) -> None:
        """Add a control for every field of the kind and for every cell of its rows."""
        for item in FORMS[Kind(self.of_kind)]:
            if item.kind != "rows":
                self.fields[f"f-{item.name}"] = control(item, self.content.get(item.name), is_needed=item.is_needed)
                continue
            for number, row in enumerate(self.content.get(item.name, []), start=1):
                for cell in item.fields:
                    label = f"{item.label} {number}: {cell.label}"
                    self.fields[f"r-{item.name}-{number}-{cell.name}"] = control(cell, row.get(cell.name), label=label)
            if self.is_extendable:
                self.fields[f"a-{item.name}"] = pasted(item)

    def clean(self) -> dict[str, Any]:
        """Return the fields of the verb: the cells of the kind gathered as `payload`."""
        cleaned = super().clean()
        names = [name for name in cleaned if name[:2] in {"f-", "r-", "a-"}]
        values = {name: cleaned.pop(name) for name in names}
        cleaned["payload"] = {item.name: self._value(item, values) for item in FORMS[Kind(self.of_kind)]}
        return cleaned

    def _value(self, item: Field, values: dict[str, Any]) -> Any:
        if item.kind != "rows":
            return values.get(f"f-{item.name}")
        kept = [
            {cell.name: values.get(f"r-{item.name}-{number}-{cell.name}") for cell in item.fields}
            for number in range(1, len(self.content.get(item.name, [])) + 1)
        ]
        return [row for row in [*kept, *self._pasted(item, values.get(f"a-{item.name}") or "")] if any(row.values())]

    def _pasted(self, item: Field, text: str) -> Iterator[dict[str, Any]]:
        for line in text.splitlines():
            cells = [cell.strip() for cell in line.split(TAB)]
            yield {cell.name: value for cell, value in zip(item.fields, cells, strict=False) if value}


def control(item: Field, value: Any, *, label: str = "", is_needed: bool = False) -> forms.Field:
    """Return the form field of one field of a publication."""
    options = {"label": label or item.label, "required": is_needed, "initial": value}
    if item.kind == "date":
        return forms.DateField(widget=DateInput(), **options)
    if item.kind == "count":
        return forms.IntegerField(**options)
    if item.choices:
        return forms.ChoiceField(choices=[("", "—"), *item.choices], **options)
    if item.kind == "prose":
        return forms.CharField(widget=forms.Textarea({"rows": 4}), max_length=20_000, **options)
    return forms.CharField(max_length=300, **options)


def pasted(item: Field) -> forms.Field:
    """Return the field into which rows are pasted from a spreadsheet."""
    columns = " | ".join(str(cell.label) for cell in item.fields)
    return forms.CharField(
        label=_("%(field)s: add rows") % {"field": item.label}, required=False, widget=forms.Textarea({"rows": 4}),
        help_text=_("Paste rows from a spreadsheet, columns in this order: %(columns)s") % {"columns": columns},
        strip=False, max_length=200_000,
    )


def has_text(kind: str) -> bool:
    """Return whether the kind has a field for its text, so that no other is asked."""
    return any(item.name == "text" for item in FORMS[Kind(kind)])


class EditForm(PayloadForm):
    """A draft's title, text and fields."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    body = forms.CharField(
        label=gettext_lazy("Text"), required=False, widget=forms.Textarea({"rows": 8}), max_length=100_000
    )
    has_minor = forms.BooleanField(
        label=gettext_lazy("A minor could be identified"), required=False,
        help_text=gettext_lazy("The name of the school is then left out everywhere (R-PUB-13)."),
    )
    field_order = ("title",)

    def prepare(self) -> None:
        """Begin with what the draft says."""
        super().prepare()
        for name in ("title", "body", "has_minor"):
            self.fields[name].initial = getattr(self.subject, name)
        if has_text(self.of_kind) and not self.subject.body:
            del self.fields["body"]
        self.order_fields([*(name for name in self.fields if name not in {"body", "has_minor"}), "body", "has_minor"])


class CreateForm(PayloadForm):
    """A publication made by hand; the kind comes with the address of the form."""

    kind = ""
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    unit = forms.CharField(
        label=gettext_lazy("School or unit"), required=False, max_length=120,
        help_text=gettext_lazy("Full name as in the register; empty where it is about an area."),
    )
    formed_on = forms.DateField(
        label=gettext_lazy("Formed on"), widget=DateInput(),
        help_text=gettext_lazy("The time to publish counts from this day (R-PUB-02)."),
    )
    publicity = forms.ChoiceField(
        label=gettext_lazy("For whom"), choices=Publicity.choices, initial=Publicity.WHOLE_SOCIETY
    )

    @property
    def of_kind(self) -> str:
        """Return the kind of the address."""
        return self.kind

    @property
    def content(self) -> dict[str, Any]:
        """Return nothing: everything is still to be written."""
        return {}

    def prepare(self) -> None:
        """Ask text and files last."""
        super().prepare()
        if not has_text(self.kind):
            self.fields["body"] = forms.CharField(
                label=_("Text"), required=False, widget=forms.Textarea({"rows": 8}), max_length=100_000
            )
        self.fields["files"] = StoredFilesField(label=_("Attached files"), required=False)

    def clean_unit(self) -> Organization | None:
        """Return the unit of the name."""
        name = self.cleaned_data["unit"].strip()
        if not name:
            return None
        found = Organization.objects.visible_to(self.post).filter(name=name).first()
        if found is None:
            raise forms.ValidationError(_("The register holds no unit “%(name)s”.") % {"name": name})
        return found

    def clean(self) -> dict[str, Any]:
        """Return the arguments of `propose`."""
        cleaned = super().clean()
        unit = cleaned.pop("unit", None)
        area = unit.area if unit else self.post.organization.area
        return cleaned | {"organization": unit, "area": area, "kind": self.kind}


class RedactForm(PayloadForm):
    """The public copy, with the article and reason of what is withheld (R-PUB-07)."""

    is_extendable = False
    article = forms.ChoiceField(label=gettext_lazy("Article"), choices=[("", "—"), *Article.choices], required=False)
    reason = forms.CharField(
        required=False, help_text=gettext_lazy("Citizens read this beside what is withheld."), **REASON
    )

    @property
    def content(self) -> dict[str, Any]:
        """Return the public copy as it stands."""
        return self.subject.public_payload

    def prepare(self) -> None:
        """Begin with the public text; ask article and reason last."""
        super().prepare()
        self.fields["body"] = forms.CharField(
            label=_("Text"), required=False, widget=forms.Textarea({"rows": 8}), initial=self.subject.public_body,
            max_length=100_000,
        )
        last = ("body", "article", "reason")
        self.order_fields([*(name for name in self.fields if name not in last), *last])


class CorrectForm(EditForm):
    """The next version of something published, with what is corrected (R-PUB-18)."""

    note = forms.CharField(**(REASON | {"label": gettext_lazy("What is corrected")}))

    def prepare(self) -> None:
        """Ask what is corrected first."""
        super().prepare()
        del self.fields["has_minor"]
        self.order_fields(["note", "title"])
