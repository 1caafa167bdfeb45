"""Verbs of the desk: drafts, saved views, the record of exports, calendar links, and what an operator puts right."""
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.lib.pages.frame import DeskRequest
from inspectorate.register.models import Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record

from .models import CalendarFeed, ClockAlarm, Draft, ExportRecord, JobRun, SavedView
from .states import AlarmState

MOST_DRAFT_BYTES = 2_000_000
MOST_VIEWS = 30
MOST_DRAFTS = 100


def keep_draft(path: str, data: dict, *, by: Post, title: str = "") -> Draft:
    """Save what stands in a form; the newest save of a page replaces the one before."""
    values = {"data": data, "title": title[:200], "saved_at": timezone.now()}
    draft, _made = Draft.objects.update_or_create(user_id=by.user_id, post=by, path=path[:200], defaults=values)
    extra = Draft.objects.of(by).order_by("-saved_at").values_list("pk", flat=True)[MOST_DRAFTS:]
    Draft.objects.filter(pk__in=list(extra)).delete()
    return draft


def forget_draft(path: str, *, by: Post) -> None:
    """Drop the draft of a form that was sent or thrown away."""
    Draft.objects.of(by).filter(path=path[:200]).delete()


def keep_view(path: str, name: str, query: str, *, by: Post) -> SavedView:
    """Save the filters of a list under a name; the same name again replaces it."""
    views = SavedView.objects.filter(user_id=by.user_id, path=path)
    with transaction.atomic():
        if views.count() >= MOST_VIEWS and not views.filter(name=name).exists():
            raise RuleRefused(_("A list keeps at most %(count)s views. Delete one first.") % {"count": MOST_VIEWS})
        view, _made = SavedView.objects.update_or_create(
            user_id=by.user_id, path=path, name=name, defaults={"query": query}
        )
    return view


def keep_export(request: DeskRequest, *, model: type[Model], kind: str, rows: int, reason: str) -> None:
    """Record that a list left the system (who, what, how many, why)."""
    ExportRecord.objects.create(
        user_id=request.post.user_id, post=request.post, model=model._meta.label_lower, path=request.path[:200],
        query=request.GET.urlencode()[:1000], kind=kind, rows=rows, reason=reason,
        source=request.META.get("REMOTE_ADDR", "")[:64],
    )


def renew_feed(*, by: Post) -> CalendarFeed:
    """Make a new calendar link for the post; the one before it opens nothing any more."""
    with transaction.atomic():
        feed, is_new = CalendarFeed.objects.select_for_update().get_or_create(post=by)
        if not is_new:
            feed.version, feed.is_on = feed.version + 1, True
            feed.save(update_fields=["version", "is_on"])
        record(feed, "renew_feed", by=by)
    return feed


def close_feed(*, by: Post) -> None:
    """Switch the post's calendar link off."""
    with transaction.atomic():
        for feed in CalendarFeed.objects.select_for_update().filter(post=by, is_on=True):
            CalendarFeed.objects.filter(pk=feed.pk).update(is_on=False)
            record(feed, "close_feed", by=by)


def retry_job(run: JobRun, *, by: Post) -> JobRun:
    """Let a job run in the next look at the clock, in a worker."""
    require(by, "retry_job", run)
    with transaction.atomic():
        JobRun.objects.filter(pk=run.pk).update(last_started_at=None)
        record(run, "retry_job", by=by, job=run.name)
    return run


def settle_alarm(alarm: ClockAlarm, *, by: Post, note: str) -> ClockAlarm:
    """Say that the clock is right again: what rested meanwhile is sent (T59)."""
    require(by, "settle_alarm", alarm)
    move(alarm, AlarmState.SETTLED, by=by, verb="settle_alarm", note=note, settled_by=by)
    return alarm
