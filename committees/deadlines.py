"""One function per number and title of the committee; every one comes from the rulebook."""
from datetime import date

from inspectorate.register.models import Area
from inspectorate.rulebook.workflow import setting

from .states import MemberRole

MOST: dict[str, str] = {MemberRole.CHAIR: "R-ORG-01.chairs", MemberRole.VICE_CHAIR: "R-ORG-01.vice_chairs_max"}


def most_members(role: str, area: Area, on: date) -> int | None:
    """R-ORG-01: how many chairs or vice-chairs there may be; None where nothing is said."""
    return setting(MOST[role], area, on).value if role in MOST else None


def liaisons_needed(area: Area, on: date) -> int:
    """R-ORG-07: liaison officers each member unit names."""
    return setting("R-ORG-07", area, on).value or 0


def chief_title(area: Area, on: date) -> str:
    """R-ORG-05: what the chief inspectors are called in an area; never one place's word for another's."""
    return str(setting("R-ORG-05", area, on).shown)
