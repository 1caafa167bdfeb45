"""The audit trail, and the door to the field history of one row."""
from typing import Any

import django_filters
import pghistory.models
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.desk.models import AuditedEvent
from inspectorate.desk.receivers import OUTSIDE
from inspectorate.lib.pages import Column, ListPage, Ordering
from inspectorate.lib.pages.frame import DeskPage
from inspectorate.lib.pages.verbs import verb_word

HISTORY_ROWS = 200
COLUMNS = (
    Column("at", gettext_lazy("Time"), kind="moment", order="at"),
    Column("actor_name", gettext_lazy("Who")),
    Column("verb", gettext_lazy("Act"), lambda event: verb_word(_model(event), event.verb)),
    Column("subject", gettext_lazy("On what"), lambda event: f"{event.subject_type.name} {event.subject_id}"),
    Column("from_state", gettext_lazy("From")),
    Column("to_state", gettext_lazy("To")),
    Column("source", gettext_lazy("From where")),
)


def _model(event: AuditedEvent) -> type[Model]:
    return event.subject_type.model_class() or type(event)


class EventFilter(django_filters.FilterSet):
    """Acts by person, verb and day."""

    who = django_filters.CharFilter(label=gettext_lazy("Who"), field_name="actor_name", lookup_expr="contains")
    since = django_filters.DateFilter(label=gettext_lazy("Since"), field_name="at", lookup_expr="date__gte")
    until = django_filters.DateFilter(label=gettext_lazy("Until"), field_name="at", lookup_expr="date__lte")

    class Meta:
        model = AuditedEvent
        fields: tuple = ()


class EventList(ListPage):
    """Every act, newest first; the notes stay with the file they belong to."""

    model = AuditedEvent
    columns, filterset_class = COLUMNS, EventFilter
    orderings = (Ordering("at", gettext_lazy("Time"), "at", descending=True),)
    select_related = ("subject_type",)
    sentence = gettext_lazy("%(count)s acts")
    empty = gettext_lazy("Nothing has been done yet.")


class HistoryPage(DeskPage):
    """What changed in the fields of one row, by whom and when: for the office, through the row's own visibility."""

    template_name = "desk/history.html"

    def get(self, request: HttpRequest, *, label: str, pk: int) -> HttpResponse:
        """Show the changes, newest first."""
        try:
            self.model = apps.get_model(label)
        except (LookupError, ValueError):
            raise Http404 from None
        if not hasattr(self.model, "RESOURCE") or not hasattr(self.model.objects, "visible_to"):
            raise Http404
        if request.post.role in OUTSIDE:
            raise PermissionDenied(_("The history of the fields is kept for the office."))
        obj = get_object_or_404(self.get_queryset(), pk=pk)
        events = pghistory.models.Events.objects.tracks(obj).order_by("-pgh_created_at")[:HISTORY_ROWS]
        crumbs = [*self.crumbs(obj), (_("Field history"), "")]
        return self.show(
            title=_("Field history: %(row)s") % {"row": obj}, obj=obj, breadcrumbs=crumbs, changes=self.changes(events)
        )

    def changes(self, events: QuerySet) -> list[dict[str, Any]]:
        """Return the changes with the fields' names in words."""
        return [
            {
                "at": event.pgh_created_at,
                "who": (event.pgh_context or {}).get("who", ""),
                "fields": self.fields(event.pgh_diff),
            }
            for event in events
            if event.pgh_diff
        ]

    def fields(self, diff: dict[str, list]) -> list[tuple[str, Any, Any]]:
        """Return (field, before, after)."""
        return [(self.label(name), before, after) for name, (before, after) in diff.items()]

    def label(self, name: str) -> str:
        """Return what a field is called."""
        try:
            return str(self.model._meta.get_field(name.removesuffix("_id")).verbose_name)
        except FieldDoesNotExist:
            return name
