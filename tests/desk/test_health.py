"""What machines ask: alive, ready, and whether the clock does its work."""
import json
import threading
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inspectorate.desk import jobs
from inspectorate.desk.jobs import JOBS
from inspectorate.desk.models import Beat, JobRun
from inspectorate.desk.views import health
from inspectorate.trail.jobs import seal
from inspectorate.trail.models import Event

pytestmark = pytest.mark.django_db
PAGES = ["health-live", "health-ready", "health-deep"]


@pytest.fixture
def healthy():
    """Everything ran a moment ago."""
    now = timezone.now()
    JobRun.objects.bulk_create(JobRun(name=job.name, last_started_at=now, last_finished_at=now) for job in JOBS)
    Beat.note("worker"), Beat.note("beat")


@pytest.fixture
def at_hand(monkeypatch):
    """Let the checks of readiness run in the test's own thread, where its database is."""

    class Done:
        def __init__(self, check):
            self.check = check

        def result(self, timeout):
            self.check()

    monkeypatch.setattr(health.CHECKERS, "submit", Done)
    monkeypatch.setattr(health.connections, "close_all", lambda: None)
    monkeypatch.setattr(health, "_known", set())


def ask(page, **more):
    response = Client().get(reverse(page), **more)
    return response.status_code, json.loads(response.content)


def test_live_touches_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert ask("health-live") == (200, {"status": "ok"})


@pytest.mark.parametrize("page", PAGES)
def test_health_has_no_session_no_cookie_and_is_never_kept(page, at_hand, healthy):
    response = Client().get(reverse(page))
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("page", PAGES)
def test_health_is_only_read(page):
    assert Client().post(reverse(page)).status_code == 405


def test_ready_with_database_cache_and_queue(at_hand):
    answers = dict.fromkeys(["status", "database", "migrations", "cache", "queue"], "ok")
    assert ask("health-ready") == (200, answers)


def test_not_ready_while_a_migration_is_missing(at_hand, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda _self, _targets: [("desk", "0009")])
    status, told = ask("health-ready")
    assert (status, told["migrations"], told["database"]) == (503, "failed", "ok")


def test_not_ready_without_the_queue(at_hand, monkeypatch):
    def refused():
        raise ConnectionError("redis://secret@10.0.0.1")

    monkeypatch.setattr(health, "queue_answers", refused)
    status, told = ask("health-ready")
    assert (status, told["queue"], told["database"]) == (503, "failed", "ok")
    assert "secret" not in str(told)


def test_not_ready_when_something_hangs(settings, monkeypatch):
    settings.HEALTH_PATIENCE = 0.05
    go = threading.Event()
    monkeypatch.setattr(health, "database_answers", lambda: go.wait(5))
    status, told = ask("health-ready")
    go.set()
    assert (status, told["database"], told["cache"]) == (503, "no answer", "ok")


def test_deep_look_at_a_healthy_office(healthy):
    status, told = ask("health-deep")
    assert (status, told["status"]) == (200, "ok")
    assert told["ages"]["worker"] == told["ages"]["beat"] == 0
    assert told["ages"]["backup"] is None


def test_deep_look_before_the_clock_ever_ran():
    status, told = ask("health-deep")
    assert status == 503
    assert told["silent"] == ["beat", "worker"]
    assert len(told["missed_jobs"]) == len(JOBS)


def test_silent_worker_is_told(healthy):
    Beat.objects.filter(name="worker").update(at=timezone.now() - timedelta(minutes=6))
    status, told = ask("health-deep")
    assert (status, told["late"]) == (503, ["worker"])


def test_old_backup_is_told(healthy):
    Beat.note("backup")
    Beat.objects.filter(name="backup").update(at=timezone.now() - timedelta(hours=30))
    assert ask("health-deep")[1]["late"] == ["backup"]


def test_job_that_missed_its_hour_is_named(healthy):
    hourly = next(job.name for job in JOBS if job.every == jobs.HOUR)
    JobRun.objects.filter(name=hourly).update(last_finished_at=timezone.now() - timedelta(minutes=76))
    assert ask("health-deep")[1]["missed_jobs"] == [hourly]


def test_alarm_of_the_clock_is_told(healthy):
    jobs.raise_alarm("jump", 7200)
    status, told = ask("health-deep")
    assert (status, told["clock_alarms"]) == (503, ["jump"])


def test_unsealed_trail_is_told(healthy, owe):
    duty = owe()
    assert ask("health-deep")[1]["ages"]["seal"] is None  # not settled yet
    later = timezone.now() + timedelta(hours=4)
    assert seal(later) is not None
    assert health.unsealed_since() is None
    assert Event.objects.of(duty).exists()


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({}, 200),
        ({"REMOTE_ADDR": "8.8.8.8"}, 403),
        ({"REMOTE_ADDR": "8.8.8.8", "HTTP_AUTHORIZATION": "Bearer right"}, 200),
        ({"REMOTE_ADDR": "8.8.8.8", "HTTP_AUTHORIZATION": "Bearer wrong"}, 403),
        ({"REMOTE_ADDR": "8.8.8.8", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 403),
        ({"REMOTE_ADDR": ""}, 403),
    ],
)
def test_deep_look_is_for_this_machine_or_the_token(healthy, settings, more, status):
    """T22: a forged forwarded address opens nothing."""
    settings.HEALTH_TOKEN = "right"
    assert ask("health-deep", **more)[0] == status


def test_without_a_token_set_an_empty_one_opens_nothing(healthy):
    assert ask("health-deep", REMOTE_ADDR="8.8.8.8", HTTP_AUTHORIZATION="Bearer ")[0] == 403


def test_deep_look_costs_a_constant_number_of_queries(healthy, django_assert_num_queries):
    with django_assert_num_queries(7):
        ask("health-deep")
