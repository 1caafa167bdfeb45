"""How a rule is changed: two people, no two values on one day, running duties untouched."""
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from inspectorate.register.rights import Refused
from inspectorate.rulebook.models import Setting
from inspectorate.rulebook.states import SETTING_MOVES, SettingState
from inspectorate.rulebook.workflow import (
    approve_setting,
    due,
    end_setting,
    propose_setting,
    reject_setting,
    setting,
)
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused, move


@pytest.fixture
def propose(city, clerk):
    """Return a maker of proposals for the rectification re-check (R-ACC-08, 30 days by default)."""

    def make(value=20, valid_from=date(2026, 4, 1), rule="R-ACC-08", **options):
        options = {"area": city, "document": "某某办法", "by": clerk, **options}
        return propose_setting(rule, value=value, valid_from=valid_from, **options)

    return make


def test_change_moves_only_what_is_opened_from_its_first_day(propose, director, city):
    """R-ACC-08: 30 days become 20 from 1 April; what began on 31 March keeps its 30 days."""
    approve_setting(propose(), by=director)
    assert due("R-ACC-08", city, date(2026, 3, 31)).number == 30
    assert due("R-ACC-08", city, date(2026, 4, 1)).due_on == date(2026, 4, 21)


def test_proposal_does_not_bind_before_approval(propose, city):
    propose()
    assert setting("R-ACC-08", city, date(2026, 5, 1)).value == 30


def test_proposer_cannot_approve_even_with_the_right(propose, make_post, city):
    """Two people: the same person in the director's post is still the same person."""
    director = make_post("director", city, "sun")
    proposal = propose(by=make_post("general_group", city, "sun2"))
    Setting.objects.filter(pk=proposal.pk).update(proposed_by=director.user)
    proposal.refresh_from_db()
    with pytest.raises(RuleRefused, match=r"another person|另一"):
        approve_setting(proposal, by=director)


def test_database_refuses_one_person_for_both_hands(propose, director):
    proposal = approve_setting(propose(), by=director)
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        Setting.objects.filter(pk=proposal.pk).update(approved_by=proposal.proposed_by_id)


def test_who_may_not_propose_or_approve_is_refused(propose, clerk, director, make_post, county):
    other = make_post("county_clerk", county, "qian")
    with pytest.raises(Refused):
        propose(by=other)
    assert not Setting.objects.exists()
    with pytest.raises(Refused):
        propose(by=director)
    with pytest.raises(Refused):
        approve_setting(propose(), by=clerk)


def test_office_cannot_change_another_area_s_rules(propose, director, province, make_post, city):
    """The province's rule is not the city's to change."""
    with pytest.raises(Refused):
        propose(area=province)
    upper = propose(area=province, by=make_post("general_group", province, "wu"))
    with pytest.raises(Refused):
        approve_setting(upper, by=director)


def test_new_value_ends_the_one_before_it(propose, director, city):
    first = approve_setting(propose(25, date(2026, 1, 1)), by=director)
    approve_setting(propose(20, date(2026, 4, 1)), by=director)
    first.refresh_from_db()
    assert first.valid_to == date(2026, 3, 31)
    assert Event.objects.of(first).last().verb == "replace_setting"
    days = (date(2025, 12, 31), date(2026, 3, 31), date(2026, 4, 1))
    assert [setting("R-ACC-08", city, day).value for day in days] == [30, 25, 20]


def test_value_planned_for_later_ends_the_new_one(propose, director):
    approve_setting(propose(20, date(2026, 9, 1)), by=director)
    earlier = approve_setting(propose(25, date(2026, 4, 1)), by=director)
    assert earlier.valid_to == date(2026, 8, 31)


def test_two_values_from_one_day_are_refused(propose, director):
    approve_setting(propose(20), by=director)
    second = propose(25)
    with pytest.raises(RuleRefused):
        approve_setting(second, by=director)
    second.refresh_from_db()
    assert second.state == SettingState.PROPOSED


def test_value_that_would_be_cut_in_two_is_refused(propose, director):
    whole = approve_setting(propose(25, date(2026, 1, 1)), by=director)
    with pytest.raises(RuleRefused):
        approve_setting(propose(20, date(2026, 4, 1), valid_to=date(2026, 4, 30)), by=director)
    whole.refresh_from_db()
    assert whole.valid_to is None


def test_values_beside_each_other_are_kept(propose, director, city):
    approve_setting(propose(20, date(2026, 1, 1), valid_to=date(2026, 1, 31)), by=director)
    approve_setting(propose(25, date(2026, 2, 1), valid_to=date(2026, 2, 28)), by=director)
    days = (date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 1))
    assert [setting("R-ACC-08", city, day).value for day in days] == [20, 25, 30]


def test_ended_value_gives_way_to_the_superior_area(propose, director, city):
    value = approve_setting(propose(20), by=director)
    with pytest.raises(RuleRefused):
        end_setting(value, ends_on=date(2026, 3, 1), by=director, note="x")
    end_setting(value, ends_on=date(2026, 6, 30), by=director, note="重新规定")
    assert [setting("R-ACC-08", city, day).value for day in (date(2026, 6, 30), date(2026, 7, 1))] == [20, 30]


def test_rejected_proposal_never_binds(propose, director, city):
    proposal = reject_setting(propose(), by=director, note="依据不足")
    assert proposal.state == SettingState.REJECTED
    with pytest.raises(MoveRefused):
        approve_setting(proposal, by=director)
    assert setting("R-ACC-08", city, date(2026, 5, 1)).value == 30


@pytest.mark.parametrize(
    ("rule", "value", "options"),
    [
        ("R-ACC-08", "three", {}),
        ("R-ACC-08", -1, {}),
        ("R-ACC-08", 2.5, {}),
        ("R-ACC-08", True, {}),
        ("R-ACC-08", 20, {"unit": "hour"}),
        ("R-ACC-08", 20, {"operator": "~"}),
        ("R-ACC-08", 20, {"document": " "}),
        ("R-ACC-08", 20, {"valid_to": date(2026, 3, 1)}),
        ("R-INS-07", 3, {"unit": "day"}),
        ("R-INS-18", "3/2", {}),
        ("R-INS-16.trigger", "letter", {}),
        ("R-TRAIN-02.modes", ["radio"], {}),
        ("R-ACC-01", 9, {}),
        ("R-NONE-01", 1, {}),
    ],
)
def test_wrong_proposals_are_refused_and_nothing_is_kept(propose, rule, value, options):
    with pytest.raises(RuleRefused):
        propose(value, rule=rule, **options)
    assert not Setting.objects.exists()


def test_days_may_be_set_as_working_days(propose, director, city):
    """R-TIME-01: the unit is part of the setting; nothing is converted."""
    approve_setting(propose(10, date(2026, 4, 1), unit="working_day"), by=director)
    assert due("R-ACC-08", city, date(2026, 4, 1)).due_on == date(2026, 4, 16)


def test_every_act_stands_in_the_trail(propose, director, clerk):
    value = approve_setting(propose(), by=director, note="同意")
    events = Event.objects.of(value)
    assert [event.verb for event in events] == ["propose_setting", "approve_setting"]
    assert [event.actor_id for event in events] == [clerk.user_id, director.user_id]


def test_moves_of_a_setting_are_those_of_the_table(propose, director):
    """Every pair outside the table is refused and changes nothing."""
    proposal = propose()
    for start in SettingState.values:
        for target in SettingState.values:
            Setting.objects.filter(pk=proposal.pk).update(state=start)
            proposal.refresh_from_db()
            if target in SETTING_MOVES[start]:
                move(proposal, target, by=director, verb="test")
                continue
            with pytest.raises(MoveRefused):
                move(proposal, target, by=director, verb="test")
            proposal.refresh_from_db()
            assert proposal.state == start
