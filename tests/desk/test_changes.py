"""Pages of changes: what would move is shown before approval, and what moved after; bound to what was seen (T56)."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspectorate.desk.models import ExportRecord
from inspectorate.duties import workflow
from inspectorate.duties.models import Duty
from inspectorate.register import rights
from inspectorate.rulebook import workflow as rulebook
from inspectorate.rulebook.models import CalendarChange, CalendarYear, Setting
from tests.client import send, signed_in
from tests.stage import at

pytestmark = pytest.mark.django_db
TODAY, HOLIDAY = date(2026, 3, 2), date(2026, 4, 1)  # thirty days from the 2nd of March


@pytest.fixture(autouse=True)
def rights_table():
    """The rights are the office's own here, not the small table of the other tests of the desk."""
    rights.rows.cache_clear()


@pytest.fixture(autouse=True)
def today():
    with at(TODAY):
        yield


@pytest.fixture
def owe(stage):
    """Open duties of the school that are due on 1 April."""

    def owe(count=1, **more):
        facts = {"holder": stage.school, "subject": stage.school, "group": "school", "area": stage.area, **more}
        for number in range(count):
            facts["title"] = more.get("title", f"报送材料{number}")
            workflow.open_duty("report", rule="R-ACC-08", by=None, trigger_on=TODAY, **facts)

    return owe


@pytest.fixture
def change(stage):
    """1 April as a day off, proposed."""
    year = CalendarYear.objects.get(year=2026)
    facts = {"kind": "holiday", "name": "临时放假", "note": "通知", "by": stage.secretary}
    return rulebook.propose_calendar_day(year, day=HOLIDAY, **facts)


@pytest.fixture
def clerk(stage):
    return signed_in(stage.secretary)


@pytest.fixture
def director(stage):
    return signed_in(stage.director)


def read(answer):
    return answer.content.decode()


def approval(planned):
    verb = "setting-approve" if isinstance(planned, Setting) else "calendar-change-approve-calendar-change"
    return reverse(verb, args=[planned.pk])


def form_of(stage, **more):
    """What the clerk types: forty days from next Monday."""
    facts = {"area": stage.area.pk, "value": "40", "unit": "day", "valid_from": "2026-03-09", "document": "市办法"}
    return {**facts, "confidence": "H", **more}


def test_clerk_looks_before_sending(stage, owe, clerk):
    """J8: the button shows the dates and writes nothing; what was typed stays."""
    owe()
    url = reverse("rule-propose", args=["R-ACC-08"])
    page = send(clerk, url, form_of(stage, is_for_running="on", look="dates"))
    assert page.status_code == 200
    assert "1 date moves." in read(page)
    assert "2026-04-01" in read(page)
    assert "2026-04-13" in read(page)
    assert "40 days" in read(page)
    assert 'value="市办法"' in read(page)
    assert not Setting.objects.exists()


def test_running_duties_are_named_as_keeping_their_rule(stage, owe, clerk):
    """J8: without the choice nothing moves, and the page says what stays under the old rule."""
    owe()
    page = read(send(clerk, reverse("rule-propose", args=["R-ACC-08"]), form_of(stage, look="dates")))
    assert "0 dates move." in page
    assert "Duties that keep the rule they were opened under" in page


def test_look_at_a_wrong_form_says_what_is_wrong(stage, clerk):
    url = reverse("rule-propose", args=["R-ACC-08"])
    assert send(clerk, url, form_of(stage, document="", look="dates")).status_code == 422
    assert send(clerk, url, form_of(stage, valid_to="2026-01-01", look="dates")).status_code == 422


def test_clerk_looks_at_a_day(owe, clerk):
    """R-TIME-06: the day is not changed, nothing is proposed."""
    owe()
    year = CalendarYear.objects.get(year=2026)
    url = reverse("calendar-year-propose-calendar-day", args=[year.pk])
    page = send(clerk, url, {"day": HOLIDAY, "kind": "holiday", "name": "x", "note": "一", "look": "dates"})
    assert "1 date moves." in read(page)
    assert "2026-04-02" in read(page)
    assert not CalendarChange.objects.exists()


def test_page_of_a_proposal_shows_what_would_move(owe, change, director, clerk):
    """T56: before approval; the clerk is offered no approval."""
    owe()
    assert approval(change) in read(director.get(change.get_absolute_url()))
    page = read(clerk.get(change.get_absolute_url()))
    assert "1 date moves." in page
    assert approval(change) not in page


def test_approver_who_saw_other_dates_looks_again(owe, change, director):
    """T56: a duty more since the page was opened: told so, shown the new list, nothing moved; then it goes through."""
    owe(title="a")
    page = director.get(approval(change))
    seen = {"preview": page.context["preview"].fingerprint}
    owe(title="b")
    again = director.post(approval(change), seen)
    assert again.status_code == 409
    assert "Look again" in read(again)
    assert set(Duty.objects.values_list("due_on", flat=True)) == {HOLIDAY}
    fresh = {"preview": again.context["preview"].fingerprint}
    assert director.post(approval(change), fresh).status_code == 302
    assert set(Duty.objects.values_list("due_on", flat=True)) == {date(2026, 4, 2)}


def test_approval_without_a_preview_is_refused(owe, change, director):
    """T56: nobody approves what is not in view."""
    owe()
    assert director.post(approval(change), {}).status_code == 409


def test_page_after_approval_tells_what_moved(owe, change, director):
    """T56: on the page of the change, and as a list with an export."""
    owe(3)
    director.post(approval(change), {"preview": director.get(approval(change)).context["preview"].fingerprint})
    page = read(director.get(change.get_absolute_url()))
    assert "What moved" in page
    assert "2026-04-02" in page
    url = reverse("calendar-change-recounts", args=[change.pk])
    assert url in page
    assert "3 dates" in read(director.get(url))
    assert director.post(url, {"export": "csv"}).status_code == 200


def test_dates_of_a_duty_are_read_by_whoever_reads_the_duty(stage, owe, change, director):
    """T07: an officer of the other group sees the number, not the rows."""
    owe()
    page = director.get(approval(change))
    director.post(approval(change), {"preview": page.context["preview"].fingerprint})
    other = signed_in(stage.government_officer)
    assert "报送材料" not in read(other.get(change.get_absolute_url()))
    assert "0 dates" in read(other.get(reverse("calendar-change-recounts", args=[change.pk])))


def test_preview_hides_what_the_reader_may_not_see(stage, owe, change):
    """T07: counted, not named."""
    owe()
    page = read(signed_in(stage.government_officer).get(change.get_absolute_url()))
    assert "1 date moves." in page
    assert "报送材料" not in page
    assert "1 more are not shown here." in page


def test_sheet_holds_all_rows_and_is_kept_on_record(owe, change, clerk):
    """§5: the page shows the first rows, the sheet every one."""
    owe(3)
    answer = clerk.post(reverse("calendar-change-preview", args=[change.pk]))
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == 4
    assert ExportRecord.objects.get().rows == 3


def test_sheet_asks_for_the_right_to_export(stage, change):
    assert signed_in(stage.leader).post(reverse("calendar-change-preview", args=[change.pk])).status_code in {403, 404}


def test_pages_cost_the_same_for_one_and_three_dates(owe, change, director):
    """§5"""
    found = []
    for more in (1, 2):
        owe(more)
        director.get(approval(change))
        with CaptureQueriesContext(connection) as queries:
            director.get(approval(change))
        found.append(len(queries))
    assert found[0] == found[1] <= 14, found


def test_waiting_changes_stand_on_the_director_s_desk(change, director):
    """T56: the second person finds what waits."""
    assert reverse("waiting-list", args=["calendar"]) in read(director.get(reverse("home")))
    assert "2026" in read(director.get(reverse("calendar-change-list")))


def test_change_is_sent_back_with_a_reason(change, director):
    url = reverse("calendar-change-reject-calendar-change", args=[change.pk])
    assert send(director, url, {"note": "无依据"}).status_code == 302
    change.refresh_from_db()
    assert change.state == "rejected"


def test_setting_is_approved_with_its_running_duties(stage, owe, director):
    """J8, T56: forty days for those that run, from the page."""
    owe()
    planned = rulebook.propose_setting(
        "R-ACC-08", area=stage.area, value=40, valid_from=TODAY + timedelta(days=7), document="市办法",
        is_for_running=True, by=stage.secretary,
    )  # fmt: skip
    seen = {"preview": director.get(approval(planned)).context["preview"].fingerprint}
    assert director.post(approval(planned), seen).status_code == 302
    assert Duty.objects.get().due_on == date(2026, 4, 13)
    assert "1 dates" in read(director.get(reverse("setting-recounts", args=[planned.pk])))
