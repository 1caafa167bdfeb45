"""What a state or a due date looks like: a tone, an icon and words. Colour never speaks alone."""
from datetime import date, datetime
from functools import lru_cache

from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ICONS = {
    "idle": "circle",
    "busy": "circle-half",
    "soon": "clock",
    "late": "exclamation-triangle-fill",
    "done": "check-circle-fill",
    "stopped": "x-circle",
}
# States named alike mean the same everywhere; a model may say otherwise with a class attribute TONES.
WORDS = {
    "idle": {"draft", "drafted", "planned", "not_started", "proposed", "recommended", "created", "prepared", "listed"},
    "soon": {"returned", "waiting", "paused", "due", "submitted_late", "suspended"},
    "late": {"overdue", "refused", "rejected", "failed", "not_closed", "uncorrected"},
    "done": {"closed", "met", "completed", "archived", "released", "published", "approved", "settled", "passed",
             "granted", "confirmed", "struck_off", "received", "accepted", "appointed", "filed"},
    "stopped": {"cancelled", "withdrawn", "waived", "void", "voided", "terminated", "ended", "dismissed", "revoked"},
}
SOON_DAYS = 3  # a colour, not a term: from when a date is shown in amber


@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """Return one icon of static/icons as inline SVG, hidden from screen readers; a missing one raises."""
    drawing = (settings.BASE_DIR / "static" / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    shapes = drawing[drawing.index(">", drawing.index("<svg")) + 1 :].replace("\n", "")
    return mark_safe(
        '<svg class="icon" width="16" height="16" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true" '
        f'focusable="false">{shapes}'
    )


def chip_html(shown: str, name: str) -> SafeString:
    """Return a chip: a word with the icon and colour of a tone."""
    return format_html('<span class="chip chip-{}">{}{}</span>', name, icon(ICONS[name]), shown)


def tone(obj, field: str = "state") -> str:
    """Return the tone of the state of a row: idle, busy, soon, late, done or stopped."""
    value = str(getattr(obj, field, "") or "")
    own = getattr(type(obj), "TONES", {})
    if value in own:
        return own[value]
    return next((name for name, values in WORDS.items() if value in values), "busy")


def word(obj, field: str = "state") -> str:
    """Return the translated name of the state of a row."""
    display = getattr(obj, f"get_{field}_display", None)
    return str(display() if display else getattr(obj, field, ""))


def days_left(due_on) -> int:
    """Return calendar days from today to a date or moment (negative when past)."""
    if isinstance(due_on, datetime):
        due_on = timezone.localtime(due_on).date() if timezone.is_aware(due_on) else due_on.date()
    return (due_on - timezone.localdate()).days


def due_words(due_on: date | None) -> str:
    """Say in words how far a date is: days left, today, days overdue."""
    if not due_on:
        return ""
    days = days_left(due_on)
    if days == 0:
        return _("due today")
    if days < 0:
        return ngettext("overdue by %(days)d day", "overdue by %(days)d days", -days) % {"days": -days}
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def due_tone(due_on: date | None) -> str:
    """Return late, soon or busy for an open date; idle without one."""
    if not due_on:
        return "idle"
    days = days_left(due_on)
    if days < 0:
        return "late"
    return "soon" if days <= SOON_DAYS else "busy"


def due_html(due_on, *, is_open: bool = True):
    """Return the date in figures and, while open, its distance in words."""
    if not due_on:
        return ""
    figure = due_on.date() if isinstance(due_on, datetime) else due_on
    if not is_open:
        return format_html('<span class="date">{}</span>', figure.isoformat())
    return format_html('<span class="due due-{}"><span class="date">{}</span> <span class="due-words">{}</span></span>',
                       due_tone(due_on), figure.isoformat(), due_words(due_on))


def progress(obj, states) -> list[tuple[str, str]]:
    """Return the ordinary steps of a row as (word, place): done, now or ahead; empty for a state outside them."""
    names = [str(state) for state in states]
    if obj.state not in names:
        return []
    labels, now = dict(type(obj)._meta.get_field("state").choices), names.index(obj.state)
    places = ("done" if at < now else "now" if at == now else "ahead" for at in range(len(names)))
    return [(str(labels[name]), place) for name, place in zip(names, places, strict=True)]
