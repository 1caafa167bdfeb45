"""The notice of inspection, its service, and the self-evaluation it may ask for."""

from datetime import date, timedelta

import pytest

from inspectorate.documents import workflow as papers
from inspectorate.documents.models import Dispatch, Document
from inspectorate.duties.models import Duty
from inspectorate.trail.workflow import RuleRefused
from supervision import workflow
from supervision.models import Inspection, SelfEvaluation
from supervision.states import InspectionState
from supervision.workflow.serving import earliest_on_site
from tests.stage import Walk, at

from .file import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def county_walk(stage):
    return Walk(stage, stage.county)


def texts(document):
    return "".join(part["text"] for part in document.context["paragraphs"])


def sent(walk, **options):
    """Bring the notice to the dispatch; return the sending that the unit has not confirmed yet."""
    walk.teamed()
    given = {"contact": "一", "wants_self_evaluation": False, **options}
    document = workflow.draft_notice(walk.inspection, by=walk.officer, **given)
    papers.submit(document, by=walk.officer)
    papers.sign(document, by=walk.city.director)
    papers.issue(document, by=walk.city.secretary)
    papers.dispatch_all(Document.objects.get(pk=document.pk), by=walk.city.secretary)
    return Dispatch.objects.get(document=document, to=walk.unit)


def test_notice_names_time_matters_team_and_contact(walk):
    """R-INS-09, R-INS-32: what the unit must know, and that it may ask for a recusal."""
    inspection = walk.teamed()
    notice = workflow.draft_notice(inspection, by=walk.officer, contact="王某 6171234", wants_self_evaluation=False)
    text = texts(notice)
    wanted = ("督学甲", "督学乙", "王某 6171234", "2026年4月11日", inspection.matters.first().title, "回避", "不得拒绝")
    assert [part for part in wanted if part not in text] == []
    assert "自查自评" not in text


def test_notice_that_asks_for_a_self_evaluation_names_its_day(walk):
    """R-INS-09."""
    due = {"wants_self_evaluation": True, "self_evaluation_due_on": date(2026, 3, 20)}
    notice = workflow.draft_notice(walk.teamed(), by=walk.officer, contact="一", **due)
    assert "于2026年3月20日前" in texts(notice)
    assert "提交自评报告" in texts(notice)


@pytest.mark.parametrize("due_on", [None, TODAY])
def test_self_evaluation_without_a_day_to_come_is_not_asked_for(walk, due_on):
    """R-INS-09."""
    with pytest.raises(RuleRefused) as refused:
        workflow.draft_notice(
            walk.teamed(), by=walk.officer, contact="一", wants_self_evaluation=True, self_evaluation_due_on=due_on
        )
    assert refused.value.rule == "R-INS-09"


def test_notice_waits_for_the_team(walk):
    """R-INS-07."""
    with pytest.raises(RuleRefused) as refused:
        workflow.draft_notice(walk.opened(), by=walk.officer, contact="一", wants_self_evaluation=False)
    assert refused.value.rule == "R-INS-07"


def test_unit_is_notified_by_its_own_receipt_only(walk):
    """R-INS-08: neither the dispatch nor the superior's copy serves the notice."""
    waiting = sent(walk)
    for copy in Dispatch.objects.filter(is_copy=True):
        papers.receive(copy, by=walk.city.secretary)
    assert Inspection.objects.get().state == InspectionState.TEAM_FORMED
    papers.receive(waiting, by=walk.answerer)
    found = Inspection.objects.get()
    assert (found.state, found.noticed_on) == (InspectionState.NOTIFIED, TODAY)


def test_receipt_of_a_cancelled_inspection_is_kept_and_serves_nothing(walk):
    """The receipt is a fact: the unit can confirm it whatever became of the inspection."""
    waiting = sent(walk)
    workflow.cancel(walk.inspection, by=walk.officer, note="合并")
    assert papers.receive(waiting, by=walk.answerer).received_on == TODAY
    assert Inspection.objects.get().state == InspectionState.CANCELLED


def test_nobody_comes_before_the_notice_is_served(walk):
    """R-INS-08."""
    with pytest.raises(RuleRefused) as refused:
        workflow.start_on_site(walk.teamed(), by=walk.officer)
    assert refused.value.rule == "R-INS-08"


@pytest.mark.parametrize(("day", "is_refused"), [(4, True), (5, False)])
def test_team_comes_after_the_lead_time(walk, day, is_refused):
    """R-INS-08: served on Monday the 2nd, three working days, so from Thursday on."""
    inspection = walk.noticed()
    with at(date(2026, 3, day)):
        if is_refused:
            with pytest.raises(RuleRefused) as refused:
                workflow.start_on_site(inspection, by=walk.officer)
            assert refused.value.rule == "R-INS-08"
        else:
            assert workflow.start_on_site(inspection, by=walk.officer).state == InspectionState.ON_SITE


def test_area_without_a_lead_time_lets_the_team_come_at_once(walk, bind):
    """R-INS-08: the days are a setting, the service is the law's."""
    bind(walk.city.area, "R-INS-08", None)
    assert workflow.start_on_site(walk.noticed(), by=walk.officer).state == InspectionState.ON_SITE


def test_emergency_starts_at_once_but_not_unserved(walk):
    """R-INS-28: no lead time."""
    inspection = walk.teamed()
    Inspection.objects.update(kind="emergency")
    assert earliest_on_site(Inspection.objects.get()) is None
    workflow.serve_notice(inspection, by=walk.answerer, on=TODAY)
    assert earliest_on_site(Inspection.objects.get()) == TODAY


class TestSelfEvaluation:
    """Asked for in the notice, owed by the unit, reviewed by the team."""

    def hand_in(self, walk, **more):
        return workflow.submit_self_evaluation(walk.inspection, by=walk.answerer, **{"text": "自查情况良好。", **more})

    def test_unit_owes_it_by_the_day_of_the_notice(self, walk):
        """R-INS-10."""
        walk.noticed(wants_self_evaluation=True)
        duty = Duty.objects.of(walk.inspection).get()
        assert (duty.holder, duty.due_on, duty.rule) == (walk.unit, date(2026, 3, 12), "R-INS-10")

    def test_later_steps_wait_for_the_review(self, walk):
        """R-INS-10: the unit must hand it in and the team must review it."""
        inspection = walk.noticed(wants_self_evaluation=True)
        with pytest.raises(RuleRefused) as refused:
            workflow.review_self_evaluation(inspection, by=walk.city.leader, review="一")
        assert refused.value.rule == "R-INS-10"
        self.hand_in(walk)
        assert Duty.objects.of(inspection).get().state == "met"
        workflow.review_self_evaluation(inspection, by=walk.city.leader, review="属实")
        assert SelfEvaluation.objects.get().reviewed_on == TODAY
        with at(date(2026, 3, 16)):
            assert workflow.start_on_site(inspection, by=walk.officer).state == InspectionState.ON_SITE

    def test_second_report_takes_the_place_of_the_first(self, walk):
        """R-INS-10."""
        walk.noticed(wants_self_evaluation=True)
        self.hand_in(walk)
        self.hand_in(walk, text="补充后的报告。")
        assert SelfEvaluation.objects.get().text == "补充后的报告。"

    def test_report_nobody_asked_for_is_refused(self, walk):
        """R-INS-10: optional, by the notice."""
        walk.noticed()
        with pytest.raises(RuleRefused) as refused:
            self.hand_in(walk)
        assert refused.value.rule == "R-INS-10"

    def test_late_receipt_of_the_notice_makes_it_due_at_once(self, walk):
        """R-INS-10: the day named by the notice is over when the unit confirms the receipt."""
        waiting = sent(walk, wants_self_evaluation=True, self_evaluation_due_on=TODAY + timedelta(days=1))
        with at(TODAY + timedelta(days=8)) as moment:
            papers.receive(waiting, by=walk.answerer)
        assert Duty.objects.of(walk.inspection).get().due_on == moment.date()

    @pytest.mark.parametrize(("length", "is_refused"), [(5000, False), (5001, True)])
    def test_governments_report_has_a_length(self, county_walk, length, is_refused):
        """R-INS-30."""
        county_walk.noticed(wants_self_evaluation=True)
        if is_refused:
            with pytest.raises(RuleRefused) as refused:
                self.hand_in(county_walk, text="字" * length)
            assert refused.value.rule == "R-INS-30"
        else:
            assert self.hand_in(county_walk, text="字" * length).pk

    def test_schools_report_has_none(self, walk):
        """R-INS-30 speaks of governments."""
        walk.noticed(wants_self_evaluation=True)
        assert self.hand_in(walk, text="字" * 5001).pk

    def test_governments_report_is_posted_first_where_the_area_wants_it(self, county_walk, bind):
        """R-INS-30."""
        county_walk.noticed(wants_self_evaluation=True)
        bind(county_walk.city.area, "R-INS-30.posted", value=True)
        with pytest.raises(RuleRefused) as refused:
            self.hand_in(county_walk)
        assert refused.value.rule == "R-INS-30"
        assert self.hand_in(county_walk, posted_at_url="https://hailin.example.cn/1").pk
