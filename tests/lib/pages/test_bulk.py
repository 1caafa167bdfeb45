import re

import pytest

from inspectorate.trail.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.lib.pages.addresses")]
URL = "/t/duties/bulk/remind-duty/"


def key_of(response):
    return re.search(r'name="submission" value="([^"]+)"', response.content.decode())[1]


def reminded():
    return set(Event.objects.filter(verb="remind_duty").values_list("subject_id", flat=True))


def test_chosen_rows_are_shown_before_anything_is_done(sign_in, clerk, owe):
    duties = [owe(), owe()]
    response = sign_in(clerk).post(URL, {"ids": [duty.pk for duty in duties]})
    assert response.context["rows"] == duties
    assert not reminded()


def test_one_failing_row_does_not_stop_the_others(sign_in, clerk, owe):
    """T52."""
    duties = [owe(), owe(title="拒绝提醒"), owe()]
    client = sign_in(clerk)
    ids = [duty.pk for duty in duties]
    key = key_of(client.post(URL, {"ids": ids}))
    response = client.post(URL, {"ids": ids, "confirmed": "yes", "submission": key})
    assert response.context["done_count"] == 2
    assert [outcome.message for outcome in response.context["failed"]] == ["This one refuses."]
    assert reminded() == {duties[0].pk, duties[2].pk}


def test_bulk_sent_twice_acts_once_on_each_row(sign_in, clerk, owe):
    """T52."""
    duty, client = owe(), sign_in(clerk)
    sent = {"ids": [duty.pk], "confirmed": "yes", "submission": key_of(client.post(URL, {"ids": [duty.pk]}))}
    for _number in range(2):
        assert client.post(URL, sent).context["done_count"] == 1
    assert Event.objects.filter(verb="remind_duty").count() == 1


def test_rows_of_others_are_left_out_and_counted(sign_in, head, clerk, owe):
    duty = owe()
    assert sign_in(head).post(URL, {"ids": [duty.pk], "confirmed": "yes"}).status_code == 403
    response = sign_in(clerk).post(URL, {"ids": [duty.pk, 999999], "confirmed": "yes"})
    assert response.context["left_out"] == 1


def test_bulk_opened_by_link_leads_back_to_the_list(sign_in, clerk):
    assert sign_in(clerk).get(URL).headers["Location"] == "/t/duties/"
