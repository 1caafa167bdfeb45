"""Uploads that survive a refused form, files read through their rows, the text of a draft."""

from datetime import timedelta

import pytest
from django import forms
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from inspectorate.documents import jobs, workflow
from inspectorate.documents.forms import SALT, StoredFilesField, TextForm, text_of
from inspectorate.documents.models import StoredFile
from inspectorate.documents.views import may_read
from inspectorate.lib import uploads
from inspectorate.lib.forms import SubjectForm

pytestmark = pytest.mark.django_db


class ReportForm(SubjectForm):
    text = forms.CharField()
    files = StoredFilesField(required=False)


def upload(name="报告.txt", content=b"text"):
    return SimpleUploadedFile(name, content)


def send(post, text="", files=(), kept=()):
    data = MultiValueDict({"text": [text], "files-kept": list(kept)})
    return ReportForm(data, MultiValueDict({"files": list(files)}), post=post)


def token(file):
    return signing.dumps(file.pk, salt=SALT)


def test_files_of_a_refused_form_are_kept_and_come_back(drafter):
    """J: a form with an error elsewhere loses no upload."""
    refused = send(drafter, text="", files=[upload("一.txt"), upload("二.txt")])
    assert not refused.is_valid()
    page = str(refused)
    tokens = [token(file) for file in StoredFile.objects.order_by("pk")]
    assert all(one in page for one in tokens)
    assert "一.txt" in page
    sent_again = send(drafter, text="好", kept=tokens)
    assert sent_again.is_valid()
    assert [file.name for file in sent_again.cleaned_data["files"]] == ["一.txt", "二.txt"]


def test_one_refused_file_does_not_lose_the_others(drafter):
    form = send(drafter, text="好", files=[upload("一.txt"), upload("坏.exe", b"MZ")])
    assert not form.is_valid()
    assert "坏.exe" in str(form.errors["files"])
    assert "一.txt" in str(form)


def test_files_cannot_be_claimed_by_a_bare_or_forged_id(drafter):
    """T01: only what this server handed out comes back."""
    file = workflow.keep_upload(upload(), by=drafter)
    for claim in (str(file.pk), signing.dumps(file.pk, salt="other"), token(file)[:-1] + "x"):
        assert not send(drafter, text="好", kept=[claim]).is_valid()


def test_required_files_are_asked_for(drafter):
    field = StoredFilesField()
    form = send(drafter, text="好")
    form.fields["files"] = field
    assert not form.is_valid()


def test_two_forms_do_not_share_files(drafter):
    send(drafter, text="", files=[upload("一.txt")]).is_valid()
    other = send(drafter, text="好")
    assert other.is_valid()
    assert other.cleaned_data["files"] == []


def test_file_is_read_by_its_uploader_only_until_it_is_attached(drafter, secretary, make):
    """T07: afterwards the row's rights decide, also for the uploader."""
    file = workflow.keep_upload(upload(), by=drafter)
    assert may_read(drafter, file)
    assert not may_read(secretary, file)
    document = make()
    workflow.attach(document, [file], by=drafter, label="依据")
    assert may_read(drafter, file)
    assert not may_read(secretary, file)  # a draft is not yet the secretary's


def test_file_of_a_document_follows_the_document(make, advance, people):
    file = workflow.keep_upload(upload(), by=people.drafter)
    document = make()
    workflow.attach(document, [file], by=people.drafter)
    advance(document, "dispatched")
    assert may_read(people.county_clerk, file)
    assert may_read(people.secretary, file)
    assert not may_read(people.headteacher, file)
    assert not may_read(None, file)


def test_file_is_attached_once(drafter, make):
    file, document = workflow.keep_upload(upload(), by=drafter), make()
    assert workflow.attach(document, [file, file], by=drafter)[0] == workflow.attach(document, [file], by=drafter)[0]


def test_account_has_a_daily_limit(drafter, monkeypatch):
    """T27."""
    monkeypatch.setattr(workflow.files, "DAILY_BYTES", 10)
    workflow.keep_upload(upload(content=b"12345678"), by=drafter)
    with pytest.raises(uploads.UploadRefused):
        workflow.keep_upload(upload(content=b"12345678"), by=drafter)


def test_unused_uploads_are_forgotten_and_shared_content_stays(drafter, make):
    """What no form took is deleted after two days; content that another file shares is not."""
    lone, _shared, used = (
        workflow.keep_upload(upload(content=body), by=drafter) for body in (b"lone", b"both", b"both")
    )
    workflow.attach(make(), [used], by=drafter)
    assert jobs.forget_unused_files() == 0
    paths = lone.path, used.path
    later = timezone.now() + timedelta(days=3)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(jobs.timezone, "now", lambda: later)
        assert jobs.forget_unused_files() == 2
    assert not paths[0].exists()
    assert paths[1].exists()
    assert StoredFile.objects.get() == used


def test_lost_renderings_are_started_again(make, advance, monkeypatch):
    """T62: a task lost with its queue is found by the state of the row."""
    document = advance(make(), "issued")
    started = []
    monkeypatch.setattr(jobs.render, "delay", started.append)
    assert jobs.render_owed() == 0
    type(document).objects.filter(pk=document.pk).update(issued_at=timezone.now() - timedelta(hours=1))
    assert jobs.render_owed() == 1
    assert started == [document.pk]


def test_text_of_a_draft_survives_its_form(make):
    """The form shows the paragraphs with their marks and reads the same paragraphs back."""
    document = make()
    form = TextForm(text_of(document), subject=document)
    assert form.is_valid(), form.errors
    cleaned = form.cleaned_data
    assert [(part["level"], part["text"]) for part in cleaned["paragraphs"]] == [
        (part["level"], part["text"]) for part in document.context["paragraphs"]
    ]
    assert cleaned["attachments"] == document.context["attachments"]
    assert cleaned["addressee"] == document.context["addressee"][0]
