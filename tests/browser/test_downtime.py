"""J9: after three days without a clock each reminder comes once, says that it is late, and stands on the file."""

import pytest

from inspectorate.desk.jobs import look
from inspectorate.duties.jobs import remind_due
from inspectorate.duties.models import Notice, Reminder
from inspectorate.duties.workflow import meet_duty, open_duty

from .desk import word

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def owe(city, clock, title, days):
    """Let the school owe something in so many days."""
    return open_duty(
        title, rule="R-ACC-08", title=title, holder=city.school, subject=city.school, area=city.area, by=None,
        trigger_on=clock.today, due_on=clock.on(days), group="school",
    )  # fmt: skip


def test_reminders_after_three_days_down_come_once_and_say_so(city, clock, enter):
    """J9, T65: two clocks look when the system is back; what was done meanwhile is not spoken of."""
    assert all([city.head, city.director, city.secretary])
    late, done = owe(city, clock, "报送整改报告", 8), owe(city, clock, "报送自查报告", 8)
    look()
    assert not Reminder.objects.filter(duty__in=[late, done]).exists()
    nominal = clock.on(1)
    clock.forward(4)  # the day of the reminder passed while nothing ran
    meet_duty(city.school, done.kind, by=city.head)
    look()
    remind_due()
    assert list(Reminder.objects.filter(duty=late).values_list("nominal_on", "recipient")) == [
        (nominal, city.head.user_id)
    ]
    head = enter(city.head)
    assert Notice.objects.of(city.head.user_id).count() == 1
    told = head.go(Notice.objects.get(recipient=city.head.user_id)).text()
    assert told.count(late.title) == 1
    assert done.title not in told
    assert f"应于{nominal.year}年{nominal.month}月{nominal.day}日发出" in told
    on_file = head.go(late).text()
    assert on_file.count(nominal.isoformat()) == 1
    assert word("Reminders") in on_file
