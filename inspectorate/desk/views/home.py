"""The first page of the staff: what I owe, what others owe, what waits for my hand."""
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspectorate.desk.filters import (
    LATER,
    OTHERS,
    OVERDUE,
    TODAY,
    WEEK,
    WHEN,
    TodoFilter,
    count_waiting,
    due_q,
    mine,
    others,
    waits_for,
)
from inspectorate.desk.models import Draft
from inspectorate.desk.tables import TODO, TODO_ORDERS, WAITING, WAITING_COLUMNS
from inspectorate.duties.models import Duty
from inspectorate.lib.lines import lines_of, without_empty
from inspectorate.lib.pages import ListPage
from inspectorate.lib.pages.frame import DeskPage, address, url_prefix
from inspectorate.lib.pages.verbs import VERB_WORDS
from inspectorate.lib.paging import COUNT_CAP, capped_count

FIRST_ROWS = 15
TONES = {OVERDUE: "late", TODAY: "soon", WEEK: "busy", LATER: "idle"}


class Tile(NamedTuple):
    """A count that leads to the list it counts."""

    count: int
    words: str
    label: Any
    tone: str
    url: str


class HomePage(DeskPage):
    """To do: counts that equal the lists behind them, the next duties, what waits for a signature or an answer."""

    model = Duty
    template_name = "desk/home.html"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the page in a constant number of queries."""
        rows = mine(request.post).select_related("holder").order_by("due_on", "pk")[:FIRST_ROWS]
        columns, lines = without_empty(TODO, lines_of(TODO, rows))
        return self.show(
            title=_("To do"),
            tiles=list(self.tiles()),
            columns=columns,
            lines=lines,
            todo_url=reverse("todo-list"),
            waiting=list(self.waiting()),
            drafts=Draft.objects.of(request.post).order_by("-saved_at")[:5],
            today=timezone.localdate(),
        )

    def tiles(self) -> Iterator[Tile]:
        """Yield the counted spans of my duties and the overdue ones of others."""
        spans = {key: Count("pk", filter=due_q(key)) for key, _label in WHEN}
        counts = mine(self.request.post).aggregate(**spans)
        self.request.inbox_count = sum(counts.values())
        for key, label in WHEN:
            yield Tile(counts[key], str(counts[key]), label, TONES[key], f"{reverse('todo-list')}?when={key}")
        late, words = capped_count(others(self.request.post).filter(due_q(OVERDUE)))
        url = f"{reverse('todo-list')}?whose={OTHERS}&when={OVERDUE}"
        yield Tile(late, words, _("Overdue at other units"), "late", url)

    def waiting(self) -> Iterator[Tile]:
        """Yield what waits for the post's hand, each with the list behind it; what nobody waits for is left out."""
        for item, count in count_waiting(self.request.post):
            if not count:
                continue
            words = f"{COUNT_CAP}+" if count > COUNT_CAP else str(count)
            yield Tile(count, words, item.label, "busy", reverse("waiting-list", args=[item.key]))


class TodoList(ListPage):
    """The duties behind the counts."""

    model = Duty
    title = _("Things to do")
    columns = TODO
    orderings = TODO_ORDERS
    filterset_class = TodoFilter
    sentence = _("%(count)s open duties")
    empty = _("No duty is open. New ones appear here when an act opens them, each with its last day.")

    def get_queryset(self) -> QuerySet:
        """Return my duties, or those of other units."""
        whose = others if self.request.GET.get("whose") == OTHERS else mine
        return whose(self.request.post).select_related("holder")


class TodoOpen(DeskPage):
    """Lead from a duty to what it is about."""

    model = Duty

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Redirect to the subject's page, else to the duty's own."""
        duty = self.get_object()
        subject = duty.subject
        own = address("duty-detail", duty.pk) or reverse("todo-list")
        return redirect(subject.get_absolute_url() if hasattr(subject, "get_absolute_url") else own)


class WaitingList(ListPage):
    """The rows behind one count of what waits for my hand."""

    columns = WAITING_COLUMNS

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Take the model and title of the asked kind."""
        super().setup(request, *args, **kwargs)
        self.waiting = next((item for item in WAITING if item.key == kwargs["key"]), None)
        rows = waits_for(request.post, self.waiting) if self.waiting and request.post else None
        if rows is None:
            raise Http404
        self.model, self.title = rows.model, self.waiting.label

    def get_queryset(self) -> QuerySet:
        """Return the rows that wait."""
        rows = waits_for(self.request.post, self.waiting)
        # A setting has a unit too: that of its number.
        has_unit = any(field.name == "unit" and field.is_relation for field in self.model._meta.fields)
        return rows.select_related("unit") if has_unit else rows

    def bulk_buttons(self) -> list[dict[str, Any]]:
        """Offer the one act these rows wait for, where it can be done to many at once."""
        url = address(f"{url_prefix(self.model)}-bulk-{self.waiting.verb.replace('_', '-')}")
        return [{"label": VERB_WORDS[self.model._meta.label_lower, self.waiting.verb], "url": url}] if url else []
