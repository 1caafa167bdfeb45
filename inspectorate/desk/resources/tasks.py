"""The background halves of importing: ids in, safe to run twice, safe never to be called (see `resume`)."""
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from inspectorate.desk.models import ImportBatch

from .batches import apply_batch, check_batch

LOST_AFTER = timedelta(minutes=10)  # longer than any check takes
RELATED = ("area", "file", "uploaded_by__user", "confirmed_by__user")


@shared_task(name="inspectorate.desk.check_import")
def check_import(batch_id: int) -> None:
    """Check an uploaded file."""
    check_batch(ImportBatch.objects.select_related(*RELATED).get(pk=batch_id))


@shared_task(name="inspectorate.desk.apply_import")
def apply_import(batch_id: int) -> None:
    """Load a confirmed file."""
    apply_batch(ImportBatch.objects.select_related(*RELATED).get(pk=batch_id))


def resume() -> int:
    """Take up what a lost hint left lying: batches a worker has still to check or to load; return how many."""
    done, lost = 0, timezone.now() - LOST_AFTER
    for batch in ImportBatch.objects.waiting().filter(created_at__lt=lost).select_related(*RELATED):
        check_batch(batch)
        apply_batch(batch)
        done += 1
    return done
