"""Several clocks look at the same moment, on real connections: each job runs once a span (T58, T64)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from inspectorate.desk import jobs
from inspectorate.desk.jobs import HOUR, Job, look
from inspectorate.desk.models import ClockAlarm, JobRun

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]
CLOCKS, LOOKS = 4, 10


def together(work):
    """Do the same on several connections at once; return the answers."""
    start = Barrier(CLOCKS)

    def clock():
        try:
            start.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=CLOCKS) as pool:
        return [run.result() for run in [pool.submit(clock) for _clock in range(CLOCKS)]]


def test_clocks_that_look_at_once_run_a_job_once(transactional_db):
    ran = []

    def job():
        ran.append(1)

    for _look in range(LOOKS):
        together(lambda: look((Job(job, HOUR),)))
    run = JobRun.objects.get()
    assert (len(ran), run.runs, run.failures) == (1, 1, 0)


def test_clocks_that_notice_a_jump_at_once_raise_one_alarm(transactional_db):
    """T59."""
    together(lambda: jobs.raise_alarm("jump", 7200))
    assert ClockAlarm.objects.raised().count() == 1
