"""Sessions: begin, switch the post, end one or all."""
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.register.models import Account, Post, Session, User
from inspectorate.register.models.sessions import ADDRESS, DEVICE, POST, SEEN, STARTED
from inspectorate.register.rights import Refused, require
from inspectorate.trail.workflow import Actor, record

from .actors import Person


def start_session(session: SessionBase, *, user: User, address: str, device: str) -> list[Post]:
    """Note where and when a person signed in; act in her only post, or return all for her to choose (T18, T20)."""
    now = timezone.now().timestamp()
    session.update({STARTED: now, SEEN: now, ADDRESS: address, DEVICE: device})
    posts = list(Post.objects.current().filter(user=user).select_related("user", "organization"))
    session[POST] = posts[0].pk if len(posts) == 1 else None
    record(user, "sign_in", by=posts[0] if len(posts) == 1 else Person.of(user), device=device)
    return posts


def switch_post(post: Post, *, by: Person, session: SessionBase) -> None:
    """Let a session act in another post of the same person; the session gets a new id (T18), the trail an event."""
    if post.user_id != by.user_id or not Post.objects.current().filter(pk=post.pk).exists():
        raise Refused(_("This post is not yours, or it has ended."))
    before = session.get(POST)
    session[POST] = post.pk
    session.cycle_key()
    record(post.user, "switch_post", by=post, before=before)


def end_session(session: Session, *, by: Actor) -> None:
    """End one session of one's own."""
    if session.user_id != by.user_id or session.user is None:
        raise Refused(_("This session is not yours."))
    record(session.user, "end_session", by=by, device=session.device, address=session.address)
    session.delete()


def end_other_sessions(user: User, *, by: Actor, keep: str | None, verb: str = "end_other_sessions") -> int:
    """End all sessions of a person but the one with the key `keep`; return how many there were (T19)."""
    sessions = Session.objects.filter(user=user).exclude(session_key=keep or "")
    count = len([session.delete() for session in sessions])
    if count:
        record(user, verb, by=by, sessions=count)
    return count


def end_sessions(account: Account, *, by: Post, note: str = "") -> Account:
    """End every session of somebody else: a stolen phone (T20)."""
    require(by, "end_sessions", account)
    count, _by_model = Session.objects.filter(user_id=account.pk).delete()
    record(account, "end_sessions", by=by, note=note, sessions=count)
    return account
