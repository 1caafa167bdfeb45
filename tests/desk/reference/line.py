"""One duty as the reference sees it."""

from datetime import date
from typing import NamedTuple

from .days import NEVER


class Line(NamedTuple):
    """Opened on a day, due on a day, and closed on the day `gone`, because it was met or fell away."""

    name: str
    kind: str
    holder: int
    area: str
    opened: date
    due: date
    group: str = ""
    person: int | None = None
    gone: date = NEVER
    how: str = "cancelled"
    is_known: bool = False
    announced: date = NEVER
