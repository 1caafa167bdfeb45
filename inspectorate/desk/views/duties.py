"""The duties of an area: who owes what, county by county, one click to the rows behind each count."""
from typing import Any, NamedTuple

import django_filters
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspectorate.desk.filters import OVERDUE, WHEN, due_q
from inspectorate.desk.receivers import OUTSIDE
from inspectorate.desk.tables import AREA_DUTIES
from inspectorate.duties.models import Duty
from inspectorate.duties.states import DutyState
from inspectorate.duties.tables import ORDERS
from inspectorate.lib.forms import DateInput
from inspectorate.lib.pages import ListPage
from inspectorate.register.models import Area, Level, Post

CITY = "city"  # what belongs to no county
ANY = "any"
STATES = [(ANY, _("Any state")), *((state, state.label) for state in DutyState if state != DutyState.OPEN)]


def counties_of(request: Any) -> list[tuple[str, Any]]:
    """Return the counties of the reader's area as choices, and the level above them; asked once a request."""
    if not hasattr(request, "counties"):
        found = Area.objects.filter(level=Level.COUNTY, parent=request.post.city) if sees_counties(request.post) else ()
        request.counties = [(CITY, _("City level")), *((area.pk, area.name) for area in found)] if found else []
    return request.counties


def sees_counties(post: Post | None) -> bool:
    """Return whether the post works in an office above counties."""
    return post is not None and bool(post.city) and not post.county and post.role not in OUTSIDE


class AreaDutyFilter(django_filters.FilterSet):
    """County, holder, rule, state, how soon, and a span of last days."""

    county = django_filters.ChoiceFilter(
        label=_("County"), choices=counties_of, empty_label=_("All"), method="by_county"
    )  # fmt: skip
    holder = django_filters.CharFilter(label=_("Owed by"), field_name="holder__name", lookup_expr="contains")
    rule = django_filters.CharFilter(label=_("Rule"), lookup_expr="istartswith", max_length=40)
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATES, empty_label=DutyState.OPEN.label, method="by_state"
    )  # fmt: skip
    when = django_filters.ChoiceFilter(label=_("Due when"), choices=WHEN, empty_label=_("Any time"), method="by_when")
    since = django_filters.DateFilter(label=_("Due from"), field_name="due_on", lookup_expr="gte", widget=DateInput)
    until = django_filters.DateFilter(label=_("Due until"), field_name="due_on", lookup_expr="lte", widget=DateInput)
    q = django_filters.CharFilter(label=_("What is owed"), field_name="title", lookup_expr="contains", max_length=60)

    class Meta:
        model = Duty
        fields: tuple = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = counties_of(self.request)
        if choices:
            self.filters["county"].extra["choices"] = choices
        else:
            del self.filters["county"]

    def by_county(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep one county's, or what belongs to none."""
        return rows.filter(county="" if value == CITY else value)

    def by_state(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep one state; without a choice the page has kept the open ones already."""
        return rows if value == ANY else rows.filter(state=value)

    def by_when(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep the open duties of one span of the last day."""
        return rows.open().filter(due_q(value))


class Owing(NamedTuple):
    """What one county owes."""

    name: Any
    open: int
    late: int
    open_url: str
    late_url: str


class AreaDuties(ListPage):
    """Every duty the post may see, with the counts of the counties above them."""

    model = Duty
    title = _("Duties of the area")
    template_name = "desk/area_duties.html"
    columns, orderings, filterset_class = AREA_DUTIES, ORDERS, AreaDutyFilter
    select_related = ("holder", "area")
    sentence = _("%(count)s duties")
    empty = _("Nothing is owed here. Duties are opened by the acts that cause them, and each year by the clock.")

    def get_queryset(self) -> QuerySet:
        """Return what the post may see: the open duties, unless the reader asks for others."""
        rows = super().get_queryset()
        return rows if self.request.GET.get("state") else rows.open()

    def extra(self) -> dict[str, Any]:
        """Add the counts of the counties for an office above them."""
        choices = counties_of(self.request)
        if not choices:
            return {"counties": []}
        rows = Duty.objects.visible_to(self.request.post).open().order_by().values_list("county")
        counts = {code: found for code, *found in rows.annotate(Count("pk"), late=Count("pk", filter=due_q(OVERDUE)))}
        found = [self.counted(code, name, *counts.get("" if code == CITY else code, (0, 0))) for code, name in choices]
        return {"counties": [county for county in found if county.open]}

    def counted(self, code: str, name: Any, total: int, late: int) -> Owing:
        """Return a county's counts with the addresses of the rows behind them."""
        url = f"{reverse('area-duty-list')}?county={code}"
        return Owing(name, total, late, url, f"{url}&when={OVERDUE}")
