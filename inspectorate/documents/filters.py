"""Filters of the list of documents."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .models import Document
from .states import KINDS, DocumentState

SIGN, ISSUE, DISPATCH, RECEIVE, MINE = "sign", "issue", "dispatch", "receive", "mine"
WORK = [
    (SIGN, _("To sign")),
    (ISSUE, _("To number")),
    (DISPATCH, _("To dispatch")),
    (RECEIVE, _("Not yet received")),
    (MINE, _("Drafted by me")),
]


class DocumentFilter(django_filters.FilterSet):
    """By work to be done, state, kind and words."""

    work = django_filters.ChoiceFilter(label=_("Work"), choices=WORK, method="by_work", empty_label=_("All documents"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=DocumentState.choices, empty_label=_("Any state"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=list(KINDS.items()), empty_label=_("Any kind"))
    q = django_filters.CharFilter(label=_("Number or title"), method="by_words", max_length=60)

    class Meta:
        model = Document
        fields: tuple = ()

    def by_work(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep what waits for a hand of the post."""
        post = self.request.post
        found: dict[str, Any] = {
            SIGN: lambda: rows.filter(pk__in=Document.objects.to_sign(post).values("pk")),
            ISSUE: lambda: rows.permitted(post, "issue").filter(state=DocumentState.SIGNED),
            DISPATCH: lambda: rows.permitted(post, "dispatch").filter(state=DocumentState.ISSUED),
            RECEIVE: lambda: rows.filter(state=DocumentState.DISPATCHED),
            MINE: lambda: rows.filter(drafter=post.user_id),
        }
        return found[value]()

    def by_words(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep documents whose number or title holds the words."""
        return rows.filter(Q(number__contains=value) | Q(title__contains=value))
