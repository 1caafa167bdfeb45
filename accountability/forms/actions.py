"""Forms of accountability and of the challenges to it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability.models import AccountabilityAction, Challenge
from accountability.states import PersonForm, Scope, Situation, UnitForm
from accountability.workflow import default_scope
from inspectorate.lib.forms import DateInput, SubjectForm, prose
from inspectorate.lib.picking import PickField
from inspectorate.register.models import Organization

from .measures import UNIT_WORDS, kinds_of, units_of_area

Target = AccountabilityAction.Target


class ProposeActionForm(SubjectForm):
    """Against whom and why."""

    target = forms.ChoiceField(label=_("Target"), choices=Target.choices, widget=forms.RadioSelect, initial=Target.UNIT)
    target_person = forms.CharField(
        label=_("Responsible person"), max_length=60, required=False, help_text=_("Only where a person is the target.")
    )
    situations = forms.MultipleChoiceField(
        label=_("Situations"), choices=Situation.choices, widget=forms.CheckboxSelectMultiple
    )
    reason = prose(_("Reason"), 4)


class GroupForm(SubjectForm):
    """Who is in the finding group (R-ACC-22)."""

    members = prose(_("Finding group"), 4, help_text=_("Name and unit, one a line."))


class FormsField(SubjectForm):
    """A form that chooses forms of accountability that fit the target."""

    def forms_field(self, label: str) -> forms.MultipleChoiceField:
        """Return the choice of forms for the target."""
        kinds = UnitForm if self.subject.target == Target.UNIT else PersonForm
        return forms.MultipleChoiceField(label=label, choices=kinds.choices, widget=forms.CheckboxSelectMultiple)


class EstablishForm(FormsField):
    """Step 1: the facts and the proposed measure."""

    facts = prose(_("Facts"), 8)

    def prepare(self) -> None:
        """Add the forms that fit the target."""
        self.fields["forms"] = self.forms_field(_("Proposed forms"))


class StatementForm(SubjectForm):
    """The target's statement and defence."""

    statement = prose(_("Statement and defence"), 10)


class HearForm(SubjectForm):
    """How the statement was dealt with."""

    answer = prose(_("How it was dealt with"), 5, help_text=_("If none was made, write so."))


class ConsultForm(SubjectForm):
    """Which member units are asked."""

    organizations = PickField(label=_("Member units"), queryset=Organization.objects.none(), names=UNIT_WORDS)

    def prepare(self) -> None:
        """Offer the units of the area that have not been asked."""
        asked = self.subject.consultations.values("organization")
        self.fields["organizations"].queryset = units_of_area(self.post).exclude(pk__in=asked)
        self.fields["organizations"].hints = kinds_of


class OpinionTextForm(SubjectForm):
    """The opinion of one's own unit."""

    opinion = prose(_("Opinion"), 5)


class DecideForm(FormsField):
    """The decision of the chair or a vice-chair (R-ACC-24)."""

    findings = prose(_("Findings"), 6)
    basis = prose(_("Basis"), 3)
    effective_on = forms.DateField(label=_("Takes effect on"), widget=DateInput, initial=timezone.localdate)
    scope = forms.ChoiceField(label=_("Made known to"), choices=Scope.choices)

    def prepare(self) -> None:
        """Add the forms, and propose the scope that the area's rule gives (R-ACC-26)."""
        self.fields["forms"] = self.forms_field(_("Forms decided"))
        self.fields["forms"].initial = self.subject.proposed_forms
        self.fields["scope"].initial = default_scope(self.subject)


class RequestForm(SubjectForm):
    """The request for review, or the appeal."""

    request = prose(_("Request and reasons"), 8)


class DecideChallengeForm(SubjectForm):
    """The decision on a challenge."""

    result = forms.ChoiceField(label=_("Result"), choices=Challenge.Result.choices, widget=forms.RadioSelect)
    reasons = prose(_("Reasons"), 6)
