"""Forms of the verbs on inspectors, candidates, ties and recusals."""
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.forms import DateInput, SubjectForm
from inspectorate.lib.named import NamedField
from inspectorate.register.models import Organization, Post
from inspectors.models import Inspector
from inspectors.states import ExitReason, InspectorState, ObjectionState, RecusalState, Relation
from inspectors.workflow import INSPECTOR_ROLES, UNIT_ROLES


def text(label: Any, **kwargs: Any) -> forms.CharField:
    """Return a field of several lines."""
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


def units(post: Post | None):
    """Return the units that exist today and that the post may see."""
    return Organization.objects.visible_to(post).current(timezone.localdate())


class TermForm(forms.Form):
    """A term: its end follows from the rule."""

    starts_on = forms.DateField(label=_("From"), widget=DateInput())
    letter_number = forms.CharField(label=_("Letter of appointment"), max_length=60)


class RenewForm(forms.Form):
    """The next term: it follows the last one without a gap."""

    letter_number = forms.CharField(label=_("Letter of appointment"), max_length=60)


class CertificateForm(SubjectForm):
    """A certificate (R-ROST-07)."""

    number = forms.CharField(label=_("Certificate number"), max_length=60)
    issued_on = forms.DateField(label=_("Issued on"), widget=DateInput())
    issuer = NamedField(
        label=_("Issuer"), names=("name", "short_name"), required=False,
        help_text=_("Empty: as the area's rule says (R-ROST-07)."),
    )
    expires_on = forms.DateField(
        label=_("Valid until"), widget=DateInput(), required=False, help_text=_("Empty: until the end of the term."),
    )

    def prepare(self) -> None:
        """Offer the units the post may see."""
        self.fields["issuer"].queryset = units(self.post)


class ExitForm(forms.Form):
    """Why and when somebody leaves the roster (R-EXIT-01, R-EXIT-02)."""

    reason = forms.ChoiceField(label=_("Reason of leaving"), choices=ExitReason.choices)
    on = forms.DateField(label=_("Final day"), widget=DateInput())
    note = text(_("Facts and decision"))


class InterestForm(SubjectForm):
    """A tie to a unit (R-RECUSE-01, R-RECUSE-02)."""

    organization = NamedField(
        label=_("Unit"), names=("name", "short_name"), help_text=_("Its name as in the register."),
    )
    relation = forms.ChoiceField(label=_("Tie"), choices=Relation.choices)
    until = forms.DateField(
        label=_("Until"), widget=DateInput(), required=False,
        help_text=_("Last day, where the tie is over, e.g. of former employment."),
    )
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, help_text=_("Do not name the relative; the tie is enough."),
    )

    def prepare(self) -> None:
        """Offer every unit of the city: a tie may lie outside one's own county."""
        rows = Organization.objects.current(timezone.localdate())
        city = self.post.city if self.post else ""
        self.fields["organization"].queryset = rows.filter(city=city) if city else rows.none()

    def clean(self) -> dict[str, Any]:
        """Ask for the last day of former employment."""
        data = super().clean()
        if data.get("relation") == Relation.FORMERLY_EMPLOYED and not data.get("until") and "until" not in self.errors:
            self.add_error("until", gettext("Say until when the inspector worked there."))
        return data


class EndInterestForm(forms.Form):
    """The last day of a tie."""

    until = forms.DateField(label=_("Final day"), widget=DateInput())
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class NoteForm(forms.Form):
    """A reason."""

    note = text(_("Reason"))


class RecusalRequestForm(SubjectForm):
    """Who should withdraw from which unit, and why (R-RECUSE-03)."""

    inspector = NamedField(label=_("Inspector"))
    organization = NamedField(label=_("Unit"), names=("name", "short_name"))
    ground = text(_("Ground"))

    def prepare(self) -> None:
        """An inspector speaks for herself, a unit for itself; the office chooses both."""
        listed = Inspector.objects.filter(state=InspectorState.LISTED)
        role = self.post.role if self.post else ""
        if role in INSPECTOR_ROLES:
            self._fix("inspector", listed.filter(user=self.post.user_id).first())
        else:
            self.fields["inspector"].queryset = _of_area(listed, self.post)
        if role in UNIT_ROLES:
            self._fix("organization", self.post.organization)
        else:
            self.fields["organization"].queryset = _of_area(Organization.objects.all(), self.post)

    def _fix(self, name: str, value: Any) -> None:
        self.fields[name] = forms.CharField(
            label=self.fields[name].label, initial=str(value or ""), disabled=True, required=False
        )
        self.fields[name].clean = lambda _typed, chosen=value: chosen

    def clean_inspector(self) -> Inspector:
        """Refuse an account that is not linked to the roster."""
        inspector = self.cleaned_data["inspector"]
        if inspector is None:
            raise forms.ValidationError(gettext("Your account is not linked to an inspector of the roster."))
        return inspector


class DecideForm(forms.Form):
    """The decision about a recusal (R-RECUSE-03)."""

    outcome = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect,
        choices=[(state.value, state.label) for state in (RecusalState.RECUSED, RecusalState.CLEARED)],
    )
    reasons = text(_("Reasons"))


class ReviewForm(forms.Form):
    """The review of a recommendation (R-ROST-02)."""

    opinion = text(_("Opinion of the review"))
    is_attested = forms.BooleanField(
        label=_("I attest the political and character conditions, knowledge of law and policy, results, and health")
    )


class AssessForm(forms.Form):
    """A passed assessment (R-ROST-04)."""

    assessed_on = forms.DateField(label=_("Assessed on"), widget=DateInput())
    assessment = forms.CharField(label=_("Result of the assessment"), max_length=200)


class PostForm(forms.Form):
    """A posting of candidates (R-ROST-05)."""

    posted_on = forms.DateField(label=_("Posted on"), widget=DateInput())
    objection_phone = forms.CharField(
        label=_("Telephone for objections"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    objection_mailbox = forms.EmailField(label=_("Mailbox for objections"), required=False)


class ObjectionForm(forms.Form):
    """An objection to a candidate."""

    received_on = forms.DateField(label=_("Received on"), widget=DateInput())
    content = text(_("What is objected"), help_text=_("Do not name who objects (R-PUB-15)."))


class SettleForm(forms.Form):
    """What was found about an objection."""

    outcome = forms.ChoiceField(
        label=_("Finding"), widget=forms.RadioSelect,
        choices=[(state.value, state.label) for state in (ObjectionState.DISMISSED, ObjectionState.UPHELD)],
    )
    finding = text(_("What was found"))


class AppointForm(TermForm):
    """The decision and the first term."""

    appointment_document = forms.CharField(
        label=_("Appointed or engaged by"), max_length=200, help_text=_("Title and number of the decision."),
    )


class RemoveExpertForm(forms.Form):
    """The end of an expert's time in the pool."""

    on = forms.DateField(label=_("Final day"), widget=DateInput())
    note = text(_("Reason"))


def _of_area(rows, post: Post | None):
    """Keep rows of the post's city, so that a county may name an inspector or a unit of the city's."""
    return rows.filter(city=post.city) if post and post.city else rows.none()
