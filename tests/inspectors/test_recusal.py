"""Ties, grounds of recusal, decisions, and the check before somebody joins a team."""
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from inspectorate.lib.periods import add_months
from inspectorate.register.models import Succession
from inspectorate.register.rights import Refused
from inspectorate.trail.workflow import RuleRefused
from inspectors.models import Inspector, Interest, RecusalDecision
from inspectors.workflow import (
    check_for_team,
    check_many,
    decide_recusal,
    declare_interest,
    end_interest,
    recusal_grounds,
    request_recusal,
    void_interest,
)
from tests.inspectors.people import enlist, organization

YEAR = 12


@pytest.fixture
def tie(inspector, school):
    def make(relation, until=None, where=school, who=inspector):
        return Interest.objects.create(
            inspector=who, organization=where, relation=relation, until=until, declared_on=timezone.localdate(),
            **who.scope,
        )

    return make


@pytest.fixture
def three_years(rule, city):
    return rule(city, "R-RECUSE-02", 3)


def rules(inspector, unit):
    return [ground.rule for ground in recusal_grounds(inspector, unit)]


@pytest.mark.parametrize("relation", ["head_is_relative", "employed", "other"])
def test_statutory_tie_is_a_ground_everywhere(relation, tie, inspector, school):
    """R-RECUSE-01: with no local rule at all."""
    tie(relation)
    assert rules(inspector, school) == ["R-RECUSE-01"]


@pytest.mark.parametrize(
    "names", [("relative_works", "relative_employed"), ("relative_studies", "relative_studying")]
)
def test_detailed_tie_is_a_ground_where_the_area_lists_it(names, tie, inspector, school, rule):
    """R-RECUSE-02.grounds."""
    relation, listed = names
    tie(relation)
    assert rules(inspector, school) == []
    rule(school.area, "R-RECUSE-02.grounds", ["head_relative", "fairness", listed])
    assert rules(inspector, school) == ["R-RECUSE-02"]


def test_former_employment_counts_for_three_years_where_the_rule_is_on(tie, inspector, school, city, rule):
    """R-RECUSE-02, TV-7: left two years ago."""
    tie("formerly_employed", until=add_months(timezone.localdate(), -2 * YEAR))
    assert check_for_team(inspector, school) == []
    rule(city, "R-RECUSE-02", 3)
    assert [refusal.rule for refusal in check_for_team(inspector, school)] == ["R-RECUSE-02"]


def test_former_employment_is_over_on_the_corresponding_day(tie, inspector, school, three_years):
    """R-RECUSE-02: less than three years, so the day itself is free."""
    left_on = add_months(timezone.localdate(), -3 * YEAR)
    declared = tie("formerly_employed", until=left_on)
    assert rules(inspector, school) == []
    Interest.objects.filter(pk=declared.pk).update(until=left_on + timedelta(days=1))
    assert rules(inspector, school) == ["R-RECUSE-02"]


def test_refusal_says_name_facts_rule_and_source(tie, inspector, school, three_years):
    tie("formerly_employed", until=add_months(timezone.localdate(), -YEAR))
    with translation.override("en"):
        said = str(check_for_team(inspector, school)[0])
    assert inspector.name in said
    assert "3 years have not passed" in said
    assert "R-RECUSE-02" in said
    assert "某省教育督导条例" in said


def test_work_in_the_school_that_was_merged_counts_for_the_new_one(tie, inspector, school, county, three_years):
    """R-RECUSE-02: a new name does not shorten the time."""
    old = organization(county, "阳明区第二小学", "school")
    Succession.objects.create(predecessor=old, successor=school, kind="merger", on=timezone.localdate())
    tie("formerly_employed", until=add_months(timezone.localdate(), -YEAR), where=old)
    assert rules(inspector, school) == ["R-RECUSE-02"]


def test_employer_on_the_roster_is_a_ground_without_any_declaration(office, school):
    """R-RECUSE-01: a serving head does not inspect her own school."""
    head = enlist(office, "李校长", organization=school)
    assert rules(head, school) == ["R-RECUSE-01"]


def test_tie_that_ended_or_was_struck_is_no_ground(tie, inspector, school, director):
    ended = tie("head_is_relative")
    end_interest(ended, by=director, until=timezone.localdate() - timedelta(days=1))
    struck = tie("other")
    void_interest(struck, by=director, note="误报")
    assert rules(inspector, school) == []
    with pytest.raises(RuleRefused):
        void_interest(struck, by=director, note="again")


def test_ended_employment_becomes_former_employment(tie, inspector, school, director, three_years):
    end_interest(tie("employed"), by=director, until=timezone.localdate() - timedelta(days=1))
    assert rules(inspector, school) == ["R-RECUSE-02"]


def test_nobody_strikes_her_own_declaration(tie, inspector, director):
    Inspector.objects.filter(pk=inspector.pk).update(user=director.user)
    with pytest.raises(RuleRefused):
        void_interest(Interest.objects.get(pk=tie("other").pk), by=director, note="x")


def test_former_employment_needs_its_last_day(inspector, school, school_group):
    with pytest.raises(RuleRefused):
        declare_interest(inspector, by=school_group, organization=school, relation="formerly_employed")


def test_inspector_declares_for_herself_and_for_nobody_else(inspector, office, school, hold):
    post = hold("part_time_inspector", office)
    Inspector.objects.filter(pk=inspector.pk).update(user=post.user)
    inspector.refresh_from_db()
    assert declare_interest(inspector, by=post, organization=school, relation="other").inspector == inspector
    with pytest.raises(Refused):
        declare_interest(enlist(office, "孙督学"), by=post, organization=school, relation="other")


@pytest.mark.parametrize("in_term", [True, False])
@pytest.mark.parametrize("certified", [True, False])
def test_team_needs_term_and_certificate(in_term, certified, office, school):
    """R-INS-07: current inspectors with a valid certificate."""
    person = enlist(office, in_term=in_term, certified=certified)
    expected = [rule for rule, fits in (("R-TERM-01", in_term), ("R-ROST-07", certified)) if not fits]
    assert [refusal.rule for refusal in check_for_team(person, school)] == expected


@pytest.mark.usefixtures("three_years")
def test_eligible_for_agrees_with_the_check(office, school, tie, inspector, django_assert_num_queries):
    """R-INS-07, R-RECUSE-02: the list for the form and the answer for one person come from the same rule."""
    people = [enlist(office, f"督学{n}") for n in range(4)]
    people += [enlist(office, "无证", certified=False), inspector]
    tie("formerly_employed", until=add_months(timezone.localdate(), -YEAR), who=people[0])
    tie("head_is_relative", who=people[1])
    eligible = set(Inspector.objects.eligible_for(school))
    with django_assert_num_queries(7):
        answers = check_many(people, school)
    assert eligible == {person for person in people if not answers[person.pk]}
    assert eligible == {people[2], people[3], inspector}


def ask(by, inspector, unit):
    return request_recusal(by=by, inspector=inspector, organization=unit, ground="与校长共事多年")


REQUESTERS = {"school_group": "inspectorate", "school": "unit", "part_time_inspector": "inspector"}


@pytest.mark.parametrize("role", REQUESTERS)
def test_recusal_is_asked_for_by_inspector_unit_or_office(role, hold, office, school, inspector):
    """R-RECUSE-03."""
    post = hold(role, school if role == "school" else office)
    if role == "part_time_inspector":
        Inspector.objects.filter(pk=inspector.pk).update(user=post.user)
    assert ask(post, inspector, school).requester == REQUESTERS[role]


def test_school_asks_for_itself_only(hold, school, inspector, county):
    other = organization(county, "阳明区第三小学", "school")
    with pytest.raises(Refused):
        ask(hold("school", school), inspector, other)
    assert not RecusalDecision.objects.exists()


def test_second_request_waits_for_the_first(school_group, inspector, school):
    ask(school_group, inspector, school)
    with pytest.raises(RuleRefused):
        ask(school_group, inspector, school)


def test_decided_recusal_binds(school_group, director, inspector, school):
    """R-RECUSE-03: the head of the inspectorate decides; the team check knows at once."""
    decided = decide_recusal(ask(school_group, inspector, school), by=director, outcome="recused", reasons="属实")
    assert decided.decided_by == director.user
    assert rules(inspector, school) == ["R-RECUSE-03"]
    assert not Inspector.objects.eligible_for(school).contains(inspector)


@pytest.mark.usefixtures("three_years")
def test_cleared_recusal_lifts_detailed_grounds(tie, school_group, director, inspector, school):
    """T16: an exception is a named decision."""
    tie("formerly_employed", until=add_months(timezone.localdate(), -YEAR))
    decide_recusal(ask(school_group, inspector, school), by=director, outcome="cleared", reasons="退休返聘代课一周")
    assert rules(inspector, school) == []


def test_relative_of_the_head_cannot_be_cleared(tie, school_group, director, inspector, school):
    """R-RECUSE-01: the regulation leaves no choice."""
    tie("head_is_relative")
    asked = ask(school_group, inspector, school)
    with pytest.raises(RuleRefused) as refused:
        decide_recusal(asked, by=director, outcome="cleared", reasons="x")
    assert refused.value.rule == "R-RECUSE-01"
    asked.refresh_from_db()
    assert asked.state == "requested"


def test_asking_and_deciding_are_two_people(director, inspector, school):
    with pytest.raises(RuleRefused):
        decide_recusal(ask(director, inspector, school), by=director, outcome="recused", reasons="x")


@pytest.mark.parametrize("name", ["school_group", "county_director"])
def test_only_the_head_of_the_inspectorate_decides(name, request, director, inspector, school):
    """R-RECUSE-03: neither a group nor another inspectorate."""
    asked = ask(director, inspector, school)
    with pytest.raises(Refused):
        decide_recusal(asked, by=request.getfixturevalue(name), outcome="recused", reasons="x")
