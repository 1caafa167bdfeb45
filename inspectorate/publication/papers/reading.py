"""How a released publication reads: plain words first, then the fields of its kind in their order."""
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from django.utils import formats
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspectorate.publication.states import POSTING_RULES, Kind

from .content import differences
from .fields import CLOSED, Field
from .forms import FORMS

LED = frozenset({"summary", "matter", "inspected_from", "inspected_to", "closes_on"})  # told in the plain words
NAMELESS = frozenset({"case"})  # keys between publications, not for reading


@dataclass(frozen=True)
class Section:
    """One field as shown: `rows` are cells of a table, `text` is everything else."""

    field: Field
    text: Any = ""
    rows: list[list[tuple[Field, Any]]] = field(default_factory=list)

    @property
    def label(self) -> Promise:
        """Return the heading."""
        return self.field.label

    @cached_property
    def heads(self) -> list[Field]:
        """Return the columns that hold something in some row."""
        filled = {cell.name for row in self.rows for cell, value in row if value not in (None, "")}
        return [cell for cell in self.field.fields if cell.name in filled]

    @property
    def cells(self) -> Iterator[list[tuple[Field, Any]]]:
        """Yield the rows without empty columns."""
        names = {head.name for head in self.heads}
        return ([(cell, value) for cell, value in row if cell.name in names] for row in self.rows)


@dataclass
class Page:
    """What citizens may know of one publication: only the public columns ever get in here."""

    id: int
    public_id: str
    version: int
    kind: str
    state: str
    title: str
    card_id: int | None
    organization_name: str
    area_name: str
    owner_name: str
    county: str
    city: str
    listed_on: date
    released_at: datetime | None
    ends_on: date | None
    withdrawn_at: datetime | None
    withdrawn_reason: str
    sha256: str
    public_payload: dict[str, Any]
    public_body: str
    redactions: list[dict[str, str]]
    correction_note: str

    @property
    def kind_label(self) -> str:
        """Return the name of the kind."""
        return str(Kind(self.kind).label)

    @cached_property
    def sections(self) -> list[Section]:
        """Return the fields in the order of the kind."""
        return list(sections(self.kind, self.public_payload, skip=LED | NAMELESS))

    @property
    def prose_sections(self) -> list[Section]:
        """Return what has a heading of its own: longer texts and tables."""
        return [section for section in self.sections if section.field.kind in {"prose", "rows"}]

    @property
    def line_sections(self) -> list[Section]:
        """Return what fits a line of the summary list."""
        return [section for section in self.sections if section.field.kind not in {"prose", "rows"}]

    @cached_property
    def plain_words(self) -> list[str]:
        """Return the sentences that stand above everything else."""
        return list(plain_words(self))

    @property
    def description(self) -> str:
        """Return one line for search engines."""
        return " ".join(self.plain_words)[:200]

    @property
    def withheld(self) -> list[tuple[str, str]]:
        """Return (field, reason) of what citizens do not get to read (R-PUB-07)."""
        return withheld(self.kind, self.redactions)

    @property
    def inspected_on(self) -> date | None:
        """Return the last day of the inspection told of."""
        return day(self.public_payload.get("inspected_to") or self.public_payload.get("inspected_from"))


def withheld(kind: str, redactions: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Return (field, reason) of the withheld parts in words."""
    labels = {item.name: str(item.label) for item in FORMS[Kind(kind)]} | {"body": _("Text")}
    return [(labels.get(item["field"], item["field"]), item["reason"]) for item in redactions]


def compared(kind: str, full: Mapping[str, Any], public: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what the public copy says otherwise than the full one: field by field, in tables cell by cell."""
    for item, before, after in differences(kind, full, public):
        if item.kind != "rows":
            yield {"label": item.label, "full": shown(item, before), "public": shown(item, after)}
            continue
        for number, rows in enumerate(zip_longest(before or [], after or [], fillvalue={}), start=1):
            for cell in item.fields:
                values = [shown(cell, row.get(cell.name)) for row in rows]
                if values[0] != values[1]:
                    label = f"{item.label} {number} · {cell.label}"
                    yield {"label": label, "full": values[0], "public": values[1]}


def lead(payload: Mapping[str, Any]) -> str:
    """Return the words under the title in lists: the summary, else what was inspected, else the beginning."""
    for name in ("summary", "matter", "facts", "text", "matters"):
        if text := payload.get(name):
            return " ".join(str(text).split())[:200]
    return ""


def day(text: str | None) -> date | None:
    """Return a date of a payload."""
    return date.fromisoformat(text) if text else None


def full(on: date | None) -> str:
    """Return a date in full, in the reader's language."""
    return formats.date_format(on, "DATE_FORMAT") if on else ""


def sections(kind: str, payload: Mapping[str, Any], skip: frozenset[str] = frozenset()) -> Iterator[Section]:
    """Yield the filled fields of a payload in the order of its kind."""
    for item in FORMS[Kind(kind)]:
        value = payload.get(item.name)
        if value in (None, "", []) or item.name in skip:
            continue
        if item.kind == "rows":
            rows = [[(cell, shown(cell, row.get(cell.name))) for cell in item.fields] for row in value]
            yield Section(item, rows=rows)
        else:
            yield Section(item, text=shown(item, value))


def shown(item: Field, value: Any) -> Any:
    """Return one value as readers see it."""
    if value is None:
        return ""
    return full(day(value)) if item.kind == "date" else item.word(value)


def plain_words(page: Page) -> Iterator[str]:
    """Yield what was inspected, when, what was found and until when, in sentences."""
    payload = page.public_payload
    if summary := payload.get("summary"):
        yield summary
    if matter := payload.get("matter"):
        yield _inspected(page, matter)
    if findings := payload.get("findings"):
        yield _found(findings)
    if closes_on := day(payload.get("closes_on")):
        yield _("Opinions may be given until %(date)s.") % {"date": full(closes_on)}
    if page.kind in POSTING_RULES and page.ends_on:
        yield _("This posting runs until %(date)s; objections may be raised until then.") % {"date": full(page.ends_on)}


def _inspected(page: Page, matter: str) -> str:
    payload = page.public_payload
    start, end = day(payload.get("inspected_from")), day(payload.get("inspected_to"))
    facts = {"who": page.organization_name or page.area_name, "what": matter.rstrip("。.")}
    facts |= {"start": full(start), "end": full(end)}
    if start and end and start != end:
        return _("%(who)s, %(start)s to %(end)s. Inspected: %(what)s.") % facts
    if start or end:
        return _("%(who)s, %(start)s. Inspected: %(what)s.") % (facts | {"start": full(start or end)})
    return _("%(who)s. Inspected: %(what)s.") % facts


def _found(findings: list[dict[str, Any]]) -> str:
    number = len(findings)
    closed = sum(row.get("state") == CLOSED for row in findings)
    if not closed:
        return ngettext("%(number)d problem was found.", "%(number)d problems were found.", number) % {"number": number}
    return ngettext(
        "%(number)d problem was found; %(closed)d put right and re-checked.",
        "%(number)d problems were found; %(closed)d put right and re-checked.",
        number,
    ) % {"number": number, "closed": closed}
