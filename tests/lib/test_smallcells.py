"""Figures of small groups cannot be read or computed back (T91)."""
from hypothesis import given, settings
from hypothesis import strategies as st

from inspectorate.lib.smallcells import hidden_groups


@settings(max_examples=1000, deadline=None)
@given(sizes=st.lists(st.integers(0, 60), max_size=8), floor=st.integers(1, 15))
def test_no_group_below_the_floor_can_be_recovered(sizes, floor):
    """T91: the total is known, so what is hidden must be two groups at least and sum up to the floor, or be all."""
    hidden = hidden_groups(sizes, floor)
    assert all(place in hidden for place, size in enumerate(sizes) if 0 < size < floor)
    rest = [place for place, size in enumerate(sizes) if size and place not in hidden]
    if hidden and rest:
        assert len(hidden) > 1
        assert sum(sizes[place] for place in hidden) >= floor


def test_large_groups_are_all_shown():
    assert hidden_groups([40, 12, 10], 10) == set()


def test_next_smallest_group_is_hidden_with_a_single_small_one():
    assert hidden_groups([40, 4, 12], 10) == {1, 2}
