"""The page of what member units took part in (S03, R-ORG-07, R-ORG-08)."""
from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from committees.deadlines import activities_needed, year_end
from committees.forms import YearForm
from committees.models import Committee, Liaison, Membership, Participation, counted
from committees.tables import ACTIVITIES
from inspectorate.lib.lines import lines_of
from inspectorate.lib.pages.frame import DeskPage, DeskRequest


class ParticipationPage(DeskPage):
    """Units, liaison officers, activities of a year against the area's number, and the units below it."""

    model = Committee
    template_name = "committees/participation.html"
    select_related = ("organization__area",)

    def get(self, request: DeskRequest, **_kwargs: Any) -> HttpResponse:
        """Show the year asked for; an unreadable one is this year."""
        committee = self.get_object()
        form = YearForm(request.GET or None)
        today = timezone.localdate()
        asked = form.cleaned_data["year"] if form.is_bound and form.is_valid() else None
        year = asked or today.year
        day = min(today, year_end(year))
        needed = activities_needed(committee.area, day)
        seats = self.seats(committee, year, day)
        units = [seat.organization_id for seat in seats]
        took_part = Participation.objects.in_year(year).filter(organization__in=units)
        return self.show(
            title=_("Participation of member units"),
            breadcrumbs=[*self.crumbs(committee), (_("Participation of member units"), "")],
            committee=committee, year=year, form=form if form.is_bound else YearForm(initial={"year": year}),
            needed=needed, below=[seat for seat in seats if seat.activities < needed],
            seats=seats, is_over=year < today.year,
            columns=ACTIVITIES, lines=lines_of(ACTIVITIES, took_part.select_related("organization")[:200]),
        )

    def seats(self, committee: Committee, year: int, day: Any) -> list[Membership]:
        """Return the units seated on the last day looked at, with their counts and liaison officers."""
        officers = Prefetch("liaisons", queryset=Liaison.objects.on(day), to_attr="current_liaisons")
        rows = counted(committee.members.on(day).units().with_vacancy(day), year)
        return list(rows.prefetch_related(officers))
