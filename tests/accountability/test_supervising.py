"""Supervise notices: proposed by the clock or an officer, decided by whoever signs, complied with item by item."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accountability import jobs, workflow
from accountability.models import SuperviseNotice
from inspectorate.documents import workflow as papers
from inspectorate.duties.models import Duty
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused

from .chain import at, bind, owed
from .conftest import TODAY

pytestmark = pytest.mark.django_db
NEW = TODAY + timedelta(days=15)


@pytest.fixture
def case(bare):
    """A case with an item that is late and one that failed its re-check."""
    case = bare.case("rectifying", letter_received_on=TODAY)
    bare.item(case, due=-1)
    bare.item(case, "failed")
    return case


@pytest.fixture
def notice(bare, case):
    """A proposed notice about both."""
    return bare.notice(list(case.items.all()), new_due_on=NEW)


def test_clock_proposes_once_for_what_is_left_undone(case):
    """R-ACC-07: overdue and failed items in one proposal; run again it writes nothing (T58)."""
    assert jobs.propose_notices() == 1
    before = Event.objects.count()
    assert jobs.propose_notices() == 0
    notice = case.supervise_notices.get()
    assert (notice.proposed_by, notice.items.count(), notice.state) == (None, 2, "proposed")
    assert Event.objects.count() == before


def test_clock_leaves_what_is_in_time_alone(bare):
    """R-ACC-07: not before the day is past, not after the report."""
    case = bare.case("rectifying", letter_received_on=TODAY)
    bare.item(case, due=0)
    bare.item(case, "reported", due=-5)
    assert jobs.propose_notices() == 0


def test_clock_does_not_stop_at_a_refusal(bare, case, monkeypatch):
    """R-ACC-07: one case that refuses does not keep the others waiting."""
    other = bare.case("rectifying", letter_received_on=TODAY)
    bare.item(other, due=-1)
    propose = workflow.propose_notice

    def moody(one, **facts):
        if one == case:
            raise RuleRefused("nein")
        return propose(one, **facts)

    monkeypatch.setattr(workflow, "propose_notice", moody)
    assert jobs.propose_notices() == 1
    assert SuperviseNotice.objects.get().case == other


def test_one_open_notice_a_case(case, notice, city):
    """R-ACC-07: a second proposal waits until the first is complied with or withdrawn."""
    items = list(case.items.all())
    with pytest.raises(RuleRefused) as refused:
        workflow.propose_notice(case, by=city.officer, items=items, reason="一")
    assert refused.value.rule == "R-ACC-07"
    workflow.withdraw_notice(notice, by=city.officer, note="重复")
    assert workflow.propose_notice(case, by=city.officer, items=items, reason="一").state == "proposed"


@pytest.mark.parametrize("state", ["pending", "reported", "closed", None])
def test_only_items_left_undone_are_supervised(bare, city, state):
    """R-ACC-07: nothing in time, nothing done, and not nothing at all."""
    items = [bare.item(state=state)] if state else []
    case = items[0].case if items else bare.case()
    with pytest.raises(RuleRefused):
        workflow.propose_notice(case, by=city.officer, items=items, reason="一")


def test_proposal_has_the_areas_date(case, city):
    """R-ACC-07: the new date is proposed by the rulebook, not by the code."""
    bind(city.area, "R-ACC-07.proposed", 4)
    notice = workflow.propose_notice(case, by=city.officer, items=list(case.items.all()), reason="一")
    assert notice.new_due_on == TODAY + timedelta(days=4)


def test_new_date_lies_in_the_future(notice, city):
    """R-ACC-07: an order to finish by a day that is past orders nothing."""
    with pytest.raises(RuleRefused):
        workflow.draft_supervise_notice(notice, by=city.officer, new_due_on=TODAY, reason="一")


def passed(notice, city):
    """Bring the notice's document to its issue."""
    document = workflow.draft_supervise_notice(notice, by=city.officer, new_due_on=NEW, reason="逾期")
    papers.submit(document, by=city.officer)
    papers.sign(document, by=city.director)
    return papers.issue(document, by=city.secretary)


def test_signer_is_the_one_who_decided(notice, city):
    """R-ACC-07: the page names the signatory, not the secretary who gave the number; each item counts."""
    passed(notice, city)
    notice.refresh_from_db()
    assert (notice.state, notice.approved_by) == ("issued", city.director.user)
    assert set(notice.items.values_list("supervise_notices", flat=True)) == {1}


def test_copy_received_by_the_superior_moves_nothing(notice, city):
    """R-ACC-06: the superior has a copy; only the unit's receipt serves the notice."""
    document = passed(notice, city)
    sent = {one.to: one for one in papers.dispatch_all(document, by=city.secretary)}
    papers.receive(sent[city.county_bureau], by=city.secretary)
    notice.refresh_from_db()
    assert notice.state == "issued"
    papers.receive(sent[city.school], by=city.head)
    notice.refresh_from_db()
    assert notice.state == "served"


def test_service_sets_the_new_date(notice, city):
    """R-ACC-07: the unit owes completion, and its items carry the new date."""
    SuperviseNotice.objects.filter(pk=notice.pk).update(state="issued")
    notice.refresh_from_db()
    workflow.serve_supervise_notice(notice, by=city.head, on=TODAY)
    assert owed(notice) == ["comply"]
    assert Duty.objects.of(notice).get().holder == city.school
    assert set(notice.items.values_list("due_on", flat=True)) == {NEW}


def test_notice_is_complied_with_when_all_its_items_are_closed(bare, notice, city):
    """R-ACC-07: with the last item, not with the first; then nothing is owed for it."""
    SuperviseNotice.objects.filter(pk=notice.pk).update(state="served")
    states = []
    for item in notice.items.all():
        type(item).objects.filter(pk=item.pk).update(state="passed")
        item.refresh_from_db()
        workflow.close_out(item, by=city.director)
        notice.refresh_from_db()
        states.append(notice.state)
    assert (states, owed(notice)) == (["served", "answered"], [])


def test_notice_served_after_the_close_out_owes_nothing(bare, city):
    """R-ACC-07: what was finished while the notice was on its way stays finished."""
    item = bare.item(bare.case("cleared", letter_received_on=TODAY), "closed")
    notice = bare.notice([item], state="issued", new_due_on=NEW)
    workflow.serve_supervise_notice(notice, by=city.head, on=TODAY)
    assert (notice.state, owed(notice)) == ("answered", [])


def test_notice_on_its_way_is_not_withdrawn(notice, city):
    passed(notice, city)
    notice.refresh_from_db()
    with pytest.raises(MoveRefused):
        workflow.withdraw_notice(notice, by=city.officer, note="一")


def test_notice_is_drafted_from_its_proposal_only(bare, case, city):
    """R-ACC-07"""
    notice = bare.notice(list(case.items.all()), state="served")
    with pytest.raises(RuleRefused):
        workflow.draft_supervise_notice(notice, by=city.officer, new_due_on=NEW, reason="一")


def test_overdue_items_are_proposed_the_day_after(bare):
    """R-ACC-07: the clock's day is the office's day."""
    item = bare.item(due=3)
    for days, made in ((3, 0), (4, 1)):
        with at(TODAY + timedelta(days=days)):
            assert jobs.propose_notices(timezone.localdate()) == made
    assert item.notices.count() == 1
