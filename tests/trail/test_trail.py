"""The trail finds a changed, removed, inserted and swapped event; the database forbids change and removal (T79)."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection, transaction
from django.utils import timezone

from inspectorate.register.models import Area, Organization
from inspectorate.trail import jobs
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import once, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def units(db):
    """Two subjects with five events each."""
    area = Area.objects.create(code="231000", name="牡丹江市", level="city")
    rows = [Organization.objects.create(name=name, kind="department", area=area, **area.scope) for name in ("甲", "乙")]
    for number in range(5):
        for row in rows:
            record(row, "edit", by=None, note=f"第{number}次", number=number)
    return rows


@pytest.fixture
def tamper():
    """Run SQL as somebody who has taken the triggers off."""

    def run(sql, *values):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE trail_event DISABLE TRIGGER USER")
            cursor.execute(sql, values)
            cursor.execute("ALTER TABLE trail_event ENABLE TRIGGER USER")

    return run


def kinds():
    return {fault.kind for fault in jobs.verify()}


def test_whole_trail_has_no_fault(units):
    assert kinds() == set()


def test_changed_event_is_found(units, tamper):
    tamper("UPDATE trail_event SET note = '改' WHERE id = %s", Event.objects.of(units[0])[2].pk)
    assert kinds() == {"changed"}


def test_removed_event_is_found(units, tamper):
    tamper("DELETE FROM trail_event WHERE id = %s", Event.objects.of(units[0])[2].pk)
    assert "removed" in kinds()


def test_removed_last_event_is_found(units, tamper):
    tamper("DELETE FROM trail_event WHERE id = %s", Event.objects.of(units[0]).last().pk)
    assert kinds() == {"head"}


def test_removed_subject_is_found(units, tamper):
    tamper("DELETE FROM trail_event WHERE subject_id = %s", units[1].pk)
    assert "removed" in kinds()


def test_inserted_event_is_found(units):
    last = Event.objects.of(units[0]).last()
    last.pk, last.sequence, last.note = None, last.sequence + 1, "塞入"
    last.save(force_insert=True)
    assert {"inserted", "changed"} <= kinds()


def test_swapped_events_are_found(units, tamper):
    first, second = Event.objects.of(units[0])[1:3]
    tamper("UPDATE trail_event SET sequence = 99 WHERE id = %s", first.pk)
    tamper("UPDATE trail_event SET sequence = %s WHERE id = %s", first.sequence, second.pk)
    tamper("UPDATE trail_event SET sequence = %s WHERE id = %s", second.sequence, first.pk)
    assert {"inserted", "changed"} <= kinds()


def test_rewritten_chain_breaks_its_seal(units, tamper):
    """A whole chain computed anew fits itself, but not the seal made before."""
    jobs.seal(timezone.now() + timedelta(hours=1))
    event = Event.objects.of(units[0]).last()
    event.note = "改"
    tamper("UPDATE trail_event SET note = '改', hash = %s WHERE id = %s", event.compute_hash(), event.pk)
    tamper("UPDATE trail_head SET hash = %s WHERE subject_id = %s", event.compute_hash(), units[0].pk)
    assert kinds() == {"seal"}


def test_database_forbids_change_and_removal(units):
    for act in (lambda: Event.objects.update(note="改"), lambda: Event.objects.all().delete()):
        with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
            act()


def test_command_fails_on_a_fault(units, tamper, capsys):
    call_command("trail", "verify")
    assert "whole" in capsys.readouterr().out
    tamper("UPDATE trail_event SET note = '改'")
    with pytest.raises(CommandError, match="faults"):
        call_command("trail", "verify")


def test_form_key_is_claimed_once():
    assert once("a")
    assert not once("a")
