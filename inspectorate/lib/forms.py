"""How every form looks and what it knows: Django's own rendering with our field template."""
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorDict
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_CHARACTERS = 20_000  # of running text in one field


class Renderer(TemplatesSetting):
    """Render forms from `templates/django/forms`: label, help, error, control with its unit."""

    form_template_name = "django/forms/div.html"
    field_template_name = "django/forms/field.html"


class SubjectForm(forms.Form):
    """A form that knows the row it is about and the acting post, to limit its choices (`self.subject`, `self.post`)."""

    def __init__(self, *args: Any, subject: Any = None, post: Any = None, **kwargs: Any) -> None:
        self.subject, self.post = subject, post
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Set querysets and first values from subject and post; for subclasses."""

    @property
    def looking(self) -> str:
        """Return the field that only looks rows up (see `lib.picking`): the form is then shown again, unjudged."""
        return str(self.data.get("look", "")) if self.is_bound else ""

    def full_clean(self) -> None:
        """Judge what was sent, unless something is only looked up."""
        if self.looking:
            self._errors, self.cleaned_data = ErrorDict(renderer=self.renderer), {}
        else:
            super().full_clean()

    def is_valid(self) -> bool:
        """Return whether the act may be done."""
        return not self.looking and super().is_valid()


class DateInput(forms.DateInput):
    """A date as the browser's own picker."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A date with time as the browser's own picker."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


def prose(label: Any, rows: int = 4, **options: Any) -> forms.CharField:
    """Return a field for running text, of so many rows on the page."""
    options = {"max_length": MOST_CHARACTERS} | options
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class ReasonForm(SubjectForm):
    """The reason of a decision."""

    note = prose(gettext_lazy("Reason"), 3)


class RemarkForm(SubjectForm):
    """A remark, if any."""

    note = prose(gettext_lazy("Remark"), 2, required=False)


class MultipleFileInput(forms.ClearableFileInput):
    """Several files at once, dropped or chosen."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of uploaded files (empty where none was chosen)."""

    widget = MultipleFileInput

    def clean(self, data: Any, initial: Any = None) -> list:
        """Clean each file by itself."""
        several = data if isinstance(data, list | tuple) else [data] if data else []
        if not several:
            super().clean(None, initial)
        return [super(FilesField, self).clean(one, initial) for one in several]


def add_refusal(form: forms.BaseForm, refused: Exception) -> None:
    """Show what a verb refused as an error of the whole form, with the rule's id behind it."""
    rule = getattr(refused, "rule", "")
    named = _("Rule %(rule)s") % {"rule": rule}
    form.add_error(None, format_html('{} <span class="rule">{}</span>', refused, named) if rule else str(refused))


def summary(form: forms.BaseForm) -> list[tuple[str, str, str]]:
    """Return (address of the field, message) of every error, for the summary above the form."""
    found = []
    for name, errors in form.errors.items():
        target = "" if name == NON_FIELD_ERRORS else f"#{form[name].id_for_label or form[name].auto_id}"
        label = "" if name == NON_FIELD_ERRORS else str(form[name].label)
        found += [(target, label, str(message)) for message in errors]
    return found
