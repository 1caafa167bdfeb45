"""Accounts: create, invite, correct, deactivate; the first administrators from the console."""
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.register.models import (
    Account,
    AccountState,
    Correction,
    CorrectionState,
    Organization,
    Post,
    User,
)
from inspectorate.register.rights import require
from inspectorate.register.states import ADMINISTRATORS, Role
from inspectorate.trail.workflow import RuleRefused, move, record

from .actors import CONSOLE, Console, Person
from .passwords import issue_link
from .posts import end_now

FIRST_ROLES = ADMINISTRATORS | {Role.DIRECTOR}


def create_user(
    *, by: Post | Console, username: str, name: str, organization: Organization, email: str = ""
) -> Account:
    """Create an account without any right and without a password; its holder sets one by a one-time code."""
    if not isinstance(by, Console):
        require(by, "create_user", organization)
    if User.objects.filter(username__iexact=username).exists():
        raise RuleRefused(_("An account with this user name exists already."))
    with transaction.atomic():
        user = User(username=username, name=name, email=email)
        user.set_unusable_password()
        user.save()
        account = Account.objects.create(user=user, organization=organization, **organization.scope)
        record(account, "create_user", by=by, username=username)
    return account


def edit_account(account: Account, *, by: Post, name: str, email: str = "") -> Account:
    """Put right what is kept about a person."""
    require(by, "edit_account", account)
    before = {"name": account.user.name, "email": account.user.email}
    account.user.name, account.user.email = name, email
    account.user.save(update_fields=["name", "email"])
    record(account, "edit_account", by=by, before=before)
    return account


def deactivate_account(account: Account, *, by: Post, note: str) -> Account:
    """Shut an account: its posts, sessions and codes end at once; what its holder did stays (T08, T19)."""
    require(by, "deactivate_account", account)
    if account.pk == by.user_id:
        raise RuleRefused(_("Nobody deactivates the own account."))
    held = Post.objects.filter(Q(valid_to=None) | Q(valid_to__gte=timezone.localdate()), user=account.user)
    with transaction.atomic():
        move(account, AccountState.DEACTIVATED, by=by, verb="deactivate_account", note=note)
        for post in held:
            end_now(post, by=by)
            record(post, "end_post", by=by, note=note)
        User.objects.filter(pk=account.pk).update(is_active=False)
        account.user.is_active = False
        account.user.sessions.all().delete()
        account.user.codes.filter(ended_at=None).update(ended_at=timezone.now())
    return account


def reactivate_account(account: Account, *, by: Post, note: str) -> Account:
    """Take a deactivated account into use again, without posts; it needs a new password, set by a fresh code."""
    require(by, "reactivate_account", account)
    with transaction.atomic():
        move(account, AccountState.INVITED, by=by, verb="reactivate_account", note=note)
        account.user.is_active = True
        account.user.set_unusable_password()
        account.user.save(update_fields=["is_active", "password"])
    return account


def first_admin(*, username: str, name: str, role: str, organization: Organization) -> str:
    """Make the first holder of an administrator's or the director's post from the console; return the one-time code.

    No account exists before it (T83). Once somebody else holds the role there, posts are given by two persons in
    the application; for the same account a fresh code is made.
    """
    if role not in FIRST_ROLES:
        raise RuleRefused(_("The console makes administrators and the director only."))
    others = Post.objects.current().filter(role=role, **organization.scope).exclude(user__username=username)
    if others.exists():
        raise RuleRefused(_("This role is held already; posts are now given in the application."))
    account = Account.objects.filter(user__username=username).first()
    with transaction.atomic():
        if account is None:
            account = create_user(by=CONSOLE, username=username, name=name, organization=organization)
        post, is_new = Post.objects.get_or_create(
            user=account.user, role=role, organization=organization, group="", valid_to=None,
            defaults={"valid_from": timezone.localdate(), "is_approved": True, **organization.scope},
        )
        if is_new:
            record(post, "first_admin", by=CONSOLE, role=role)
        return issue_link(account, by=CONSOLE)


def set_language(user: User, *, language: str) -> None:
    """Keep the language a person reads; no right is touched, so the trail is not either."""
    User.objects.filter(pk=user.pk).update(language=language)


def ask_correction(user: User, *, wish: str) -> Correction:
    """Ask that the data kept about oneself be put right (个人信息保护法 art. 46)."""
    account = Account.objects.filter(user=user).first()
    post = Post.objects.filter(user=user).order_by("-valid_from").first()
    holder = account or post
    scope = holder.scope if holder else {}
    with transaction.atomic():
        correction = Correction.objects.create(user=user, wish=wish, **scope)
        record(correction, "ask_correction", by=Person.of(user))
    return correction


def answer_correction(correction: Correction, *, by: Post, is_right: bool, answer: str) -> Correction:
    """Tell a person what became of her request; the data itself is changed by `edit_account`."""
    require(by, "answer_correction", correction)
    if correction.user_id == by.user_id:
        raise RuleRefused(_("Nobody answers the own request."))
    state = CorrectionState.CORRECTED if is_right else CorrectionState.REFUSED
    move(correction, state, by=by, verb="answer_correction", note=answer, answer=answer, answered_by=by)
    return correction
