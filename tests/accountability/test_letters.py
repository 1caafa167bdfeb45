"""The opinion letter: its problems, dates, votes; what its issue and receipt open."""

from datetime import timedelta

import pytest

from accountability import workflow
from accountability.workflow import Argument
from inspectorate.documents.models import Document
from inspectorate.duties.models import Duty
from inspectorate.trail.workflow import RuleRefused
from supervision.models import TeamMember

from .chain import bind_as_in, owed
from .conftest import TODAY

pytestmark = pytest.mark.django_db
DUE = TODAY + timedelta(days=30)


@pytest.fixture
def case(bare):
    """A case whose defence has been dealt with."""
    return bare.case("defence_closed", problems=2)


def draft(case, city, due_on=DUE, **facts):
    """Draft the letter with one date for all problems."""
    findings = case.inspection.findings.filter(is_upheld=True)
    return workflow.draft_letter(
        case, by=city.officer, evaluation="一", due_dates=dict.fromkeys(findings, due_on), **facts
    )


def test_each_problem_becomes_an_item_with_a_date(case, city):
    """R-INS-19, R-ACC-04: what is demanded, by when, item by item."""
    draft(case, city)
    assert list(case.items.values_list("number", "problem", "demand", "due_on")) == [
        (1, "问题1", "整改", DUE),
        (2, "问题2", "整改", DUE),
    ]


def test_problem_without_a_date_is_refused(case, city):
    """R-INS-19: the date is a required field, and the sentence names the problem."""
    first = case.inspection.findings.first()
    with pytest.raises(RuleRefused, match="2") as refused:
        workflow.draft_letter(case, by=city.officer, evaluation="一", due_dates={first: DUE})
    assert refused.value.rule == "R-INS-19"


def test_date_in_the_past_is_refused(case, city):
    """R-INS-19"""
    with pytest.raises(RuleRefused) as refused:
        draft(case, city, due_on=TODAY)
    assert refused.value.rule == "R-INS-19"


@pytest.mark.parametrize("state", ["opened", "defence_open", "opinion_issued", "rectifying"])
def test_letter_waits_until_the_defence_is_dealt_with(bare, city, state):
    """R-INS-17: not before, and not a second time."""
    with pytest.raises(RuleRefused) as refused:
        draft(bare.case(state), city)
    assert refused.value.rule == "R-INS-17"


def test_accepted_point_is_not_in_the_letter(bare, city):
    """R-INS-17: a finding that the defence cleared away leaves no item; the numbers close up."""
    case = bare.case("defence_open", problems=3)
    cleared = case.inspection.findings.get(number=2)
    defence = workflow.submit_defence(case, by=city.head, statement="", arguments=[Argument(cleared, "不属实")])
    workflow.answer_point(defence.points.get(), by=city.officer, outcome="accepted", reason="属实")
    workflow.close_defence(case, by=city.officer)
    text = str(draft(case, city).context)
    assert list(case.items.values_list("number", "problem")) == [(1, "问题1"), (2, "问题3")]
    assert "问题2" not in text


@pytest.mark.parametrize(
    ("votes_for", "votes_total", "is_carried"),
    [(2, 3, True), (1, 3, False), (1, 1, False), (None, None, False), (3, 2, False)],
)
def test_letter_needs_two_thirds_of_the_team(case, city, votes_for, votes_total, is_carried):
    """R-INS-18: in Shanghai two thirds of the whole team, whoever was in the room."""
    bind_as_in(city.area, "310000")
    for inspector in city.inspectors:
        TeamMember.objects.create(inspection=case.inspection, role="inspector", inspector=inspector)
    if is_carried:
        draft(case, city, votes_for=votes_for, votes_total=votes_total)
        return
    with pytest.raises(RuleRefused) as refused:
        draft(case, city, votes_for=votes_for, votes_total=votes_total)
    assert refused.value.rule == "R-INS-18"


def test_letter_needs_no_vote_without_a_rule(case, city):
    """R-INS-18: off where the area has not set it."""
    assert draft(case, city).state == "draft"


def test_new_draft_takes_the_place_of_the_old(case, city):
    """R-DOC-23: one living letter a case; the items are those of the last draft."""
    first, second = draft(case, city), draft(case, city, due_on=DUE + timedelta(days=5))
    first.refresh_from_db()
    assert (first.state, second.state) == ("void", "draft")
    assert set(case.items.values_list("due_on", flat=True)) == {DUE + timedelta(days=5)}


def test_letter_under_signature_cannot_be_drafted_again(case, city):
    """R-DOC-23: what is with the signatory is taken back first; the items it names stay."""
    document = draft(case, city)
    Document.objects.filter(pk=document.pk).update(state="in_review")
    with pytest.raises(RuleRefused):
        draft(case, city, due_on=DUE + timedelta(days=5))
    assert set(case.items.values_list("due_on", flat=True)) == {DUE}


def test_letter_goes_to_the_unit_with_a_copy_for_the_superior(case, city):
    """R-ACC-06: the superior learns what it has to urge."""
    recipients = draft(case, city).recipients.values_list("organization", "is_copy")
    assert set(recipients) == {(city.school.pk, False), (city.county_bureau.pk, True)}


def test_receipt_opens_a_duty_for_each_item_and_one_for_the_superior(bare, city):
    """R-ACC-04, R-ACC-06"""
    case = bare.case("opinion_issued")
    items = [bare.item(case, due=days) for days in (10, 31)]
    workflow.receive_letter(case, by=city.head, on=TODAY)
    assert case.state == "rectifying"
    assert [Duty.objects.of(item).get().due_on for item in items] == [item.due_on for item in items]
    urge = Duty.objects.of(case).get(kind="urge")
    assert (urge.holder, urge.due_on) == (city.county_bureau, items[1].due_on)


def test_late_receipt_leaves_no_date_before_it(bare, city):
    """R-ACC-04: a letter that took long is not overdue on the day it arrives."""
    case = bare.case("opinion_issued")
    item = bare.item(case, due=-3)
    workflow.receive_letter(case, by=city.head, on=TODAY)
    assert Duty.objects.of(item).get().due_on == TODAY


def test_letter_without_problems_clears_the_case(bare, city):
    """R-INS-19: nothing was found, nothing is owed."""
    case = bare.case("opinion_issued")
    workflow.receive_letter(case, by=city.head, on=TODAY)
    assert (case.state, case.cleared_on) == ("cleared", TODAY)
    assert owed(case) == []


def test_issue_meets_the_duty_of_the_office(case, city):
    """R-INS-19"""
    bind_as_in(city.area, "330000")
    workflow.feedback.owe_letter(case, by=city.officer)
    assert owed(case) == ["issue_letter"]
    workflow.issue_letter(case, by=city.secretary)
    assert owed(case) == []
