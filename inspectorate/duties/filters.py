"""Filters of the list of duties."""

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.periods import ONE_WEEK

from .models import Duty
from .states import DutyState

OVERDUE, TODAY, SOON, MINE = "overdue", "today", "week", "mine"
WHEN = [(OVERDUE, _("Overdue")), (TODAY, _("Due today")), (SOON, _("Due within a week")), (MINE, _("Owed by my unit"))]


class DutyFilter(django_filters.FilterSet):
    """By how soon they are due, state and words."""

    when = django_filters.ChoiceFilter(label=_("Due"), choices=WHEN, method="by_when", empty_label=_("At any time"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=DutyState.choices, empty_label=_("Any state"))
    q = django_filters.CharFilter(label=_("What is owed"), method="by_words", max_length=60)

    class Meta:
        model = Duty
        fields: tuple = ()

    def by_when(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep the open duties due then."""
        today = timezone.localdate()
        return {
            OVERDUE: lambda: rows.overdue(today),
            TODAY: lambda: rows.open().filter(due_on=today),
            SOON: lambda: rows.open().filter(due_on__range=(today, today + ONE_WEEK)),
            MINE: lambda: rows.open().held_by(self.request.post.organization_id),
        }[value]()

    def by_words(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep the rows whose title holds the words."""
        return rows.filter(title__contains=value.strip())
