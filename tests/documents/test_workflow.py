"""The way of a document: who may move it where, two hands, the signed text, receipts."""

from datetime import timedelta

import pytest
from django.db import InternalError, transaction
from django.utils import timezone

from inspectorate.documents import workflow
from inspectorate.documents.models import Document, SeriesYear
from inspectorate.documents.signals import document_advanced
from inspectorate.documents.states import DOCUMENT_MOVES, DocumentState
from inspectorate.register.rights import Refused
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused, move

pytestmark = pytest.mark.django_db
ALL_PAIRS = [(start, to) for start in DocumentState for to in DocumentState]


@pytest.mark.parametrize(("start", "to"), ALL_PAIRS)
def test_move_follows_the_table_and_nothing_else(make, drafter, start, to):
    """R-DOC-23: every pair of states; a move outside the table changes nothing and leaves no event."""
    document = make()
    number = {"serial": 1, "number": "牡政教督办〔2026〕1号"}
    Document.objects.filter(pk=document.pk).update(state=start, **number)
    document.refresh_from_db()
    events = Event.objects.of(document).count()
    if to in DOCUMENT_MOVES[start]:
        move(document, to, by=drafter, verb="test")
        assert Event.objects.of(document).count() == events + 1
    else:
        with pytest.raises(MoveRefused):
            move(document, to, by=drafter, verb="test")
        assert Event.objects.of(document).count() == events
    document.refresh_from_db()
    assert document.state == (to if to in DOCUMENT_MOVES[start] else start)


def test_document_goes_from_draft_to_archive(make, advance):
    """R-DOC-23: draft, review, signature, number, dispatch, receipt, archive, each step in the trail."""
    document = advance(make(), "archived")
    verbs = list(Event.objects.of(document).values_list("verb", flat=True))
    assert [verb for verb in verbs if verb != "render"] == [
        "draft",
        "submit",
        "sign",
        "issue",
        "dispatch",
        "receive",
        "archive",
    ]
    assert document.number == f"牡政教督办〔{timezone.localdate().year}〕1号"


def test_draft_takes_recipients_head_and_signature_from_the_register(make, office, county):
    document = make()
    assert document.context["addressee"] == [county.name]
    assert document.context["copies"] == ["市委办公室"]
    assert document.context["letterhead"] == f"{office.name}文件"
    assert document.context["signature"] == office.name
    assert (document.city, document.group) == ("231000", "government")


def test_title_that_is_too_long_is_refused_before_anything_is_stored(make):
    with pytest.raises(RuleRefused):
        make(title="督" * 201)
    assert not Document.objects.exists()


def test_own_draft_cannot_be_signed(make, director):
    """R-DOC-23, two hands: whoever drafted does not sign."""
    document = make(by=director)
    Document.objects.filter(pk=document.pk).update(state=DocumentState.IN_REVIEW)
    document.refresh_from_db()
    with pytest.raises(RuleRefused) as refused:
        workflow.sign(document, by=director)
    assert refused.value.rule == "R-DOC-23"
    document.refresh_from_db()
    assert document.signer is None


def test_another_post_of_the_drafter_cannot_sign(make, advance, drafter, director):
    """T15: the person counts, not the post."""
    document = advance(make(), "in_review")
    director.user = drafter.user
    director.save()
    with pytest.raises(RuleRefused):
        workflow.sign(document, by=director)


def test_clock_draft_belongs_to_whoever_submits_it(make, office, director, drafter):
    document = make(by=None, group="government")
    assert document.drafter is None
    workflow.submit(document, by=drafter)
    document.refresh_from_db()
    assert document.drafter == drafter.user


def test_signature_of_another_text_is_refused(make, advance, director, drafter):
    """T46: the signature binds to the fingerprint of the text that was shown."""
    document = advance(make(), "in_review")
    shown = document.content_hash
    workflow.return_to_drafter(document, by=director, note="改")
    workflow.edit(document, by=drafter, title="另一个标题的通知")
    workflow.submit(Document.objects.get(pk=document.pk), by=drafter)
    with pytest.raises(RuleRefused):
        workflow.sign(Document.objects.get(pk=document.pk), by=director, content_hash=shown)
    document.refresh_from_db()
    assert (document.state, document.signer) == (DocumentState.IN_REVIEW, None)


def test_text_changed_behind_the_fingerprint_is_not_signed(make, advance, director):
    """T46: the fingerprint is computed again from the row at the moment of signing."""
    document = advance(make(), "in_review")
    Document.objects.filter(pk=document.pk).update(title="改过的标题")
    with pytest.raises(RuleRefused):
        workflow.sign(Document.objects.get(pk=document.pk), by=director)


def test_fingerprint_covers_the_recipients(make):
    first, second = make(), make(addressees=["市教育局"])
    second.context = first.context
    assert first.compute_hash() != second.compute_hash()


def test_text_is_locked_after_submission(make, advance, drafter):
    """R-DOC-23."""
    document = advance(make(), "in_review")
    with pytest.raises(MoveRefused):
        workflow.edit(document, by=drafter, title="改")


def test_return_takes_the_signature_away(make, advance, director, drafter):
    document = advance(make(), "signed")
    workflow.return_to_drafter(document, by=director, note="数字有误")
    document.refresh_from_db()
    assert (document.state, document.signer, document.signed_on) == ("draft", None, None)
    assert Event.objects.of(document).last().note == "数字有误"


def test_date_of_the_document_is_the_day_of_signature(make, advance, director):
    """R-DOC-13, TV-10: written without leading zeros."""
    document = advance(make(), "in_review")
    day = timezone.localdate() - timedelta(days=3)
    document = workflow.sign(document, by=director, signed_on=day)
    assert document.paper["date"] == f"{day.year}年{day.month}月{day.day}日"


def test_document_cannot_be_dated_in_the_future(make, advance, director):
    document = advance(make(), "in_review")
    with pytest.raises(RuleRefused):
        workflow.sign(document, by=director, signed_on=timezone.localdate() + timedelta(days=1))


def test_provisional_date_blocks_the_issue_until_a_person_confirms(make, advance, director, secretary):
    """R-TIME-06: a date of a year without calendar is never printed unconfirmed."""
    document = advance(make(is_provisional_date=True), "signed")
    with pytest.raises(RuleRefused) as refused:
        workflow.issue(document, by=secretary)
    assert refused.value.rule == "R-TIME-06"
    assert not SeriesYear.objects.exists()
    workflow.confirm_provisional(document, by=director)
    assert workflow.issue(document, by=secretary).number
    document.refresh_from_db()
    assert document.confirmed_by == director.user


def test_issue_freezes_the_text(make, advance):
    """T78: names and words of an issued document change no more, not even by SQL."""
    document = advance(make(), "issued")
    for change in ({"title": "x"}, {"snapshot": {}}, {"number": "牡政教督办〔2026〕9号"}, {"content_hash": "0" * 64}):
        with pytest.raises(InternalError), transaction.atomic():
            Document.objects.filter(pk=document.pk).update(**change)
    with pytest.raises(InternalError), transaction.atomic():
        Document.objects.filter(pk=document.pk).delete()


def test_snapshot_keeps_the_names_of_its_day(make, advance, county):
    document = advance(make(), "issued")
    county.name = "改名后的单位"
    county.save()
    document.refresh_from_db()
    assert document.paper["addressee"] == ["阳明区人民政府教育督导委员会办公室"]


def test_issue_without_a_series_is_refused(make, advance, series, secretary):
    """R-DOC-06."""
    document = advance(make(), "signed")
    series.is_active = False
    series.save()
    with pytest.raises(RuleRefused):
        workflow.issue(document, by=secretary)


def test_signal_is_sent_inside_the_transaction_and_can_undo_the_step(make, advance, secretary):
    """A receiver that refuses takes the number back: no hole."""

    def refuse(verb, **_facts):
        if verb == "issue":
            raise RuleRefused("no")

    document = advance(make(), "signed")
    document_advanced.connect(refuse)
    try:
        with pytest.raises(RuleRefused):
            workflow.issue(document, by=secretary)
    finally:
        document_advanced.disconnect(refuse)
    assert not SeriesYear.objects.exists()
    assert workflow.issue(document, by=secretary).serial == 1


def test_recipient_sees_nothing_before_dispatch(make, advance, people):
    """Permissions 5.4: state gate; another recipient's dispatch opens nothing."""
    document = advance(make(addressees=[people.county_clerk.organization, people.headteacher.organization]), "issued")
    assert not Document.objects.visible_to(people.county_clerk).exists()
    workflow.dispatch(document, to=people.county_clerk.organization, by=people.secretary)
    assert Document.objects.visible_to(people.county_clerk).get() == document
    assert not Document.objects.visible_to(people.headteacher).exists()


def test_document_is_received_when_every_addressee_has_it(make, advance, people):
    """Copies owe no receipt; addressees do."""
    document = advance(make(addressees=[people.county_clerk.organization, people.headteacher.organization]), "issued")
    sent = workflow.dispatch_all(document, by=people.secretary)
    assert [(one.recipient, one.via) for one in sent][-1] == ("市委办公室", "paper")
    workflow.receive(sent[0], by=people.county_clerk)
    document.refresh_from_db()
    assert document.state == DocumentState.DISPATCHED
    workflow.receive(sent[1], by=people.headteacher)
    document.refresh_from_db()
    assert document.state == DocumentState.RECEIVED


def test_receipt_tells_the_upper_apps_its_day(make, advance, county, county_clerk):
    """R-TIME-02: periods run from the receipt."""
    heard = []

    def listen(verb, dispatch, on, **_facts):
        heard.append((verb, dispatch and dispatch.to, on))

    document = advance(make(), "dispatched")
    document_advanced.connect(listen)
    try:
        workflow.receive(document.dispatches.get(), by=county_clerk)
    finally:
        document_advanced.disconnect(listen)
    assert heard == [("receive", county, timezone.localdate())]


def test_office_records_a_paper_receipt_with_its_day(make, advance, secretary):
    document = advance(make(), "dispatched")
    sent = document.dispatches.get()
    type(sent).objects.update(dispatched_at=timezone.now() - timedelta(days=5))
    sent.refresh_from_db()
    received = workflow.receive(sent, by=secretary, on=timezone.localdate() - timedelta(days=2))
    assert received.received_on == timezone.localdate() - timedelta(days=2)
    assert received.received_by == secretary.user


@pytest.mark.parametrize("days", [-1, 1])
def test_day_of_receipt_lies_between_dispatch_and_today(make, advance, county_clerk, days):
    document = advance(make(), "dispatched")
    with pytest.raises(RuleRefused):
        workflow.receive(document.dispatches.get(), by=county_clerk, on=timezone.localdate() + timedelta(days=days))


def test_receipt_is_recorded_once(make, advance, county_clerk):
    document = advance(make(), "received")
    with pytest.raises(RuleRefused):
        workflow.receive(document.dispatches.get(), by=county_clerk)


def test_stranger_cannot_record_a_receipt(make, advance, headteacher):
    document = advance(make(), "dispatched")
    with pytest.raises(Refused):
        workflow.receive(document.dispatches.get(), by=headteacher)


def test_same_recipient_is_not_sent_to_twice(make, advance, county, secretary):
    document = advance(make(), "dispatched")
    with pytest.raises(RuleRefused):
        workflow.dispatch(document, to=county, by=secretary)


def test_further_recipient_reopens_a_received_document(make, advance, secretary):
    document = advance(make(), "received")
    workflow.dispatch(document, to="市档案馆", by=secretary, via="paper")
    document.refresh_from_db()
    assert document.state == DocumentState.DISPATCHED


def test_void_document_keeps_its_number(make, advance, secretary):
    """T49: void keeps its number, which is never given again."""
    document = advance(make(), "issued")
    workflow.void(document, by=secretary, note="有误，另行发文")
    after = advance(make(), "issued")
    document.refresh_from_db()
    assert (document.state, document.serial, after.serial) == (DocumentState.VOID, 1, 2)


def test_post_without_right_moves_nothing(make, advance, drafter, county_clerk):
    document = advance(make(), "signed")
    for act in (workflow.issue, workflow.archive, workflow.submit):
        with pytest.raises(Refused):
            act(document, by=county_clerk)
    with pytest.raises(Refused):
        workflow.issue(document, by=drafter)


def test_review_names_a_second_person(make, advance, director):
    document = advance(make(), "in_review")
    workflow.review(document, by=director, note="同意")
    document.refresh_from_db()
    assert document.reviewer == director.user


def test_documents_of_a_subject_are_found(make, county):
    document = make(subject=county)
    assert list(Document.objects.of(county)) == [document]
