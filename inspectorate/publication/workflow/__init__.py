"""The verbs of publication: propose, redact, submit, review, release, correct, withdraw; objections and answers."""
from .doors import doors_version
from .drafting import attach, correct, drop, edit, propose, redact, return_to_author, submit
from .gate import findings_of, said
from .objections import answer, find_objection, raise_objection
from .releasing import end_posting, follow_successions, release, withdraw
from .reviewing import reopen, review

__all__ = [
    "answer",
    "attach",
    "correct",
    "doors_version",
    "drop",
    "edit",
    "end_posting",
    "find_objection",
    "findings_of",
    "follow_successions",
    "propose",
    "raise_objection",
    "redact",
    "release",
    "reopen",
    "return_to_author",
    "review",
    "said",
    "submit",
    "withdraw",
]
