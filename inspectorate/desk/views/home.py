"""The first page of the staff: what I owe, what others owe, what waits for my hand."""
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspectorate.desk.filters import (
    ASKED,
    LATER,
    MINE,
    OTHERS,
    OVERDUE,
    TODAY,
    WEEK,
    WHEN,
    TodoFilter,
    asked,
    count_waiting,
    due_q,
    firsts,
    mine,
    others,
    span_of,
    waits_for,
)
from inspectorate.desk.models import Draft
from inspectorate.desk.receivers import why
from inspectorate.desk.tables import TODO, TODO_ORDERS, WAITING, WAITING_COLUMNS, about
from inspectorate.duties.models import Duty
from inspectorate.lib.pages import ListPage
from inspectorate.lib.pages.frame import DeskPage, address, url_prefix
from inspectorate.lib.pages.verbs import VERB_WORDS
from inspectorate.lib.paging import COUNT_CAP, capped_count

FIRST_ROWS = 10  # of each section; the whole list is one click away
SHOWN = frozenset({"unit", "addressee", "organization", "school"})  # what the list of waiting rows names of a row
TONES = {OVERDUE: "late", TODAY: "soon", WEEK: "busy", LATER: "idle"}
OF_OTHERS = {ASKED: _("Asked for by me, done by others"), OTHERS: _("Waiting for other units")}


class Tile(NamedTuple):
    """A count that leads to the list it counts."""

    count: int
    words: str
    label: Any
    tone: str
    url: str


class Row(NamedTuple):
    """A duty as it stands on the first page: what, about what, and why that day."""

    duty: Duty
    about: str
    why: list[tuple[str, str]]
    is_own: bool

    @classmethod
    def of(cls, duty: Duty, user_id: int) -> "Row":
        """Return a duty as a row."""
        return cls(duty, about(duty), why(duty), duty.person_id == user_id)


class Section(NamedTuple):
    """The first rows of one span, and the way to all of them; `words` is how many there are, where it is counted."""

    label: Any
    rows: list[Row]
    url: str
    words: str = ""


class HomePage(DeskPage):
    """To do: counts that equal the lists behind them, my duties by their last day, what waits for others."""

    model = Duty
    template_name = "desk/home.html"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the page in a constant number of queries."""
        tiles = list(self.tiles())
        return self.show(
            title=_("To do"),
            tiles=tiles,
            sections=[section for section in (*self.mine(tiles), *self.of_others()) if section.rows],
            waiting=list(self.waiting()),
            drafts=Draft.objects.of(request.post).order_by("-saved_at")[:5],
            today=timezone.localdate(),
        )

    def mine(self, tiles: list[Tile]) -> Iterator[Section]:
        """Yield my duties by the span of their last day, my own before my unit's."""
        post = self.request.post
        rows = list(firsts(mine(post), post, span_of(), FIRST_ROWS).select_related("holder"))
        for (key, label), tile in zip(WHEN, tiles, strict=False):
            found = [Row.of(duty, post.user_id) for duty in rows if duty.part == key]
            yield Section(label, found, todo_url(MINE, key), tile.words)

    def of_others(self) -> Iterator[Section]:
        """Yield what others owe: at my wish, and what else I follow; the first to fall due first."""
        post, shown = self.request.post, set()
        for (whose, label), rows in zip(OF_OTHERS.items(), (asked(post), others(post)), strict=True):
            found = rows.exclude(pk__in=shown).select_related("holder").order_by("due_on", "pk")[:FIRST_ROWS]
            shown |= {duty.pk for duty in found}
            yield Section(label, [Row.of(duty, post.user_id) for duty in found], todo_url(whose))

    def tiles(self) -> Iterator[Tile]:
        """Yield the counted spans of my duties and the overdue ones of others."""
        spans = {key: Count("pk", filter=due_q(key)) for key, _label in WHEN}
        counts = mine(self.request.post).aggregate(**spans)
        self.request.inbox_count = sum(counts.values())
        for key, label in WHEN:
            yield Tile(counts[key], str(counts[key]), label, TONES[key], todo_url(MINE, key))
        late, words = capped_count(others(self.request.post).filter(due_q(OVERDUE)))
        yield Tile(late, words, _("Overdue at other units"), "late", todo_url(OTHERS, OVERDUE))

    def waiting(self) -> Iterator[Tile]:
        """Yield what waits for the post's hand, each with the list behind it; what nobody waits for is left out."""
        for item, count in count_waiting(self.request.post):
            if not count:
                continue
            words = f"{COUNT_CAP}+" if count > COUNT_CAP else str(count)
            yield Tile(count, words, item.label, "busy", reverse("waiting-list", args=[item.key]))


def todo_url(whose: str, when: str = "") -> str:
    """Return the address of the duties behind a count."""
    asked_for = {key: value for key, value in (("whose", whose), ("when", when)) if value and value != MINE}
    return f"{reverse('todo-list')}?{urlencode(asked_for)}"


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
        """Return my duties, those I asked for, or those of other units."""
        whose = {ASKED: asked, OTHERS: others}.get(self.request.GET.get("whose", ""), mine)
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
        named = [field.name for field in self.model._meta.fields if field.is_relation and field.name in SHOWN]
        return rows.select_related(*named) if named else rows

    def bulk_buttons(self) -> list[dict[str, Any]]:
        """Offer the one act these rows wait for, where it can be done to many at once."""
        url = address(f"{url_prefix(self.model)}-bulk-{self.waiting.verb.replace('_', '-')}")
        return [{"label": VERB_WORDS[self.model._meta.label_lower, self.waiting.verb], "url": url}] if url else []
