"""Logs: one id a request, JSON in production, no person in them."""
import io
import json
import logging
import re

import pytest
import structlog
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from inspectorate import celery
from inspectorate.lib import tracing

NAME, PHONE, PLACE = "欧阳㐱㙍", "13845300000", "太平路77号"


@pytest.fixture
def lines():
    """The production log as lines."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=settings.PRODUCTION_LINES, foreign_pre_chain=settings.FOREIGN_LINES
        )
    )
    before, own = root.level, logging.getLogger("inspectorate.lib.tracing")
    own.setLevel("INFO")
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(before)
    own.setLevel("WARNING")


def answered(view=lambda _request: HttpResponse(), **headers):
    return tracing.RequestLog(view)(RequestFactory().get("/desk/search/", headers=headers))


@pytest.mark.parametrize("given", ["abcdef12", "0" * 64, "3f1c-aa.b_9000"])
def test_well_formed_id_is_kept(given):
    assert answered(**{"x-request-id": given})["X-Request-ID"] == given


BAD_IDS = ["", "short", "0" * 65, "abc def12", "abcdefgh\nFORGED", "-abcdefgh", "张三张三张三张三"]


@pytest.mark.parametrize("given", BAD_IDS)
def test_other_ids_are_replaced_by_a_new_one(given):
    shown = tracing.request_id(RequestFactory().get("/", HTTP_X_REQUEST_ID=given))
    assert re.fullmatch(r"[0-9a-f]{32}", shown)


def test_everything_logged_under_a_request_carries_its_id(lines):
    def view(_request):
        structlog.get_logger("x").warning("own")
        logging.getLogger("y").warning("foreign")
        return HttpResponse(status=204)

    answered(view, **{"x-request-id": "abcdef12"})
    found = lines()
    assert [line["event"] for line in found] == ["own", "foreign", "request"]
    assert {line["request_id"] for line in found} == {"abcdef12"}
    assert {"status": 204, "method": "GET"}.items() <= found[-1].items()


def test_next_request_of_the_thread_inherits_nothing():
    def view(_request):
        structlog.contextvars.bind_contextvars(ip="10.0.0.1")
        return HttpResponse()

    answered(view)
    assert structlog.contextvars.get_contextvars() == {}


PATHS = ["/sign-in/", "/public/schools/", "/desk/search/", f"/{NAME}/", "/calendar/{token}.ics"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_nothing_typed_or_searched_for_appears_in_the_log(lines, path):
    """No personal data: names, phones and addresses sent in form, query or address."""
    client = Client(raise_request_exception=False)
    path = path.format(token=NAME)
    client.get(path, {"q": NAME, "phone": PHONE})
    client.post(path, {"username": NAME, "password": PHONE, "address": PLACE})
    assert lines()
    text = json.dumps(lines(), ensure_ascii=False)
    assert not [word for word in (NAME, PHONE, PLACE, "127.0.0.1") if word in text]
    assert NAME.encode("unicode_escape").decode() not in text


@pytest.mark.django_db
def test_error_is_told_by_its_kind_and_place(lines, monkeypatch):
    def broken(_request, *_args, **_kwargs):
        raise IntegrityError(f"Key (name)=({NAME}) exists: {PHONE}")

    monkeypatch.setattr("django.views.generic.base.View.dispatch", broken)
    answer = Client(raise_request_exception=False).get(reverse("sign-in"), {"next": PLACE})
    told = [line for line in lines() if "error" in line]
    assert answer.status_code == 500
    assert {line["error"] for line in told} == {"IntegrityError"}
    assert any("test_tracing.py" in place for line in told for place in line["at"])
    assert told[0]["event"] == "Internal Server Error"
    text = json.dumps(lines(), ensure_ascii=False)
    assert not [word for word in (NAME, PHONE, PLACE) if word in text]


def test_failing_job_names_no_value(lines):
    try:
        int(NAME)
    except ValueError:
        structlog.get_logger("jobs").exception("job_failed", job="x")
    (line,) = lines()
    assert (line["event"], line["error"]) == ("job_failed", "ValueError")
    assert NAME not in json.dumps(line, ensure_ascii=False)


class Task:
    """A task as the worker sees it."""

    name = "under-test"

    def __init__(self, request_id="", *, is_eager=False):
        self.request = type("Request", (), {"request_id": request_id, "is_eager": is_eager})()


def test_task_is_logged_under_the_request_that_asked_for_it():
    headers = {}
    with structlog.contextvars.bound_contextvars(request_id="abcdef12"):
        celery.carry_request(headers=headers)
    celery.bind_request(task_id="1", task=Task(headers["request_id"]))
    assert structlog.contextvars.get_contextvars()["request_id"] == "abcdef12"
    celery.leave_request(task=Task())
    assert structlog.contextvars.get_contextvars() == {}


def test_task_of_the_clock_has_an_id_of_its_own():
    celery.bind_request(task_id="task-1", task=Task())
    assert structlog.contextvars.get_contextvars()["request_id"] == "task-1"
    celery.leave_request(task=Task())


def test_task_done_on_the_spot_leaves_the_log_of_its_request_alone():
    with structlog.contextvars.bound_contextvars(request_id="abcdef12"):
        celery.bind_request(task_id="1", task=Task(is_eager=True))
        celery.leave_request(task=Task(is_eager=True))
        assert structlog.contextvars.get_contextvars()["request_id"] == "abcdef12"


def test_signed_out_reader_is_no_part_of_a_line(lines):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    tracing.RequestLog(lambda _request: HttpResponse())(request)
    assert set(lines()[0]) == {
        "event", "request_id", "method", "route", "status", "milliseconds", "timestamp", "logger", "level",
    }
