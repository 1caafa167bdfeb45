"""Columns of lists and pages of documents."""

from django.utils.translation import gettext_lazy as _

from inspectorate.lib.pages import Column, Ordering

DOCUMENTS = (
    Column("title", _("Title"), kind="link", order="id"),
    Column("number", _("Document number")),
    Column("kind", _("Kind"), "kind_name"),
    Column("state", _("State"), kind="state"),
    Column("drafter", _("Drafter"), "drafter.name"),
    Column("signed_on", _("Signed"), kind="date"),
    Column("issued_at", _("Issued"), kind="moment", order="issued"),
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
    Column("signed_on", _("Signed"), kind="date"),
    Column("issued_at", _("Issued"), kind="moment"),
    Column("confirmed_by", _("Date confirmed by"), "confirmed_by.name"),
    Column("is_public", _("May be made public"), kind="bool"),
    Column("rendering", _("Files")),
    Column("rendering_error", _("Last failure")),
)
DISPATCHES = (
    Column("recipient", _("Recipient")),
    Column("via", _("By")),
    Column("is_copy", _("Copy"), kind="bool"),
    Column("dispatched_at", _("Dispatched"), kind="moment"),
    Column("received_on", _("Received"), kind="date"),
    Column("received_by", _("Received by"), "received_by.name"),
)
RECIPIENTS = (Column("name", _("Recipient")), Column("is_copy", _("Copy"), kind="bool"))
FILES = (
    Column("file", _("File"), "file.name", url=lambda attachment: attachment.file.get_absolute_url()),
    Column("label", _("What it is")),
)
