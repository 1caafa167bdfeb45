"""Two people act on the same thing at the same moment, on real connections: one winner, the loser told who (T45)."""
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accountability import jobs, models, workflow
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused
from supervision.models import Finding, Inspection, Matter
from tests.stage import City

from .chain import Bare, at
from .conftest import TODAY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]
RACES = 200


@pytest.fixture
def city(transactional_db):
    return City()


@pytest.fixture
def items(city):
    """As many items as races, each re-checked and passed, in one case."""
    today, person = timezone.localdate(), city.officer.user
    matter, _made = Matter.objects.get_or_create(code="M1", defaults={"title": "校务", "applies_to": "school"})
    inspection = Inspection.objects.create(
        emergency_ground="一", title="案", kind="emergency", modes=["open"], unit=city.school, owner=city.office,
        group="school", planned_from=today, planned_to=today, concluded_on=today, **city.school.scope,
    )
    case = models.Case.objects.create(
        inspection=inspection, title="案", unit=city.school, superior=city.county_bureau, owner=city.office,
        group="school", letter_received_on=today, state="rechecking", **city.school.scope,
    )
    findings = Finding.objects.bulk_create(
        Finding(inspection=inspection, author=person, number=number, matter=matter, problem="一", demand="二")
        for number in range(1, RACES + 1)
    )
    return models.RectificationItem.objects.bulk_create(
        models.RectificationItem(
            case=case, finding=finding, number=finding.number, problem="一", demand="二", due_on=today, rounds=1,
            state="passed", **case.filing,
        )
        for finding in findings
    )


def close(item_id, post, start):
    """Close one item out on a connection of its own; return what the loser was told."""
    try:
        item = models.RectificationItem.objects.select_related("case", "owner", "unit").get(pk=item_id)
        start.wait()
        workflow.close_out(item, by=post)
    except MoveRefused as refused:
        return str(refused)
    finally:
        connection.close()
    return ""


def test_close_out_has_one_winner_in_200_races(city, items):
    """R-SAFE-09, T45: exactly one close-out, one event each; the loser learns who was faster."""
    rivals = (city.director, city.officer)
    names = [post.user.name for post in rivals]
    with ThreadPoolExecutor(max_workers=2) as pool:
        for item in items:
            start = Barrier(2)
            told = [run.result() for run in [pool.submit(close, item.pk, post, start) for post in rivals]]
            assert told.count("") == 1
            assert any(name in "".join(told) for name in names)
    closed = models.RectificationItem.objects.filter(state="closed")
    assert closed.count() == RACES
    assert all(Event.objects.of(item).filter(verb="close_out").count() == 1 for item in closed)
    assert models.Case.objects.get().state == "cleared"


def test_clock_and_officer_propose_one_interview_in_ten_races(city):
    """T45, R-ACC-10: always one proposal, whoever was faster."""
    bare = Bare(city)
    for post in (city.officer, city.leader):
        assert post.pk
    cases = [bare.case("rectifying", letter_received_on=TODAY) for _one in range(10)]
    for case in cases:
        bare.item(case, due=-1)
    jobs.propose_notices()
    with at(TODAY + timedelta(days=16)), ThreadPoolExecutor(max_workers=2) as pool:
        for case in cases:
            start = Barrier(2)
            runs = [pool.submit(by_clock, case.pk, start), pool.submit(by_officer, case.pk, city.officer, start)]
            assert sorted(run.result() for run in runs) == [False, True]
    assert (models.Interview.objects.count(), models.Circular.objects.count()) == (10, 0)


def by_clock(pk, start):
    """Escalate on a connection of its own; return whether it made the interview."""
    notice = models.SuperviseNotice.objects.get(case_id=pk)
    start.wait()
    try:
        return workflow.escalate_notice(notice) is not None
    finally:
        connection.close()


def by_officer(pk, officer, start):
    """Propose on a connection of its own; return whether it was taken."""
    case = models.Case.objects.select_related("unit__area", "owner__area", "superior").get(pk=pk)
    start.wait()
    try:
        with transaction.atomic():
            workflow.propose_interview(case, by=officer, grounds=["inaction"], reason="一")
    except RuleRefused:
        return False
    finally:
        connection.close()
    return True
