"""The move tables of the accountability chain, pair by pair (T48)."""

import pytest
from django.utils import timezone

from accountability import models
from accountability.states import (
    ActionState,
    CaseState,
    ChallengeState,
    CircularState,
    InterviewState,
    ItemState,
    NoticeState,
    ReportState,
)
from supervision.models import Finding, Inspection, Matter
from tests.moves import pairs, try_pair
from tests.stage import Walk

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def case(city):
    """A bare case, without the walk to it; each test undoes what it does to it."""
    inspection = Walk(city).opened()
    Inspection.objects.filter(pk=inspection.pk).update(concluded_on=timezone.localdate())
    return models.Case.objects.create(
        inspection=inspection,
        title="案",
        unit=city.school,
        superior=city.county_bureau,
        owner=city.office,
        group="school",
        **inspection.scope,
    )


@pytest.fixture
def person(city):
    return city.officer.user


@pytest.fixture
def item(case, person):
    """A bare item; it carries what a closed one must have."""
    finding = Finding.objects.create(
        inspection=case.inspection, author=person, number=1, matter=Matter.objects.first(), problem="一", demand="二"
    )
    today = timezone.localdate()
    return models.RectificationItem.objects.create(
        case=case,
        finding=finding,
        number=1,
        problem="一",
        demand="二",
        due_on=today,
        closed_on=today,
        closed_by=person,
        **case.filing,
    )


@pytest.fixture
def action(case):
    return models.AccountabilityAction.objects.create(
        case=case, target="unit", situations=["duties"], reason="一", **case.filing
    )


@pytest.mark.parametrize(("start", "to"), pairs(CaseState))
def test_case_moves_are_those_of_the_table(case, start, to):
    try_pair(case, start, to)


@pytest.mark.parametrize(("start", "to"), pairs(ItemState))
def test_item_moves_are_those_of_the_table(item, start, to):
    try_pair(item, start, to)


@pytest.mark.parametrize(("start", "to"), pairs(ReportState))
def test_report_moves_are_those_of_the_table(case, person, start, to):
    report = models.InspectionReport.objects.create(
        inspection=case.inspection, title="一", author=person, **case.filing
    )
    try_pair(report, start, to)


@pytest.mark.parametrize(("start", "to"), pairs(NoticeState))
def test_notice_moves_are_those_of_the_table(case, start, to):
    try_pair(models.SuperviseNotice.objects.create(case=case, reason="一", **case.filing), start, to)


@pytest.mark.parametrize(("start", "to"), pairs(InterviewState))
def test_interview_moves_are_those_of_the_table(case, start, to):
    try_pair(models.Interview.objects.create(case=case, reason="一", grounds=["inaction"], **case.filing), start, to)


@pytest.mark.parametrize(("start", "to"), pairs(CircularState))
def test_circular_moves_are_those_of_the_table(case, start, to):
    try_pair(models.Circular.objects.create(case=case, reason="一", **case.filing), start, to)


@pytest.mark.parametrize(("start", "to"), pairs(ActionState))
def test_action_moves_are_those_of_the_table(action, start, to):
    try_pair(action, start, to)


@pytest.mark.parametrize(("start", "to"), pairs(ChallengeState))
def test_challenge_moves_are_those_of_the_table(action, start, to):
    challenge = models.Challenge.objects.create(
        action=action, kind="review", office=action.owner, requested_on=timezone.localdate()
    )
    try_pair(challenge, start, to)
