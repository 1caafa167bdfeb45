"""Passwords: change one's own, and one-time codes for those who have none or lost it."""
import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.lib.security import code_digest, new_code
from inspectorate.register.models import Account, AccountState, OneTimeCode, Post, User
from inspectorate.register.rights import require
from inspectorate.trail.workflow import Actor, RuleRefused, move, record

from .actors import Console, Person
from .sessions import end_other_sessions

LIFETIMES = {OneTimeCode.Purpose.INVITE: timedelta(hours=72), OneTimeCode.Purpose.RESET: timedelta(minutes=30)}


def is_password_old(user: User, now: datetime | None = None) -> bool:
    """Return whether the password is older than the rotation of the settings allows (0: no rotation)."""
    days = settings.PASSWORD_ROTATION_DAYS
    changed_at = user.password_changed_at or user.date_joined
    return bool(days) and ((now or timezone.now()) - changed_at).days >= days


def change_password(user: User, *, by: Actor, password: str, keep: str | None) -> None:
    """Set one's own new password; every session but `keep` ends (T19). Raises ValidationError or RuleRefused."""
    if user.check_password(password):
        raise RuleRefused(_("The new password must differ from the present one."))
    with transaction.atomic():
        _store(user, password)
        record(user, "change_password", by=by)
        end_other_sessions(user, by=by, keep=keep)


def issue_link(account: Account, *, by: Post | Console, note: str = "") -> str:
    """Make a one-time code for setting a password and return it; it is shown once and never stored (T23).

    An invitation lives 72 h, a reset 30 min; the code made before, and any second factor, stay as they are:
    the old code ends, the second factor does not.
    """
    if not isinstance(by, Console):
        require(by, "issue_link", account)
    if account.state == AccountState.DEACTIVATED:
        raise RuleRefused(_("This account is deactivated. Take it into use again first."))
    is_invited = account.state == AccountState.INVITED
    purpose = OneTimeCode.Purpose.INVITE if is_invited else OneTimeCode.Purpose.RESET
    code, now = new_code(), timezone.now()
    with transaction.atomic():
        OneTimeCode.objects.filter(user_id=account.pk, ended_at=None).update(ended_at=now)
        OneTimeCode.objects.create(
            user_id=account.pk, purpose=purpose, digest=code_digest(code), password_digest=_fingerprint(account.user),
            made_by=None if isinstance(by, Console) else by, made_at=now, expires_at=now + LIFETIMES[purpose],
        )
        record(account, "issue_link", by=by, note=note, purpose=purpose.value)
    return code


def user_of_code(code: str) -> User | None:
    """Return whose password a code may set now; None for every code that is unknown, used, old or overtaken."""
    found = OneTimeCode.objects.filter(
        digest=code_digest(code), ended_at=None, expires_at__gt=timezone.now(), user__is_active=True
    ).select_related("user").first()
    return found.user if found and found.password_digest == _fingerprint(found.user) else None


def set_password_by_code(code: str, *, password: str) -> User:
    """Set the password of the code's account, once; all its sessions end, its second factor stays (T23)."""
    with transaction.atomic():
        user = user_of_code(code)
        ended = OneTimeCode.objects.filter(digest=code_digest(code), ended_at=None).update(ended_at=timezone.now())
        if user is None or not ended:
            raise RuleRefused(_("This code is not valid any more. Ask for a new one."))
        actor = Person.of(user)
        _store(user, password)
        record(user, "set_password_by_code", by=actor)
        end_other_sessions(user, by=actor, keep=None)
        account = Account.objects.filter(user=user, state=AccountState.INVITED).first()
        if account:
            move(account, AccountState.ACTIVE, by=actor, verb="take_into_use")
    return user


def _store(user: User, password: str) -> None:
    validate_password(password, user)
    user.set_password(password)
    user.password_changed_at = timezone.now()
    user.save(update_fields=["password", "password_changed_at"])


def _fingerprint(user: User) -> str:
    return hashlib.sha256(user.password.encode()).hexdigest()
