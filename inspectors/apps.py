from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectorsConfig(AppConfig):
    name = "inspectors"
    label = "inspectors"
    verbose_name = _("Inspectors")

    def ready(self) -> None:
        """Connect the answers to publication."""
        import_module("inspectors.receivers")
