"""The month of my duties, and the link by which a calendar program follows them."""
import calendar as gregorian
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override

from inspectorate.desk import workflow
from inspectorate.desk.filters import OVERDUE, due_q, firsts, mine
from inspectorate.desk.models import CalendarFeed
from inspectorate.desk.tables import about
from inspectorate.duties.models import Duty
from inspectorate.lib.festivals import FIRST_YEAR, LAST_YEAR
from inspectorate.lib.icalendar import CONTENT_TYPE, Entry, calendar_file
from inspectorate.lib.pages.frame import DeskPage, DeskRequest
from inspectorate.lib.periods import WEEKEND, Calendar, add_months
from inspectorate.register.models import Post
from inspectorate.rulebook.views.calendars import WEEKDAYS
from inspectorate.rulebook.workflow import calendar
from inspectorate.rulebook.workflow.words import reason_label

SHOWN = 4  # duties in a cell; the rest is a list
MOST_ENTRIES = 500


@dataclass(frozen=True)
class Cell:
    """A day of the month's sheet: what kind of day, how many duties, the first of them."""

    on: date
    css: str
    word: str
    weekday: Any
    count: int = 0
    rows: list[tuple[Duty, str]] = field(default_factory=list)

    @property
    def more(self) -> int:
        """Return how many duties find no room in the cell."""
        return self.count - len(self.rows)


class DutyCalendar(DeskPage):
    """My open duties on their last days; a weekend day worked and a holiday look it and say so."""

    model = Duty
    template_name = "desk/duty_calendar.html"

    def get(self, request: DeskRequest) -> HttpResponse:
        """Show a month, this one where none is asked for."""
        month = self.month()
        weeks = gregorian.Calendar().monthdatescalendar(month.year, month.month)
        rows = mine(request.post).filter(due_on__range=(weeks[0][0], weeks[-1][-1]))
        counts = dict(rows.order_by().values_list("due_on").annotate(count=Count("pk")))
        shown = defaultdict(list)
        for duty in firsts(rows, request.post, F("due_on"), SHOWN):
            shown[duty.due_on].append((duty, about(duty)))
        return self.show(
            title=_("Calendar"),
            month=month,
            weekdays=WEEKDAYS,
            weeks=list(sheet(weeks, month, counts, shown)),
            before=add_months(month, -1),
            after=add_months(month, 1),
            today=timezone.localdate(),
            overdue=mine(request.post).filter(due_q(OVERDUE)).count(),
            overdue_url=f"{reverse('todo-list')}?when={OVERDUE}",
            is_empty=not counts,
        )

    def month(self) -> date:
        """Return the first day of the month asked for; 404 for a year no calendar is known of."""
        try:
            asked = datetime.strptime(self.request.GET.get("month", ""), "%Y-%m").date()  # noqa: DTZ007 - a month
        except ValueError:
            return timezone.localdate().replace(day=1)
        if not FIRST_YEAR < asked.year < LAST_YEAR:
            raise Http404
        return asked


def sheet(
    weeks: list[list[date]], month: date, counts: dict[date, int], shown: dict[date, list[tuple[Duty, str]]]
) -> Iterator[list[Cell]]:
    """Yield the weeks of a month as cells."""
    worked, today = calendar(), timezone.localdate()
    for week in weeks:
        cells = []
        for day, weekday in zip(week, WEEKDAYS, strict=True):
            kind, word = kind_of_day(worked, day)
            css = [kind, "outside" if day.month != month.month else "", "today-cell" if day == today else ""]
            css += [] if day in counts else ["idle"]
            rows = shown.get(day, [])
            cells.append(Cell(day, " ".join(filter(None, css)), word, weekday, counts.get(day, 0), rows))
        yield cells


def kind_of_day(worked: Calendar, day: date) -> tuple[str, str]:
    """Return what kind of day it is as class and word: holiday, rest day, weekend day worked, or nothing."""
    if day in worked.swapped:
        return "worked", _("weekend day worked")
    reason = worked.rest_reason(day)
    if reason in {"", WEEKEND}:
        return ("rest", "") if reason else ("", "")
    return "rest holiday", reason_label(reason)


class CalendarLink(DeskPage):
    """The secret link of this post's calendar: made, renewed, switched off."""

    template_name = "desk/calendar_link.html"

    def get(self, request: DeskRequest) -> HttpResponse:
        """Show the link, where there is one."""
        feed = CalendarFeed.objects.filter(post=request.post, is_on=True).select_related("post").first()
        url = settings.SITE_URL.rstrip("/") + reverse("calendar-feed", args=[feed.token]) if feed else ""
        crumbs = [(_("Calendar"), reverse("duty-calendar")), (_("Calendar link"), "")]
        return self.show(title=_("Calendar link"), url=url, breadcrumbs=crumbs)

    def post(self, request: DeskRequest) -> HttpResponseBase:
        """Renew or switch off."""
        if request.POST.get("act") == "close":
            workflow.close_feed(by=request.post)
            messages.success(request, _("The calendar link is switched off; calendars that follow it get nothing."))
        else:
            workflow.renew_feed(by=request.post)
            messages.success(request, _("A new calendar link is made; the one before it opens nothing any more."))
        return redirect("calendar-link")


@login_not_required
def calendar_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show a post's open duties to whoever holds its link; 404 once the link is worthless or the post over."""
    feed = CalendarFeed.behind(token)
    if feed is None or not feed.post.is_current or request.method not in {"GET", "HEAD"}:
        raise Http404
    with override(feed.post.user.language):
        content = calendar_file(_("To do"), list(entries(feed.post)))
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="duties.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


def entries(post: Post) -> Iterator[Entry]:
    """Yield the open duties of a post as entries of a calendar, the first to fall due first."""
    duties = list(mine(post).select_related("holder", "subject_type").order_by("due_on", "pk")[:MOST_ENTRIES])
    may_see, host = seen_subjects(post, duties), urlsplit(settings.SITE_URL).hostname or "inspectorate"
    for duty in duties:
        is_seen = (duty.subject_type_id, duty.subject_id) in may_see
        text = [duty.subject_label] if is_seen else []
        yield Entry(
            uid=f"duty-{duty.pk}@{host}",
            day=duty.due_on,
            stamp=timezone.make_aware(datetime.combine(duty.opened_on, datetime.min.time())),
            title=duty.title if is_seen or not names_subject(duty) else _("Something is due; see the office system."),
            text="\n".join([*text, duty.holder.label, duty.rule]),
            url=settings.SITE_URL.rstrip("/") + reverse("todo-open", args=[duty.pk]),
        )


def names_subject(duty: Duty) -> bool:
    """Return whether a duty's title repeats what it is about."""
    return duty.subject_label[:40] in duty.title


def seen_subjects(post: Post, duties: Iterable[Duty]) -> set[tuple[int, int]]:
    """Return (type, key) of the subjects that the post may read, one query a kind of subject."""
    by_type: dict[int, set[int]] = defaultdict(set)
    for duty in duties:
        by_type[duty.subject_type_id].add(duty.subject_id)
    found = set()
    for kind, keys in by_type.items():
        rows = getattr(ContentType.objects.get_for_id(kind).model_class(), "objects", None)
        if hasattr(rows, "visible_to"):
            seen = rows.visible_to(post).filter(pk__in=keys).values_list("pk", flat=True)
            found |= {(kind, pk) for pk in seen}
    return found
