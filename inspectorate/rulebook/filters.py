"""Filters of the list of settings."""
import django_filters
from django.utils.translation import gettext_lazy as _

from .models import Setting
from .states import SettingState


class SettingFilter(django_filters.FilterSet):
    """By state and rule id."""

    state = django_filters.ChoiceFilter(choices=SettingState.choices, label=_("State"), empty_label=_("all"))
    rule = django_filters.CharFilter(lookup_expr="startswith", label=_("Rule id"))

    class Meta:
        model = Setting
        fields = ("state", "rule")
