"""Columns of the roster's pages; no private number is a column of any list or export (R-PUB-12)."""
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from inspectorate.lib.pages import Column, Ordering


def joined(name: str):
    """Return a column value that joins the words of a list property."""
    return lambda row: _("; ").join(getattr(row, name))


def yes_no(name: str):
    """Return a column value that reads a flag as a truth value."""
    return lambda row: bool(getattr(row, name))


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
