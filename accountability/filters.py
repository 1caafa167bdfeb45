"""Filters of the lists of the accountability chain."""

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from supervision.filters import ByArea

from .models import (
    AccountabilityAction,
    Case,
    Circular,
    InspectionReport,
    Interview,
    RectificationItem,
    SuperviseNotice,
)
from .states import (
    UNDER_WAY,
    ActionState,
    CaseState,
    CircularState,
    InterviewState,
    ItemState,
    NoticeState,
    ReportState,
)

OVERDUE, OPEN, TO_CHECK, TO_CLOSE, ALL = "overdue", "open", "to_check", "to_close", "all"
WORK = [
    (OPEN, _("Not closed out")),
    (OVERDUE, _("Overdue")),
    (TO_CHECK, _("To be re-checked")),
    (TO_CLOSE, _("To be closed out")),
    (ALL, _("All items")),
]


class ByUnit(ByArea):
    """Words are looked for in the name of the unit."""

    q = django_filters.CharFilter(label=_("Unit"), method="by_words", max_length=60)

    def by_words(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep the rows whose unit's name holds the words."""
        return rows.filter(unit__name__contains=value.strip())


def by_state(states: type) -> django_filters.ChoiceFilter:
    """Return a filter by state."""
    return django_filters.ChoiceFilter(label=_("State"), choices=states.choices, empty_label=_("Any state"))


class CaseFilter(ByUnit):
    """Cases."""

    state = by_state(CaseState)

    class Meta:
        model = Case
        fields: tuple = ()


class ItemFilter(ByUnit):
    """Rectification items by the work they wait for; those closed out are shown when asked for."""

    work = django_filters.ChoiceFilter(label=_("Work"), choices=WORK, method="by_work", empty_label=None)
    state = by_state(ItemState)

    class Meta:
        model = RectificationItem
        fields: tuple = ()

    @property
    def asked(self) -> str:
        """Return the work asked for; a state asked for by itself leaves the work open."""
        data = self.form.cleaned_data if self.form.is_valid() else {}
        return data.get("work") or (ALL if data.get("state") else OPEN)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Leave out what is closed out where no work is asked for."""
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("work") else self.by_work(found, "work", self.asked)

    def by_work(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep what waits for this kind of work."""
        return {
            ALL: lambda: rows,
            OPEN: lambda: rows.exclude(state=ItemState.CLOSED),
            OVERDUE: lambda: rows.filter(state__in=UNDER_WAY, due_on__lt=timezone.localdate()),
            TO_CHECK: lambda: rows.filter(state=ItemState.REPORTED),
            TO_CLOSE: lambda: rows.filter(state=ItemState.PASSED),
        }[value]()


class ReportFilter(ByUnit):
    """Inspection reports."""

    state = by_state(ReportState)

    class Meta:
        model = InspectionReport
        fields: tuple = ()


class NoticeFilter(ByUnit):
    """Supervise notices."""

    state = by_state(NoticeState)

    class Meta:
        model = SuperviseNotice
        fields: tuple = ()


class InterviewFilter(ByUnit):
    """Interviews."""

    state = by_state(InterviewState)

    class Meta:
        model = Interview
        fields: tuple = ()


class CircularFilter(ByUnit):
    """Circulars."""

    state = by_state(CircularState)

    class Meta:
        model = Circular
        fields: tuple = ()


class ActionFilter(ByUnit):
    """Accountability proceedings."""

    state = by_state(ActionState)

    class Meta:
        model = AccountabilityAction
        fields: tuple = ()
