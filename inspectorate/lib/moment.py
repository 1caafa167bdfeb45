"""The program's clock: let it stand at another moment, and notice when the machine's own clock jumps."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from unittest.mock import patch

from django.utils import timezone

# Seconds since the machine started, its sleep included; a machine without it counts waking seconds.
STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


@contextmanager
def standing(moment: datetime) -> Iterator[datetime]:
    """Let `timezone.now()` stand at `moment`, also for the defaults of fields, which hold the function itself."""

    class Standing(datetime):
        """The class that `timezone.now()` asks."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz) if tz else timezone.make_naive(moment)

    with patch.object(timezone, "now", lambda: moment), patch.object(timezone, "datetime", Standing):
        yield moment


class Watch:
    """The wall clock and the steady clock of this process as they were at the last look."""

    def __init__(self) -> None:
        self.seen: tuple[float, float] | None = None

    def jumped(self) -> float:
        """Return by how many seconds the wall clock has moved against the steady one since the last look."""
        now = time.time(), time.clock_gettime(STEADY)
        before, self.seen = self.seen or now, now
        return (now[0] - before[0]) - (now[1] - before[1])
