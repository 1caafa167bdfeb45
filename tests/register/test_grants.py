"""Extra access to one object: named, dated, reasoned, ended by itself or at once (§5.1, T10, T94)."""
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inspectorate.register import rights, workflow
from inspectorate.register.rights import Refused, can
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import RuleRefused
from supervision.models import Inspection, InspectionGrant


@pytest.fixture(autouse=True)
def _rights_table(monkeypatch, tmp_path):
    """The office's own table, with the grants given to the director."""
    table = Path(tmp_path) / "rights.csv"
    more = "director,inspection,grant_access end_grant,area,\nassessor,inspection,view,grant,\n"
    table.write_text(rights.TABLE.read_text(encoding="utf-8") + more, encoding="utf-8")
    monkeypatch.setattr(rights, "TABLE", table)
    rights.table.cache_clear()
    rights.rows.cache_clear()
    yield
    rights.table.cache_clear()
    rights.rows.cache_clear()


@pytest.fixture
def inspection(walk):
    return walk.opened()


@pytest.fixture
def assessor(stage):
    return stage.post("assessor", name="评估员")


def grant(inspection, by, assessor, **more):
    today = timezone.localdate()
    fields = {"reason": "委托评估", "valid_from": today, "valid_to": today + timedelta(days=10), **more}
    return workflow.grant_access(inspection, "view", by=by, user=assessor.user, **fields)


def test_grant_opens_one_object_to_one_person(stage, inspection, assessor):
    other = stage.post("assessor", name="另一人")
    assert not can(assessor, "view", inspection)
    grant(inspection, stage.director, assessor)
    assert can(assessor, "view", inspection)
    assert list(Inspection.objects.visible_to(assessor)) == [inspection]
    assert not can(other, "view", inspection)
    assert not can(assessor, "export", inspection)
    event = Event.objects.of(inspection).last()
    assert (event.verb, event.note, event.payload["to"]) == ("grant_access", "委托评估", "评估员")


def test_grant_ends_by_its_date(stage, inspection, assessor):
    """T94: a day after the project ends nothing is left."""
    grant(inspection, stage.director, assessor)
    yesterday = timezone.localdate() - timedelta(days=1)
    InspectionGrant.objects.update(valid_from=yesterday, valid_to=yesterday)
    assert not can(assessor, "view", inspection)
    assert not Inspection.objects.visible_to(assessor).exists()


def test_grant_ends_at_once_and_may_be_given_again(stage, inspection, assessor):
    workflow.end_grant(grant(inspection, stage.director, assessor), by=stage.director, note="退出项目")
    assert not can(assessor, "view", inspection)
    assert InspectionGrant.objects.count() == 1
    grant(inspection, stage.director, assessor)
    assert can(assessor, "view", inspection)


def test_grant_is_refused_to_oneself_without_right_or_in_the_past(stage, inspection, assessor):
    with pytest.raises(RuleRefused):
        grant(inspection, stage.director, stage.director)
    with pytest.raises(Refused):
        grant(inspection, stage.secretary, assessor)
    past = timezone.localdate() - timedelta(days=1)
    with pytest.raises(RuleRefused):
        grant(inspection, stage.director, assessor, valid_from=past, valid_to=past)


def test_grants_add_no_query_to_a_list(stage, inspection, assessor):
    """T11: the list asks once, whatever the number of grants."""
    grant(inspection, stage.director, assessor)
    with CaptureQueriesContext(connection) as queries:
        assert len(Inspection.objects.visible_to(assessor)) == 1
    assert len(queries) == 1
