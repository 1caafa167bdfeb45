"""Document numbers: their form, their series, and no gap or double under load."""

import re
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from inspectorate.documents import workflow
from inspectorate.documents.models import NUMBER, Document, Series, SeriesYear, validate_number
from inspectorate.documents.states import DocumentState
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused

VALID = [
    "牡政教督办〔2025〕3号",
    "黑政教督办〔2021〕1号",
    "沈教督发〔2021〕11号",
    "苏教督委〔2022〕4号",
    "牡政〔2026〕10号",
    "牡政教督办〔1999〕120号",
]
INVALID = [
    "牡政教督办[2025]03号",
    "牡政教督办〔2025〕第3号",
    "牡政教督办(2025)3号",
    "牡政教督办（2025）3号",
    "牡政教督办【2025】3号",
    "牡政教督办[2025]3号",
    "牡政教督办〔2025〕03号",
    "牡政教督办〔2025〕0号",
    "牡政教督办〔2025〕号",
    "牡政教督办〔25〕3号",
    "牡政教督办〔2025年〕3号",
    "牡政教督办〔2025〕3",
    "〔2025〕3号",
    "牡政教督办〔2025〕３号",
    "牡政教督办〔２０２５〕3号",
    "牡〔2025〕3号",
    "牡政教督办 〔2025〕3号",
    "牡政教督办〔2025〕 3号",
    "牡政教督办〔2025〕3号 ",
    "牡政教督办〔2025〕3号\n",
    "MJD〔2025〕3号",
    "牡政教督办〔2025〕-3号",
    "牡政教督办〔2025〕3.5号",
    "牡政教督办〔2025〕3号第",
    "牡政教督办﹝2025﹞3号",
    "牡政教督办〔3025〕3号",
    "",
]


@pytest.mark.parametrize("number", VALID)
def test_number_as_the_standard_writes_it_is_valid(number):
    """TV-9, R-DOC-06."""
    validate_number(number)


@pytest.mark.parametrize("number", INVALID)
def test_number_in_another_form_is_invalid(number):
    """TV-9, R-DOC-06: square, round or small brackets, leading zero, 第, short year."""
    with pytest.raises(ValidationError):
        validate_number(number)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [number for number in INVALID if number])
def test_database_refuses_what_the_form_refuses(make, number):
    """TV-9 held by a constraint: no path around the form."""
    document = make()
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(number=number)


@pytest.mark.parametrize("serial", [1, 9, 10, 99, 100, 1234])
def test_number_of_a_series_is_always_valid(serial):
    assert re.fullmatch(NUMBER, Series(code="牡政教督办").number(2026, serial))


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["牡政教督办2", "MJD", "牡政教督办〔", "牡", "牡 政"])
def test_code_of_a_series_is_chinese_only(office, code):
    with pytest.raises(IntegrityError), transaction.atomic():
        Series.objects.create(issuer=office, code=code)


@pytest.mark.django_db
def test_series_of_the_kind_comes_before_that_of_the_layout_and_the_general_one(office, series):
    """R-DOC-21: working papers have a series of their own."""
    working = Series.objects.create(issuer=office, code="牡教督文", kind="working")
    letters = Series.objects.create(issuer=office, code="牡教督意", kind="opinion_letter")
    assert Series.objects.serving(office, "opinion_letter", "working") == letters
    assert Series.objects.serving(office, "supervise_notice", "working") == working
    assert Series.objects.serving(office, "circular", "official") == series


@pytest.mark.django_db
def test_each_year_begins_with_one(make, advance, secretary, series):
    """R-DOC-06: a counter per code and year; the year is that of the document's date."""
    document = advance(make(), "signed")
    SeriesYear.objects.create(series=series, year=timezone.localdate().year - 1, last_serial=57)
    assert workflow.issue(document, by=secretary).serial == 1


@pytest.mark.django_db
def test_office_that_begins_in_mid_year_goes_on_with_its_numbers(make, advance, secretary, series):
    document = advance(make(), "signed")
    SeriesYear.objects.create(series=series, year=timezone.localdate().year, last_serial=41)
    assert workflow.issue(document, by=secretary).serial == 42


def together(acts):
    """Run acts in threads of their own connections, started at one moment; return what each answered or raised."""
    barrier, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        barrier.wait()
        try:
            answers[place] = act()
        except Exception as problem:  # noqa: BLE001  (the answer of a thread that lost)
            answers[place] = problem
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.races
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_200_parallel_issues_give_200_consecutive_numbers(make, secretary, director, monkeypatch):
    """T49, R-DOC-06: no number twice, no hole."""
    monkeypatch.setattr("inspectorate.documents.tasks.render.delay", lambda _pk: None)
    documents = [make() for _ in range(200)]
    Document.objects.update(state=DocumentState.SIGNED, signed_on=timezone.localdate(), signer=director.user)
    batches = [documents[at::20] for at in range(20)]
    answers = together([lambda batch=batch: [workflow.issue(one, by=secretary) for one in batch] for batch in batches])
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert sorted(Document.objects.values_list("serial", flat=True)) == list(range(1, 201))
    assert len(set(Document.objects.values_list("number", flat=True))) == 200


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_one_document_issued_by_many_hands_gets_one_number(make, advance, secretary, monkeypatch):
    """T45, T49: one winner, the others are told, and the losers leave no hole."""
    monkeypatch.setattr("inspectorate.documents.tasks.render.delay", lambda _pk: None)
    document, after = advance(make(), "signed"), advance(make(), "signed")
    answers = together([lambda: workflow.issue(Document.objects.get(pk=document.pk), by=secretary)] * 8)
    assert sum(isinstance(answer, MoveRefused) for answer in answers) == 7
    assert Event.objects.of(document).filter(verb="issue").count() == 1
    assert workflow.issue(after, by=secretary).serial == 2


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_signature_never_lands_on_a_text_changed_meanwhile(make, advance, drafter, director):
    """T46: while the text is taken back, changed and submitted again, a signature of the first text never wins."""
    for round_ in range(10):
        document = advance(make(), "in_review")
        shown = document.content_hash

        def change(pk=document.pk, round_=round_):
            workflow.return_to_drafter(Document.objects.get(pk=pk), by=director, note="改")
            workflow.edit(Document.objects.get(pk=pk), by=drafter, title=f"第{round_}次改动的通知")
            return workflow.submit(Document.objects.get(pk=pk), by=drafter)

        def sign(pk=document.pk, shown=shown):
            return workflow.sign(Document.objects.get(pk=pk), by=director, content_hash=shown)

        together([change, sign])
        document.refresh_from_db()
        assert document.signer is None or document.content_hash == shown


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_two_directors_signing_at_once_sign_once(make, advance, director, office):
    document = advance(make(), "in_review")
    answers = together([lambda: workflow.sign(Document.objects.get(pk=document.pk), by=director)] * 6)
    assert sum(isinstance(answer, (MoveRefused, RuleRefused)) for answer in answers) == 5
    assert Event.objects.of(document).filter(verb="sign").count() == 1
    assert connection.is_usable()
