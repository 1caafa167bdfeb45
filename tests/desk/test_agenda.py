"""The month of my duties, and the calendar link."""
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inspectorate.desk import workflow
from inspectorate.desk.models import CalendarFeed
from inspectorate.desk.views import agenda
from inspectorate.register import rights
from inspectorate.register.models import Post
from inspectorate.trail.models import Event
from tests.desk.office import RIGHTS, hold
from tests.stage import sow

pytestmark = pytest.mark.django_db
PAGE = "/desk/calendar/"
QUERIES = 9  # session, user, post, other posts, counts, rows, calendar, overdue, inbox


def cells(response):
    return {cell.on: cell for week in response.context["weeks"] for cell in week}


def feed_of(post):
    return reverse("calendar-feed", args=[workflow.renew_feed(by=post).token])


def read(url, **more):
    response = Client().get(url, **more)
    return response.status_code, response.content.decode().replace("\r\n ", "")


@pytest.mark.parametrize("rows", [1, 3])
def test_month_costs_the_same_queries_for_one_duty_and_three(sign_in, clerk, owe, rows, django_assert_num_queries):
    sow()
    agenda.calendar()
    for number in range(rows):
        owe(number, holder=clerk.organization)
    client = sign_in(clerk)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)


def test_duty_stands_on_its_last_day(sign_in, clerk, office, owe):
    duty = owe(0, holder=office)
    owe(0)  # the school's
    cell = cells(sign_in(clerk).get(PAGE))[timezone.localdate()]
    assert [shown.pk for shown, _about in cell.rows] == [duty.pk]
    assert (cell.count, cell.more) == (1, 0)


def test_full_day_counts_what_finds_no_room(sign_in, clerk, office, owe):
    for _number in range(6):
        owe(0, holder=office)
    response = sign_in(clerk).get(PAGE)
    cell = cells(response)[timezone.localdate()]
    assert (len(cell.rows), cell.more) == (4, 2)
    assert f"?on={timezone.localdate().isoformat()}" in response.content.decode()


def test_holidays_and_worked_weekends_say_so(sign_in, clerk):
    """R-TIME-06."""
    sow()
    days = cells(sign_in(clerk).get(PAGE, {"month": "2026-10"}))
    assert "holiday" in days[date(2026, 10, 1)].css
    assert days[date(2026, 10, 1)].word == "国庆节"
    assert "worked" in days[date(2026, 10, 10)].css
    assert "rest" in days[date(2026, 10, 24)].css.split()


@pytest.mark.parametrize("month", ["nonsense", "", "2026-13", "2026-1-1"])
def test_unreadable_month_is_this_month(sign_in, clerk, month):
    response = sign_in(clerk).get(PAGE, {"month": month})
    assert response.context["month"] == timezone.localdate().replace(day=1)


def test_month_beyond_every_calendar_is_not_found(sign_in, clerk):
    assert sign_in(clerk).get(PAGE, {"month": "3026-01"}).status_code == 404


def test_link_is_made_renewed_and_switched_off(sign_in, clerk):
    client, page = sign_in(clerk), reverse("calendar-link")
    assert client.get(page).context["url"] == ""
    client.post(page, {"act": "renew"})
    first = client.get(page).context["url"]
    client.post(page, {"act": "renew"})
    second = client.get(page).context["url"]
    paths = [url.partition("8000")[2] for url in (first, second)]
    assert [read(path)[0] for path in paths] == [404, 200]
    client.post(page, {"act": "close"})
    assert read(paths[1])[0] == 404
    verbs = Event.objects.filter(subject_type__model="calendarfeed").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["renew_feed", "renew_feed", "close_feed"]


def test_feed_needs_no_session_and_sets_no_cookie(clerk, office, owe):
    duty = owe(3, holder=office)
    response = Client().get(feed_of(clerk))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert not response.cookies
    assert f"UID:duty-{duty.pk}@127.0.0.1" in response.content.decode()


def test_feed_shows_my_open_duties_only(clerk, head, office, owe):
    owe(3, holder=office, title="mine")
    owe(3, title="the school's")
    owe(3, holder=office, title="met", state="met")
    owe(3, holder=office, title="another's", person=head.user)
    _status, text = read(feed_of(clerk))
    assert [line for line in text.split("\r\n") if line.startswith("SUMMARY:")] == ["SUMMARY:mine"]


def test_unchanged_feed_is_answered_without_its_text(clerk, office, owe):
    owe(3, holder=office)
    url = feed_of(clerk)
    etag = Client().get(url)["ETag"]
    again = Client().get(url, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    owe(4, holder=office)
    assert Client().get(url, headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize("spoil", [lambda token: token[:-1], lambda token: "x" + token, lambda _token: "x"])
def test_made_up_link_opens_nothing(clerk, spoil):
    token = workflow.renew_feed(by=clerk).token
    assert read(reverse("calendar-feed", args=[spoil(token)]))[0] == 404


def test_link_dies_with_the_post_and_with_the_account(clerk):
    url = feed_of(clerk)
    Post.objects.filter(pk=clerk.pk).update(valid_to=timezone.localdate() - timedelta(days=1))
    assert read(url)[0] == 404
    Post.objects.filter(pk=clerk.pk).update(valid_to=None)
    clerk.user.is_active = False
    clerk.user.save()
    assert read(url)[0] == 404


def test_link_of_one_post_is_not_another_posts(office, head, clerk, owe):
    owe(3, holder=office, title="the office's")
    assert "the office" not in read(feed_of(head))[1]


def test_subject_that_may_not_be_seen_is_not_named(office, school, owe, monkeypatch):
    """Permissions §10: the calendar obeys the same rows as every page."""
    blind = tuple(right for right in RIGHTS if right.resource != "organization")
    monkeypatch.setattr(rights, "table", lambda: blind)
    rights.rows.cache_clear()
    owe(3, holder=office, title="提交整改报告")
    owe(4, holder=office, title=f"关于{school}的报告")
    _status, text = read(feed_of(hold(office, "general_group", "己干事")))
    assert "提交整改报告" in text
    assert school.name not in text
    assert "有一项事项到期" in text


def test_feed_has_an_end(clerk, office, owe, monkeypatch):
    monkeypatch.setattr(agenda, "MOST_ENTRIES", 2)
    for _number in range(3):
        owe(3, holder=office)
    assert read(feed_of(clerk))[1].count("BEGIN:VEVENT") == 2


def test_feed_is_only_read(clerk):
    assert Client().post(feed_of(clerk)).status_code in {403, 404}
    assert CalendarFeed.objects.get().is_on
