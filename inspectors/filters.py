"""Filters of the roster's lists."""
import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from committees.filters import counties
from inspectorate.lib.periods import add_months, years_before
from inspectorate.register.models import Area, School
from inspectorate.rulebook.workflow import setting

from .deadlines import inspectors_per_school
from .models import (
    Assignment,
    Candidacy,
    Course,
    Expert,
    Inspector,
    Institution,
    RecusalDecision,
    TrainingRecord,
    Zone,
)
from .states import CandidacyState, Category, InspectorState, Kind, Mode, RecordState, RecusalState, Tier

LAPSED, CERTIFICATE = "lapsed", "certificate"
ALL = gettext_lazy("All")


class AreaFilter(django_filters.FilterSet):
    """By name and county: what every list here can be narrowed by."""

    q = django_filters.CharFilter(
        label=pgettext_lazy("person", "Name"), field_name="name", lookup_expr="contains", max_length=60
    )
    county = django_filters.ModelChoiceFilter(
        label=gettext_lazy("County"), queryset=counties, method="by_county", empty_label=gettext_lazy("All counties")
    )

    def by_county(self, rows: QuerySet, _name: str, value: Area) -> QuerySet:
        """Keep one county."""
        return rows.within(value.code)


def ends(request) -> list[tuple[str, str]]:
    """Return the spans before a term's end that the area's reminders name, and what has already run out."""
    post = getattr(request, "post", None)
    area = post.organization.area if post else None
    months = setting("R-TERM-01.reminders", area, timezone.localdate()).value or ()
    spans = [(str(number), ngettext("Within %(n)d month", "Within %(n)d months", number) % {"n": number})
             for number in sorted(months)]
    return [*spans, (LAPSED, _("No running term")), (CERTIFICATE, _("No valid certificate"))]


class InspectorFilter(AreaFilter):
    """By kind, category, stage, status, and what ends soon (S10)."""

    kind = django_filters.ChoiceFilter(label=gettext_lazy("Full- or part-time"), choices=Kind.choices, empty_label=ALL)
    category = django_filters.ChoiceFilter(
        label=gettext_lazy("Category"), choices=Category.choices, method="by_category", empty_label=ALL
    )
    stage = django_filters.ChoiceFilter(
        label=gettext_lazy("School stage"), choices=School.Stage.choices, method="by_stage",
        empty_label=ALL,
    )
    ending = django_filters.ChoiceFilter(
        label=gettext_lazy("Term or certificate ends"), choices=(), method="by_end",
        empty_label=gettext_lazy("Any time"),
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"), choices=InspectorState.choices, empty_label=ALL
    )

    class Meta:
        model = Inspector
        fields: tuple = ()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.filters["ending"].extra["choices"] = ends(self.request)

    def by_category(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep one category."""
        return rows.filter(categories__contains=[value])

    def by_stage(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep one school stage."""
        return rows.filter(stages__contains=[value])

    def by_end(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep those whose term or certificate ends within some months, or who have none."""
        if value == LAPSED:
            return rows.filter(state=InspectorState.LISTED, is_in_term=False)
        if value == CERTIFICATE:
            return rows.filter(state=InspectorState.LISTED, is_certified=False)
        until = add_months(timezone.localdate(), int(value))
        return rows.filter(Q(term_ends_on__lte=until) | Q(certificate_ends_on__lte=until))


class CandidacyFilter(AreaFilter):
    """By kind and state."""

    kind = django_filters.ChoiceFilter(label=gettext_lazy("Full- or part-time"), choices=Kind.choices, empty_label=ALL)
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=CandidacyState.choices, empty_label=ALL
    )

    class Meta:
        model = Candidacy
        fields: tuple = ()


class ExpertFilter(AreaFilter):
    """By category, and only those still in the pool."""

    category = django_filters.ChoiceFilter(
        label=gettext_lazy("Category"), choices=Category.choices, method="by_category", empty_label=ALL
    )
    now = django_filters.ChoiceFilter(
        label=gettext_lazy("In the pool"), choices=[("yes", gettext_lazy("Today"))], method="by_now",
        empty_label=gettext_lazy("At any time"),
    )

    class Meta:
        model = Expert
        fields: tuple = ()

    def by_category(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep one category."""
        return rows.filter(categories__contains=[value])

    def by_now(self, rows: QuerySet, _name: str, _value: str) -> QuerySet:
        """Keep the experts in the pool today."""
        return rows.current()


class RecusalFilter(AreaFilter):
    """By person or unit, county and decision."""

    q = django_filters.CharFilter(label=gettext_lazy("Inspector or unit"), method="by_words", max_length=60)
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Decision"), choices=RecusalState.choices, empty_label=ALL
    )

    class Meta:
        model = RecusalDecision
        fields: tuple = ()

    def by_words(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep recusals whose inspector or unit holds the words."""
        return rows.filter(Q(inspector__name__contains=value) | Q(organization__name__contains=value))


class ZoneFilter(AreaFilter):
    """By name, county, and whether the zone is in use."""

    q = django_filters.CharFilter(
        label=gettext_lazy("Name of the zone"), field_name="name", lookup_expr="contains", max_length=60
    )
    now = django_filters.ChoiceFilter(
        label=gettext_lazy("In use"), choices=[("yes", gettext_lazy("Today"))], method="by_now",
        empty_label=gettext_lazy("At any time"),
    )

    class Meta:
        model = Zone
        fields: tuple = ()

    def by_now(self, rows: QuerySet, _name: str, _value: str) -> QuerySet:
        """Keep the zones in use today."""
        return rows.current()


class CoverFilter(AreaFilter):
    """By county, stage, managing level, and whether somebody is responsible (R-ZONE-03, R-ZONE-05)."""

    q = django_filters.CharFilter(
        label=gettext_lazy("Name of the school"), field_name="name", lookup_expr="contains", max_length=60
    )
    stage = django_filters.ChoiceFilter(
        label=gettext_lazy("School stage"), choices=School.Stage.choices, field_name="school__stage", empty_label=ALL
    )
    level = django_filters.ChoiceFilter(
        label=gettext_lazy("Managed by"), field_name="school__managing_level", empty_label=ALL,
        choices=[("city", gettext_lazy("City")), ("county", gettext_lazy("County"))],
    )
    cover = django_filters.ChoiceFilter(
        label=gettext_lazy("Responsible inspector"), method="by_cover", empty_label=ALL,
        choices=[("none", gettext_lazy("Missing")), ("no_zone", gettext_lazy("In no zone"))],
    )

    class Meta:
        model = Institution
        fields: tuple = ()

    def by_cover(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep the schools with too few inspectors in term, or those in no zone."""
        if value == "no_zone":
            return rows.filter(zone_name=None)
        area = self.request.post.organization.area
        return rows.uncovered(least=inspectors_per_school(area, timezone.localdate()))


class AssignmentFilter(AreaFilter):
    """By person or school, county, and whether the assignment holds."""

    q = django_filters.CharFilter(label=gettext_lazy("Inspector or school"), method="by_words", max_length=60)
    now = django_filters.ChoiceFilter(
        label=gettext_lazy("Holds"), method="by_now", empty_label=gettext_lazy("At any time"),
        choices=[("yes", gettext_lazy("Today")), ("long", gettext_lazy("Due for rotation"))],
    )

    class Meta:
        model = Assignment
        fields: tuple = ()

    def by_words(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep assignments whose inspector or school holds the words."""
        return rows.filter(Q(inspector__name__contains=value) | Q(school__name__contains=value))

    def by_now(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep what holds today, or what has lasted as long as the area's rotation (R-ZONE-04)."""
        rows, today = rows.current(), timezone.localdate()
        term = setting("R-ZONE-04", self.request.post.organization.area, today)
        if value != "long":
            return rows
        return rows.filter(valid_from__lte=years_before(today, term.value)) if term.value else rows.none()


class CourseFilter(AreaFilter):
    """By title, county, tier and mode."""

    q = django_filters.CharFilter(
        label=gettext_lazy("Title"), field_name="title", lookup_expr="contains", max_length=60
    )
    tier = django_filters.ChoiceFilter(label=gettext_lazy("Tier"), choices=Tier.choices, empty_label=ALL)
    mode = django_filters.ChoiceFilter(label=gettext_lazy("Mode"), choices=Mode.choices, empty_label=ALL)

    class Meta:
        model = Course
        fields: tuple = ()


class RecordFilter(AreaFilter):
    """By person or title, county, mode, state and year."""

    q = django_filters.CharFilter(label=gettext_lazy("Inspector or title"), method="by_words", max_length=60)
    mode = django_filters.ChoiceFilter(label=gettext_lazy("Mode"), choices=Mode.choices, empty_label=ALL)
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=RecordState.choices, empty_label=ALL)
    year = django_filters.NumberFilter(label=gettext_lazy("Year"), field_name="completed_on", lookup_expr="year")

    class Meta:
        model = TrainingRecord
        fields: tuple = ()

    def by_words(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep records whose inspector or title holds the words."""
        return rows.filter(Q(inspector__name__contains=value) | Q(title__contains=value))
