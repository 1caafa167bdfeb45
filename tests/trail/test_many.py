"""record_many() and move_many(): many events, chained as if written one by one, at a constant cost a batch."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspectorate.duties.models import Duty
from inspectorate.duties.states import DutyState
from inspectorate.register.models import Area, Organization
from inspectorate.trail import jobs
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import BATCH, MoveRefused, batches, move, move_many, record, record_many
from tests.duties.conftest import owe as owe


def units(count):
    area = Area.objects.create(code="231000", name="牡丹江市", level="city")
    rows = (Organization(name=f"单位{n}", kind="department", area=area, **area.scope) for n in range(count))
    return Organization.objects.bulk_create(rows)


@pytest.mark.django_db
class TestRecording:
    """Many rows, one act."""

    def test_chains_go_on_where_they_stood(self):
        """T79: single and set-based events in one chain, no fault in the walk."""
        rows = units(3)
        record(rows[0], "edit", by=None)
        assert record_many(rows, "count", note=str, payload=lambda row: {"pk": row.pk}) == 3
        record(rows[0], "edit", by=None)
        assert [event.sequence for event in Event.objects.of(rows[0])] == [1, 2, 3]
        event = Event.objects.of(rows[1]).get()
        assert (event.note, event.payload, event.actor_name) == ("单位1", {"pk": rows[1].pk}, "Clock")
        assert list(jobs.verify()) == []

    def test_actor_is_named_on_every_event(self, stage):
        record_many([stage.school, stage.office], "count", by=stage.officer)
        assert set(Event.objects.filter(verb="count").values_list("post_id", flat=True)) == {stage.officer.pk}

    def test_row_named_twice_gets_two_events(self):
        (row,) = units(1)
        assert record_many([row, row], "count") == 2
        assert list(jobs.verify()) == []

    @pytest.mark.parametrize("count", [2, BATCH])
    def test_batch_costs_the_same_for_two_rows_and_for_a_thousand(self, count):
        rows = units(count)
        record_many(rows[:1], "count")
        with CaptureQueriesContext(connection) as queries:
            record_many(rows, "count")
        assert len(queries) == 6

    def test_nothing_is_nothing(self):
        assert (record_many([], "count"), list(batches([]))) == (0, [])


@pytest.mark.django_db
class TestMoving:
    """Many rows of one state."""

    def test_rows_moved_meanwhile_are_left_out(self, owe):
        rows = [owe(), owe()]
        move(rows[0], DutyState.CANCELLED, by=None, verb="cancel_duty")
        assert move_many(Duty.objects.open(), DutyState.WAIVED, verb="waive_duty", note="一") == 1
        event = Event.objects.of(rows[1]).last()
        assert (event.from_state, event.to_state, event.note) == ("open", "waived", "一")

    def test_move_that_the_table_forbids_is_refused(self, owe):
        move(owe(), DutyState.MET, by=None, verb="meet_duty")
        before = Event.objects.count()
        with pytest.raises(MoveRefused):
            move_many(Duty.objects.all(), DutyState.OPEN, verb="reopen")
        assert (Duty.objects.get().state, Event.objects.count()) == (DutyState.MET, before)

    def test_rows_of_two_states_are_no_one_move(self, owe):
        move(owe(), DutyState.MET, by=None, verb="meet_duty")
        owe()
        with pytest.raises(ValueError, match="one state"):
            move_many(Duty.objects.all(), DutyState.CANCELLED, verb="cancel_duty")


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_writers_at_once_make_one_valid_chain_each(transactional_db):
    """T45, T79: three writers over the same rows in different orders, on real connections."""
    rows, start = units(40), Barrier(3)

    def write(mine):
        try:
            start.wait()
            for _round in range(3):
                record_many(mine, "count")
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=3) as pool:
        for run in [pool.submit(write, mine) for mine in (rows, rows[::-1], rows[::2] + rows[1::2])]:
            run.result()
    assert Event.objects.filter(verb="count").count() == 40 * 9
    assert list(jobs.verify()) == []
