"""The trial's one process: website, worker and clock together, and a clean end."""

import os
import signal
import threading
import urllib.request

import pytest
from celery import Celery, current_app
from structlog.contextvars import bound_contextvars, get_contextvars

import inspectorate.celery  # noqa: F401 -- its signals carry the request with the task
from inspectorate.lib.oneprocess import FIRST_PORT, bind, clock_thread, serve, worker_thread

SOON = 10


@pytest.fixture
def queue():
    app = Celery("trial-under-test", broker="memory://", set_as_current=False, fixups=[])
    app.conf.update(task_ignore_result=True, broker_transport_options={"polling_interval": 0.05})
    previous = current_app._get_current_object()
    yield app
    previous.set_default()


def noting_task(queue):
    """A task that notes that it ran, and the event it notes it on."""
    done = threading.Event()

    @queue.task(name="under-test.note", shared=False)
    def note():
        done.set()

    return note, done


def website(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]


def test_port_asked_for_is_refused_when_taken():
    with bind("127.0.0.1", 0) as taken, pytest.raises(OSError, match="in use"):
        bind("127.0.0.1", taken.server_port)


def test_port_without_wish_is_the_next_free_one():
    with bind("127.0.0.1", None) as first, bind("127.0.0.1", None) as second:
        assert FIRST_PORT <= first.server_port < second.server_port


def test_worker_thread_runs_a_queued_task(queue):
    task, done = noting_task(queue)
    with worker_thread(queue):
        task.delay()
        assert done.wait(SOON)


def test_task_is_logged_under_the_request_that_asked_for_it(queue):
    seen, done = [], threading.Event()

    @queue.task(name="under-test.trace", shared=False)
    def trace():
        seen.append(get_contextvars().get("request_id"))
        done.set()

    with worker_thread(queue), bound_contextvars(request_id="abcdef12"):
        trace.delay()
        assert done.wait(SOON)
    assert seen == ["abcdef12"]


def test_clock_thread_starts_what_is_due(queue):
    _, done = noting_task(queue)
    queue.conf.beat_schedule = {"tick": {"task": "under-test.note", "schedule": 0.1}}
    with worker_thread(queue), clock_thread(queue):
        assert done.wait(SOON)


def test_serve_answers_and_ends_on_a_plain_kill(queue):
    server, answers = bind("127.0.0.1", 0), []
    address = f"http://127.0.0.1:{server.server_port}/"
    previous = signal.getsignal(signal.SIGTERM)

    def visit_and_kill():
        answers.append(urllib.request.urlopen(address, timeout=SOON).read())
        os.kill(os.getpid(), signal.SIGTERM)

    try:
        serve(queue, website, server=server, on_ready=lambda: threading.Thread(target=visit_and_kill).start())
    finally:
        signal.signal(signal.SIGTERM, previous)
    assert answers == [b"ok"]
    assert "worker" not in {thread.name for thread in threading.enumerate()}
