"""Several inspectors write findings at the same moment, on real connections: every one has its own number (T49)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from supervision import workflow
from supervision.models import Finding, Inspection, Matter
from tests.stage import City

from .file import TODAY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]
WRITERS, EACH = 4, 10


def write(inspection_id, post, start):
    """Write findings on a connection of its own."""
    try:
        inspection = Inspection.objects.get(pk=inspection_id)
        matter = Matter.objects.first()
        start.wait()
        for number in range(EACH):
            workflow.add_finding(
                inspection, by=post, matter=matter, severity="general", problem=f"问题{number}", demand="整改"
            )
    finally:
        connection.close()


def test_findings_written_at_once_are_numbered_without_gap_or_double(transactional_db):
    city = City()
    inspection = Inspection.objects.create(
        emergency_ground="一", title="督导", kind="emergency", modes=["open"], unit=city.school, owner=city.office,
        group="school", planned_from=TODAY, planned_to=TODAY, state="deliberating", **city.school.scope,
    )  # fmt: skip
    start, post = Barrier(WRITERS), city.officer
    with ThreadPoolExecutor(max_workers=WRITERS) as pool:
        for run in [pool.submit(write, inspection.pk, post, start) for _writer in range(WRITERS)]:
            run.result()
    numbers = Finding.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, WRITERS * EACH + 1))
