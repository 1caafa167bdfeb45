"""One more clock, quicker than beat: a short drill cannot wait for the next minute. Any number of clocks may run."""

import contextlib
import threading
from typing import Self

from celery import current_app
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from .stage import Stage

EVERY = 2.0  # seconds


class QuickClock:
    """Asks for a look at the clock every two seconds while the block runs, in short drills only."""

    def __init__(self, stage: Stage) -> None:
        self.is_wanted, self._is_over = stage.is_quick, threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        if self.is_wanted:
            self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_over.set()
        if self.is_wanted:
            self._thread.join(EVERY * 3)

    def _run(self) -> None:
        while not self._is_over.wait(EVERY):
            with contextlib.suppress(OperationalError, RedisError, OSError):
                current_app.send_task("look_at_the_clock", retry=False)
