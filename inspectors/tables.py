"""Columns of the roster's pages; no private number is a column of any list or export (R-PUB-12)."""
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from inspectorate.lib.pages import Column, Ordering


def joined(name: str):
    """Return a column value that joins the words of a list property."""
    return lambda row: _("; ").join(getattr(row, name))


def yes_no(name: str):
    """Return a column value that reads a flag as a truth value."""
    return lambda row: bool(getattr(row, name))


def hours_of(name: str):
    """Return a column value that writes hours as they are spoken of: whole ones without a decimal, none as nothing."""

    def shown(row):
        hours = getattr(row, name)
        return int(hours) if hours is not None and hours == int(hours) else hours

    return shown


NAME_ORDER = (Ordering("name", pgettext_lazy("person", "Name"), "name"),)

INSPECTORS = (
    Column("name", pgettext_lazy("person", "Name"), kind="link", order="name"),
    Column("kind", gettext_lazy("Full- or part-time")),
    Column("categories", gettext_lazy("Categories"), joined("category_labels")),
    Column("organization", gettext_lazy("Employer"), "organization.label"),
    Column("office", gettext_lazy("Inspectorate"), "office.label", is_minor=True),
    Column("term_ends_on", gettext_lazy("Term until"), kind="due", order="term"),
    Column("certificate_ends_on", gettext_lazy("Certificate until"), kind="due"),
    Column("is_fit", gettext_lazy("May inspect"), yes_no("is_fit"), kind="bool"),
    Column("state", gettext_lazy("Status"), kind="state"),
)
INSPECTOR_ORDERS = (*NAME_ORDER, Ordering("term", gettext_lazy("End of term"), "term_ends_on"))

PROFILE = (
    Column("kind", gettext_lazy("Full- or part-time")),
    Column("categories", gettext_lazy("Categories"), joined("category_labels")),
    Column("stages", gettext_lazy("School stages"), joined("stage_labels")),
    Column("office", gettext_lazy("Managing inspectorate")),
    Column("organization", gettext_lazy("Employer")),
    Column("degree", gettext_lazy("Degree")),
    Column("years_of_work", gettext_lazy("Years in education")),
    Column("title", gettext_lazy("Professional title")),
    Column("source", gettext_lazy("Source")),
    Column("office_phone", gettext_lazy("Office phone")),
)
INSPECTOR_FACTS = (
    *PROFILE,
    Column("register_number", gettext_lazy("Register number")),
    Column("registered_on", gettext_lazy("Registered on"), kind="date"),
    Column("appointment_document", gettext_lazy("Appointed or engaged by")),
    Column("exited_on", gettext_lazy("Left on"), kind="date"),
    Column("exit_reason", gettext_lazy("Reason of leaving")),
)
MASKED = Column("mobile", gettext_lazy("Mobile"), lambda row: str(row.mobile), is_exported=False)
PLAIN = Column("mobile", gettext_lazy("Mobile"), lambda row: row.mobile.reveal(), is_exported=False)

TERMS = (
    Column("starts_on", gettext_lazy("From"), kind="date"),
    Column("last_on", gettext_lazy("Until"), kind="date"),
    Column("letter_number", gettext_lazy("Letter of appointment")),
    Column("state", gettext_lazy("State"), kind="state"),
)
CERTIFICATES = (
    Column("number", gettext_lazy("Certificate number")),
    Column("issuer", gettext_lazy("Issuer"), "issuer.label"),
    Column("issued_on", gettext_lazy("Issued on"), kind="date"),
    Column("expires_on", gettext_lazy("Valid until"), kind="date"),
    Column("revoked_on", gettext_lazy("Revoked on"), kind="date"),
    Column("is_valid", gettext_lazy("Valid today"), kind="bool"),
)
INTERESTS = (
    Column("organization", gettext_lazy("Unit")),
    Column("relation", gettext_lazy("Tie")),
    Column("until", gettext_lazy("Until"), kind="date"),
    Column("declared_on", gettext_lazy("Declared on"), kind="date"),
    Column("note", gettext_lazy("Note")),
    Column("is_void", gettext_lazy("Struck"), lambda row: _("Struck") if row.is_void else ""),
)
RECUSALS = (
    Column("inspector", gettext_lazy("Inspector"), str, kind="link"),
    Column("organization", gettext_lazy("Unit"), "organization.label"),
    Column("requester", gettext_lazy("Started by")),
    Column("requested_on", gettext_lazy("Asked for on"), kind="date", order="requested"),
    Column("decided_on", gettext_lazy("Decided on"), kind="date"),
    Column("state", gettext_lazy("Decision"), kind="state"),
)
RECUSAL_ORDERS = (Ordering("requested", gettext_lazy("Asked for on"), "requested_on", descending=True),)
RECUSAL_FACTS = (
    Column("inspector", gettext_lazy("Inspector")),
    Column("organization", gettext_lazy("Unit")),
    Column("requester", gettext_lazy("Started by")),
    Column("requested_by", gettext_lazy("Entered by")),
    Column("requested_on", gettext_lazy("Asked for on"), kind="date"),
    Column("ground", gettext_lazy("Ground"), kind="lines"),
    Column("decided_by", gettext_lazy("Decided by")),
    Column("decided_on", gettext_lazy("Decided on"), kind="date"),
    Column("reasons", gettext_lazy("Reasons"), kind="lines"),
)

CANDIDACIES = (
    Column("name", pgettext_lazy("person", "Name"), kind="link", order="name"),
    Column("kind", gettext_lazy("Full- or part-time")),
    Column("categories", gettext_lazy("Categories"), joined("category_labels")),
    Column("organization", gettext_lazy("Employer"), "organization.label"),
    Column("office", gettext_lazy("Inspectorate"), "office.label", is_minor=True),
    Column("recommended_on", gettext_lazy("Recommended on"), kind="date", order="recommended"),
    Column("posting", gettext_lazy("Open for objections until"), "posting.ends_on", kind="date"),
    Column("state", gettext_lazy("State"), kind="state"),
)
CANDIDACY_ORDERS = (
    Ordering("recommended", gettext_lazy("Recommended on"), "recommended_on", descending=True),
    *NAME_ORDER,
)
CANDIDACY_FACTS = (
    *PROFILE,
    Column("recommending_unit", gettext_lazy("Recommended by")),
    Column("recommended_on", gettext_lazy("Recommended on"), kind="date"),
    Column("has_senior_title", gettext_lazy("Senior professional title"), kind="bool"),
    Column("has_committed", gettext_lazy("Declaration made"), kind="bool"),
    Column("reviewed_by", gettext_lazy("Reviewed by")),
    Column("review_opinion", gettext_lazy("Opinion of the review"), kind="lines"),
    Column("assessed_on", gettext_lazy("Assessed on"), kind="date"),
    Column("assessment", gettext_lazy("Result of the assessment")),
    Column("posting", gettext_lazy("Posting"), kind="link"),
    Column("inspector", gettext_lazy("Appointed as"), kind="link"),
)
OBJECTIONS = (
    Column("received_on", gettext_lazy("Received on"), kind="date"),
    Column("content", gettext_lazy("What is objected"), kind="lines"),
    Column("finding", gettext_lazy("What was found"), kind="lines"),
    Column("state", gettext_lazy("State"), kind="state"),
)
POSTING_FACTS = (
    Column("office", gettext_lazy("Inspectorate")),
    Column("posted_on", gettext_lazy("Posted on"), kind="date"),
    Column("released_on", gettext_lazy("Published on"), kind="date"),
    Column("ends_on", gettext_lazy("Open for objections until"), kind="due", is_open=lambda row: row.is_open()),
    Column("is_provisional", gettext_lazy("Provisional date"), kind="bool"),
    Column("objection_phone", gettext_lazy("Telephone for objections")),
    Column("objection_mailbox", gettext_lazy("Mailbox for objections")),
)
ON_NOTICE = {"name", "kind", "categories", "organization", "state"}
POSTED = tuple(column for column in CANDIDACIES if column.name in ON_NOTICE)

EXPERTS = (
    Column("name", pgettext_lazy("person", "Name"), kind="link", order="name"),
    Column("field", gettext_lazy("Field of expertise")),
    Column("categories", gettext_lazy("Categories"), joined("category_labels")),
    Column("employer", gettext_lazy("Employer"), lambda row: row.organization or row.employer),
    Column("office", gettext_lazy("Inspectorate"), "office.label", is_minor=True),
    Column("office_phone", gettext_lazy("Office phone"), kind="code", is_minor=True),
    Column("valid_from", gettext_lazy("In the pool from"), kind="date"),
    Column("valid_to", gettext_lazy("In the pool until"), kind="date"),
)
EXPERT_FACTS = (
    *(column for column in EXPERTS if column.name != "name"),
    Column("title", gettext_lazy("Professional title")),
)


def has_school(row) -> bool:
    """Return whether the register holds more than the name of an institution."""
    return hasattr(row, "school")


def of_school(name: str):
    """Return a column value that reads what the register holds of an institution, in words."""
    return lambda row: getattr(row.school, f"get_{name}_display")() if has_school(row) else ""


def person_page(row) -> str:
    """Return the address of the inspector of a row."""
    return reverse("inspector-detail", args=[row.inspector_id])


PERSON = Column("inspector", gettext_lazy("Inspector"), "inspector.name")
PERSON_LINK = Column("inspector", gettext_lazy("Inspector"), "inspector.name", url=person_page)
ZONES = (
    Column("name", gettext_lazy("Zone"), kind="link", order="name"),
    Column("office", gettext_lazy("Managing inspectorate"), "office.label"),
    Column("size", gettext_lazy("Schools"), kind="number"),
    Column("inspector_names", gettext_lazy("Inspectors"), joined("inspector_names")),
    Column("valid_from", gettext_lazy("From"), kind="date", is_minor=True),
    Column("valid_to", gettext_lazy("Until"), kind="date", is_minor=True),
)
ZONE_FACTS = (
    Column("office", gettext_lazy("Managing inspectorate")),
    Column("valid_from", gettext_lazy("From"), kind="date"),
    Column("valid_to", gettext_lazy("Until"), kind="date"),
)
COVERED = (
    Column("name", gettext_lazy("Name of the school"), kind="link", order="name"),
    Column("area", gettext_lazy("County"), "area.name"),
    Column("stage", gettext_lazy("Stage"), of_school("stage")),
    Column("sponsor", gettext_lazy("Sponsor"), of_school("sponsor"), is_minor=True),
    Column("zone_name", gettext_lazy("Zone")),
    Column("inspector_names", gettext_lazy("Responsible inspectors"), joined("inspector_names")),
    Column("cover", gettext_lazy("In term"), kind="number"),
)
COVER_FACTS = (
    *(column for column in COVERED if column.name in {"area", "stage", "sponsor", "zone_name"}),
    Column("managing_level", gettext_lazy("Managed by"), of_school("managing_level")),
    Column("pupils", gettext_lazy("Pupils"), lambda row: row.school.pupils if has_school(row) else None),
)
ZONE_SPANS = (
    Column("zone", gettext_lazy("Zone"), "zone.name", url=lambda row: row.get_absolute_url()),
    Column("valid_from", gettext_lazy("From"), kind="date"),
    Column("valid_to", gettext_lazy("Until"), kind="date"),
)
ASSIGNMENTS = (
    Column("school", gettext_lazy("Name of the school"), "school.name", url=lambda row: row.get_absolute_url()),
    PERSON,
    Column("zone", gettext_lazy("Zone")),
    Column("valid_from", gettext_lazy("From"), kind="date", order="from"),
    Column("valid_to", gettext_lazy("Until"), kind="date"),
    Column("reason", gettext_lazy("Reason"), is_minor=True),
    Column("ended_reason", gettext_lazy("Reason of the end"), is_minor=True),
)
ASSIGNMENT_ORDERS = (Ordering("from", gettext_lazy("From"), "valid_from", descending=True),)
OWN_SCHOOLS = tuple(column for column in ASSIGNMENTS if column.name not in {"inspector", "reason"})


def zone_people(*, is_linked: bool) -> tuple[Column, ...]:
    """Return the columns of the people of a zone."""
    return (
        Column("name", pgettext_lazy("person", "Name"), kind="link" if is_linked else "text"),
        Column("kind", gettext_lazy("Full- or part-time")),
        Column("load", gettext_lazy("Schools"), kind="number"),
        Column("term_ends_on", gettext_lazy("Term until"), kind="due"),
        Column("is_fit", gettext_lazy("May inspect"), yes_no("is_fit"), kind="bool"),
    )


def school_assignments(*, is_linked: bool) -> tuple[Column, ...]:
    """Return the columns of a school's assignments: the day leads to the assignment, the name to the person."""
    first = Column("valid_from", gettext_lazy("From"), kind="date", url=lambda row: row.get_absolute_url())
    return (PERSON_LINK if is_linked else PERSON, first,
            *(column for column in ASSIGNMENTS if column.name not in {"school", "inspector", "valid_from"}))


def assignment_facts(*, is_linked: bool) -> tuple[Column, ...]:
    """Return the facts of an assignment."""
    school = Column("school", gettext_lazy("Name of the school"), "school.name",
                    url=lambda row: reverse("institution-detail", args=[row.school_id]))
    zone = Column("zone", gettext_lazy("Zone"), "zone", kind="link")
    return (PERSON_LINK if is_linked else PERSON, school, zone, *ASSIGNMENTS[3:])


COURSES = (
    Column("title", gettext_lazy("Title"), kind="link"),
    Column("starts_on", gettext_lazy("From"), kind="date", order="from"),
    Column("ends_on", gettext_lazy("Until"), kind="date"),
    Column("tier", gettext_lazy("Tier")),
    Column("content", gettext_lazy("Kind of content"), is_minor=True),
    Column("mode", gettext_lazy("Mode")),
    Column("hours", gettext_lazy("Hours"), hours_of("hours"), kind="number"),
    Column("organiser", gettext_lazy("Organiser"), is_minor=True),
    Column("present", gettext_lazy("Present"), kind="number"),
)
COURSE_ORDERS = (Ordering("from", gettext_lazy("From"), "starts_on", descending=True),)
COURSE_FACTS = (
    *(column for column in COURSES if column.name not in {"title", "present"}),
    Column("is_induction", gettext_lazy("Induction for new inspectors"), kind="bool"),
    Column("office", gettext_lazy("Inspectorate")),
)
RECORDS = (
    Column("title", gettext_lazy("Title"), kind="link"),
    Column("inspector", gettext_lazy("Inspector"), "inspector.name", url=person_page),
    Column("mode", gettext_lazy("Mode")),
    Column("hours", gettext_lazy("Hours"), hours_of("hours"), kind="number"),
    Column("completed_on", gettext_lazy("Completed on"), kind="date", order="completed"),
    Column("state", gettext_lazy("State"), kind="state"),
)
RECORD_ORDERS = (Ordering("completed", gettext_lazy("Completed on"), "completed_on", descending=True),)
RECORD_FACTS = (
    *RECORDS[1:5],
    Column("is_induction", gettext_lazy("Induction for new inspectors"), kind="bool"),
    Column("course", gettext_lazy("Course"), kind="link"),
    Column("reported_by", gettext_lazy("Reported by")),
    Column("answer", gettext_lazy("Answer of the office"), kind="lines"),
    Column("files", gettext_lazy("Evidence"), lambda row: format_html_join(
        _("; "), '<a href="{}">{}</a>',
        ((one.file.get_absolute_url(), one.file.name) for one in row.attachments.all()),
    )),
)
TRANSCRIPT = tuple(column for column in RECORDS if column.name != "inspector")
YEARS = (
    Column("year", gettext_lazy("Year"), kind="number"),
    Column("counted", gettext_lazy("Hours counted"), hours_of("counted"), kind="number"),
    Column("needed", gettext_lazy("Hours needed"), hours_of("needed"), kind="number"),
    Column("short_by", gettext_lazy("Short by"), hours_of("short_by"), kind="number"),
    Column("modes", gettext_lazy("Modes that count")),
    Column("basis", gettext_lazy("Basis")),
)

TRAINED = (
    Column("name", pgettext_lazy("person", "Name"), url=lambda row: reverse("inspector-transcript", args=[row.pk])),
    Column("hours", gettext_lazy("Hours counted"), hours_of("hours"), kind="number"),
    Column("all_hours", gettext_lazy("Hours of all modes"), hours_of("all_hours"), kind="number", is_minor=True),
    Column("needed", gettext_lazy("Hours needed"), hours_of("needed"), kind="number"),
    Column("short_by", gettext_lazy("Short by"), hours_of("short_by"), kind="number"),
    Column("forecast", gettext_lazy("At the year's end at this rate"), hours_of("forecast"), kind="number"),
    Column("will_be_short_by", gettext_lazy("Short then by"), hours_of("will_be_short_by"), kind="number"),
)
CHECK_FACTS = (
    Column("kind", gettext_lazy("Kind")),
    Column("office", gettext_lazy("Inspectorate")),
    Column("period", gettext_lazy("Period")),
    Column("opened_on", gettext_lazy("Opened on"), kind="date"),
    Column("short", gettext_lazy("Short when it was opened"), kind="number"),
    Column("note", gettext_lazy("What was done"), kind="lines"),
    Column("done_on", gettext_lazy("Closed on"), kind="date"),
    Column("done_by", gettext_lazy("Closed by")),
)
