"""Notices about hazards: a major one is supervised to the end (R-SAFE-11)."""

import pytest

from inspectorate.documents import workflow as papers
from inspectorate.documents.models import Document
from inspectorate.documents.papers import body_html
from inspectorate.duties.models import Duty
from inspectorate.trail.workflow import RuleRefused
from supervision import workflow

from .ledger import BASIS, Ledger

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ledger(city):
    return Ledger(city)


@pytest.fixture
def major(ledger):
    """A major hazard whose removal stands outside education."""
    return ledger.entered(**ledger.major(responsible=ledger.market))


def owed(hazard):
    """How the duties to issue the supervise notice stand."""
    return list(Duty.objects.of(hazard).filter(kind="supervise_hazard").order_by("pk").values_list("state", flat=True))


def test_notice_of_a_major_hazard_is_owed_at_once_and_met_by_its_issue(ledger, major):
    """R-SAFE-11."""
    duty = Duty.objects.of(major).get(kind="supervise_hazard")
    assert (duty.holder, duty.rule, duty.how_computed["number"]) == (ledger.city.office, "R-SAFE-11.notice", 3)
    ledger.noticed(major)
    assert owed(major) == ["met"]
    assert ledger.again(major).noticed_on is not None


def test_general_hazard_owes_no_notice_but_may_have_one(ledger):
    hazard = ledger.entered()
    assert owed(hazard) == []
    assert ledger.noticed(hazard).kind == "hazard_notice"


def test_paper_says_hazard_ground_measures_date_and_protection(ledger, major):
    """R-SAFE-11, row 36 of the papers: signed by a second person, sent to the unit, a copy to the school."""
    document = ledger.noticed(major)
    html = body_html(document)
    named = ("牡丹江市市场监督管理局", ledger.school.name, "燃气软管老化", BASIS, "更换软管", "2026年3月10日前",
             "设警戒线", "副校长", "重大事故隐患督办通知书", "2026-001")  # fmt: skip
    assert [word for word in named if word not in html] == []
    assert document.kind == "major_hazard_notice"
    assert document.number.startswith("牡教督文")
    sent = papers.dispatch_all(document, by=ledger.city.secretary)
    assert {(one.to, one.is_copy) for one in sent} == {
        (ledger.market, False), (ledger.school, True), (ledger.city.government, True)
    }  # fmt: skip
    received = papers.receive(next(one for one in sent if one.to == ledger.market), by=ledger.market_post)
    assert received.received_on is not None


def test_drafter_does_not_sign(ledger, major):
    """R-DOC-23: two hands."""
    document = workflow.draft_hazard_notice(major, by=ledger.officer, contact="督学组")
    papers.submit(document, by=ledger.officer)
    Document.objects.filter(pk=document.pk).update(drafter=ledger.director.user)
    with pytest.raises(RuleRefused):
        papers.sign(Document.objects.get(pk=document.pk), by=ledger.director)


def test_void_notice_is_owed_again(ledger, major):
    document = ledger.noticed(major)
    papers.void(document, by=ledger.director, note="文字有误")
    assert owed(major) == ["met", "open"]
    assert ledger.again(major).noticed_on is None
    ledger.noticed(major)
    assert owed(major) == ["met", "met"]


def test_drafted_anew_the_earlier_draft_is_void(ledger, major):
    first = workflow.draft_hazard_notice(major, by=ledger.officer, contact="督学组")
    workflow.draft_hazard_notice(major, by=ledger.officer, contact="督学组", demands="请会同消防部门办理。")
    assert Document.objects.get(pk=first.pk).state == "void"
    assert major.notices.count() == 1
    assert owed(major) == ["open"]


def test_notice_to_a_unit_that_is_responsible_no_longer_is_not_issued(ledger, major):
    document = workflow.draft_hazard_notice(major, by=ledger.officer, contact="督学组")
    papers.submit(document, by=ledger.officer)
    papers.sign(document, by=ledger.director)
    workflow.reassign_hazard(
        ledger.again(major), by=ledger.officer, responsible=ledger.school, responsible_person="校长", note="经查属校方"
    )
    with pytest.raises(RuleRefused) as refused:
        papers.issue(document, by=ledger.city.secretary)
    assert refused.value.rule == "R-SAFE-11"


def test_new_unit_of_a_major_hazard_gets_a_notice_of_its_own(ledger, major):
    ledger.noticed(major)
    workflow.reassign_hazard(
        ledger.again(major), by=ledger.officer, responsible=ledger.school, responsible_person="校长", note="经查属校方"
    )
    assert owed(major) == ["met", "open"]
    assert ledger.noticed(major).recipients.filter(organization=ledger.school, is_copy=False).exists()


def test_reopened_major_hazard_is_supervised_again(ledger, major):
    """R-SAFE-11: to the end, as often as it is there."""
    ledger.noticed(major)
    ledger.reported(major, by=ledger.market_post)
    workflow.check_removal(ledger.again(major), by=ledger.officer, is_removed=True, note="属实")
    workflow.close_hazard(ledger.again(major), by=ledger.director)
    workflow.reopen_hazard(ledger.again(major), by=ledger.director, note="再次出现", due_on=ledger.day(5))
    assert owed(major) == ["met", "open"]
    ledger.noticed(major)
    assert owed(major) == ["met", "met"]


def test_major_hazard_removed_before_its_notice_needs_none(ledger):
    hazard = ledger.closed(ledger.entered(**ledger.major()))
    assert owed(hazard) == ["cancelled"]
    with pytest.raises(RuleRefused):
        workflow.draft_hazard_notice(hazard, by=ledger.officer, contact="督学组")


def test_major_hazard_put_right_at_once_needs_a_notice_only_if_it_was_not(ledger):
    hazard = ledger.entered(**ledger.major(is_removed=True, due_on=None, proof=ledger.proof()))
    assert owed(hazard) == []
    said = {"is_removed": False, "note": "仍在使用", "new_due_on": ledger.day(4)}
    workflow.check_removal(ledger.again(hazard), by=ledger.director, **said)
    assert owed(hazard) == ["open"]


def test_hazard_with_an_issued_notice_is_not_voided(ledger, major):
    draft = workflow.draft_hazard_notice(major, by=ledger.officer, contact="督学组")
    other = ledger.entered(**ledger.major())
    ledger.noticed(other)
    with pytest.raises(RuleRefused) as refused:
        workflow.void_hazard(ledger.again(other), by=ledger.director, note="误录")
    assert refused.value.rule == "R-SAFE-11"
    assert ledger.again(other).state == "open"
    workflow.void_hazard(ledger.again(major), by=ledger.director, note="误录")
    assert Document.objects.get(pk=draft.pk).state == "void"
