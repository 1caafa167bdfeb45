from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "supervision"
    label = "supervision"
    verbose_name = _("Inspections")

    def ready(self) -> None:
        """Connect the answers to documents."""
        import_module("supervision.receivers")
