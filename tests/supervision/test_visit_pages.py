"""Pages of visits: the inspector's day on one page, the office's lists, what a school sees, and what each costs."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspectorate.documents.models import Attachment, StoredFile
from supervision import workflow
from supervision.models import Visit, VisitProblem
from tests.client import keyed, send, signed_in
from tests.stage import at

pytestmark = pytest.mark.django_db

MATTERS = ["M6", "M7"]
FILLED = {
    "is_certificate_shown": "on", "matters": MATTERS, "methods": ["walk", "talks"], "summary": "总体有序。",
    "feedback_to": "校长", "feedback_on": "2026-03-02", "rows": "8", "act": "file",
}  # fmt: skip
PROBLEM = {"n0-matter": "M6", "n0-gravity": "danger", "n0-text": "消防通道堆放杂物。"}


@pytest.fixture(scope="module")
def foreign(visits):
    return visits.city.post("school", visits.city.other_school)


@pytest.fixture
def phone(visits):
    return signed_in(visits.post)


@pytest.fixture
def office(visits):
    return signed_in(visits.city.officer)


def write_url(visit):
    return reverse("visit-file-visit", args=[visit.pk])


def arrive(client, school):
    page = client.post(reverse("visit-school", args=[school.pk]))
    assert page.status_code == 302
    return Visit.objects.latest("pk"), page.url


def test_inspector_is_led_to_the_own_schools_and_others_to_the_list(visits, phone, office):
    """S23."""
    assert phone.get(reverse("visit-list")).url == reverse("my-schools")
    assert phone.get(reverse("visit-list") + "?state=filed").status_code == 200
    assert office.get(reverse("visit-list")).status_code == 200
    assert office.get(reverse("my-schools")).status_code == 404


def test_day_from_the_card_to_the_receipt(visits, phone):
    """J1: arrived, one page, receipt with number and what is next."""
    assert visits.school.name in phone.get(reverse("my-schools")).content.decode()
    visit, url = arrive(phone, visits.school)
    answer = send(phone, url, FILLED | PROBLEM)
    assert answer.url == reverse("visit-receipt", args=[visit.pk])
    page = phone.get(answer.url).content.decode()
    visit.refresh_from_db()
    assert visit.number in page
    assert "The office acts at once" in page
    assert sorted(visit.matters.values_list("code", flat=True)) == MATTERS
    assert (visit.problems.get().gravity, visit.methods) == ("danger", ["walk", "talks"])


def test_second_tap_on_arrived_leads_to_the_same_report(visits, phone):
    first, second = arrive(phone, visits.school), arrive(phone, visits.school)
    assert first == second


def test_refused_arrival_says_why_on_the_page_of_the_school(visits, phone):
    """R-ZONE-01, R-RECUSE-01: the sentence stands where the button was."""
    other = visits.another_school(5)
    visits.assign(other)
    visits.inspector.certificates.update(revoked_on=date(2026, 1, 1))
    page = phone.post(reverse("visit-school", args=[other.pk]), follow=True)
    assert "R-ROST-07" in page.content.decode()
    assert not Visit.objects.exists()


def test_school_of_another_inspector_is_not_found(visits, phone):
    assert phone.get(reverse("visit-school", args=[visits.city.other_school.pk])).status_code == 404
    assert phone.post(reverse("visit-school", args=[visits.city.other_school.pk])).status_code == 404


def test_incomplete_report_keeps_what_was_typed_and_every_photo(visits, phone):
    """K: errors stand beside their fields; text, choices and uploads come back."""
    visit, url = arrive(phone, visits.school)
    upload = SimpleUploadedFile("通道.txt", b"1")
    typed = {"n0-text": "消防通道堆放杂物。", "summary": "总体有序。", "n0-files": upload, "rows": "8", "act": "file"}
    page = send(phone, url, typed)
    body = page.content.decode()
    assert page.status_code == 422
    assert {"matters", "methods", "feedback_to", "n0-matter", "n0-gravity"} <= set(page.context["form"].errors)
    assert "总体有序。" in body
    token = re.search(r'name="n0-files-kept" value="([^"]+)"', body)[1]
    answer = phone.post(url, keyed(page, FILLED | PROBLEM | {"n0-files-kept": [token]}))
    assert answer.status_code == 302
    assert Attachment.objects.get().file == StoredFile.objects.get()
    assert Attachment.objects.get().owner == visit.problems.get().checks.get()


def test_room_for_more_problems_keeps_text_and_photos(visits, phone):
    """No JavaScript: the button sends the form back with more rows, nothing is judged or lost."""
    _visit, url = arrive(phone, visits.school)
    page = send(phone, url, PROBLEM | {"rows": "8", "look": "problems", "n0-files": SimpleUploadedFile("a.txt", b"1")})
    assert (page.status_code, len(page.context["form"].rows), page.context["form"].errors) == (200, 16, {})
    assert "消防通道堆放杂物。" in page.content.decode()
    assert "n0-files-kept" in page.content.decode()


def test_refused_photo_is_told_also_where_only_room_was_asked_for(visits, phone):
    """What is not kept is said at once, not when the report is filed."""
    _visit, url = arrive(phone, visits.school)
    page = send(phone, url, {"rows": "8", "look": "problems", "n0-files": SimpleUploadedFile("a.png", b"1")})
    assert list(page.context["form"].errors) == ["n0-files"]


def test_kept_report_comes_back_with_its_problems(visits, phone):
    """“Keep, file later” stores the report on the server; it is filed afterwards without typing anything again."""
    visit, url = arrive(phone, visits.school)
    answer = send(phone, url, PROBLEM | {"summary": "一半", "rows": "8", "act": "save"})
    assert answer.url == url
    visit.refresh_from_db()
    assert (visit.state, visit.summary, visit.problems.count()) == ("arrived", "一半", 1)
    page = phone.get(url)
    assert "消防通道堆放杂物。" in page.content.decode()
    row = {"p1-matter": "M6", "p1-gravity": "danger", "p1-text": "消防通道堆放杂物。"}
    assert phone.post(url, keyed(page, FILLED | row)).status_code == 302
    assert visit.problems.get().number == 1


def test_earlier_problem_must_be_answered_before_filing(visits, phone):
    """S23, R-VISIT-06: open findings come first."""
    problem = visits.filed(visits.found(), on=date(2026, 2, 2)).problems.get()
    _visit, url = arrive(phone, visits.school)
    page = send(phone, url, FILLED)
    assert page.status_code == 422
    assert f"c{problem.pk}-state" in page.context["form"].errors
    assert phone.post(url, keyed(page, FILLED | {f"c{problem.pk}-state": "cleared"})).status_code == 302
    problem.refresh_from_db()
    assert problem.state == "cleared"


def test_two_phones_do_not_overwrite_each_other(visits, phone):
    """T47: the page opened before somebody else kept the report comes back with what was typed."""
    _visit, url = arrive(phone, visits.school)
    old = keyed(phone.get(url), FILLED | {"summary": "第二部手机"})
    send(phone, url, {"summary": "第一部手机", "rows": "8", "act": "save"})
    page = phone.post(url, old)
    assert page.status_code == 409
    assert "第二部手机" in page.content.decode()
    assert Visit.objects.get().summary == "第一部手机"


def test_amendment_needs_its_reason_and_shows_both_versions(visits, phone):
    """R-VISIT-06."""
    visit = visits.filed(visits.found())
    url = reverse("visit-amend-visit", args=[visit.pk])
    row = {"p1-matter": "M6", "p1-gravity": "minor", "p1-text": "更正后的问题。"}
    assert send(phone, url, FILLED | row).status_code == 422
    assert send(phone, url, FILLED | row | {"reason": "笔误"}).status_code == 302
    page = phone.get(visit.get_absolute_url()).content.decode()
    assert "笔误" in page
    assert visit.versions.count() == 2


def test_photos_are_for_inspectors_and_office_not_for_the_school(visits, phone):
    """Permissions: a unit reads its own uploads only."""
    _visit, url = arrive(phone, visits.school)
    photo = SimpleUploadedFile("照片.txt", b"1")
    assert send(phone, url, FILLED | PROBLEM | {"n0-files": photo}).status_code == 302
    address = StoredFile.objects.get().get_absolute_url()
    for post, wanted in ((visits.post, 200), (visits.city.officer, 200), (visits.city.head, 404)):
        assert signed_in(post).get(address).status_code == wanted
    school = signed_in(visits.city.head)
    assert "照片.txt" not in school.get(Visit.objects.get().get_absolute_url()).content.decode()
    assert "照片.txt" not in school.get(VisitProblem.objects.get().get_absolute_url()).content.decode()


def test_school_sees_nothing_before_the_report_and_may_speak_after(visits, foreign):
    """R-VISIT-03, R-VISIT-14, R-VISIT-16: 404 before feedback and filing, for other schools always."""
    school, other = signed_in(visits.city.head), signed_in(foreign)
    visit = visits.arrived()
    pages = [visit.get_absolute_url(), *(reverse(f"visit-{verb}", args=[visit.pk]) for verb in (
        "reply-to-visit", "object-to-visit", "file-visit", "receipt"))]  # fmt: skip
    assert {school.get(url).status_code for url in pages} == {404}
    workflow.file_visit(visit, by=visits.post, content=visits.content())
    assert school.get(pages[0]).status_code == 200
    assert send(school, pages[1], {"text": "已整改。"}).status_code == 302
    assert send(school, pages[2], {"text": "与事实不符。"}).status_code == 302
    assert school.get(pages[3]).status_code == 403
    assert {other.get(url).status_code for url in pages} == {404}
    body = signed_in(visits.city.officer).get(pages[0]).content.decode()
    assert "与事实不符。" in body
    assert reverse("visit-answer-visit-objection", args=[visit.pk]) in body


def test_office_plans_returns_hands_over_and_settles(visits, office):
    school = visits.school
    typed = {"school": school.pk, "inspector": visits.inspector.pk, "planned_on": "2026-03-02", "kind": "unannounced"}
    assert send(office, reverse("visit-create"), typed).status_code == 302
    visit = visits.filed(visits.found("danger"), visits.found("serious"))
    assert visit.kind == "unannounced"
    assert send(office, reverse("visit-return-visit", args=[visit.pk]), {"note": "请补充"}).status_code == 302
    one, two = visit.problems.order_by("number")
    hand = reverse("visit-problem-hand-over-problem", args=[one.pk])
    assert send(office, hand, {"handed_to": "department", "note": "已函告"}).status_code == 302
    settle = reverse("visit-problem-settle-problem", args=[two.pk])
    assert send(office, settle, {"note": "已拆除"}).status_code == 302
    assert sorted(VisitProblem.objects.values_list("state", flat=True)) == ["cleared", "handed_over"]


def test_red_flags_are_the_open_grave_ones(visits, office):
    """R-VISIT-09."""
    visits.filed(visits.found("danger"), visits.found("minor"), visits.found("serious", is_cleared=True))
    page = office.get(reverse("visit-problem-list") + "?red=on")
    assert [line.row.gravity for line in page.context["lines"]] == ["danger"]


def test_filters_by_days_school_and_names(visits, office):
    one = visits.filed(on=date(2026, 2, 2))
    two = visits.filed()
    url = reverse("visit-list")
    for query, wanted in (
        ("?first=2026-03-01&last=2026-03-31", [two]), ("?last=2026-02-28", [one]),
        (f"?school={visits.school.pk}", [two, one]),
        ("?q=督学甲", [two, one]), ("?q=无此人", []), ("?kind=follow_up", []),
    ):  # fmt: skip
        assert [line.row for line in office.get(url + query).context["lines"]] == wanted, query


def test_list_is_exported(visits, office):
    visits.filed()
    answer = office.post(reverse("visit-list"), {"export": "csv"})
    assert "海林市第一中学" in b"".join(answer.streaming_content).decode("utf-8-sig")


QUERIES = {"my-schools": 12, "visit-list": 10, "visit-problem-list": 9, "visit-frequencies": 12}


@pytest.mark.parametrize("name", QUERIES)
def test_lists_cost_the_same_with_one_row_and_with_three(visits, name):
    client = signed_in(visits.post if name == "my-schools" else visits.city.director)
    visits.spring()
    costs = []
    for number in (1, 2):
        for one in range(number):
            school = visits.another_school(10 * number + one)
            visits.assign(school)
            visits.filed(visits.found("danger"), school=school)
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name)).status_code == 200
        costs.append(len(queries))
    assert costs == [QUERIES[name]] * 2


def test_report_costs_the_same_with_more_earlier_problems(visits, phone):
    costs = []
    for day in (1, 2, 3):
        visits.filed(*(visits.found() for _number in range(day)), on=date(2026, 2, day))
    visit, url = arrive(phone, visits.school)
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert len(phone.get(url).context["form"].checks) == 6 - len(costs)
        costs.append(len(queries))
        visit.earlier_problems().first().checks.all().delete()
        VisitProblem.objects.filter(pk=visit.earlier_problems().first().pk).update(state="withdrawn")
    assert costs[0] == costs[1]


def test_frequencies_are_for_offices_only(visits, foreign):
    url = reverse("visit-frequencies")
    city = visits.city
    for post, wanted in ((city.director, 200), (city.secretary, 200), (city.head, 403), (foreign, 403)):
        assert signed_in(post).get(url).status_code == wanted


def test_frequencies_lead_to_the_visits_behind_them(visits):
    """TV-8: each cell opens its visits."""
    visits.spring()
    visits.filed(on=date(2026, 3, 1))
    with at(date(2026, 5, 20)):
        office = signed_in(visits.city.officer)
        page = office.get(reverse("visit-frequencies") + f"?area={visits.city.county_area.pk}")
        link = re.search(r'class="cell cell-met" href="([^"]+)"', page.content.decode())[1].replace("&amp;", "&")
        assert [line.row for line in office.get(link).context["lines"]] == [Visit.objects.get()]
