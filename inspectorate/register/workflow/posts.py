"""Posts: asked for by one person, approved by another, ended at once or on a day (permissions §5.4, rule 1)."""
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.register.models import Account, AccountState, Organization, Post, PostQuerySet, Session, User
from inspectorate.register.rights import require
from inspectorate.register.states import ADMINISTRATORS
from inspectorate.trail.workflow import Actor, MoveRefused, RuleRefused, record


def open_post(
    account: Account,
    *,
    by: Post,
    role: str,
    organization: Organization,
    valid_from: date,
    valid_to: date | None = None,
    group: str = "",
    title: str = "",
) -> Post:
    """Ask for a post; it gives no right until somebody else approves it."""
    require(by, "open_post", account)
    require(by, "open_post", organization)
    if account.pk == by.user_id:
        raise RuleRefused(_("Nobody gives a post to oneself."))
    if account.state == AccountState.DEACTIVATED:
        raise RuleRefused(_("This account is deactivated. Take it into use again first."))
    if valid_to and valid_to < valid_from:
        raise RuleRefused(_("The post would end before it begins."))
    post = Post(
        user=account.user, role=role, organization=organization, group=group, title=title, valid_from=valid_from,
        valid_to=valid_to, requested_by_id=by.user_id, **organization.scope,
    )
    with transaction.atomic():
        _refuse_conflict(post)
        post.save()
        record(post, "open_post", by=by, role=role)
    return post


def approve_post(post: Post, *, by: Post) -> Post:
    """Approve a post: by another person than the one who asked, and not by its holder."""
    require(by, "approve_post", post)
    if by.user_id in {post.requested_by_id, post.user_id}:
        raise RuleRefused(_("A post is approved by somebody else than the one who asked for it or will hold it."))
    with transaction.atomic():
        _refuse_conflict(post)
        if not _pending(post).update(is_approved=True, approved_by_id=by.user_id):
            raise MoveRefused(_("This request has been answered already."))
        record(post, "approve_post", by=by)
    post.refresh_from_db()
    return post


def refuse_post(post: Post, *, by: Post, note: str) -> Post:
    """Refuse a post that was asked for; it stays on file and never gives a right."""
    require(by, "refuse_post", post)
    with transaction.atomic():
        # Its last day is the day it was refused, or its first day if that is later: the dates constraint holds.
        last_on = max(post.valid_from, timezone.localdate())
        if not _pending(post).update(valid_to=last_on, approved_by_id=by.user_id):
            raise MoveRefused(_("This request has been answered already."))
        record(post, "refuse_post", by=by, note=note)
    post.refresh_from_db()
    return post


def end_post(post: Post, *, by: Post, note: str, last_on: date | None = None) -> Post:
    """End a post on a day, or at once where none is given; sessions acting in it end with it (T08, R-TERM-01)."""
    require(by, "end_post", post)
    if post.user_id == by.user_id:
        raise RuleRefused(_("Nobody ends the own post; ask another administrator."))
    today = timezone.localdate()
    if last_on and last_on < max(today, post.valid_from):
        raise RuleRefused(_("The last day lies in the past or before the post began."))
    with transaction.atomic():
        if last_on:
            Post.objects.filter(pk=post.pk).update(valid_to=last_on)
        else:
            end_now(post, by=by)
        record(post, "end_post", by=by, note=note, last_on=last_on)
    post.refresh_from_db()
    return post


def end_now(post: Post, *, by: Actor) -> None:
    """Make a post give no right from this moment on, and end the sessions that act in it; part of other verbs."""
    yesterday = timezone.localdate() - date.resolution
    if post.valid_from <= yesterday:
        Post.objects.filter(pk=post.pk).update(valid_to=yesterday)
    else:  # begun today or later: there is no earlier last day, so the approval is taken back
        answered_by = post.approved_by_id or by.user_id
        Post.objects.filter(pk=post.pk).update(
            valid_to=post.valid_from, is_approved=False, approved_by_id=answered_by
        )
    Session.objects.filter(user_id=post.user_id).filter(Q(post=post) | Q(post=None)).delete()


def _pending(post: Post) -> PostQuerySet:
    return Post.objects.filter(pk=post.pk, is_approved=False, approved_by=None)


def _refuse_conflict(wanted: Post) -> None:
    """Refuse a second administrator's post (三员) and the same post twice; the person's row is locked meanwhile."""
    User.objects.select_for_update().get(pk=wanted.user_id)
    others = Post.objects.filter(user_id=wanted.user_id).exclude(pk=wanted.pk)
    others = others.filter(Q(is_approved=True) | Q(approved_by=None))
    others = others.filter(Q(valid_to=None) | Q(valid_to__gte=wanted.valid_from))
    if wanted.valid_to:
        others = others.filter(valid_from__lte=wanted.valid_to)
    if wanted.role in ADMINISTRATORS and others.filter(role__in=ADMINISTRATORS).exists():
        raise RuleRefused(_("System, security and audit administrator are three persons: nobody holds two of them."))
    if others.filter(role=wanted.role, organization=wanted.organization, group=wanted.group).exists():
        raise RuleRefused(_("This person holds this post already, or it has been asked for."))
