"""The public notice of candidates and the public list: only names, units and categories, and the days that count."""
from datetime import timedelta

import pytest
from django.utils import timezone

from inspectorate.publication.workflow import release, review, submit, withdraw
from inspectorate.register.rights import Refused
from inspectorate.trail.workflow import RuleRefused
from inspectors.deadlines import posting_period
from inspectors.models import Candidacy, Posting
from inspectors.workflow import appoint, post, propose_posting, publish_roster
from tests.inspectors.people import PROFILE, enlist

DECISION = {"letter_number": "1", "appointment_document": "牡政教督任〔2026〕1号"}


@pytest.fixture
def candidate(school_group, office, school):
    today = timezone.localdate()
    found = Candidacy.objects.create(
        name="吴候选", office=office, organization=school, recommended_by=school_group.user, recommended_on=today,
        recommending_unit="市教育局", state="assessed", **PROFILE, **office.scope,
    )
    return post(found, by=school_group, posted_on=today - timedelta(days=40), objection_phone="0453-6171000")


@pytest.fixture
def out(school_group, general_group, director):
    """Bring a publication to the public by three hands."""

    def do(copy):
        submit(copy, by=school_group)
        review(copy, by=general_group, conclusion="cleared")
        return release(copy, by=director)

    return do


def test_notice_holds_name_unit_and_field_only(candidate, school_group):
    """R-ROST-05, R-PUB-12."""
    copy = propose_posting(candidate.posting, by=school_group)
    assert copy.payload["persons"] == [
        {"name": "吴候选", "unit": "阳明区第一小学", "category": "督学类", "role": "兼职督学"}
    ]
    assert copy.payload["phone"] == "0453-6171000"
    assert PROFILE["mobile"] not in str(copy.payload)
    assert PROFILE["office_phone"] not in str(copy.payload)


def test_days_of_the_notice_count_from_its_release(candidate, school_group, out):
    """R-ROST-05, R-PUB-11."""
    copy = out(propose_posting(candidate.posting, by=school_group))
    posting = Posting.objects.get()
    today = timezone.localdate()
    assert (posting.posted_on, posting.released_on) == (today, today)
    assert posting.ends_on == copy.ends_on == posting_period(posting.office.area, today).due_on


def test_appointment_waits_for_the_release_of_a_proposed_notice(candidate, school_group, director, out):
    """R-ROST-05: what was handed over for publication must have been public for its days."""
    copy = propose_posting(candidate.posting, by=school_group)
    today = timezone.localdate()
    for _step in ("proposed", "running"):
        with pytest.raises(RuleRefused):
            appoint(Candidacy.objects.get(), by=director, starts_on=today, **DECISION)
        copy = copy if copy.state == "released" else out(copy)
    Posting.objects.update(posted_on=today - timedelta(days=20), ends_on=today - timedelta(days=1))
    assert appoint(Candidacy.objects.get(), by=director, starts_on=today, **DECISION).pk


def test_withdrawn_notice_opens_no_way(candidate, school_group, director, out):
    withdraw(out(propose_posting(candidate.posting, by=school_group)), by=director, reason="名单有误")
    yesterday = timezone.localdate() - timedelta(days=1)
    Posting.objects.update(posted_on=yesterday, ends_on=yesterday)
    with pytest.raises(RuleRefused):
        appoint(Candidacy.objects.get(), by=director, starts_on=timezone.localdate(), **DECISION)


def test_notice_is_proposed_once_and_then_closed(candidate, school_group, office):
    posting = candidate.posting
    propose_posting(posting, by=school_group)
    with pytest.raises(RuleRefused):
        propose_posting(posting, by=school_group)
    late = Candidacy.objects.create(
        name="后来者", office=office, recommended_by=school_group.user, recommended_on=timezone.localdate(),
        recommending_unit="x", state="assessed", **PROFILE, **office.scope,
    )
    with pytest.raises(RuleRefused):
        post(late, by=school_group, posted_on=posting.posted_on, objection_phone="1")


def test_roster_is_published_without_any_telephone(office, school_group):
    """R-ROST-06: the list is announced; those without a running term are not on it."""
    enlist(office, "甲")
    enlist(office, "乙", in_term=False)
    copy = publish_roster(by=school_group, office=office)
    assert [row["name"] for row in copy.payload["persons"]] == ["甲"]
    assert PROFILE["mobile"] not in str(copy.payload)


def test_roster_of_another_inspectorate_is_not_published(office, county_office, county_clerk, school_group):
    with pytest.raises(RuleRefused):
        publish_roster(by=school_group, office=office)
    enlist(office, "甲")
    with pytest.raises(Refused):
        publish_roster(by=county_clerk, office=office)
