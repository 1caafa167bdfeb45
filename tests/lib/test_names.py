"""Names are found whatever the width, case or spacing."""
from hypothesis import given
from hypothesis import strategies as st

from inspectorate.lib.names import grams, normal


def test_width_case_spaces_and_punctuation_make_no_difference():
    assert normal("第 三 小学（ＡＢ－１）") == normal("第三小学(ab-1)") == "第三小学ab1"


@given(
    text=st.text("第三小学实验中心幼儿园ab1", min_size=1, max_size=30),
    start=st.integers(0, 29),
    length=st.integers(1, 8),
)
def test_pieces_of_a_part_are_pieces_of_the_whole(text, start, length):
    part = normal(text)[start : start + length]
    assert grams(part, asked=True) <= grams(normal(text))


def test_single_character_is_asked_as_such():
    assert grams("三", asked=True) == {"三"}
    assert grams("第三", asked=True) == {"第三"}
