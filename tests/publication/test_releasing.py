"""Release, replacement, withdrawal, the end of postings, mergers of schools."""
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from inspectorate.duties.models import Duty
from inspectorate.publication import jobs, workflow
from inspectorate.publication.models import Publication
from inspectorate.publication.signals import publication_released
from inspectorate.publication.states import PublicationState
from inspectorate.register.models import Succession
from inspectorate.register.rights import Refused
from inspectorate.trail.workflow import MoveRefused, RuleRefused
from tests.stage import at

from .samples import POSTING, REPORT


def test_release_freezes_names_and_meets_the_duty(released, people, units):
    """R-PUB-02"""
    publication = released()
    publication.refresh_from_db()
    assert (publication.organization_name, publication.area_name) == ("林口县第三小学", "林口县")
    assert (publication.card_id, publication.shown_under) == (units.school.pk, [units.school.pk])
    assert publication.sha256 == publication.content_sha256
    assert publication.released_by == people.director.user
    assert Duty.objects.of(publication).get().state == "met"


def test_author_cannot_release(cleared, people, post_of, units):
    """R-PUB-03, T88: a second person releases."""
    publication = cleared()
    Publication.objects.filter(pk=publication.pk).update(author=people.director.user)
    with pytest.raises(RuleRefused) as refused:
        workflow.release(publication, by=people.director)
    assert refused.value.rule == "R-PUB-03"


@pytest.mark.parametrize("role", ["reviewer", "author", "other_group", "county_director", "county_clerk"])
def test_release_needs_the_right(cleared, people, role):
    with pytest.raises(Refused):
        workflow.release(cleared(), by=getattr(people, role))


def test_unreviewed_draft_cannot_be_released(draft, people):
    """T89"""
    publication = draft()
    with pytest.raises(MoveRefused):
        workflow.release(publication, by=people.director)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(state=PublicationState.RELEASED)


def test_detector_runs_once_more_at_release(cleared, people):
    """T88"""
    publication = cleared()
    Publication.objects.filter(pk=publication.pk).update(public_body="电话13945312345")
    with pytest.raises(RuleRefused) as refused:
        workflow.release(publication, by=people.director)
    assert refused.value.rule == "R-PUB-12"


def test_upper_apps_are_told_inside_the_transaction(cleared, people):
    heard = []

    def listen(publication, by, **_rest):
        heard.append((publication.pk, by))
        raise RuleRefused("no")

    publication_released.connect(listen)
    try:
        publication = cleared()
        with pytest.raises(RuleRefused):
            workflow.release(publication, by=people.director)
    finally:
        publication_released.disconnect(listen)
    assert heard == [(publication.pk, people.director)]
    assert Publication.objects.get(pk=publication.pk).state == PublicationState.CLEARED


def test_correction_replaces_the_version_before(released, people):
    """R-PUB-18"""
    first = released()
    second = workflow.correct(first, by=people.author, payload=REPORT | {"result": "合格"}, note="补充结论")
    workflow.submit(second, by=people.author)
    workflow.review(second, by=people.reviewer, conclusion="cleared")
    first.refresh_from_db()
    assert first.state == PublicationState.RELEASED
    workflow.release(second, by=people.director)
    first.refresh_from_db()
    assert (first.state, first.withdrawn_reason) == (PublicationState.REPLACED, "补充结论")


def test_withdrawal_names_its_reason(released, people):
    """R-PUB-18"""
    publication = released()
    with pytest.raises(RuleRefused):
        workflow.withdraw(publication, by=people.director, reason=" ")
    workflow.withdraw(publication, by=people.director, reason="数据有误，正在核实")
    publication.refresh_from_db()
    assert (publication.state, publication.withdrawn_reason) == (PublicationState.WITHDRAWN, "数据有误，正在核实")


def test_posting_runs_seven_working_days_and_is_ended_by_the_clock(released):
    """R-PUB-11, R-ROST-05: released on Monday 5 January 2026, last day Wednesday 14 January."""
    with at(date(2026, 1, 5)):
        publication = released(kind="inspector_posting", payload=POSTING, organization=None, title="督学聘任公示")
        assert publication.ends_on == date(2026, 1, 14)
    with at(date(2026, 1, 14)):
        assert jobs.end_postings() == 0
        with pytest.raises(RuleRefused):
            workflow.end_posting(publication)
    with at(date(2026, 1, 15)):
        assert (jobs.end_postings(), jobs.end_postings()) == (1, 0)
    publication.refresh_from_db()
    assert publication.state == PublicationState.EXPIRED


def test_call_for_opinions_ends_on_its_closing_day(released):
    """R-INS-13"""
    with at(date(2026, 1, 5)):
        publication = released(
            kind="call_for_opinions", title="关于征求意见的公告",
            payload={"matter": "校园安全", "closes_on": "2026-01-20", "phone": "0453-1234567"},
        )
    assert publication.ends_on == date(2026, 1, 20)


def test_name_of_the_school_is_left_out_where_a_minor_could_be_identified(cleared, people):
    """R-PUB-13"""
    payload = {"facts": "某校处置学生伤害事故不当", "form": "通报批评"}
    publication = cleared(
        kind="accountability_result", payload=payload, title="关于某校问责情况的通报", has_minor=True,
        publicity="whole_society",
    )
    workflow.release(publication, by=people.director)
    publication.refresh_from_db()
    assert (publication.organization_name, publication.card_id, publication.shown_under) == ("", None, [])
    assert "第三" not in publication.search_text


def test_approver_decides_for_whom(cleared, people):
    """R-ACC-26"""
    payload = {"facts": "未按期整改", "form": "通报批评"}
    publication = cleared(kind="accountability_result", payload=payload, title="问责通报")
    assert publication.publicity == "unit"
    workflow.release(publication, by=people.director, publicity="education_system")
    publication.refresh_from_db()
    assert (publication.publicity, publication.is_open_to_all) == ("education_system", False)


def test_results_follow_a_school_that_merges(released, units):
    """History survives mergers and renaming, also when they come after the release."""
    publication = released()
    Succession.objects.create(predecessor=units.school, successor=units.other, kind="merger", on=date(2026, 8, 1))
    assert (jobs.follow_mergers(), jobs.follow_mergers()) == (1, 0)
    publication.refresh_from_db()
    assert sorted(publication.shown_under) == sorted([units.school.pk, units.other.pk])
