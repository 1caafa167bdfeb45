"""People at browsers: they open a form, send it, and press again when no answer comes; every answer is kept."""

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

PATIENCE = 30  # seconds a browser waits for one answer
PRESSES = 90  # seconds a person goes on pressing
BREATH = 0.2
SEE_OTHER, FIRST_FAULT, FORBIDDEN = 302, 500, 400
KEPT = ("csrfmiddlewaretoken", "submission", "seen")


class Line(http.client.HTTPConnection):
    """HTTP over the website's unix socket."""

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        super().__init__("localhost", timeout=patience)
        self.path = path

    def connect(self) -> None:
        """Connect to the socket."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.path))


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 where nothing did."""

    status: int
    location: str = ""
    body: str = ""

    @property
    def is_done(self) -> bool:
        """Return whether the act was acknowledged: a form that was accepted leads on, and not to signing in."""
        return self.status == SEE_OTHER and not self.location.startswith("/sign-in")

    @property
    def is_fault(self) -> bool:
        """Return whether a person would press again: no answer, or one that says the fault is ours."""
        return self.status == 0 or self.status >= FIRST_FAULT


class Hidden(HTMLParser):
    """The hidden values of a form that a browser sends back."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a hidden input."""
        found = dict(attrs)
        if tag == "input" and found.get("name") in KEPT:
            self.values[str(found["name"])] = found.get("value") or ""


class Visitor:
    """One signed-in browser."""

    def __init__(self, website: Path, session: str) -> None:
        self.website, self.cookies = website, {"sessionid": session}

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None, patience: float = PATIENCE) -> Answer:
        """Send one request; an answer with status 0 where the line broke."""
        line = Line(self.website, patience)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Host": "localhost"}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request(method, path, urlencode(fields) if fields is not None else None, headers)
            answer = line.getresponse()
            body = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return Answer(0)
        finally:
            line.close()
        self._keep(answer.headers.get_all("Set-Cookie") or [])
        return Answer(answer.status, answer.headers.get("Location", ""), body)

    def _keep(self, cookies: list[str]) -> None:
        for cookie in cookies:
            name, _equals, value = cookie.partition(";")[0].partition("=")
            if name == "csrftoken":
                self.cookies[name] = value

    def form(self, path: str) -> tuple[Answer, dict[str, str]]:
        """Open the page of a form; return the answer and what it asks to be sent back."""
        answer = self.ask("GET", path)
        return answer, Hidden(answer.body).values if answer.status == http.client.OK else {}


@dataclass
class Errand:
    """One act that a person sets out to do; `token` names what it is about."""

    kind: str
    token: str
    path: str
    fields: dict[str, str] = field(default_factory=dict)
    answers: list[int] = field(default_factory=list)
    is_acknowledged: bool = False
    is_refused: bool = False
    seconds: float = 0.0
    done_at: float = 0.0

    def note(self, answer: Answer) -> None:
        """Keep an answer."""
        self.answers.append(answer.status)
        if answer.is_done:
            self.is_acknowledged, self.done_at = True, time.monotonic()


def press(visitor: Visitor, errand: Errand, *, is_open: Callable[[], bool] = lambda: True) -> Errand:
    """Open the form and send it, the same form again after a fault, until it is answered for good."""
    began = time.monotonic()

    def goes_on() -> bool:
        return time.monotonic() - began < PRESSES

    hidden: dict[str, str] = {}
    while not hidden and goes_on() and is_open():
        answer, hidden = visitor.form(errand.path)
        if not hidden and not answer.is_fault:
            errand.is_refused = True
            errand.answers.append(answer.status)
            return errand
        if not hidden:
            time.sleep(BREATH)
    while hidden and goes_on():
        answer = visitor.ask("POST", errand.path, {**hidden, **errand.fields})
        errand.note(answer)
        if not answer.is_fault:
            errand.is_refused = not answer.is_done
            break
        time.sleep(BREATH)
    errand.seconds = time.monotonic() - began
    return errand


class Crowd:
    """Several people at work at once, each with errands of his own, until they are told to stop or have no more."""

    def __init__(self, visitors: Iterable[Visitor], errands: Iterable[Errand]) -> None:
        self.ledger: list[Errand] = []
        self._errands: Iterator[Errand] = iter(errands)
        self._lock, self._is_over = threading.Lock(), threading.Event()
        self._people = [threading.Thread(target=self._work, args=[visitor], daemon=True) for visitor in visitors]

    def __enter__(self) -> Self:
        for person in self._people:
            person.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_over.set()
        for person in self._people:
            person.join(PRESSES + PATIENCE)

    def _next(self) -> Errand | None:
        with self._lock:
            errand = None if self._is_over.is_set() else next(self._errands, None)
            if errand:
                self.ledger.append(errand)
            return errand

    def _work(self, visitor: Visitor) -> None:
        while errand := self._next():
            press(visitor, errand)

    @property
    def acknowledged(self) -> int:
        """Return how many acts were acknowledged so far."""
        return sum(errand.is_acknowledged for errand in list(self.ledger))

    @property
    def is_busy(self) -> bool:
        """Return whether somebody still works."""
        return any(person.is_alive() for person in self._people)

    def goes_on(self, seconds: float) -> float:
        """Wait until an act begun now is acknowledged; return how many seconds it took. Raises TimeoutError."""
        began = time.monotonic()
        while not any(errand.done_at > began for errand in list(self.ledger)):
            if time.monotonic() - began > seconds:
                raise TimeoutError("nobody gets an answer")
            time.sleep(0.02)
        return time.monotonic() - began
