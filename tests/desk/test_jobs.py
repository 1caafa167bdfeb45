import pytest
from django.core.cache import cache

from inspectorate.desk.jobs import DAY, HOUR, JOBS, Job, look


@pytest.fixture
def runs():
    return []


@pytest.fixture
def job(runs):
    def job():
        runs.append("run")

    return job


def test_two_looks_in_one_span_run_a_job_once(job, runs):
    assert look((Job(job, HOUR),)) == []
    look((Job(job, HOUR),))
    assert runs == ["run"]


def test_lost_cache_runs_a_job_once_more(job, runs):
    """T67."""
    look((Job(job, HOUR),))
    cache.clear()
    look((Job(job, HOUR),))
    assert runs == ["run", "run"]


def test_daily_job_runs_again_on_the_next_day(job, runs, monkeypatch):
    days = iter(["2026-11-22"] * 3 + ["2026-11-23"] * 3)
    monkeypatch.setattr("inspectorate.desk.jobs.timezone.localdate", lambda: next(days))
    for _number in range(4):
        look((Job(job, DAY),))
    assert len(runs) == 2


def test_failing_job_stops_no_other_and_is_due_again(job, runs):
    def broken():
        runs.append("broken")
        raise ValueError

    for _number in range(2):
        assert look((Job(broken, HOUR), Job(job, HOUR))) == [f"{__name__}.broken"]
    assert runs == ["broken", "run", "broken"]


@pytest.mark.django_db
def test_every_job_runs_on_an_empty_office():
    assert look(JOBS) == []
