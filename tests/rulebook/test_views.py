"""Pages of the rulebook: who sees them, what they say, and a change from proposal to approval."""
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspectorate.rulebook.models import CalendarChange, CalendarYear, Semester, Setting
from inspectorate.rulebook.workflow import propose_setting, setting

PAGES = ["rule-list", "setting-list", "semester-list"]


@pytest.fixture
def sign_in(client):
    """Return a function that signs a post in (English pages)."""

    def do(post):
        client.force_login(post.user)
        client.cookies["django_language"] = "en"
        return client

    return do


@pytest.fixture
def proposal(city, clerk):
    return propose_setting(
        "R-ACC-08", area=city, value=20, valid_from=date(2026, 4, 1), document="某某办法", article="第3条", by=clerk
    )


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_pages_ask_for_sign_in(client, db, name):
    assert client.get(reverse(name)).status_code == 302


def test_rule_list_shows_what_holds_in_the_post_s_area(sign_in, director, city, shipped):
    shipped(city, "R-ORG-02", 22)
    page = text(sign_in(director).get(reverse("rule-list")))
    assert "Member units of the committee" in page
    assert "牡丹江市" in page
    assert "22" in page


def test_rule_list_finds_by_id_and_by_words(sign_in, director):
    page = text(sign_in(director).get(reverse("rule-list"), {"q": "R-ACC-28"}))
    assert reverse("rule-detail", args=["R-ACC-28.direct"]) in page
    assert reverse("rule-detail", args=["R-ACC-28.after_review"]) in page
    assert "Direct appeal" in page
    assert "No rule holds these words" in text(sign_in(director).get(reverse("rule-list"), {"q": "zzz"}))


def test_rule_list_costs_the_same_for_few_and_many_settings(sign_in, director, city, shipped):
    client, url, counts = sign_in(director), reverse("rule-list"), []
    client.get(url)
    for rule in ("R-ORG-02", "R-ORG-07", "R-ORG-16"):
        shipped(city, rule, 3)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_rule_page_shows_the_chain_and_flags_a_value_below_the_national_one(sign_in, director, city, shipped):
    """R-TRAIN-02: 30 hours are shown as local, with the national 40 below and a warning."""
    shipped(city, "R-TRAIN-02", 30)
    page = text(sign_in(director).get(reverse("rule-detail", args=["R-TRAIN-02"])))
    assert "asks for less than the national one" in page
    assert "at least 30 hours" in page
    assert "at least 40 hours" in page


def test_rule_page_says_when_a_number_was_read_nowhere(sign_in, director):
    """R-ACC-14: three working days are the office's own figure."""
    page = text(sign_in(director).get(reverse("rule-detail", args=["R-ACC-14"])))
    assert "The office should confirm or change it" in page


def test_unknown_rule_is_not_found(sign_in, clerk):
    client = sign_in(clerk)
    assert client.get(reverse("rule-detail", args=["R-XYZ-01"])).status_code == 404
    assert client.get(reverse("rule-propose", args=["R-XYZ-01"])).status_code == 404


def test_change_of_a_rule_takes_one_form_and_one_approval(sign_in, clerk, director, city):
    """J8: proposed by the general group, approved by the director, in force from its day."""
    data = {
        "area": city.pk, "value": "20", "unit": "working_day", "valid_from": "2026-04-01", "document": "某某办法",
        "confidence": "H", "submission": "a1",
    }
    response = sign_in(clerk).post(reverse("rule-propose", args=["R-ACC-08"]), data)
    row = Setting.objects.get()
    assert response.url == row.get_absolute_url()
    approve = reverse("setting-approve", args=[row.pk])
    assert sign_in(clerk).get(approve).status_code == 403
    page = sign_in(director).get(approve)
    seen = {"submission": "a2", "preview": page.context["preview"].fingerprint}
    assert sign_in(director).post(approve, seen).status_code == 302
    term = setting("R-ACC-08", city, date(2026, 4, 1))
    assert (term.value, term.unit) == (20, "working_day")


@pytest.mark.parametrize(
    ("rule", "typed"),
    [
        ("R-ORG-17", ("true", True)),
        ("R-INS-16.trigger", ("end", "end")),
        ("R-TRAIN-02.modes", (["centralised", "online"], ["centralised", "online"])),
        ("R-INS-18", ("2/3", "2/3")),
        ("R-TRAIN-02", ("30.5", "30.5")),
        ("OFFICE.reminders", ("5,2", [5, 2])),
    ],
)
def test_form_fits_every_kind_of_value(sign_in, clerk, city, rule, typed):
    value, stored = typed
    data = {"area": city.pk, "value": value, "valid_from": "2026-04-01", "document": "文件", "confidence": "M"}
    client = sign_in(clerk)
    assert client.get(reverse("rule-propose", args=[rule])).status_code == 200
    assert client.post(reverse("rule-propose", args=[rule]), data).status_code == 302
    assert Setting.objects.get().value == stored


def test_rule_can_be_switched_off_and_an_empty_value_is_no_answer(sign_in, clerk, city):
    data = {"area": city.pk, "valid_from": "2026-04-01", "document": "文件", "confidence": "H", "unit": "day"}
    client, url = sign_in(clerk), reverse("rule-propose", args=["R-ACC-14"])
    assert client.post(url, data).status_code == 422
    assert client.post(url, {**data, "is_off": "on"}).status_code == 302
    assert Setting.objects.get().value is None


def test_wrong_value_is_shown_beside_what_was_typed(sign_in, clerk, city):
    data = {"area": city.pk, "value": "3/2", "valid_from": "2026-04-01", "document": "文件", "confidence": "H"}
    response = sign_in(clerk).post(reverse("rule-propose", args=["R-INS-18"]), data)
    assert response.status_code == 409
    assert 'value="3/2"' in text(response)


def test_only_who_may_propose_is_offered_the_form(sign_in, director, clerk):
    page = reverse("rule-detail", args=["R-ACC-08"])
    url = reverse("rule-propose", args=["R-ACC-08"])
    assert url not in text(sign_in(director).get(page))
    assert sign_in(director).get(url).status_code == 403
    assert url in text(sign_in(clerk).get(page))
    assert "at most 30 days" in text(sign_in(clerk).get(url))


def test_setting_page_offers_the_decision_to_the_director(sign_in, proposal, director, clerk):
    page = text(sign_in(director).get(proposal.get_absolute_url()))
    assert "Approve the change" in page
    assert "Send the proposal back" in page
    assert "Approve the change" not in text(sign_in(clerk).get(proposal.get_absolute_url()))


def test_lists_of_changes_and_semesters_show_their_rows(sign_in, proposal, director, city):
    Semester.objects.create(
        area=city, name="春季学期", starts_on=date(2026, 3, 1), ends_on=date(2026, 7, 1), months=[3, 4], **city.scope
    )
    client = sign_in(director)
    assert "at most 20 days" in text(client.get(reverse("setting-list"), {"state": "proposed"}))
    assert "春季学期" in text(client.get(reverse("semester-list")))
    assert "3, 4" in text(client.get(Semester.objects.get().get_absolute_url()))


def test_semester_is_added_and_changed_by_form(sign_in, clerk, city):
    data = {"area": city.pk, "name": "秋季学期", "starts_on": "2026-08-31", "ends_on": "2027-01-15", "months": [9, 10]}
    client = sign_in(clerk)
    assert client.post(reverse("semester-add"), data).status_code == 302
    row = Semester.objects.get()
    change = reverse("semester-change-semester", args=[row.pk])
    assert "秋季学期" in text(client.get(change))
    assert client.post(change, {**data, "months": [9]}).status_code == 302
    row.refresh_from_db()
    assert row.months == [9]


def test_calendar_shows_a_published_and_a_provisional_year(sign_in, director):
    """R-TIME-06: 2026 by its notice, 2027 from the law alone and said to be provisional."""
    client = sign_in(director)
    page = text(client.get(reverse("calendar-year", args=[2026])))
    assert "notice loaded" in page
    assert "2026-02-28" in page
    assert "provisional" in text(client.get(reverse("calendar-year", args=[2027])))
    assert client.get(reverse("calendar-year", args=[2199])).status_code == 404
    assert client.get(reverse("calendar-year-list")).status_code == 302


def test_day_of_the_calendar_is_corrected_by_two_people(sign_in, clerk, director):
    """R-TIME-06, T56: proposed by form, approved on the page that shows what moves."""
    year = CalendarYear.objects.get(year=2026)
    url = reverse("calendar-year-propose-calendar-day", args=[year.pk])
    data = {"day": "2026-09-03", "kind": "holiday", "name": "临时放假", "note": "通知"}
    assert sign_in(director).post(url, data).status_code == 403
    assert sign_in(clerk).post(url, data).status_code == 302
    change = CalendarChange.objects.get()
    assert not year.days.filter(date=date(2026, 9, 3)).exists()
    assert "waits for its approval" in text(sign_in(clerk).get(year.get_absolute_url()))
    approve = reverse("calendar-change-approve-calendar-change", args=[change.pk])
    assert sign_in(clerk).get(approve).status_code == 403
    page = sign_in(director).get(approve)
    assert sign_in(director).post(approve, {"preview": page.context["preview"].fingerprint}).status_code == 302
    assert year.days.filter(date=date(2026, 9, 3)).exists()
