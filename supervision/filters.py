"""Filters of the lists of inspections."""

from datetime import date
from functools import reduce
from operator import or_

import django_filters
from django.db.models import Q, QuerySet
from django.forms import CheckboxInput, HiddenInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspectorate.lib.forms import DateInput
from inspectorate.register.models import Area

from .deadlines import ledger_begins, ledger_year
from .models import AnnualListEntry, Hazard, Inspection, Visit, VisitProblem
from .states import (
    RED,
    EntryState,
    Gravity,
    HazardField,
    HazardLevel,
    HazardState,
    InspectionState,
    Kind,
    ProblemState,
    VisitKind,
    VisitState,
)

YEARS = 6  # ledgers that the list offers, this year's first


class ByArea(django_filters.FilterSet):
    """A filter by area below the post's own, and by words of the title."""

    area = django_filters.ChoiceFilter(label=_("Area"), method="by_area", empty_label=_("All areas"))
    q = django_filters.CharFilter(label=_("Title"), method="by_words", max_length=60)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        post = self.request.post
        areas = Area.objects.filter(parent=post.city or post.province) if not post.county else Area.objects.none()
        self.filters["area"].extra["choices"] = [(area.code, area.name) for area in areas]

    def by_area(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep the rows of an area."""
        return rows.within(value)

    def by_words(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep the rows whose title holds the words."""
        return rows.filter(title__contains=value.strip())


class InspectionFilter(ByArea):
    """Inspections by state, kind, area and title."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=InspectionState.choices, empty_label=_("Any state"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Kind.choices, empty_label=_("Any kind"))

    class Meta:
        model = Inspection
        fields: tuple = ()


class EntryFilter(ByArea):
    """Entries of the annual list by year, state and kind."""

    year = django_filters.NumberFilter(label=_("Year"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=EntryState.choices, empty_label=_("Any state"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Kind.choices, empty_label=_("Any kind"))

    class Meta:
        model = AnnualListEntry
        fields: tuple = ()


class BySchool(ByArea):
    """A filter by area and by words of the school's name."""

    q = django_filters.CharFilter(label=_("School or inspector"), method="by_words", max_length=60)
    school = django_filters.NumberFilter(widget=HiddenInput)

    def by_words(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep the rows of schools and inspectors with these words in their names."""
        words = value.strip()
        return rows.filter(Q(school__name__contains=words) | Q(**{f"{self.PERSON}__contains": words}))


class VisitFilter(BySchool):
    """Visits by state, kind, month, area and names."""

    PERSON = "inspector__name"

    state = django_filters.ChoiceFilter(label=_("State"), choices=VisitState.choices, empty_label=_("Any state"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=VisitKind.choices, empty_label=_("Any kind"))
    first = django_filters.DateFilter(label=_("From"), widget=DateInput, method="by_first")
    last = django_filters.DateFilter(label=_("Until"), widget=DateInput, method="by_last")

    class Meta:
        model = Visit
        fields: tuple = ()

    def by_first(self, rows: QuerySet, _name: str, value: date) -> QuerySet:
        """Keep the visits of this day and later, by the day they took place."""
        return rows.filter(Q(visited_on__gte=value) | Q(visited_on=None, planned_on__gte=value))

    def by_last(self, rows: QuerySet, _name: str, value: date) -> QuerySet:
        """Keep the visits of this day and earlier."""
        return rows.filter(Q(visited_on__lte=value) | Q(visited_on=None, planned_on__lte=value))


class ProblemFilter(BySchool):
    """Problems by state, severity, area and names; red flags by themselves (R-VISIT-09)."""

    PERSON = "visit__inspector__name"

    red = django_filters.BooleanFilter(label=_("Red flags only"), method="by_red", widget=CheckboxInput)
    state = django_filters.ChoiceFilter(label=_("State"), choices=ProblemState.choices, empty_label=_("Any state"))
    gravity = django_filters.ChoiceFilter(label=_("Severity"), choices=Gravity.choices, empty_label=_("Any severity"))

    class Meta:
        model = VisitProblem
        fields: tuple = ()

    def by_red(self, rows: QuerySet, _name: str, value: bool) -> QuerySet:
        """Keep the open problems the office must see to at once."""
        return rows.filter(state=ProblemState.OPEN, gravity__in=RED) if value else rows


class HazardFilter(ByArea):
    """Hazards by the ledger of a year, level, state, field, county, overdue ones, and words."""

    q = django_filters.CharFilter(label=_("School, unit or hazard"), method="by_words", max_length=60)
    level = django_filters.ChoiceFilter(
        label=pgettext_lazy("hazard", "Level"), choices=HazardLevel.choices,
        empty_label=pgettext_lazy("hazard", "Any level"),
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=HazardState.choices, empty_label=_("Any state"))
    field = django_filters.ChoiceFilter(
        label=pgettext_lazy("hazard", "Field"), choices=HazardField.choices,
        empty_label=pgettext_lazy("hazard", "Any field"),
    )
    year = django_filters.ChoiceFilter(label=_("Ledger of the year"), method="by_year", empty_label=_("All years"))
    overdue = django_filters.BooleanFilter(label=_("Overdue only"), method="by_overdue", widget=CheckboxInput)

    class Meta:
        model = Hazard
        fields: tuple = ()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        this = ledger_year(self._area(), timezone.localdate())
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in range(this, this - YEARS, -1)]

    def by_words(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep the hazards with these words in school, responsible unit, place or description."""
        names = ("school__name", "responsible__name", "responsible__short_name", "place", "description")
        wanted = [Q(**{f"{name}__contains": value.strip()}) for name in names]
        return rows.filter(reduce(or_, wanted))

    def by_overdue(self, rows: QuerySet, _name: str, value: bool) -> QuerySet:
        """Keep the hazards that were to be removed by a day that is past."""
        return rows.overdue() if value else rows

    def by_year(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep a year's ledger, with what was carried over into it (R-SAFE-12)."""
        return rows.of_ledger(int(value), ledger_begins(self._area(), int(value)))

    def _area(self) -> Area:
        """Return the area whose month begins a ledger: that of the acting post."""
        post = self.request.post
        return Area.objects.get(pk=post.county or post.city or post.province)
