"""Circulars: addressees and scope are the approver's decision, and only what is for everybody is published."""

import pytest

from accountability import workflow
from accountability.models import Circular
from accountability.papers import public_circular
from inspectorate.publication.models import Publication
from inspectorate.trail.workflow import MoveRefused, RuleRefused

from .conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def circular(bare, city):
    """A circular that the officer proposed."""
    return workflow.propose_circular(bare.case("rectifying"), by=city.officer, reason="一", facts="二", demands="三")


def approve(circular, city, scope="unit", **facts):
    """Approve a circular to the county's party committee."""
    facts = {"addressees": [city.county_party], "advice": "建议不评优", **facts}
    return workflow.approve_circular(circular, by=city.director, scope=scope, **facts)


def issued(circular, city, scope):
    """Approve and issue a circular."""
    return workflow.issue_circular(approve(circular, city, scope), by=city.secretary, on=TODAY)


def test_circular_is_proposed_to_party_government_and_upper_level(circular, city):
    """R-ACC-15"""
    assert set(circular.addressees.all()) == {city.county_party, city.county, city.upper}
    assert circular.scope == "unit"


def test_circular_has_an_addressee(circular, city):
    """R-ACC-15"""
    with pytest.raises(RuleRefused) as refused:
        approve(circular, city, addressees=[])
    assert refused.value.rule == "R-ACC-15"


def test_proposer_does_not_approve(bare, city):
    """R-ACC-15, permissions §5.4: two people."""
    with pytest.raises(RuleRefused):
        approve(bare.circular(proposed_by=city.director.user), city)


def test_only_an_approved_circular_is_drafted(circular, city):
    """R-ACC-15"""
    with pytest.raises(RuleRefused):
        workflow.draft_circular(circular, by=city.officer)
    document = workflow.draft_circular(approve(circular, city), by=city.officer)
    assert set(document.recipients.values_list("organization", "is_copy")) == {
        (city.county_party.pk, False),
        (city.school.pk, True),
    }


@pytest.mark.parametrize("scope", ["unit", "education_system"])
def test_circular_of_a_narrow_scope_is_not_published(circular, city, scope):
    """R-ACC-26: the approver did not decide for the whole of society."""
    with pytest.raises(RuleRefused) as refused:
        workflow.publish_circular(issued(circular, city, scope), by=city.officer)
    assert refused.value.rule == "R-ACC-26"
    assert not Publication.objects.exists()


def test_circular_is_not_published_before_its_issue(circular, city):
    """R-ACC-26"""
    with pytest.raises(RuleRefused):
        workflow.publish_circular(approve(circular, city, "whole_society"), by=city.officer)


def test_circular_for_everybody_is_proposed_once(circular, city):
    """R-ACC-16, R-PUB-18: a copy for citizens; a second one would stand beside it."""
    issued(circular, city, "whole_society")
    publication = workflow.publish_circular(circular, by=city.officer)
    assert (publication.state, publication.organization, publication.owner) == ("draft", city.school, city.office)
    with pytest.raises(RuleRefused) as refused:
        workflow.publish_circular(circular, by=city.officer)
    assert refused.value.rule == "R-PUB-18"


def test_advice_on_appointments_stays_inside(circular, city):
    """R-PUB-06, R-ACC-15: it goes to the addressees, not to citizens."""
    assert "不评优" not in str(public_circular(issued(circular, city, "whole_society")))


def test_issued_circular_is_not_approved_again(circular, city):
    """R-ACC-15: its scope and addressees stand."""
    issued(circular, city, "unit")
    with pytest.raises(RuleRefused):
        approve(circular, city, "whole_society")


def test_issued_circular_is_not_withdrawn(circular, city):
    issued(circular, city, "unit")
    with pytest.raises(MoveRefused):
        workflow.withdraw_circular(circular, by=city.officer, note="一")
    assert Circular.objects.get(pk=circular.pk).state == "issued"
