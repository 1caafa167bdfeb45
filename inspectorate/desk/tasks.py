"""The background halves of importing: ids in, safe to run twice, safe never to be called (see `batches.resume`).

The verbs are called by name: tasks stand below the verbs that a page starts with them.
"""
from celery import shared_task
from django.utils.module_loading import import_string

BATCHES = "inspectorate.desk.resources.batches"


@shared_task
def check_import(batch_id: int) -> None:
    """Check an uploaded file."""
    import_string(f"{BATCHES}.check_batch")(import_string(f"{BATCHES}.waiting_batch")(batch_id))


@shared_task
def apply_import(batch_id: int) -> None:
    """Load a confirmed file."""
    import_string(f"{BATCHES}.apply_batch")(import_string(f"{BATCHES}.waiting_batch")(batch_id))
