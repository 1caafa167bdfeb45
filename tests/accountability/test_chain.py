"""The chain from the annual list to its end, by those who may, through verbs and documents alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accountability import jobs, workflow
from accountability.models import InspectionReport
from inspectorate.documents import workflow as papers
from inspectorate.duties.models import Duty
from inspectorate.register.rights import Refused
from inspectorate.trail.workflow import MoveRefused, RuleRefused

from .chain import at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("which", ["chain", "county_chain"])
def test_chain_reaches_close_out(which, request):
    """R-ACC-01, R-ACC-04, R-ACC-08: from the list to the last item closed, for a school and for a county."""
    chain = request.getfixturevalue(which)
    case = chain.cleared()
    assert case.state == "cleared"
    assert not Duty.objects.open().filter(holder=chain.unit).exists()


def test_report_is_submitted_filed_and_published(chain):
    """R-INS-22, R-INS-23, R-INS-24: the report's three steps, each by its document or publication."""
    chain.lettered()
    document = workflow.draft_report(
        chain.inspection,
        by=chain.officer,
        submitted_to=chain.city.government,
        title="督导报告",
        course="一",
        evaluation="二",
        achievements="三",
        advice="四",
        public_summary="五",
    )
    chain.pass_document(document, to=chain.city.government)
    report = InspectionReport.objects.get()
    assert report.state == "submitted"
    chain.pass_document(
        workflow.draft_filing(report, by=chain.officer, filed_with=chain.city.upper, contact="0453-6171234"),
        to=chain.city.upper,
    )
    report.refresh_from_db()
    assert report.state == "filed"
    publication = workflow.propose_publication(report, by=chain.officer)
    assert publication.payload["findings"][0]["what"].startswith("问题1")


def test_left_undone_goes_the_whole_ladder(chain):
    """R-ACC-07, R-ACC-10, R-ACC-13, R-ACC-15: notice by the clock, interview, circular."""
    later, city = chain.overdue(), chain.city
    with at(later):
        assert jobs.propose_notices() == 1
        assert jobs.propose_notices() == 0
        notice = chain.case.supervise_notices.get()
        assert notice.proposed_by is None
        chain.pass_document(
            workflow.draft_supervise_notice(
                notice, by=chain.officer, new_due_on=later + timedelta(days=15), reason="逾期未完成整改。"
            )
        )
        notice.refresh_from_db()
        assert notice.state == "served"
        interview = workflow.propose_interview(
            chain.case, by=chain.officer, grounds=["unfinished"], reason="整改未完成"
        )
        assert {host.organization for host in interview.hosts.all()} == {city.office, city.bureau}
        workflow.approve_interview(
            interview,
            by=city.director,
            place="会议室",
            interviewees="校长",
            planned_at=timezone.now() + timedelta(days=10),
        )
        chain.pass_document(workflow.draft_interview_notice(interview, by=chain.officer))
        interview.refresh_from_db()
        workflow.hold_interview(interview, by=chain.officer, held_on=later, attended=interview.hosts.all())
        record = workflow.draft_interview_record(interview, by=chain.officer, facts="一", demands="二", replies="三")
        papers.submit(record, by=chain.officer)
        papers.sign(record, by=city.director)
        papers.issue(record, by=city.secretary)
        record.refresh_from_db()
        papers.dispatch_all(record, by=city.secretary)
        interview.refresh_from_db()
        assert interview.state == "closed"
        circular = workflow.propose_circular(chain.case, by=chain.officer, reason="一", facts="二", demands="三")
        workflow.approve_circular(circular, by=city.director, scope="whole_society", addressees=[city.county_party])
        chain.pass_document(workflow.draft_circular(circular, by=chain.officer), to=city.county_party)
        circular.refresh_from_db()
        assert circular.state == "issued"
        assert workflow.publish_circular(circular, by=chain.officer).kind == "circular"


def test_accountability_in_three_steps_with_review_and_appeal(chain):
    """R-ACC-22 to R-ACC-30, TV-5: facts, hearing, decision by the chair; review and appeal clocks."""
    chain.lettered()
    city = chain.city
    action = workflow.propose_action(
        chain.case, by=chain.officer, target="unit", situations=["duties"], reason="拒不整改"
    )
    workflow.form_group(action, by=chain.officer, members="甲、乙")
    workflow.establish_facts(action, by=chain.officer, facts="事实", forms=["open_criticism"])
    chain.pass_document(workflow.draft_accountability_notice(action, by=chain.officer))
    action.refresh_from_db()
    workflow.submit_statement(action, by=chain.answerer, statement="申辩")
    workflow.hear_statement(action, by=chain.officer, answer="不予采纳")
    workflow.consult(action, by=chain.officer, organizations=[city.bureau])
    workflow.answer_consultation(action, by=city.liaison, opinion="同意")
    workflow.close_consultation(action, by=chain.officer)
    with pytest.raises(Refused):
        workflow.decide_action(
            action,
            by=city.director,
            findings="一",
            basis="二",
            forms=["open_criticism"],
            effective_on=timezone.localdate(),
            scope="whole_society",
        )
    workflow.decide_action(
        action,
        by=city.chair,
        findings="一",
        basis="二",
        forms=["open_criticism"],
        effective_on=timezone.localdate(),
        scope="whole_society",
    )
    chain.pass_document(workflow.draft_decision(action, by=chain.officer))
    action.refresh_from_db()
    due = {duty.kind: duty.nominal_due_on for duty in Duty.objects.of(action).open()}
    assert due["may_appeal"] - action.served_on == timedelta(days=15)
    assert due["may_ask_review"] - action.served_on == timedelta(days=30)
    review = workflow.request_review(action, by=chain.answerer, request="复核请求")
    chain.pass_document(workflow.decide_challenge(review, by=city.director, result="upheld", reasons="维持"))
    appeal = workflow.request_appeal(action, by=chain.answerer, request="申诉")
    workflow.decide_challenge(appeal, by=city.director, result="changed", reasons="变更")
    workflow.correct_decision(appeal, by=chain.officer, note="已改正")
    assert workflow.finalize(action, by=chain.officer).state == "final"


def test_close_out_needs_a_passed_recheck(chain):
    """R-SAFE-09: an item that was only reported is not closed out."""
    chain.lettered()
    item = chain.reported(chain.case.items.first())
    with pytest.raises(MoveRefused):
        workflow.close_out(item, by=chain.city.director)


def test_letter_waits_for_the_defence(chain):
    """R-INS-16: no letter while the window is open and nothing was stated or waived."""
    chain.fed_back()
    with pytest.raises(RuleRefused) as refused:
        workflow.close_defence(chain.case, by=chain.officer)
    assert refused.value.rule == "R-INS-16"
