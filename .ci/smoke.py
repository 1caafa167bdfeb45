"""The demonstration as a newcomer meets it: start, sign in, open a case, a PDF and a public page, stop.

Prints a line a step; exit status 1 and the demonstration's last output where one fails.
"""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from html import unescape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIRST_START = 300  # seconds a first start may take
STOP = 60
PDF_PATIENCE = 60  # the worker may still be rendering what the demonstration issued
OK = 200
SECOND_FACTOR = "/account/second-factor/"
ACCOUNT = re.compile(r"^  (\S+) +(\S+) +(.+)$")
ADDRESS = re.compile(r"(http://127\.0\.0\.1:\d+)/")


class Failed(Exception):
    """A step did not do what a newcomer expects."""


class Demonstration:
    """`make demo` in a process group of its own, on a free port."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.lines, self.is_ready = [], threading.Event()

    def __enter__(self):
        self.process = subprocess.Popen(
            ["make", "demo", f"PORT={self.port}"], cwd=ROOT, text=True, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        threading.Thread(target=self._read, daemon=True).start()
        return self

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if "Ctrl-C" in line:
                self.is_ready.set()
        self.is_ready.set()

    def __exit__(self, *error):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(STOP)

    def started(self):
        """Its address and accounts, as printed."""
        if not self.is_ready.wait(FIRST_START) or self.process.poll() is not None:
            raise Failed("it did not start")
        start = next(index for index, line in enumerate(self.lines) if ADDRESS.search(line))
        accounts = [ACCOUNT.match(line).groups() for line in self.lines[start + 1 :] if ACCOUNT.match(line)]
        return ADDRESS.search(self.lines[start])[1], accounts


class Browser:
    """Cookies, redirects and forms; no scripts."""

    def __init__(self, address):
        self.address = address
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def open(self, path, data=None):
        """Status, final path, content type and body of a page."""
        url = urllib.parse.urljoin(self.address, path)
        body = urllib.parse.urlencode(data).encode() if data else None
        try:
            answer = self.opener.open(urllib.request.Request(url, body, {"Referer": url}), timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            path = urllib.parse.urlsplit(answer.url).path
            return answer.status, path, answer.headers.get_content_type(), answer.read()

    def page(self, path):
        """The HTML of a page that must be there."""
        status, _, _, body = self.open(path)
        if status != OK:
            raise Failed(f"{path} answers {status}")
        return body.decode()

    def submit(self, path, **fields):
        """Fill in a form with what the page itself asks to be sent back; returns the path it led to and the page."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page(path))[1]
        status, end, _, body = self.open(path, {"csrfmiddlewaretoken": token, **fields})
        if status != OK or end == path:
            raise Failed(f"the form of {path} is not accepted ({status})")
        return end, body.decode()

    def sign_in(self, username, password):
        """Name and password, then the code that a demonstration account is shown."""
        path, page = self.submit("/sign-in/", username=username, password=password)
        if path == SECOND_FACTOR:
            code = re.search(r"<strong class=\"number\">(\d{6})<", page)[1]
            self.submit(SECOND_FACTOR, token=code)


def links(page, pattern):
    return [unescape(link) for link in re.findall(r'href="([^"#]+)"', page) if re.fullmatch(pattern, unescape(link))]


def first(browser, listing, pattern):
    """The first link of a list that leads to one of its rows."""
    found = links(browser.page(listing), pattern)
    if not found:
        raise Failed(f"{listing} shows nothing")
    return found[0]


def open_a_case(browser):
    path = first(browser, "/cases/", r"/cases/\d+/")
    browser.page(path)
    return path


def open_a_document(browser):
    """A document that was issued has its PDF; the worker may need a moment for it."""
    deadline = time.monotonic() + PDF_PATIENCE
    while time.monotonic() < deadline:
        for path in links(browser.page("/documents/"), r"/documents/\d+/"):
            status, _, kind, body = browser.open(f"{path}pdf/")
            if status == OK and kind == "application/pdf" and body.startswith(b"%PDF-"):
                return f"{path}pdf/ ({len(body)} bytes)"
        time.sleep(2)
    raise Failed("no document has a PDF")


def open_a_public_page(address):
    """Without any account."""
    visitor = Browser(address)
    path = first(visitor, "/", r"/public/results/[\w-]+/")
    visitor.page(path)
    return path


def visit(demonstration):
    begin = time.monotonic()
    address, accounts = demonstration.started()
    yield f"started at {address} in {time.monotonic() - begin:.0f} s, {len(accounts)} accounts"
    yield f"public page {open_a_public_page(address)}"
    username, password, role = accounts[0]
    browser = Browser(address)
    browser.sign_in(username, password)
    yield f"signed in as {username} ({role})"
    yield f"case {open_a_case(browser)}"
    yield f"document {open_a_document(browser)}"


def main():
    demonstration = Demonstration()
    try:
        with demonstration:
            for step in visit(demonstration):
                print(f"demonstration: {step}", flush=True)
    except Failed as failure:
        print("\n".join(demonstration.lines[-30:]))
        print(f"demonstration: FAILED: {failure}")
        return 1
    print(f"demonstration: stopped with status {demonstration.process.returncode}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
