"""The verbs of the accountability chain, in its order."""
from .actions import (
    answer_consultation, archive_action, close_consultation, consult, decide_action, default_scope,
    draft_accountability_notice, draft_decision, drop_action, establish_facts, finalize, form_group, hear_statement,
    inform_target, is_aggravated, propose_action, publish_decision, serve_decision, submit_statement,
)
from .challenges import appeal_due_on, correct_decision, decide_challenge, request_appeal, request_review
from .circulars import (
    approve_circular, draft_circular, issue_circular, propose_circular, publish_circular, withdraw_circular,
)
from .feedback import (
    Argument, answer_point, close_defence, draft_opinion, issue_opinion, open_case, receive_opinion, submit_defence,
    waive_defence,
)
from .interviews import (
    approve_interview, draft_interview_notice, draft_interview_record, hold_interview, note_record_sent,
    propose_interview, serve_interview_notice, withdraw_interview,
)
from .letters import draft_letter, issue_letter, receive_letter
from .rectification import archive_case, close_out, plan_item, prolong_item, recheck_item, reopen_item, report_item, return_report
from .reporting import (
    draft_filing, draft_report, file_report, open_report_duty, propose_publication, publish_report, submit_report,
)
from .supervising import (
    draft_supervise_notice, issue_supervise_notice, propose_notice, serve_supervise_notice, withdraw_notice,
)

__all__ = [
    "Argument",
    "answer_consultation",
    "answer_point",
    "appeal_due_on",
    "approve_circular",
    "approve_interview",
    "archive_action",
    "archive_case",
    "close_consultation",
    "close_defence",
    "close_out",
    "consult",
    "correct_decision",
    "decide_action",
    "decide_challenge",
    "default_scope",
    "draft_accountability_notice",
    "draft_circular",
    "draft_decision",
    "draft_filing",
    "draft_interview_notice",
    "draft_interview_record",
    "draft_letter",
    "draft_opinion",
    "draft_report",
    "draft_supervise_notice",
    "drop_action",
    "establish_facts",
    "file_report",
    "finalize",
    "form_group",
    "hear_statement",
    "hold_interview",
    "inform_target",
    "is_aggravated",
    "issue_circular",
    "issue_letter",
    "issue_opinion",
    "issue_supervise_notice",
    "note_record_sent",
    "open_case",
    "open_report_duty",
    "plan_item",
    "prolong_item",
    "propose_action",
    "propose_circular",
    "propose_interview",
    "propose_notice",
    "propose_publication",
    "publish_circular",
    "publish_decision",
    "publish_report",
    "receive_letter",
    "receive_opinion",
    "recheck_item",
    "reopen_item",
    "report_item",
    "request_appeal",
    "request_review",
    "return_report",
    "serve_decision",
    "serve_interview_notice",
    "serve_supervise_notice",
    "submit_defence",
    "submit_report",
    "submit_statement",
    "waive_defence",
    "withdraw_circular",
    "withdraw_interview",
    "withdraw_notice",
]
