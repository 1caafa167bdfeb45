"""Filters of the lists of publications and objections."""
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from .models import Objection, Publication
from .states import CLEARED_STATES, Kind, ObjectionState, PublicationState

REVIEW, RELEASE, OVERDUE, MINE, PUBLIC = "review", "release", "overdue", "mine", "public"
WORK = (
    (REVIEW, _("To review")),
    (RELEASE, _("To release")),
    (OVERDUE, _("Overdue")),
    (MINE, _("Written by me")),
    (PUBLIC, _("Open to the public")),
)


class PublicationFilter(django_filters.FilterSet):
    """By work to be done, state, kind and words."""

    work = django_filters.ChoiceFilter(
        label=_("Work"), choices=WORK, method="by_work", empty_label=_("All publications")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=PublicationState.choices, empty_label=_("Any state")
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Kind.choices, empty_label=_("Any kind"))
    q = django_filters.CharFilter(label=_("Title"), lookup_expr="contains", field_name="title", max_length=60)

    class Meta:
        model = Publication
        fields: tuple = ()

    def by_work(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep what waits for a hand of the post."""
        post = self.request.post
        found: dict[str, Any] = {
            REVIEW: lambda: rows.permitted(post, "review").filter(state=PublicationState.IN_REVIEW)
            .exclude(author=post.user_id),
            RELEASE: lambda: rows.permitted(post, "release").filter(state__in=CLEARED_STATES)
            .exclude(author=post.user_id),
            OVERDUE: rows.overdue,
            MINE: lambda: rows.filter(author=post.user_id),
            PUBLIC: lambda: rows.filter(state=PublicationState.RELEASED),
        }
        return found[value]()


class ObjectionFilter(django_filters.FilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=ObjectionState.choices, empty_label=_("Any state"))

    class Meta:
        model = Objection
        fields: tuple = ()
