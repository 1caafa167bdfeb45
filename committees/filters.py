"""Filters of the list of committees."""
import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import Area, Level
from inspectorate.register.rights import Acting

from .models import Committee


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
