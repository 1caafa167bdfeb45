"""The background halves of importing: ids in, safe to run twice, safe never to be called (see `batches.resume`)."""
from celery import shared_task

from .resources.batches import apply_batch, check_batch, waiting_batch


@shared_task
def check_import(batch_id: int) -> None:
    """Check an uploaded file."""
    check_batch(waiting_batch(batch_id))


@shared_task
def apply_import(batch_id: int) -> None:
    """Load a confirmed file."""
    apply_batch(waiting_batch(batch_id))
