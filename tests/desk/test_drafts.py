"""Half-typed forms outlive pages, sessions and mistakes (T95)."""
import json

import pytest
from django.middleware.csrf import CSRF_SESSION_KEY
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inspectorate.desk import workflow
from inspectorate.desk.jobs import purge_drafts
from inspectorate.desk.models import Draft
from inspectorate.lib.days import days_ago

pytestmark = pytest.mark.django_db
URL = "/desk/draft/?path=/cases/1/report/"


def keep(client, data, **extra):
    return client.post(URL, json.dumps({"data": data, "title": "报告"}), content_type="application/json", **extra)


def test_draft_is_kept_replaced_and_given_back(sign_in, clerk):
    client = sign_in(clerk)
    keep(client, {"text": ["一"]})
    assert keep(client, {"text": ["一二"]}).json()["saved_at"]
    answer = client.get(URL).json()
    assert answer["data"] == {"text": ["一二"]}
    assert answer["token"]
    assert Draft.objects.count() == 1


def test_draft_is_dropped_on_demand(sign_in, clerk):
    client = sign_in(clerk)
    keep(client, {"text": ["一"]})
    client.delete(URL)
    assert client.get(URL).json()["data"] is None


def test_draft_belongs_to_one_person_in_one_post(sign_in, clerk, head):
    keep(sign_in(clerk), {"text": ["秘密"]})
    assert sign_in(head).get(URL).json()["data"] is None


def test_ended_session_is_told_as_401_and_keeps_nothing(client, db):
    assert client.get(URL).status_code == 401
    assert keep(client, {"text": ["x"]}).status_code == 401
    assert not Draft.objects.exists()


def test_token_of_an_earlier_session_is_refused_and_a_fresh_one_is_handed_out(sign_in, clerk):
    signed_in = sign_in(clerk)
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in.cookies
    assert keep(client, {"text": ["x"]}, headers={"X-CSRFToken": "x" * 32}).status_code == 403
    token = client.get(URL).json()["token"]
    assert keep(client, {"text": ["x"]}, headers={"X-CSRFToken": token}).status_code == 200
    assert CSRF_SESSION_KEY not in client.session


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"data": 3}', "null"])
def test_unreadable_draft_is_refused(sign_in, clerk, body):
    assert sign_in(clerk).post(URL, body, content_type="application/json").status_code == 400


def test_oversized_draft_is_refused(sign_in, clerk, monkeypatch):
    monkeypatch.setattr(workflow, "MOST_DRAFT_BYTES", 10)
    assert keep(sign_in(clerk), {"text": ["x" * 20]}).status_code == 413


def test_draft_needs_a_page_of_this_site(sign_in, clerk):
    response = sign_in(clerk).post(
        "/desk/draft/?path=http://evil.example/", json.dumps({"data": {}}), content_type="application/json"
    )
    assert response.status_code == 400


def test_only_the_newest_drafts_of_a_person_are_kept(clerk, monkeypatch):
    monkeypatch.setattr(workflow, "MOST_DRAFTS", 2)
    for number in range(4):
        workflow.keep_draft(f"/{number}/", {}, by=clerk)
    assert set(Draft.objects.values_list("path", flat=True)) == {"/2/", "/3/"}


def test_forgotten_drafts_are_purged(clerk):
    workflow.keep_draft("/new/", {}, by=clerk)
    old = workflow.keep_draft("/old/", {}, by=clerk)
    Draft.objects.filter(pk=old.pk).update(saved_at=days_ago(31))
    assert purge_drafts() == 1
    assert Draft.objects.get().saved_at <= timezone.now()


def test_form_pages_tell_the_script_where_drafts_go(sign_in, clerk):
    body = sign_in(clerk).get(reverse("home")).content.decode()
    assert f'<meta name="draft-address" content="{reverse("draft")}">' in body
    assert 'id="draft-words" type="application/json"' in body
