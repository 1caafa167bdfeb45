"""What the pages of the chain share."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from inspectorate.documents.models import Document
from inspectorate.lib.pages import Part
from inspectorate.register.models import Post
from supervision.tables import DOCUMENTS


def to_document(_subject: Any, document: Document) -> str:
    """Return the page of the document that a verb drafted."""
    return document.get_absolute_url()


def to_result(_subject: Any, result: Model) -> str:
    """Return the page of what a verb made."""
    return result.get_absolute_url()


def documents(obj: Model, post: Post, *parts: Model) -> Part:
    """Return the documents about a row, or about parts of its file, that the post may read."""
    found = Document.objects.of(obj)
    for part in parts:
        found |= Document.objects.of(part)
    return Part(_("Documents"), found.visible_to(post), DOCUMENTS, empty=_("No document yet."))


def is_drafted(obj: Model, kind: str) -> bool:
    """Return whether a document of a kind is under way or done for a row."""
    return Document.objects.of(obj).filter(kind=kind).exclude(state="void").exists()
