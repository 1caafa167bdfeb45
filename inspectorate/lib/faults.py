"""The page for what is not the reader's fault: 503 while the database is away, 500 for everything else (T71)."""

import sys

import psycopg2
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views import defaults

AWAY = (OperationalError, InterfaceError)
RETRY_SECONDS = 10


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an error that nobody handled (`handler500`); called while it is being handled."""
    if not is_away(sys.exc_info()[1]):
        return defaults.server_error(request)
    answer = HttpResponse(loader.get_template("503.html").render(), status=503)
    answer["Retry-After"] = str(RETRY_SECONDS)
    return answer


def is_away(error: BaseException | None) -> bool:
    """Return whether an error means that the database is not there; it may say so without the right class.

    A server that dies amid a statement is a plain DatabaseError of the driver, without the code the server would give.
    """
    if isinstance(error, AWAY):
        return True
    cause = error.__cause__ if type(error) is DatabaseError else None
    return isinstance(cause, psycopg2.DatabaseError) and cause.pgcode is None
