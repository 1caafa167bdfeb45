"""Review by the same office, appeal to the upper one: their clocks, their order, and nothing stops execution."""

from datetime import date, timedelta

import pytest

from accountability import jobs, workflow
from accountability.deadlines import direct_appeal_window, review_window
from accountability.models import AccountabilityAction
from inspectorate.documents import workflow as papers
from inspectorate.duties.models import Duty
from inspectorate.register.models import Organization
from inspectorate.register.rights import Refused, can
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import RuleRefused

from .chain import at, owed
from .conftest import TODAY

pytestmark = pytest.mark.django_db
SERVED = date(2025, 3, 3)  # the Monday of TV-5


@pytest.fixture
def action(bare, city):
    """A decision that its target received on the day of the test vector."""
    action = bare.decided(decided_on=SERVED)
    with at(SERVED):
        return workflow.serve_decision(action, by=city.head, on=SERVED)


def ask(action, city, kind, on=SERVED):
    """Ask for a review, or appeal, on a day."""
    request = {"review": workflow.request_review, "appeal": workflow.request_appeal}[kind]
    with at(on):
        return request(action, by=city.head, request="请求")


def decided(challenge, by, result="upheld", on=SERVED):
    """Decide a challenge on a day."""
    with at(on):
        workflow.decide_challenge(challenge, by=by, result=result, reasons="理由")
    return challenge


def reviewed(action, city, result="upheld", on=SERVED):
    """A review that was decided and served on a day."""
    review = decided(ask(action, city, "review"), city.director, result, on)
    with at(on):
        return workflow.serve_challenge_decision(review, by=city.head, on=on)


def test_both_clocks_run_from_the_receipt(action):
    """R-ACC-27, R-ACC-28, TV-5: day 15 is 18 March, day 30 is 2 April."""
    due = dict(Duty.objects.of(action).open().values_list("kind", "due_on"))
    assert due == {"may_appeal": date(2025, 3, 18), "may_ask_review": date(2025, 4, 2)}


@pytest.mark.parametrize(
    ("kind", "day", "is_late"),
    [
        ("appeal", date(2025, 3, 18), False),
        ("appeal", date(2025, 3, 19), True),
        ("appeal", date(2025, 4, 2), True),
        ("review", date(2025, 3, 19), False),
        ("review", date(2025, 4, 2), False),
        ("review", date(2025, 4, 3), True),
    ],
)
def test_between_the_two_days_only_review_is_in_time(action, city, kind, day, is_late):
    """R-ACC-27, R-ACC-28, TV-5: from 19 March to 2 April; what is late is taken and flagged (T58)."""
    challenge = ask(action, city, kind, day)
    assert challenge.is_late is is_late
    assert (Event.objects.of(action).last().note == "逾期") is is_late


def test_last_day_on_a_holiday_rolls_forward(city):
    """R-ACC-27, TV-5: day 30 after 5 March 2025 is Qingming on 4 April; the first working day after it counts."""
    window = review_window(city.area, date(2025, 3, 5))
    assert (window.nominal_on, window.due_on) == (date(2025, 4, 4), date(2025, 4, 7))
    assert direct_appeal_window(city.area, date(2025, 3, 5)).due_on == date(2025, 3, 20)


@pytest.mark.parametrize(("kind", "days", "holder"), [("review", 30, "office"), ("appeal", 60, "upper")])
def test_answer_is_owed_by_the_office_that_decides(action, city, kind, days, holder):
    """R-ACC-27, R-ACC-29: 30 days for a review, 60 for an appeal, from the request."""
    duty = Duty.objects.of(ask(action, city, kind)).get()
    assert (duty.holder, duty.nominal_due_on - SERVED) == (getattr(city, holder), timedelta(days=days))


def test_way_that_was_chosen_closes_the_other(action, city):
    """R-ACC-28: after a request for review the direct appeal is over: one right was used, the other fell away."""
    ask(action, city, "review")
    states = dict(Duty.objects.of(action).values_list("kind", "state"))
    assert states == {"may_ask_review": "met", "may_appeal": "cancelled"}


def test_nothing_is_challenged_before_it_is_served(bare, city):
    """R-ACC-27"""
    action = bare.decided()
    with pytest.raises(RuleRefused):
        workflow.request_review(action, by=city.head, request="一")


@pytest.mark.parametrize("kind", ["review", "appeal"])
def test_challenge_is_asked_once(action, city, kind):
    """R-ACC-27"""
    ask(action, city, kind)
    with pytest.raises(RuleRefused):
        ask(action, city, kind)


def test_appeal_waits_for_the_review_decision(action, city):
    """R-ACC-28: while a review runs, and until its decision is received."""
    review = ask(action, city, "review")
    for step in (lambda: None, lambda: decided(review, city.director)):
        step()
        with pytest.raises(RuleRefused) as refused:
            ask(action, city, "appeal")
        assert refused.value.rule == "R-ACC-28"


def test_no_review_after_an_appeal(action, city):
    """R-ACC-28: the upper office decides on the whole."""
    ask(action, city, "appeal")
    with pytest.raises(RuleRefused):
        ask(action, city, "review")


@pytest.mark.parametrize(("days", "is_late"), [(15, False), (16, True)])
def test_appeal_after_a_review_runs_from_its_receipt(action, city, days, is_late):
    """R-ACC-28: 15 days from the receipt of the review decision, not from its making."""
    received = date(2025, 3, 27)
    review = decided(ask(action, city, "review"), city.director, on=date(2025, 3, 20))
    with at(received):
        workflow.serve_challenge_decision(review, by=city.head, on=received)
    assert owed(action) == ["may_appeal"]
    day = received + timedelta(days=days)
    assert ask(action, city, "appeal", day).is_late is is_late


def test_whoever_decided_does_not_review(bare, city):
    """R-ACC-27, permissions §5.4: the first decider is out, whatever the right says."""
    action = bare.decided(state="served", served_on=TODAY)
    review = workflow.request_review(action, by=city.head, request="一")
    AccountabilityAction.objects.filter(pk=action.pk).update(approved_by=city.director.user)
    with pytest.raises(RuleRefused) as refused:
        workflow.decide_challenge(type(review).objects.get(), by=city.director, result="upheld", reasons="一")
    assert refused.value.rule == "R-ACC-27"


@pytest.mark.parametrize("result", ["changed", "revoked"])
def test_wrong_decision_is_corrected_in_time(action, city, result):
    """R-ACC-29: 15 days; until then the matter is not final."""
    review = decided(ask(action, city, "review"), city.director, result)
    duty = Duty.objects.of(review).get(kind="correct")
    assert (duty.holder, duty.nominal_due_on - SERVED) == (city.office, timedelta(days=15))
    with pytest.raises(RuleRefused) as refused:
        workflow.finalize(action, by=city.officer)
    assert refused.value.rule == "R-ACC-29"
    workflow.correct_decision(review, by=city.officer, note="已改正")
    assert (review.state, owed(review)) == ("corrected", [])


def test_review_drafted_by_the_director_can_be_signed(action, city):
    """R-DOC-23: the head decides, an officer of the group hands the paper in, the head signs it."""
    review = ask(action, city, "review")
    with at(SERVED):
        document = workflow.decide_challenge(review, by=city.director, result="upheld", reasons="一")
    papers.submit(document, by=city.officer)
    assert papers.sign(document, by=city.director).state == "signed"


def test_upper_office_outside_decides_on_paper(action, city):
    """R-ACC-29: the province has no post here: its decision is noted, and we draft nothing in its name."""
    appeal = ask(action, city, "appeal")
    with at(SERVED):
        assert workflow.decide_challenge(appeal, by=city.director, result="upheld", reasons="一") == appeal
    assert appeal.state == "decided"


def test_upper_office_inside_decides_itself(bare, city):
    """R-ACC-28, R-ACC-29: the city decides on the appeal against a county's decision; the county cannot note it."""
    case = bare.case(owner=city.county_office)
    action = bare.decided(case, state="served", served_on=TODAY)
    assert not can(city.officer, "decide_challenge", action)
    appeal = workflow.request_appeal(action, by=city.head, request="一")
    with pytest.raises(RuleRefused) as refused:
        workflow.decide_challenge(appeal, by=city.county_director, result="upheld", reasons="一")
    assert refused.value.rule == "R-ACC-28"
    document = workflow.decide_challenge(appeal, by=city.officer, result="changed", reasons="一")
    assert (document.issuer, document.kind) == (city.office, "appeal_decision")
    assert set(document.recipients.values_list("organization", "is_copy")) == {
        (city.school.pk, False),
        (city.county_office.pk, True),
    }


def test_appeal_needs_an_upper_office_in_the_register(action, city):
    """R-ACC-28: the sentence says what to enter first."""
    Organization.objects.filter(pk=city.upper.pk).update(kind="third_party")
    with pytest.raises(RuleRefused) as refused:
        ask(action, city, "appeal")
    assert refused.value.rule == "R-ACC-28"


def test_stranger_decides_nothing(action, city):
    """R-ACC-27: a unit decides on no challenge, its own least of all."""
    review = ask(action, city, "review")
    for post in (city.head, city.liaison, city.secretary):
        with pytest.raises(Refused):
            workflow.decide_challenge(review, by=post, result="revoked", reasons="一")


def test_challenge_does_not_stop_execution(action, city):
    """R-ACC-30: the decision stays served and in effect, and can be made public."""
    AccountabilityAction.objects.filter(pk=action.pk).update(scope="whole_society")
    action.refresh_from_db()
    ask(action, city, "review")
    assert action.state == "served"
    assert workflow.publish_decision(action, by=city.officer).state == "draft"


def test_revoked_decision_is_not_published(action, city):
    """R-ACC-29: there is nothing left to make known."""
    AccountabilityAction.objects.filter(pk=action.pk).update(scope="whole_society")
    reviewed(action, city, "revoked")
    action.refresh_from_db()
    with pytest.raises(RuleRefused) as refused:
        workflow.publish_decision(action, by=city.officer)
    assert refused.value.rule == "R-ACC-29"


@pytest.mark.parametrize(("day", "is_final"), [(date(2025, 4, 2), False), (date(2025, 4, 3), True)])
def test_unchallenged_decision_is_final_when_both_windows_are_over(action, city, day, is_final):
    """R-ACC-27, R-ACC-32: the longer of the two counts, its last day included."""
    with at(day):
        if is_final:
            assert (workflow.finalize(action, by=city.officer).state, owed(action)) == ("final", [])
            return
        with pytest.raises(RuleRefused) as refused:
            workflow.finalize(action, by=city.officer)
    assert refused.value.rule == "R-ACC-27"


@pytest.mark.parametrize(("day", "is_final"), [(date(2025, 3, 18), False), (date(2025, 3, 19), True)])
def test_reviewed_decision_waits_for_the_time_to_appeal(action, city, day, is_final):
    """R-ACC-28: the way upward is not cut off."""
    reviewed(action, city)
    with at(day):
        if is_final:
            assert workflow.finalize(action, by=city.officer).state == "final"
            return
        with pytest.raises(RuleRefused) as refused:
            workflow.finalize(action, by=city.officer)
    assert refused.value.rule == "R-ACC-28"


def test_review_decision_is_received_before_the_matter_is_final(action, city):
    """R-ACC-28: its receipt starts the time to appeal."""
    decided(ask(action, city, "review"), city.director)
    with at(date(2025, 6, 2)), pytest.raises(RuleRefused) as refused:
        workflow.finalize(action, by=city.officer)
    assert refused.value.rule == "R-ACC-28"


def test_final_matter_owes_nothing(action, city):
    """R-ACC-32: after the appeal's decision no duty is open on the matter or its challenges."""
    review = reviewed(action, city)
    with at(SERVED):
        appeal = decided(ask(action, city, "appeal"), city.director, "changed")
        workflow.correct_decision(appeal, by=city.officer, note="已改正")
        workflow.finalize(action, by=city.officer)
    assert (owed(action), owed(review), owed(appeal)) == ([], [], [])


def test_right_that_was_not_used_lapses(action):
    """R-ACC-27, R-ACC-28: what a target may do is no debt: it falls away after its day, once."""
    for day, kinds in ((date(2025, 3, 18), ["may_appeal", "may_ask_review"]), (date(2025, 3, 19), ["may_ask_review"])):
        with at(day):
            jobs.let_rights_lapse()
            assert owed(action) == kinds
    with at(date(2025, 3, 19)):
        assert jobs.let_rights_lapse() == 0
