"""The verbs of inspections, in the order of the law's steps."""

from .annual_list import approve_entry, draft_entry, edit_entry, return_entry, submit_entry, withdraw_entry
from .fieldwork import (
    add_finding,
    add_opinion,
    add_site_record,
    conclude,
    drop_finding,
    edit_finding,
    lift_finding,
    start_deliberation,
    start_hearing,
    start_on_site,
)
from .planning import archive, cancel, dissolve_team, form_team, open_emergency, open_inspection, replace_member
from .serving import draft_notice, review_self_evaluation, serve_notice, submit_self_evaluation

__all__ = [
    "add_finding",
    "add_opinion",
    "add_site_record",
    "approve_entry",
    "archive",
    "cancel",
    "conclude",
    "dissolve_team",
    "draft_entry",
    "draft_notice",
    "drop_finding",
    "edit_entry",
    "edit_finding",
    "form_team",
    "lift_finding",
    "open_emergency",
    "open_inspection",
    "replace_member",
    "return_entry",
    "review_self_evaluation",
    "serve_notice",
    "start_deliberation",
    "start_hearing",
    "start_on_site",
    "submit_entry",
    "submit_self_evaluation",
    "withdraw_entry",
]
