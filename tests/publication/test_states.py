"""Every pair of states: the table's moves pass, all others are refused and change nothing."""
from itertools import product

import pytest

from inspectorate.publication.models import Objection, Publication
from inspectorate.publication.states import (
    CONCLUSION_STATES,
    OBJECTION_MOVES,
    ONCE_PUBLIC_STATES,
    PENDING_STATES,
    PUBLICATION_MOVES,
    Conclusion,
    ObjectionState,
    PublicationState,
)
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, move

FACTS = {"released_at": "2026-01-05T00:00+08:00", "sha256": "0" * 64}


@pytest.fixture
def in_state(draft, people):
    """Put a publication into a state past all verbs."""

    def make(state):
        publication = draft()
        facts = FACTS if state == PublicationState.RELEASED else {}
        Publication.objects.filter(pk=publication.pk).update(state=state, reviewer=people.reviewer.user, **facts)
        publication.refresh_from_db()
        return publication

    return make


@pytest.mark.parametrize(("start", "end"), list(product(PublicationState, PublicationState)))
def test_publication_moves_by_the_table_only(in_state, people, start, end):
    """R-PUB-03"""
    publication = in_state(start)
    events = Event.objects.of(publication).count()
    if end in PUBLICATION_MOVES[start]:
        move(publication, end, by=people.reviewer, verb="test", **(FACTS if end == PublicationState.RELEASED else {}))
    else:
        with pytest.raises(MoveRefused):
            move(publication, end, by=people.reviewer, verb="test")
    publication.refresh_from_db()
    is_moved = end in PUBLICATION_MOVES[start]
    assert publication.state == (end if is_moved else start)
    assert Event.objects.of(publication).count() == events + is_moved


@pytest.mark.parametrize(("start", "end"), list(product(ObjectionState, ObjectionState)))
def test_objection_moves_by_the_table_only(released, people, start, end):
    publication = released()
    objection = Objection.objects.create(
        publication=publication, owner=publication.owner, title="x", text="x", code_sha256="1", due_on="2026-01-01",
        state=start, **publication.scope,
    )
    if end in OBJECTION_MOVES[start]:
        move(objection, end, by=people.reviewer, verb="test")
    else:
        with pytest.raises(MoveRefused):
            move(objection, end, by=people.reviewer, verb="test")
    objection.refresh_from_db()
    assert objection.state == (end if end in OBJECTION_MOVES[start] else start)


def test_every_state_stands_in_the_table():
    assert set(PUBLICATION_MOVES) == set(PublicationState)
    assert set(OBJECTION_MOVES) == set(ObjectionState)


def test_only_released_leads_to_the_states_after_it():
    """T89: nothing reaches the public but by release, and release is reached from a cleared state only."""
    before = {state for state, targets in PUBLICATION_MOVES.items() if PublicationState.RELEASED in targets}
    assert before == {PublicationState.CLEARED, PublicationState.CLEARED_WITH_REDACTION}
    for state in set(ONCE_PUBLIC_STATES) - {PublicationState.RELEASED}:
        assert {start for start, ends in PUBLICATION_MOVES.items() if state in ends} == {PublicationState.RELEASED}


def test_every_conclusion_is_a_move_out_of_review():
    assert set(CONCLUSION_STATES) == set(Conclusion)
    assert set(CONCLUSION_STATES.values()) == PUBLICATION_MOVES[PublicationState.IN_REVIEW]


def test_what_is_pending_can_still_reach_release():
    assert PublicationState.REFUSED not in PENDING_STATES
    assert set(PENDING_STATES).isdisjoint(ONCE_PUBLIC_STATES)
