"""Admission in its order, and the pool of experts."""
from datetime import date, timedelta

import pytest
from django.utils import timezone

from inspectorate.register.rights import Refused
from inspectorate.rulebook.workflow import calendar
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused
from inspectors.models import Candidacy, Expert, Inspector, Posting
from inspectors.workflow import (
    amend_expert,
    appoint,
    assess,
    exit_roster,
    post,
    recommend,
    register_expert,
    register_objection,
    reject,
    remove_expert,
    review,
    settle,
    start_term,
)
from tests.inspectors.people import PROFILE, enlist

SOME_DAYS_AGO = timedelta(days=60)
TERM = {
    "starts_on": date(2026, 1, 1), "letter_number": "聘〔2026〕1号", "appointment_document": "牡政教督任〔2026〕1号",
}


@pytest.fixture
def propose(school_group, office):
    def make(name="吴候选", by=school_group, where=office, **changes):
        facts = {**PROFILE, "recommending_unit": "市教育局", "recommended_on": timezone.localdate() - SOME_DAYS_AGO}
        return recommend(by=by, office=where, name=name, has_committed=True, **{**facts, **changes})

    return make


@pytest.fixture
def assessed(propose, general_group):
    """A candidate up to the passed assessment."""

    def make(**changes):
        candidate = review(propose(**changes), by=general_group, opinion="同意", is_attested=True)
        return assess(candidate, by=general_group, assessed_on=timezone.localdate() - SOME_DAYS_AGO, assessment="合格")

    return make


def put_up(candidate, by, days_ago=30):
    return post(
        candidate, by=by, posted_on=timezone.localdate() - timedelta(days=days_ago), objection_phone="0453-6171000"
    )


def test_admission_in_order_ends_on_the_roster(assessed, general_group, director):
    """R-ROST-04: recommended, reviewed, assessed, posted, appointed."""
    candidate = put_up(assessed(), general_group)
    inspector = appoint(candidate, by=director, **TERM)
    assert (inspector.name, inspector.office, inspector.kind) == ("吴候选", candidate.office, "part_time")
    assert inspector.mobile.reveal() == PROFILE["mobile"]
    assert inspector.terms.get().ends_on == date(2028, 12, 31)
    assert [e.verb for e in Event.objects.of(candidate)] == ["recommend", "review", "assess", "post", "appoint"]
    assert Candidacy.objects.get().inspector == inspector


@pytest.mark.parametrize("step", ["assess", "post", "appoint"])
def test_no_step_is_skipped(step, propose, general_group, director):
    """R-ROST-04."""
    candidate, today = propose(), timezone.localdate()
    acts = {
        "assess": lambda: assess(candidate, by=general_group, assessed_on=today, assessment="合格"),
        "post": lambda: put_up(candidate, general_group),
        "appoint": lambda: appoint(candidate, by=director, **TERM),
    }
    with pytest.raises(MoveRefused):
        acts[step]()
    assert not Inspector.objects.exists()
    assert not Posting.objects.exists()


@pytest.mark.parametrize(("changes", "rule"), [
    ({"years_of_work": 9}, "R-ROST-02"), ({"degree": "junior_college"}, "R-ROST-02"),
])
def test_candidate_must_be_eligible(changes, rule, propose):
    with pytest.raises(RuleRefused) as refused:
        propose(**changes)
    assert refused.value.rule == rule


def test_candidate_must_declare(school_group, office):
    """R-ROST-03."""
    with pytest.raises(RuleRefused) as refused:
        recommend(
            by=school_group, office=office, name="x", has_committed=False, recommending_unit="y",
            recommended_on=timezone.localdate(), **PROFILE,
        )
    assert refused.value.rule == "R-ROST-03"


def test_reviewer_did_not_enter_the_recommendation(propose, school_group, general_group):
    """R-ROST-02: attested by somebody else, and attested at all."""
    candidate = propose()
    with pytest.raises(RuleRefused):
        review(candidate, by=school_group, opinion="同意", is_attested=True)
    with pytest.raises(RuleRefused):
        review(candidate, by=general_group, opinion="同意", is_attested=False)


def test_nobody_decides_on_her_own_admission(propose, general_group):
    with pytest.raises(RuleRefused):
        review(propose(user=general_group.user), by=general_group, opinion="同意", is_attested=True)


def test_posting_lasts_seven_working_days(assessed, general_group):
    """R-ROST-05: counted from the day after, holidays and weekends left out."""
    candidate = put_up(assessed(), general_group)
    posting = candidate.posting
    days = [posting.posted_on + timedelta(days=n) for n in range(1, (posting.ends_on - posting.posted_on).days + 1)]
    assert sum(calendar().is_working(day) for day in days) == 7


def test_candidates_of_one_day_stand_on_one_notice(assessed, general_group):
    first, second = (put_up(assessed(name=name), general_group) for name in ("甲", "乙"))
    assert first.posting == second.posting
    assert Posting.objects.count() == 1


def test_appointment_waits_for_the_end_of_the_posting(assessed, general_group, director):
    """R-ROST-05: not on the last day either."""
    candidate = put_up(assessed(), general_group, days_ago=0)
    Posting.objects.update(ends_on=timezone.localdate())
    candidate.posting.refresh_from_db()
    with pytest.raises(RuleRefused) as refused:
        appoint(candidate, by=director, **TERM)
    assert refused.value.rule == "R-ROST-05"
    yesterday = timezone.localdate() - timedelta(days=1)
    Posting.objects.update(posted_on=yesterday, ends_on=yesterday)
    assert appoint(Candidacy.objects.get(), by=director, **TERM).pk


@pytest.mark.parametrize(("outcome", "is_free"), [(None, False), ("upheld", False), ("dismissed", True)])
def test_objection_stands_in_the_way_until_it_is_dismissed(outcome, is_free, assessed, general_group, director):
    """R-ROST-05."""
    candidate = put_up(assessed(), general_group)
    objection = register_objection(candidate, by=general_group, received_on=timezone.localdate(), content="年限不实")
    if outcome:
        settle(objection, by=director, outcome=outcome, finding="已核实")
    assert Candidacy.objects.objected().exists() is not is_free
    if is_free:
        assert appoint(candidate, by=director, **TERM).pk
    else:
        with pytest.raises(RuleRefused):
            appoint(candidate, by=director, **TERM)


def test_objection_needs_a_posting(propose, general_group):
    with pytest.raises(RuleRefused):
        register_objection(propose(), by=general_group, received_on=timezone.localdate(), content="x")


def test_group_that_posts_does_not_appoint(assessed, general_group):
    with pytest.raises(Refused):
        appoint(put_up(assessed(), general_group), by=general_group, **TERM)


def test_rejected_candidate_stays_on_file_with_the_reason(propose, director):
    candidate = reject(propose(), by=director, note="考察不合格")
    assert candidate.state == "rejected"
    assert Event.objects.of(candidate).last().note == "考察不合格"
    assert not Candidacy.objects.running().exists()


def test_who_comes_back_keeps_her_terms(assessed, office, general_group, school_group, director):
    """R-TERM-02: leaving and coming back does not start the count again without a gap."""
    former = enlist(office, "吴候选", in_term=False, certified=False)
    for year in (2017, 2020, 2023):
        start_term(former, by=school_group, starts_on=date(year, 1, 1), letter_number=str(year))
    exit_roster(former, by=director, reason="term_over", on=date(2025, 12, 31), note="x")
    candidate = put_up(assessed(former=former), general_group)
    with pytest.raises(RuleRefused) as refused:
        appoint(candidate, by=director, **TERM)
    assert refused.value.rule == "R-TERM-02"
    returned = appoint(candidate, by=director, **{**TERM, "starts_on": date(2026, 3, 1)})
    assert returned.pk == former.pk
    assert returned.state == "on_roster"


def test_other_county_neither_sees_nor_moves_a_candidate(propose, county_clerk, county_office, other_clerk):
    candidate = propose(by=county_clerk, where=county_office)
    assert Candidacy.objects.visible_to(county_clerk).contains(candidate)
    assert not Candidacy.objects.visible_to(other_clerk).exists()
    with pytest.raises(Refused):
        review(candidate, by=other_clerk, opinion="x", is_attested=True)


@pytest.fixture
def expert(school_group, office):
    return register_expert(
        by=school_group, office=office, name="郑专家", categories=["monitoring"], field="教育测量",
        mobile="13845670009", valid_from=date(2024, 1, 1),
    )


def test_expert_is_no_inspector(expert):
    """R-ROST-11: another table, never counted."""
    assert not Inspector.objects.exists()
    assert Expert.objects.current().get() == expert
    assert str(expert.mobile) == "138****0009"


def test_expert_leaves_the_pool_once(expert, school_group):
    amend_expert(expert, by=school_group, title="教授")
    with pytest.raises(RuleRefused):
        amend_expert(expert, by=school_group, title="教授")
    remove_expert(expert, by=school_group, on=date(2024, 12, 31), note="调离")
    assert not Expert.objects.current().exists()
    assert Expert.objects.current(date(2024, 12, 31)).exists()
    with pytest.raises(RuleRefused):
        remove_expert(expert, by=school_group, on=date(2025, 12, 31), note="again")


def test_expert_of_the_city_is_not_taken_in_by_a_county(county_clerk, office):
    with pytest.raises(Refused):
        register_expert(
            by=county_clerk, office=office, name="x", categories=["school"], field="y", valid_from=date(2024, 1, 1)
        )
