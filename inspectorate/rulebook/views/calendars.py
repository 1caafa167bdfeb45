"""The working-day calendar of a year, and semesters."""
import calendar as gregorian
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.lib.festivals import FIRST_YEAR, LAST_YEAR
from inspectorate.lib.pages import DetailPage, Verb
from inspectorate.lib.pages.frame import DeskPage
from inspectorate.lib.periods import WEEKEND, Calendar
from inspectorate.register.rights import may
from inspectorate.rulebook import forms, tables, workflow
from inspectorate.rulebook.models import CalendarChange, CalendarDay, CalendarYear, Semester
from inspectorate.rulebook.workflow.words import reason_label

WEEKDAYS = (
    gettext_lazy("Mo"), gettext_lazy("Tu"), gettext_lazy("We"), gettext_lazy("Th"), gettext_lazy("Fr"),
    gettext_lazy("Sa"), gettext_lazy("Su"),
)
ADD_SEMESTER = Verb(
    "add_semester", workflow.add_semester, gettext_lazy("Add a semester"), form=forms.AddSemesterForm,
    button=gettext_lazy("Add the semester"),
)
CHANGE_SEMESTER = Verb(
    "change_semester", workflow.change_semester, gettext_lazy("Change the semester"), form=forms.SemesterForm,
    initial=forms.semester_values,
)


@dataclass(frozen=True)
class Day:
    """One cell of the year's sheet."""

    on: date
    css: str
    label: str


class CalendarPage(DeskPage):
    """Twelve months with days off and weekend days worked; a year without notice is shown as provisional."""

    model = CalendarYear
    template_name = "rulebook/calendar_year.html"
    weekdays = WEEKDAYS

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        """Show the year."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Http404
        row = self.get_queryset().filter(year=year).first()
        calendar = workflow.calendar()
        days = CalendarDay.objects.filter(date__year=year).select_related("year")
        return self.show(
            title=_("Working days of %(year)s") % {"year": year}, year=year, row=row, days=days,
            is_provisional=year not in calendar.published, months=list(sheet(calendar, year)),
            working_days=len(calendar.working_days(year)), years=range(max(FIRST_YEAR, year - 2), year + 3),
            can_change=row is not None and may(request.post, "propose_calendar_day", CalendarYear),
            can_load=may(request.post, "import", CalendarYear), waiting=self.waiting(year),
            breadcrumbs=[(_("Working days"), "")],
        )

    def waiting(self, year: int) -> CalendarChange | None:
        """Return the change of the year that waits for its approval."""
        return CalendarChange.objects.visible_to(self.request.post).filter(year=year, state="proposed").first()


class SemesterDetail(DetailPage):
    """A semester."""

    model = Semester
    select_related = ("area",)
    facts = tables.SEMESTERS
    verbs = (CHANGE_SEMESTER,)


def calendar_home(_request: HttpRequest) -> HttpResponse:
    """Lead to the calendar of this year."""
    return redirect("calendar-year", timezone.localdate().year)


def sheet(calendar: Calendar, year: int) -> Iterator[tuple[date, list[list[Day | None]]]]:
    """Yield the first day and the weeks of every month; None stands outside the month."""
    for month in range(1, 13):
        weeks = gregorian.Calendar().monthdatescalendar(year, month)
        cells = [[_cell(calendar, day) if day.month == month else None for day in week] for week in weeks]
        yield date(year, month, 1), cells


def _cell(calendar: Calendar, day: date) -> Day:
    reason = calendar.rest_reason(day)
    if day in calendar.swapped:
        return Day(day, "day-worked", _("weekend day worked"))
    if reason in {"", WEEKEND}:
        return Day(day, "day-weekend" if reason else "", "")
    return Day(day, "day-off", reason_label(reason))

