"""Trial mode: web, Celery worker and clock as threads of one process over Celery's memory:// broker.

Same tasks and schedule as production, nothing to install but wheels. Queued messages die with the process, which is
harmless: duties and reminders are rows, the queue only says "look now".
"""

import errno
import logging
import signal
import threading
from collections.abc import Callable
from contextlib import contextmanager
from itertools import count
from typing import Any

from celery import Celery
from celery.beat import EmbeddedService, Scheduler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

FIRST_PORT = 8000
WORKER_THREADS = 2
PATIENCE = 30  # seconds for the worker to come up or to finish what it holds


class QuietHandler(WSGIRequestHandler):
    """A line in the terminal only for what went wrong on our side."""

    def log_message(self, format, *args):  # noqa: A002 -- the name is http.server's
        if str(args[1:2]).startswith("('5"):
            super().log_message(format, *args)


def bind(host: str, port: int | None) -> ThreadedWSGIServer:
    """A server on the port asked for, else on 8000 or the next free one; OSError where the port asked for is taken."""
    for candidate in [port] if port is not None else count(FIRST_PORT):
        try:
            return ThreadedWSGIServer((host, candidate), QuietHandler)
        except OSError as error:
            if port is not None or error.errno != errno.EADDRINUSE:
                raise
    raise AssertionError


@contextmanager
def worker_thread(queue: Celery):
    """A Celery worker in this process while the block runs."""
    logging.getLogger("kombu.connection").setLevel(logging.ERROR)  # it misses a host name that memory:// has none of
    queue.set_default()  # a task looks its own name up in the default app of its thread
    is_ready = threading.Event()
    worker = queue.WorkController(
        pool="threads", concurrency=WORKER_THREADS, ready_callback=lambda *_: is_ready.set(),
        without_gossip=True, without_mingle=True, without_heartbeat=True,
    )  # fmt: skip
    thread = threading.Thread(target=worker.start, name="worker", daemon=True)
    thread.start()
    is_ready.wait(PATIENCE)
    try:
        yield worker
    finally:
        worker.stop()
        thread.join(PATIENCE)


@contextmanager
def clock_thread(queue: Celery):
    """The clock of the Celery schedule while the block runs; it remembers nothing, since every job may run twice."""
    clock = EmbeddedService(queue, thread=True, scheduler_cls=Scheduler)
    clock.start()
    try:
        yield clock
    finally:
        clock.stop()


def serve(
    queue: Celery, website: Callable[..., Any], *, server: ThreadedWSGIServer, on_ready: Callable[[], None]
) -> None:
    """Serve until Ctrl-C or a plain kill, then let worker and clock finish what they hold."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server.set_app(website)
    try:
        with server, worker_thread(queue), clock_thread(queue):
            on_ready()
            server.serve_forever()
    except KeyboardInterrupt:
        return
