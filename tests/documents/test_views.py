"""Pages of documents: what each reader is shown and offered, files, bulk acts, the public verification page."""

import re

import pytest
from django.urls import reverse

from inspectorate.documents import papers, tasks, workflow
from inspectorate.documents.models import Document
from inspectorate.documents.states import DocumentState

pytestmark = pytest.mark.django_db


def url(name, document):
    return reverse(f"document-{name}", args=[document.pk])


def submission(page):
    return re.search(r'name="submission" value="(\w+)"', page.content.decode()).group(1)


def test_page_shows_the_paper_and_what_is_next(browse, drafter, make):
    page = browse(drafter).get(url("detail", make()))
    text = page.content.decode()
    assert page.status_code == 200
    assert "督导内容" in text
    assert url("submit", Document.objects.get()) in text


@pytest.mark.parametrize("name", ["detail", "pdf", "docx", "sign", "edit", "issue"])
def test_document_of_another_office_is_not_there(browse, county_clerk, make, advance, name):
    """T01: 404, as for a document that does not exist."""
    document = advance(make(), "issued")
    assert browse(county_clerk).get(url(name, document)).status_code == 404


def test_verb_without_right_is_refused(browse, drafter, make, advance):
    document = advance(make(), "in_review")
    assert browse(drafter).get(url("sign", document)).status_code == 403


def test_drafter_with_the_right_is_not_offered_the_signature(browse, director, make):
    document = make(by=director)
    Document.objects.filter(pk=document.pk).update(state=DocumentState.IN_REVIEW)
    assert url("sign", document) not in browse(director).get(url("detail", document)).content.decode()


def test_signature_goes_with_the_text_that_was_shown(browse, director, drafter, make, advance):
    """T46 through the page: the form carries the fingerprint; a text changed meanwhile is not signed."""
    document = advance(make(), "in_review")
    browser = browse(director)
    shown = browser.get(url("sign", document))
    data = {"submission": submission(shown), "content_hash": document.content_hash}
    workflow.return_to_drafter(document, by=director, note="改")
    workflow.edit(document, by=drafter, title="改过的通知")
    workflow.submit(Document.objects.get(pk=document.pk), by=drafter)
    assert browser.post(url("sign", document), data).status_code == 409
    document.refresh_from_db()
    assert document.state == "in_review"
    data = {"submission": submission(browser.get(url("sign", document))), "content_hash": document.content_hash}
    assert browser.post(url("sign", document), data).status_code == 302
    document.refresh_from_db()
    assert document.signer == director.user


def test_draft_is_edited_as_lines(browse, drafter, make):
    document = make()
    browser = browse(drafter)
    data = {
        "submission": submission(browser.get(url("edit", document))),
        "title": "新标题的通知",
        "addressee": "各学校",
        "body": "说明。\n一、内容\n（一）经费。逐项核查。",
        "attachments": "名单",
        "copies": "",
        "note": "",
    }
    assert browser.post(url("edit", document), data).status_code == 302
    document.refresh_from_db()
    assert document.title == "新标题的通知"
    assert document.context["paragraphs"][1] == {"level": 1, "text": "内容"}
    assert "各学校：" in papers.body_html(document)


def test_many_are_signed_each_with_its_own_answer(browse, director, make, advance):
    """T52: one that changed meanwhile is reported, the others are signed."""
    documents = [advance(make(title=f"第{number}号通知"), "in_review") for number in range(3)]
    browser = browse(director)
    ids = [str(document.pk) for document in documents]
    bulk = reverse("document-bulk-sign")
    shown = browser.post(bulk, {"ids": ids})
    assert shown.status_code == 200
    seen = shown.context["form"]["seen"].value()
    Document.objects.filter(pk=documents[1].pk).update(content_hash="0" * 64)
    done = browser.post(bulk, {"ids": ids, "confirmed": "yes", "submission": submission(shown), "seen": seen})
    assert done.context["done_count"] == 2
    assert [outcome.row.pk for outcome in done.context["failed"]] == [documents[1].pk]
    assert list(Document.objects.order_by("pk").values_list("state", flat=True)) == ["signed", "in_review", "signed"]


def test_many_are_issued_with_consecutive_numbers(browse, secretary, make, advance):
    documents = [advance(make(), "signed") for _ in range(3)]
    browser = browse(secretary)
    ids = [str(document.pk) for document in documents]
    bulk = reverse("document-bulk-issue")
    shown = browser.post(bulk, {"ids": ids})
    browser.post(bulk, {"ids": ids, "confirmed": "yes", "submission": submission(shown)})
    assert list(Document.objects.order_by("pk").values_list("serial", flat=True)) == [1, 2, 3]


def test_chosen_recipients_get_it_and_others_wait(browse, make, advance, people):
    document = advance(make(addressees=[people.county_clerk.organization, people.headteacher.organization]), "issued")
    first = document.recipients.first()
    browser = browse(people.secretary)
    data = {
        "submission": submission(browser.get(url("dispatch", document))),
        "recipients": [first.pk],
        "via": "system",
        "other": "",
    }
    assert browser.post(url("dispatch", document), data).status_code == 302
    assert [sent.to for sent in document.dispatches.all()] == [people.county_clerk.organization]


def test_recipient_records_its_own_receipt(browse, county_clerk, make, advance):
    document = advance(make(), "dispatched")
    browser = browse(county_clerk)
    shown = browser.get(url("receive", document))
    sent = document.dispatches.get()
    data = {"submission": submission(shown), "sent": sent.pk, "on": ""}
    assert browser.post(url("receive", document), data).status_code == 302
    sent.refresh_from_db()
    assert sent.received_by == county_clerk.user


def test_recipient_cannot_record_the_receipt_of_another(browse, make, advance, people):
    document = advance(make(), "dispatched")
    other = workflow.dispatch(document, to=people.headteacher.organization, by=people.secretary)
    browser = browse(people.county_clerk)
    data = {"submission": submission(browser.get(url("receive", document))), "sent": other.pk, "on": ""}
    assert browser.post(url("receive", document), data).status_code == 422


def test_recipient_does_not_see_who_else_got_it(browse, make, advance, people):
    document = advance(make(), "dispatched")
    workflow.dispatch(document, to=people.headteacher.organization, by=people.secretary)
    page = browse(people.county_clerk).get(url("detail", document)).content.decode()
    assert people.headteacher.organization.name not in page


def test_files_are_downloads_that_no_browser_runs(browse, county_clerk, make, advance):
    """T25: attachment, nosniff, sandbox."""
    document = advance(make(), "dispatched")
    tasks.render(document.pk)
    browser = browse(county_clerk)
    for name, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        response = browser.get(url(name, document))
        assert b"".join(response.streaming_content).startswith(start)
        assert response["Content-Disposition"].startswith("attachment")
        assert response["Content-Security-Policy"].startswith("sandbox")


def test_files_of_a_draft_are_not_there(browse, drafter, make):
    assert browse(drafter).get(url("pdf", make())).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_reading_pages_take_no_other_method(browse, drafter, make, method):
    assert getattr(browse(drafter), method)(url("pdf", make())).status_code == 405


def test_nobody_reads_a_file_without_signing_in(client, make, advance):
    document = advance(make(), "issued")
    assert client.get(url("pdf", document)).status_code == 302


@pytest.mark.parametrize("work", ["sign", "issue", "dispatch", "receive", "mine", ""])
def test_list_shows_what_waits_for_a_hand(browse, director, make, advance, work):
    states = ["in_review", "signed", "issued", "dispatched"]
    for state in states:
        advance(make(title=f"一份{state}的通知"), state)
    page = browse(director).get(reverse("document-list"), {"work": work}).content.decode()
    found = {state for state in states if f"一份{state}的通知" in page}
    assert found == {"sign": {"in_review"}, "receive": {"dispatched"}, "": set(states)}.get(work, set())


def test_list_takes_the_same_number_of_queries_for_more_rows(browse, director, make, django_assert_max_num_queries):
    for _ in range(12):
        make()
    browser = browse(director)
    browser.get(reverse("document-list"))
    with django_assert_max_num_queries(14):
        browser.get(reverse("document-list"))


def verify(client, document, **query):
    return client.get(reverse("document-verify", args=[document.token]), query)


def test_anybody_can_verify_number_and_fingerprint(client, make, advance):
    document = advance(make(), "issued")
    tasks.render(document.pk)
    document.refresh_from_db()
    page = verify(client, document, sha256=document.pdf.sha256)
    text = page.content.decode()
    assert page.status_code == 200
    assert page.context["matches"] is True
    assert document.number in text
    assert document.pdf.sha256 in text
    assert verify(client, document, sha256="0" * 64).context["matches"] is False


@pytest.mark.parametrize("is_public", [True, False])
def test_verification_names_the_title_only_of_what_may_be_public(client, make, advance, is_public):
    document = advance(make(title="对某单位的约谈通知", is_public=is_public), "issued")
    text = verify(client, document).content.decode()
    assert ("对某单位的约谈通知" in text) is is_public
    assert "阳明区人民政府" not in text
    assert "甲科员" not in text


def test_draft_cannot_be_verified(client, make, advance):
    """Whatever is not numbered does not exist for the public, whoever knows its token."""
    assert verify(client, make()).status_code == 404
    assert verify(client, advance(make(), "signed")).status_code == 404


def test_void_document_is_said_to_be_void(client, make, advance, secretary):
    document = advance(make(is_public=True), "issued")
    workflow.void(document, by=secretary, note="有误")
    page = verify(client, document)
    assert page.context["is_void"] is True
    assert document.title not in page.content.decode()


def test_unknown_code_is_told_so(client, db):
    assert client.get(reverse("document-verify", args=["nothing-like-it"])).status_code == 404


def test_code_on_the_paper_leads_to_its_verification_page(make, settings):
    settings.SITE_URL = "https://jiaoyududao.example/"
    document = make()
    assert papers.verify_url(document) == f"https://jiaoyududao.example/verify/{document.token}/"
