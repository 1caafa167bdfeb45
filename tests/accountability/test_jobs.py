"""What the clock does with windows that end; run twice or late it writes nothing more."""

from datetime import timedelta

import pytest

from accountability import jobs, workflow
from accountability.models import Case
from inspectorate.publication.workflow import release, review, submit
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused

from .chain import at, owed
from .conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(bare, city):
    """A case in its defence window."""
    case = bare.case("feedback_given", problems=1, defence_due_on=TODAY + timedelta(days=9))
    return workflow.receive_opinion(case, by=city.head, on=TODAY)


def test_window_is_closed_on_the_day_after_its_last(case):
    """R-INS-16, T58: the last day counts whole; nothing is owed afterwards, and a second run finds nothing."""
    with at(case.defence_due_on, hour=23):
        assert jobs.close_ended_windows() == 0
    with at(case.defence_due_on + timedelta(days=1)):
        assert jobs.close_ended_windows() == 1
        before = Event.objects.count()
        assert jobs.close_ended_windows() == 0
    case.refresh_from_db()
    assert (case.state, owed(case), Event.objects.count()) == ("defence_closed", [], before)
    assert Event.objects.of(case).last().actor_id is None


def test_stated_defence_is_left_to_people(case, city):
    """R-INS-17: the clock answers no points."""
    workflow.submit_defence(case, by=city.head, statement="申辩", arguments=[])
    with at(case.defence_due_on + timedelta(days=1)):
        assert jobs.close_ended_windows() == 0


def test_one_refusal_does_not_stop_the_others(bare, case, monkeypatch):
    """T58: a defence that came in the same minute keeps its own window only."""
    other = bare.case("defence_open", defence_due_on=TODAY - timedelta(days=1))
    close = workflow.close_defence

    def moody(one, **facts):
        if one == case:
            raise MoveRefused("nein")
        return close(one, **facts)

    monkeypatch.setattr(workflow, "close_defence", moody)
    with at(case.defence_due_on + timedelta(days=1)):
        assert jobs.close_ended_windows() == 1
    assert Case.objects.get(pk=other.pk).state == "defence_closed"


def test_release_of_the_public_version_publishes_the_report(bare, city):
    """R-INS-24: the report learns that its copy is out; its correction moves nothing."""
    report = bare.report(state="filed", submitted_on=TODAY)
    publication = workflow.propose_publication(report, by=city.officer)
    submit(publication, by=city.officer)
    review(publication, by=city.secretary, conclusion="cleared")
    release(publication, by=city.director)
    report.refresh_from_db()
    assert report.state == "published"
