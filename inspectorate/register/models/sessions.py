"""Sessions in the database: each row says whose, from where, since when, so that it can be listed and ended.

This module is the session engine as well (`SESSION_ENGINE`): the idle and the absolute limit are the expiry of the
row itself, so a session that is over cannot be loaded, whatever a view forgets to ask.
"""

import hashlib
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

STARTED, SEEN, ADDRESS, DEVICE, POST = "started", "seen", "address", "device", "post"


class SessionQuerySet(models.QuerySet):
    """Sessions."""

    def open(self) -> "SessionQuerySet":
        """Return the signed-in sessions that have not run out, last used first."""
        return self.filter(expire_date__gt=timezone.now()).exclude(user=None).order_by("-last_seen_at")


class Session(AbstractBaseSession):
    """One browser that is signed in."""

    # No constraints: what a session names is checked at every request, and a session must never fail to be saved.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="sessions", db_constraint=False
    )
    post = models.ForeignKey(
        "register.Post", on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    # The key itself is a credential and never shown; pages name a session by this digest of it.
    handle = models.CharField(max_length=32, db_index=True)
    address = models.CharField(_("address"), max_length=64, blank=True)
    device = models.CharField(_("device"), max_length=120, blank=True)
    started_at = models.DateTimeField(_("signed in"), null=True)
    last_seen_at = models.DateTimeField(_("last used"))

    objects = BaseSessionManager.from_queryset(SessionQuerySet)()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self) -> str:
        return f"{self.device} {self.address}".strip()

    @classmethod
    def get_session_store_class(cls) -> type["SessionStore"]:
        return SessionStore


class SessionStore(DatabaseStore):
    """Keeps person, post, address and times of a session in columns, and its two limits in the expiry."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row of a session's data."""
        row = super().create_model_instance(data)
        row.handle = handle_of(row.session_key)
        row.user_id = data.get(USER_KEY)
        row.post_id = data.get(POST)
        row.address = data.get(ADDRESS, "")[:64]
        row.device = data.get(DEVICE, "")[:120]
        row.started_at = moment(data.get(STARTED))
        row.last_seen_at = moment(data.get(SEEN)) or timezone.now()
        return row

    def get_session_cookie_age(self) -> int:
        """Return the seconds left: the idle limit, but never beyond the absolute one."""
        started = self.get(STARTED)
        if started is None:
            return settings.SESSION_IDLE_SECONDS
        used = timezone.now().timestamp() - started
        return max(0, min(settings.SESSION_IDLE_SECONDS, int(settings.SESSION_COOKIE_AGE - used)))


def handle_of(session_key: str) -> str:
    """Return the name under which pages speak of a session."""
    return hashlib.sha256(f"session:{session_key}".encode()).hexdigest()[:32]


def moment(seconds: float | None) -> datetime | None:
    """Return seconds since 1970 as an aware moment."""
    return None if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)
