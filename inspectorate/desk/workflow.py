"""Verbs of the desk: keep and forget drafts, saved views, the record of exports."""
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.lib.pages.frame import DeskRequest
from inspectorate.register.models import Post
from inspectorate.trail.workflow import RuleRefused

from .models import Draft, ExportRecord, SavedView

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
