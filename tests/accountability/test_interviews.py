"""Interviews: proposed, approved by another, announced in time, held by all required hosts, recorded and sent."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accountability import workflow
from accountability.models import Interview
from inspectorate.documents import workflow as papers
from inspectorate.duties.models import Duty
from inspectorate.trail.workflow import MoveRefused, RuleRefused

from .chain import at, bind, owed
from .conftest import TODAY

pytestmark = pytest.mark.django_db
TALK = {"facts": "整改滞后", "demands": "两周内完成", "replies": "承诺完成"}


def propose(case, by):
    """Propose an interview."""
    return workflow.propose_interview(case, by=by, grounds=["unfinished"], reason="一")


def approve(interview, by, days=10, **facts):
    """Approve an interview some days from now."""
    planned_at = timezone.now() + timedelta(days=days)
    return workflow.approve_interview(
        interview, by=by, planned_at=planned_at, place="会议室", interviewees="校长", **facts
    )


@pytest.fixture
def interview(bare, city):
    """A proposed interview of the school with its hosts and recipients."""
    return propose(bare.case("rectifying"), city.officer)


@pytest.fixture
def held(interview, city):
    """An interview that was held."""
    Interview.objects.filter(pk=interview.pk).update(state="notified", planned_at=timezone.now(), place="一")
    interview.refresh_from_db()
    return workflow.hold_interview(interview, by=city.officer, held_on=TODAY, attended=interview.hosts.all())


def test_interview_needs_a_ground(bare, city):
    """R-ACC-10"""
    with pytest.raises(RuleRefused) as refused:
        workflow.propose_interview(bare.case(), by=city.officer, grounds=[], reason="一")
    assert refused.value.rule == "R-ACC-10"


def test_hosts_and_recipients_are_entered_at_once(interview, city):
    """R-ACC-11, R-ACC-12, R-ACC-13: nobody has to remember who must be there and who gets the record."""
    assert {host.organization for host in interview.hosts.filter(is_required=True)} == {city.office, city.bureau}
    recipients = {recipient.organization for recipient in interview.recipients.filter(is_required=True)}
    assert recipients == {city.county_party, city.county, city.upper}


def test_proposer_does_not_approve(bare, city):
    """Permissions §5.4: two people."""
    interview = bare.interview(proposed_by=city.director.user)
    with pytest.raises(RuleRefused):
        approve(interview, city.director)


def test_interview_of_a_county_needs_the_departments_concerned(bare, city):
    """R-ACC-11: three parties; the approver names the third."""
    interview = propose(bare.case("rectifying", unit=city.county), city.government_officer)
    with pytest.raises(RuleRefused) as refused:
        approve(interview, city.director)
    assert refused.value.rule == "R-ACC-11"
    approve(interview, city.director, further_hosts=[city.finance])
    assert interview.hosts.get(organization=city.finance).is_required is False


@pytest.mark.parametrize(("days", "in_time"), [(2, False), (3, True)])
def test_notice_leaves_the_lead_of_the_area(interview, city, days, in_time):
    """R-ACC-14: three working days from Monday are Thursday."""
    approve(interview, city.director, days=days)
    if in_time:
        assert workflow.draft_interview_notice(interview, by=city.officer).kind == "interview_notice"
        return
    with pytest.raises(RuleRefused) as refused:
        workflow.draft_interview_notice(interview, by=city.officer)
    assert refused.value.rule == "R-ACC-14"


def test_notice_has_no_lead_without_a_rule(interview, city):
    """R-ACC-14: the number is a setting; no text read holds one."""
    bind(city.area, "R-ACC-14", None)
    approve(interview, city.director, days=0)
    assert workflow.draft_interview_notice(interview, by=city.officer).state == "draft"


@pytest.mark.parametrize("state", ["proposed", "notified", "held"])
def test_only_an_approved_interview_is_announced(bare, city, state):
    """R-ACC-14"""
    interview = bare.interview(state=state, planned_at=timezone.now() + timedelta(days=30), place="一")
    with pytest.raises(RuleRefused):
        workflow.draft_interview_notice(interview, by=city.officer)


@pytest.mark.parametrize("state", ["approved", "recorded", "closed"])
def test_only_an_announced_interview_is_held(bare, city, state):
    """R-ACC-14: nor is a record that was written undone by holding it again."""
    with pytest.raises(RuleRefused):
        workflow.hold_interview(bare.interview(state=state), by=city.officer, held_on=TODAY, attended=[])


def test_notice_goes_to_the_unit_and_the_other_hosts(interview, city):
    """R-ACC-14: the office does not write to itself."""
    approve(interview, city.director)
    document = workflow.draft_interview_notice(interview, by=city.officer)
    assert set(document.recipients.values_list("organization", "is_copy")) == {
        (city.school.pk, False),
        (city.bureau.pk, True),
    }


def test_every_required_host_takes_part(interview, city):
    """R-ACC-11, R-ACC-12: the sentence names who was missing."""
    Interview.objects.filter(pk=interview.pk).update(state="notified")
    interview.refresh_from_db()
    with pytest.raises(RuleRefused, match=city.bureau.name) as refused:
        workflow.hold_interview(
            interview, by=city.officer, held_on=TODAY, attended=interview.hosts.filter(organization=city.office)
        )
    assert refused.value.rule == "R-ACC-11"


def test_interview_is_not_held_in_the_future(interview, city):
    Interview.objects.filter(pk=interview.pk).update(state="notified")
    interview.refresh_from_db()
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(RuleRefused):
        workflow.hold_interview(interview, by=city.officer, held_on=tomorrow, attended=interview.hosts.all())


def test_record_goes_to_all_recipients_before_the_interview_is_closed(held, city):
    """R-ACC-13: record, recipients and days of sending; without them the interview stays open and the duty owed."""
    document = workflow.draft_interview_record(held, by=city.officer, **TALK)
    assert {one.organization for one in document.recipients.filter(is_copy=False)} == {
        city.county_party,
        city.county,
        city.upper,
    }
    assert owed(held) == ["send_record"]
    papers.submit(document, by=city.officer)
    papers.sign(document, by=city.director)
    document = papers.issue(document, by=city.secretary)
    states = []
    for unit in (city.county_party, city.county, city.upper):
        papers.dispatch(document, to=unit, by=city.secretary)
        states.append(Interview.objects.get(pk=held.pk).state)
    assert states == ["recorded", "recorded", "closed"]
    assert (owed(held), held.recipients.filter(sent_on=None).count()) == ([], 0)


def test_late_record_is_owed_and_overdue(held, city):
    """R-ACC-13: due on the day it was written."""
    workflow.draft_interview_record(held, by=city.officer, **TALK)
    with at(TODAY + timedelta(days=1)):
        assert Duty.objects.of(held).overdue().exists()


def test_record_follows_the_interview(interview, city):
    """R-ACC-13: what was not held has no record."""
    with pytest.raises(MoveRefused):
        workflow.draft_interview_record(interview, by=city.officer, **TALK)


@pytest.mark.parametrize("state", ["held", "recorded", "closed"])
def test_interview_that_was_held_is_not_withdrawn(bare, city, state):
    """R-ACC-13: then the record is owed."""
    with pytest.raises(MoveRefused):
        workflow.withdraw_interview(bare.interview(state=state), by=city.director, note="一")


def test_withdrawn_interview_is_not_announced(interview, city):
    """R-DOC-23: its notice can no longer be issued; one that was sent is received and starts nothing."""
    approve(interview, city.director)
    document = workflow.draft_interview_notice(interview, by=city.officer)
    papers.submit(document, by=city.officer)
    papers.sign(document, by=city.director)
    workflow.withdraw_interview(interview, by=city.director, note="已完成整改")
    with pytest.raises(RuleRefused):
        papers.issue(document, by=city.secretary)


def test_receipt_of_a_withdrawn_notice_is_kept_and_starts_nothing(interview, city):
    """R-DOC-23: the unit can confirm what lies before it, whatever became of the matter."""
    approve(interview, city.director)
    document = workflow.draft_interview_notice(interview, by=city.officer)
    papers.submit(document, by=city.officer)
    papers.sign(document, by=city.director)
    document = papers.issue(document, by=city.secretary)
    sent = papers.dispatch(document, to=city.school, by=city.secretary)
    workflow.withdraw_interview(interview, by=city.director, note="已完成整改")
    assert papers.receive(sent, by=city.head).received_on == TODAY
    assert Interview.objects.get(pk=interview.pk).state == "withdrawn"
