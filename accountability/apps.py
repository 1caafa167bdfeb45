from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountabilityConfig(AppConfig):
    name = "accountability"
    label = "accountability"
    verbose_name = _("Accountability")

    def ready(self) -> None:
        """Connect the answers to documents."""
        import_module("accountability.receivers")
