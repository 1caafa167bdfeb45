"""Every pair of states of a model is tried: allowed pairs pass, all others are refused and change nothing."""

from itertools import product

import pytest

from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, move


def pairs(states):
    """Return all pairs of states for parametrisation."""
    return [pytest.param(a, b, id=f"{a}-{b}") for a, b in product(states, repeat=2)]


def try_pair(row, start, to, **needed):
    """Put a row into `start` and try to move it to `to`; `needed` holds columns that constraints ask for."""
    model = type(row)
    model._base_manager.filter(pk=row.pk).update(state=start, **needed)
    row = model._base_manager.get(pk=row.pk)
    before = Event.objects.of(row).count()
    if to in model.MOVES[start]:
        move(row, to, by=None, verb="test")
        assert model._base_manager.get(pk=row.pk).state == to
        assert Event.objects.of(row).count() == before + 1
    else:
        with pytest.raises(MoveRefused):
            move(row, to, by=None, verb="test")
        assert model._base_manager.get(pk=row.pk).state == start
        assert Event.objects.of(row).count() == before
