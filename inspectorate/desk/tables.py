"""Columns of the desk's lists, and what waits for a hand."""
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.pages import Column, Ordering

TODO = (
    Column("title", _("What"), url=lambda duty: reverse("todo-open", args=[duty.pk])),
    Column("subject_label", _("About")),
    Column("holder", _("Owed by"), "holder.label"),
    Column("due_on", _("Due"), kind="due", order="due"),
    Column("rule", _("Rule"), kind="code", is_minor=True),
)
TODO_ORDERS = (
    Ordering("due", _("Due"), "due_on"),
    Ordering("opened", _("Opened on"), "opened_on", descending=True),
)


class Waiting(NamedTuple):
    """Rows of a model that wait for one verb of somebody who may do it: `condition` are filters on the rows."""

    key: str
    label: Any
    model: str
    verb: str
    condition: dict[str, Any]


DOCUMENT, PUBLICATION, ITEM = "documents.Document", "publication.Publication", "accountability.RectificationItem"
WAITING = (
    Waiting("sign", _("Documents to sign"), DOCUMENT, "sign", {"state": "in_review"}),
    Waiting("issue", _("Documents to issue"), DOCUMENT, "issue", {"state": "signed"}),
    Waiting("review", _("Publications to review"), PUBLICATION, "review", {"state": "in_review"}),
    Waiting("release", _("Publications to release"), PUBLICATION, "release", {"state__startswith": "cleared"}),
    Waiting("objection", _("Objections to answer"), "publication.Objection", "answer", {"state": "received"}),
    Waiting("interview", _("Interviews to approve"), "accountability.Interview", "approve_interview",
            {"state": "proposed"}),
    Waiting("recheck", _("Items to re-check"), ITEM, "recheck_item", {"state": "reported"}),
    Waiting("close", _("Items to close out"), ITEM, "close_out", {"state": "passed"}),
    Waiting("extension", _("Requests for more time to answer"), "duties.Duty", "answer_extension",
            {"extensions__state": "asked"}),
    Waiting("setting", _("Changes of rules to approve"), "rulebook.Setting", "approve_setting",
            {"state": "proposed"}),
)
WAITING_COLUMNS = (
    Column("row", _("What"), str, kind="link"),
    Column("state", _("State"), kind="state"),
)
