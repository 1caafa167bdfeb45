"""What the clock finds: a changed result is noticed (T90)."""
from django.core.files.uploadedfile import SimpleUploadedFile

from inspectorate.documents.workflow import keep_upload
from inspectorate.publication import jobs
from inspectorate.publication.models import Publication
from inspectorate.trail.models import Event


def test_untouched_publications_pass(released):
    released()
    assert jobs.check_published() == 0


def test_changed_word_is_noticed(released):
    """T90"""
    publication = released()
    Publication.objects.filter(pk=publication.pk).update(public_payload=publication.public_payload | {"result": "优秀"})
    assert jobs.check_published() == 1
    assert Event.objects.of(publication).last().verb == "found_changed"


def test_changed_byte_of_a_file_is_noticed(released, people):
    """T90"""
    stored = keep_upload(SimpleUploadedFile("附件.txt", "整改清单".encode()), by=people.author)
    publication = released(files=[stored])
    path = publication.public_files.get().stored.path
    path.chmod(0o600)
    path.write_bytes("整改清箪".encode())
    assert jobs.check_published() == 1


def test_lost_file_is_noticed(released, people):
    stored = keep_upload(SimpleUploadedFile("附件.txt", "整改清单".encode()), by=people.author)
    publication = released(files=[stored])
    publication.public_files.get().stored.path.unlink()
    assert jobs.check_published() == 1
