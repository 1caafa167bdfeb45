"""Major matters: reported by a county, received and answered by the city office (R-ORG-11)."""
from datetime import timedelta

import pytest
from django.utils import timezone

from committees import workflow
from committees.models import MajorMatter
from committees.states import MatterState
from inspectorate.duties.models import Duty
from inspectorate.register.rights import Refused
from inspectorate.trail.workflow import MoveRefused, RuleRefused
from tests.moves import pairs, try_pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(year):
    return year.stage.post("county_clerk", year.stage.county_office)


@pytest.fixture
def matter(clerk):
    return workflow.report_matter(
        by=clerk, title="校舍漏水停课", happened_on=timezone.localdate(), facts="一", measures="二"
    )


@pytest.mark.parametrize(("start", "to"), pairs(MatterState))
def test_matter_moves_are_those_of_the_table(matter, start, to):
    try_pair(matter, start, to, received_at=timezone.now())


def test_receipt_is_owed_within_the_area_s_days(year, matter):
    """R-ORG-11: receipt stamp."""
    duty = Duty.objects.of(matter).get()
    assert (duty.holder, duty.rule) == (year.stage.office, "R-ORG-11.receipt")
    assert duty.how_computed["number"] == 3
    workflow.receive_matter(matter, by=year.secretary)
    assert (matter.state, matter.received_by) == ("received", year.secretary.user)
    assert Duty.objects.get(pk=duty.pk).state == "met"


def test_answer_is_read_by_the_county_and_nobody_else_s(year, matter, clerk):
    """R-ORG-11: internal."""
    with pytest.raises(MoveRefused):
        workflow.answer_matter(matter, by=year.secretary, answer="x")
    matter.refresh_from_db()
    workflow.receive_matter(matter, by=year.secretary)
    workflow.answer_matter(matter, by=year.secretary, answer="请做好复课安排。")
    assert MajorMatter.objects.visible_to(clerk).get().answer == "请做好复课安排。"
    other = year.stage.post("county_clerk", year.stage.other_office)
    for outsider in (other, year.stage.head, year.stage.liaison):
        assert not MajorMatter.objects.visible_to(outsider).exists()


def test_matter_may_be_noted(year, matter):
    workflow.receive_matter(matter, by=year.secretary)
    workflow.note_matter(matter, by=year.secretary, note="已知悉")
    assert matter.state == "noted"


def test_county_answers_no_matter_and_a_city_office_without_upper_reports_none(year, matter, clerk):
    with pytest.raises(Refused):
        workflow.receive_matter(matter, by=clerk)
    with pytest.raises((RuleRefused, Refused)):
        workflow.report_matter(
            by=year.secretary, title="x", happened_on=timezone.localdate(), facts="一", measures="二"
        )
    with pytest.raises(RuleRefused):
        workflow.report_matter(
            by=clerk, title="x", happened_on=timezone.localdate() + timedelta(days=1), facts="一", measures="二"
        )
