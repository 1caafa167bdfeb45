"""The health check of the web container."""

import threading
from contextlib import contextmanager

import pytest

from inspectorate.lib.oneprocess import bind
from inspectorate.lib.probe import is_alive


@contextmanager
def website(status):
    """A website that answers everything with one status."""
    seen = {}

    def answer(environ, start_response):
        seen.update(environ)
        start_response(status, [("Content-Length", "0")])
        return [b""]

    with bind("127.0.0.1", 0) as server:
        server.set_app(answer)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, seen
        server.shutdown()


@pytest.mark.parametrize(
    ("status", "alive"),
    [("200 OK", True), ("302 Found", True), ("400 Bad Request", False), ("503 Unavailable", False)],
)
def test_probe_believes_the_answer(status, alive):
    with website(status) as (port, _):
        assert is_alive(port=port) is alive


def test_probe_speaks_as_the_proxy_does(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "dudao.example.gov.cn,other.example")
    with website("200 OK") as (port, seen):
        is_alive(port=port)
    assert (seen["HTTP_HOST"], seen["HTTP_X_FORWARDED_PROTO"]) == ("dudao.example.gov.cn", "https")


def test_probe_without_an_answer_says_dead():
    with bind("127.0.0.1", 0) as server:
        port = server.server_port
    assert not is_alive(port=port)
