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
from .hazard_office import (
    draft_hazard_notice,
    issue_hazard_notice,
    reassign_hazard,
    void_hazard,
    void_hazard_notice,
)
from .hazard_rounds import check_removal, close_hazard, prolong_hazard, reopen_hazard, report_removal
from .hazards import REMOVE as REMOVE_HAZARD
from .hazards import enter_hazard, open_hazard
from .planning import archive, cancel, dissolve_team, form_team, open_emergency, open_inspection, replace_member
from .serving import draft_notice, review_self_evaluation, serve_notice, submit_self_evaluation
from .visit_records import Content, Found, Seen
from .visit_replies import (
    answer_visit_objection,
    hand_over_problem,
    object_to_visit,
    reply_to_visit,
    return_visit,
    settle_problem,
)
from .visits import amend_visit, arrive, cancel_visit, file_visit, plan_visit, save_visit

__all__ = [
    "REMOVE_HAZARD",
    "Content",
    "Found",
    "Seen",
    "add_finding",
    "add_opinion",
    "add_site_record",
    "amend_visit",
    "answer_visit_objection",
    "approve_entry",
    "archive",
    "arrive",
    "cancel",
    "cancel_visit",
    "check_removal",
    "close_hazard",
    "conclude",
    "dissolve_team",
    "draft_entry",
    "draft_hazard_notice",
    "draft_notice",
    "drop_finding",
    "edit_entry",
    "edit_finding",
    "enter_hazard",
    "file_visit",
    "form_team",
    "hand_over_problem",
    "issue_hazard_notice",
    "lift_finding",
    "object_to_visit",
    "open_emergency",
    "open_hazard",
    "open_inspection",
    "plan_visit",
    "prolong_hazard",
    "reassign_hazard",
    "reopen_hazard",
    "replace_member",
    "reply_to_visit",
    "report_removal",
    "return_entry",
    "return_visit",
    "review_self_evaluation",
    "save_visit",
    "serve_notice",
    "settle_problem",
    "start_deliberation",
    "start_hearing",
    "start_on_site",
    "submit_entry",
    "submit_self_evaluation",
    "void_hazard",
    "void_hazard_notice",
    "withdraw_entry",
]
