"""Pages of notices: mine only, read by opening; held reminders and failed deliveries in the hands of the office."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspectorate.duties import workflow
from inspectorate.duties.models import Delivery, Hold, Notice
from tests.client import send, signed_in
from tests.stage import at

from .test_ledger import LAST, hold_everything, many, sweep

pytestmark = pytest.mark.django_db
QUERIES = {
    "notice-list": 7, "notice-detail": 11, "hold-list": 7, "hold-detail": 10, "delivery-list": 7, "delivery-detail": 9,
}  # fmt: skip


@pytest.fixture
def noticed(stage, owe):
    """The school's head has a notice of two duties."""
    assert stage.head
    owe(), owe(kind="plan", title="报送计划")
    sweep(LAST)
    return Notice.objects.get()


@pytest.fixture
def held(stage, owe):
    assert stage.head
    hold_everything(stage)
    owe()
    sweep(LAST)
    return Hold.objects.get()


@pytest.fixture
def failed(noticed):
    noticed.delivery.pk = None
    noticed.delivery.channel, noticed.delivery.state = "email", "failed"
    noticed.delivery.save(force_insert=True)
    return Delivery.objects.get(channel="email")


class TestReading:
    """My notices."""

    def test_notice_is_read_by_opening_it(self, stage, noticed):
        assert workflow.unread(stage.head) == 1
        client = signed_in(stage.head)
        assert "not opened yet" in client.get(reverse("notice-list")).content.decode()
        page = client.get(noticed.get_absolute_url())
        assert all(text in page.content.decode() for text in ("报送整改报告", "报送计划"))
        assert workflow.unread(stage.head) == 0

    def test_first_reading_is_kept(self, stage, noticed):
        signed_in(stage.head).get(noticed.get_absolute_url())
        first = Notice.objects.get().read_at
        with at(LAST + timedelta(days=1)):
            signed_in(stage.head).get(noticed.get_absolute_url())
        assert Notice.objects.get().read_at == first

    @pytest.mark.parametrize("name", ["officer", "director", "secretary", "leader"])
    def test_nobody_reads_anothers_notice(self, stage, noticed, name):
        """T01: not even the director."""
        client = signed_in(getattr(stage, name))
        assert client.get(noticed.get_absolute_url()).status_code == 404
        assert len(client.get(reverse("notice-list")).context["lines"]) == 0
        assert workflow.unread(stage.head) == 1

    def test_late_reminder_says_so(self, stage, owe):
        """F5: 应于…发出."""
        assert stage.head
        owe()
        sweep(LAST - timedelta(days=2))
        client, chinese = signed_in(stage.head), {"accept-language": "zh-hans"}
        page = client.get(Notice.objects.get().get_absolute_url(), headers=chinese)
        assert "应于2026年3月29日发出" in page.content.decode()

    def test_duty_that_is_not_the_readers_is_named_without_title(self, stage, owe):
        """T02: joint liability tells whose duty it is, no more."""
        post = stage.post("liaison", stage.county_bureau)
        duty = owe(title="机密标题")
        sweep(LAST + timedelta(days=9))
        body = signed_in(post).get(Notice.objects.get(recipient=post.user).get_absolute_url()).content.decode()
        assert stage.school.name in body
        assert "机密标题" not in body
        assert duty.get_absolute_url() not in body


class TestFile:
    """The duty's own page."""

    def test_duty_tells_who_was_reminded_when_and_how(self, stage, noticed):
        duty = noticed.delivery.reminders.first().duty
        body = signed_in(stage.director).get(duty.get_absolute_url()).content.decode()
        assert all(text in body for text in ("校长", "2026-04-01", "In the system: Sent", "Superseded, not sent"))

    def test_duty_without_reminders_says_what_will_stand_there(self, stage, owe):
        body = signed_in(stage.director).get(owe().get_absolute_url()).content.decode()
        assert "will stand here from the first reminder on" in body


class TestHeld:
    """The storm brake."""

    def test_director_sees_whom_it_would_reach_and_releases(self, stage, held):
        client = signed_in(stage.director)
        assert "校长" in client.get(held.get_absolute_url()).content.decode()
        assert send(client, reverse("hold-release-held", args=[held.pk])).status_code == 302
        assert (Hold.objects.get().state, workflow.unread(stage.head)) == ("released", 1)

    def test_discarding_asks_for_reasons(self, stage, held):
        client, url = signed_in(stage.secretary), reverse("hold-discard-held", args=[held.pk])
        assert send(client, url).status_code == 422
        assert send(client, url, {"note": "时钟错误"}).status_code == 302
        assert Hold.objects.get().state == "discarded"

    @pytest.mark.parametrize("name", ["head", "officer", "chair", "leader"])
    def test_others_see_nothing_held(self, stage, held, name):
        client = signed_in(getattr(stage, name))
        assert client.get(held.get_absolute_url()).status_code == 404
        assert client.get(reverse("hold-release-held", args=[held.pk])).status_code == 404


def test_failed_delivery_is_sent_again_by_the_office(stage, failed):
    """T68: the dead letter has a page and a button."""
    client = signed_in(stage.secretary)
    assert len(client.get(reverse("delivery-list")).context["lines"]) == 1
    assert send(client, reverse("delivery-retry-delivery", args=[failed.pk])).status_code == 302
    assert Delivery.objects.get(pk=failed.pk).state == "pending"
    assert signed_in(stage.officer).get(failed.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", QUERIES)
def test_page_costs_the_same_for_one_row_and_for_three(stage, failed, name):
    held = Hold.objects.create(day=LAST, held_at=failed.due_at, reminders=1, **stage.area.scope)
    reader = stage.head if name.startswith("notice") else stage.director
    rows = {"notice": Notice.objects.get(), "hold": held, "delivery": failed}
    client, url = signed_in(reader), reverse(name, args=[rows[name.split("-")[0]].pk] if "detail" in name else [])
    costs = [cost(client, url)]
    for number in (1, 2):
        Hold.objects.create(day=LAST, held_at=failed.due_at, reminders=1, **stage.area.scope)
        Delivery.objects.create(
            recipient=stage.head.user, day=LAST + timedelta(days=number), channel="email", hold=held, state="failed",
            due_at=failed.due_at, **stage.area.scope,
        )  # fmt: skip
        many(stage, 1, due_on=LAST + timedelta(days=number))
        sweep(LAST + timedelta(days=number))
    costs.append(cost(client, url))
    assert costs == [QUERIES[name]] * 2


def cost(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
