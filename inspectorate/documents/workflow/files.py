"""Uploads kept at once, and attached to the rows they belong to."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.documents.models import Attachment, StoredFile
from inspectorate.lib import uploads
from inspectorate.register.models import Post

DAILY_BYTES = 2 << 30  # of one account: a protection of the disk, no rule of the field


def keep_upload(upload: UploadedFile, *, by: Post | None) -> StoredFile:
    """Check and keep an uploaded file at once; raises uploads.UploadRefused.

    It can be read by its uploader only until it is attached to a row.
    """
    if by is not None:
        day = StoredFile.objects.filter(uploader=by.user, created_at__gte=timezone.now() - timedelta(hours=24))
        if (day.aggregate(size=models.Sum("size"))["size"] or 0) + (upload.size or 0) > DAILY_BYTES:
            raise uploads.UploadRefused(
                _("You have uploaded as much as is accepted in a day. Ask the office for help.")
            )
    kept = uploads.keep(upload)
    return StoredFile.objects.create(**vars(kept), uploader=by.user if by else None)


def attach(owner: models.Model, files: Iterable[StoredFile], *, by: Post | None, label: str = "") -> list[Attachment]:
    """Attach kept files to a row: from now on whoever sees the row may read them."""
    kind = ContentType.objects.get_for_model(owner)
    return [
        Attachment.objects.get_or_create(
            owner_type=kind,
            owner_id=owner.pk,
            file=file,
            label=label,
            defaults={"attached_by": by.user if by else None},
        )[0]
        for file in files
    ]
