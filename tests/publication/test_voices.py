"""What citizens send: kept once, answered by code, never in a cache (R-PUB-10)."""
import re

import pytest

from inspectorate.publication import workflow
from inspectorate.publication.models import Objection

TEXT = "报告中说灭火器已更换，实际没有。"


@pytest.fixture
def address(released):
    return f"/public/results/{released().public_id}/objection/"


def test_objection_is_kept_and_its_answer_read_by_code(address, citizen, people):
    """R-PUB-10"""
    sent = citizen.post(address, {"text": TEXT})
    code = re.search(r"\w{4}-\w{4}-\w{4}-\w{4}", sent.content.decode())[0]
    assert sent["Cache-Control"] == "no-store"
    waiting = citizen.post("/public/objections/", {"code": code})
    assert waiting.status_code == 200
    workflow.answer(Objection.objects.get(), by=people.reviewer, answer="经复核已更换。", outcome="confirmed")
    answered = citizen.post("/public/objections/", {"code": code.upper()})
    assert "经复核已更换。" in answered.content.decode()
    assert answered["Cache-Control"] == "no-store"
    assert not citizen.cookies


def test_unknown_code_is_said_so(db, citizen):
    assert citizen.post("/public/objections/", {"code": "2222-2222-2222-2222"}).status_code == 404


@pytest.mark.parametrize("text", ["", "短", "长" * 2001])
def test_bad_text_comes_back_with_what_was_typed(address, citizen, text):
    answer = citizen.post(address, {"text": text})
    assert answer.status_code == 422
    assert text[:50] in answer.content.decode()
    assert not Objection.objects.exists()


def test_field_that_people_do_not_see_keeps_robots_out(address, citizen):
    assert citizen.post(address, {"text": TEXT, "website": "http://spam"}).status_code == 422
    assert not Objection.objects.exists()


def test_double_press_makes_one_objection(address, citizen):
    assert [citizen.post(address, {"text": TEXT}).status_code for _press in range(2)] == [200, 429]
    assert Objection.objects.count() == 1


def test_forged_header_does_not_pass_the_limit(address, citizen):
    """T22: without proxies before us the header is not believed."""
    for number in range(8):
        citizen.post(address, {"text": f"{TEXT}{number}"}, headers={"x-forwarded-for": f"203.0.113.{number}"})
    assert Objection.objects.count() == 5


def test_objection_to_what_is_not_public_is_not_found(draft, citizen):
    answer = citizen.post(f"/public/results/{draft().public_id}/objection/", {"text": TEXT})
    assert answer.status_code == 404
