from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitteesConfig(AppConfig):
    name = "committees"
    label = "committees"
    verbose_name = _("Committees")

    def ready(self) -> None:
        """Connect the answers to documents."""
        import_module("committees.receivers")
