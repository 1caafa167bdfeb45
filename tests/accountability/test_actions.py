"""Accountability in its three steps: facts, hearing, decision by the chair after the member units were asked."""

from datetime import timedelta

import pytest

from accountability import workflow
from accountability.models import AccountabilityAction
from accountability.states import PersonForm, UnitForm
from inspectorate.duties.models import Duty
from inspectorate.publication.models import Publication
from inspectorate.register.rights import Refused
from inspectorate.trail.workflow import MoveRefused, RuleRefused

from .chain import at, bind, bind_as_in, owed
from .conftest import TODAY

pytestmark = pytest.mark.django_db


def propose(case, city, **facts):
    """Propose accountability of the unit."""
    facts = {"target": "unit", "situations": ["duties"], "reason": "一", **facts}
    return workflow.propose_action(case, by=city.officer, **facts)


def decide(action, by, **facts):
    """Decide a proceeding."""
    facts = {"forms": ["open_criticism"], "scope": "unit", "effective_on": TODAY, **facts}
    return workflow.decide_action(action, by=by, findings="一", basis="二", **facts)


def test_proposal_names_a_situation(bare, city):
    """R-ACC-18"""
    with pytest.raises(RuleRefused) as refused:
        propose(bare.case(), city, situations=[])
    assert refused.value.rule == "R-ACC-18"


@pytest.mark.parametrize(("target", "person"), [("person", ""), ("unit", "张某")])
def test_person_is_named_where_a_person_is_the_target(bare, city, target, person):
    """R-ACC-17: and nobody where a unit is."""
    with pytest.raises(RuleRefused) as refused:
        propose(bare.case(), city, target=target, target_person=person)
    assert refused.value.rule == "R-ACC-17"


def test_finding_group_is_due_from_the_end_of_the_inspection(bare, city):
    """R-ACC-22: 60 calendar days after the inspection, not after the proposal."""
    case = bare.case()
    with at(TODAY + timedelta(days=20)):
        action = propose(case, city)
    duty = Duty.objects.of(action).get()
    assert duty.nominal_due_on - case.inspection.concluded_on == timedelta(days=60)
    assert action.group_due_on == duty.due_on
    workflow.form_group(action, by=city.officer, members="甲")
    assert owed(action) == []


@pytest.mark.parametrize(
    ("target", "person", "form"),
    [("unit", "", PersonForm.DISCIPLINE), ("person", "张某", UnitForm.RESOURCES), ("unit", "", None)],
)
def test_form_fits_the_target(bare, city, target, person, form):
    """R-ACC-19, R-ACC-20: units and persons have forms of their own, and there is at least one."""
    action = bare.action(target=target, target_person=person, state="investigating")
    with pytest.raises(RuleRefused) as refused:
        workflow.establish_facts(action, by=city.officer, facts="一", forms=[form] if form else [])
    assert refused.value.rule == "R-ACC-19"


def test_decided_form_fits_the_target_too(bare, city):
    """R-ACC-19, R-ACC-20: discipline of a unit is nobody's to decide."""
    with pytest.raises(RuleRefused) as refused:
        decide(bare.action(state="consulted"), city.chair, forms=["discipline"])
    assert refused.value.rule == "R-ACC-19"


def test_notice_follows_the_facts(bare, city):
    """R-ACC-23: step two tells what step one established."""
    with pytest.raises(RuleRefused) as refused:
        workflow.draft_accountability_notice(bare.action(), by=city.officer)
    assert refused.value.rule == "R-ACC-23"


def informed(bare, city, days=None):
    """A proceeding whose target has the notice, in an area that sets a time for the statement, or none."""
    bind(city.area, "R-ACC-23.statement", days)
    return workflow.inform_target(bare.action(state="established"), by=city.head, on=TODAY)


def test_target_has_its_time_to_state(bare, city):
    """R-ACC-23: silence is noted only when the area's time is over, its last day included."""
    action = informed(bare, city, days=7)
    assert owed(action, holder=city.school) == ["state"]
    with at(TODAY + timedelta(days=7)), pytest.raises(RuleRefused) as refused:
        workflow.hear_statement(action, by=city.officer, answer="未提出")
    assert refused.value.rule == "R-ACC-23"
    with at(TODAY + timedelta(days=8)):
        assert workflow.hear_statement(action, by=city.officer, answer="未提出").state == "heard"
    assert owed(action) == []


def test_statement_is_taken_once(bare, city):
    """R-ACC-23: it is dealt with as it was made."""
    action = informed(bare, city, days=7)
    workflow.submit_statement(action, by=city.head, statement="申辩")
    assert owed(action) == []
    with pytest.raises(RuleRefused):
        workflow.submit_statement(action, by=city.head, statement="又")
    assert workflow.hear_statement(action, by=city.officer, answer="不采纳").state == "heard"


def test_nothing_is_owed_without_a_time_to_state(bare, city):
    """R-ACC-23: no number was found in any text read."""
    assert owed(informed(bare, city)) == []


@pytest.mark.parametrize("state", ["established", "informed", "consulted"])
def test_member_units_are_asked_after_the_hearing(bare, city, state):
    """R-ACC-23: in this order."""
    with pytest.raises(RuleRefused) as refused:
        workflow.consult(bare.action(state=state), by=city.officer, organizations=[city.bureau])
    assert refused.value.rule == "R-ACC-23"


def test_decision_needs_an_opinion(bare, city):
    """R-ACC-23: at least one member unit has answered before the chair is asked."""
    action = bare.action(state="heard")
    workflow.consult(action, by=city.officer, organizations=[city.bureau, city.finance])
    with pytest.raises(RuleRefused):
        workflow.close_consultation(action, by=city.officer)
    workflow.answer_consultation(action, by=city.liaison, opinion="同意")
    assert workflow.close_consultation(action, by=city.officer).state == "consulted"


def test_unit_that_was_not_asked_gives_no_opinion(bare, city):
    """R-ACC-23: the right comes with the question."""
    with pytest.raises(Refused):
        workflow.answer_consultation(bare.action(state="heard"), by=city.liaison, opinion="同意")


@pytest.mark.parametrize("who", ["director", "officer", "secretary", "head", "liaison"])
def test_only_the_chair_decides(bare, city, who):
    """R-ACC-23: the decider is the chair or a vice-chair, whatever else a post may do."""
    with pytest.raises(Refused):
        decide(bare.action(state="consulted"), getattr(city, who))
    assert decide(bare.action(state="consulted"), city.chair).approved_by == city.chair.user


def test_proposer_does_not_decide(bare, city):
    """R-ACC-23: a chair who proposed it leaves the decision to a vice-chair."""
    action = bare.action(state="consulted", proposed_by=city.chair.user)
    with pytest.raises(RuleRefused) as refused:
        decide(action, city.chair)
    assert refused.value.rule == "R-ACC-23"
    vice = city.post("chair", city.government, name="副主任")
    assert decide(action, vice).state == "decided"


@pytest.mark.parametrize("state", ["proposed", "established", "informed", "heard"])
def test_no_step_is_left_out(bare, city, state):
    """R-ACC-23: no decision before the member units were asked."""
    with pytest.raises(MoveRefused):
        decide(bare.action(state=state), city.chair)


def test_document_follows_the_decision(bare, city):
    """R-ACC-23, R-ACC-24"""
    with pytest.raises(RuleRefused):
        workflow.draft_decision(bare.action(state="consulted"), by=city.officer)
    document = workflow.draft_decision(bare.decided(), by=city.officer)
    assert set(document.recipients.values_list("organization", "is_copy")) == {
        (city.school.pk, False),
        (city.county_bureau.pk, True),
    }


@pytest.mark.parametrize("state", ["proposed", "investigating", "established", "heard", "consulted"])
def test_matter_can_be_dropped_and_owes_nothing(bare, city, state):
    """R-ACC-23: "decide whether to start": with its reason, at every step before the decision."""
    action = propose(bare.case(), city)
    AccountabilityAction.objects.filter(pk=action.pk).update(state=state)
    action.refresh_from_db()
    workflow.drop_action(action, by=city.director, note="事实不清")
    assert (action.state, owed(action)) == ("dropped", [])


@pytest.mark.parametrize(
    ("person", "days", "is_aggravated"),
    [("", (0, 365), True), ("", (0, 366), False), ("", (0,), False), ("张某", (0, 365), True), ("", (), False)],
)
def test_earlier_decisions_aggravate_within_a_rolling_year(bare, city, person, days, is_aggravated):
    """R-ACC-21: twice or more within a year, counted by the day, for the same unit or the same person."""
    target = {"target": "person" if person else "unit", "target_person": person}
    for before in days:
        bare.decided(decided_on=TODAY - timedelta(days=before), **target)
    assert workflow.is_aggravated(bare.action(**target)) is is_aggravated


def test_aggravation_counts_the_same_target_only(bare, city):
    """R-ACC-21: neither another person of the unit, nor another unit, nor the proceeding itself, nor a revoked one."""
    own = bare.decided()
    bare.decided(target="person", target_person="张某")
    bare.decided(bare.case(unit=city.other_school))
    revoked = bare.decided()
    revoked.challenges.create(
        kind="review", office=city.office, requested_on=TODAY, result="revoked", state="corrected", request="一"
    )
    bare.decided()
    assert not workflow.is_aggravated(own)


def test_aggravation_follows_the_areas_numbers(bare, city):
    """R-ACC-21: times and window are settings."""
    bare.decided(decided_on=TODAY - timedelta(days=500))
    bind(city.area, "R-ACC-21.times", 1)
    bind(city.area, "R-ACC-21.window", 2)
    assert workflow.is_aggravated(bare.action())


@pytest.mark.parametrize(
    ("forms", "scope"), [(["open_criticism"], "whole_society"), (["interview"], "education_system")]
)
def test_scope_is_proposed_by_severity(bare, forms, scope):
    """R-ACC-26: open criticism is for everybody, the rest for the education system."""
    assert workflow.default_scope(bare.action(proposed_forms=forms)) == scope


def test_scope_is_proposed_by_the_areas_rule(bare, city):
    """R-ACC-26: Mudanjiang and Ziyang publish to society whatever the form."""
    bind_as_in(city.area, "231000")
    assert workflow.default_scope(bare.action(proposed_forms=["interview"])) == "whole_society"


@pytest.mark.parametrize("scope", ["unit", "education_system"])
def test_decision_of_a_narrow_scope_is_not_published(bare, city, scope):
    """R-ACC-26"""
    action = bare.decided(state="served", served_on=TODAY, scope=scope)
    with pytest.raises(RuleRefused) as refused:
        workflow.publish_decision(action, by=city.officer)
    assert refused.value.rule == "R-ACC-26"
    assert not Publication.objects.exists()


def test_decision_for_society_is_published_once_and_after_service(bare, city):
    """R-ACC-26: the decided scope goes with the copy, whatever the area's rule proposes."""
    bind(city.area, "R-ACC-26", "unit")
    action = bare.decided(scope="whole_society")
    with pytest.raises(RuleRefused):
        workflow.publish_decision(action, by=city.officer)
    workflow.serve_decision(action, by=city.head, on=TODAY)
    publication = workflow.publish_decision(action, by=city.officer)
    assert (publication.kind, publication.publicity) == ("accountability_result", "whole_society")
    with pytest.raises(RuleRefused):
        workflow.publish_decision(action, by=city.officer)


def test_public_copy_names_no_person(bare, city):
    """R-PUB-12: facts may tell of a person; citizens read of the unit."""
    facts = {"target": "person", "target_person": "张三", "decided_forms": ["criticism"], "facts": "张三隐瞒不报。"}
    action = bare.decided(state="served", served_on=TODAY, scope="whole_society", **facts)
    publication = workflow.publish_decision(action, by=city.officer)
    assert "张三" not in str(publication.payload)
    assert set(publication.payload) == {"summary", "issued_on", "facts", "form", "basis", "effective_on"}


def test_final_matter_is_archived(bare, city):
    """R-ACC-32: the file is put away after the time for challenges, or when the matter was dropped."""
    for state in ("final", "dropped"):
        assert workflow.archive_action(bare.action(state=state), by=city.officer).state == "archived"
    with pytest.raises(MoveRefused):
        workflow.archive_action(bare.decided(state="served", served_on=TODAY), by=city.officer)
