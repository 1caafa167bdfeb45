"""The card of a school or unit (J6): what was found, put right or is overdue, from released payloads only."""
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from inspectorate.publication.states import Kind

from .fields import CLOSED
from .reading import Page, day

INSPECTIONS = frozenset({Kind.INSPECTION_REPORT, Kind.PRIVATE_SCHOOL_RESULT, Kind.OPINION_LETTER})
REPORTING = INSPECTIONS | {Kind.RECTIFICATION_RESULT, Kind.EVALUATION_REPORT}


@dataclass
class Problem:
    """One problem through all publications that speak of it; the newest word counts."""

    page: Page
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def due_on(self) -> date | None:
        """Return the day until which it must be put right."""
        return day(self.facts.get("due_on"))

    @property
    def rechecked_on(self) -> date | None:
        """Return the day of the last re-check."""
        return day(self.facts.get("rechecked_on"))

    @property
    def status(self) -> str:
        """Return closed, overdue or in_time, as of today."""
        if self.facts.get("state") == CLOSED:
            return "closed"
        return "overdue" if self.due_on and self.due_on < timezone.localdate() else "in_time"

    @property
    def tone(self) -> str:
        """Return the tone of its chip."""
        return {"closed": "done", "overdue": "late", "in_time": "busy"}[self.status]


@dataclass
class Card:
    """What a citizen reads in twenty seconds."""

    name: str
    area_name: str
    pages: list[Page]
    problems: list[Problem]
    plates: list[Page]

    @property
    def last_inspection(self) -> Page | None:
        """Return the inspection that ended last."""
        dated = [page for page in self.pages if page.kind in INSPECTIONS and page.inspected_on]
        return max(dated, key=lambda page: page.inspected_on, default=None)

    @property
    def earlier_names(self) -> list[str]:
        """Return other names under which results were published: the schools it was formed from."""
        return sorted({page.organization_name for page in self.pages if page.organization_name} - {self.name})

    def of(self, status: str) -> list[Problem]:
        """Return the problems of one status."""
        return [problem for problem in self.problems if problem.status == status]

    @property
    def closed(self) -> list[Problem]:
        """Return what was put right and re-checked."""
        return self.of("closed")

    @property
    def in_time(self) -> list[Problem]:
        """Return what is open and not yet due."""
        return self.of("in_time")

    @property
    def overdue(self) -> list[Problem]:
        """Return what is open and past its day."""
        return self.of("overdue")

    @property
    def next_due_on(self) -> date | None:
        """Return the first day that problems still in time run to."""
        return min((problem.due_on for problem in self.in_time if problem.due_on), default=None)


def build_card(organization_id: int, pages: Iterable[Page]) -> Card | None:
    """Return the card of a unit from its released pages, newest first; None where nothing was published."""
    pages = list(pages)
    if not pages:
        return None
    own = next((page for page in pages if page.card_id == organization_id), pages[0])
    plates = [page for page in pages if page.kind == Kind.PLATE and page.card_id == organization_id]
    shown = [page for page in pages if page.kind != Kind.PLATE]
    return Card(own.organization_name, own.area_name, shown, _problems(shown), plates)


def _problems(pages: list[Page]) -> list[Problem]:
    """Join what the pages say of the same problem (same case and number), oldest first, so that the newest wins."""
    found: dict[tuple[str, str], Problem] = {}
    for page in sorted(pages, key=lambda item: (item.listed_on, item.id)):
        if page.kind not in REPORTING:
            continue
        for position, row in enumerate(page.public_payload.get("findings", []), start=1):
            key = (page.public_payload.get("case") or page.public_id, str(row.get("no") or position))
            problem = found.setdefault(key, Problem(page))
            problem.facts.update({name: value for name, value in row.items() if value})
    order = {"overdue": 0, "in_time": 1, "closed": 2}
    return sorted(found.values(), key=lambda item: (order[item.status], item.due_on or date.max))
