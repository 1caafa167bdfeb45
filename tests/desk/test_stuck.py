"""What is stuck, and putting it right."""
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from inspectorate.desk import jobs
from inspectorate.desk.jobs import JOBS
from inspectorate.desk.models import ClockAlarm, ImportBatch, JobRun
from inspectorate.desk.resources.batches import resume
from inspectorate.desk.views.stuck import job_word
from inspectorate.documents.models import Document
from inspectorate.duties.models import Delivery, Hold
from inspectorate.register import rights
from inspectorate.trail.models import Event
from tests.client import send, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/desk/stuck/"
QUERIES = 12


MESSAGES = (
    rights.Right("director", "hold", frozenset({"view", "release_held", "discard_held"}), "area", ""),
    rights.Right("director", "delivery", frozenset({"view", "retry_delivery"}), "area", ""),
)
REAL = rights.table


@pytest.fixture(autouse=True)
def rights_table(monkeypatch):
    """The product's own table, and a director who may deal with messages."""
    rights.rows.cache_clear()
    monkeypatch.setattr(rights, "table", lambda: REAL() + MESSAGES)
    yield
    rights.rows.cache_clear()


@pytest.fixture
def healthy():
    now = timezone.now()
    JobRun.objects.bulk_create(JobRun(name=job.name, last_started_at=now, last_finished_at=now) for job in JOBS)


@pytest.fixture
def hold_back(stage):
    def hold_back(number=3):
        return Hold.objects.create(
            day=timezone.localdate(), held_at=timezone.now(), reminders=number, **stage.area.scope
        )

    return hold_back


@pytest.fixture
def deliver(stage):
    def deliver(state, channel="in_app", hours=2, **facts):
        return Delivery.objects.create(
            recipient=stage.officer.user, day=timezone.localdate() - timedelta(days=Delivery.objects.count()),
            channel=channel, due_at=timezone.now() - timedelta(hours=hours), state=state, message_id="x",
            **stage.area.scope, **facts,
        )  # fmt: skip

    return deliver


def shown(post):
    """The lines of the page by the address of their row; jobs and alarms by their name."""
    parts = signed_in(post).get(PAGE).context["parts"]
    return {line.url or line.label: line for _kind, lines in parts for line in lines}


def test_nothing_stuck_says_what_would_stand_here(stage, healthy):
    page = signed_in(stage.director).get(PAGE)
    assert page.context["parts"] == []
    assert "Nothing is stuck" in page.content.decode()


@pytest.mark.parametrize("role", ["director", "general_group", "system_admin"])
def test_page_is_for_those_who_run_office_and_machine(stage, healthy, role):
    assert signed_in(stage.post(role)).get(PAGE).status_code == 200


@pytest.mark.parametrize("role", ["school_group", "chair", "security_admin", "audit_admin"])
def test_page_is_closed_to_others(stage, healthy, role):
    assert signed_in(stage.post(role)).get(PAGE).status_code == 403


def test_job_that_missed_its_hour_is_run_again_on_demand(stage, healthy):
    """T68: a person can start what did not run."""
    name = JOBS[2].name
    JobRun.objects.filter(name=name).update(last_error="ValueError: seal, jobs.py:1")
    (line,) = shown(stage.secretary).values()
    assert line.detail == "ValueError: seal, jobs.py:1"
    client, url = signed_in(stage.secretary), line.acts[0][1]
    assert send(client, url).status_code == 302
    run = JobRun.objects.get(name=name)
    assert run.last_started_at is None
    assert Event.objects.of(run).get().verb == "retry_job"
    assert name not in jobs.look()
    assert JobRun.objects.get(name=name).runs == 1
    assert shown(stage.secretary) == {}


def test_every_job_has_its_chinese():
    with override("zh-hans"):
        assert [job.name for job in JOBS if job_word(job.name).isascii()] == []


def test_job_is_not_started_by_somebody_without_the_right(stage, healthy):
    url = reverse("job-run-retry-job", args=[JobRun.objects.first().pk])
    assert signed_in(stage.officer).get(url).status_code in {403, 404}


def test_alarm_of_the_clock_is_settled_with_a_reason(stage, healthy):
    """T59."""
    jobs.raise_alarm("jump", 7200)
    (line,) = shown(stage.post("system_admin")).values()
    client, url = signed_in(stage.post("system_admin")), line.acts[0][1]
    assert client.post(url, {}).status_code == 422
    send(client, url, {"note": "时间同步服务已修复"})
    alarm = ClockAlarm.objects.get()
    assert (alarm.state, Event.objects.of(alarm).last().note) == ("settled", "时间同步服务已修复")
    assert alarm.settled_by.role == "system_admin"


def test_held_and_failed_messages_offer_what_can_be_done(stage, healthy, hold_back, deliver):
    """T68, T69."""
    held, failed = hold_back(), deliver("failed", last_error="550 no such address")
    found = shown(stage.director)
    assert {url for _word, url in found[held.get_absolute_url()].acts} == {
        reverse("hold-release-held", args=[held.pk]), reverse("hold-discard-held", args=[held.pk]),
    }
    assert found[failed.get_absolute_url()].detail == "550 no such address"
    assert found[failed.get_absolute_url()].acts[0][1] == reverse("delivery-retry-delivery", args=[failed.pk])


def test_message_that_should_have_left_is_shown(stage, healthy, deliver):
    late, _fresh, _sent = deliver("pending"), deliver("pending", hours=0), deliver("sent")
    assert list(shown(stage.director)) == [late.get_absolute_url()]


def test_channel_that_is_switched_off_has_nothing_late(stage, healthy, deliver):
    deliver("pending", channel="email")
    assert shown(stage.director) == {}


def test_failed_file_of_a_document_is_made_again(walk, healthy):
    walk.noticed()
    document = Document.objects.get()
    Document.objects.update(rendering="failed", rendering_error="font missing", pdf=None, docx=None)
    line = shown(walk.city.secretary)[document.get_absolute_url()]
    assert line.detail == "font missing"
    assert line.acts[0][1] == reverse("document-render-again", args=[document.pk])


def test_load_cut_short_is_shown_until_it_is_taken_up(stage, healthy):
    batch = ImportBatch.objects.create(
        resource="schools", filename="schools.csv", sha256="0" * 64, uploaded_by=stage.secretary,
        created_at=timezone.now() - timedelta(hours=1), **stage.area.scope,
    )
    line = shown(stage.secretary)[batch.get_absolute_url()]
    run = JobRun.objects.get(name=f"{resume.__module__}.{resume.__name__}")
    assert [url for _word, url in line.acts] == [reverse("job-run-retry-job", args=[run.pk])]


@pytest.mark.usefixtures("healthy")
@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_queries_for_one_row_and_for_three(
    stage, hold_back, deliver, rows, django_assert_num_queries
):
    for _number in range(rows):
        hold_back(), deliver("failed"), deliver("pending")
    client = signed_in(stage.director)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)
