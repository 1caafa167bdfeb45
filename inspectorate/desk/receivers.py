"""What the pages of `lib` ask of the apps: handed in once, at start, because `lib` may import none of them."""
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Model
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.signals import figures_asked
from inspectorate.duties.models import Duty
from inspectorate.duties.tables import provisional
from inspectorate.lib.pages import NextStep, connect
from inspectorate.lib.pages.frame import address
from inspectorate.register import rights
from inspectorate.register.models import Area, Level, Post
from inspectorate.register.states import Role
from inspectorate.rulebook.workflow import explain_period
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import Refusal, once
from inspectors.models import Inspector
from supervision.models import AnnualListEntry
from supervision.states import EntryState

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
        yield NextStep(duty.title, who, duty.due_on, why(duty), address("duty-detail", duty.pk))


def why(duty: Duty) -> list[tuple[str, str]]:
    """Return (label, text) pairs that explain a duty's last day, in the order of counting."""
    steps = explain_period(duty.how_computed) if duty.how_computed else ()
    hint = provisional(duty)
    return [(_("Rule"), duty.rule), *steps, *([(_("Provisional date"), hint)] if hint else ())]


def saved_views(request: HttpRequest) -> Iterable[SavedView]:
    """Return the reader's saved views of this list."""
    return SavedView.objects.filter(user_id=request.user.pk, path=request.path).order_by("name")


def forget_draft(request: HttpRequest) -> None:
    """Drop the draft of the form that was just sent."""
    workflow.forget_draft(request.path, by=request.post)


@receiver(figures_asked)
def figures(area: Area, year: int, **_rest: Any) -> list[tuple[Any, int]]:
    """Tell an annual plan what the apps above the committees count: inspectors in term, the annual list (S05)."""
    column = "county" if area.level == Level.COUNTY else "city"
    listed = AnnualListEntry.objects.filter(year=year, state=EntryState.APPROVED, **{f"units__{column}": area.pk})
    counts = listed.order_by().aggregate(checks=Count("pk", distinct=True), units=Count("units", distinct=True))
    inspectors = Inspector.objects.current().filter(**{f"organization__{column}": area.pk})
    return [
        (gettext_lazy("Inspectors in term"), inspectors.count()),
        (gettext_lazy("Inspections on the annual list"), counts["checks"]),
        (gettext_lazy("Units on the annual list"), counts["units"]),
    ]


connect(
    may=rights.may, can=rights.can, allowed=rights.allowed, once=once, refusal=Refusal, timeline=timeline,
    open_duties=open_duties, saved_views=saved_views, keep_export=workflow.keep_export, forget_draft=forget_draft,
)
