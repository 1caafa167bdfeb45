"""The verbs of accounts, posts, sessions, second factors and extra grants."""
from .accounts import (
    answer_correction,
    ask_correction,
    create_user,
    deactivate_account,
    edit_account,
    first_admin,
    reactivate_account,
    set_language,
)
from .actors import CONSOLE, Person
from .factors import (
    confirm_device,
    demo_device,
    has_second_factor,
    needs_second_factor,
    new_recovery_codes,
    remove_second_factor,
    reset_second_factor,
    verify_second_factor,
)
from .grants import end_grant, grant_access, may_be_named
from .organizations import amend_organization, close_organization, register_organization, set_school_facts, succeed
from .passwords import change_password, is_password_old, issue_link, set_password_by_code, user_of_code
from .posts import approve_post, end_post, open_post, refuse_post
from .sessions import end_other_sessions, end_session, end_sessions, start_session, switch_post

__all__ = [
    "CONSOLE",
    "Person",
    "amend_organization",
    "answer_correction",
    "approve_post",
    "ask_correction",
    "change_password",
    "close_organization",
    "confirm_device",
    "create_user",
    "deactivate_account",
    "demo_device",
    "edit_account",
    "end_grant",
    "end_other_sessions",
    "end_post",
    "end_session",
    "end_sessions",
    "first_admin",
    "grant_access",
    "has_second_factor",
    "is_password_old",
    "issue_link",
    "may_be_named",
    "needs_second_factor",
    "new_recovery_codes",
    "open_post",
    "reactivate_account",
    "refuse_post",
    "register_organization",
    "remove_second_factor",
    "reset_second_factor",
    "set_language",
    "set_password_by_code",
    "set_school_facts",
    "start_session",
    "succeed",
    "switch_post",
    "user_of_code",
    "verify_second_factor",
]
