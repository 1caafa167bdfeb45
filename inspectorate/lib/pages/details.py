"""The page of one row: state, next step, facts, parts, timeline, and what the reader may do now."""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.db.models import Model
from django.http import HttpResponse
from django.utils.functional import cached_property

from inspectorate.lib import chips
from inspectorate.lib.columns import Column
from inspectorate.lib.lines import Line, lines_of, without_empty

from .frame import DeskPage, DeskRequest, address, url_prefix
from .ports import ground
from .verbs import Verb, verb_word

PART_ROWS = 200


@dataclass(frozen=True)
class NextStep:
    """Who owes what by when, and why that date; `why` is (label, text) pairs."""

    what: Any
    who: Any = ""
    due_on: date | None = None
    why: Sequence[tuple[Any, Any]] = ()
    url: str = ""


@dataclass(frozen=True)
class Part:
    """One section of a detail page: rows in columns, or a template of its own with `context`."""

    title: Any
    rows: Iterable[Any] = ()
    columns: Sequence[Column] = ()
    empty: Any = ""
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    actions: Sequence[tuple[Any, str]] = ()
    more_url: str = ""

    @cached_property
    def table(self) -> tuple[Sequence[Column], list[Line]]:
        """Return the columns that hold something, and the rows as cells."""
        return without_empty(self.columns, lines_of(self.columns, list(self.rows)[:PART_ROWS]))


@dataclass(frozen=True)
class Action:
    """A button: a verb the reader may do to this row now."""

    label: Any
    url: str
    is_primary: bool
    is_danger: bool


class DetailPage(DeskPage):
    """One row, found through `visible_to`; 404 where the post may not see it."""

    template_name = "desk/detail.html"
    facts: Sequence[Column] = ()
    verbs: Sequence[Verb] = ()
    has_timeline: ClassVar[bool] = True

    def get(self, _request: DeskRequest, **_kwargs: Any) -> HttpResponse:
        """Show the row."""
        self.obj = self.get_object()
        actions = self.actions(self.obj)
        primary = next((item for item in actions if item.is_primary), None)
        others = [item for item in actions if item is not primary]
        return self.show(
            obj=self.obj,
            title=self.heading(self.obj),
            breadcrumbs=[*self.crumbs(self.obj)[:-1], (str(self.obj), "")],
            next_step=self.next_step(self.obj),
            primary=primary,
            secondary=[item for item in others if not item.is_danger][:2],
            more=[item for item in others if item.is_danger] + [i for i in others if not i.is_danger][2:],
            facts=[(fact, fact.html(self.obj)) for fact in self.facts],
            parts=self.parts(self.obj),
            timeline=self.timeline(self.obj),
            history_url=self.history_url(self.obj),
            **self.extra(self.obj),  # noqa: S610 - a method of this page
        )

    def heading(self, obj: Model) -> str:
        """Return the title line: what, whose, number."""
        return str(obj)

    def actions(self, obj: Model) -> list[Action]:
        """Return the verbs that the rights and the move table both permit now."""
        allowed = ground.allowed(self.request.post, obj)
        prefix = url_prefix(type(obj))
        fitting = [verb for verb in self.verbs if verb.name in allowed and verb.fits(obj)]
        found = [
            Action(verb.button or verb.title, address(f"{prefix}-{verb.slug}", obj.pk), verb.is_primary, verb.is_danger)
            for verb in fitting
        ]
        return [action for action in found if action.url]

    def next_step(self, obj: Model) -> NextStep | None:
        """Return the first open duty about the row; an app may say more."""
        return next(iter(ground.open_duties(obj, self.request.post)), None)

    def parts(self, obj: Model) -> Sequence[Part]:
        """Return the sections of the page; for subclasses."""
        return ()

    def timeline(self, obj: Model) -> list[dict[str, Any]]:
        """Return the acts done to the row, newest first."""
        if not self.has_timeline:
            return []
        has_states = hasattr(type(obj), "MOVES")
        choices = dict(getattr(type(obj)._meta.get_field("state"), "choices", None) or ()) if has_states else {}
        return [
            {
                "event": event,
                "word": verb_word(type(obj), event.verb),
                "state": choices.get(event.to_state, "") if is_step(event) else "",
            }
            for event in ground.timeline(obj, self.request.post)
        ]

    def history_url(self, obj: Model) -> str:
        """Return the address of the row's field history, where it is tracked and the reader works in an office."""
        is_tracked = hasattr(type(obj), "pgh_event_model")
        return address("field-history", type(obj)._meta.label, obj.pk) if is_tracked and self.has_timeline else ""

    def extra(self, obj: Model) -> dict[str, Any]:
        """Return more context for a template of the app's own."""
        return {}


def is_step(event: Any) -> bool:
    """Return whether an act brought its row into another state; one that only adds something names no new state."""
    return event.to_state != event.from_state and bool(event.from_state or event.sequence == 1)


class OfficeStep(DetailPage):
    """A page that says what each state asks of its office where no duty does, and how far it has come."""

    asks: ClassVar[Mapping[str, Any]] = {}
    steps: Sequence[str] = ()

    def next_step(self, obj: Any) -> NextStep | None:
        """Return the open duty, else what the state asks of the office."""
        step = super().next_step(obj)
        if step is not None or obj.state not in self.asks:
            return step
        return NextStep(self.asks[obj.state], who=self.office(obj).label)

    def office(self, obj: Any) -> Any:
        """Return the office that acts next where no duty is open."""
        return obj.owner

    def extra(self, obj: Any) -> dict[str, Any]:
        """Show how far it has come."""
        return {"progress": chips.progress(obj, self.steps)}
