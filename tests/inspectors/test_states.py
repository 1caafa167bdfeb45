"""Every allowed move passes, every other one is refused and changes nothing."""
from datetime import date
from itertools import product

import pytest

from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, move
from inspectors.models import Candidacy, Inspector, Objection, Posting, RecusalDecision, Term, TrainingRecord
from inspectors.states import (
    CANDIDACY_MOVES,
    INSPECTOR_MOVES,
    OBJECTION_MOVES,
    RECORD_MOVES,
    RECUSAL_MOVES,
    TERM_MOVES,
    CandidacyState,
    InspectorState,
    ObjectionState,
    RecordState,
    RecusalState,
    TermState,
)
from tests.inspectors.people import PROFILE, enlist

TABLES = {
    Inspector: (InspectorState, INSPECTOR_MOVES),
    Term: (TermState, TERM_MOVES),
    RecusalDecision: (RecusalState, RECUSAL_MOVES),
    Candidacy: (CandidacyState, CANDIDACY_MOVES),
    Objection: (ObjectionState, OBJECTION_MOVES),
    TrainingRecord: (RecordState, RECORD_MOVES),
}
PAIRS = [(model, a, b) for model, (states, _moves) in TABLES.items() for a, b in product(states, states)]


def candidate(office, user, state):
    posting = Posting.objects.create(
        office=office, posted_on=date(2025, 1, 2), ends_on=date(2025, 1, 13), objection_phone="1", posted_by=user,
        **office.scope,
    )
    return Candidacy.objects.create(
        name="候选人", office=office, recommended_by=user, recommended_on=date(2025, 1, 1), recommending_unit="某校",
        posting=posting, state=state, **PROFILE, **office.scope,
    )


def row(model, state, office, school, user):
    """One row of the model in a state."""
    scope = office.scope
    if model is Candidacy:
        return candidate(office, user, state)
    if model is Objection:
        return Objection.objects.create(
            candidacy=candidate(office, user, "posted"), received_on=date(2025, 1, 3), content="x", state=state, **scope
        )
    inspector = enlist(office, in_term=False, certified=False)
    if model is Inspector:
        Inspector.objects.update(state=state)
        inspector.refresh_from_db()
        return inspector
    if model is Term:
        return Term.objects.create(
            inspector=inspector, starts_on=date(2025, 1, 1), ends_on=date(2027, 12, 31), letter_number="1", state=state,
            **scope,
        )
    if model is TrainingRecord:
        return TrainingRecord.objects.create(
            inspector=inspector, title="x", mode="online", hours=1, completed_on=date(2025, 1, 1), state=state, **scope
        )
    return RecusalDecision.objects.create(
        inspector=inspector, organization=school, requester="unit", requested_by=user, requested_on=date(2025, 1, 1),
        ground="x", state=state, decided_by=user, decided_on=date(2025, 1, 2), **scope,
    )


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0].__name__}-{pair[1]}-{pair[2]}")
def test_move_follows_the_table(pair, office, school, director):
    """R-ROST-04, R-RECUSE-03, R-TERM-01."""
    model, start, to = pair
    obj = row(model, start, office, school, director.user)
    allowed = TABLES[model][1]
    if to in allowed[start]:
        move(obj, to, by=director, verb="test")
    else:
        with pytest.raises(MoveRefused):
            move(obj, to, by=director, verb="test")
        assert not Event.objects.of(obj).exists()
    assert model.objects.get(pk=obj.pk).state == (to if to in allowed[start] else start)


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_table_names_every_state(model):
    states, moves = TABLES[model]
    assert set(moves) == set(states)
    assert model.MOVES is moves
