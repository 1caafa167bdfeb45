"""The Celery application: tasks of every app, the clock's one task, and what travels with a task."""
import os
from typing import Any

import structlog
from celery import Celery
from celery.signals import before_task_publish, task_postrun, task_prerun
from django.db import Error, close_old_connections, connection
from django.utils.module_loading import import_string
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.settings")
app = Celery("inspectorate")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
log = structlog.get_logger(__name__)
CLOCK = "look_at_the_clock"
REQUEST = "request_id"


@app.task(name=CLOCK, ignore_result=True)
def look_at_the_clock() -> None:
    """Run every job that is due; by name, because the apps are not ready yet when this module is read."""
    import_string("inspectorate.desk.jobs.tick")()


@before_task_publish.connect
def carry_request(headers: dict[str, Any], **_more: Any) -> None:
    """Let a task know which request asked for it."""
    headers[REQUEST] = get_contextvars().get(REQUEST, "")


@task_prerun.connect
def bind_request(task_id: str, task: Any, **_more: Any) -> None:
    """Begin the log of a task under the request that asked for it; a task done on the spot is in its log already."""
    if not task.request.is_eager:
        clear_contextvars()
        bind_contextvars(task=task.name, task_id=task_id, request_id=getattr(task.request, REQUEST, "") or task_id)


@task_postrun.connect
def leave_request(task: Any, **_more: Any) -> None:
    """End the log of a task."""
    if not task.request.is_eager:
        clear_contextvars()


@before_task_publish.connect(sender=CLOCK)
def note_beat(**_more: Any) -> None:
    """Leave a sign of life of beat, which alone asks for a look at the clock; without a database it goes on asking."""
    try:
        if not connection.in_atomic_block:
            close_old_connections()
        import_string("inspectorate.desk.models.Beat").note("beat")
    except Error:
        log.warning("beat_not_noted")
