"""A new holiday, a changed rule: what moves is seen before, moves exactly so, and never comes nearer (R-TIME-06, T56).

The dates below were counted by hand on the calendar of 2026: 1-3 January off, Sunday 4 January worked; 14 February
(Saturday) worked, 15-23 February off, 28 February (Saturday) worked; 4-6 April off; 1-5 May off, Saturday 9 May worked.
The new holiday is Friday 8 May. The first column that follows a trigger is the day after it.
"""

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspectorate.duties import workflow
from inspectorate.duties.models import Duty, Pause
from inspectorate.duties.workflow import recount
from inspectorate.duties.workflow.dates import columns, counted
from inspectorate.lib.periods import period_end
from inspectorate.rulebook import workflow as rulebook
from inspectorate.rulebook.models import CalendarYear, Recount, Setting
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import RuleRefused

from .conftest import TODAY

pytestmark = pytest.mark.django_db
HOLIDAY = date(2026, 5, 8)


class Sum(NamedTuple):
    """One term: trigger, length, unit, the last day counted by hand, the one with 8 May off, a stop of the clock."""

    trigger: date
    number: int
    unit: str
    before: date
    after: date
    stop: tuple = ()


def d(month, day, year=2026):
    return date(year, month, day)


CASES = {
    # working days
    "8 May itself": Sum(d(5, 7), 1, "working_day", d(5, 8), d(5, 9)),  # 8 | the worked Saturday
    "over the worked Saturday": Sum(d(5, 6), 3, "working_day", d(5, 9), d(5, 11)),  # 7 8 9 | 7 9 11
    "after the five days off": Sum(d(4, 30), 2, "working_day", d(5, 7), d(5, 7)),  # 6 7: ends before
    "five days off and a new one": Sum(d(4, 30), 5, "working_day", d(5, 11), d(5, 12)),  # 6 7 8 9 11 | 6 7 9 11 12
    "event on the new holiday": Sum(d(5, 8), 1, "working_day", d(5, 9), d(5, 9)),  # its day is not counted
    "begins on a day off": Sum(d(5, 5), 2, "working_day", d(5, 7), d(5, 7)),  # 6 7
    "in March": Sum(d(3, 2), 10, "working_day", d(3, 16), d(3, 16)),  # 3-6, 9-13, 16
    "over New Year": Sum(d(12, 31, 2025), 2, "working_day", d(1, 5), d(1, 5)),  # Sunday 4 is worked, 5
    "over the Spring Festival": Sum(d(2, 13), 2, "working_day", d(2, 24), d(2, 24)),  # Saturday 14 is worked, 24
    # calendar days, rolled off rest days
    "thirtieth day is 8 May": Sum(d(4, 8), 30, "day", d(5, 8), d(5, 9)),
    "thirtieth day in the days off": Sum(d(4, 2), 30, "day", d(5, 6), d(5, 6)),  # 2 May, rolled to the 6th
    "thirtieth day on the worked Saturday": Sum(d(4, 9), 30, "day", d(5, 9), d(5, 9)),
    "thirtieth day on a Sunday": Sum(d(4, 10), 30, "day", d(5, 11), d(5, 11)),
    "holidays at both ends": Sum(d(5, 1), 7, "day", d(5, 8), d(5, 9)),
    # weeks, months, years
    "two weeks": Sum(d(4, 24), 2, "week", d(5, 8), d(5, 9)),
    "three months": Sum(d(2, 8), 3, "month", d(5, 8), d(5, 9)),
    "month without a 31st": Sum(d(1, 31), 3, "month", d(4, 30), d(4, 30)),
    "February on a worked Saturday": Sum(d(11, 30, 2025), 3, "month", d(2, 28), d(2, 28)),
    "one year": Sum(d(5, 8, 2025), 1, "year", d(5, 8), d(5, 9)),
    # stopped clocks: the days after the stop up to and with the day it runs again fall out
    "working days stopped": Sum(  # 30 April and 6 May fall out: 7 8 9 | 7 9 11
        d(4, 29), 3, "working_day", d(5, 9), d(5, 11), (d(4, 29), d(5, 6))
    ),
    "days stopped": Sum(d(4, 20), 10, "day", d(5, 8), d(5, 9), (d(4, 22), d(4, 30))),  # eight days out: 30 April + 8
}


@pytest.fixture
def term(owe):
    """Open a duty whose term is a case's."""

    def term(case, **more):
        duty = owe(trigger_on=case.trigger, due_on=case.before, **more)
        if case.stop:
            Pause.objects.create(duty=duty, reason="调查取证", starts_on=case.stop[0], ends_on=case.stop[1])
        stops = [case.stop] if case.stop else []
        counted = period_end(case.trigger, case.number, case.unit, rulebook.calendar(), pauses=stops)
        Duty.objects.filter(pk=duty.pk).update(**columns(counted))
        return Duty.objects.get(pk=duty.pk)

    return term


@pytest.fixture
def terms(term):
    """All cases as open duties of the school, by name."""
    return {name: term(case, title=name) for name, case in CASES.items()}


@pytest.fixture
def change(stage):
    """Propose another kind for one day of 2026."""

    def change(day=HOLIDAY, kind="holiday"):
        year = CalendarYear.objects.get(year=2026)
        return rulebook.propose_calendar_day(year, day=day, kind=kind, name="临时放假", note="通知", by=stage.secretary)

    return change


@pytest.fixture
def setting(stage):
    """Propose another term for the re-check (R-ACC-08, thirty days by default) in the city, from next Monday."""

    def setting(value, *, is_for_running=True, area=stage.area, **more):
        facts = {"document": "市办法", "by": stage.secretary, "valid_from": TODAY + timedelta(days=7), **more}
        return rulebook.propose_setting("R-ACC-08", area=area, value=value, is_for_running=is_for_running, **facts)

    return setting


def approve(stage, planned, seen=None):
    """Let the director approve what the preview shows."""
    verb = recount.approve_setting if isinstance(planned, Setting) else recount.approve_calendar_change
    return verb(planned, by=stage.director, seen=seen or recount.preview(planned).fingerprint)


def dates():
    return dict(Duty.objects.values_list("title", "due_on"))


def test_dates_before_are_those_counted_by_hand(terms):
    """R-TIME-01 to 04, R-TIME-09: swapped days, month ends, stops, holidays at both ends."""
    assert {name: duty.due_on for name, duty in terms.items()} == {name: case.before for name, case in CASES.items()}


def test_one_holiday_moves_the_right_dates_only(stage, terms, change):
    """R-TIME-06, T56: twenty-one terms; the preview names those that move, the approval moves exactly them."""
    planned = change()
    found = recount.preview(planned)
    expected = {name: case.after for name, case in CASES.items() if case.after != case.before}
    assert {effect.duty.title: effect.after for effect in found.of("moved")} == expected
    assert found.counts["nearer"] == found.counts["kept_rule"] == 0
    approve(stage, planned)
    assert dates() == {name: case.after for name, case in CASES.items()}


def test_every_moved_date_has_its_event_and_its_row(stage, terms, change):
    """T56: no silent move; what did not move has neither."""
    planned = approve(stage, change())
    for name, duty in terms.items():
        case, told = CASES[name], Event.objects.of(duty).filter(verb="recount_duty")
        found = [(event.payload["before"], event.payload["after"], event.actor_id) for event in told]
        is_moved = case.before != case.after
        assert found == [(str(case.before), str(case.after), stage.director.user_id)] * is_moved, name
    rows = set(planned.recounts.values_list("title", "before_on", "after_on", "outcome"))
    assert rows == {(name, c.before, c.after, "moved") for name, c in CASES.items() if c.before != c.after}
    assert planned.counts["moved"] == len(rows)


def test_preview_writes_nothing(terms, change):
    """T56"""
    planned = change()
    events = Event.objects.count()
    recount.preview(planned)
    assert dates() == {name: case.before for name, case in CASES.items()}
    assert (Event.objects.count(), Recount.objects.count()) == (events, 0)
    assert rulebook.calendar().is_working(HOLIDAY)


def test_granted_date_moves_off_the_new_holiday(stage, owe, change):
    """R-TIME-03: eight May was granted; it is a day off now."""
    duty = owe(trigger_on=d(4, 1), due_on=d(4, 10))
    workflow.ask_extension(duty, by=stage.head, asked_until=HOLIDAY, reason="工期")
    workflow.answer_extension(duty, by=stage.officer, is_granted=True, answer="同意")
    approve(stage, change())
    assert Duty.objects.get().due_on == d(5, 9)


def test_worked_weekend_never_makes_a_date_nearer(stage, term, change):
    """T56: with Saturday 16 May worked two days from the 14th end on it; who was told the 18th keeps it."""
    duty = term(Sum(d(5, 14), 2, "working_day", d(5, 18), d(5, 16)))
    planned = change(d(5, 16), "swapped_working_day")
    (effect,) = recount.preview(planned).of("nearer")
    assert (effect.before, effect.after) == (d(5, 18), d(5, 16))
    approve(stage, planned)
    again = Duty.objects.get(pk=duty.pk)
    assert (again.due_on, again.how_computed["due_on"]) == (d(5, 18), "2026-05-18")
    assert planned.recounts.get().outcome == "nearer"
    assert Event.objects.of(duty).last().payload["after"] == "2026-05-18"


def test_date_kept_once_is_not_told_again(stage, term, change):
    """T56: a later change elsewhere is no news to a date that an earlier one left where it was."""
    term(Sum(d(5, 14), 2, "working_day", d(5, 18), d(5, 16)))
    approve(stage, change(d(5, 16), "swapped_working_day"))
    assert recount.preview(change(d(5, 17), "swapped_working_day")).counts["nearer"] == 0


def test_swap_taken_back_moves_what_counted_on_it(stage, term, change):
    """R-TIME-06: Saturday 9 May is free again."""
    term(CASES["over the worked Saturday"], title="a")
    term(CASES["thirtieth day on the worked Saturday"], title="b")
    approve(stage, change(d(5, 9), ""))
    assert dates() == {"a": d(5, 11), "b": d(5, 11)}  # 7 8 11; 9 May rolled


def test_met_and_waived_duties_do_not_move(stage, term, change):
    """T56: only what runs."""
    duty = term(CASES["8 May itself"])
    workflow.waive_duty(duty, by=stage.director, note="一")
    assert recount.preview(change()).effects == []


def test_notice_of_a_year_makes_provisional_dates_firm(stage, owe, no_notice_of_2027):
    """R-TIME-06: the 20th of January turns out to be a day off; the other date is confirmed."""
    moved, firm = owe(trigger_on=d(12, 21), title="m"), owe(trigger_on=d(12, 22), title="f")
    days = [(day, "holiday", name) for day, name in statutory(2027)] + [(date(2027, 1, 20), "holiday", "调休")]
    planned = rulebook.propose_calendar_year(2027, days, notice="国办发明电〔2026〕1号", by=stage.secretary)
    approve(stage, planned)
    assert dates() == {"m": date(2027, 1, 21), "f": date(2027, 1, 21)}
    assert not Duty.objects.filter(is_provisional=True).exists()
    assert (moved.due_on, firm.due_on) == (date(2027, 1, 20), date(2027, 1, 21))
    assert planned.counts == {"moved": 1, "nearer": 0, "kept_rule": 0, "same": 1}


def statutory(year):
    from_law = rulebook.calendar().__class__()  # a calendar without notices knows the law alone
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
    return [(day, why) for day in days if (why := from_law.rest_reason(day)) not in {"", "weekend"}]


# The second person and the preview it is bound to.


def test_approval_is_bound_to_what_was_seen(stage, term, change):
    """T56: a duty opened since the approver looked: nothing moves, the approver looks again."""
    planned = change()
    term(CASES["8 May itself"], title="a")
    seen = recount.preview(planned).fingerprint
    term(CASES["two weeks"], title="b")
    with pytest.raises(RuleRefused) as refused:
        approve(stage, planned, seen)
    assert refused.value.rule == "R-TIME-06"
    planned.refresh_from_db()
    assert (planned.state, dates(), Recount.objects.count()) == ("proposed", {"a": d(5, 8), "b": d(5, 8)}, 0)
    assert rulebook.calendar().is_working(HOLIDAY)
    approve(stage, planned)
    assert dates() == {"a": d(5, 9), "b": d(5, 9)}


def test_fingerprint_stands_while_other_duties_come_and_go(term, change):
    """T56: what the change does not touch makes nobody look again."""
    planned = change()
    seen = recount.preview(planned).fingerprint
    term(CASES["in March"])
    assert recount.preview(planned).fingerprint == seen


@pytest.mark.parametrize("kind", ["calendar", "rule"])
def test_proposer_does_not_approve(stage, change, setting, kind):
    """Permissions §5.4: two people, also where one person holds both posts."""
    planned = change() if kind == "calendar" else setting(40)
    type(planned).objects.filter(pk=planned.pk).update(proposed_by=stage.director.user)
    planned.refresh_from_db()
    with pytest.raises(RuleRefused):
        approve(stage, planned)


def test_one_open_change_of_a_year(change):
    """T56: a second one would be previewed on a calendar about to change."""
    change()
    with pytest.raises(RuleRefused):
        change(d(5, 11))


@pytest.mark.parametrize(("day", "kind"), [(d(5, 8), ""), (d(5, 7), "swapped_working_day"), (d(5, 1), "holiday")])
def test_change_that_changes_nothing_or_cannot_be_is_refused(stage, day, kind):
    """R-TIME-06: an ordinary day made ordinary, a weekday made a worked weekend, a holiday named as it is."""
    year = CalendarYear.objects.get(year=2026)
    told = year.days.filter(date=day).values_list("name", flat=True).first() or ""
    with pytest.raises(RuleRefused):
        rulebook.propose_calendar_day(year, day=day, kind=kind, name=told, note="一", by=stage.secretary)


# A rule.


def test_running_duties_keep_their_rule_unless_the_office_decides(stage, owe, setting):
    """Design 4.3: the default leaves them alone, and says how many."""
    duty = owe()
    planned = setting(40, is_for_running=False)
    found = recount.preview(planned)
    assert ([e.duty for e in found.of("kept_rule")], found.counts["moved"]) == ([duty], 0)
    approve(stage, planned)
    assert Duty.objects.get().due_on == duty.due_on
    assert owe(trigger_on=TODAY + timedelta(days=7)).due_on == TODAY + timedelta(days=47 + 2)  # 18 April: Saturday


def test_running_duties_follow_where_the_office_decides(stage, owe, setting):
    """T56: forty days from 2 March are 11 April, a Saturday: Monday the 13th."""
    duty = owe()
    planned = approve(stage, setting(40))
    again = Duty.objects.get()
    assert (duty.due_on, again.due_on, again.nominal_due_on) == (d(4, 1), d(4, 13), d(4, 11))
    assert again.how_computed["number"] == 40
    assert planned.recounts.get().before_on == d(4, 1)


def test_shorter_rule_leaves_running_dates(stage, owe, setting):
    """T56: twenty days would come nearer."""
    owe()
    planned = setting(20)
    assert recount.preview(planned).counts == {"moved": 0, "nearer": 1, "kept_rule": 0, "same": 0}
    approve(stage, planned)
    assert Duty.objects.get().due_on == d(4, 1)


def test_named_and_granted_dates_are_none_of_the_rule_s(stage, owe, setting):
    """R-ACC-08: a date that a document names or a person granted is not counted by the rule."""
    owe(due_on=d(3, 20))
    granted = owe(title="g")
    workflow.ask_extension(granted, by=stage.head, asked_until=d(4, 20), reason="工期")
    workflow.answer_extension(granted, by=stage.officer, is_granted=True, answer="同意")
    assert recount.preview(setting(40)).effects == []


def test_only_the_area_and_its_rule_are_concerned(stage, owe, setting):
    """R-ACC-08: the county has a value of its own, another rule is another rule."""
    owe(rule="R-INS-08")
    shared = {"rule": "R-ACC-08", "valid_from": date(2021, 1, 1), "document": "县办法", "state": "approved"}
    Setting.objects.create(area=stage.county_area, value=25, **shared, **stage.county_area.scope)
    own = workflow.open_duty(
        "report", rule="R-ACC-08", title="县", holder=stage.school, subject=stage.school, area=stage.county_area,
        by=None, trigger_on=TODAY,
    )  # fmt: skip
    assert recount.preview(setting(40)).effects == []
    found = recount.preview(setting(40, area=stage.county_area))
    assert [effect.duty.pk for effect in found.of("moved")] == [own.pk]


def test_rule_switched_off_leaves_running_duties(stage, owe, setting):
    """R-ACC-08: without a number nothing can be counted anew."""
    owe()
    assert recount.preview(setting(None)).counts["kept_rule"] == 1


def test_stopped_days_stay_in_the_new_term(stage, owe, setting):
    """R-TIME-09: forty days and the four that fell out end on 15 April."""
    duty = owe()
    Pause.objects.create(duty=duty, reason="一", starts_on=d(3, 3), ends_on=d(3, 7))
    Duty.objects.filter(pk=duty.pk).update(**columns(counted(duty)))
    approve(stage, setting(40))
    assert Duty.objects.get().due_on == d(4, 15)


# Cost.


def test_preview_costs_the_same_for_few_and_many(owe, term, change):
    """§5: one, three and thirteen duties by the same queries."""
    planned, found = change(), []
    for more in (1, 2, 10):
        for _one in range(more):
            term(CASES["8 May itself"])
        rulebook.calendar()
        with CaptureQueriesContext(connection) as queries:
            recount.preview(planned)
        found.append(len(queries))
    assert found == [5, 5, 5]


def test_approval_of_many_costs_a_few_statements_a_batch(stage, term, change):
    """§5: the rows of a batch are written together, whether it has one or a dozen."""
    found = []
    for size, day in ((1, d(5, 8)), (1, d(5, 15)), (12, d(5, 22))):
        for _one in range(size):
            term(Sum(day - timedelta(days=1), 1, "working_day", day, day))
        planned = change(day)
        seen = recount.preview(planned).fingerprint
        with CaptureQueriesContext(connection) as queries:
            approve(stage, planned, seen)
        assert planned.counts["moved"] == size
        found.append(len(queries))
    assert found[1] == found[2], found
