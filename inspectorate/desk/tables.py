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
    """Rows of a model that wait for one verb of somebody who may do it."""

    key: str
    label: Any
    model: str
    verb: str
    states: tuple[str, ...]


WAITING = (
    Waiting("sign", _("Documents to sign"), "documents.Document", "sign", ("in_review",)),
    Waiting("issue", _("Documents to issue"), "documents.Document", "issue", ("signed",)),
    Waiting("review", _("Publications to review"), "publication.Publication", "review", ("proposed",)),
    Waiting("release", _("Publications to release"), "publication.Publication", "release", ("reviewed",)),
)
WAITING_COLUMNS = (
    Column("row", _("What"), str, kind="link"),
    Column("state", _("State"), kind="state"),
)
