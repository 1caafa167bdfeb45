"""The ladder that prepares and never decides: notice, interview, circular, each waiting for a named approver."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accountability import jobs, workflow
from accountability.models import SuperviseNotice
from inspectorate.documents.models import Dispatch, Document
from inspectorate.register.models import Organization
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import RuleRefused
from tests.client import signed_in

from .chain import at, bind
from .conftest import TODAY

pytestmark = pytest.mark.django_db
LADDER = (jobs.propose_notices, jobs.propose_interviews, jobs.propose_circulars)


def day(number):
    return TODAY + timedelta(days=number)


def look(number):
    """What the clock prepares on a day, rung by rung."""
    with at(day(number)):
        return [job() for job in LADDER]


@pytest.fixture
def undone(bare):
    """A case whose item has been late since yesterday."""
    case = bare.case("rectifying", letter_received_on=TODAY)
    bare.item(case, due=-1)
    return case


def climb(case, **facts):
    """A served notice on a case, whose date has just passed."""
    notice = SuperviseNotice.objects.create(
        case=case, reason="一", state="served", proposed_on=day(-20), served_on=day(-18), new_due_on=day(-1),
        **{**case.filing, **facts},
    )  # fmt: skip
    notice.items.set(case.items.all())
    return notice


# Left alone.


@pytest.mark.parametrize("target", ["school", "county", "finance"])
def test_case_left_alone_for_sixty_days(bare, city, target):
    """R-ACC-07, R-ACC-10, R-ACC-15: notice, interview and circular lie prepared, once each; nothing left the office."""
    case = bare.case("rectifying", unit=getattr(city, target), letter_received_on=TODAY)
    bare.item(case, due=0)
    prepared = {number: made for number in range(61) if any(made := look(number))}
    # overdue on day 1; fifteen days without a decision are over on day 17; the interview's on day 33
    assert prepared == {1: [1, 0, 0], 17: [0, 1, 0], 33: [0, 0, 1]}
    rungs = [*case.supervise_notices.all(), *case.interviews.all(), *case.circulars.all()]
    assert [(row.state, row.proposed_by, row.approved_by) for row in rungs] == [("proposed", None, None)] * 3
    assert (Document.objects.count(), Dispatch.objects.count()) == (0, 0)


def test_second_look_changes_nothing(undone):
    """T58: twice a day, or by two clocks: one proposal, one event."""
    for number in (0, 20, 40):
        look(number)
        events = Event.objects.count()
        assert look(number) == [0, 0, 0]
        assert Event.objects.count() == events


def test_late_clock_prepares_the_rungs_one_by_one(undone):
    """T67: after sixty days of downtime the notice comes first; the others have their time after it."""
    assert look(60) == [1, 0, 0]
    assert look(77) == [0, 0, 0]  # fifteen days end on Saturday 16 May, rolled to Monday
    assert look(78) == [0, 1, 0]


def test_prepared_rung_says_that_the_one_before_was_not_decided(undone):
    """R-ACC-10: the approver reads what nobody did."""
    look(0)
    look(16)
    look(32)
    notice, interview, circular = undone.supervise_notices.get(), undone.interviews.get(), undone.circulars.get()
    assert "2026" in interview.reason
    assert interview.reason != notice.reason
    assert "1" in circular.facts
    assert interview.grounds == ["unfinished"]


# The ordinary way.


def test_interview_follows_the_date_of_a_served_notice(undone):
    """R-ACC-07, R-ACC-10: five working days after the notice's own date (Sunday 1 March): Friday 6; then on the 7th."""
    climb(undone)
    assert [look(number)[1] for number in (0, 4, 5)] == [0, 0, 1]
    assert undone.interviews.get().proposed_by is None


@pytest.mark.parametrize("state", ["held", "recorded", "closed"])
def test_circular_follows_an_interview_that_changed_nothing(bare, undone, state):
    """R-ACC-15: fifteen days after it was held."""
    climb(undone)
    bare.interview(undone, state=state, held_on=TODAY, proposed_on=day(-10))
    assert [look(number)[2] for number in (15, 16, 17)] == [0, 1, 0]


def test_circular_follows_an_interview_nobody_came_to(bare, undone):
    """R-ACC-15: announced for today, never held."""
    climb(undone)
    bare.interview(undone, state="notified", planned_at=timezone.now(), proposed_on=day(-10))
    assert [look(number)[2] for number in (15, 16)] == [0, 1]


def test_waiting_times_are_the_area_s(undone, city):
    """R-ACC-10, R-ACC-15: dated settings, none in code; without one the rung is left out."""
    bind(city.area, "OFFICE.interview_undecided", 3)
    bind(city.area, "OFFICE.circular_undecided", None)
    assert [look(number) for number in (0, 3, 4, 60)] == [[1, 0, 0], [0, 0, 0], [0, 1, 0], [0, 0, 0]]


# Where it stops.


@pytest.mark.parametrize("state", ["reported", "passed", "closed"])
def test_nothing_is_prepared_once_all_is_reported_or_closed(bare, undone, state):
    """R-ACC-10: it stops where nothing is undone."""
    look(0)
    facts = {"closed_on": TODAY, "closed_by": bare.city.director.user} if state == "closed" else {}
    undone.items.update(state=state, **facts)
    assert [look(number) for number in (20, 40, 60)] == [[0, 0, 0]] * 3


def test_close_out_takes_back_what_nobody_decided(bare, undone, city):
    """R-ACC-10, R-ACC-15: the clock's proposals fall away with the last item; an officer's stays the officer's."""
    look(0)
    look(16)
    bare.circular(undone)
    item = undone.items.get()
    type(item).objects.filter(pk=item.pk).update(state="passed")
    workflow.close_out(type(item).objects.get(pk=item.pk), by=city.director)
    assert (undone.supervise_notices.get().state, undone.interviews.get().state) == ("withdrawn", "withdrawn")
    assert undone.circulars.get().state == "proposed"


def test_withdrawn_notice_is_not_proposed_again(undone, city):
    """R-ACC-07: a named person has decided; a date that passes anew is a new ground."""
    look(0)
    workflow.withdraw_notice(undone.supervise_notices.get(), by=city.director, note="已口头督促")
    assert [look(number) for number in (1, 20, 60)] == [[0, 0, 0]] * 3
    undone.items.update(due_on=day(61))
    assert look(62) == [1, 0, 0]


def test_withdrawn_notice_about_a_failed_item_waits_for_the_next_failure(bare, city):
    """R-ACC-07, R-ACC-08"""
    case = bare.case("rectifying", letter_received_on=TODAY)
    item = bare.item(case, "failed", due=90)
    check = {"author": city.officer.user, "method": "spot", "place": "一", "content": "二", "is_passed": False}
    item.rechecks.create(round=1, checked_on=day(-1), **check)
    look(0)
    workflow.withdraw_notice(case.supervise_notices.get(), by=city.director, note="再给一次机会")
    assert look(5) == [0, 0, 0]
    item.rechecks.create(round=2, checked_on=day(6), **check)
    assert look(7) == [1, 0, 0]


@pytest.mark.parametrize("rung", ["interview", "circular"])
def test_withdrawn_rung_ends_the_ladder(undone, city, rung):
    """R-ACC-10, R-ACC-15: whoever withdraws has decided."""
    look(0)
    look(16)
    if rung == "circular":
        look(32)
    row = getattr(undone, f"{rung}s").get()
    getattr(workflow, f"withdraw_{rung}")(row, by=city.director, note="不必")
    assert [look(number) for number in (40, 60, 90)] == [[0, 0, 0]] * 3


def test_interview_of_an_earlier_round_is_none_of_this_one_s(bare, undone):
    """R-ACC-10: a new round begins with its notice."""
    bare.interview(undone, state="closed", held_on=day(-200), proposed_on=day(-210))
    assert look(0) == [1, 0, 0]
    assert look(1) == [0, 0, 0]
    assert look(16) == [0, 1, 0]


def test_what_an_officer_proposed_is_not_proposed_beside(undone, city):
    """R-ACC-10: the clock sees the officer's proposal, and goes on from it."""
    look(0)
    with at(day(2)):
        workflow.propose_interview(undone, by=city.officer, grounds=["inaction"], reason="一")
    assert look(17) == [0, 0, 0]
    assert look(18) == [0, 0, 1]


@pytest.mark.parametrize("kind", ["interview", "circular"])
def test_one_proposal_of_a_kind_waits_at_a_time(undone, city, kind):
    """R-ACC-10, R-ACC-15: a second click, or an officer a minute after the clock."""
    facts = {"interview": {"grounds": ["inaction"]}, "circular": {"facts": "一", "demands": "二"}}[kind]
    propose = getattr(workflow, f"propose_{kind}")
    propose(undone, by=city.officer, reason="一", **facts)
    with pytest.raises(RuleRefused) as refused:
        propose(undone, by=city.director, reason="二", **facts)
    assert refused.value.rule in {"R-ACC-10", "R-ACC-15"}


# Who must take part.


@pytest.mark.parametrize(
    ("target", "hosts", "needs_departments"),
    [
        ("school", ("office", "bureau"), False),
        ("county", ("office", "organisation"), True),
        ("county_bureau", ("office",), False),
        ("bureau", ("office",), False),
        ("finance", ("office",), False),
    ],
)
def test_prepared_interview_has_its_co_hosts(bare, city, target, hosts, needs_departments):
    """R-ACC-11, R-ACC-12: by the kind of unit, entered by the clock; the departments concerned are the approver's."""
    case = bare.case("rectifying", unit=getattr(city, target), letter_received_on=TODAY)
    bare.item(case, due=-1)
    look(0)
    look(16)
    found = case.interviews.get().hosts.filter(is_required=True)
    assert [host.organization for host in found] == [getattr(city, name) for name in hosts]
    assert workflow.parties.needs_departments(case) is needs_departments


def test_missing_co_host_holds_up_its_own_case_only_and_is_said(bare, undone, city):
    """R-ACC-12: the register lacks the education bureau; the page says so, other cases go on."""
    other = bare.case("rectifying", unit=city.finance, letter_received_on=TODAY)
    bare.item(other, due=-1)
    look(0)
    Organization.objects.filter(pk=city.bureau.pk).update(function="")
    assert look(16) == [0, 1, 0]
    assert other.interviews.count() == 1
    with at(day(16)):
        page = signed_in(city.officer).get(undone.get_absolute_url()).content.decode()
    assert "cannot be prepared" in page


# On the page.


def test_case_says_why_when_and_what_is_next(undone, clients):
    """R-ACC-07, R-ACC-10: for the office; the inspected unit reads nothing of it."""
    page = clients["officer"].get(undone.get_absolute_url()).content.decode()
    assert "Escalation" not in page
    look(0)
    page = clients["officer"].get(undone.get_absolute_url()).content.decode()
    assert "Escalation" in page
    assert "accountability interview" in page
    assert "Length of the term" in page
    look(16)
    look(32)
    page = clients["director"].get(undone.get_absolute_url()).content.decode()
    assert "a person decides what follows" in page
    for reader in ("head", "liaison"):
        answer = clients[reader].get(undone.get_absolute_url())
        assert answer.status_code == 404 or "Escalation" not in answer.content.decode()
