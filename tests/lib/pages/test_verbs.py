import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from inspectorate.desk.models import Draft
from inspectorate.duties.models import Duty
from inspectorate.duties.states import DutyState
from inspectorate.register.models import Organization
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import move

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.lib.pages.addresses")]


def url(duty, verb="waive-duty"):
    return f"/t/duties/{duty.pk}/{verb}/"


def hidden(response):
    """Return the hidden fields of the form of a page, as a browser would send them."""
    body = response.content.decode()
    return dict(re.findall(r'<input type="hidden" name="(submission|seen)" value="([^"]*)"', body))


def test_verb_is_done_and_leads_back_to_the_row(sign_in, clerk, owe):
    duty, client = owe(), sign_in(clerk)
    page = client.get(url(duty))
    assert f"Reason for {duty}" in page.content.decode()
    response = client.post(url(duty), hidden(page) | {"note": "grounds"})
    assert response.headers["Location"] == duty.get_absolute_url()
    assert Duty.objects.get().state == DutyState.WAIVED
    assert Event.objects.filter(verb="waive_duty", actor=clerk.user, note="grounds").count() == 1


def test_second_submission_of_a_form_has_no_second_effect(sign_in, clerk, owe):
    """T44."""
    duty, client = owe(), sign_in(clerk)
    sent = hidden(client.get(url(duty, "remind-duty")))
    answers = [client.post(url(duty, "remind-duty"), sent) for _number in range(3)]
    assert {answer.headers["Location"] for answer in answers} == {duty.get_absolute_url()}
    assert Event.objects.filter(verb="remind_duty").count() == 1


def test_refusal_does_not_use_up_the_form(sign_in, clerk, owe):
    duty, client = owe(), sign_in(clerk)
    sent = hidden(client.get(url(duty)))
    refused = client.post(url(duty), sent | {"note": "no reason"})
    body = refused.content.decode()
    assert refused.status_code == 409
    assert "A waiver needs a ground." in body
    assert "R-ACC-05" in body
    assert 'value="no reason"' in body
    assert client.post(url(duty), hidden(refused) | {"note": "grounds"}).status_code == 302
    assert Duty.objects.get().state == DutyState.WAIVED


def test_wrong_form_answers_422_with_a_summary_that_links_to_the_field(sign_in, clerk, owe):
    duty, client = owe(), sign_in(clerk)
    response = client.post(url(duty), hidden(client.get(url(duty))) | {"note": ""})
    body = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_note"' in body
    assert 'aria-invalid="true"' in body
    assert 'aria-describedby="id_note_helptext id_note_error"' in body


def test_form_shown_before_a_change_is_stopped_and_tells_who_changed_it(sign_in, clerk, head, owe):
    """T47."""
    duty, client = owe(), sign_in(clerk)
    sent = hidden(client.get(url(duty, "remind-duty")))
    move(duty, DutyState.MET, by=head, verb="meet_duty")
    response = client.post(url(duty, "remind-duty"), sent)
    assert response.status_code == 409
    assert head.user.name in response.content.decode()
    assert not Event.objects.filter(verb="remind_duty").exists()
    assert client.post(url(duty, "remind-duty"), hidden(response)).status_code == 302


def test_verb_that_no_longer_fits_shows_who_changed_the_row_instead_of_a_form(sign_in, clerk, head, owe):
    """T45."""
    duty, client = owe(), sign_in(clerk)
    move(duty, DutyState.MET, by=head, verb="meet_duty")
    response = client.get(url(duty))
    body = response.content.decode()
    assert response.status_code == 409
    assert head.user.name in body
    assert "data-draft>" not in body


def test_foreign_row_is_not_found_and_missing_right_is_forbidden(sign_in, head, office, owe):
    own, foreign = owe(), owe(holder=office)
    client = sign_in(head)
    assert client.get(url(foreign)).status_code == 404
    assert client.get(url(own)).status_code == 403
    assert client.post(url(own), {"note": "x"}).status_code == 403
    assert not Duty.objects.filter(state=DutyState.WAIVED).exists()


def test_verb_named_by_word_works_alike(sign_in, clerk, owe):
    duty, client = owe(), sign_in(clerk)
    page = client.get(f"/t/named/{duty.pk}/")
    assert "Waive by name" in page.content.decode()
    assert client.post(f"/t/named/{duty.pk}/", hidden(page) | {"note": "grounds"}).status_code == 302


def test_creation_leads_to_the_new_row_also_when_sent_twice(sign_in, clerk):
    client = sign_in(clerk)
    sent = hidden(client.get("/t/units/add/")) | {"name": "市体育局"}
    answers = [client.post("/t/units/add/", sent) for _number in range(2)]
    made = Organization.objects.get(name="市体育局")
    assert [answer.headers["Location"] for answer in answers] == [f"/t/units/{made.pk}/"] * 2


def test_creation_without_the_right_is_forbidden(sign_in, head):
    assert sign_in(head).get("/t/units/add/").status_code == 403


def test_done_verb_ends_the_draft_of_its_page(sign_in, clerk, owe):
    duty, client = owe(), sign_in(clerk)
    Draft.objects.create(user=clerk.user, post=clerk, path=url(duty), data={"note": ["half"]})
    client.post(url(duty), hidden(client.get(url(duty))) | {"note": "grounds"})
    assert not Draft.objects.exists()


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_parallel_submissions_of_one_form_have_one_effect(sign_in, clerk, owe):
    """T44."""
    duty, client = owe(), sign_in(clerk)
    sent = hidden(client.get(url(duty, "remind-duty")))

    def send(_number):
        own = Client()
        own.cookies = client.cookies
        try:
            return own.post(url(duty, "remind-duty"), sent).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(send, range(4)))
    assert codes == [302] * 4
    assert Event.objects.filter(verb="remind_duty").count() == 1
