"""Which duties are the reader's, and the filters of the list of things to do."""
from collections import Counter
from datetime import date

import django_filters
from django.apps import apps
from django.db.models import Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspectorate.duties.models import Duty
from inspectorate.lib.days import week_end
from inspectorate.lib.paging import COUNT_CAP
from inspectorate.register.models import Post
from inspectorate.register.rights import may

from .tables import WAITING, Waiting

OVERDUE, TODAY, WEEK, LATER = "overdue", "today", "week", "later"
WHEN = [(OVERDUE, _("Overdue")), (TODAY, _("Due today")), (WEEK, _("Due later this week")), (LATER, _("Later"))]
MINE, OTHERS = "mine", "others"
WHOSE = [(MINE, _("Mine and my group's")), (OTHERS, _("Other units'"))]


def mine(post: Post) -> QuerySet:
    """Return the open duties of the post: the person's own, and those of the unit that name no one else."""
    unit = Q(holder_id=post.organization_id, person=None)
    if post.group:
        unit &= Q(group__in=["", post.group])
    return Duty.objects.visible_to(post).open().filter(Q(person_id=post.user_id) | unit)


def others(post: Post) -> QuerySet:
    """Return the open duties of other units that the post follows."""
    return Duty.objects.visible_to(post).open().exclude(holder_id=post.organization_id)


def waits_for(post: Post, waiting: Waiting) -> QuerySet | None:
    """Return the rows that wait for this hand of the post; None where it is not the post's to do."""
    try:
        model = apps.get_model(waiting.model)
    except LookupError:
        return None
    if not may(post, waiting.verb, model):
        return None
    return model.objects.visible_to(post).permitted(post, waiting.verb).filter(**waiting.condition)


def count_waiting(post: Post) -> list[tuple[Waiting, int]]:
    """Return what waits for the post with the number of rows, each counted up to one above the cap, in one query."""
    found = [(item, rows) for item in WAITING if (rows := waits_for(post, item)) is not None]
    named = [rows.order_by().annotate(waits_as=Value(item.key)) for item, rows in found]
    marked = [rows.values_list("waits_as")[: COUNT_CAP + 1] for rows in named]
    keys = Counter(key for (key,) in marked[0].union(*marked[1:], all=True)) if marked else Counter()
    return [(item, keys[item.key]) for item, _rows in found]


def due_q(when: str, today: date | None = None) -> Q:
    """Return the condition of one span of the due date; weeks end on Sunday."""
    today = today or timezone.localdate()
    sunday = week_end(today)
    return {
        OVERDUE: Q(due_on__lt=today),
        TODAY: Q(due_on=today),
        WEEK: Q(due_on__gt=today, due_on__lte=sunday),
        LATER: Q(due_on__gt=sunday),
    }[when]


class TodoFilter(django_filters.FilterSet):
    """Whose duties, and by when."""

    whose = django_filters.ChoiceFilter(label=_("Whose"), choices=WHOSE, empty_label=None, method="keep_all")
    when = django_filters.ChoiceFilter(label=_("Due when"), choices=WHEN, empty_label=_("Any time"), method="by_date")
    q = django_filters.CharFilter(label=_("Keyword"), method="by_words", max_length=60)

    class Meta:
        model = Duty
        fields: tuple = ()

    def keep_all(self, rows: QuerySet, _name: str, _value: str) -> QuerySet:
        """Leave the rows: the page chose them already."""
        return rows

    def by_date(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep one span of the due date."""
        return rows.filter(due_q(value))

    def by_words(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep duties whose title or subject holds the words."""
        return rows.filter(Q(title__contains=value) | Q(subject_label__contains=value))
