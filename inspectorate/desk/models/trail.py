"""The trail as its readers see it: events under the rights table."""
from typing import ClassVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import ScopedQuerySet
from inspectorate.trail.models import Event


class AuditedEvent(Event):
    """An event of the trail, read by whoever audits (三员: the audit administrator sees acts, not contents)."""

    objects = ScopedQuerySet.as_manager()

    RESOURCE = "event"
    SCOPE_PATHS: ClassVar = {"self": "actor"}
    GATES: ClassVar[dict[str, Q]] = {}

    class Meta:
        proxy = True
        verbose_name = _("act")
        verbose_name_plural = _("audit trail")
