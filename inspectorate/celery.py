"""The Celery application: tasks of every app, and the clock's one task."""
import os

from celery import Celery
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.settings")
app = Celery("inspectorate")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.task(name="look_at_the_clock", ignore_result=True)
def look_at_the_clock() -> None:
    """Run every job that is due; by name, because the apps are not ready yet when this module is read."""
    import_string("inspectorate.desk.jobs.look")()
