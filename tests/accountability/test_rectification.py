"""Items: planned, reported, re-checked in rounds, closed out, opened again; the case follows them."""

from datetime import timedelta

import pytest

from accountability import models, workflow
from inspectorate.documents.models import StoredFile
from inspectorate.duties.models import Duty
from inspectorate.duties.workflow import answer_extension, ask_extension
from inspectorate.register.rights import Refused, can
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused

from .chain import at, bind, owed
from .conftest import TODAY

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=40)


@pytest.fixture
def case(bare, city):
    """A case under rectification with two items and their duties."""
    case = bare.case("opinion_issued")
    for _number in range(2):
        bare.item(case)
    return workflow.receive_letter(case, by=city.head, on=TODAY)


@pytest.fixture
def item(case):
    return case.items.first()


def report(item, city):
    """Report an item as done."""
    return workflow.report_item(item, by=city.head, measure="清理", result="畅通")


def recheck(item, by, *, is_passed=True, **facts):
    """Enter a re-check of today."""
    facts = {"method": "spot", "checked_on": TODAY, "place": "楼道", "content": "查看", "new_due_on": LATER, **facts}
    return workflow.recheck_item(item, by=by, is_passed=is_passed, **facts)


def closed(item, city):
    """Report, re-check and close an item out."""
    report(item, city)
    recheck(item, city.officer)
    return workflow.close_out(item, by=city.director)


def test_plan_names_measure_and_person(item, city):
    """R-ACC-04: measures, responsible person; the plan can be changed while work goes on."""
    for measure in ("一", "二"):
        workflow.plan_item(item, by=city.head, measure=measure, responsible="副校长")
    item.refresh_from_db()
    assert (item.state, item.measure, item.responsible) == ("rectifying", "二", "副校长")


@pytest.mark.parametrize("state", ["reported", "passed", "closed"])
def test_plan_does_not_take_an_item_back(bare, city, state):
    """R-ACC-04, R-ACC-08: the unit cannot undo its report or a close-out by planning anew."""
    item = bare.item(state=state)
    with pytest.raises(RuleRefused):
        workflow.plan_item(item, by=city.head, measure="一", responsible="二")
    assert models.RectificationItem.objects.get(pk=item.pk).state == state


def test_nothing_is_reported_before_the_letter_is_received(bare, city):
    """R-ACC-04: the date runs from the letter."""
    item = bare.item(bare.case("opinion_issued"))
    for act in (lambda: report(item, city), lambda: workflow.plan_item(item, by=city.head, measure="", responsible="")):
        with pytest.raises(RuleRefused) as refused:
            act()
        assert refused.value.rule == "R-ACC-04"


def test_report_meets_the_duty_and_owes_a_recheck(item, city):
    """R-ACC-04, R-ACC-08: verification is mandatory also where the unit says done."""
    report(item, city)
    assert owed(item) == ["recheck"]
    duty = Duty.objects.of(item).get(kind="recheck")
    assert (duty.holder, duty.nominal_due_on - TODAY) == (city.office, timedelta(days=30))


def test_recheck_has_no_date_where_the_area_switched_it_off(item, city):
    """R-ACC-08: the number is the area's."""
    bind(city.area, "R-ACC-08", None)
    report(item, city)
    assert owed(item) == []


def test_report_with_its_evidence_is_frozen(item, city):
    """R-ACC-04: evidence goes in with the report, and no second one can be written over it."""
    file = StoredFile.objects.create(name="照片.jpg", sha256="0" * 64, size=1, media_type="image/jpeg")
    entry = workflow.report_item(item, by=city.head, measure="一", result="二", files=[file])
    assert entry.attachments.get().file == file
    with pytest.raises(MoveRefused):
        report(item, city)


def test_returned_report_is_owed_again(item, city):
    """R-ACC-04: sent back with the reason; the unit's date stands and nothing is to be re-checked."""
    report(item, city)
    workflow.return_report(item, by=city.officer, note="照片不清")
    assert (item.state, owed(item)) == ("rectifying", ["rectify"])
    assert item.rectificationreports.get().returned_note == "照片不清"
    assert Duty.objects.of(item).open().get().due_on == item.due_on


@pytest.mark.parametrize("state", ["pending", "failed", "closed"])
def test_only_a_report_is_returned(bare, city, state):
    """R-ACC-04: returning is no way around opening a closed item again."""
    with pytest.raises(RuleRefused):
        workflow.return_report(bare.item(state=state), by=city.officer, note="一")


def test_reporter_does_not_recheck(item, city):
    """R-ACC-08: neither the person who reported nor anybody of the unit."""
    entry = report(item, city)
    models.RectificationReport.objects.filter(pk=entry.pk).update(author=city.officer.user)
    with pytest.raises(RuleRefused) as refused:
        recheck(item, city.officer)
    assert refused.value.rule == "R-ACC-08"


def test_unit_does_not_recheck_itself(item, city):
    """R-ACC-08, permissions §5.4: the right does not exist, and the rule would hold without it."""
    report(item, city)
    with pytest.raises(Refused):
        recheck(item, city.head)
    colleague = city.post("school_group", city.school, group="school")
    with pytest.raises((Refused, RuleRefused)):
        recheck(item, colleague)


def test_team_may_recheck_its_own_items_only(bare, case, item, city):
    """R-ACC-08: an inspector of the team re-checks; on another team's file the right is missing."""
    case.inspection.team.create(role="inspector", inspector=city.inspectors[0])
    report(item, city)
    assert can(city.leader, "recheck_item", item)
    assert not can(city.leader, "recheck_item", bare.item(state="reported"))


@pytest.mark.parametrize(
    "facts",
    [{"checked_on": LATER}, {"is_passed": False, "new_due_on": None}, {"is_passed": False, "new_due_on": TODAY}],
)
def test_recheck_in_the_future_or_without_a_new_date_is_refused(item, city, facts):
    """R-ACC-07, R-ACC-08: a failed re-check names a new date to come."""
    report(item, city)
    with pytest.raises(RuleRefused):
        recheck(item, city.officer, **facts)


def test_recheck_keeps_its_photos_and_moves_the_case_on(bare, city):
    """R-ACC-08: place, method, photos; the case is under re-check from the first one on."""
    item = bare.item(bare.case("rectifying", letter_received_on=TODAY), "reported")
    file = StoredFile.objects.create(name="照片.jpg", sha256="0" * 64, size=1, media_type="image/jpeg")
    check = recheck(item, city.officer, files=[file])
    item.case.refresh_from_db()
    assert (check.attachments.get().file, item.case.state) == (file, "rechecking")
    assert check.is_readable_by(city.head)


def test_failed_recheck_opens_the_next_round(case, item, city):
    """R-ACC-07, R-ACC-08: all rounds are kept, the new date is owed, the superior urges until then (R-ACC-06)."""
    report(item, city)
    recheck(item, city.officer, is_passed=False)
    assert (item.state, item.due_on, item.rounds, owed(item)) == ("failed", LATER, 1, ["rectify"])
    assert Duty.objects.of(case).open().get(kind="urge").due_on == LATER + timedelta(days=2)  # off the weekend
    report(item, city)
    recheck(item, city.officer)
    assert list(item.rechecks.values_list("round", "is_passed")) == [(1, False), (2, True)]


@pytest.mark.parametrize("state", ["pending", "rectifying", "reported", "failed"])
def test_close_out_needs_a_passed_recheck(bare, city, state):
    """R-SAFE-09"""
    with pytest.raises(MoveRefused):
        workflow.close_out(bare.item(state=state), by=city.director)


def test_close_out_notes_who_and_when(bare, item, city):
    """R-SAFE-09: struck off by somebody else than the reporter, with the day."""
    closed(item, city)
    assert (item.state, item.closed_on, item.closed_by) == ("closed", TODAY, city.director.user)
    other = bare.item(state="passed")
    entry = {"round": 1, "measure": "一", "result": "二"}
    models.RectificationReport.objects.create(item=other, author=city.director.user, **entry)
    with pytest.raises(RuleRefused):
        workflow.close_out(other, by=city.director)


def test_case_follows_its_items(case, city):
    """R-ACC-01, R-ACC-08: re-check begins with the first item, the case is cleared with the last."""
    first, second = case.items.all()
    states = []
    for item in (first, second):
        closed(item, city)
        case.refresh_from_db()
        states.append(case.state)
    assert states == ["rectifying", "cleared"]
    assert case.cleared_on == TODAY


def test_cleared_case_owes_nothing(case, city):
    """R-ACC-01: no open duty is left, neither the unit's nor the superior's nor the office's."""
    for item in case.items.all():
        closed(item, city)
    assert not Duty.objects.open().filter(holder__in=[city.school, city.county_bureau, city.office]).exists()


def test_cleared_case_takes_its_proposals_back(bare, case, city):
    """R-ACC-07: a notice that nobody signed yet falls away with the last item."""
    first, second = case.items.all()
    notice = bare.notice([second])
    for item in (first, second):
        closed(item, city)
    notice.refresh_from_db()
    assert notice.state == "withdrawn"


def test_reopened_item_opens_the_case_again(case, city):
    """R-SAFE-09: the problem is back: a new date, the same rounds, the superior urges again (R-ACC-06)."""
    for item in case.items.all():
        closed(item, city)
    workflow.reopen_item(item, by=city.director, note="反弹", new_due_on=LATER)
    case.refresh_from_db()
    assert (case.state, case.cleared_on, item.closed_by, item.rounds) == ("rectifying", None, None, 1)
    assert (owed(item), owed(case)) == (["rectify"], ["urge"])


@pytest.mark.parametrize(("state", "day"), [("closed", TODAY), ("reported", LATER), ("failed", LATER)])
def test_item_is_reopened_from_its_close_out_and_with_a_date_to_come(bare, city, state, day):
    """R-SAFE-09"""
    with pytest.raises(RuleRefused):
        workflow.reopen_item(bare.item(state=state), by=city.director, note="一", new_due_on=day)


def test_archived_case_is_not_opened_again(bare, city):
    """R-PUB-22: a problem that came back belongs to a new inspection."""
    item = bare.item(bare.case("archived"), state="closed")
    with pytest.raises(RuleRefused):
        workflow.reopen_item(item, by=city.director, note="一", new_due_on=LATER)


@pytest.mark.parametrize("measure", ["notice", "interview", "circular", "action"])
def test_case_is_archived_when_nothing_is_under_way(bare, city, measure):
    """R-PUB-22: a measure that has not come to its end holds the file back."""
    case = bare.case("cleared")
    made = bare.notice([bare.item(case, "closed")]) if measure == "notice" else getattr(bare, measure)(case)
    with pytest.raises(RuleRefused) as refused:
        workflow.archive_case(case, by=city.officer)
    assert refused.value.rule == "R-PUB-22"
    type(made).objects.filter(pk=made.pk).update(state="dropped" if measure == "action" else "withdrawn")
    assert workflow.archive_case(case, by=city.officer).state == "archived"


def test_granted_time_moves_the_item(item, city):
    """R-ACC-04: more time on the duty is more time on the item, and the trail says so."""
    duty = Duty.objects.of(item).get(kind="rectify")
    ask_extension(duty, by=city.head, asked_until=LATER, reason="资金未到")
    answer_extension(duty, by=city.director, is_granted=True, answer="同意")
    item.refresh_from_db()
    assert item.due_on == duty.due_on
    assert Event.objects.of(item).last().verb == "prolong_item"


def test_refused_time_moves_nothing(item, city):
    duty, before = Duty.objects.of(item).get(kind="rectify"), item.due_on
    ask_extension(duty, by=city.head, asked_until=LATER, reason="资金未到")
    answer_extension(duty, by=city.director, is_granted=False, answer="不同意")
    item.refresh_from_db()
    assert item.due_on == before


def test_overdue_means_not_reported_in_time(bare):
    """R-ACC-07: on the day itself not yet, after a report no more, before the receipt of the letter never."""
    case = bare.case("rectifying", letter_received_on=TODAY)
    late, reported = bare.item(case), bare.item(case, "reported")
    unserved = bare.item(bare.case("opinion_issued"))
    found = models.RectificationItem.objects.filter(pk__in=[late.pk, reported.pk, unserved.pk])
    assert not found.overdue(late.due_on).exists()
    assert found.overdue(late.due_on + timedelta(days=1)).get() == late
    with at(late.due_on + timedelta(days=1)):
        assert (late.is_overdue, reported.is_overdue) == (True, False)
