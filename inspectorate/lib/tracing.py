"""Logs by which one request can be followed, through web and worker, and that name no person.

Each request has an id: the one its proxy gave it, where that is well formed, else a new one. A line tells method,
route (never the address itself: it may hold a name searched for, or a secret), status and time.
"""
import re
import sys
import time
import traceback
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars
from structlog.typing import EventDict

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
FRAMES = 12
log = structlog.get_logger(__name__)


class RequestLog:
    """Bind the id of the request for everything that is logged under it, and send it back; stands first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and write one line about it."""
        begun, request.id = time.monotonic(), request_id(request)  # type: ignore[attr-defined]
        clear_contextvars()
        bind_contextvars(request_id=request.id)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers[HEADER] = request.id  # type: ignore[attr-defined]
        milliseconds = round((time.monotonic() - begun) * 1000)
        facts = {"method": request.method, "route": route(request), "status": response.status_code}
        log.info("request", **facts, milliseconds=milliseconds, request_id=request.id)  # type: ignore[attr-defined]
        clear_contextvars()
        return response


def request_id(request: HttpRequest) -> str:
    """Return the id that came with a request, if it is one; a made-up one would forge lines of the log."""
    given = request.headers.get(HEADER, "")
    return given if WELL_FORMED.fullmatch(given) else uuid.uuid4().hex


def present_id() -> str:
    """Return the id under which this process logs now: of a request, or of the task it does; empty outside of both."""
    return str(get_contextvars().get("request_id", ""))


def route(request: HttpRequest) -> str:
    """Return the pattern that an address fits, without what stands in it."""
    match = getattr(request, "resolver_match", None)
    return match.route if match else ""


def without_values(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Write an error as its kind and its places: its text may quote a row, a line of code or an address."""
    event.pop("ip", None)  # it stands in the audit trail
    info = event.pop("exc_info", None)
    info = sys.exc_info() if info is True else info
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
        event["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event


def without_address(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Leave the address out of the lines Django writes about requests; the line of the request names its route."""
    record = event.get("_record")
    if record is not None and record.name.startswith(("django.request", "django.security")):
        event["event"] = event["event"].partition(": ")[0]
        if status := getattr(record, "status_code", None):
            event["status"] = status
    return event
