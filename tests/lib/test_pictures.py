import re

from accountability.states import CASE_MOVES, CaseState
from inspectorate.lib.pictures import state_picture


def test_every_state_and_every_move_is_drawn_once():
    svg = state_picture(dict(CaseState.choices), CASE_MOVES, CaseState.RECTIFYING)
    words = re.findall(r"<text[^>]*>([^<]+)</text>", svg)
    assert sorted(words) == sorted(str(state.label) for state in CaseState)
    assert svg.count("state-move") == sum(len(ends) for ends in CASE_MOVES.values())
    assert svg.count("state-now") == 1


def test_states_do_not_lie_on_each_other():
    svg = state_picture({"a": "甲", "b": "乙", "c": "丙", "d": "out of reach"}, {"a": {"b", "c"}, "b": {"a"}})
    places = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)"', svg)
    assert len(set(places)) == 4


def test_names_are_text_and_nothing_is_styled_inline():
    svg = state_picture({"a": "<script>"}, {"a": set()})
    assert "<script>" not in svg
    assert "style=" not in svg
