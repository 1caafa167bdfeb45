"""Columns of lists and pages of documents."""

from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.pages import Column, Ordering

DOCUMENTS = (
    Column("title", _("Title"), kind="link", order="id"),
    Column("addressee", _("Addressed to")),
    Column("number", _("Document number")),
    Column("kind", _("Kind"), "kind_name", is_minor=True),
    Column("state", _("State"), kind="state"),
    Column("drafter", _("Drafter"), "drafter.name"),
    Column("signed_on", _("Date of signature"), kind="date"),
    Column("issued_at", _("Issued at"), kind="moment", order="issued"),
)
ORDERS = (
    Ordering("id", _("Newest"), "pk", descending=True),
    Ordering("issued", _("Issued"), "issued_at", descending=True),
)
FACTS = (
    Column("number", _("Document number")),
    Column("kind", _("Kind"), "kind_name"),
    Column("issuer", _("Issuing body"), "issuer.name"),
    Column("subject", _("About"), kind="link", value="subject"),
    Column("drafter", _("Drafter"), "drafter.name"),
    Column("reviewer", _("Reviewer"), "reviewer.name"),
    Column("signer", _("Signatory"), "signer.name"),
    Column("signed_on", _("Date of signature"), kind="date"),
    Column("issued_at", _("Issued at"), kind="moment"),
    Column("confirmed_by", _("Date confirmed by"), "confirmed_by.name"),
    Column("is_public", _("May be made public"), kind="bool"),
    Column("rendering", _("Files")),
    Column("rendering_error", _("Last failure")),
)
FOR_RECIPIENTS = frozenset({"number", "kind", "issuer", "subject", "signer", "signed_on", "issued_at"})
AS_COPY = Column("is_copy", _("As a copy"), lambda row: _("yes") if row.is_copy else "")
DISPATCHES = (
    Column("recipient", _("Recipient")),
    Column("via", _("Way of sending")),
    AS_COPY,
    Column("dispatched_at", _("Sent at"), kind="moment"),
    Column("received_on", _("Received on"), kind="date"),
    Column("received_by", _("Received by"), "received_by.name"),
)
RECIPIENTS = (Column("name", _("Recipient")), AS_COPY)


def file_links(row: Any) -> SafeString:
    """Return links to the files attached to a row (prefetch `attachments__file`)."""
    files = (attachment.file for attachment in row.attachments.all())
    return format_html_join(" ", '<a href="{}">{}</a>', ((file.get_absolute_url(), file.name) for file in files))


ATTACHED = Column("files", _("Attached files"), file_links)  # for the parts of other apps' pages
FILES = (
    Column("file", _("File"), "file.name", url=lambda attachment: attachment.file.get_absolute_url()),
    Column("label", _("What it is")),
)
