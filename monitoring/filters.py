"""Filters of the lists of forms and returns."""
import django_filters
from django.db.models import QuerySet
from django.forms import TextInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.filters import counties
from inspectorate.register.models import Area

from .models import Return, ReturnForm
from .states import FormState, Frequency, ReturnState


def forms_seen(request) -> QuerySet[ReturnForm]:
    """Return the forms to which the reader sees an answer."""
    post = getattr(request, "post", None)
    return ReturnForm.objects.filter(returns__in=Return.objects.visible_to(post)).distinct().order_by("-pk")


class FormFilter(django_filters.FilterSet):
    """By words, how often and state."""

    q = django_filters.CharFilter(label=_("Title"), field_name="title", lookup_expr="contains", max_length=60)
    frequency = django_filters.ChoiceFilter(label=_("How often"), choices=Frequency.choices, empty_label=_("All"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=FormState.choices, empty_label=_("All"))

    class Meta:
        model = ReturnForm
        fields: tuple = ()


class UnitFilter(django_filters.FilterSet):
    """By form and unit."""

    form_id = django_filters.ModelChoiceFilter(
        label=_("Form"), field_name="form", queryset=forms_seen, empty_label=_("All")
    )
    unit = django_filters.CharFilter(label=_("Unit"), field_name="unit__name", lookup_expr="contains", max_length=60)


class FiguresFilter(django_filters.FilterSet):
    """By period, county and state; never by the height of a figure (R-MON-03)."""

    period = django_filters.CharFilter(
        label=_("Period"), lookup_expr="startswith", max_length=10, widget=TextInput(attrs={"placeholder": "2026-05"})
    )
    county = django_filters.ModelChoiceFilter(
        label=_("County"), queryset=counties, method="by_county", empty_label=_("All counties")
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=ReturnState.choices, empty_label=_("All"))

    class Meta:
        model = Return
        fields: tuple = ()

    def by_county(self, rows: QuerySet, _name: str, value: Area) -> QuerySet:
        """Keep one county."""
        return rows.within(value.code)


class ReturnFilter(UnitFilter, FiguresFilter):
    """By form, unit, period, county, state and what is missing."""

    missing = django_filters.ChoiceFilter(
        label=_("Outstanding"), choices=[("yes", _("Not handed in")), ("overdue", _("Overdue"))], method="by_missing",
        empty_label=_("All"),
    )

    class Meta:
        model = Return
        fields: tuple = ()

    def by_missing(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep what the units still owe, or what is overdue of it."""
        return rows.overdue(timezone.localdate()) if value == "overdue" else rows.missing()
