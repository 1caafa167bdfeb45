"""The move tables of the annual list and of inspections, pair by pair (T48)."""

import pytest

from supervision.states import EntryState, HazardState, InspectionState, ProblemState, VisitState
from tests.moves import pairs, try_pair
from tests.stage import Walk

from .ledger import Ledger

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def inspection(city):
    """An inspection that was opened from its entry; each test undoes what it does to them."""
    return Walk(city).opened()


@pytest.fixture(scope="module")
def visit(visits):
    """A filed visit with a problem."""
    return visits.filed(visits.found())


@pytest.fixture(scope="module")
def hazard(city):
    """A hazard of the ledger."""
    return Ledger(city).entered()


@pytest.mark.parametrize(("start", "to"), pairs(EntryState))
def test_entry_moves_are_those_of_the_table(inspection, start, to):
    try_pair(inspection.entry, start, to)


@pytest.mark.parametrize(("start", "to"), pairs(InspectionState))
def test_inspection_moves_are_those_of_the_table(inspection, start, to):
    try_pair(inspection, start, to)


@pytest.mark.parametrize(("start", "to"), pairs(VisitState))
def test_visit_moves_are_those_of_the_table(visit, start, to):
    try_pair(visit, start, to)


@pytest.mark.parametrize(("start", "to"), pairs(ProblemState))
def test_problem_moves_are_those_of_the_table(visit, start, to):
    try_pair(visit.problems.get(), start, to)


@pytest.mark.parametrize(("start", "to"), pairs(HazardState))
def test_hazard_moves_are_those_of_the_table(hazard, start, to):
    """R-SAFE-09: nothing is struck off that was not verified."""
    try_pair(hazard, start, to, closed_on=hazard.found_on, closed_by=hazard.entered_by)
