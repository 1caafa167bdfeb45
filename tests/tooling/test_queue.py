"""The production queue: Redis as docker-compose.yml starts it, on a socket of its own in the test's folder."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
import redis
import yaml
from celery import Celery, current_app

from inspectorate.lib.oneprocess import worker_thread

SOON = 10
HINTS = 20


class Server:
    """A Redis of this test alone: started, killed and started again in one folder."""

    def __init__(self, folder, options):
        self.folder, self.options = folder, options
        self.socket = f"{folder}/redis.sock"
        self.process = None

    def start(self):
        own = ["--port", "0", "--unixsocket", self.socket, "--dir", str(self.folder)]
        self.process = subprocess.Popen(["redis-server", *own, *self.options], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + SOON
        while time.monotonic() < deadline:
            with contextlib.suppress(redis.ConnectionError):
                client = redis.Redis(unix_socket_path=self.socket)
                assert client.ping()
                assert Path(client.config_get("dir")["dir"]).resolve() == self.folder.resolve()
                return client
            time.sleep(0.05)
        pytest.fail("redis-server did not answer in time")

    def end(self, number=signal.SIGTERM):
        os.kill(self.process.pid, number)
        self.process.wait(SOON)


@pytest.fixture
def queue_options(root):
    """What docker-compose.yml tells the queue's Redis, but its password."""
    compose = yaml.safe_load((root / "docker-compose.yml").read_text(encoding="utf-8"))
    command = re.sub(r"--requirepass \S+", "", compose["services"]["redis"]["command"])
    return command.split()[1:]


@pytest.fixture
def server(queue_options):
    with tempfile.TemporaryDirectory(prefix="queue-") as folder:  # pytest's own folders are too deep for a socket
        server = Server(Path(folder), queue_options)
        yield server
        if server.process.poll() is None:
            server.end()


@pytest.fixture
def production_queue(server):
    server.start()
    app = Celery("queue-under-test", broker=f"redis+socket://{server.socket}", set_as_current=False, fixups=[])
    app.conf.update(task_ignore_result=True, task_acks_late=True, task_serializer="json", accept_content=["json"])
    previous = current_app._get_current_object()
    yield app
    previous.set_default()


def test_queue_keeps_every_hint_when_it_is_killed(server):
    """Duties are rows, hints are in Redis; a crash of Redis loses none of them."""
    client = server.start()
    for number in range(HINTS):
        client.lpush("celery", number)
    server.end(signal.SIGKILL)
    assert server.start().llen("celery") == HINTS


def test_full_queue_refuses_and_drops_nothing(server):
    client = server.start()
    client.lpush("celery", "first")
    client.config_set("maxmemory", "1")
    with pytest.raises(redis.ResponseError, match="maxmemory"):
        client.lpush("celery", "second")
    assert client.llen("celery") == 1


def test_worker_takes_from_redis_what_the_website_put_there(production_queue):
    done = threading.Event()

    @production_queue.task(name="under-test.look", shared=False)
    def look():
        done.set()

    look.delay()
    with worker_thread(production_queue):
        assert done.wait(SOON)


def test_website_puts_its_tasks_into_the_projects_queue():
    """A process that only loads the website must know the queue, else a task would go to Celery's default broker."""
    code = "import inspectorate.wsgi; from celery import current_app; print(current_app.main)"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "inspectorate.settings"}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert said.stdout.strip() == "inspectorate", said.stderr
