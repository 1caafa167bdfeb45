"""What the clock starts: files still owed, uploads that never became part of anything."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from .models import Document, StoredFile
from .states import Rendering
from .tasks import render

UNUSED_AFTER = timedelta(hours=48)  # an upload whose form was never sent
AT_ONCE = 300  # as many as one worker renders from one look of the clock to the next


def render_owed() -> int:
    """Start the renderings whose task was lost, or waits too long; a second one changes nothing. Return how many."""
    lost_before = timezone.now() - timedelta(seconds=settings.RENDER_LOST_SECONDS)
    owed = Document.objects.filter(rendering=Rendering.WAITING, issued_at__lt=lost_before)
    found = list(owed.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    for pk in found:
        render.delay(pk)
    return len(found)


def forget_unused_files() -> int:
    """Delete uploads that belong to nothing; content that another file shares stays. Return how many."""
    unused = StoredFile.objects.filter(
        attachments=None, uploader__isnull=False, created_at__lt=timezone.now() - UNUSED_AFTER
    )
    return sum(_forget(file) for file in unused.order_by("pk")[:1000])


def _forget(file: StoredFile) -> bool:
    try:
        with transaction.atomic():
            file.delete()
    except ProtectedError:  # a row of another app holds it directly
        return False
    if not StoredFile.objects.filter(sha256=file.sha256).exists():
        file.path.unlink(missing_ok=True)
    return True
