"""The append-only trail: events chained by hash per subject, their heads, and the seals over them."""

import hashlib
import json

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

FIRST_HASH = "0" * 64
SIGNED = ("actor_id", "post_id", "actor_name", "source", "verb", "from_state", "to_state", "note", "payload")


class EventQuerySet(models.QuerySet):
    """Events of one subject or of many."""

    def of(self, obj: models.Model) -> "EventQuerySet":
        """Return the events of `obj`, oldest first."""
        kind = ContentType.objects.get_for_model(obj)
        return self.filter(subject_type=kind, subject_id=obj.pk).order_by("sequence")

    def timeline(self, obj: models.Model, limit: int = 200) -> "EventQuerySet":
        """Return the newest events of `obj` for its page, newest first."""
        return self.of(obj).order_by("-sequence")[:limit]


class Event(models.Model):
    """One act: who, in which post, from where, did what to what, from which state to which, and why."""

    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    post_id = models.PositiveBigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    source = models.CharField(max_length=64, blank=True)
    verb = models.CharField(max_length=60)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    payload = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "sequence"], name="trail_event_sequence"),
        ]
        indexes = [models.Index(fields=["at", "id"], name="trail_event_at")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.verb} #{self.sequence}"

    def compute_hash(self) -> str:
        """Return the SHA-256 over the event's content and the hash of the event before it."""
        content = {name: getattr(self, name) for name in SIGNED}
        content |= {
            "subject": [self.subject_type_id, self.subject_id],
            "sequence": self.sequence,
            "at": self.at.timestamp(),
            "previous": self.previous_hash,
        }
        text = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


class Head(models.Model):
    """The newest event of a subject; its row is the lock under which the chain grows."""

    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    subject_id = models.PositiveBigIntegerField()
    sequence = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, default=FIRST_HASH)

    class Meta:
        verbose_name = _("head of a trail")
        constraints = [models.UniqueConstraint(fields=["subject_type", "subject_id"], name="trail_head_subject")]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.subject_type_id}/{self.subject_id}#{self.sequence}"


class Seal(models.Model):
    """A digest over all events of a span of ids, printed or shipped elsewhere so that nobody can rewrite the past."""

    sealed_at = models.DateTimeField()
    first_id = models.PositiveBigIntegerField()
    last_id = models.PositiveBigIntegerField()
    events = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("seal")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.first_id}-{self.last_id} {self.digest[:12]}"


class Submission(models.Model):
    """A form instance that has been acted on: a second sending of the same form has no second effect."""

    key = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("submission")

    def __str__(self) -> str:
        return self.key
