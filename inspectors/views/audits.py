"""Pages of the two audits of the roster, and of the checks the clock asks for (S11, S13)."""
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.columns import Column
from inspectorate.lib.lines import lines_of
from inspectorate.lib.pages import DetailPage, ListPage, Part, Verb
from inspectorate.lib.pages.frame import DeskPage, DeskRequest
from inspectorate.register.models import Area, School
from inspectorate.register.rights import may
from inspectorate.rulebook.workflow import terms
from inspectors import forms, tables, workflow
from inspectors.models import AuditedInspector, RosterCheck, counted_people
from inspectors.models.audits import Staffing

CHECK_VERBS = (
    Verb("close_check", workflow.close_check, _("Close the check"), form=forms.CloseForm, is_primary=True,
         help=_("Say what was done about it: a course arranged, reminders given, a school handed over.")),
)
SHOWN = {"short": _("Below the rule today"), "forecast": _("Short at the end of the year"), "all": _("All")}
YEARS = 5  # offered for looking back
RATIO_RULES = ("R-RATIO-01", "R-RATIO-01.counted", "R-RATIO-02", "R-RATIO-02.pupils")
TRAINING_RULES = ("R-TRAIN-02", "R-TRAIN-02.modes", "R-TRAIN-02.who")


class AuditPage(DeskPage):
    """A page of figures for the area of the acting post; a county can be chosen."""

    model = AuditedInspector
    rules: Sequence[str] = ()

    def get(self, request: DeskRequest, **_kwargs: Any) -> HttpResponse:
        """Show the figures; 403 where the post may not read audits."""
        if not may(request.post, "view", self.model):
            raise PermissionDenied(_now("Your post has no right to do this here."))
        shared = {"title": self.title, "breadcrumbs": [], "areas": self.areas, "place": self.place}
        found = terms(self.area, self.today, self.rules).values()
        return self.show(rules=found, area=self.area, **shared, **self.figures())

    @property
    def today(self) -> date:
        """Return the day as which the figures are counted."""
        return timezone.localdate()

    @cached_property
    def area(self) -> Area:
        """Return the area of the post."""
        return self.request.post.organization.area

    @cached_property
    def areas(self) -> dict[str, Area]:
        """Return the counties of the area by code."""
        return {area.code: area for area in self.area.children.filter(level="county")}

    @property
    def place(self) -> str:
        """Return the county chosen; empty for all."""
        asked = self.request.GET.get("county", "")
        return asked if asked in self.areas else ""

    def figures(self) -> dict[str, Any]:
        """Return what the template shows; for subclasses."""
        raise NotImplementedError

    def name_of(self, place: str) -> str:
        """Return a county's name; the area's own where it is none."""
        if place in self.areas:
            return self.areas[place].name
        return _now("%(area)s, in no county") % {"area": self.area} if self.areas else self.area.name


class StaffingPage(AuditPage):
    """Schools, inspectors needed and there, and what is missing, by county and stage (R-RATIO-01, R-RATIO-02)."""

    title = _("Staffing")
    template_name = "inspectors/staffing.html"
    rules = RATIO_RULES

    def figures(self) -> dict[str, Any]:
        """Return the groups of lines with their sums and the ways to the lists behind them."""
        report = workflow.staffing_report(self.area, self.today)
        report = report.of(self.place) if self.place else report
        groups = [
            {"name": self.name_of(place), "total": self.line(report.of(place).total, place),
             "lines": [self.line(line, place, stage=line.stage) for line in report.of(place).lines]}
            for place in report.places
        ]
        return {"groups": groups, "total": self.line(report.total, self.place or None)}

    def line(self, line: Staffing, place: str | None, stage: str | None = None) -> dict[str, Any]:
        """Return a line with the addresses of its lists; None stands for all counties or stages."""
        schools = {"county": place if place in self.areas else None, "stage": stage}
        # The list of schools can be narrowed to a county and a stage, not to what is in none.
        is_listed = stage != "" and (place != "" or not self.areas)
        return {
            "line": line, "is_sum": stage is None,
            "stage": School.Stage(stage).label if stage else _now("Stage not known"),
            "schools_url": address_of("institution-list", schools) if is_listed else "",
            "people_url": address_of("staffing-people", {"place": place or ("-" if place == "" else None)}),
        }


class StaffingPeople(ListPage):
    """The inspectors behind a figure of the staffing page."""

    model = AuditedInspector
    title = _("Inspectors counted for the ratio")
    columns = tables.INSPECTORS
    orderings = tables.NAME_ORDER
    select_related = ("organization", "office")
    sentence = _("%(count)s inspectors in term with a valid certificate")
    empty = _("Nobody here counts: a running term and a valid certificate are needed.")

    def get_queryset(self) -> QuerySet:
        """Keep those who count, each where most of his schools are."""
        asked = self.request.GET.get("place", "")
        counted = counted_people(self.request.post.organization.area, timezone.localdate())
        keys = [one["pk"] for one in counted if not asked or one["place"] == asked.strip("-")]
        return super().get_queryset().filter(pk__in=keys).with_standing()


class TrainingPage(AuditPage):
    """Each inspector's hours of a year against the rule of his area, and the forecast (R-TRAIN-02)."""

    title = _("Training hours")
    template_name = "inspectors/training_hours.html"
    rules = TRAINING_RULES

    @property
    def year(self) -> int:
        """Return the year asked for, this one by default."""
        asked = self.request.GET.get("year", "")
        return int(asked) if asked in {str(year) for year in self.years} else self.today.year

    @property
    def years(self) -> range:
        """Return the years that can be chosen, this one first."""
        return range(self.today.year, self.today.year - YEARS, -1)

    def figures(self) -> dict[str, Any]:
        """Return those chosen, and how many there are of each sort."""
        report = workflow.training_report(self.area, self.year, self.today)
        report = report.of(self.place) if self.place else report
        sorts = {"short": report.short, "forecast": report.will_be_short, "all": report.everybody}
        shown = self.request.GET.get("show", "short")
        shown = shown if shown in sorts else "short"
        county = Column("place", _("County"), lambda one: self.name_of(one.place))
        columns = (tables.TRAINED[0], county, *tables.TRAINED[1:])
        views = [
            {"label": SHOWN[name], "count": len(rows), "is_current": name == shown, "url": self.link(name)}
            for name, rows in sorts.items()
        ]
        return {"columns": columns, "lines": lines_of(columns, sorts[shown]), "sorts": views, "year": self.year,
                "years": self.years, "shown": shown}

    def link(self, shown: str) -> str:
        """Return this page's address with another sort."""
        return f"?{urlencode({'year': self.year, 'county': self.place, 'show': shown})}"


class CheckDetail(DetailPage):
    """One check the clock asked for, with the way to the list as it is now."""

    model = RosterCheck
    facts = tables.CHECK_FACTS
    verbs = CHECK_VERBS
    select_related = ("office__area", "done_by")

    def actions(self, obj: RosterCheck) -> list:
        """Offer nothing on a check that is closed."""
        return super().actions(obj) if obj.done_on is None else []

    def parts(self, obj: RosterCheck) -> Sequence[Part]:
        """Return the way to the list."""
        return (Part(_("The list as it is today"), template="inspectors/_check_list.html",
                     context={"url": list_of(obj)}),)

    def list_url(self) -> str:
        """Return no list: a check is reached from its duty."""
        return ""


def list_of(check: RosterCheck) -> str:
    """Return the address of the list that a check is about."""
    if check.kind == "cover":
        return f"{reverse('institution-list')}?cover=none"
    show = "short" if check.kind == "training" else "forecast"
    return f"{reverse('training-audit')}?{urlencode({'year': check.period[:4], 'show': show})}"


def address_of(name: str, query: dict[str, str | None]) -> str:
    """Return the address of a list narrowed by what is given."""
    return f"{reverse(name)}?{urlencode({key: text for key, text in query.items() if text is not None})}"
