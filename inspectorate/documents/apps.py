from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "inspectorate.documents"
    label = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        """Load the Celery application wherever Django runs: without it a web process would queue into the void."""
        import_module("inspectorate.celery")
