import time
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.utils import timezone

from inspectorate import celery
from inspectorate.desk import jobs
from inspectorate.desk.jobs import DAY, HOUR, JOBS, MINUTE, Job, look
from inspectorate.desk.models import Beat, ClockAlarm, JobRun
from tests.stage import at

pytestmark = pytest.mark.django_db
SUNDAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def watch(monkeypatch):
    """A watch of each test's own."""
    monkeypatch.setattr(jobs, "WATCH", jobs.Watch())


@pytest.fixture
def runs():
    return []


@pytest.fixture
def job(runs):
    def job():
        runs.append("run")
        return len(runs)

    return job


def test_two_looks_in_one_span_run_a_job_once(job, runs):
    assert look((Job(job, HOUR),)) == []
    look((Job(job, HOUR),))
    assert runs == ["run"]


def test_lost_cache_runs_no_job_twice(job, runs):
    """T67: what has been run stands in the database."""
    look((Job(job, HOUR),))
    cache.clear()
    look((Job(job, HOUR),))
    assert runs == ["run"]


def test_second_clock_finds_the_run_claimed(job):
    """T64: whoever read the record before another clock claimed it runs nothing."""
    first, second = (jobs.records([Job(job, HOUR)])[f"{__name__}.job"] for _clock in range(2))
    assert (first.claim(), second.claim()) == (True, False)


def test_job_runs_again_when_its_span_is_over(job, runs):
    with at(SUNDAY, 9):
        look((Job(job, HOUR),))
    with at(SUNDAY, 10):
        look((Job(job, HOUR),))
    assert len(runs) == 2


def test_three_days_of_downtime_are_one_run(job, runs):
    """T65: what is owed decides, not how often nobody looked."""
    with at(SUNDAY):
        look((Job(job, HOUR),))
    with at(SUNDAY + timedelta(days=3)):
        look((Job(job, HOUR),)), look((Job(job, HOUR),))
    assert len(runs) == 2


def test_daily_job_runs_once_a_day_after_its_hour(job, runs):
    seen = []
    for day, hour in ((SUNDAY, 1), (SUNDAY, 3), (SUNDAY, 4), (SUNDAY + timedelta(days=1), 1), (date(2026, 11, 23), 3)):
        with at(day, hour):
            look((Job(job, DAY, at="02:30"),))
            seen.append(len(runs))
    assert seen == [1, 2, 2, 2, 3]  # the first look ever runs everything


def test_installation_plans_a_job_otherwise(job, runs, settings):
    settings.CLOCK_SCHEDULE = {f"{__name__}.job": {"every": MINUTE}}
    for hour in (9, 10):
        with at(SUNDAY, hour):
            look((Job(job, DAY),))
    assert len(runs) == 2


def test_failing_job_stops_no_other_and_is_due_again(job, runs):
    def broken():
        runs.append("broken")
        raise ValueError("张三 13800000000")

    for _number in range(2):
        assert look((Job(broken, HOUR), Job(job, HOUR))) == [f"{__name__}.broken"]
    assert runs == ["broken", "run", "broken"]


def test_record_tells_what_a_job_did_and_where_it_failed_but_no_values(job):
    def broken():
        raise ValueError("张三 13800000000")

    look((Job(broken, HOUR), Job(job, HOUR)))
    good, bad = JobRun.objects.get(name__endswith=".job"), JobRun.objects.get(name__endswith=".broken")
    assert (good.last_result, good.runs, good.failures, good.last_error) == (1, 1, 0, "")
    assert (bad.last_result, bad.runs, bad.failures) == (None, 1, 1)
    assert bad.last_error.startswith("ValueError: broken, test_jobs.py:")
    assert "张三" not in bad.last_error


def test_run_whose_worker_was_killed_is_taken_up_again(job, runs):
    """T62."""
    run = jobs.records([Job(job, MINUTE)])[f"{__name__}.job"]
    run.claim()
    look((Job(job, MINUTE),))
    assert runs == []
    JobRun.objects.filter(pk=run.pk).update(last_started_at=timezone.now() - jobs.SHORTEST)
    look((Job(job, MINUTE),))
    assert runs == ["run"]


def test_run_of_a_clock_that_was_ahead_does_not_silence_the_job(job, runs):
    """T59: after a wrong year was put right the job does not wait for that year."""
    run = jobs.records([Job(job, HOUR)])[f"{__name__}.job"]
    JobRun.objects.filter(pk=run.pk).update(last_started_at=timezone.now() + timedelta(days=400))
    look((Job(job, HOUR),))
    assert runs == ["run"]


@pytest.mark.parametrize("seconds", [7200, -7200])
def test_jump_of_the_clock_raises_one_alarm_and_stops_what_goes_by_dates(job, runs, seconds, monkeypatch):
    """T59: ±2 hours between two looks."""
    look(())
    real = time.time
    with monkeypatch.context() as jumped:
        jumped.setattr(jobs.time, "time", lambda: real() + seconds)
        look((Job(job, MINUTE),)), look((Job(job, MINUTE),))
    alarms = set(ClockAlarm.objects.raised().values_list("kind", flat=True))
    assert alarms == {"jump", "database"}
    assert runs == []
    look((Job(job, MINUTE, is_timeless=True),))
    assert runs == ["run"]


def test_slow_look_and_a_sleeping_machine_are_no_jump(job, runs, monkeypatch):
    look(())
    wall, steady = time.time, time.clock_gettime
    with monkeypatch.context() as later:
        later.setattr(jobs.time, "clock_gettime", lambda clock: steady(clock) + 7200)
        later.setattr("inspectorate.lib.moment.time.time", lambda: wall() + 7200)
        assert abs(jobs.WATCH.jumped()) < 1


def test_settled_alarm_lets_jobs_go_again(job, runs):
    jobs.raise_alarm("jump", 7200)
    look((Job(job, MINUTE),))
    ClockAlarm.objects.update(state="settled")
    look((Job(job, MINUTE),))
    assert runs == ["run"]


def test_look_of_a_worker_leaves_a_sign_of_life(monkeypatch):
    monkeypatch.setattr(jobs, "JOBS", ())
    jobs.tick(), jobs.tick()
    assert [beat.name for beat in Beat.objects.all()] == ["worker"]


def test_beat_leaves_a_sign_of_life_each_time_it_asks():
    celery.note_beat(), celery.note_beat()
    assert [beat.name for beat in Beat.objects.all()] == ["beat"]


def test_beat_goes_on_asking_without_a_database(monkeypatch):
    """T64: what watches beat may not stop it."""

    def gone(_name):
        raise OperationalError

    monkeypatch.setattr(Beat, "note", gone)
    celery.note_beat()


def test_every_job_runs_on_an_empty_office():
    assert look(JOBS) == []


def test_no_two_jobs_have_one_name():
    assert len({job.name for job in JOBS}) == len(JOBS)


def test_look_with_nothing_due_costs_few_queries(job, django_assert_num_queries):
    plan = (Job(job, HOUR),)
    look(plan)
    with django_assert_num_queries(3):  # the database's clock, alarms, records
        look(plan)
