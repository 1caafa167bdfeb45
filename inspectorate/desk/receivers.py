"""What the pages of `lib` ask of the apps: handed in once, at start, because `lib` may import none of them."""
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Model
from django.http import HttpRequest
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspectorate.duties.models import Duty
from inspectorate.lib.pages import NextStep, connect
from inspectorate.lib.pages.frame import address
from inspectorate.lib.periods import read_period
from inspectorate.register import rights
from inspectorate.register.models import Post
from inspectorate.register.states import Role
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import Refusal, once

from . import workflow
from .models import SavedView

# Those outside the office see of a file's history their own acts only: the office's deliberation stays inside.
OUTSIDE = frozenset({Role.SCHOOL, Role.GOVERNMENT, Role.LIAISON, Role.ASSESSOR, Role.DISCIPLINE_VIEWER})
TIMELINE_ROWS = 200


def timeline(obj: Model, post: Post) -> Iterable[Event]:
    """Return the newest acts done to a row, newest first, as far as the post may know of them."""
    events = Event.objects.of(obj).order_by("-sequence")
    if post.role in OUTSIDE:
        colleagues = Post.objects.filter(organization_id=post.organization_id).values("pk")
        events = events.filter(post_id__in=colleagues)
    return events[:TIMELINE_ROWS]


def open_duties(obj: Model, post: Post) -> Iterator[NextStep]:
    """Yield what is owed next about a row, first due first, as next steps with the reason of the date."""
    duties = Duty.objects.visible_to(post).of(obj).open().select_related("holder", "person").order_by("due_on", "pk")
    for duty in duties[:5]:
        who = f"{duty.holder.label} · {duty.person}" if duty.person_id else duty.holder.label
        yield NextStep(duty.title, who, duty.due_on, tuple(why(duty)), address("duty-detail", duty.pk))


def why(duty: Duty) -> Iterator[tuple[str, str]]:
    """Yield (label, text) pairs that explain a duty's last day, in the order of counting."""
    yield _("Rule"), duty.rule
    for line in read_period(duty.how_computed).explain() if duty.how_computed else ():
        if words := EXPLANATIONS.get(line.code):
            yield words(line.data)


def _days(data: dict) -> str:
    return ", ".join(f"{day(on)} {_(reason)}" for on, reason in data["days"][:12]) + (" …" if len(data["days"]) > 12 else "")


def term(number: int, unit: str) -> str:
    """Return a number with its unit in words; working days are always named as such."""
    words = {
        "day": ngettext("%(n)s day", "%(n)s days", number),
        "working_day": ngettext("%(n)s working day", "%(n)s working days", number),
        "week": ngettext("%(n)s week", "%(n)s weeks", number),
        "month": ngettext("%(n)s month", "%(n)s months", number),
        "year": ngettext("%(n)s year", "%(n)s years", number),
        "hour": ngettext("%(n)s hour", "%(n)s hours", number),
    }
    return words.get(unit, "%(n)s") % {"n": number}


def day(value: date) -> str:
    """Return a date in full."""
    return formats.date_format(value, "DATE_FORMAT")


EXPLANATIONS = {
    "trigger": lambda data: (_("Counted from"), day(data["on"])),
    "count": lambda data: (_("Length of the term"), term(data["number"], data["unit"])),
    "paused": lambda data: (_("Clock stopped"), f"{day(data['start'])} – {day(data['end'])} {data['reason']}"),
    "skipped": lambda data: (_("Days not counted"), f"{term(data['count'], 'day')}: {_days(data)}"),
    "nominal": lambda data: (_("Last day by count"), day(data["on"])),
    "rolled": lambda data: (_("Moved on past rest days"), _days(data)),
    "due": lambda data: (_("Last day"), day(data["on"])),
    "provisional": lambda _data: (
        _("Provisional date"), _("The working-day calendar of that year is not published yet; the date may move.")
    ),
}


def saved_views(request: HttpRequest) -> Iterable[SavedView]:
    """Return the reader's saved views of this list."""
    return SavedView.objects.filter(user_id=request.user.pk, path=request.path).order_by("name")


def forget_draft(request: HttpRequest) -> None:
    """Drop the draft of the form that was just sent."""
    workflow.forget_draft(request.path, by=request.post)


connect(
    may=rights.may, can=rights.can, allowed=rights.allowed, once=once, refusal=Refusal, timeline=timeline,
    open_duties=open_duties, saved_views=saved_views, keep_export=workflow.keep_export, forget_draft=forget_draft,
)
