from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "inspectorate.desk"
    label = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        """Hand the pages of `lib` what they may not import themselves."""
        import_module("inspectorate.desk.receivers")
