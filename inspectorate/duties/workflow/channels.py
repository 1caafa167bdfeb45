"""Ways out of the system: mail and chat robots; a failure says whether the server or the one letter is at fault."""

import json
import smtplib
from collections.abc import Callable
from typing import Any, Self
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from inspectorate.duties.models import Delivery
from inspectorate.duties.states import Channel
from inspectorate.lib import tracing


class Unreachable(Exception):
    """The server is not there: nothing else can leave by this channel now."""


class Undelivered(Exception):
    """One letter was not taken; the next may be. `str()` names no person."""


class Mail:
    """One connection to the mail server, opened anew after whatever broke it."""

    def __init__(self) -> None:
        self.connection: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._close()

    def send(self, delivery: Delivery, subject: str, text: str) -> None:
        """Send a digest to its recipient under its own, stable Message-ID; its log is found by the id it carries."""
        if self.connection is None:
            self._open()
        headers = {"Message-ID": delivery.message_id}
        if asked_by := tracing.present_id():
            headers[tracing.HEADER] = asked_by
        to = [delivery.recipient.email]
        message = EmailMessage(subject, text, to=to, headers=headers, connection=self.connection)
        try:
            message.send()
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self._close()
            raise Undelivered(_name(error)) from error

    def _open(self) -> None:
        connection = get_connection()
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(_name(error)) from error
        self.connection = connection

    def _close(self) -> None:
        broken, self.connection = self.connection, None
        if broken is not None:
            try:
                broken.close()
            except (OSError, smtplib.SMTPException):
                return


class _NoRedirects(HTTPRedirectHandler):
    """A robot's address answers itself; whoever sends us elsewhere is refused."""

    def redirect_request(self, *_args: Any) -> None:
        return None


class Webhook:
    """A chat robot: it tells a name and a number in a group, never what the duties are."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        return

    def send(self, _delivery: Delivery, _subject: str, text: str) -> None:
        """Post one message."""
        url = webhook_url()
        body = json.dumps(BODIES[settings.NOTICE_WEBHOOK_FORMAT](text)).encode()
        request = Request(url, body, {"Content-Type": "application/json"}, method="POST")  # noqa: S310
        try:
            with build_opener(_NoRedirects).open(request, timeout=settings.EMAIL_TIMEOUT) as reply:
                answer = reply.read(10_000)
        except HTTPError as error:
            raise Undelivered(f"HTTP {error.code}") from error
        except OSError as error:
            raise Unreachable(_name(error)) from error
        _check(answer)


BODIES: dict[str, Callable[[str], dict[str, Any]]] = {
    "wecom": lambda text: {"msgtype": "text", "text": {"content": text}},
    "dingtalk": lambda text: {"msgtype": "text", "text": {"content": text}, "at": {"isAtAll": False}},
    "plain": lambda text: {"text": text},
}
CHANNELS: dict[str, type[Mail | Webhook]] = {Channel.EMAIL: Mail, Channel.WEBHOOK: Webhook}


def switched_on() -> list[str]:
    """Return the channels that are in use; the system itself always is."""
    outside = {Channel.EMAIL: settings.NOTICE_EMAIL, Channel.WEBHOOK: bool(settings.NOTICE_WEBHOOK_URL)}
    return [Channel.IN_APP, *(channel for channel, is_on in outside.items() if is_on)]


def webhook_url() -> str:
    """Return the robot's address; raises Unreachable for anything but https or a host of the inner network."""
    url = settings.NOTICE_WEBHOOK_URL
    parts = urlsplit(url)
    is_inner = parts.scheme == "http" and parts.hostname in settings.NOTICE_WEBHOOK_HOSTS
    if parts.scheme != "https" and not is_inner:
        raise Unreachable("NOTICE_WEBHOOK_URL is neither https nor on a host of NOTICE_WEBHOOK_HOSTS")
    if settings.NOTICE_WEBHOOK_FORMAT not in BODIES:
        raise Unreachable("NOTICE_WEBHOOK_FORMAT is unknown")
    return url


def _check(answer: bytes) -> None:
    """Read the robots' own refusals, which come with HTTP 200."""
    try:
        said = json.loads(answer or b"{}")
    except ValueError:
        return
    code = said.get("errcode", 0) if isinstance(said, dict) else 0
    if code:
        raise Undelivered(f"errcode {code}")


def _name(error: Exception) -> str:
    """Return kind and code of an error without its text, which may hold an address."""
    code = getattr(error, "smtp_code", "") or getattr(error, "errno", "") or ""
    return f"{type(error).__name__} {code}".strip()
