"""Filters of the lists of settings, changes of the calendar, and recounted dates."""
import django_filters
from django.utils.translation import gettext_lazy as _

from .models import CalendarChange, Recount, Setting
from .states import ChangeState, Outcome, SettingState


class SettingFilter(django_filters.FilterSet):
    """By state and rule id."""

    state = django_filters.ChoiceFilter(choices=SettingState.choices, label=_("State"), empty_label=_("all"))
    rule = django_filters.CharFilter(lookup_expr="startswith", label=_("Rule id"))

    class Meta:
        model = Setting
        fields = ("state", "rule")


class ChangeFilter(django_filters.FilterSet):
    """By year and state."""

    state = django_filters.ChoiceFilter(choices=ChangeState.choices, label=_("State"), empty_label=_("all"))
    year = django_filters.NumberFilter(label=_("Year"))

    class Meta:
        model = CalendarChange
        fields = ("state", "year")


class RecountFilter(django_filters.FilterSet):
    """By what became of the date."""

    outcome = django_filters.ChoiceFilter(
        choices=[choice for choice in Outcome.choices if choice[0] in {Outcome.MOVED, Outcome.NEARER}],
        label=_("What became of the date"), empty_label=_("all"),
    )

    class Meta:
        model = Recount
        fields = ("outcome",)
