"""Verbs of returns: their forms, what units fill in and offices accept, and what the clock prepares."""
from .checks import Compared, compared, fault_of, gaps, jumps
from .forms import FieldLine, draft_form, end_form, put_in_force, write_fields, write_form
from .preparing import answering, prepare_returns
from .returns import Figure, accept_return, fill_return, reopen_return, send_back_return, submit_return

__all__ = [
    "Compared",
    "FieldLine",
    "Figure",
    "accept_return",
    "answering",
    "compared",
    "draft_form",
    "end_form",
    "fault_of",
    "fill_return",
    "gaps",
    "jumps",
    "prepare_returns",
    "put_in_force",
    "reopen_return",
    "send_back_return",
    "submit_return",
    "write_fields",
    "write_form",
]
