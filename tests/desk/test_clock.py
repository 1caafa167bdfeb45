"""`manage.py clock`: every job once, as of any moment, with a status that tells."""
import json
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from inspectorate.desk.jobs import JOBS, MINUTE, Job
from inspectorate.desk.management.commands import clock
from inspectorate.desk.models import Draft, JobRun
from inspectorate.lib.moment import standing
from inspectorate.register import rights
from inspectorate.trail.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rights_table():
    """The product's own table: the walk acts under it."""
    rights.rows.cache_clear()


def run(*arguments):
    out = StringIO()
    call_command("clock", *arguments, stdout=out)
    return out.getvalue()


def row_counts():
    """How many rows every table of the product holds."""
    models = [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
    return {model._meta.label: model._base_manager.count() for model in models}


def test_every_job_is_run_and_told_of():
    told = json.loads(run("--json"))
    assert [row["name"] for row in told["jobs"]] == [job.name for job in JOBS]
    assert all(row["error"] == "" for row in told["jobs"])


def test_failing_job_is_named_and_the_status_is_one(monkeypatch):
    def broken():
        raise ValueError("张三")

    monkeypatch.setattr(clock, "JOBS", (Job(broken, MINUTE), JOBS[0]))
    out = StringIO()
    with pytest.raises(CommandError, match="broken") as refused:
        call_command("clock", stdout=out)
    assert refused.value.returncode == 1
    assert JOBS[0].name in out.getvalue()
    assert "张三" not in out.getvalue()


def test_one_job_is_run_by_the_end_of_its_name():
    (line,) = run("--only", "purge_drafts").splitlines()
    assert line.endswith("inspectorate.desk.jobs.purge_drafts")


def test_unknown_job_is_refused_with_the_names_there_are():
    with pytest.raises(CommandError, match="purge_drafts"):
        run("--only", "nonsense")


def test_second_run_at_the_same_moment_writes_nothing(walk):
    """T65: over a city with an inspection, duties and documents; events are among the tables counted."""
    walk.concluded()
    moment = (timezone.now() - timedelta(minutes=1)).isoformat()
    run("--now", moment)
    before, events = row_counts(), Event.objects.count()
    run("--now", moment)
    assert row_counts() == before
    assert Event.objects.count() == events > 0


def test_jobs_see_the_moment_asked_for(clerk):
    Draft.objects.create(user=clerk.user, post=clerk, path="/x/", data={}, saved_at=timezone.now())
    assert run("--only", "purge_drafts").split()[0] == "0"
    later = (timezone.now() + timedelta(days=60)).isoformat()
    assert run("--only", "purge_drafts", "--now", later, "--trial").split()[0] == "1"


def test_moment_of_the_future_is_refused_without_saying_trial(settings):
    """T59, T69: nobody is told of next year by a slip of the keyboard."""
    later = (timezone.now() + timedelta(hours=1)).isoformat()
    with pytest.raises(CommandError, match="future"):
        run("--now", later)
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="future"):
        run("--now", later, "--trial")
    settings.CLOCK_MAY_RUN_AHEAD = True
    run("--now", later, "--only", "purge_drafts")


def test_run_as_of_another_moment_leaves_the_records_alone():
    run("--now", "2026-01-05T09:00")
    assert not JobRun.objects.exists()
    run("--only", "purge_drafts")
    assert JobRun.objects.get().runs == 1


def test_moment_without_a_zone_is_the_offices():
    assert clock.moment("2026-11-22T09:00") == datetime.fromisoformat("2026-11-22T09:00+08:00")


def test_defaults_of_fields_stand_at_the_moment_too():
    moment = clock.moment("2026-03-02T09:00")
    with standing(moment):
        assert Draft().saved_at == timezone.now() == moment
    assert timezone.now() > moment
