"""The dates of duties: counted by the rule, named by a document, counted anew, explained."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils import timezone

from inspectorate.duties.models import Duty
from inspectorate.duties.states import DutyState
from inspectorate.lib.periods import ONE, Calendar, Period, period_end
from inspectorate.lib.periods import Pause as Stop
from inspectorate.register.models import Post
from inspectorate.rulebook.workflow import calendar
from inspectorate.trail.workflow import move


def named_date(trigger_on: date, due_on: date) -> Period:
    """Return the period that ends on a date named by a document, in calendar days from `trigger_on`."""
    return period_end(trigger_on, (due_on - trigger_on).days, "day", calendar())


def is_provisional(*days: date | None) -> bool:
    """Return whether one of the days is counted through a year whose notice is not published yet (R-TIME-06)."""
    today = timezone.localdate()
    return any(named_date(today, day).is_provisional for day in days if day and day >= today)


def recompute_duty(duty: Duty, *, by: Post | None, worked: Calendar | None = None) -> bool:
    """Count an open duty anew after a notice came; return whether it changed. Its last day never moves nearer (T56).

    Whoever counts many duties hands the calendar in: it is asked for once then.
    """
    period = counted(duty, worked)
    is_nearer = period.due_on < duty.due_on  # then the date that was made known stands, with its explanation
    values: dict[str, Any] = {"is_provisional": period.is_provisional} if is_nearer else _dates(period)
    if all(getattr(duty, name) == value for name, value in values.items()):
        return False
    settled = {"is_provisional": period.is_provisional, "unpublished": period.unpublished}
    values["how_computed"] = duty.how_computed | settled if is_nearer else asdict(period)
    after = max(duty.due_on, period.due_on)
    change = {"before": duty.due_on, "after": after, "is_provisional": period.is_provisional}
    move(duty, DutyState.OPEN, by=by, verb="recompute_duty", payload=change, **values)
    return True


def counted(duty: Duty, worked: Calendar | None = None) -> Period:
    """Count a duty's term with the calendar and the pauses as they are now."""
    number, unit = duty.how_computed["number"], duty.how_computed["unit"]
    return period_end(duty.trigger_on, number, unit, worked or calendar(), pauses=stops(duty))


def prolonged(duty: Duty, until: date) -> Period:
    """Return a duty's term with its end at a date that was granted; past pauses are in that date already."""
    past = stops(duty)
    days = (duty.trigger_on + n * ONE for n in range(1, (until - duty.trigger_on).days + 1))
    number = sum(not any(stop.start_on < day <= stop.end_on for stop in past) for day in days)
    return period_end(duty.trigger_on, number, "day", calendar(), pauses=past)


def stops(duty: Duty) -> list[Stop]:
    """Return the pauses of a duty that have ended."""
    return [Stop(pause.starts_on, pause.ends_on, pause.reason) for pause in duty.pauses.all() if pause.ends_on]


def columns(period: Period) -> dict[str, Any]:
    """Return the columns of a duty that a computed period fills."""
    return _dates(period) | {"how_computed": asdict(period)}


def _dates(period: Period) -> dict[str, Any]:
    return {
        "trigger_on": period.trigger_on,
        "nominal_due_on": period.nominal_on,
        "due_on": period.due_on,
        "is_provisional": period.is_provisional,
    }
