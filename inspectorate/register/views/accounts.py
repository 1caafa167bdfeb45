"""Administration of accounts: people, posts, requests for correction; every page begins at `visible_to`."""
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from inspectorate.lib.pages import CreatePage, DetailPage, ListPage, NextStep, Part, Verb, VerbPage
from inspectorate.lib.pages.frame import address
from inspectorate.register import filters, forms, tables, workflow
from inspectorate.register.models import Account, AccountState, Correction, CorrectionState, Post
from inspectorate.register.states import Role

FACTOR = Exists(TOTPDevice.objects.filter(user=OuterRef("user"), confirmed=True))


@dataclass(frozen=True)
class PostVerb(Verb):
    """A verb of a post, which has no state of its own: `only` says when it fits."""

    only: Callable[[Post], bool] = bool

    def fits(self, obj: Post) -> bool:
        """Return whether the post stands where the verb makes sense."""
        return self.only(obj)


def waits(post: Post) -> bool:
    """Return whether a post waits for its approval."""
    return not post.is_approved and post.approved_by_id is None


ACCOUNT_VERBS = [
    Verb(
        "issue_link", workflow.issue_link, _("Make a one-time code"), is_primary=True,
        states=[AccountState.INVITED, AccountState.ACTIVE],
        help=_(
            "The code lets the person set a password once: 72 hours for an invitation, 30 minutes otherwise. It is "
            "shown once; hand it over in person or by telephone. A second factor stays in force."
        ),
    ),
    Verb(
        "open_post", workflow.open_post, _("Ask for a post"), form=forms.OpenPost, is_primary=True,
        states=[AccountState.INVITED, AccountState.ACTIVE],
        initial=lambda account: {"organization": account.organization},
        help=_("The post gives rights only when the office director has approved it."),
        success=lambda _account, post: reverse("post-detail", args=[post.pk]),
    ),
    Verb(
        "edit_account", workflow.edit_account, _("Correct the data"), form=forms.EditAccount,
        initial=lambda account: {"name": account.user.name, "email": account.user.email},
    ),
    Verb(
        "end_sessions", workflow.end_sessions, _("End all sessions"), form=forms.Reason,
        help=_("For a lost or stolen device: every session of this person ends at once."),
    ),
    Verb(
        "reset_second_factor", workflow.reset_second_factor, _("Reset the second factor"), form=forms.Reason,
        states=[AccountState.INVITED, AccountState.ACTIVE], is_danger=True,
        help=_("Only after you have made sure who is asking. The person enrols a new authenticator at next sign-in."),
    ),
    Verb(
        "deactivate_account", workflow.deactivate_account, _("Deactivate the account"), form=forms.Reason,
        to=[AccountState.DEACTIVATED], is_danger=True,
        help=_("Posts, sessions and codes end at once; what the person did stays on file."),
    ),
    Verb(
        "reactivate_account", workflow.reactivate_account, _("Take the account into use again"), form=forms.Reason,
        to=[AccountState.INVITED], help=_("The person needs a new password and new posts."),
    ),
]
POST_VERBS = [
    PostVerb("approve_post", workflow.approve_post, _("Approve the post"), is_primary=True, only=waits),
    PostVerb("refuse_post", workflow.refuse_post, _("Refuse the post"), form=forms.Reason, only=waits, is_danger=True),
    PostVerb(
        "end_post", workflow.end_post, _("End the post"), form=forms.EndPost, is_danger=True,
        only=lambda post: post.is_approved and not tables.is_over(post),
    ),
]
CORRECTION_VERBS = [
    Verb(
        "answer_correction", workflow.answer_correction, _("Answer"), form=forms.AnswerCorrection, is_primary=True,
        states=[CorrectionState.OPEN],
    ),
]
CREATE_USER = Verb(
    "create_user", workflow.create_user, _("Create an account"), form=forms.CreateUser,
    help=_("A new account holds no post and therefore no right; posts are asked for and approved separately."),
)


class OfAccounts:
    """What the pages of accounts share: their list is `user-list`, their rows know of a second factor."""

    def list_url(self) -> str:
        """Return the list of people."""
        return address("user-list")

    def get_queryset(self) -> QuerySet:
        """Return the accounts the post may see."""
        return super().get_queryset().select_related("user", "organization").annotate(has_factor=FACTOR)


class AccountList(OfAccounts, ListPage):
    """The people of my area."""

    model = Account
    title = _("Accounts")
    columns = tables.ACCOUNTS
    orderings = tables.ACCOUNT_ORDERS
    filterset_class = filters.AccountFilter
    creates = (("create_user", _("Create an account"), "user-create"),)
    prefetch_related = (Prefetch("user__posts", Post.objects.select_related("user", "organization")),)
    sentence = _("%(count)s accounts")
    empty = _("No account yet. The system administrator creates accounts; posts are given afterwards.")


class AccountDetail(OfAccounts, DetailPage):
    """One person: data, posts, acts of administration."""

    model = Account
    facts = tables.ACCOUNT_FACTS
    verbs = ACCOUNT_VERBS

    def next_step(self, obj: Account) -> NextStep | None:
        """Say what an invited account waits for."""
        if obj.state == AccountState.INVITED:
            return NextStep(_("Set a password with the one-time code"), obj.user.name)
        return super().next_step(obj)

    def parts(self, obj: Account) -> list[Part]:
        """Return the posts, and the person's own acts about the account."""
        posts = Post.objects.visible_to(self.post_held).filter(user_id=obj.pk)
        rows = posts.select_related("user", "organization").order_by("-valid_from", "-pk")
        return [Part(_("Posts"), rows, tables.POSTS, empty=_("This person holds no post and has no right."))]


class AccountVerbPage(OfAccounts, VerbPage):
    """A verb on an account."""


class CodePage(AccountVerbPage):
    """Make a one-time code and show it in the answer, once; nothing keeps it in readable form."""

    def finish(self, obj: Account, result: str, key: str) -> HttpResponse:
        """Show the code with the address where it is used."""
        link = settings.SITE_URL.rstrip("/") + reverse("set-password")
        context = {"obj": obj, "code": result, "address": link, "link": f"{link}#{result}"}
        self.template_name = "register/code.html"
        crumbs = [*self.crumbs(obj), (self.verb.title, "")]
        return self.show(**context, title=self.verb.title, breadcrumbs=crumbs)


class CreateUserPage(OfAccounts, CreatePage):
    """A new account."""

    model = Account
    verb = CREATE_USER


class PostList(ListPage):
    """The posts of my area; those that wait for approval first of all."""

    model = Post
    title = _("Posts")
    columns = tables.POSTS
    orderings = tables.POST_ORDERS
    filterset_class = filters.PostFilter
    select_related = ("user", "organization")
    sentence = _("%(count)s posts")


class PostDetail(DetailPage):
    """One post: who, what, since when, asked for and answered by whom."""

    model = Post
    facts = tables.POST_FACTS
    verbs = POST_VERBS
    select_related = ("user", "organization", "requested_by", "approved_by")

    def next_step(self, obj: Post) -> NextStep | None:
        """Say who is to answer a post that was asked for."""
        if waits(obj):
            return NextStep(_("Approve or refuse the post"), Role.DIRECTOR.label)
        return super().next_step(obj)


class PostVerbPage(VerbPage):
    """A verb on a post: fits where the post stands, goes back to the post."""

    def next_url(self, obj: Post, result: Any) -> str:
        """Return the post's own page."""
        return reverse("post-detail", args=[obj.pk])


class CorrectionList(ListPage):
    """Requests of people of my area that their data be put right."""

    model = Correction
    columns = tables.CORRECTIONS
    filterset_class = filters.CorrectionFilter
    select_related = ("user",)
    sentence = _("%(count)s requests")


class CorrectionDetail(DetailPage):
    """One request for correction."""

    model = Correction
    facts = tables.CORRECTION_FACTS
    verbs = CORRECTION_VERBS
    select_related = ("user",)
