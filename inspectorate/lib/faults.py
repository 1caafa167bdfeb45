"""The page for what is not the reader's fault: 503 while the database is away, 500 for everything else (T71)."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views import defaults

AWAY = (OperationalError, InterfaceError)
RETRY_SECONDS = 10


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an error that nobody handled (`handler500`); called while it is being handled."""
    if not isinstance(sys.exc_info()[1], AWAY):
        return defaults.server_error(request)
    answer = HttpResponse(loader.get_template("503.html").render(), status=503)
    answer["Retry-After"] = str(RETRY_SECONDS)
    return answer
