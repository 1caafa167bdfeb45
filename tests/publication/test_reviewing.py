"""The review: by another person, with article and ground, never past the detector."""
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from inspectorate.documents.workflow import keep_upload
from inspectorate.duties.models import Duty
from inspectorate.publication import workflow
from inspectorate.publication.models import Publication
from inspectorate.publication.states import PublicationState
from inspectorate.register.models import Post
from inspectorate.register.rights import Refused
from inspectorate.trail.workflow import MoveRefused, RuleRefused

from .samples import JOIN, REPORT


@pytest.fixture
def submitted(draft, people):
    def make(**more):
        return workflow.submit(draft(**more), by=more.get("by") or people.author)

    return make


def test_reviewer_clears_what_another_wrote(submitted, people):
    """R-PUB-03"""
    publication = workflow.review(submitted(), by=people.reviewer, conclusion="cleared", ground="未见不宜公开内容")
    publication.refresh_from_db()
    assert (publication.state, publication.reviewer) == (PublicationState.CLEARED, people.reviewer.user)


def test_author_cannot_review_even_in_another_post(submitted, people, units):
    """R-PUB-03: two people by account, not by role."""
    second_post = Post.objects.create(
        user=people.author.user, role="general_group", organization=units.office, valid_from=JOIN, is_approved=True,
        **units.office.area.scope,
    )
    publication = submitted()
    with pytest.raises(RuleRefused) as refused:
        workflow.review(publication, by=second_post, conclusion="cleared")
    assert refused.value.rule == "R-PUB-03"
    assert Publication.objects.get(pk=publication.pk).state == PublicationState.IN_REVIEW


def test_database_holds_the_two_people_rule(submitted, people):
    """R-PUB-03"""
    publication = submitted()
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(reviewer=people.author.user)


@pytest.mark.parametrize("role", ["other_group", "county_clerk", "county_director"])
def test_review_needs_the_right(submitted, people, role):
    with pytest.raises(Refused):
        workflow.review(submitted(), by=getattr(people, role), conclusion="cleared")


@pytest.mark.parametrize(("article", "ground"), [("", "涉密"), ("14", ""), ("14", "  "), ("", "")])
def test_refusal_names_article_and_ground(submitted, people, article, ground):
    """R-PUB-03"""
    with pytest.raises(RuleRefused):
        workflow.review(submitted(), by=people.reviewer, conclusion="refused", article=article, ground=ground)


def test_refusal_ends_the_duty_and_can_be_taken_up_again(submitted, people):
    """R-PUB-04"""
    publication = submitted()
    workflow.review(publication, by=people.reviewer, conclusion="refused", article="14", ground="涉及国家秘密")
    assert publication.state == PublicationState.REFUSED
    assert not Duty.objects.of(publication).open().exists()
    workflow.reopen(publication, by=people.reviewer, note="已解密")
    assert (publication.state, publication.reviewer_id) == (PublicationState.DRAFT, None)
    assert Duty.objects.of(publication).open().get().due_on == publication.due_on


def test_return_goes_back_with_what_to_change(submitted, people):
    publication = submitted()
    with pytest.raises(RuleRefused):
        workflow.review(publication, by=people.reviewer, conclusion="returned")
    workflow.review(publication, by=people.reviewer, conclusion="returned", ground="补充整改期限")
    assert (publication.state, publication.reviewer_id) == (PublicationState.DRAFT, None)


def test_redacted_copy_is_cleared_as_redacted_only(submitted, people):
    """R-PUB-07"""
    publication = submitted()
    workflow.redact(publication, by=people.reviewer, payload=REPORT | {"phone": ""}, article="16", reason="内部电话")
    with pytest.raises(RuleRefused):
        workflow.review(publication, by=people.reviewer, conclusion="cleared")
    workflow.review(publication, by=people.reviewer, conclusion="cleared_with_redaction")
    assert publication.state == PublicationState.CLEARED_WITH_REDACTION


def test_whole_copy_is_not_cleared_as_redacted(submitted, people):
    """R-PUB-07"""
    with pytest.raises(RuleRefused):
        workflow.review(submitted(), by=people.reviewer, conclusion="cleared_with_redaction")


def test_personal_data_stops_the_review_until_withheld(submitted, people):
    """R-PUB-12, T88"""
    payload = {**REPORT, "evaluation": "联系校长李明，手机１３９-４５３１-２３４５"}
    publication = submitted(payload=payload)
    with pytest.raises(RuleRefused) as refused:
        workflow.review(publication, by=people.reviewer, conclusion="cleared")
    assert refused.value.rule == "R-PUB-12"
    assert "4531" not in str(refused.value)
    public = payload | {"evaluation": "联系校长李明"}
    workflow.redact(publication, by=people.reviewer, payload=public, article="pipl", reason="个人信息")
    workflow.review(publication, by=people.reviewer, conclusion="cleared_with_redaction")
    assert publication.state == PublicationState.CLEARED_WITH_REDACTION


def test_picture_must_be_looked_through_by_a_person(submitted, people, tmp_path):
    """R-PUB-13: no program sees faces."""
    Image.new("RGB", (40, 40)).save(tmp_path / "现场.png")
    upload = SimpleUploadedFile("现场.png", (tmp_path / "现场.png").read_bytes())
    publication = submitted(files=[keep_upload(upload, by=people.author)])
    with pytest.raises(RuleRefused) as refused:
        workflow.review(publication, by=people.reviewer, conclusion="cleared")
    assert refused.value.rule == "R-PUB-13"
    workflow.review(publication, by=people.reviewer, conclusion="cleared", has_seen_files=True)
    assert publication.state == PublicationState.CLEARED


def test_school_is_named_nowhere_where_a_minor_could_be_identified(submitted, people):
    """R-PUB-13"""
    publication = submitted(has_minor=True)
    with pytest.raises(RuleRefused) as refused:
        workflow.review(publication, by=people.reviewer, conclusion="cleared")
    assert refused.value.rule == "R-PUB-13"


def test_second_review_finds_it_already_done(submitted, people, post_of):
    publication = submitted()
    workflow.review(publication, by=people.reviewer, conclusion="cleared")
    with pytest.raises(MoveRefused):
        workflow.review(publication, by=post_of("general_group"), conclusion="cleared")


def test_cleared_goes_back_to_its_author(submitted, people):
    publication = workflow.review(submitted(), by=people.reviewer, conclusion="cleared")
    workflow.return_to_author(publication, by=people.reviewer, note="数据有变")
    assert (publication.state, publication.reviewer_id) == (PublicationState.DRAFT, None)
