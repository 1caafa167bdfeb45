"""Which duties are the reader's, and the filters of the list of things to do."""
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import django_filters
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, NullIf, RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability.models import AccountabilityAction, DefencePoint, Interview
from accountability.models import Case as CaseFile
from inspectorate.documents.models import Document
from inspectorate.duties.models import Duty, Extension
from inspectorate.lib.days import week_end
from inspectorate.lib.forms import DateInput
from inspectorate.lib.paging import COUNT_CAP
from inspectorate.publication.models import Publication
from inspectorate.register.models import Post, Scoped
from inspectorate.register.rights import may
from inspectorate.trail.models import Event
from supervision.models import AnnualListEntry, Inspection

from .tables import WAITING, Waiting

OVERDUE, TODAY, WEEK, LATER = "overdue", "today", "week", "later"
WHEN = [(OVERDUE, _("Overdue")), (TODAY, _("Due today")), (WEEK, _("Due later this week")), (LATER, _("Later"))]
MINE, ASKED, OTHERS = "mine", "asked", "others"
WHOSE = [(MINE, _("Mine and my group's")), (ASKED, _("Asked for by me")), (OTHERS, _("Other units'"))]
RUNNING, ENDED = "running", "ended"
STANDING = [(RUNNING, _("Running")), (ENDED, _("Ended"))]
# What extra access can open, with what an object is called where the reader may see it.
OPENED: dict[type[Scoped], Any] = {
    Inspection: F("content_object__title"),
    CaseFile: F("content_object__title"),
    Interview: F("content_object__unit__name"),
    AccountabilityAction: Coalesce(NullIf("content_object__target_person", Value("")), "content_object__unit__name"),
}


def mine(post: Post) -> QuerySet:
    """Return the open duties of the post: the person's own, and those of the unit that name no one else."""
    unit = Q(holder_id=post.organization_id, person=None)
    if post.group:
        unit &= Q(group__in=["", post.group])
    return Duty.objects.visible_to(post).open().filter(Q(person_id=post.user_id) | unit)


def others(post: Post) -> QuerySet:
    """Return the open duties of other units that the post follows."""
    return Duty.objects.visible_to(post).open().exclude(holder_id=post.organization_id)


def asked(post: Post) -> QuerySet:
    """Return the open duties that wait for others at the person's own wish.

    She opened them for another unit by an act of hers, or has asked for more time and has no answer yet.
    """
    kind = ContentType.objects.get_for_model(Duty)
    opened = Event.objects.filter(actor=post.user_id, verb="open_duty", subject_type=kind).values("subject_id")
    wanted = Extension.objects.filter(asked_by=post.user_id, state="asked").values("duty")
    by_me = Q(pk__in=opened) & ~Q(holder_id=post.organization_id)
    return Duty.objects.visible_to(post).open().filter(by_me | Q(pk__in=wanted))


def firsts(rows: QuerySet, post: Post, part: Any, number: int) -> QuerySet:
    """Return the first rows of each part (an expression), as `part`; the person's own stand before the unit's."""
    own = Case(When(person=post.user_id, then=0), default=1, output_field=IntegerField())
    order = [F("own").asc(), F("due_on").asc(), F("pk").asc()]
    numbered = rows.annotate(part=part, own=own).annotate(
        place=Window(RowNumber(), partition_by=[F("part")], order_by=order)
    )
    return numbered.filter(place__lte=number).order_by("own", "due_on", "pk")


def span_of(today: date | None = None) -> Case:
    """Return the span of the due date a row lies in, as an expression."""
    return Case(*(When(due_q(key, today), then=Value(key)) for key, _label in WHEN))


def waits_for(post: Post, waiting: Waiting) -> QuerySet | None:
    """Return the rows that wait for this hand of the post; None where it is not the post's to do."""
    try:
        model = apps.get_model(waiting.model)
    except LookupError:
        return None
    if not may(post, waiting.verb, model):
        return None
    rows = model.objects.visible_to(post).permitted(post, waiting.verb).filter(**waiting.condition)
    if waiting.paper:
        rows = rows.exclude(pk__in=drafted(model, waiting.paper))
    return NARROW[waiting.narrow](rows, post) if waiting.narrow else rows


def drafted(model: type[Model], kind: str) -> QuerySet:
    """Return the keys of the rows for which a document of a kind is under way or done."""
    named = {"subject_type__app_label": model._meta.app_label, "subject_type__model": model._meta.model_name}
    return Document.objects.filter(kind=kind, **named).exclude(state="void").values("subject_id")


def units_left(rows: QuerySet, _post: Post) -> QuerySet:
    """Keep the entries of the annual list with units at which no inspection has been set up."""
    made = Inspection.objects.filter(entry=OuterRef("annuallistentry"), unit=OuterRef("organization"))
    units = AnnualListEntry.units.through.objects.filter(annuallistentry=OuterRef("pk"))
    return rows.filter(Exists(units.exclude(Exists(made.exclude(state="cancelled")))))


def unpublished(rows: QuerySet, _post: Post) -> QuerySet:
    """Keep the rows of which no public copy is on its way."""
    copies = Publication.objects.filter(subject_type=rows.model._meta.label_lower)
    return rows.exclude(pk__in=copies.exclude(state__in=("dropped", "withdrawn")).values("subject_id"))


NARROW: dict[str, Callable[[QuerySet, Post], QuerySet]] = {
    "unanswered": lambda rows, _post: rows.filter(
        pk__in=DefencePoint.objects.filter(outcome="").values("defence__case")
    ),
    "of_others": lambda rows, post: rows.exclude(drafter=post.user_id),
    "confirmed": lambda rows, _post: rows.exclude(is_provisional_date=True, confirmed_by=None),
    "own_drafts": lambda rows, post: rows.filter(drafter=post.user_id),
    "unreceived": lambda rows, post: rows.filter(
        dispatches__to=post.organization_id, dispatches__received_on=None
    ),
    "begun_by_plan": lambda rows, _post: rows.filter(planned_from__lte=timezone.localdate()),
    "dealt_with": lambda rows, _post: rows.filter(defence__isnull=False).exclude(defence__points__outcome=""),
    "asked": lambda rows, post: rows.filter(
        consultations__organization=post.organization_id, consultations__answered_on=None
    ),
    "units_left": units_left,
    "unpublished": unpublished,
}


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
    on = django_filters.DateFilter(label=_("Due on"), field_name="due_on", widget=DateInput)
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


def grants_of(post: Post, standing: str = "") -> QuerySet:
    """Return the extra access on objects of the post's area as named tuples, the last to end first, in one query.

    What an object is called stands there only where the post may see the object (permissions §5.1).
    """
    today = timezone.localdate()
    spans = {RUNNING: Q(valid_to__gte=today), ENDED: Q(valid_to__lt=today)}
    first, *others = (_grants_on(model, post).filter(spans.get(standing, Q())) for model in OPENED)
    return first.union(*others, all=True).order_by("-valid_to", "kind", "-pk")


def _grants_on(model: type[Scoped], post: Post) -> QuerySet:
    own = model.objects.filter(pk=OuterRef("content_object"))
    seen, ended = (Exists(own.permitted(post, verb)) for verb in ("view", "end_grant"))
    area = model.objects.within(post.county or post.city or post.province)
    running = Q(valid_to__gte=timezone.localdate())
    grants = model.grant_model().objects.filter(content_object__in=area).annotate(
        kind=Value(model._meta.label_lower, output_field=CharField()),
        subject=Case(When(seen, then=OPENED[model]), default=Value(""), output_field=CharField()),
        is_seen=seen,
        may_end=Case(When(running & Q(ended), then=Value(True)), default=Value(False), output_field=BooleanField()),
        who=F("user__name"), right=F("permission__codename"), giver=F("granted_by__user__name"),
        office=Coalesce(NullIf("granted_by__organization__short_name", Value("")), "granted_by__organization__name"),
    )
    names = ("kind", "pk", "content_object_id", "subject", "is_seen", "may_end", "user_id", "who", "right")
    return grants.values_list(*names, "valid_from", "valid_to", "reason", "giver", "office", named=True)
