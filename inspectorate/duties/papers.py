"""What a digest says: one line a duty, in the reader's language, with nothing the reader may not see."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inspectorate.lib.chips import due_words
from inspectorate.register.models import Post

from .models import Delivery, Duty, Pause, Reminder
from .states import DutyState, ReminderState


class DigestLine(NamedTuple):
    """One reminder as its recipient reads it; without title and address where the duty is not hers to see."""

    title: str
    holder: str
    due_on: date
    due: str
    late: str
    url: str
    reminder: Reminder


def digest_lines(delivery: Delivery, posts: Iterable[Post], sent_on: date | None = None) -> list[DigestLine]:
    """Return the lines of a delivery for somebody in `posts`, the most urgent first."""
    found = [
        reminder for reminder in delivery.reminders.select_related("duty__holder").order_by("due_on", "pk")
        if reminder.state != ReminderState.SUPERSEDED
    ]
    seen = _visible(posts, [reminder.duty_id for reminder in found])
    return [_line(reminder, sent_on or delivery.day, is_seen=reminder.duty_id in seen) for reminder in found]


def open_lines(delivery: Delivery, posts: Iterable[Post]) -> list[DigestLine]:
    """Return what is still worth saying now: duties open, running and due as written; the latest reminder of each."""
    latest = {line.reminder.duty_id: line for line in sorted(
        digest_lines(delivery, posts, timezone.localdate()), key=lambda line: line.reminder.nominal_on
    )}
    stopped = set(Pause.objects.filter(duty__in=latest, ends_on=None).values_list("duty", flat=True))
    return [line for key, line in latest.items() if key not in stopped and _holds_good(line)]


def _holds_good(line: DigestLine) -> bool:
    duty = line.reminder.duty
    return duty.state == DutyState.OPEN and duty.due_on == line.due_on


def _visible(posts: Iterable[Post], keys: list[int]) -> set[int]:
    rows = Duty.objects.none()
    for post in posts:
        rows |= Duty.objects.visible_to(post)
    return set(rows.filter(pk__in=keys).values_list("pk", flat=True))


def _line(reminder: Reminder, sent_on: date, *, is_seen: bool) -> DigestLine:
    duty = reminder.duty
    is_late = sent_on > reminder.nominal_on
    late = _("should have been sent on %(day)s") % {"day": date_format(reminder.nominal_on)} if is_late else ""
    return DigestLine(
        title=duty.title if is_seen else _("A duty of a unit you answer for"),
        holder=duty.holder.label,
        due_on=reminder.due_on,
        due=due_words(reminder.due_on),
        late=late,
        url=duty.get_absolute_url() if is_seen else "",
        reminder=reminder,
    )
