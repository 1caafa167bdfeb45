"""The clock run on consecutive days over the demonstration city does exactly what the reference says.

The reference (`reference/`) reads the rows of the city by plain SQL before the first day and counts everything else by
itself: which duties are opened, with key, kind, holder and last day; which are met or fall away on which day; who is
reminded of what, meant for which day; on which case a supervise notice, an interview or a circular is prepared. It
shares no code with the program. Four things follow from the city and are not met here: nobody acts, so a duty is closed
by the clock only; no area sets a rule of its own that is asked for (the reference refuses to guess then); no notice of
holidays comes in; no certificate comes near its end before its term does. Texts, channels and sending are not compared.
"""

from datetime import date, datetime, time
from io import StringIO
from json import loads

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from inspectorate.desk.management.commands import demo
from inspectorate.documents.tasks import render
from inspectorate.lib.moment import standing
from inspectorate.register import rights
from tests.desk.reference import Facts, expected
from tests.desk.reference.days import DAY
from tests.stage import sow

# Committed day by day, as the clock's own looks are: one transaction of 400 days would be a server's work of its own.
pytestmark = pytest.mark.django_db(transaction=True)
FIRST = date(2026, 6, 15)
# In the suite until a month into the new year; the whole stretch takes minutes: `pytest -m long`.
STRETCHES = [pytest.param(230, marks=pytest.mark.volume), pytest.param(400, marks=pytest.mark.long)]
MEASURES = {"notice": "supervisenotice", "interview": "interview", "circular": "circular"}
LOOKS = 3  # in which a fact put otherwise must show
SHOWN = 4  # differences of a kind, of the first days on which there are any


def moment(day, hour):
    return timezone.make_aware(datetime.combine(day, time(hour)))


def rows(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


@pytest.fixture(autouse=True)
def rights_table():
    """The rights as they are, not the few of the desk's other tests."""
    rights.rows.cache_clear()


@pytest.fixture
def city(settings, monkeypatch, tmp_path):
    """The demonstration city as of the eve of the first look; no PDF is made of its papers."""
    settings.DEMONSTRATION = True
    monkeypatch.setattr(demo, "ACCOUNTS", tmp_path / "accounts.json")
    monkeypatch.setattr(render, "delay", lambda _pk: None)
    sow()
    with standing(moment(FIRST, 8)):
        call_command("demo", stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a running server has counted its rows and plans by them
    return Facts.read()


class Watch:
    """What is new in the database since the last look."""

    def __init__(self):
        self.closed = dict(rows("SELECT id, state FROM duties_duty WHERE state <> 'open'"))
        self.last = {name: self._last(name) for name in (
            "duties_duty", "duties_reminder", *(f"accountability_{name}" for name in MEASURES.values())
        )}  # fmt: skip

    def look(self, day):
        """Run the command as of ten o'clock; return what it opened, closed, told and prepared."""
        call_command("clock", now=moment(day, 10), json=True, trial=True, stdout=(said := StringIO()))
        assert [job for job in loads(said.getvalue())["jobs"] if job["error"]] == []
        return {
            "opened": set(self._new("duties_duty", "coalesce(key, 'no. ' || id), kind, holder_id, due_on")),
            "closed": self._closed(),
            "told": set(self._told()),
            "prepared": {(kind, case) for kind, table in MEASURES.items()
                         for (case,) in self._new(f"accountability_{table}", "case_id")},
        }  # fmt: skip

    def _new(self, table, columns):
        before, self.last[table] = self.last[table], self._last(table)
        return rows(f"SELECT {columns} FROM {table} WHERE id > %s", before)

    def _told(self):
        before, self.last["duties_reminder"] = self.last["duties_reminder"], self._last("duties_reminder")
        return rows(
            """SELECT coalesce(d.key, 'no. ' || d.id), r.kind, r.nominal_on, r.due_on, u.username
            FROM duties_reminder r JOIN duties_duty d ON d.id = r.duty_id JOIN register_user u ON u.id = r.recipient_id
            WHERE r.id > %s""",
            before,
        )

    def _closed(self):
        now = {pk: (name, state) for pk, name, state in rows(
            "SELECT id, coalesce(key, 'no. ' || id), state FROM duties_duty WHERE state <> 'open'"
        )}  # fmt: skip
        before, self.closed = self.closed, now
        return {now[pk] for pk in now.keys() - before.keys()}

    @staticmethod
    def _last(table):
        return rows(f"SELECT coalesce(max(id), 0) FROM {table}")[0][0]


def differences(seen, due):
    """In words: what the clock left undone and what it did beyond the reference, of the first days with any."""
    said = []
    for day in sorted(seen):
        for what, found in seen[day].items():
            for word, rest in (("missing", due[day][what] - found), ("beyond", found - due[day][what])):
                said += [f"{day} {what}, {word}: {one}" for one in sorted(rest, key=str)[:SHOWN]]
    return said[: 5 * SHOWN]


def each(**values):
    return lambda rows: [row._replace(**values) for row in rows]


def but(is_meant, **values):
    return lambda rows: [row._replace(**values) if is_meant(row) else row for row in rows]


def without(is_meant):
    return lambda rows: [row for row in rows if not is_meant(row)]


def later(rows):
    return [row._replace(due_on=row.due_on + DAY) for row in rows]


# One fact put otherwise, each of which the clock minds in its first three looks.
OTHERWISE = {
    "a liaison officer was never named": ("liaisons", lambda rows: rows[1:]),
    "duties are due a day later": ("duties", later),
    "duties were opened today": ("duties", each(opened_on=FIRST)),
    "the plenary was held": ("meetings", each(held_on=FIRST, state="held")),
    "a county handed its plan in": ("plans", each(state="submitted")),
    "a special topic was given up": ("return_forms", but(lambda row: row.frequency == "once", state="ended")),
    "a special topic lies ahead": ("return_forms", but(lambda row: row.frequency == "once", period_to=FIRST + 9 * DAY)),
    "no month was asked for yet": ("returns", each(period="once")),
    "a term ended": ("terms", lambda rows: [*rows[:-1], rows[-1]._replace(ended_on=FIRST - DAY)]),
    "a term ends in half a year": ("terms", lambda rows: [*rows[:-1], rows[-1]._replace(ends_on=date(2026, 12, 16))]),
    "there was training enough": ("records", each(hours=40, mode="centralised")),
    "a school has no inspector": ("assignments", lambda rows: rows[:-1]),
    "the schools lie in no zone": ("assignments", each(zone_office_id=None)),
    "an inspector held a school for long": ("assignments", each(valid_from=date(2023, 7, 1))),
    "a visit was not made": ("visits", lambda rows: rows[1:]),
    "pupils are on holiday in June": ("semesters", each(months=[3, 4, 5])),
    "schools were closed": ("units", but(lambda row: row.kind == "school", valid_to=FIRST - DAY)),
    "a head's term ends this year": ("schools", each(head_to=date(2026, 12, 15))),
    "an evaluation took place": ("inspections", each(kind="evaluation", concluded_on=FIRST)),
    "the secretary left": ("posts", without(lambda row: row.role == "general_group")),
    "the heads of schools left": ("posts", without(lambda row: row.role == "school")),
    "the notices leave more time": ("notices", each(new_due_on=FIRST + 9 * DAY)),
    "the interviews were held today": ("interviews", each(held_on=FIRST)),
    "the problems were put right": ("items", without(lambda row: row.state == "pending")),
    "windows for a defence have ended": ("cases", but(lambda row: row.defence_due_on, defence_due_on=FIRST - DAY)),
}


@pytest.mark.parametrize("days", STRETCHES)
def test_clock_opens_closes_reminds_and_prepares_what_the_reference_says(city, days):
    """R-ORG-06, 07, 10, 11, R-TRAIN-02, R-TERM-01, R-ZONE-03, 04, R-VISIT-01, 02, R-INS-02 to 05, 29, R-ACC-07.

    R-DATA-01: the returns of counties.
    """
    due, watch = expected(city, FIRST, days), Watch()
    seen = {day: watch.look(day) for day in due}
    assert differences(seen, due) == []
    assert unnoticed(city, dict(list(seen.items())[:LOOKS])) == []


def unnoticed(city, seen):
    """The facts that the comparison would not miss: none, else it could not fail."""
    return [said for said, change in OTHERWISE.items()
            if not differences(seen, expected(city.but(*change), FIRST, len(seen)))]  # fmt: skip
