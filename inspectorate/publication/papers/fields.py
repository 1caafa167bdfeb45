"""The whitelist: what a publication of each kind may hold; nothing else can be published (R-PUB-12).

A payload is a plain JSON object; dates are ISO texts, rows are lists of objects.
"""
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.lib.detector import Kind as Found
from inspectorate.lib.smallcells import hidden_groups
from inspectorate.publication.states import Kind
from inspectorate.trail.workflow import RuleRefused

LINE_LENGTH = 300
PROSE_LENGTH = 20_000
ROWS = 3_000
OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True)
class Field:
    """One field: `kind` is line, prose, date, count, phone, mailbox, choice or rows (of `fields`)."""

    name: str
    label: Promise
    kind: str = "line"
    is_needed: bool = False
    choices: tuple[tuple[str, Promise], ...] = ()
    fields: tuple["Field", ...] = ()

    def clean(self, value: Any) -> Any:
        """Return the value as JSON keeps it; None where it is empty. Raises RuleRefused."""
        if value in (None, "", [], ()):
            return None
        return CLEANERS[self.kind](self, value)

    def word(self, value: Any) -> Any:
        """Return a choice as its word, another value as it is."""
        return dict(self.choices).get(value, value) if self.choices else value


Form = tuple[Field, ...]


def clean(kind: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the payload with known fields only; unknown or missing ones refuse the whole (R-PUB-12)."""
    return _clean_fields(FORMS[Kind(kind)], payload, "")


def differences(kind: str, full: Mapping[str, Any], public: Mapping[str, Any]) -> Iterator[tuple[Field, Any, Any]]:
    """Yield (field, full value, public value) of every field that was redacted (R-PUB-07)."""
    for field in FORMS[Kind(kind)]:
        if full.get(field.name) != public.get(field.name):
            yield field, full.get(field.name), public.get(field.name)


def _clean_fields(fields: Form, values: Mapping[str, Any], where: str) -> dict[str, Any]:
    known = {field.name for field in fields}
    if unknown := sorted(set(values) - known):
        raise RuleRefused(
            _("A publication of this kind has no field “%(field)s”.") % {"field": where + unknown[0]}, rule="R-PUB-12"
        )
    cleaned = {field.name: field.clean(values.get(field.name)) for field in fields}
    for field in fields:
        if field.is_needed and cleaned[field.name] is None:
            raise RuleRefused(_("“%(field)s” is missing in the text to be published.") % {"field": field.label})
    return {name: value for name, value in cleaned.items() if value is not None}


def _text(field: Field, value: Any) -> str | None:
    text = str(value).strip()
    limit = PROSE_LENGTH if field.kind == "prose" else LINE_LENGTH
    if len(text) > limit:
        facts = {"field": field.label, "limit": limit}
        raise RuleRefused(_("“%(field)s” is longer than %(limit)s characters.") % facts)
    return text or None


def _date(field: Field, value: Any) -> str:
    if isinstance(value, datetime):
        raise RuleRefused(_("“%(field)s” must be a date.") % {"field": field.label})
    try:
        return (value if isinstance(value, date) else date.fromisoformat(str(value).strip())).isoformat()
    except ValueError as error:
        raise RuleRefused(_("“%(field)s” must be a date.") % {"field": field.label}) from error


def _count(field: Field, value: Any) -> int:
    try:
        number = int(str(value))
    except ValueError as error:
        raise RuleRefused(_("“%(field)s” must be a whole number.") % {"field": field.label}) from error
    return number


def _choice(field: Field, value: Any) -> str:
    if str(value) not in dict(field.choices):
        raise RuleRefused(_("“%(value)s” is no choice of “%(field)s”.") % {"value": value, "field": field.label})
    return str(value)


def _rows(field: Field, value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list | tuple) or len(value) > ROWS:
        raise RuleRefused(_("“%(field)s” must be a list of rows.") % {"field": field.label})
    return [_clean_fields(field.fields, row, f"{field.name}.") for row in value]


CLEANERS = {
    "line": _text, "prose": _text, "phone": _text, "mailbox": _text,
    "date": _date, "count": _count, "choice": _choice, "rows": _rows,
}

SUMMARY = Field("summary", gettext_lazy("In plain words"), "prose")
TEXT = Field("text", gettext_lazy("Text"), "prose")
NUMBER = Field("number", gettext_lazy("Document number"))
ISSUED = Field("issued_on", gettext_lazy("Date of the document"), "date")
BASIS = Field("basis", gettext_lazy("Basis"), "prose")
CONTACT = (
    Field("phone", gettext_lazy("Office phone"), "phone"),
    Field("mailbox", gettext_lazy("Mailbox"), "mailbox"),
    Field("address", gettext_lazy("Office address")),
)
FINDINGS = Field(
    "findings", gettext_lazy("Problems found"), "rows",
    fields=(
        Field("no", gettext_lazy("No.")),
        Field("what", gettext_lazy("What was found"), "prose", is_needed=True),
        Field("demand", gettext_lazy("What was demanded"), "prose"),
        Field("due_on", gettext_lazy("To be put right by"), "date"),
        Field("school_says", gettext_lazy("What the unit says"), "prose"),
        Field("recheck", gettext_lazy("What the re-check found"), "prose"),
        Field("rechecked_on", gettext_lazy("Re-checked on"), "date"),
        Field(
            "state", gettext_lazy("State"), "choice",
            choices=((OPEN, gettext_lazy("Not yet put right")), (CLOSED, gettext_lazy("Put right and re-checked"))),
        ),
    ),
)
CASE = Field("case", gettext_lazy("Case"))
SURVEY = Field(
    "survey", gettext_lazy("What people answered"), "rows",
    fields=(
        Field("group", gettext_lazy("Group asked"), is_needed=True),
        Field("answers", gettext_lazy("Answers"), "count"),
        Field("satisfied", gettext_lazy("Satisfied"), "count"),
    ),
)
INSPECTION = (
    SUMMARY, CASE, NUMBER, ISSUED,
    Field("matter", gettext_lazy("What was inspected"), "prose", is_needed=True),
    Field("inspected_from", gettext_lazy("Inspected from"), "date", is_needed=True),
    Field("inspected_to", gettext_lazy("Inspected until"), "date"),
    Field("mode", gettext_lazy("Kind of inspection")),
    BASIS,
    Field("course", gettext_lazy("Course of the inspection"), "prose"),
    Field("evaluation", gettext_lazy("General evaluation"), "prose"),
    Field("achievements", gettext_lazy("What is done well"), "prose"),
    FINDINGS,
    Field("advice", gettext_lazy("Advice"), "prose"),
    SURVEY,
    Field("result", gettext_lazy("Result")),
    *CONTACT,
)
UNITS = Field(
    "units", gettext_lazy("Units"), "rows",
    fields=(
        Field("unit", gettext_lazy("Unit"), is_needed=True),
        Field("result", gettext_lazy("Result")),
        Field("remark", gettext_lazy("Remark")),
    ),
)
PERSONS = Field(  # never more of a person than this: no number, no birth date, no private phone
    "persons", gettext_lazy("Persons"), "rows",
    fields=(
        Field("name", gettext_lazy("Name"), is_needed=True),
        Field("unit", gettext_lazy("Unit")),
        Field("category", gettext_lazy("Category")),
        Field("role", gettext_lazy("Office held")),
        Field("remark", gettext_lazy("Remark")),
    ),
)
LIST = Field(
    "items", gettext_lazy("Items"), "rows",
    fields=(
        Field("no", gettext_lazy("No.")),
        Field("what", gettext_lazy("Item"), "prose", is_needed=True),
        Field("target", gettext_lazy("Who is inspected")),
        Field("when", gettext_lazy("When")),
        Field("mode", gettext_lazy("How")),
        Field("lead", gettext_lazy("Lead unit")),
        Field("units", gettext_lazy("Responsible units")),
    ),
)
PERIOD = (
    Field("year", gettext_lazy("Year"), "count"),
    Field("starts_on", gettext_lazy("From"), "date"),
    Field("ends_on", gettext_lazy("Until"), "date"),
)
LETTER = (SUMMARY, NUMBER, ISSUED, BASIS, TEXT, UNITS, *CONTACT)

FORMS: dict[Kind, Form] = {
    Kind.INSPECTION_REPORT: INSPECTION,
    Kind.PRIVATE_SCHOOL_RESULT: INSPECTION,
    Kind.OPINION_LETTER: INSPECTION,
    Kind.RECTIFICATION_RESULT: (SUMMARY, CASE, NUMBER, ISSUED, TEXT, FINDINGS, *CONTACT),
    Kind.EVALUATION_REPORT: (*LETTER, PERIOD[0], FINDINGS),
    Kind.ACCOUNTABILITY_RESULT: (
        SUMMARY, NUMBER, ISSUED,
        Field("facts", gettext_lazy("Facts"), "prose", is_needed=True),
        Field("form", gettext_lazy("Form of accountability"), is_needed=True),
        BASIS,
        Field("effective_on", gettext_lazy("In effect from"), "date"),
        *CONTACT,
    ),
    Kind.CIRCULAR: LETTER,
    Kind.COMMENDATION: LETTER,
    Kind.CALL_FOR_OPINIONS: (
        SUMMARY,
        Field("matter", gettext_lazy("What is inspected"), "prose", is_needed=True),
        Field("inspected_from", gettext_lazy("Inspection from"), "date"),
        Field("inspected_to", gettext_lazy("Inspection until"), "date"),
        Field("closes_on", gettext_lazy("Opinions until"), "date", is_needed=True),
        Field("confidentiality", gettext_lazy("How opinions are treated"), "prose"),
        TEXT, *CONTACT,
    ),
    Kind.INSPECTOR_POSTING: (SUMMARY, BASIS, TEXT, PERSONS, *CONTACT),
    Kind.RESULT_POSTING: (SUMMARY, BASIS, TEXT, UNITS, *CONTACT),
    Kind.INSPECTOR_LIST: (SUMMARY, *PERIOD, TEXT, PERSONS, *CONTACT),
    Kind.PLATE: (
        Field("inspector", gettext_lazy("Responsible inspector"), is_needed=True),
        Field("matters", gettext_lazy("Matters inspected"), "prose"),
        *PERIOD[1:], *CONTACT,
    ),
    Kind.COMMITTEE: (
        SUMMARY, TEXT, PERSONS,
        Field("in_force_on", gettext_lazy("As of"), "date"),
        UNITS, *CONTACT,
    ),
    Kind.ANNUAL_LIST: (SUMMARY, PERIOD[0], NUMBER, ISSUED, TEXT, LIST, *CONTACT),
    Kind.ANNUAL_PLAN: (SUMMARY, PERIOD[0], NUMBER, ISSUED, TEXT, LIST, *CONTACT),
    Kind.ANNUAL_REPORT: (SUMMARY, PERIOD[0], NUMBER, ISSUED, TEXT, *CONTACT),
}


def protect(payload: dict[str, Any], floor: int | None) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Return the payload without figures of small groups, and what was withheld for it (T91).

    Without a rule of the area (`floor` None) no survey is published at all.
    """
    rows = payload.get(SURVEY.name)
    if not rows:
        return dict(payload), []
    sizes = [row.get("answers") or 0 for row in rows]
    hidden = hidden_groups(sizes, floor) if floor is not None else set(range(len(rows)))
    if not hidden:
        return dict(payload), []
    shown_rows = [{"group": row["group"]} if place in hidden else row for place, row in enumerate(rows)]
    reason = _("Figures of small groups are not shown.")
    return {**payload, SURVEY.name: shown_rows}, [{"field": SURVEY.name, "article": "pipl", "reason": reason}]


def where_words(kind: str, path: str) -> str:
    """Return a path of a payload in words: `findings.2.what` becomes "Problems found 2, What was found"."""
    known: Iterable[Field] = FORMS[Kind(kind)]
    words: list[str] = []
    for part in path.split("."):
        found = next((item for item in known if item.name == part), None)
        if found is None and not part.isdigit():
            return str(PLACES.get(path, path))
        if found:
            words.append(str(found.label))
            known = found.fields
        else:
            words[-1:] = [f"{words[-1]} {part}"] if words else [part]
    return _(", ").join(words)


PLACES = {"title": gettext_lazy("Title"), "body": gettext_lazy("Text")}
FINDING_WORDS = {
    Found.MOBILE: gettext_lazy("mobile number"),
    Found.IDENTITY: gettext_lazy("identity number"),
    Found.CARD: gettext_lazy("bank card"),
    Found.EMAIL: gettext_lazy("private e-mail address"),
    Found.VEHICLE: gettext_lazy("vehicle licence"),
    Found.ACCOUNT: gettext_lazy("chat account"),
    Found.ADDRESS: gettext_lazy("home address"),
    Found.BIRTH: gettext_lazy("date of birth"),
    Found.PUPIL: gettext_lazy("name or number of a pupil"),
    Found.UNIT: gettext_lazy("name of the school"),
    Found.HIDDEN: gettext_lazy("hidden content"),
    Found.UNREADABLE: gettext_lazy("unreadable content"),
}
