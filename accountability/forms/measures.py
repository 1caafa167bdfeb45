"""Forms of supervise notice, interview and circular."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from accountability.models import Interview, InterviewHost, RectificationItem, SuperviseNotice
from accountability.states import Ground, ItemState, Scope
from inspectorate.lib.chinese import chinese_date
from inspectorate.lib.forms import DateInput, MomentInput, SubjectForm, prose
from inspectorate.lib.picking import Hint, PickField
from inspectorate.register.models import Organization

UNIT_WORDS = ("name", "short_name", "area__name")


def units_of_area(post: Any) -> Any:
    """Return governments, departments and party organs of the acting post's area."""
    kinds = [
        Organization.Kind.GOVERNMENT,
        Organization.Kind.DEPARTMENT,
        Organization.Kind.PARTY_COMMITTEE,
        Organization.Kind.INSPECTORATE,
    ]
    current = Organization.objects.current(timezone.localdate()).filter(kind__in=kinds)
    own = current.within(post.county or post.city or post.province)
    upper = current.filter(area=post.organization.area.parent_id)
    return (own | upper).order_by("area", "kind", "name")


def kinds_of(units: Iterable[Organization]) -> dict[int, Hint]:
    """Return what stands beside a unit in a choice: what kind of unit it is."""
    return {unit.pk: Hint(str(unit.get_kind_display())) for unit in units}


class ProposeNoticeForm(SubjectForm):
    """Which items a supervise notice is about."""

    items = forms.ModelMultipleChoiceField(
        label=_("Items"), queryset=RectificationItem.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    reason = prose(_("Reason"), 3)

    def prepare(self) -> None:
        """Offer the case's items that are overdue or failed."""
        overdue = RectificationItem.objects.overdue().filter(case=self.subject)
        failed = RectificationItem.objects.filter(case=self.subject, state=ItemState.FAILED)
        self.fields["items"].queryset = items = (overdue | failed).order_by("number")
        self.fields["items"].initial = [item.pk for item in items]

    def clean_items(self) -> list[RectificationItem]:
        """Return the items as a list."""
        return list(self.cleaned_data["items"])


class DraftSuperviseForm(SubjectForm):
    """The new date and the wording of the reason."""

    new_due_on = forms.DateField(label=_("New date"), widget=DateInput)
    reason = prose(_("Reason"), 4)


def supervise_values(notice: SuperviseNotice) -> dict[str, Any]:
    """Return what the proposal holds."""
    return {"new_due_on": notice.new_due_on, "reason": notice.reason}


class ProposeInterviewForm(SubjectForm):
    """On which grounds."""

    grounds = forms.MultipleChoiceField(label=_("Grounds"), choices=Ground.choices, widget=forms.CheckboxSelectMultiple)
    reason = prose(_("Reason"), 4)


class ApproveInterviewForm(SubjectForm):
    """Time, place, who must come, and which further departments hold the interview."""

    planned_at = forms.DateTimeField(label=_("Time"), widget=MomentInput)
    place = forms.CharField(label=_("Place"), max_length=120)
    interviewees = forms.CharField(label=_("Who must come"), max_length=300)
    further_hosts = PickField(
        label=_("Further departments concerned"),
        queryset=Organization.objects.none(),
        names=UNIT_WORDS,
        required=False,
    )

    def prepare(self) -> None:
        """Offer the units of the area beside the hosts that are entered already (R-ACC-11)."""
        hosts = [host.organization for host in self.subject.hosts.select_related("organization")]
        others = units_of_area(self.post).exclude(pk__in=[host.pk for host in hosts])
        self.fields["further_hosts"].queryset, self.fields["further_hosts"].hints = others, kinds_of
        names = _(", ").join(host.label for host in hosts)
        self.fields["further_hosts"].help_text = _(
            "Required by the area's rule and entered already (R-ACC-11): %(hosts)s."
        ) % {"hosts": escape(names)}


class MaterialsForm(SubjectForm):
    """What is to be brought along."""

    materials = prose(_("Materials to bring"), 3, required=False)


class HoldForm(SubjectForm):
    """When it was held and who took part."""

    held_on = forms.DateField(label=_("Held on"), widget=DateInput, initial=timezone.localdate)
    attended = forms.ModelMultipleChoiceField(
        label=_("Hosts who took part"), queryset=InterviewHost.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def prepare(self) -> None:
        """Offer the hosts of the interview, all of them as having come."""
        self.fields["attended"].queryset = hosts = self.subject.hosts.select_related("organization")
        self.fields["attended"].initial = [host.pk for host in hosts]


class RecordForm(SubjectForm):
    """The written record (R-ACC-13)."""

    facts = prose(_("Facts"), 5)
    demands = prose(_("Demands with dates"), 5)
    replies = prose(_("Replies and commitments"), 5)


def record_values(interview: Interview) -> dict[str, Any]:
    """Return what the file says already: why the interview was held, and what is still to be put right."""
    items = interview.case.items.open().order_by("number")
    demands = [f"{item.number}. {item.demand}（{chinese_date(item.due_on)}前）" for item in items]
    return {"facts": interview.reason, "demands": "\n".join(demands)}


class ProposeCircularForm(SubjectForm):
    """Facts and demands of a circular."""

    reason = prose(_("Reason"), 3)
    facts = prose(_("Facts"), 5)
    demands = prose(_("Demands"), 4)


class ApproveCircularForm(SubjectForm):
    """Scope, addressees and advice on appointments (R-ACC-15)."""

    scope = forms.ChoiceField(label=_("Made known to"), choices=Scope.choices)
    addressees = PickField(label=_("Addressees"), queryset=Organization.objects.none(), names=UNIT_WORDS)
    advice = prose(_("Advice on appointments"), 3, required=False)

    def prepare(self) -> None:
        """Offer the units of the area, with the proposed ones chosen."""
        self.fields["addressees"].queryset, self.fields["addressees"].hints = units_of_area(self.post), kinds_of
        self.fields["addressees"].initial = list(self.subject.addressees.values_list("pk", flat=True))
        self.fields["scope"].initial = self.subject.scope
