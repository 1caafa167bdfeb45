"""Annual plans: prepared from last year's, returned item by item, filed or approved (S05)."""
from datetime import date, timedelta

import pytest
from django.utils import timezone

from committees import workflow
from committees.models import AnnualPlan, PlanItem
from committees.signals import figures_asked
from committees.states import ItemState, PlanState
from inspectorate.duties.models import Duty
from inspectorate.register.rights import Refused
from inspectorate.trail.workflow import RuleRefused
from tests.moves import pairs, try_pair

pytestmark = pytest.mark.django_db


class County:
    """A county office and its plan of this year."""

    def __init__(self, year):
        self.stage, self.secretary = year.stage, year.secretary
        self.clerk = year.stage.post("county_clerk", year.stage.county_office)
        self.year = timezone.localdate().year

    def line(self, measure, item=None, **changes):
        values = {
            "section": "督学", "objective": "规范办学", "lead": self.stage.county_bureau, "cooperating": [],
            "due_on": date(self.year, 12, 1),
        }
        return workflow.PlanLine(item=item, measure=measure, **{**values, **changes})

    def written(self, *measures):
        self.plan = workflow.start_plan(by=self.clerk, year=self.year)
        lines = [self.line(one) for one in measures or ["一", "二"]]
        self.plan = workflow.write_plan(self.plan, by=self.clerk, lines=lines)
        return self.plan

    def submitted(self):
        self.written()
        return workflow.submit_plan(self.plan, by=self.clerk)


@pytest.fixture
def county(year):
    return County(year)


@pytest.mark.parametrize(("start", "to"), pairs(PlanState))
def test_plan_moves_are_those_of_the_table(year, start, to):
    """A city's plan and a county's end differently, which the database holds."""
    is_county = PlanState.APPROVED not in {start, to}
    if {start, to} == {PlanState.APPROVED, PlanState.FILED}:
        return
    office = year.stage.county_office if is_county else year.stage.office
    plan = workflow.prepare_plan(office, 2026, by=None)
    try_pair(plan, start, to, settled_at=timezone.now())


@pytest.mark.parametrize(("start", "to"), pairs(ItemState))
def test_item_moves_are_those_of_the_table(county, start, to):
    try_pair(county.written().items.first(), start, to)


def test_plan_begins_with_last_year_s_items(county):
    """R-ORG-10: section, objective, measure; dates move on by a year."""
    plan = workflow.prepare_plan(county.stage.county_office, county.year - 1, by=None)
    last = date(county.year - 1, 6, 30)
    former = PlanItem.objects.create(
        plan=plan, number=1, section="督政", objective="履职", measure="开展履职评价", lead=county.stage.county_bureau,
        due_on=last, **plan.scope,
    )
    former.cooperating.set([county.stage.county])
    item = workflow.start_plan(by=county.clerk, year=county.year).items.get()
    assert (item.section, item.measure, item.former, item.state) == ("督政", "开展履职评价", former, "not_started")
    assert item.due_on == date(county.year, 6, 30)
    assert list(item.cooperating.all()) == [county.stage.county]
    assert workflow.start_plan(by=county.clerk, year=county.year) == item.plan


def test_incomplete_plan_is_not_submitted(county):
    """R-ORG-10: each item has its lead unit and a date in the year."""
    plan = workflow.start_plan(by=county.clerk, year=county.year)
    with pytest.raises(RuleRefused):
        workflow.submit_plan(plan, by=county.clerk)
    bad = [county.line("一", lead=None), county.line("二", due_on=date(county.year + 1, 1, 1)), county.line("三")]
    workflow.write_plan(plan, by=county.clerk, lines=bad)
    with pytest.raises(RuleRefused, match="1、2"):
        workflow.submit_plan(plan, by=county.clerk)


def test_item_without_measure_falls_away_and_numbers_close_up(county):
    plan = county.written("一", "二", "三")
    first = plan.items.first()
    workflow.write_plan(plan, by=county.clerk, lines=[county.line("", item=first)])
    assert [(item.number, item.measure) for item in plan.items.all()] == [(1, "二"), (2, "三")]


def test_submitted_plan_is_owed_an_answer_by_the_city_office(county):
    """R-ORG-11."""
    plan = county.submitted()
    duty = Duty.objects.of(plan).get()
    assert (duty.kind, duty.holder, duty.rule) == ("file_plan", county.stage.office, "R-ORG-11.filing")
    with pytest.raises(RuleRefused):
        workflow.write_plan(plan, by=county.clerk, lines=[county.line("三")])


def test_known_figures_are_frozen_with_the_submission(county):
    """S05: schools by type, and what the apps above count."""
    def answer(sender, area, year, **_rest):
        return [(f"{area}{year}年计划督导", 7)]

    figures_asked.connect(answer)
    try:
        plan = county.submitted()
    finally:
        figures_asked.disconnect(answer)
    assert ["初级中学", 1] in AnnualPlan.objects.get().figures
    assert [f"海林市{plan.year}年计划督导", 7] in AnnualPlan.objects.get().figures


def test_only_refused_items_come_back(county):
    """R-ORG-11: returned with reasons per item; the others stand as submitted."""
    plan = county.submitted()
    first, second = plan.items.all()
    with pytest.raises(RuleRefused):
        workflow.return_plan(plan, by=county.secretary)
    plan.refresh_from_db()
    workflow.return_plan(plan, by=county.secretary, items={first: "", second: "缺少可检查的指标"})
    assert [item.pk for item in workflow.editable(plan)] == [second.pk]
    for line in (county.line("改", item=first), county.line("新增")):
        with pytest.raises(RuleRefused):
            workflow.write_plan(plan, by=county.clerk, lines=[line])
    duty = Duty.objects.of(plan).open().get()
    assert (duty.kind, duty.holder) == ("resubmit_plan", county.stage.county_office)
    workflow.write_plan(plan, by=county.clerk, lines=[county.line("二（检查两次）", item=second)])
    workflow.submit_plan(plan, by=county.clerk)
    assert [item.measure for item in plan.items.all()] == ["一", "二（检查两次）"]
    assert Duty.objects.of(plan).open().get().kind == "file_plan"


def test_plan_returned_as_a_whole_is_open_as_a_whole(county):
    """R-ORG-11."""
    plan = county.submitted()
    workflow.return_plan(plan, by=county.secretary, note="与市级要点衔接不够")
    assert len(workflow.editable(plan)) == 2
    workflow.write_plan(plan, by=county.clerk, lines=[county.line("三")])
    assert plan.items.count() == 3


def test_filed_plan_has_its_receipt(county):
    """R-ORG-11: receipt with who and when."""
    plan = county.submitted()
    workflow.file_plan(plan, by=county.secretary)
    plan.refresh_from_db()
    assert (plan.state, plan.settled_by) == ("filed", county.secretary.user)
    assert plan.settled_at is not None
    assert not Duty.objects.of(plan).open().exists()
    with pytest.raises(Refused):
        workflow.approve_plan(plan, by=county.stage.director)


def city_plan(year):
    plan = workflow.start_plan(by=year.secretary, year=timezone.localdate().year)
    line = workflow.PlanLine(
        None, "督政", "履职", "开展履职评价", year.stage.office, [year.finance], date(plan.year, 12, 20)
    )
    workflow.write_plan(plan, by=year.secretary, lines=[line])
    return workflow.submit_plan(AnnualPlan.objects.get(pk=plan.pk), by=year.secretary)


def test_city_s_plan_is_approved_by_the_director_and_then_made_public(year):
    """R-ORG-10: public after approval, without progress."""
    plan = city_plan(year)
    with pytest.raises(RuleRefused):
        workflow.publish_plan(plan, by=year.secretary)
    with pytest.raises(Refused):
        workflow.approve_plan(plan, by=year.secretary)
    with pytest.raises(Refused):
        workflow.file_plan(plan, by=year.secretary)
    AnnualPlan.objects.update(submitted_by=year.director.user)
    plan.refresh_from_db()
    with pytest.raises(RuleRefused):
        workflow.approve_plan(plan, by=year.director)
    AnnualPlan.objects.update(submitted_by=year.secretary.user)
    plan.refresh_from_db()
    workflow.approve_plan(plan, by=year.director)
    copy = workflow.publish_plan(plan, by=year.secretary)
    assert copy.payload["items"][0]["what"] == "履职：开展履职评价"
    assert copy.payload["items"][0]["units"] == "牡丹江市财政局"
    with pytest.raises(RuleRefused):
        workflow.publish_plan(plan, by=year.secretary)


def test_lead_unit_tells_the_progress_of_its_items_only(year):
    """R-ORG-10."""
    plan = city_plan(year)
    item = plan.items.get()
    item.lead = year.stage.bureau
    item.save()
    liaison = year.stage.liaison
    with pytest.raises(Refused):
        workflow.report_progress(item, by=liaison, state="under_way", progress="x")
    workflow.approve_plan(AnnualPlan.objects.get(), by=year.director)
    item = PlanItem.objects.get()
    workflow.report_progress(item, by=liaison, state="under_way", progress="已完成三个县")
    workflow.report_progress(item, by=liaison, state="under_way", progress="已完成五个县")
    workflow.report_progress(item, by=liaison, state="done", progress="全部完成")
    assert PlanItem.objects.get().progress == "全部完成"
    with pytest.raises(Refused):
        workflow.report_progress(item, by=year.stage.post("liaison", year.finance), state="under_way", progress="x")


def test_foreign_county_writes_no_plan_of_another(county):
    plan = county.written()
    other = county.stage.post("county_clerk", county.stage.other_office)
    with pytest.raises(Refused):
        workflow.write_plan(plan, by=other, lines=[])
    with pytest.raises(Refused):
        workflow.file_plan(plan, by=other)
    assert plan not in AnnualPlan.objects.visible_to(other)
    assert plan not in AnnualPlan.objects.visible_to(county.secretary)  # a draft is the county's own
    workflow.submit_plan(plan, by=county.clerk)
    assert plan in AnnualPlan.objects.visible_to(county.secretary)


def test_answer_is_owed_within_the_area_s_days(county):
    """R-ORG-11: the number of days is the rulebook's."""
    plan = county.submitted()
    duty = Duty.objects.of(plan).get()
    assert duty.due_on >= timezone.localdate() + timedelta(days=10)
    assert duty.how_computed["unit"] == "working_day"
