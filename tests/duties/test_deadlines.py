"""When notices may leave the system: hours and days of the office, whatever an area has set."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from inspectorate.duties.deadlines import AHEAD, ESCALATION, OVERDUE, Hours, Rhythm, hours, place_of
from inspectorate.rulebook.models import Setting
from inspectorate.rulebook.workflow import calendar

from .conftest import TODAY

pytestmark = pytest.mark.django_db


def moment(day, hour, minute=0):
    return timezone.make_aware(datetime(2026, 3, day, hour, minute))


@pytest.mark.parametrize(
    ("now", "sent"),
    [
        (moment(2, 10), moment(2, 10)),
        (moment(2, 8), moment(2, 8)),
        (moment(2, 7, 59), moment(2, 8)),
        (moment(2, 18), moment(3, 8)),
        (moment(6, 18), moment(9, 8)),  # Friday evening
        (moment(7, 10), moment(9, 8)),  # Saturday
    ],
)
def test_letter_leaves_within_the_hours_of_working_days(stage, now, sent):
    """R-TIME-06: rest days are those of the calendar."""
    assert hours("231000", TODAY).next_moment(now, calendar()) == sent


@pytest.mark.parametrize(
    ("span", "now", "sent"),
    [
        ((), moment(2, 3), moment(2, 3)),
        ((9,), moment(2, 3), moment(2, 3)),
        ((18, 8), moment(2, 3), moment(2, 8)),
        ((30, 40), moment(2, 3), moment(2, 23)),
    ],
)
def test_odd_setting_delays_and_never_stops_the_sender(stage, span, now, sent):
    """T68: a slip of the pen in a setting is no reason to say nothing."""
    assert Hours(span, on_rest_days=False, most=None).next_moment(now, calendar()) == sent


def test_next_day_is_a_later_one(stage):
    found = hours("231000", TODAY)
    assert found.next_day(moment(2, 10), calendar()) == moment(3, 8)
    assert found.next_day(moment(6, 10), calendar()) == moment(9, 8)


def test_nearest_area_with_a_setting_wins(stage, django_assert_num_queries):
    """One query for any number of areas."""
    shared = {"state": "approved", "document": "办公室通知", "valid_from": date(2026, 1, 1)}
    Setting.objects.create(area=stage.area, rule=OVERDUE, value=5, **shared, **stage.area.scope)
    Setting.objects.create(area=stage.county_area, rule=OVERDUE, value=2, **shared, **stage.county_area.scope)
    with django_assert_num_queries(1):
        rhythm = Rhythm(TODAY)
        areas = [stage.county_area, stage.other_area, stage.area]
        found = {rule: [rhythm.steps(rule, area) for area in areas] for rule in (OVERDUE, AHEAD, ESCALATION)}
    assert [row[0].number for row in found[OVERDUE]] == [2, 5, 5]
    assert [[step.number for step in row] for row in found[AHEAD]] == [[7, 3, 1]] * 3
    assert {step.unit for row in found[ESCALATION] for step in row} == {"working_day"}
    assert rhythm.furthest == 7


@pytest.mark.parametrize(
    ("code", "lineage"),
    [
        ("230000", ["230000"]),
        ("231000", ["231000", "230000"]),
        ("231004", ["231004", "231000", "230000"]),
        ("231004100", ["231004100", "231004", "231000", "230000"]),
    ],
)
def test_place_follows_the_word_of_every_area_above_it(code, lineage):
    """GB/T 2260: a town whose code ends in noughts is no city; its county's setting binds it."""
    assert place_of(code).lineage == lineage


def test_furthest_day_is_that_of_any_area(stage):
    """A county that reminds a month ahead is not cut off by its city's week."""
    shared = {"state": "approved", "document": "办公室通知", "valid_from": date(2026, 1, 1)}
    Setting.objects.create(area=stage.county_area, rule=AHEAD, value=[30, 2], **shared, **stage.county_area.scope)
    assert Rhythm(TODAY).furthest == 30
