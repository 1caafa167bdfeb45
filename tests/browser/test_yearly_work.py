"""What a committee and a county owe each year, each person at a desk of her own: plenary, resolutions, annual plan."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from committees import jobs
from committees.models import AnnualPlan, Committee, Meeting, Membership, Resolution
from inspectorate.duties.models import Duty

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RESOLUTIONS = 6


@pytest.fixture
def committee(city):
    """The city's committee: a chair and three member units."""
    committee = Committee.objects.create(organization=city.government, name="市教育督导委员会", **city.area.scope)
    seats = [("chair", None, "副市长")]
    seats += [("member_unit", unit, "") for unit in (city.bureau, city.organisation, city.party)]
    for order, (role, unit, name) in enumerate(seats):
        Membership.objects.create(
            committee=committee, role=role, organization=unit, person_name=name, order=order,
            valid_from=timezone.localdate() - timedelta(days=400), **city.area.scope,
        )  # fmt: skip
    return committee


def test_plenary_with_six_resolutions_puts_six_tasks_into_inboxes(city, committee, clock, enter):
    """R-ORG-06, S04: planned, held, minuted by two people, closed; each resolution is the duty of a unit."""
    jobs.owe_plenaries()
    desk, director = enter(city.secretary), enter(city.director)
    when = timezone.make_aware(datetime.combine(clock.today, time(10)))
    desk.act("Plan a meeting", {"Date and time": timezone.localtime(when), "Place": "第一会议室"}, on=committee)
    meeting = Meeting.objects.get()
    desk.press("Write the agenda")
    desk.page.locator("textarea[name$='-title']").first.fill("审议年度工作")
    desk.send()
    desk.act("Draft the notice of the meeting", on=meeting)
    issue(desk, director)
    desk.act("Record the attendance", on=meeting)
    holders = [city.bureau, city.organisation, city.party] * 2
    for number, unit in enumerate(holders, start=1):
        desk.go(meeting).press("Add a resolution")
        desk.page.locator("textarea[name=text]").fill(f"第{number}项：落实整改")
        desk.page.locator("input[name=holder]").fill(unit.name)
        desk.page.locator("input[name=due_on]").fill(clock.on(30).isoformat())
        desk.send()
        assert not desk.refusal()
    desk.act("Draft the minutes", on=meeting)
    issue(desk, director)
    desk.act("Close the meeting", on=meeting)
    assert Resolution.objects.filter(state="given").count() == RESOLUTIONS
    assert Duty.objects.open().filter(kind="carry_out_resolution", holder__in=holders).count() == RESOLUTIONS
    assert not Duty.objects.open().filter(kind="hold_plenary").exists()


def test_county_plan_comes_back_and_is_filed(city, clock, enter):
    """R-ORG-11, S05: submitted, returned for one item, written anew, filed with a receipt."""
    clerk, office = enter(city.post("county_clerk", city.county_office)), enter(city.secretary)
    clerk.go("/plans/start/").send({"Year": clock.today.year})
    plan = AnnualPlan.objects.get()
    clerk.go(plan).press("Write the plan")
    write(clerk, "全县开展教育督导")
    clerk.act("Submit the plan", on=plan)
    office.go(plan).press("Return the plan")
    office.page.locator("textarea[name$='-reason']").first.fill("请写明学校数量")
    office.send()
    assert "请写明学校数量" in clerk.go(plan).text()
    clerk.press("Write the plan")
    write(clerk, "对全县二十所学校开展教育督导")
    clerk.act("Submit the plan", on=plan)
    office.act("File for the record", on=plan)
    plan.refresh_from_db()
    assert (plan.state, plan.settled_by) == ("filed", city.secretary.user)
    assert plan.get_state_display() in clerk.go(plan).text()


def issue(desk, director):
    """Bring the draft on the screen to its number, signed by a second person."""
    paper = desk.page.url
    desk.act("Submit for signature")
    director.act("Sign", on=paper)
    desk.act("Number and issue", on=paper)


def write(desk, measure):
    """Fill in the first item of the plan."""
    row = desk.page.locator("main form.form")
    row.locator("input[name$='-section']").first.fill("督学")
    row.locator("textarea[name$='-measure']").first.fill(measure)
    row.locator("input[name$='-lead']").first.fill("海林市教育局")
    row.locator("input[name$='-due_on']").first.fill(f"{timezone.localdate().year}-12-01")
    desk.send()
    assert not desk.refusal()
