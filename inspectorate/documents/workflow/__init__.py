"""Verbs of documents: drafted, signed by a second person, numbered, sent, received, archived (R-DOC-23)."""

from .files import attach, keep_upload
from .issuing import archive, issue, render_again, void
from .sending import dispatch, dispatch_all, receive
from .signing import confirm_provisional, draft, edit, return_to_drafter, review, sign, submit

__all__ = [
    "archive",
    "attach",
    "confirm_provisional",
    "dispatch",
    "dispatch_all",
    "draft",
    "edit",
    "issue",
    "keep_upload",
    "receive",
    "render_again",
    "return_to_drafter",
    "review",
    "sign",
    "submit",
    "void",
]
