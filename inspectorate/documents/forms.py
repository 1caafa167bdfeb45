"""Forms of documents, and the field that keeps uploads at once so that a refused form loses nothing."""

from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.lib import chinese, uploads
from inspectorate.lib.forms import DateInput, MultipleFileInput, SubjectForm

from . import workflow
from .models import Dispatch, Recipient, StoredFile
from .states import Via

SALT = "documents.stored-file"
ACCEPT = ".pdf,.ofd,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.wps,.txt,.csv,.mp3,.m4a,.mp4,image/*"


class StoredFilesInput(MultipleFileInput):
    """A file control beside the files already kept; what is kept comes back as signed ids, never as bare ones."""

    template_name = "documents/_stored_files.html"

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        """Offer the kept files with their tokens."""
        files = [file for file in value or () if isinstance(file, StoredFile)]
        context = super().get_context(name, None, {"accept": ACCEPT, **(attrs or {})})
        context["kept"] = [(file, signing.dumps(file.pk, salt=SALT)) for file in files]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list:
        """Return tokens of kept files and new uploads together."""
        kept = data.getlist(f"{name}-kept") if hasattr(data, "getlist") else data.get(f"{name}-kept", [])
        return [*kept, *(files.getlist(name) if hasattr(files, "getlist") else filter(None, [files.get(name)]))]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Say whether nothing was sent for this control."""
        return name not in files and f"{name}-kept" not in data


class StoredFilesBoundField(BoundField):
    """Shows what is kept by now, also after an error elsewhere in the form."""

    def value(self) -> list:
        """Return the kept files."""
        return self.field.kept if self.form.is_bound else self.initial or []


class StoredFilesField(forms.Field):
    """Uploads as a list of StoredFile; a form needs `self.post` (SubjectForm has it) to say who uploads."""

    widget = StoredFilesInput

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """Bind the field to its form and the acting post."""
        self.kept: list[StoredFile] = []
        self.post = getattr(form, "post", None)
        return StoredFilesBoundField(form, self, field_name)

    def clean(self, value: list) -> list[StoredFile]:
        """Keep every upload; what is refused is said by name, the others stay kept."""
        wrong = []
        for one in value or ():
            try:
                self.kept.append(self._file(one))
            except uploads.UploadRefused as refused:
                wrong.append(str(refused))
        if wrong:
            raise forms.ValidationError(wrong)
        if self.required and not self.kept:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return list(self.kept)

    def _file(self, one: UploadedFile | str) -> StoredFile:
        if not isinstance(one, str):
            return workflow.keep_upload(one, by=self.post)
        try:
            return StoredFile.objects.get(pk=signing.loads(one, salt=SALT))
        except (signing.BadSignature, StoredFile.DoesNotExist) as gone:
            raise uploads.UploadRefused(_("A file is no longer there. Please choose it again.")) from gone


class TextForm(SubjectForm):
    """The text of a draft: a paragraph a line, headings known by their marks."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("A new line breaks the title on the paper."),
    )
    addressee = forms.CharField(label=gettext_lazy("Addressed to"), max_length=500, required=False)
    body = forms.CharField(
        label=gettext_lazy("Text"),
        widget=forms.Textarea({"rows": 24}),
        max_length=60_000,
        help_text=gettext_lazy(
            "One paragraph a line. Headings begin with 一、 （一） 1. （1）; they are numbered anew."
        ),
    )
    attachments = forms.CharField(
        label=gettext_lazy("Attachments"),
        widget=forms.Textarea({"rows": 3}),
        required=False,
        help_text=gettext_lazy("One name a line."),
    )
    copies = forms.CharField(label=gettext_lazy("Copies to"), max_length=500, required=False)
    note = forms.CharField(
        label=gettext_lazy("Note under the date"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Printed in brackets under the date, e.g. 此件公开发布."),
    )

    def clean_body(self) -> list[dict[str, Any]]:
        """Return the paragraphs as {level, text}."""
        found = (chinese.split_level(line) for line in self.cleaned_data["body"].splitlines())
        return [{"level": level, "text": text} for level, text in found if text]

    def clean(self) -> dict[str, Any]:
        """Return what `workflow.edit` takes; attachments with content of their own keep it."""
        cleaned = super().clean()
        with_content = {
            one["title"]: one for one in self.subject.context.get("attachments", ()) if isinstance(one, dict)
        }
        names = [line.strip() for line in cleaned.pop("attachments", "").splitlines()]
        return {
            **cleaned,
            "paragraphs": cleaned.pop("body", []),
            "attachments": [with_content.get(name, name) for name in names if name],
        }


def text_of(document: Any) -> dict[str, Any]:
    """Return the first values of TextForm."""
    context = document.context
    body = [
        f"{part['mark']}{part['head']}{part['text']}"
        for part in chinese.number_paragraphs(context.get("paragraphs", ()))
    ]
    names = [one if isinstance(one, str) else one["title"] for one in context.get("attachments", ())]
    joined = {
        key: value if isinstance(value, str) else "，".join(value)
        for key in ("addressee", "copies")
        if (value := context.get(key, ""))
    }
    return {
        **joined,
        "title": document.title,
        "body": "\n".join(body),
        "attachments": "\n".join(names),
        "note": context.get("note", ""),
    }


class ReasonForm(SubjectForm):
    """Why."""

    note = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea({"rows": 3}), max_length=1000)


class RemarkForm(SubjectForm):
    """A remark, if there is one."""

    note = forms.CharField(
        label=gettext_lazy("Remark"), widget=forms.Textarea({"rows": 3}), max_length=1000, required=False
    )


class SignForm(SubjectForm):
    """The signature is for the text shown: its fingerprint goes with the form."""

    content_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    signed_on = forms.DateField(
        label=gettext_lazy("Date of signature"),
        widget=DateInput,
        required=False,
        help_text=gettext_lazy("The date of the document. Empty: today."),
    )

    confirms_date = forms.BooleanField(
        label=gettext_lazy("I confirm the dates in this paper"),
        required=False,
        help_text=gettext_lazy(
            "A date was counted before the year's calendar was announced. Without a confirmation it cannot be issued."
        ),
    )

    def prepare(self) -> None:
        """Fill in the fingerprint of the text as it is shown; ask about dates only where one is provisional."""
        if self.subject is not None:
            self.fields["content_hash"].initial = self.subject.content_hash
        if self.subject is None or not self.subject.waits_for_confirmation:
            del self.fields["confirms_date"]


class SignManyForm(SubjectForm):
    """The fingerprints of all texts shown, by document."""

    seen = forms.JSONField(widget=forms.HiddenInput)


class DispatchForm(SubjectForm):
    """To whom and how; on many documents at once: to all their recipients."""

    recipients = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Recipients"),
        queryset=Recipient.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    other = forms.CharField(
        label=gettext_lazy("Another recipient"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("A unit or person outside the register; gets it on paper."),
    )
    via = forms.ChoiceField(label=gettext_lazy("By"), choices=Via.choices, initial=Via.SYSTEM)

    def prepare(self) -> None:
        """Offer those who have not got it yet."""
        if self.subject is None:
            del self.fields["recipients"], self.fields["other"]
            return
        sent = self.subject.dispatches.values("recipient")
        self.fields["recipients"].queryset = left = self.subject.recipients.exclude(name__in=sent)
        self.fields["recipients"].initial = [recipient.pk for recipient in left]

    def clean(self) -> dict[str, Any]:
        """Ask for one recipient at least."""
        cleaned = super().clean()
        if self.subject is not None and not cleaned.get("recipients") and not cleaned.get("other"):
            raise forms.ValidationError(_("Choose a recipient or name another one."))
        return cleaned


class ReceiveForm(SubjectForm):
    """Which sending was received, and on which day."""

    sent = forms.ModelChoiceField(label=gettext_lazy("Recipient"), queryset=Dispatch.objects.none(), empty_label=None)
    on = forms.DateField(
        label=gettext_lazy("Day of receipt"),
        widget=DateInput,
        required=False,
        help_text=gettext_lazy("Empty: today. Periods run from this day."),
    )

    def prepare(self) -> None:
        """Offer the recipient its own sending; the issuing office all that are open."""
        waiting = self.subject.dispatches.filter(received_on=None)
        if self.post.organization_id != self.subject.issuer_id:
            waiting = waiting.filter(to=self.post.organization_id)
        self.fields["sent"].queryset = waiting
        self.fields["sent"].label_from_instance = lambda sent: sent.recipient
        self.fields["sent"].initial = waiting.first()
        if waiting.count() == 1:
            self.fields["sent"].widget = forms.HiddenInput()
