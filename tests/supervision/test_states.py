"""The move tables of the annual list and of inspections, pair by pair (T48)."""

import pytest

from supervision.states import EntryState, InspectionState, ProblemState, VisitState
from tests.moves import pairs, try_pair

from .visiting import Round

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("start", "to"), pairs(EntryState))
def test_entry_moves_are_those_of_the_table(walk, start, to):
    try_pair(walk.entry(), start, to)


@pytest.mark.parametrize(("start", "to"), pairs(InspectionState))
def test_inspection_moves_are_those_of_the_table(walk, start, to):
    try_pair(walk.opened(), start, to)


@pytest.mark.parametrize(("start", "to"), pairs(VisitState))
def test_visit_moves_are_those_of_the_table(stage, start, to):
    visit = Round(stage).filed()
    try_pair(visit, start, to)


@pytest.mark.parametrize(("start", "to"), pairs(ProblemState))
def test_problem_moves_are_those_of_the_table(stage, start, to):
    visits = Round(stage)
    try_pair(visits.filed(visits.found()).problems.get(), start, to)
