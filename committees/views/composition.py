"""Pages of committees: list, composition on any day, verbs."""
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees import forms, tables, workflow
from committees.deadlines import chief_title
from committees.filters import CommitteeFilter
from committees.models import Committee, Liaison, Membership, with_plenaries
from committees.states import MemberRole
from inspectorate.lib.pages import DetailPage, ListPage, Part, Verb
from inspectorate.register.rights import may

from .meetings import PLAN

VERBS = (
    PLAN,
    Verb("add_member", workflow.add_member, _("Add a member"), form=forms.MemberForm, is_primary=True),
    Verb(
        "propose_publication", workflow.propose_publication, _("Propose the composition for publication"),
        success=lambda _committee, copy: copy.get_absolute_url(),
        help=_("Today's composition goes to the reviewers; liaison officers and telephones stay internal."),
    ),
)
SEAT_VERBS = (
    Verb(
        "replace_liaison", workflow.replace_liaison, _("Name the liaison officer"), form=forms.LiaisonForm,
        help=_("Each member unit names its liaison officer (R-ORG-07). The one before ends the day before."),
    ),
    Verb(
        "end_member", workflow.end_member, _("End the seat"), form=forms.EndMemberForm, is_danger=True,
        help=_("Compositions of earlier days stay as they were. A person who changes is ended here and added anew."),
    ),
)
FOUND = Verb("found_committee", workflow.found_committee, _("Enter a committee"), form=forms.CommitteeForm)


class CommitteeList(ListPage):
    """Committees of the area with their member units and missing liaison officers."""

    model = Committee
    title = _("Committees")
    columns = tables.COMMITTEES
    orderings = tables.COMMITTEE_ORDERS
    filterset_class = CommitteeFilter
    select_related = ("organization",)
    creates = (("found_committee", _("Enter a committee"), "committee-found"),)
    sentence = _("%(count)s committees")
    empty = _("Committees stand here once the general-affairs group has entered them from their founding documents.")

    def get_queryset(self) -> QuerySet:
        """Count units, vacancies and this year's plenary meetings (R-ORG-06)."""
        return with_plenaries(super().get_queryset().with_counts(), timezone.localdate().year)


class CommitteeDetail(DetailPage):
    """A committee and its composition on a day (R-ORG-01, R-ORG-02, R-ORG-07)."""

    model = Committee
    facts = tables.FACTS
    verbs = VERBS
    select_related = ("organization__area",)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Read the day asked for; an unreadable one is said so and today is shown."""
        self.on_form = forms.OnForm(request.GET or None)
        asked = self.on_form.cleaned_data["on"] if self.on_form.is_bound and self.on_form.is_valid() else None
        self.on = asked or timezone.localdate()
        if not self.on_form.is_bound:
            self.on_form = forms.OnForm(initial={"on": self.on})
        return super().get(request, **kwargs)

    def parts(self, obj: Committee) -> list[Part]:
        """Show the composition by role, in the order of the founding document."""
        seats = composition(obj, self.on)
        context = {
            "committee": obj, "on": self.on, "form": self.on_form, "groups": grouped(seats, obj, self.on),
            "is_today": self.on == timezone.localdate(),
            "vacancies": [seat for seat in seats if seat.lacks_liaison],
            "may_end": may(self.request.post, "end_member", Membership),
            "may_replace": may(self.request.post, "replace_liaison", Membership),
        }
        meetings = obj.meetings.visible_to(self.request.post).order_by("-planned_at")[:10]
        return [
            Part(
                _("Composition"), template="committees/_composition.html", context=context,
                actions=[(_("Participation of member units"), reverse("committee-participation", args=[obj.pk]))],
            ),
            Part(
                _("Meetings"), meetings, tables.COMMITTEE_MEETINGS, more_url=f"{reverse('meeting-list')}",
                empty=_("No meeting yet. The plenary meeting is held at least once a year (R-ORG-06)."),
            ),
        ]


def composition(committee: Committee, on: date) -> list[Membership]:
    """Return the seats of a day with the liaison officer of that day as `current_liaisons`."""
    officers = Prefetch("liaisons", queryset=Liaison.objects.on(on), to_attr="current_liaisons")
    seats = committee.members.on(on).with_vacancy(on).ranked().select_related("organization")
    return list(seats.prefetch_related(officers))


def grouped(seats: list[Membership], committee: Committee, on: date) -> list[tuple[Any, list[Membership], bool]]:
    """Return (heading, seats, has units) per role; chief inspectors carry the title of the area (R-ORG-05)."""
    by_role = {role: [seat for seat in seats if seat.role == role] for role in MemberRole}
    headings: dict[str, Any] = dict(MemberRole.choices)
    if by_role[MemberRole.CHIEF_INSPECTOR]:
        headings[MemberRole.CHIEF_INSPECTOR] = chief_title(committee.area, on)
    return [(headings[role], found, role == MemberRole.MEMBER_UNIT) for role, found in by_role.items() if found]
