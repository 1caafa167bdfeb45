"""Forms of publication: the fields of a kind as one form, the review, the reasons, the citizen's objection."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.documents.forms import StoredFilesField
from inspectorate.lib.forms import SubjectForm
from inspectorate.publication.states import Article, Conclusion, Kind, Outcome, Publicity
from inspectorate.publication.workflow.objections import LEAST, MOST

REASON = {"label": gettext_lazy("Reason"), "widget": forms.Textarea({"rows": 3}), "max_length": 2000}
TAB = "\t"


class ReviewForm(SubjectForm):
    """The conclusion of the review, with its article and ground (R-PUB-03)."""

    conclusion = forms.ChoiceField(
        label=gettext_lazy("Conclusion"), choices=Conclusion.choices, widget=forms.RadioSelect()
    )
    article = forms.ChoiceField(
        label=gettext_lazy("Article"), choices=[("", "—"), *Article.choices], required=False,
        help_text=gettext_lazy("Needed where it is not to be published."),
    )
    ground = forms.CharField(
        label=gettext_lazy("Ground or remark"), widget=forms.Textarea({"rows": 3}), max_length=2000, required=False
    )
    third_party = forms.CharField(
        label=gettext_lazy("Consent of third parties"), widget=forms.Textarea({"rows": 2}), max_length=2000,
        required=False, help_text=gettext_lazy("Who was asked, when, and the answer (R-PUB-05)."),
    )
    has_seen_files = forms.BooleanField(
        label=gettext_lazy("I looked through the files that no program can read; no person can be recognised."),
        required=False,
    )

    @cached_property
    def unread(self) -> list[str]:
        """Return the names of the files that a person must look through."""
        return [file.name for file in self.subject.public_files.all() if not file.is_readable]

    def prepare(self) -> None:
        """Ask about files only where there are such files."""
        if not self.unread:
            del self.fields["has_seen_files"]


class ReleaseForm(SubjectForm):
    """The release; for an accountability result also for whom it is meant (R-ACC-26)."""

    publicity = forms.ChoiceField(label=gettext_lazy("For whom"), choices=Publicity.choices)

    def prepare(self) -> None:
        """Ask for whom only where the approver decides it."""
        self.fields["publicity"].initial = self.subject.publicity
        if self.subject.kind not in {Kind.ACCOUNTABILITY_RESULT, Kind.CIRCULAR}:
            del self.fields["publicity"]


class WithdrawForm(SubjectForm):
    """Why it is taken down."""

    reason = forms.CharField(help_text=gettext_lazy("Citizens read this at its address."), **REASON)


class NoteForm(SubjectForm):
    """Why."""

    note = forms.CharField(**REASON)


class AttachForm(SubjectForm):
    """Files to publish with it."""

    files = StoredFilesField(
        label=gettext_lazy("Attached files"),
        help_text=gettext_lazy("A copy without author and history is published; the original stays internal."),
    )


class AnswerForm(SubjectForm):
    """The answer to an objection."""

    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), choices=Outcome.choices, widget=forms.RadioSelect())
    answer = forms.CharField(
        label=gettext_lazy("Answer"), widget=forms.Textarea({"rows": 6}), max_length=4000,
        help_text=gettext_lazy("Whoever holds the tracking code reads it; name no person."),
    )


class ObjectionForm(forms.Form):
    """What a citizen says is not right; a field that people do not see keeps simple robots out."""

    text = forms.CharField(
        label=gettext_lazy("What is not right?"), widget=forms.Textarea({"rows": 8, "maxlength": MOST}),
        min_length=LEAST, max_length=MOST,
        help_text=gettext_lazy("Please name no pupil and give no telephone or identity number: we answer by code."),
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput())

    def clean_website(self) -> str:
        """Refuse whoever fills in what cannot be seen."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("This could not be sent."))
        return ""
