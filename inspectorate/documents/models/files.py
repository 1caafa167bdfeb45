"""Stored files and what they are attached to."""

from pathlib import Path

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspectorate.lib import uploads


class StoredFile(models.Model):
    """An uploaded or rendered file; its content lies in the store by its fingerprint and never changes."""

    sha256 = models.CharField(max_length=64, db_index=True)
    original_sha256 = models.CharField(max_length=64)
    name = models.CharField(_("name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size"))
    media_type = models.CharField(max_length=120)
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="documents_file_sha256"),
        ]
        triggers = [pgtrigger.Protect(name="content_fixed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("file-download", args=[self.pk])

    @property
    def path(self) -> Path:
        """Return where the content lies."""
        return uploads.place(self.sha256)


class Attachment(models.Model):
    """A file belongs to a row; whoever may see the row may read the file."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments", verbose_name=_("file"))
    owner_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    owner_id = models.PositiveBigIntegerField()
    owner = GenericForeignKey("owner_type", "owner_id")
    label = models.CharField(_("what it is"), max_length=120, blank=True)
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    attached_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner_type", "owner_id", "file", "label"], name="documents_attachment_once"
            )
        ]

    def __str__(self) -> str:
        return self.label or self.file.name
