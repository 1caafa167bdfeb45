"""Where the institutions of a case stand, each in one line: feedback, rectification, re-check, report, measures."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from accountability.models import Case, RectificationItem
from accountability.states import LETTER_OUT, CaseState, ItemState
from inspectorate.lib import chips
from inspectorate.register.models import Post

S = CaseState


class Institution(NamedTuple):
    """One of the institutions: its name, its state as a chip, more in words, where to read on."""

    name: Any
    word: Any
    tone: str
    detail: str = ""
    url: str = ""


def institutions(
    case: Case, post: Post, items: Sequence[RectificationItem], measures: Iterable[tuple[Any, Sequence[Any]]]
) -> list[Institution]:
    """Return the institutions of a case as far as the post may see them (R-ACC-01): its items, its measures by kind."""
    report = getattr(case.inspection, "report", None)
    is_seen = report is not None and type(report).objects.visible_to(post).filter(pk=report.pk).exists()
    return [
        _feedback(case),
        *_rectification(case, items),
        _newest(_("Report"), [report] if is_seen else []),
        *(_newest(name, rows) for name, rows in measures),
    ]


def _feedback(case: Case) -> Institution:
    if case.letter_received_on:
        return Institution(_("Feedback"), _("Opinion letter served"), "done", case.letter_received_on.isoformat())
    until = case.defence_due_on if case.state == S.DEFENCE_OPEN else None
    detail = _("until %(date)s") % {"date": until} if until else ""
    return Institution(_("Feedback"), case.get_state_display(), "busy", detail)


def _rectification(case: Case, items: Sequence[RectificationItem]) -> tuple[Institution, Institution]:
    """Return rectification and re-check; nothing runs before the letter is out."""
    if case.state not in LETTER_OUT:
        idle = _("Not begun")
        return Institution(_("Rectification"), idle, "idle"), Institution(_("Re-check"), idle, "idle")
    found = {
        "every": len(items),
        "closed": sum(item.state == ItemState.CLOSED for item in items),
        "late": sum(item.is_overdue for item in items),
        "checked": sum(item.rounds > 0 for item in items),
        "failed": sum(item.state == ItemState.FAILED for item in items),
    }
    return _items(found), _checks(found)


def _items(found: dict[str, int]) -> Institution:
    word = _("%(closed)d of %(every)d closed out") % found
    tone = "late" if found["late"] else "done" if found["closed"] == found["every"] else "busy"
    detail = _("%(late)d overdue") % found if found["late"] else ""
    return Institution(_("Rectification"), word, tone, detail)


def _checks(found: dict[str, int]) -> Institution:
    if not found["checked"]:
        return Institution(_("Re-check"), _("Not begun"), "idle")
    word = _("%(checked)d of %(every)d re-checked") % found
    detail = _("%(failed)d failed") % found if found["failed"] else ""
    tone = "late" if found["failed"] else "done" if found["checked"] == found["every"] else "busy"
    return Institution(_("Re-check"), word, tone, detail)


def _newest(name: Any, rows: Sequence[Any]) -> Institution:
    """Return the newest row of a kind, with the number of them where there are more."""
    if not rows:
        return Institution(name, _("None"), "idle")
    row, number = rows[0], len(rows)
    detail = _("%(n)d in all") % {"n": number} if number > 1 else ""
    return Institution(name, chips.word(row), chips.tone(row), detail, row.get_absolute_url())
