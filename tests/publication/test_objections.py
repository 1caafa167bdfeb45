"""Objections: no trace of the person, a code, a promised day, an answer (R-PUB-10)."""
from datetime import date

import pytest

from inspectorate.duties.models import Duty
from inspectorate.publication import workflow
from inspectorate.publication.models import Objection
from inspectorate.publication.workflow import objections
from inspectorate.register.rights import Refused
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused
from tests.stage import at

TEXT = "报告中说灭火器已更换，实际没有。"


@pytest.fixture
def raised(released):
    return workflow.raise_objection(released(), text=TEXT, source="203.0.113.7")


def test_objection_is_answered_within_the_promised_time(released, people):
    """R-PUB-10: 15 working days from Monday 5 January 2026 end on Monday 26 January."""
    publication = released()
    with at(date(2026, 1, 5)):
        objection, _code = workflow.raise_objection(publication, text=TEXT, source="203.0.113.7")
    duty = Duty.objects.of(objection).get()
    assert (objection.due_on, duty.due_on, duty.rule) == (date(2026, 1, 26), date(2026, 1, 26), "R-PUB-10")
    workflow.answer(objection, by=people.reviewer, answer="经复核，已于6月29日更换。", outcome="confirmed")
    assert Duty.objects.of(objection).get().state == "met"


def test_code_finds_the_objection_however_typed(raised):
    objection, code = raised
    assert workflow.find_objection(code) == objection
    assert workflow.find_objection(code.upper().replace("-", " ")) == objection
    assert workflow.find_objection("2222-2222-2222-2222") is None
    assert workflow.find_objection("") is None


def test_neither_code_nor_address_is_kept(raised):
    """R-PUB-15"""
    objection, code = raised
    row = str(Objection.objects.filter(pk=objection.pk).values().get())
    trail = str(list(Event.objects.of(objection).values()))
    for secret in (code, code.replace("-", ""), "203.0.113.7"):
        assert secret not in row + trail


@pytest.mark.parametrize("text", ["", "短", "长" * 2001])
def test_text_must_have_a_length(released, text):
    with pytest.raises(RuleRefused):
        workflow.raise_objection(released(), text=text, source="203.0.113.7")


def test_draft_takes_no_objection(draft):
    with pytest.raises(RuleRefused):
        workflow.raise_objection(draft(), text=TEXT, source="203.0.113.7")


def test_same_text_twice_is_one_objection(raised):
    objection, _code = raised
    with pytest.raises(objections.TooMany):
        workflow.raise_objection(objection.publication, text=TEXT, source="203.0.113.7")
    assert Objection.objects.count() == 1


def test_flood_from_one_source_is_held_off_others_not(raised):
    objection, _code = raised
    for number in range(objections.MOST_FROM_ONE_SOURCE - 1):
        workflow.raise_objection(objection.publication, text=f"{TEXT}{number}", source="203.0.113.7")
    with pytest.raises(objections.TooMany):
        workflow.raise_objection(objection.publication, text=f"{TEXT}再来", source="203.0.113.7")
    workflow.raise_objection(objection.publication, text=TEXT, source="203.0.113.8")


def test_answer_names_nobody(raised, people):
    """R-PUB-12"""
    objection, _code = raised
    with pytest.raises(RuleRefused):
        workflow.answer(objection, by=people.reviewer, answer="请联系13945312345", outcome="confirmed")


def test_answer_needs_the_right_and_is_given_once(raised, people, post_of, units):
    objection, _code = raised
    for post in (people.county_director, people.other_group, post_of("school", units.school)):
        with pytest.raises(Refused):
            workflow.answer(objection, by=post, answer="已核实", outcome="confirmed")
    workflow.answer(objection, by=people.author, answer="已核实", outcome="confirmed")
    with pytest.raises(MoveRefused):
        workflow.answer(objection, by=people.reviewer, answer="再答", outcome="confirmed")
