"""Filters of the lists of inspections."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import Area

from .models import AnnualListEntry, Inspection
from .states import EntryState, InspectionState, Kind


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
