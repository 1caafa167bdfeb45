"""Two people act on the ledger at the same moment, on real connections: one number each, one winner (T49)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from inspectorate.trail.workflow import MoveRefused
from supervision import workflow
from supervision.models import Hazard, VisitProblem
from tests.stage import City

from .ledger import Ledger
from .visiting import Round

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]
WRITERS = 4


@pytest.fixture
def ledger(transactional_db):
    return Ledger(City())


def at_once(*acts):
    """Do all at once, each on a connection of its own; return what each gave or refused."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait()
            return act()
        except MoveRefused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return list(pool.map(run, acts))


def test_hazards_entered_at_once_are_numbered_without_gap_or_double(ledger):
    """R-SAFE-08."""
    at_once(*[ledger.entered] * WRITERS)
    assert list(Hazard.objects.order_by("number").values_list("number", flat=True)) == list(range(1, WRITERS + 1))


def test_problem_that_two_hand_over_makes_one_hazard(ledger):
    """R-VISIT-09."""
    visits = Round(ledger.city)
    problem = visits.filed(visits.found("danger")).problems.get()
    facts = {name: value for name, value in ledger.facts().items() if name not in {"school", "found_on", "found_by"}}

    def hand_over(post):
        return workflow.open_hazard(VisitProblem.objects.get(pk=problem.pk), by=post, **facts)

    said = at_once(lambda: hand_over(ledger.officer), lambda: hand_over(ledger.director))
    assert sorted(isinstance(one, MoveRefused) for one in said) == [False, True]
    assert Hazard.objects.count() == 1


def test_checked_by_two_at_once_counts_once(ledger):
    """R-SAFE-09: the second is told that it was checked."""
    hazard = ledger.reported(ledger.entered())

    def check(post, is_removed):
        row = ledger.again(hazard)
        return workflow.check_removal(row, by=post, is_removed=is_removed, note="查看", new_due_on=ledger.day(9))

    said = at_once(lambda: check(ledger.officer, True), lambda: check(ledger.director, False))
    assert sorted(isinstance(one, MoveRefused) for one in said) == [False, True]
    found = ledger.again(hazard)
    assert (found.state == "verified") == found.rounds.get().is_removed
