"""What the drills themselves must not do: touch what is not theirs, or call a loss a success."""

import signal
import smtplib
import socket
import subprocess
import sys

import pytest

from inspectorate.desk.drills.mail import CHOOSY, MailServer
from inspectorate.desk.drills.oracle import Verdict
from inspectorate.desk.drills.servers import FOLDER, Keeper, NotOurs, Process, Servers, kill, wait_for
from inspectorate.desk.drills.visitors import Answer, Errand, Hidden


@pytest.fixture
def stranger():
    """A process that no drill started."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield process
    process.kill()
    process.wait()


def test_process_of_somebody_else_is_not_killed(stranger, tmp_path):
    with pytest.raises(NotOurs):
        kill(stranger.pid, tmp_path, signal.SIGKILL)
    assert stranger.poll() is None


def test_process_that_ends_is_started_again_until_the_end_of_the_block(tmp_path):
    """As the containers' restart policy does."""
    process = Process("short", tmp_path, [sys.executable, "-c", "pass"])
    process.start()
    first = process.pid
    with Keeper(process, 0.1):
        wait_for(lambda: process.pid != first, "it is started again", 20)
    process.fetch()
    assert process.has_ended


def test_servers_get_no_setting_of_the_installation(monkeypatch, tmp_path):
    """T75."""
    monkeypatch.setenv("DATABASE_URL", "postgres://production")
    monkeypatch.setenv("REDIS_URL", "redis://production")
    monkeypatch.setenv("INSPECTORATE_MODE", "production")
    monkeypatch.setenv("MEDIA_ROOT", "/srv/media")
    environment = Servers(tmp_path).environment()
    assert "production" not in "".join(environment.values())
    assert all(str(tmp_path) in environment[name] for name in (FOLDER, "DATABASE_URL", "REDIS_URL", "MEDIA_ROOT"))


def test_verdict_counts_what_is_missing_and_what_is_there_twice():
    verdict = Verdict()
    verdict.count({"a": 1, "b": 2, "c": 0}, owed=["a", "c"], known=["a", "b", "c"])
    assert (verdict.lost, verdict.doubled, verdict.holds) == (1, 1, False)


def test_figure_beyond_its_bound_fails_the_drill():
    verdict = Verdict()
    verdict.measure("seconds", 121, 120)
    assert not verdict.holds


@pytest.mark.parametrize(
    ("answer", "is_done", "is_fault"),
    [
        (Answer(302, "/cases/1/"), True, False),
        (Answer(302, "/sign-in/?next=/"), False, False),
        (Answer(409), False, False),
        (Answer(503), False, True),
        (Answer(0), False, True),
    ],
)
def test_only_an_accepted_form_counts_as_acknowledged(answer, is_done, is_fault):
    errand = Errand("close", "1", "/")
    errand.note(answer)
    assert (errand.is_acknowledged, answer.is_fault) == (is_done, is_fault)


def test_hidden_values_of_a_form_are_sent_back():
    page = '<form><input type="hidden" name="submission" value="k"><input name="note" value="x"></form>'
    assert Hidden(page).values == {"submission": "k"}


@pytest.fixture
def mail():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = MailServer(port)
    server.open()
    yield server
    server.close()


def test_mail_server_catches_letters_and_refuses_one_address(mail):
    mail.mode, mail.refused = CHOOSY, "no@example.org"
    with smtplib.SMTP("127.0.0.1", mail.port) as client:
        client.sendmail("a@example.org", ["yes@example.org"], "Message-ID: <1>\r\n\r\nhello\r\n")
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            client.sendmail("a@example.org", ["no@example.org"], "Message-ID: <2>\r\n\r\nhello\r\n")
    assert [(letter.to, letter.message_id) for letter in mail.letters] == [("yes@example.org", "<1>")]
