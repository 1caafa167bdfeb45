"""What the roster does, and what it answers to those who build teams."""
from .candidacies import appoint, assess, post, recommend, register_objection, reject, review, settle
from .experts import amend_expert, register_expert, remove_expert
from .publishing import note_release, propose_posting, publish_roster
from .recusal import (
    UNIT_ROLES,
    Refusal,
    check_for_team,
    check_many,
    decide_recusal,
    declare_interest,
    end_interest,
    recusal_grounds,
    request_recusal,
    void_interest,
)
from .roster import amend, check_eligible, exit_roster, register_inspector
from .terms import INSPECTOR_ROLES, complete_term, issue_certificate, renew_term, start_term

__all__ = [
    "INSPECTOR_ROLES",
    "UNIT_ROLES",
    "Refusal",
    "amend",
    "amend_expert",
    "appoint",
    "assess",
    "check_eligible",
    "check_for_team",
    "check_many",
    "complete_term",
    "decide_recusal",
    "declare_interest",
    "end_interest",
    "exit_roster",
    "issue_certificate",
    "note_release",
    "post",
    "propose_posting",
    "publish_roster",
    "recommend",
    "recusal_grounds",
    "register_expert",
    "register_inspector",
    "register_objection",
    "reject",
    "remove_expert",
    "renew_term",
    "request_recusal",
    "review",
    "settle",
    "start_term",
    "void_interest",
]
