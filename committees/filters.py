"""Filters of the lists of committees, meetings, resolutions, plans and matters."""
import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import Area, Level
from inspectorate.register.rights import Acting

from .models import AnnualPlan, Committee, MajorMatter, Meeting, PlanItem, Resolution
from .states import ItemState, MatterState, MeetingKind, MeetingState, PlanKind, PlanState, ResolutionState


def counties(request) -> QuerySet[Area]:
    """Return the counties a post may look at, for a filter's choices."""
    post: Acting | None = getattr(request, "post", None)
    rows = Area.objects.filter(level=Level.COUNTY).order_by("code")
    if post is None:
        return rows.none()
    if post.county:
        return rows.filter(code=post.county)
    return rows.filter(code__startswith=post.city[:4] if post.city else post.province[:2])


class CommitteeFilter(django_filters.FilterSet):
    """By words, county and vacant liaison posts."""

    q = django_filters.CharFilter(label=_("Name"), field_name="name", lookup_expr="contains", max_length=60)
    county = django_filters.ModelChoiceFilter(
        label=_("County"), queryset=counties, method="by_county", empty_label=_("All counties")
    )
    vacant = django_filters.ChoiceFilter(
        label=_("Liaison officers"), choices=[("yes", _("Some are missing"))], method="by_vacancy",
        empty_label=_("All"),
    )

    class Meta:
        model = Committee
        fields: tuple = ()

    def by_county(self, rows: QuerySet, _name: str, value: Area) -> QuerySet:
        """Keep one county."""
        return rows.within(value.code)

    def by_vacancy(self, rows: QuerySet, _name: str, _value: str) -> QuerySet:
        """Keep committees with a member unit that names no liaison officer (R-ORG-07)."""
        return rows.filter(vacancies__gt=0)


class MeetingFilter(django_filters.FilterSet):
    """By words, kind, state and year."""

    q = django_filters.CharFilter(label=_("Title"), field_name="title", lookup_expr="contains", max_length=60)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=MeetingKind.choices, empty_label=_("All"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=MeetingState.choices, empty_label=_("All"))
    year = django_filters.NumberFilter(label=_("Year"), field_name="planned_at", lookup_expr="year")

    class Meta:
        model = Meeting
        fields: tuple = ()


class ResolutionFilter(django_filters.FilterSet):
    """By words, unit and state."""

    q = django_filters.CharFilter(label=_("Words"), field_name="text", lookup_expr="contains", max_length=60)
    unit = django_filters.CharFilter(
        label=_("Responsible unit"), field_name="holder__name", lookup_expr="contains", max_length=60
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=ResolutionState.choices, empty_label=_("All"))
    overdue = django_filters.ChoiceFilter(
        label=_("Date"), choices=[("yes", _("Overdue"))], method="by_overdue", empty_label=_("All")
    )

    class Meta:
        model = Resolution
        fields: tuple = ()

    def by_overdue(self, rows: QuerySet, _name: str, _value: str) -> QuerySet:
        """Keep those whose date is past and that nobody has reported."""
        return rows.filter(state=ResolutionState.GIVEN, due_on__lt=timezone.localdate())


class PlanFilter(django_filters.FilterSet):
    """By county, year, kind and state."""

    county = django_filters.ModelChoiceFilter(
        label=_("County"), queryset=counties, method="by_county", empty_label=_("All counties")
    )
    year = django_filters.NumberFilter(label=_("Year"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=PlanKind.choices, empty_label=_("All"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=PlanState.choices, empty_label=_("All"))

    class Meta:
        model = AnnualPlan
        fields: tuple = ()

    def by_county(self, rows: QuerySet, _name: str, value: Area) -> QuerySet:
        """Keep one county."""
        return rows.within(value.code)


class ItemFilter(django_filters.FilterSet):
    """By words, lead unit, year and state."""

    q = django_filters.CharFilter(label=_("Words"), field_name="measure", lookup_expr="contains", max_length=60)
    lead = django_filters.CharFilter(
        label=_("Lead unit"), field_name="lead__name", lookup_expr="contains", max_length=60
    )
    year = django_filters.NumberFilter(label=_("Year"), field_name="plan__year")
    state = django_filters.ChoiceFilter(label=_("State"), choices=ItemState.choices, empty_label=_("All"))

    class Meta:
        model = PlanItem
        fields: tuple = ()


class MatterFilter(django_filters.FilterSet):
    """By words and state."""

    q = django_filters.CharFilter(label=_("Title"), field_name="title", lookup_expr="contains", max_length=60)
    state = django_filters.ChoiceFilter(label=_("State"), choices=MatterState.choices, empty_label=_("All"))

    class Meta:
        model = MajorMatter
        fields: tuple = ()
