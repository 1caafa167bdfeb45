"""Keep figures of small groups from being read or computed back from a total (T91)."""
from collections.abc import Sequence


def hidden_groups(sizes: Sequence[int], floor: int) -> set[int]:
    """Return the places of the groups whose figures must not be shown although their total is known.

    Groups below `floor` are hidden; one hidden group alone would follow from the total, and so would a sum below
    `floor`, so the next smallest groups are hidden with them.
    """
    hidden = {place for place, size in enumerate(sizes) if 0 < size < floor}
    if not hidden:
        return hidden
    others = sorted((size, place) for place, size in enumerate(sizes) if place not in hidden and size > 0)
    for _size, place in others:
        if len(hidden) > 1 and sum(sizes[item] for item in hidden) >= floor:
            break
        hidden.add(place)
    return hidden
