"""Columns of the desk's lists and pages of publication."""
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.pages import Column, Ordering

from .models import Objection, Publication
from .states import PENDING_STATES, ObjectionState


def is_pending(publication: Publication) -> bool:
    """Return whether the time to publish still runs."""
    return publication.state in PENDING_STATES


def is_unanswered(objection: Objection) -> bool:
    """Return whether the promised day still matters."""
    return objection.state == ObjectionState.RECEIVED


PUBLICATIONS = (
    Column("title", _("Title"), kind="link"),
    Column("kind", _("Kind"), "get_kind_display"),
    Column("organization", _("About"), "organization.label"),
    Column("state", _("State"), kind="state"),
    Column("due_on", _("To be published by"), kind="due", is_open=is_pending),
    Column("listed_on", _("Date"), kind="date", order="date"),
    Column("author", _("Author"), "author.name"),
    Column("version", _("Version"), kind="number"),
)
PUBLICATION_ORDERS = (
    Ordering("date", _("Date"), "listed_on", descending=True),
)
PUBLICATION_FACTS = (
    Column("kind", _("Kind"), "get_kind_display"),
    Column("organization", _("About"), "organization.name"),
    Column("area", _("Area"), "area.name"),
    Column("owner", _("Published by"), "owner.name"),
    Column("publicity", _("For whom"), "get_publicity_display"),
    Column("formed_on", _("Formed on"), kind="date"),
    Column("due_on", _("To be published by"), kind="due", is_open=is_pending),
    Column("version", _("Version"), kind="number"),
    Column("correction_note", _("What is corrected")),
    Column("author", _("Author"), "author.name"),
    Column("reviewer", _("Publication reviewed by"), "reviewer.name"),
    Column("article", _("Article"), "get_article_display"),
    Column("ground", _("Ground or remark")),
    Column("third_party", _("Consent of third parties")),
    Column("released_at", _("Published at"), kind="moment"),
    Column("released_by", _("Released by"), "released_by.name"),
    Column("ends_on", _("Posted until"), kind="date"),
    Column("withdrawn_at", _("Taken down at"), kind="moment"),
    Column("withdrawn_reason", _("Reason of the withdrawal")),
    Column("sha256", _("Fingerprint")),
)
OBJECTIONS = (
    Column("title", _("About"), str, kind="link"),
    Column("state", _("State"), kind="state"),
    Column("received_on", _("Received on"), kind="date"),
    Column("due_on", _("Promised by"), kind="due", is_open=is_unanswered, order="due"),
    Column("outcome", _("Outcome"), "get_outcome_display"),
)
OBJECTION_ORDERS = (
    Ordering("due", _("Promised by"), "due_on", descending=True),
)
OBJECTION_FACTS = (
    Column("publication", _("Publication"), kind="link", value="publication"),
    Column("received_at", _("Received at"), kind="moment"),
    Column("due_on", _("Promised by"), kind="due", is_open=is_unanswered),
    Column("text", _("What is not right")),
    Column("outcome", _("Outcome"), "get_outcome_display"),
    Column("answer", _("Answer")),
    Column("answered_by", _("Answered by"), "answered_by.name"),
    Column("answered_at", _("Answered at"), kind="moment"),
)
