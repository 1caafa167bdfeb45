"""Verbs of duties: opened, met, prolonged, paused, waived, inside the transaction of the act that causes them."""

from .changes import answer_extension, ask_extension, pause_duty, resume_duty
from .closing import cancel_duties, meet_duty, meet_keys, waive_duty
from .dates import is_provisional, named_date, recompute_duty
from .holds import discard_held, release_held, retry_delivery
from .ledger import remind_due
from .notices import open_notice, unread
from .opening import Owed, open_duty, open_owed
from .sending import send_due

__all__ = [
    "Owed",
    "answer_extension",
    "ask_extension",
    "cancel_duties",
    "discard_held",
    "is_provisional",
    "meet_duty",
    "meet_keys",
    "named_date",
    "open_duty",
    "open_notice",
    "open_owed",
    "pause_duty",
    "recompute_duty",
    "release_held",
    "remind_due",
    "resume_duty",
    "retry_delivery",
    "send_due",
    "unread",
    "waive_duty",
]
