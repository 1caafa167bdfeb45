"""Extra access to one object: named, dated, reasoned, ended by itself or at once (§5.1, T10, T94)."""
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inspectorate.register import workflow
from inspectorate.register.rights import Refused, can, grantable
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import RuleRefused
from supervision.models import Inspection, InspectionGrant


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


def test_second_grant_extends_the_running_one(stage, inspection, assessor):
    """One row a person and object; the trail tells from which day to which it was prolonged."""
    first = grant(inspection, stage.director, assessor)
    later = first.valid_to + timedelta(days=5)
    again = grant(inspection, stage.director, assessor, valid_from=first.valid_to, valid_to=later, reason="项目延期")
    assert (again.pk, again.valid_from, again.valid_to) == (first.pk, first.valid_from, later)
    assert InspectionGrant.objects.get().reason == "项目延期"
    event = Event.objects.of(inspection).last()
    told = {name: event.payload[name] for name in ("before", "until", "to")}
    assert event.verb == "extend_access"
    assert told == {"before": str(first.valid_to), "until": str(later), "to": "评估员"}


@pytest.mark.parametrize(("begins", "ends"), [(0, 10), (0, 3), (20, 30)], ids=["same", "shorter", "gap"])
def test_second_grant_is_refused_where_it_extends_nothing(stage, inspection, assessor, begins, ends):
    grant(inspection, stage.director, assessor)
    today = timezone.localdate()
    span = {"valid_from": today + timedelta(days=begins), "valid_to": today + timedelta(days=ends)}
    with pytest.raises(RuleRefused, match="评估员"):
        grant(inspection, stage.director, assessor, **span)
    assert InspectionGrant.objects.get().valid_to == today + timedelta(days=10)


def test_grant_that_ended_is_given_anew_and_not_extended(stage, inspection, assessor):
    workflow.end_grant(grant(inspection, stage.director, assessor), by=stage.director)
    anew = grant(inspection, stage.director, assessor, valid_to=timezone.localdate())
    assert anew.valid_from == timezone.localdate()
    assert [event.verb for event in Event.objects.of(inspection)][-3:] == ["grant_access", "end_grant", "grant_access"]


def test_grant_that_ended_cannot_be_ended_again(stage, inspection, assessor):
    given = grant(inspection, stage.director, assessor)
    workflow.end_grant(given, by=stage.director)
    with pytest.raises(RuleRefused):
        workflow.end_grant(given, by=stage.director)


def test_grant_needs_a_person_whose_post_can_use_it(stage, inspection):
    """The right is one of the table's rows: to anybody else a grant would open nothing."""
    elsewhere = stage.unit("外地评估机构", "third_party", stage.province)
    for post in (stage.head, stage.secretary):
        with pytest.raises(RuleRefused, match=post.user.name):
            grant(inspection, stage.director, post)
    grant(inspection, stage.director, stage.post("assessor", elsewhere))
    gone = stage.post("assessor")
    type(gone).objects.filter(pk=gone.pk).update(valid_to=timezone.localdate() - timedelta(days=1))
    with pytest.raises(RuleRefused):
        grant(inspection, stage.director, gone)


def test_county_names_its_own_people_and_those_above(stage, inspection):
    """A county office opens its objects to people of its county and of its city, not of the next county."""
    director = stage.post("county_director", stage.county_office)
    near, above = stage.post("assessor", stage.county), stage.post("assessor")
    stage.post("assessor", stage.other_office)
    assert set(workflow.may_be_named(inspection, "view", by=director)) == {near, above}


def test_what_can_be_granted_stands_in_the_table():
    """§5.1: only reading, and each kind to its own roles."""
    assert grantable("accountability_action") == {"view": {"discipline_viewer"}}
    assert grantable("case") == {"view": {"assessor", "discipline_viewer", "liaison"}}
    assert grantable("document") == {}
