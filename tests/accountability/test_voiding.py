"""A document declared void takes its step back, and what was received stands."""

import pytest

from accountability import workflow
from accountability.workflow import voiding
from inspectorate.documents import workflow as papers
from inspectorate.documents.models import Document
from inspectorate.trail.workflow import MoveRefused, RuleRefused

from .chain import bind, bind_as_in, owed
from .conftest import TODAY
from .drafts import KINDS as ALL
from .drafts import Drafts

pytestmark = pytest.mark.django_db
KINDS = [kind for kind in ALL if not kind.endswith(("review_decision", "appeal_decision"))]


def issued(document, city):
    """Bring a document to its number."""
    papers.submit(document, by=city.officer)
    papers.sign(document, by=city.director)
    return papers.issue(document, by=city.secretary)


def state(subject):
    """Read the state anew."""
    return type(subject).objects.values_list("state", flat=True).get(pk=subject.pk)


@pytest.mark.parametrize("kind", KINDS)
def test_void_document_can_be_drafted_anew(bare, city, kind):
    """R-DOC-23: from every step there is a way on: the subject is where it was, a second document takes its number."""
    subject, draft = getattr(Drafts(bare), kind)()
    before = state(subject)
    document = issued(draft(), city)
    assert document.kind == kind
    papers.void(document, by=city.director, note="写错")
    assert state(subject) == before
    subject.refresh_from_db()
    again = issued(draft(), city)
    assert (again.state, again.serial) == ("issued", document.serial + 1)
    assert Document.objects.of(subject).filter(kind=kind).exclude(state="void").get() == again


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind in voiding.SERVED])
def test_received_document_stands(bare, city, kind):
    """R-DOC-23: terms run from the receipt; a second sending does not open the way around it."""
    _subject, draft = getattr(Drafts(bare), kind)()
    document = issued(draft(), city)
    for sent in papers.dispatch_all(document, by=city.secretary):
        papers.receive(sent, by=city.secretary)
    papers.dispatch(document, to="档案馆", by=city.secretary, via="paper")
    with pytest.raises(RuleRefused):
        papers.void(Document.objects.get(pk=document.pk), by=city.director, note="一")


@pytest.mark.parametrize("kind", KINDS)
def test_draft_can_be_thrown_away(bare, city, kind):
    """R-DOC-23: a draft declared void leaves its subject where the document begins."""
    subject, draft = getattr(Drafts(bare), kind)()
    before = state(subject)
    papers.void(draft(), by=city.officer, note="一")
    assert state(subject) == before


def test_receipt_by_somebody_else_moves_nothing(bare, city):
    """R-ACC-04: a letter sent on to another unit is no service on the inspected one."""
    case, draft = Drafts(bare).opinion_letter()
    document = issued(draft(), city)
    sent = papers.dispatch(document, to=city.other_school, by=city.secretary)
    papers.receive(sent, by=city.secretary)
    assert state(case) == "opinion_issued"


def test_terms_of_the_office_run_again(bare, city):
    """R-INS-15, R-INS-19: what a void document had met is owed again."""
    bind_as_in(city.area, "310000")
    for kind, owes in (("preliminary_opinion", "give_feedback"), ("opinion_letter", "issue_letter")):
        case, draft = getattr(Drafts(bare), kind)()
        papers.void(issued(draft(), city), by=city.director, note="一")
        assert owes in owed(case)


def test_duties_of_a_void_report_fall_away(bare, city):
    """R-INS-22, R-INS-24: nothing is to be published that was not submitted; the report itself is owed again."""
    bind(city.area, "R-INS-22", 30)
    report, draft = Drafts(bare).inspection_report()
    document = issued(draft(), city)
    assert (owed(report), owed(report.inspection)) == (["publish_report"], [])
    papers.void(document, by=city.director, note="一")
    assert (owed(report), owed(report.inspection)) == ([], ["submit_report"])


def test_void_notice_is_not_counted(bare, city):
    """R-ACC-07: an item counts the notices it got."""
    notice, draft = Drafts(bare).supervise_notice()
    papers.void(issued(draft(), city), by=city.director, note="一")
    assert notice.items.get().supervise_notices == 0


def test_void_record_is_sent_again(bare, city):
    """R-ACC-13: also one that closed the interview: its recipients get the new one."""
    interview, draft = Drafts(bare).interview_record()
    document = issued(draft(), city)
    papers.dispatch_all(document, by=city.secretary)
    assert state(interview) == "closed"
    papers.void(Document.objects.get(pk=document.pk), by=city.director, note="一")
    assert (state(interview), owed(interview)) == ("held", [])
    assert interview.recipients.filter(sent_on=None).count() == 1


def test_record_thrown_away_is_not_owed_to_be_sent(bare, city):
    """R-ACC-13: what is to be sent is the next record."""
    interview, draft = Drafts(bare).interview_record()
    document = draft()
    assert owed(interview) == ["send_record"]
    papers.void(document, by=city.officer, note="一")
    assert owed(interview) == []


def test_filed_report_is_not_void(bare, city):
    """R-INS-23: what the upper level holds is corrected by a new document."""
    report, draft = Drafts(bare).inspection_report()
    document = issued(draft(), city)
    type(report).objects.filter(pk=report.pk).update(state="filed")
    with pytest.raises(MoveRefused):
        papers.void(Document.objects.get(pk=document.pk), by=city.director, note="一")
    assert state(report) == "filed"


def test_provisional_date_waits_for_a_named_person(bare, city):
    """R-TIME-06: a letter with a date in a year whose calendar is not out needs a confirmation before its number."""
    case = bare.case("defence_closed", problems=1)
    far = TODAY.replace(year=TODAY.year + 2)
    dates = {case.inspection.findings.get(): far}
    document = workflow.draft_letter(case, by=city.officer, evaluation="一", due_dates=dates)
    papers.submit(document, by=city.officer)
    papers.sign(document, by=city.director)
    with pytest.raises(RuleRefused) as refused:
        papers.issue(document, by=city.secretary)
    assert refused.value.rule == "R-TIME-06"
    papers.confirm_provisional(document, by=city.director)
    assert papers.issue(document, by=city.secretary).state == "issued"
