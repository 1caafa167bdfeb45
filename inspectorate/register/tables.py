"""Columns of accounts, posts and requests for correction."""
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.lib import chips
from inspectorate.lib.columns import Column
from inspectorate.lib.paging import Ordering

from .models import Account, Correction, DatedGrant, Post
from .states import right_word


def own_page(row: Account | Correction | Post) -> str:
    """Return a row's own address (a post's is its holder's)."""
    return row.get_absolute_url()


def account_page(row: Correction) -> str:
    """Return the address of the account of the person."""
    return reverse("user-detail", args=[row.user_id])


def post_page(row: Post) -> str:
    """Return the address of a post."""
    return reverse("post-detail", args=[row.pk])


def posts_in_words(account: Account) -> str:
    """Return the posts held today, one a line."""
    return "\n".join(post.label for post in account.user.posts.all() if post.is_current) or _("no post")


def factor_state(account: Account) -> str:
    """Return whether the person has a second factor (the queryset counted it)."""
    return _("set up") if account.has_factor else _("not set up")


def is_over(post: Post) -> bool:
    """Return whether a post's last day has passed."""
    return bool(post.valid_to) and post.valid_to < timezone.localdate()


def post_state(post: Post) -> str:
    """Return in a word where a post stands."""
    if not post.is_approved:
        return _("waits for approval") if post.approved_by_id is None else _("gives no right")
    if post.valid_from > timezone.localdate():
        return _("not begun yet")
    return _("over") if is_over(post) else _("in office")

def posts_of(grant: DatedGrant) -> str:
    """Return the posts that the person holds today (prefetched), one a line."""
    return "\n".join(post.label for post in grant.user.posts.all())


def span_chip(grant: Any) -> str:
    """Return where a dated access stands: it runs, begins later, or has ended."""
    today = timezone.localdate()
    if grant.valid_to < today:
        return chips.chip_html(_("ended"), "stopped")
    begins_later = grant.valid_from > today
    return chips.chip_html(_("not begun yet"), "idle") if begins_later else chips.chip_html(_("running"), "done")


ACCOUNTS = [
    Column("user", gettext_lazy("Full name"), "user.name", kind="link", url=own_page, order="name"),
    Column("username", gettext_lazy("User name"), "user.username"),
    Column("organization", gettext_lazy("Home unit"), "organization.label"),
    Column("posts", gettext_lazy("Posts"), posts_in_words, kind="lines"),
    Column("factor", gettext_lazy("Second factor"), factor_state),
    Column("last_login", gettext_lazy("Last sign-in"), "user.last_login", kind="moment"),
    Column("state", gettext_lazy("State"), kind="state"),
]
ACCOUNT_ORDERS = [
    Ordering("name", gettext_lazy("Full name"), "user__name"),
    Ordering("created", gettext_lazy("Account since"), "created_at", descending=True),
]
ACCOUNT_FACTS = [
    Column("username", gettext_lazy("User name"), "user.username"),
    Column("name", gettext_lazy("Full name"), "user.name"),
    Column("email", gettext_lazy("Office e-mail address"), "user.email"),
    Column("organization", gettext_lazy("Home unit"), "organization"),
    Column("factor", gettext_lazy("Second factor"), factor_state),
    Column("sessions", gettext_lazy("Open sessions"), lambda row: row.user.sessions.open().count(), kind="number"),
    Column("last_login", gettext_lazy("Last sign-in"), "user.last_login", kind="moment"),
    Column("created", gettext_lazy("Account since"), "created_at", kind="moment"),
]
POSTS = [
    Column("user", gettext_lazy("Full name"), "user.name", kind="link", url=post_page),
    Column("role", gettext_lazy("Role")),
    Column("organization", gettext_lazy("Unit"), "organization.label"),
    Column("valid_from", gettext_lazy("From"), kind="date", order="from"),
    Column("valid_to", gettext_lazy("Until"), kind="date"),
    Column("standing", gettext_lazy("State"), post_state),
]
POST_ORDERS = [
    Ordering("newest", gettext_lazy("Newest"), "pk", descending=True),
    Ordering("from", gettext_lazy("From"), "valid_from", descending=True),
]
POST_FACTS = [
    Column("user", gettext_lazy("Full name"), "user.name", kind="link", url=own_page),
    Column("role", gettext_lazy("Role")),
    Column("organization", gettext_lazy("Unit"), "organization"),
    Column("group", gettext_lazy("Group")),
    Column("title", gettext_lazy("Post title")),
    Column("valid_from", gettext_lazy("From"), kind="date"),
    Column("valid_to", gettext_lazy("Until"), kind="date"),
    Column("standing", gettext_lazy("State"), post_state),
    Column("requested_by", gettext_lazy("Asked for by")),
    Column("approved_by", gettext_lazy("Approved or refused by")),
]
CORRECTIONS = [
    Column("user", gettext_lazy("Full name"), "user.name", kind="link", url=own_page),
    Column("asked", gettext_lazy("Asked on"), "asked_at", kind="moment"),
    Column("state", gettext_lazy("State"), kind="state"),
]
CORRECTION_FACTS = [
    Column("user", gettext_lazy("Full name"), "user.name", kind="link", url=account_page),
    Column("asked", gettext_lazy("Asked on"), "asked_at", kind="moment"),
    Column("wish", gettext_lazy("What is wrong, and what is right"), kind="lines"),
    Column("answer", gettext_lazy("Answer"), kind="lines"),
]
GRANTS = [
    Column("user", gettext_lazy("Given to")),
    Column("posts", gettext_lazy("Posts"), posts_of, kind="lines"),
    Column("right", gettext_lazy("May do"), lambda grant: right_word(grant.verb)),
    Column("valid_from", gettext_lazy("From"), kind="date"),
    Column("valid_to", gettext_lazy("Until"), kind="date"),
    Column("reason", gettext_lazy("Reason")),
    Column("granted_by", gettext_lazy("Granted by")),
    Column("standing", gettext_lazy("State"), span_chip),
]
