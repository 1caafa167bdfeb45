"""A clock for the running program that tests put forward."""

from datetime import timedelta

from django.utils import timezone


class Clock:
    """Runs like the real one, but from another moment on; only ever put forward, as in life."""

    def __init__(self, begins_at):
        self.real = timezone.now
        self.ahead = begins_at - self.real()

    def now(self):
        """Stand in for `timezone.now`."""
        return self.real() + self.ahead

    @property
    def today(self):
        return timezone.localdate()

    def on(self, days):
        """The day in so many days."""
        return self.today + timedelta(days=days)

    def forward(self, days):
        """Let days pass."""
        assert days > 0
        self.ahead += timedelta(days=days)

    def forward_to(self, day):
        """Let the days up to `day` pass."""
        if day > self.today:
            self.forward((day - self.today).days)
