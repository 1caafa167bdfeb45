"""move() and record(): one winner, all or nothing, in the office's language."""

import re

import pytest
import structlog
from django.db import IntegrityError, transaction
from django.utils import formats, timezone, translation
from django.utils.translation import gettext_lazy

from inspectorate.duties.models import Duty
from inspectorate.duties.states import DutyState
from inspectorate.trail.models import Event, Head
from inspectorate.trail.workflow import MoveRefused, move, once, record
from tests.duties.conftest import owe as owe

pytestmark = pytest.mark.django_db


def count():
    return Event.objects.count(), Head.objects.count()


def test_move_writes_state_columns_and_event_together(stage, owe):
    duty, today = owe(), timezone.localdate()
    event = move(duty, DutyState.MET, by=stage.officer, verb="meet_duty", note="已报", payload={"a": 1}, met_on=today)
    stored = Duty.objects.get()
    assert (stored.state, stored.met_on) == (duty.state, duty.met_on) == (DutyState.MET, today)
    assert (event.from_state, event.to_state, event.note, event.payload) == ("open", "met", "已报", {"a": 1})
    assert (event.actor, event.post_id) == (stage.officer.user, stage.officer.pk)
    assert event.actor_name.startswith("督学组干事 (")


def test_loser_of_a_race_is_told_who_was_faster_when_and_what(stage, owe):
    """T45: both hold the row as it was; one wins."""
    duty = owe()
    rival = Duty.objects.get()
    won = move(rival, DutyState.WAIVED, by=stage.director, verb="waive_duty")
    before = count()
    with pytest.raises(MoveRefused) as refused:
        move(duty, DutyState.MET, by=stage.officer, verb="meet_duty", met_on=timezone.localdate())
    when = formats.date_format(timezone.localtime(won.at), "DATETIME_FORMAT")
    assert all(part in str(refused.value) for part in (stage.director.actor_name, when, str(DutyState.WAIVED.label)))
    assert refused.value.event == won
    assert (duty.state, duty.met_on, count()) == (DutyState.OPEN, None, before)


def test_move_that_the_table_forbids_changes_and_writes_nothing(stage, owe):
    duty = owe()
    move(duty, DutyState.MET, by=None, verb="meet_duty", met_on=timezone.localdate())
    before = count()
    with pytest.raises(MoveRefused):
        move(duty, DutyState.OPEN, by=stage.officer, verb="reopen", met_on=None)
    assert count() == before
    assert Duty.objects.get().met_on is not None


def test_change_that_the_database_refuses_takes_the_move_back(stage, owe):
    """All or nothing: no state without its columns, no event without either, no half-changed object in memory."""
    duty = owe()
    before = count()
    with pytest.raises(IntegrityError), transaction.atomic():
        move(duty, DutyState.MET, by=stage.officer, verb="meet_duty", due_on=duty.trigger_on.replace(year=2020))
    assert (duty.state, Duty.objects.get().state, count()) == (DutyState.OPEN, DutyState.OPEN, before)


def test_act_of_the_clock_is_told_in_the_readers_language(owe):
    duty = owe()
    move(duty, DutyState.CANCELLED, by=None, verb="cancel_duty")
    assert Event.objects.of(duty).last().actor_name == "Clock"
    for language, word in (("en", "Clock"), ("zh-hans", "系统定时")):
        with translation.override(language), pytest.raises(MoveRefused, match=re.escape(word)):
            move(Duty.objects.get(), DutyState.MET, by=None, verb="meet_duty")


def test_refusal_without_any_event_still_names_the_state(owe):
    duty = owe()
    Duty.objects.update(state=DutyState.MET)
    with translation.override("en"), pytest.raises(MoveRefused, match="Done"):
        move(Duty.objects.get(pk=duty.pk), DutyState.OPEN, by=None, verb="reopen")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_is_stored_is_in_the_offices_language(stage, owe, language):
    """An English reader's act leaves Chinese in the file: note, role of the actor, moves alike."""
    duty = owe()
    with translation.override(language):
        noted = record(duty, "note", by=stage.director, note=gettext_lazy("late"))
        moved = move(duty, DutyState.MET, by=stage.director, verb="meet_duty", note=gettext_lazy("late"))
    assert (noted.note, moved.note) == ("逾期", "逾期")
    assert noted.actor_name == "主任 (办公室主任, 市教育督导办)"


def test_record_keeps_the_state_and_where_the_act_came_from(owe):
    duty = owe()
    with structlog.contextvars.bound_contextvars(ip="10.1.2.3"):
        event = record(duty, "read", by=None, pages=3)
    assert (event.to_state, event.from_state, event.source, event.payload) == ("open", "", "10.1.2.3", {"pages": 3})


def test_each_event_follows_the_one_before_it(owe):
    duty = owe()
    record(duty, "read", by=None)
    first, second = Event.objects.of(duty)
    assert (first.sequence, second.sequence, second.previous_hash) == (1, 2, first.hash)
    assert Head.objects.get(subject_id=duty.pk, subject_type=first.subject_type).hash == second.hash


def test_key_of_a_form_counts_once_and_only_with_its_act():
    """T44: a second sending has no effect; where the first failed, the same form may be sent again."""
    with transaction.atomic():
        assert once("form")
        transaction.set_rollback(True)
    assert once("form")
    assert not once("form")
    assert once("another form")
