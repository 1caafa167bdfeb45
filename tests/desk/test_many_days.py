"""The clock run on 400 consecutive days opens and reminds exactly what a list drawn up by hand says.

The list knows nothing of the program: dates, holidays and steps are written out here as an office would write them.
"""

import json
from datetime import date, datetime, time, timedelta
from io import StringIO
from typing import NamedTuple

import pytest
from django.core.management import call_command
from django.utils import timezone

from committees.models import Committee, Liaison, Membership
from inspectorate.duties.models import Duty, Reminder
from inspectorate.register.models import School
from inspectorate.rulebook.models import Semester
from inspectors.models import Assignment, Certificate, Term
from tests.stage import City, at

pytestmark = [pytest.mark.django_db, pytest.mark.volume]
FIRST, DAYS = date(2026, 3, 2), 400
DAY = timedelta(days=1)
NEVER = date.max
# What the State Council announced for 2026, and the statutory holidays of 2027, whose notice is not out.
HOLIDAYS = {
    *(date(2026, 4, day) for day in (4, 5, 6)), *(date(2026, 5, day) for day in (1, 2, 3, 4, 5)),
    *(date(2026, 6, day) for day in (19, 20, 21)), *(date(2026, 9, day) for day in (25, 26, 27)),
    *(date(2026, 10, day) for day in (1, 2, 3, 4, 5, 6, 7)),
    date(2027, 1, 1), *(date(2027, 2, day) for day in (5, 6, 7, 8)), date(2027, 4, 5),
}  # fmt: skip
WORKED = {date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10)}


class Line(NamedTuple):
    """One duty as the office would enter it: opened, due, and the day on which it falls away."""

    kind: str
    holder: str
    opened: date
    due: date
    gone: date = NEVER
    announced: date = NEVER


def d(month, day, year=2026):
    return date(year, month, day)


CITY, COUNTY, OTHER, PROVINCE = "市", "海林", "宁安", "省"
BY_HAND = [
    Line("hold_plenary", CITY, FIRST, d(12, 31), announced=d(9, 1)),
    Line("hold_plenary", CITY, d(1, 1, 2027), d(12, 31, 2027)),
    # The plans of January 2026 were owed before the system came; 31 January is a Saturday, in 2027 a Sunday.
    Line("annual_plan", CITY, FIRST, d(2, 2)),
    Line("annual_plan", COUNTY, FIRST, d(2, 2)),
    Line("annual_plan", CITY, d(1, 1, 2027), d(2, 1, 2027)),
    *(Line("annual_plan", office, d(1, 1, 2027), d(2, 1, 2027), announced=d(1, 1, 2027)) for office in (COUNTY, OTHER)),
    Line("name_liaison", "组织部", FIRST, d(3, 16)),  # ten working days
    Line("train_hours", CITY, FIRST, d(12, 31)),
    Line("train_hours", CITY, d(1, 1, 2027), d(12, 31, 2027), d(2, 1, 2027)),  # the term ends on 31 January
    Line("check_training", CITY, d(6, 1), d(6, 30)),
    Line("check_forecast", CITY, d(9, 1), d(9, 30)),
    Line("check_training", CITY, d(11, 1), d(11, 30)),
    # Six, three and one months before the term's end; each until the next takes its place.
    Line("check_term", CITY, d(7, 31), d(11, 2), d(10, 31)),
    Line("check_term", CITY, d(10, 31), d(12, 31), d(12, 31)),
    Line("check_term", CITY, d(12, 31), d(2, 1, 2027), d(2, 1, 2027)),
    # Three and one months before the certificate expires; 20 September is a Sunday on which people work.
    Line("check_certificate", CITY, d(7, 20), d(9, 20), d(9, 20)),
    Line("check_certificate", CITY, d(9, 20), d(10, 20), d(10, 21)),
    Line("check_cover", CITY, FIRST, d(3, 16)),
    Line("check_cover", COUNTY, d(2, 1, 2027), d(2, 17, 2027)),  # nobody is responsible any more
    Line("visit_month", CITY, FIRST, d(3, 31)),
    Line("visit_month", CITY, d(4, 1), d(4, 30)),
    Line("visit_month", CITY, d(5, 1), d(6, 1)),  # 31 May is a Sunday
    Line("visit_month", CITY, d(6, 1), d(6, 30)),
    Line("visit_month", CITY, d(9, 1), d(9, 30)),
    Line("visit_month", CITY, d(10, 1), d(11, 2)),  # 31 October is a Saturday
    Line("visit_month", CITY, d(11, 1), d(11, 30)),
    Line("visit_month", CITY, d(12, 1), d(12, 31)),
    # In the tenth week of a semester what is missing is announced.
    Line("visit_semester", CITY, FIRST, d(7, 10), announced=d(5, 4)),
    Line("visit_semester", CITY, d(9, 1), d(1, 15, 2027), announced=d(11, 3)),
    Line("inspect_end_of_term", COUNTY, FIRST, d(8, 31)),  # six months before are past already
    *(Line("inspect_school", COUNTY, FIRST, d(3, 3, 2031)) for _school in range(2)),  # 2 March 2031 is a Sunday
    *(Line("inspect_government", office, FIRST, d(3, 3, 2031)) for office in (CITY, PROVINCE)),
    *(Line("evaluate_government", office, FIRST, d(12, 31)) for office in (CITY, PROVINCE)),
    *(Line("evaluate_government", office, d(1, 1, 2027), d(12, 31, 2027)) for office in (CITY, PROVINCE)),
]  # fmt: skip


def is_working(day):
    return day in WORKED or (day.weekday() < 5 and day not in HOLIDAYS)


def working_day_after(day, number):
    while number:
        day += DAY
        number -= is_working(day)
    return day


def reminded(line):
    """The days on which somebody is reminded of a duty: 7, 3, 1 days before, on it, each week after; up the line."""
    yield from (("ahead", line.due - number * DAY) for number in (7, 3, 1))
    yield "ahead", line.announced
    yield "due", line.due
    yield from (("overdue", line.due + 7 * number * DAY) for number in range(1, DAYS))
    for kind, number in (("to_head", 1), ("to_superior", 5), ("to_office", 10)):
        yield kind, working_day_after(line.due, number)


def reminders_by_hand(day):
    """What is written on a day: what falls on it; nothing of the time before the duty was opened."""
    return sorted(
        (line.kind, line.holder, line.due, kind, nominal)
        for line in BY_HAND
        if line.holder != PROVINCE and line.opened <= day < line.gone  # nobody there has a post
        for kind, nominal in reminded(line)
        if nominal == day
    )


@pytest.fixture
def office():
    """A city with one inspector for one of two schools, a committee with a vacancy, a head whose term ends."""
    with at(FIRST):
        city = City()
        assert all([city.director, city.secretary, city.post("county_director", city.county_office)])
        committee = Committee.objects.create(organization=city.government, name="市委员会", **city.area.scope)
        for number, unit in enumerate((city.bureau, city.organisation)):
            seat = Membership.objects.create(
                committee=committee, role="member_unit", organization=unit, order=number, valid_from=date(2020, 1, 1),
                **city.area.scope,
            )  # fmt: skip
            if unit == city.bureau:
                Liaison.objects.create(
                    membership=seat, person_name="张三", office_phone="1", valid_from=date(2020, 1, 1), **seat.scope
                )
        School.objects.filter(organization=city.school).update(head_from=d(9, 1, 2020), head_to=d(8, 31))
        person = city.inspector("督学甲")
        Term.objects.filter(inspector=person).update(starts_on=d(2, 1, 2024), ends_on=d(1, 31, 2027))
        Certificate.objects.filter(inspector=person).update(expires_on=d(10, 20))
        Assignment.objects.create(inspector=person, school=city.school, valid_from=FIRST, **city.school.scope)
        spring = {"name": "春季学期", "starts_on": FIRST, "ends_on": d(7, 10), "months": [3, 4, 5, 6]}
        autumn = {"name": "秋季学期", "starts_on": d(9, 1), "ends_on": d(1, 15, 2027), "months": [9, 10, 11, 12]}
        for term in (spring, autumn):
            Semester.objects.create(area=city.area, **term, **city.area.scope)
    names = {city.office: CITY, city.county_office: COUNTY, city.other_office: OTHER, city.upper: PROVINCE,
             city.organisation: "组织部"}  # fmt: skip
    return {unit.pk: name for unit, name in names.items()}


def look(day):
    """Run the command as of nine o'clock; return the duties and the reminders that it wrote."""
    duties, reminders = (model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
                         for model in (Duty, Reminder))  # fmt: skip
    moment = timezone.make_aware(datetime.combine(day, time(9)))
    call_command("clock", now=moment, json=True, trial=True, stdout=(said := StringIO()))
    assert [job for job in json.loads(said.getvalue())["jobs"] if job["error"]] == []
    return Duty.objects.filter(pk__gt=duties), Reminder.objects.filter(pk__gt=reminders).select_related("duty")


def test_400_days_open_and_remind_what_was_written_by_hand(office):
    """R-ORG-06, 07, 10, 11, R-TRAIN-02, R-TERM-01, R-ROST-07, R-ZONE-03, R-VISIT-01, 02, R-INS-02 to 04, 29."""
    wrong = {}
    for number in range(DAYS):
        day = FIRST + number * DAY
        duties, reminders = look(day)
        opened = sorted((duty.kind, office.get(duty.holder_id), duty.due_on) for duty in duties)
        told = {(one.duty_id, one.kind, one.nominal_on): one.duty for one in reminders}
        sent = sorted((duty.kind, office[duty.holder_id], duty.due_on, kind, nominal)
                      for (_pk, kind, nominal), duty in told.items())  # fmt: skip
        expected = sorted((line.kind, line.holder, line.due) for line in BY_HAND if line.opened == day)
        if (opened, sent) != (expected, reminders_by_hand(day)):
            wrong[day] = [set(opened) ^ set(expected), set(sent) ^ set(reminders_by_hand(day))]
    assert sorted(wrong.items())[:3] == []
