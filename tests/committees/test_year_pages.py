"""Pages of meetings, resolutions, plans, matters and participation: walked by those who use them."""
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from committees import workflow
from committees.models import AgendaItem, AnnualPlan, MajorMatter, Meeting, Participation, PlanItem, Resolution
from inspectorate.documents.models import Document
from inspectorate.rulebook.models import Setting
from tests.client import keyed, send, signed_in
from tests.committees.test_plans import County

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(year):
    return County(year)


def url(name, *args):
    return reverse(name, args=args)


def done(response):
    """A form that was carried out leads on."""
    assert response.status_code == 302, response.context["form"].errors if response.context else response.status_code
    return response


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def filled(page, **typed):
    """What the browser sends back of a form with many rows: its first values with what was typed over them."""
    form = page.context["form"]
    first = {
        field.html_name: field.value() for field in form
        if field.value() not in (None, "") and not isinstance(field.value(), list)
    }
    return keyed(page, {**{name: shown(value) for name, value in first.items()}, **typed})


def shown(value):
    return value.isoformat() if isinstance(value, date) else str(value)


def test_office_prepares_and_records_a_meeting_on_its_pages(year):
    """R-ORG-06, from the committee's page to the closed meeting."""
    client = signed_in(year.secretary)
    at = (timezone.localtime() + timedelta(days=8)).strftime("%Y-%m-%dT%H:%M")
    values = {"kind": "plenary", "title": "2026年全体会议", "planned_at": at, "place": "三楼会议室"}
    done(send(client, url("committee-plan-meeting", year.committee.pk), values))
    meeting = Meeting.objects.get()
    assert str(timezone.localdate().year) in text(client.get(url("committee-plan-meeting", year.committee.pk)))
    page = client.get(url("meeting-write-agenda", meeting.pk))
    agenda = {"new-1-title": "审议要点", "new-1-presenter": "市财政局", "new-2-title": "通报情况", "new-2-order": "1"}
    done(client.post(url("meeting-write-agenda", meeting.pk), keyed(page, agenda)))
    assert [item.title for item in meeting.agenda.all()] == ["通报情况", "审议要点"]
    done(send(client, url("meeting-convene-meeting", meeting.pk), {"contact": "综合组 0453-6170000"}))
    page = client.get(url("meeting-hold-meeting", meeting.pk))
    seat = f"seat-{year.seats[1].pk}"
    came = {"held_on": timezone.localdate().isoformat(), "host": "副市长甲", f"{seat}-presence": "deputy"}
    wrong = client.post(url("meeting-hold-meeting", meeting.pk), filled(page, **came))
    assert "Name the deputy." in wrong.content.decode()
    done(client.post(url("meeting-hold-meeting", meeting.pk), filled(page, **came, **{f"{seat}-name": "乙"})))
    assert meeting.attendance.get(seat=year.seats[1]).name == "乙"
    page = client.get(url("meeting-write-notes", meeting.pk))
    item = meeting.agenda.first()
    done(client.post(url("meeting-write-notes", meeting.pk), filled(page, **{f"item-{item.pk}-notes": "听取汇报"})))
    due = (timezone.localdate() + timedelta(days=30)).isoformat()
    resolution = {"text": "补齐经费", "item": item.pk, "holder": "牡丹江市财政局", "due_on": due}
    done(send(client, url("meeting-add-resolution", meeting.pk), resolution))
    done(send(client, url("meeting-draft-minutes", meeting.pk)))
    assert Document.objects.filter(kind="minutes").exists()
    body = text(client.get(meeting.get_absolute_url()))
    for words in ("听取汇报", "补齐经费", "市财政局", "Deputy present", "Minutes"):
        assert words in body


def test_open_matters_are_offered_ticked_on_an_empty_agenda(year):
    """R-ORG-06: drawn from open matters."""
    MajorMatter.objects.create(
        organization=year.stage.county_office, addressee=year.stage.office, title="校车事故", facts="一", measures="二",
        happened_on=timezone.localdate(), author=year.secretary.user, **year.stage.county_area.scope,
    )
    meeting = year.planned()
    workflow.write_agenda(meeting, by=year.secretary, lines=[])
    client = signed_in(year.secretary)
    page = client.get(url("meeting-write-agenda", meeting.pk))
    drawn = page.context["form"]["drawn"].value()
    assert len(drawn) == 1
    done(client.post(url("meeting-write-agenda", meeting.pk), keyed(page, {"drawn": drawn})))
    assert AgendaItem.objects.get().source == MajorMatter.objects.get()


def test_rows_follow_the_day_that_is_typed(year):
    """R-ORG-01: the composition of the day of the meeting."""
    meeting, client = year.convened(), signed_in(year.secretary)
    year.seats[3].valid_from = timezone.localdate()
    year.seats[3].save()
    page = client.get(url("meeting-hold-meeting", meeting.pk))
    before = (timezone.localdate() - timedelta(days=1)).isoformat()
    done(client.post(url("meeting-hold-meeting", meeting.pk), filled(page, held_on=before)))
    assert meeting.attendance.count() == 3


def test_unit_reports_its_resolution_from_its_inbox(year):
    """R-ORG-06."""
    year.held()
    resolution = year.given()
    client = signed_in(year.stage.liaison)
    assert resolution.text in text(client.get(url("resolution-list")))
    page = text(client.get(resolution.get_absolute_url()))
    assert url("resolution-report-resolution", resolution.pk) in page
    assert url("resolution-accept-resolution", resolution.pk) not in page
    done(send(client, url("resolution-report-resolution", resolution.pk), {"text": "已拨付"}))
    office = signed_in(year.secretary)
    done(send(office, url("resolution-return-resolution", resolution.pk), {"note": "缺凭证"}))
    assert "缺凭证" in text(client.get(url("resolution-report-resolution", resolution.pk)))
    done(send(client, url("resolution-report-resolution", resolution.pk), {"text": "凭证已附"}))
    done(send(office, url("resolution-accept-resolution", resolution.pk)))
    assert Resolution.objects.get().state == "accepted"


def test_county_writes_its_plan_beside_last_year_s(county):
    """R-ORG-11, J4: last year's text on the left, known figures filled in; two screens to the submission."""
    former = workflow.prepare_plan(county.stage.county_office, county.year - 1, by=None)
    PlanItem.objects.create(
        plan=former, number=1, section="督政", measure="去年的措施", lead=county.stage.county_bureau,
        due_on=date(county.year - 1, 6, 30), state="done", progress="去年已完成", **former.scope,
    )
    client = signed_in(county.clerk)
    done(send(client, url("annual-plan-start"), {"year": county.year}))
    plan = AnnualPlan.objects.get(year=county.year)
    page = client.get(url("annual-plan-write-plan", plan.pk))
    body = text(page)
    for words in ("去年的措施", "去年已完成", "Junior secondary school", "Last year"):
        assert words in body
    item = plan.items.get()
    new = {
        f"item-{item.pk}-measure": "今年的措施", "new-1-section": "督学", "new-1-measure": "挂牌督导全覆盖",
        "new-1-lead": "海林市教育局", "new-1-cooperating": "海林市人民政府、海林市教育局",
        "new-1-due_on": date(county.year, 11, 30).isoformat(),
    }
    wrong = client.post(url("annual-plan-write-plan", plan.pk), filled(page, **{**new, "new-1-cooperating": "某局"}))
    assert "某局" in wrong.content.decode()
    assert wrong.status_code == 422
    done(client.post(url("annual-plan-write-plan", plan.pk), filled(page, **new)))
    assert [one.measure for one in plan.items.all()] == ["今年的措施", "挂牌督导全覆盖"]
    assert plan.items.last().cooperating.count() == 2
    done(send(client, url("annual-plan-submit-plan", plan.pk)))
    assert AnnualPlan.objects.get(pk=plan.pk).state == "submitted"


def test_returned_plan_shows_the_refused_items_only(county):
    """R-ORG-11: returns bring back only the refused items."""
    plan = county.submitted()
    second = plan.items.last()
    office = signed_in(county.secretary)
    page = office.get(url("annual-plan-return-plan", plan.pk))
    empty = office.post(url("annual-plan-return-plan", plan.pk), keyed(page))
    assert "A plan is returned with a reason." in empty.content.decode()
    done(send(office, url("annual-plan-return-plan", plan.pk), {f"item-{second.pk}-reason": "无法检查"}))
    client = signed_in(county.clerk)
    page = client.get(url("annual-plan-write-plan", plan.pk))
    assert [line.row.obj for line in page.context["form"].shown] == [second]
    assert "无法检查" in text(page)
    done(client.post(url("annual-plan-write-plan", plan.pk), filled(page, **{f"item-{second.pk}-measure": "改"})))
    done(send(client, url("annual-plan-submit-plan", plan.pk)))
    done(send(office, url("annual-plan-file-plan", plan.pk)))
    receipt = text(client.get(plan.get_absolute_url()))
    assert county.secretary.user.name in receipt


def test_lead_unit_reports_progress_on_its_page(county):
    """R-ORG-10."""
    plan = county.submitted()
    workflow.file_plan(plan, by=county.secretary)
    item, client = plan.items.first(), signed_in(county.clerk)
    values = {"state": "under_way", "progress": "已督导十所学校"}
    done(send(client, url("plan-item-report-progress", item.pk), values))
    assert "已督导十所学校" in text(client.get(plan.get_absolute_url()))


def test_major_matter_goes_up_and_its_answer_comes_back(year):
    """R-ORG-11."""
    clerk = signed_in(year.stage.post("county_clerk", year.stage.county_office))
    values = {"title": "校舍漏水", "happened_on": timezone.localdate().isoformat(), "facts": "一", "measures": "二"}
    done(send(clerk, url("major-matter-report"), values))
    matter, office = MajorMatter.objects.get(), signed_in(year.secretary)
    done(send(office, url("major-matter-receive-matter", matter.pk)))
    done(send(office, url("major-matter-answer-matter", matter.pk), {"answer": "请妥善安置"}))
    body = text(clerk.get(matter.get_absolute_url()))
    assert "请妥善安置" in body
    assert year.secretary.user.name in body
    assert url("major-matter-answer-matter", matter.pk) not in body


def test_participation_page_says_that_the_rule_is_off(year):
    """R-ORG-08 is off by default; the page says so."""
    body = text(signed_in(year.director).get(url("committee-participation", year.committee.pk)))
    assert "no rule for how often" in body
    assert "Missing" in body


def test_participation_page_names_the_units_below_the_number(year):
    """R-ORG-08: year-end list of units below the target."""
    area = year.stage.area
    Setting.objects.create(
        area=area, rule="R-ORG-08", value=1, valid_from=date(2010, 1, 1), document="某办法", article="一",
        state="approved", **area.scope,
    )
    today = timezone.localdate()
    workflow.count_participation(year.finance, subject=year.committee, on=today, what="消防专项督导", by=None)
    page = signed_in(year.director).get(url("committee-participation", year.committee.pk))
    assert "消防专项督导" in text(page)
    assert {seat.organization for seat in page.context["below"]} == {year.stage.bureau, year.stage.organisation}
    past = signed_in(year.director).get(url("committee-participation", year.committee.pk), {"year": today.year - 1})
    assert len(past.context["below"]) == 3
    assert text(signed_in(year.director).get(url("committee-participation", year.committee.pk), {"year": "x"}))


def fill(year, number):
    """Rows of every list, `number` of each."""
    clerks = [year.stage.post("county_clerk", year.stage.county_office)]
    year.held()
    for index in range(number):
        resolution = year.given()
        workflow.report_resolution(resolution, by=year.stage.liaison, text=f"第{index}次")
        workflow.report_matter(
            by=clerks[0], title=f"事项{index}", happened_on=timezone.localdate(), facts="一", measures="二"
        )
        unit = year.stage.unit(f"市第{index}局", "department", year.stage.area)
        year.seat("member_unit", organization=unit, order=index + 9)
        workflow.count_participation(unit, subject=year.meeting, on=timezone.localdate(), what="一", by=None)
    county = County(year)
    county.clerk = clerks[0]
    county.written(*[f"措施{index}" for index in range(number)])
    workflow.submit_plan(county.plan, by=county.clerk)
    for index in range(number - 1):
        year.planned()
        workflow.prepare_plan(year.stage.county_office, county.year + 1 + index, by=None)


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_for_few_and_many(number, year):
    """L9."""
    fill(year, number)
    meeting, plan = Meeting.objects.order_by("pk").first(), AnnualPlan.objects.order_by("pk").first()
    client = signed_in(year.secretary)
    pages = {
        url("meeting-list"): 10, url("resolution-list"): 10, url("annual-plan-list"): 10, url("plan-item-list"): 10,
        url("major-matter-list"): 10, meeting.get_absolute_url(): 20, plan.get_absolute_url(): 20,
        Resolution.objects.first().get_absolute_url(): 20, MajorMatter.objects.first().get_absolute_url(): 20,
        PlanItem.objects.first().get_absolute_url(): 20, url("committee-participation", year.committee.pk): 12,
        url("annual-plan-return-plan", plan.pk): 12, year.committee.get_absolute_url(): 14,
    }
    for address, queries in pages.items():
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        assert len(captured) <= queries, (address, len(captured))
    assert Participation.objects.exists()


OUTSIDERS = ("head", "mayor")


@pytest.mark.parametrize("name", OUTSIDERS)
def test_inspected_units_see_nothing_of_the_committee_s_work(name, year):
    """Permissions §5.3: meetings, plans and matters are internal."""
    fill(year, 1)
    client = signed_in(getattr(year.stage, name))
    for row in (Meeting, AnnualPlan, MajorMatter, PlanItem):
        assert client.get(row.objects.first().get_absolute_url()).status_code == 404
    assert client.get(Resolution.objects.first().get_absolute_url()).status_code == 404


def test_acts_of_others_are_refused_on_their_pages(year):
    """Permissions §5.2."""
    fill(year, 1)
    client, meeting = signed_in(year.director), Meeting.objects.first()
    assert client.get(url("meeting-write-agenda", meeting.pk)).status_code == 403
    assert client.get(url("annual-plan-start")).status_code == 403
    assert client.get(url("major-matter-report")).status_code == 403
    county = signed_in(year.stage.post("county_clerk", year.stage.other_office))
    assert county.get(meeting.get_absolute_url()).status_code == 404
    assert county.get(AnnualPlan.objects.first().get_absolute_url()).status_code == 404
