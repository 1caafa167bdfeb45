"""The fields of every kind of publication, in the order in which citizens read them."""
from django.utils.translation import gettext_lazy

from inspectorate.publication.states import Kind

from .fields import CLOSED, OPEN, Field, Form

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
        Field("what", gettext_lazy("The problem"), "prose", is_needed=True),
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
        Field("name", gettext_lazy("Name of the person"), is_needed=True),
        Field("unit", gettext_lazy("Unit")),
        Field("category", gettext_lazy("Category of inspector")),
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
