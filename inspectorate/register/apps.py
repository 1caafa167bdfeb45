from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.checks import deploy_messages, refuse_unsafe


class RegisterConfig(AppConfig):
    name = "inspectorate.register"
    label = "register"
    verbose_name = _("Register")

    def ready(self) -> None:
        """Refuse to start on unsafe production settings (T82); say the same in `check --deploy`."""
        refuse_unsafe(settings)
        checks.register(lambda **_options: deploy_messages(settings), checks.Tags.security, deploy=True)
