"""The statutory terms of publication; every number comes from the rulebook."""
from datetime import date

from inspectorate.lib.periods import Period
from inspectorate.register.models import Area
from inspectorate.rulebook.workflow import due, setting

from .states import POSTING_RULES

PUBLISH = "R-PUB-02"
ANSWER = "R-PUB-10"
SMALLEST_GROUP = "R-PUB-12.group"


def publication_due(area: Area, formed_on: date) -> Period:
    """Return the period for publishing what was formed or changed on a day (R-PUB-02)."""
    return due(PUBLISH, area, formed_on)


def posting_end(kind: str, area: Area, released_on: date) -> Period:
    """Return the period for which a posting stands, counted from its release (R-PUB-11, R-ROST-05)."""
    return due(POSTING_RULES[kind], area, released_on)


def objection_due(area: Area, received_on: date) -> Period:
    """Return the period in which an objection is answered (R-PUB-10)."""
    return due(ANSWER, area, received_on)


def smallest_group(area: Area, on: date) -> int | None:
    """Return the number of answers below which a group's figures are not published (T91); None without such a rule."""
    try:
        return setting(SMALLEST_GROUP, area, on).value
    except LookupError:
        return None
