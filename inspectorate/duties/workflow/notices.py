"""Notices as their recipients read them."""

from django.utils import timezone

from inspectorate.duties.models import Notice
from inspectorate.register.models import Post


def unread(post: Post | None) -> int:
    """Return how many notices the person of a post has not opened yet."""
    return Notice.objects.unread(post.user_id).count() if post else 0


def open_notice(notice: Notice, *, by: Post) -> bool:
    """Note the first reading of a notice by its recipient; return whether it was unread."""
    return bool(Notice.objects.unread(by.user_id).filter(pk=notice.pk).update(read_at=timezone.now()))
