"""A period in words: what was counted from when, what was skipped, why that date."""
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspectorate.lib.periods import PAUSED, WEEKEND, Line, Period, read_period
from inspectorate.rulebook.states import Festival, Unit


def explain_period(period: Period | Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (label, text) of every step of a period, also of one stored as JSON (R-TIME-01 to R-TIME-09)."""
    found = period if isinstance(period, Period) else read_period(period)
    return [(str(label), text) for label, text in map(_say, found.explain())]


def reason_label(reason: str) -> str:
    """Return why a day is no working day, in words."""
    if reason in Festival.values:
        return str(Festival(reason).label)
    return {WEEKEND: _("weekend"), PAUSED: _("clock stopped")}.get(reason, reason)


def _say(line: Line) -> tuple[str, str]:
    return WORDS[line.code](line.data)


def _date(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def _days(days: Iterable[tuple[date, str]]) -> str:
    """Return days with reasons, runs of one reason drawn together."""
    runs: list[list[Any]] = []
    for day, reason in days:
        if runs and runs[-1][2] == reason and (day - runs[-1][1]).days == 1:
            runs[-1][1] = day
        else:
            runs.append([day, day, reason])
    return _("; ").join(_run(*run) for run in runs)


def _run(first: date, last: date, reason: str) -> str:
    facts = {"first": _date(first), "last": _date(last), "why": reason_label(reason)}
    if first == last:
        return _("%(first)s (%(why)s)") % facts
    return _("%(first)s to %(last)s (%(why)s)") % facts


def _paused(data: dict[str, Any]) -> tuple[str, str]:
    facts = {"start": _date(data["start"]), "end": _date(data["end"]), "reason": data["reason"]}
    text = _("%(start)s until %(end)s: %(reason)s") if data["reason"] else _("%(start)s until %(end)s")
    return _("Clock stopped"), text % facts


def _skipped(data: dict[str, Any]) -> tuple[str, str]:
    count = ngettext("%(count)s day", "%(count)s days", data["count"]) % {"count": data["count"]}
    return _("Not counted"), _("%(count)s: %(days)s") % {"count": count, "days": _days(data["days"])}


def _provisional(data: dict[str, Any]) -> tuple[str, str]:
    years = _("; ").join(map(str, data["years"]))
    return _("Provisional"), _("The holiday notice for %(years)s is not published; the date may still move.") % {
        "years": years
    }


WORDS: dict[str, Callable[[dict[str, Any]], tuple[str, str]]] = {
    "trigger": lambda data: (_("Counted from"), _date(data["on"])),
    "first": lambda data: (_("First day counted"), _date(data["on"])),
    "count": lambda data: (
        _("Length of the term"), _("%(value)s %(unit)s") % {"value": data["number"], "unit": Unit(data["unit"]).label}
    ),
    "paused": _paused,
    "skipped": _skipped,
    "nominal": lambda data: (_("Last day by count"), _date(data["on"])),
    "rolled": lambda data: (_("Moved off rest days"), _days(data["days"])),
    "due": lambda data: (_("Last day"), _date(data["on"])),
    "provisional": _provisional,
}
