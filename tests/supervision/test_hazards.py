"""The hazard ledger: entered, removed, checked, struck off, reopened, handed on (R-SAFE-07 to R-SAFE-13)."""

from datetime import date

import pytest
from django.utils import timezone

from inspectorate.documents.models import Attachment
from inspectorate.duties.models import Duty, Reminder
from inspectorate.duties.workflow import answer_extension, ask_extension, remind_due
from inspectorate.register.models import Post
from inspectorate.register.rights import Refused
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused
from supervision import deadlines, workflow
from supervision.models import Hazard
from tests.stage import at

from .ledger import Ledger

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ledger(city):
    return Ledger(city)


def duties(hazard):
    """What is owed about a hazard and by whom, open or not."""
    return [(one.kind, one.holder, one.state) for one in Duty.objects.of(hazard).order_by("pk")]


def rule_of(refused):
    return refused.value.rule


def test_hazard_is_entered_with_its_number_and_its_duty(ledger):
    """R-SAFE-08, R-SAFE-10: the responsible unit owes the removal by the named date."""
    hazard = ledger.entered()
    assert (hazard.state, hazard.code, hazard.owner) == ("open", "2026-001", ledger.city.office)
    assert hazard.county == ledger.school.county
    duty = Duty.objects.of(hazard).get()
    assert (duty.kind, duty.holder, duty.rule, duty.due_on) == (
        "remove_hazard", ledger.school, "R-SAFE-10", hazard.due_on
    )  # fmt: skip
    assert duty.title == "消除隐患（2026-001）"
    assert Event.objects.of(hazard).get().verb == "enter_hazard"


def test_numbers_run_by_office_and_ledger_year(ledger):
    """R-SAFE-08, R-SAFE-12: consecutive in each ledger; what was found last year stands in last year's."""
    old = date(2025, 12, 30)
    codes = [ledger.entered(**more).code for more in ({}, {}, {"found_on": old}, {"by": ledger.clerk}, {})]
    assert codes == ["2026-001", "2026-002", "2025-001", "2026-001", "2026-003"]


def test_area_says_when_a_new_ledger_begins(ledger, bind):
    """R-SAFE-12: the month is the area's."""
    bind(ledger.city.area, "R-SAFE-12.new_ledger_month", 9)
    assert deadlines.ledger_year(ledger.city.area, date(2026, 8, 31)) == 2025
    assert deadlines.ledger_year(ledger.city.area, date(2026, 9, 1)) == 2026
    assert deadlines.ledger_begins(ledger.city.area, 2026) == date(2026, 9, 1)


def test_ledger_carries_over_what_still_stood(ledger):
    """R-SAFE-12: found in the year, or still open when it began; closed ones stay in the old one, voided ones too."""
    old = {"found_on": date(2025, 12, 1)}
    with at(date(2025, 12, 2)):
        closed, standing, void, late = (ledger.entered(**old) for _number in range(4))
        ledger.closed(closed)
        workflow.void_hazard(ledger.again(void), by=ledger.director, note="重复录入")
    ledger.closed(late)
    new = ledger.entered()
    begins = deadlines.ledger_begins(ledger.city.area, 2026)
    assert set(Hazard.objects.of_ledger(2026, begins)) == {standing, late, new}
    assert set(Hazard.objects.of_ledger(2025, date(2025, 1, 1))) == {closed, standing, void, late}


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"level": "major", "protection": "停用"}, "R-SAFE-07"),
        ({"level": "major", "basis": "直接判定"}, "R-SAFE-10"),
        ({"due_on": None}, "R-SAFE-10"),
        ({"due_on": date(2026, 3, 1)}, "R-SAFE-10"),
        ({"is_removed": True}, "R-SAFE-10"),
        ({"found_on": date(2026, 3, 3)}, "R-SAFE-08"),
    ],
)
def test_entry_lacks_nothing(ledger, facts, rule):
    """R-SAFE-07, R-SAFE-08, R-SAFE-10: ground, protection, date, proof, day found."""
    with pytest.raises(RuleRefused) as refused:
        ledger.entered(**facts)
    assert rule_of(refused) == rule
    assert not Hazard.objects.exists()


def test_last_day_rolls_off_rest_days_with_its_duty(ledger):
    """R-TIME-03: ledger and duty name the same day."""
    hazard = ledger.entered(due_on=date(2026, 3, 7))
    assert hazard.due_on == date(2026, 3, 9) == Duty.objects.of(hazard).get().due_on


def test_what_is_put_right_at_once_needs_proof_and_no_date(ledger):
    """R-SAFE-10: and still the check by another hand (R-SAFE-09)."""
    hazard = ledger.entered(due_on=None, is_removed=True, proof=ledger.proof())
    assert (hazard.state, hazard.due_on) == ("reported", None)
    assert duties(hazard) == [("verify_hazard", ledger.city.office, "open")]
    with pytest.raises(RuleRefused) as refused:
        workflow.check_removal(ledger.again(hazard), by=ledger.officer, is_removed=True, note="属实")
    assert rule_of(refused) == "R-SAFE-09"
    workflow.check_removal(ledger.again(hazard), by=ledger.director, is_removed=True, note="属实")
    assert ledger.again(hazard).state == "verified"


def test_office_that_checks_cannot_be_responsible(ledger):
    """R-SAFE-09."""
    with pytest.raises(RuleRefused) as refused:
        ledger.entered(responsible=ledger.city.office)
    assert rule_of(refused) == "R-SAFE-09"


def test_school_enters_its_own_campus_only(ledger):
    """R-SAFE-13: it makes itself responsible; the office above keeps the ledger."""
    hazard = ledger.entered(by=ledger.head)
    assert hazard.owner == ledger.city.county_office
    with pytest.raises(RuleRefused) as refused:
        ledger.entered(by=ledger.head, responsible=ledger.market)
    assert rule_of(refused) == "R-SAFE-13"
    with pytest.raises(Refused):
        ledger.entered(by=ledger.head, school=ledger.city.other_school, responsible=ledger.city.other_school)


def test_who_has_no_right_enters_nothing(ledger):
    for post in (ledger.city.secretary, ledger.market_post, ledger.city.leader):
        with pytest.raises(Refused):
            ledger.entered(by=post)
    assert ledger.entered(by=ledger.inspector).owner == ledger.city.office


def test_removal_is_reported_with_proof_checked_and_struck_off(ledger):
    """R-SAFE-09: proof, verifier, date, approval; every round is kept."""
    hazard = ledger.entered()
    with pytest.raises(RuleRefused):
        workflow.report_removal(hazard, by=ledger.head, text="已更换", files=[])
    hazard = ledger.reported(hazard)
    assert duties(hazard)[-1] == ("verify_hazard", ledger.city.office, "open")
    assert Duty.objects.of(hazard).get(kind="verify_hazard").how_computed["number"] == 5
    workflow.check_removal(hazard, by=ledger.officer, is_removed=True, note="属实")
    assert duties(hazard)[-1] == ("strike_hazard", ledger.city.office, "open")
    assert Duty.objects.of(hazard).get(kind="strike_hazard").how_computed["number"] == 5
    hazard = workflow.close_hazard(ledger.again(hazard), by=ledger.director, note="同意销号")
    assert (hazard.state, hazard.closed_by, hazard.closed_on) == (
        "closed", ledger.director.user, timezone.localdate()
    )  # fmt: skip
    assert {state for _kind, _holder, state in duties(hazard)} == {"met"}
    found = hazard.rounds.get()
    assert (found.is_removed, found.reported_by, found.checked_by, found.attachments.count()) == (
        True, ledger.head.user, ledger.officer.user, 1
    )  # fmt: skip


def test_nothing_is_struck_off_unverified(ledger):
    """R-SAFE-09: only after verified removal."""
    hazard = ledger.entered()
    for brought in (lambda: hazard, lambda: ledger.reported(hazard)):
        with pytest.raises(MoveRefused):
            workflow.close_hazard(brought(), by=ledger.director)


def test_failed_check_asks_for_a_new_date(ledger):
    """R-SAFE-10: back to the responsible unit, and the round stays."""
    hazard = ledger.reported(ledger.entered())
    for day in (None, ledger.day(-1)):
        with pytest.raises(RuleRefused) as refused:
            workflow.check_removal(hazard, by=ledger.officer, is_removed=False, note="未更换", new_due_on=day)
        assert rule_of(refused) == "R-SAFE-10"
    workflow.check_removal(hazard, by=ledger.officer, is_removed=False, note="未更换", new_due_on=ledger.day(15))
    hazard = ledger.again(hazard)
    assert (hazard.state, hazard.due_on) == ("open", ledger.day(15))
    assert duties(hazard)[-1] == ("remove_hazard", ledger.school, "open")
    ledger.verified(hazard)
    assert list(hazard.rounds.values_list("number", "is_removed")) == [(1, False), (2, True)]


def test_nobody_of_the_responsible_unit_checks(ledger):
    """R-SAFE-09: verifier is not the rectifier, in whichever of the own posts."""
    hazard = ledger.reported(ledger.entered())
    unit = {"organization": ledger.school, "role": "school", "valid_from": date(2020, 1, 1), "is_approved": True}
    other = Post.objects.create(user=ledger.city.director.user, **unit, **ledger.school.scope)
    with pytest.raises(RuleRefused) as refused:
        workflow.check_removal(hazard, by=ledger.director, is_removed=True, note="属实")
    assert rule_of(refused) == "R-SAFE-09"
    Post.objects.filter(pk=other.pk).update(valid_to=ledger.day(-1))
    workflow.check_removal(hazard, by=ledger.director, is_removed=True, note="属实")
    for post in (ledger.head, ledger.clerk, ledger.city.secretary):
        with pytest.raises(Refused):
            workflow.close_hazard(ledger.again(hazard), by=post)


def test_reporter_does_not_strike_off(ledger):
    """R-SAFE-09: not even who reported for the unit while she held another post."""
    hazard = ledger.verified(ledger.entered())
    hazard.rounds.update(reported_by=ledger.director.user)
    with pytest.raises(RuleRefused) as refused:
        workflow.close_hazard(hazard, by=ledger.director)
    assert rule_of(refused) == "R-SAFE-09"
    assert workflow.close_hazard(hazard, by=ledger.officer).state == "closed"


def test_major_hazard_is_struck_off_by_the_head_only(ledger):
    """R-SAFE-09: approval of the office's head."""
    hazard = ledger.verified(ledger.entered(**ledger.major()))
    with pytest.raises(Refused):
        workflow.close_hazard(hazard, by=ledger.officer)
    assert workflow.close_hazard(hazard, by=ledger.director).state == "closed"


def test_head_is_asked_by_the_verb_itself(ledger, monkeypatch):
    """R-SAFE-09: also where an office changed the table of rights."""
    hazard = ledger.verified(ledger.entered(**ledger.major()))
    monkeypatch.setattr("supervision.workflow.hazard_rounds.require", lambda *_asked: None)
    with pytest.raises(RuleRefused) as refused:
        workflow.close_hazard(hazard, by=ledger.officer)
    assert rule_of(refused) == "R-SAFE-09"


def test_reopened_hazard_carries_the_next_number_of_its_chain(ledger):
    """R-SAFE-09: with the reason, a new date, and the rounds of before."""
    hazard = ledger.closed(ledger.entered())
    with pytest.raises(RuleRefused):
        workflow.reopen_hazard(hazard, by=ledger.officer, note="再次出现", due_on=ledger.day(-1))
    hazard = workflow.reopen_hazard(ledger.again(hazard), by=ledger.officer, note="再次出现", due_on=ledger.day(3))
    assert (hazard.state, hazard.code, hazard.closed_on) == ("open", "2026-001-2", None)
    assert duties(hazard)[-1] == ("remove_hazard", ledger.school, "open")
    ledger.closed(hazard)
    assert list(hazard.rounds.values_list("number", "turn")) == [(1, 1), (2, 2)]


def test_responsibility_passes_outside_education(ledger):
    """R-SAFE-13: the new unit owes the removal and reports it; the former one owes nothing more."""
    hazard = ledger.entered()
    workflow.reassign_hazard(
        hazard, by=ledger.officer, responsible=ledger.market, responsible_person="食品科", note="属市场监管职责"
    )
    hazard = ledger.again(hazard)
    assert duties(hazard) == [
        ("remove_hazard", ledger.school, "cancelled"), ("remove_hazard", ledger.market, "open")
    ]  # fmt: skip
    with pytest.raises(Refused):
        ledger.reported(hazard)
    assert ledger.reported(hazard, by=ledger.market_post).state == "reported"


def test_another_person_of_the_unit_changes_no_duty(ledger):
    hazard = ledger.entered()
    said = {"responsible": ledger.school, "responsible_person": "校长", "note": "分工调整"}
    workflow.reassign_hazard(hazard, by=ledger.officer, **said)
    assert duties(ledger.again(hazard)) == [("remove_hazard", ledger.school, "open")]
    with pytest.raises(RuleRefused) as refused:  # a date is prolonged by an answer to a request, never beside it
        workflow.reassign_hazard(ledger.again(hazard), by=ledger.officer, due_on=ledger.day(60), **said)
    assert rule_of(refused) == "R-SAFE-10"
    with at(ledger.day(30)), pytest.raises(RuleRefused) as refused:
        workflow.reassign_hazard(ledger.again(hazard), by=ledger.officer, **said | {"responsible": ledger.market})
    assert rule_of(refused) == "R-SAFE-10"  # its date has passed: a new one is named
    given = said | {"responsible": ledger.market, "due_on": ledger.day(70)}
    with at(ledger.day(30)):
        workflow.reassign_hazard(ledger.again(hazard), by=ledger.officer, **given)
    assert ledger.again(hazard).due_on == ledger.day(70)


def test_voided_hazard_keeps_its_number_and_owes_nothing(ledger):
    """R-SAFE-08: no number is given twice."""
    hazard = ledger.entered()
    workflow.void_hazard(hazard, by=ledger.officer, note="重复录入")
    assert {state for _kind, _holder, state in duties(hazard)} == {"cancelled"}
    assert ledger.entered().number == hazard.number + 1
    with pytest.raises(Refused):
        workflow.void_hazard(ledger.entered(**ledger.major()), by=ledger.officer, note="降级")


def test_granted_extension_moves_the_date_of_the_ledger(ledger):
    """R-SAFE-10: duty and ledger name one date; whoever asked does not answer."""
    hazard = ledger.entered()
    duty = Duty.objects.of(hazard).get()
    ask_extension(duty, by=ledger.head, asked_until=ledger.day(22), reason="等待配件")
    answer_extension(duty, by=ledger.officer, is_granted=True, answer="同意")
    assert ledger.again(hazard).due_on == ledger.day(22) == Duty.objects.get(pk=duty.pk).due_on


def test_overdue_hazard_climbs_to_head_and_superior(ledger):
    """R-SAFE-10, R-SAFE-11: holder, the holder's head, the superior unit, the office's director."""
    hazard = ledger.entered()
    bureau = ledger.city.post("liaison", ledger.city.county_bureau)
    with at(ledger.day(30)):
        remind_due()
        assert list(Hazard.objects.overdue()) == [hazard]
    told = set(Reminder.objects.filter(duty__subject_id=hazard.pk).values_list("kind", "recipient"))
    assert {("overdue", ledger.head.user_id), ("to_head", ledger.head.user_id),
            ("to_superior", bureau.user_id), ("to_office", ledger.director.user_id)} <= told  # fmt: skip


def test_attached_proof_is_read_by_whoever_reads_the_hazard(ledger):
    hazard = ledger.reported(ledger.entered(responsible=ledger.market), by=ledger.market_post)
    found = hazard.rounds.get()
    assert Attachment.objects.filter(owner_id=found.pk).exists()
    assert found.is_readable_by(ledger.head)
    assert not found.is_readable_by(ledger.city.mayor)
