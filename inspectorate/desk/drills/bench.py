"""Two measurements at the size of a province: the sweep of due duties and the audits, each beside plain SQL in turn."""
# ruff: noqa: S608 - the statements are put together from this module's own pieces

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from inspectorate.duties.models import Notice, Reminder
from inspectorate.duties.workflow import open_duty
from inspectorate.duties.workflow.ledger import remind_due
from inspectorate.register.models import Area, Organization, School
from inspectorate.rulebook.models import Setting
from inspectors.models import Assignment, Certificate, Inspector, Term, TrainingRecord
from inspectors.models.audits import staffing_audit, training_audit

from .oracle import Verdict
from .reminders import days
from .seed import LONG_AGO, Office

DUTIES, DUE, PEOPLE = 150_000, 10_000, 2_000
COUNTIES, SCHOOLS, INSPECTORS = 110, 10_000, 2_500
KINS = 220  # schools so many apart are of the same county and stage
STATEMENTS = 12  # whatever the number of duties
RATIO = 1.5


def sweep(pairs: int, scale: float = 1.0) -> Verdict:
    """Time the sweep of 10,000 due among 150,000 duties against one statement that writes the same rows."""
    fill_duties(int(DUTIES * scale), int(DUE * scale), int(PEOPLE * scale))
    verdict = Verdict()
    with undone():
        written, again = remind_due(), remind_due()
        verdict.measure("reminders written", written)
        notices = Notice.objects.count()
        verdict.measure("notices made", notices)
        verdict.measure("rows of a second run", again, 0)
    with undone():
        plainly_reminded()
        verdict.measure("reminders that plain SQL writes otherwise", abs(written - Reminder.objects.count()), 0)
        verdict.measure("notices that plain SQL makes otherwise", abs(notices - Notice.objects.count()), 0)
    with counted() as statements, undone():
        remind_due()
    verdict.measure("statements", len(statements), STATEMENTS)
    compare(verdict, pairs, "the sweep", remind_due, plainly_reminded)
    return verdict


def audits(pairs: int, scale: float = 1.0) -> Verdict:
    """Time both audits of 10,000 schools and 2,500 inspectors against plain SQL that gives the same rows."""
    area, today = fill_roster(int(SCHOOLS * scale), int(INSPECTORS * scale)), timezone.localdate()
    verdict = Verdict()
    with counted() as statements:
        staffing, training = staffing_audit(area, today), training_audit(area, today.year, today)
    verdict.measure("statements", len(statements), 2)
    verdict.measure("rows of staffing", len(staffing))
    verdict.measure("rows of training", len(training))
    ours = {(row.place, row.stage, row.schools, row.there) for row in staffing}
    differ = ours ^ set(plain_staffing())
    verdict.notes += [f"differs: {row}" for row in sorted(differ)[:6]]
    verdict.measure("rows of staffing that differ", len(differ), 0)
    hours = {(row.pk, row.hours) for row in training}
    verdict.measure("rows of training that differ", len(hours ^ set(plain_training())), 0)
    compare(verdict, pairs, "staffing", lambda: staffing_audit(area, today), plain_staffing)
    compare(verdict, pairs, "training", lambda: training_audit(area, today.year, today), plain_training)
    return verdict


def compare(verdict: Verdict, pairs: int, name: str, ours: Callable[[], Any], plain: Callable[[], Any]) -> None:
    """Run both in turn, undone and swept away each time; note the median of the pairwise ratios."""
    times = [(timed(ours), timed(plain)) for _pair in range(pairs + 1)][1:]  # the first pair warms up
    verdict.measure(f"{name}: median ratio to plain SQL", statistics.median(a / b for a, b in times), RATIO)
    verdict.measure(f"{name}: milliseconds", statistics.median(a for a, _b in times) * 1000)
    verdict.measure(f"{name}: milliseconds of plain SQL", statistics.median(b for _a, b in times) * 1000)


def timed(run: Callable[[], Any]) -> float:
    """Return how long something takes; what it wrote is undone."""
    analyze()  # what the last one left undone would lie in the way of this one
    with undone():
        began = time.perf_counter()
        run()
        return time.perf_counter() - began


@contextmanager
def undone() -> Iterator[None]:
    """Undo everything that the block writes."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Yield the list into which every statement of the block is put."""
    seen: list[str] = []

    def note(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def plainly_reminded() -> None:
    """Write reminders, digests, their lines and the notices of today, each once, in one plain statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
WITH written AS (
    INSERT INTO duties_reminder (duty_id, kind, nominal_on, due_on, recipient_id, written_at, sent_at, state)
    SELECT d.id, 'due', d.due_on, d.due_on, p.user_id, now(), now(), 'sent'
    FROM duties_duty d JOIN register_post p ON p.organization_id = d.holder_id
    WHERE d.state = 'open' AND d.due_on = %(today)s ON CONFLICT DO NOTHING RETURNING id, recipient_id
), digests AS (
    INSERT INTO duties_delivery (recipient_id, day, channel, due_at, attempts, last_error, message_id, sent_at, state,
        province, city, county)
    SELECT DISTINCT recipient_id, %(today)s::date, 'in_app', now(), 1, '', '<in_app-' || recipient_id || '>', now(),
        'sent', '230000', '231000', '' FROM written ON CONFLICT DO NOTHING RETURNING id, recipient_id
), lines AS (
    INSERT INTO duties_delivery_reminders (delivery_id, reminder_id)
    SELECT digests.id, written.id FROM written JOIN digests USING (recipient_id)
    ON CONFLICT DO NOTHING
)
INSERT INTO duties_notice (delivery_id, recipient_id, day, shown_at, province, city, county)
SELECT id, recipient_id, %(today)s, now(), '230000', '231000', '' FROM digests ON CONFLICT DO NOTHING""",
            {"today": timezone.localdate()},
        )


def plain_staffing() -> list[tuple]:
    """Return (county, stage, schools, inspectors) by plain SQL with no rule looked up."""
    return rows(
        """
WITH held AS (SELECT DISTINCT ON (inspector_id) inspector_id, county, stage FROM (
    SELECT a.inspector_id, u.county, k.stage, count(*) AS n FROM inspectors_assignment a
    JOIN register_organization u ON u.id = a.school_id JOIN register_school k ON k.organization_id = u.id
    WHERE a.valid_from <= %(on)s AND (a.valid_to IS NULL OR a.valid_to >= %(on)s) GROUP BY 1, 2, 3) c
    ORDER BY inspector_id, n DESC, county, stage),
there AS (SELECT COALESCE(h.county, '') AS county, COALESCE(h.stage, i.stages[1]) AS stage, count(*) AS n
    FROM inspectors_inspector i LEFT JOIN held h ON h.inspector_id = i.id
    WHERE i.state = 'on_roster'
    AND EXISTS (SELECT FROM inspectors_term t WHERE t.inspector_id = i.id AND %(on)s BETWEEN t.starts_on AND t.ends_on)
    AND EXISTS (SELECT FROM inspectors_certificate c WHERE c.inspector_id = i.id
        AND %(on)s BETWEEN c.issued_on AND c.expires_on) GROUP BY 1, 2),
schools AS (SELECT u.county, k.stage, count(*) AS n FROM register_organization u
    JOIN register_school k ON k.organization_id = u.id WHERE u.kind = 'school' GROUP BY 1, 2)
SELECT COALESCE(s.county, t.county), COALESCE(s.stage, t.stage), COALESCE(s.n, 0), COALESCE(t.n, 0)
FROM schools s FULL JOIN there t ON t.county = s.county AND t.stage = s.stage ORDER BY 1, 2"""
    )


def plain_training() -> list[tuple]:
    """Return (inspector, hours of the year) by plain SQL with no rule looked up."""
    return rows(
        """
SELECT i.id, COALESCE(sum(r.hours) FILTER (WHERE r.mode = 'centralised'), 0) FROM inspectors_inspector i
LEFT JOIN inspectors_trainingrecord r ON r.inspector_id = i.id AND r.state = 'confirmed'
    AND r.completed_on BETWEEN date_trunc('year', %(on)s::date) AND %(on)s
WHERE i.state = 'on_roster' AND EXISTS (SELECT FROM inspectors_term t WHERE t.inspector_id = i.id
    AND %(on)s BETWEEN t.starts_on AND t.ends_on)
GROUP BY i.id ORDER BY 1"""
    )


def rows(statement: str) -> list[tuple]:
    """Return the rows of a statement about today."""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"on": timezone.localdate()})
        return cursor.fetchall()


def fill_duties(count: int, due: int, people: int) -> None:
    """Make `count` duties of `people` units: `due` of them end today, some later, most are met long ago."""
    office, today = Office(), timezone.localdate()
    Setting.objects.create(
        rule="OFFICE.notice_storm", area=office.area, value=count, valid_from=LONG_AGO, state="approved",
        document="bench", **office.area.scope,
    )
    unit = office.unit("单位", "school", superior=office.bureau)
    head = office.post("school", unit)
    many(unit, people, name="'单位' || n")
    many(head.user, people, username="'head' || n", email="''")
    many(head, people, organization_id=f"{unit.pk} + n", user_id=f"{head.user.pk} + n")
    duty = open_duty(
        "bench", rule="OFFICE.confirm_receipt", title="义务", holder=unit, subject=unit, area=office.area, by=None,
        trigger_on=today, due_on=today + days(300),
    )
    holder = f"{unit.pk} + 1 + n %% {people}"
    facts = {"holder_id": holder, "subject_id": holder, "opened_on": f"'{today}'::date"}
    ends = f"CASE WHEN n <= {due} THEN '{today}'::date WHEN n %% 13 = 0 THEN t.due_on ELSE t.due_on - 700 END"
    state = f"CASE WHEN n <= {due} OR n %% 13 = 0 THEN 'open' ELSE 'met' END"
    met = f"CASE WHEN n <= {due} OR n %% 13 = 0 THEN NULL ELSE t.due_on - 700 END"
    many(duty, count, due_on=ends, nominal_due_on=ends, trigger_on=f"{ends} - 30", state=state, met_on=met, **facts)
    analyze()


def fill_roster(schools: int, inspectors: int) -> Area:
    """Make counties, schools of four stages, and inspectors with term, certificate, four schools and some training."""
    office, today = Office(), timezone.localdate()
    for number in range(1, COUNTIES + 1):
        code = f"231{number:03d}"
        Area.objects.create(code=code, name=f"县{number}", level="county", parent=office.area)
    county = f"'231' || lpad((1 + n %% {COUNTIES})::text, 3, '0')"
    school = School.objects.create(
        organization=office.school, code="2123000001", stage="junior", sponsor="public", managing_level="county",
        pupils=900, **office.school.scope,
    )
    first = office.school.pk
    many(office.school, schools, name="'学校' || n", county=county, area_id=county)
    stage = "(ARRAY['kindergarten', 'primary', 'junior', 'senior'])[1 + n %% 4]"
    code = "'21230' || lpad((n + 1)::text, 5, '0')"
    many(school, schools, organization_id=f"{first} + n", code=code, county=county, stage=stage)
    school.delete()
    Organization.objects.filter(pk=first).update(kind="department")
    person = Inspector.objects.create(
        name="督学", office=office.office, organization=office.bureau, kind="part_time", categories=["school"],
        stages=["junior"], degree="bachelor", years_of_work=15, title="高级教师", registered_on=LONG_AGO,
        source="teacher", state="on_roster", **office.area.scope,
    )
    span = {"starts_on": today - days(100), "ends_on": today + days(900)}
    term = Term.objects.create(inspector=person, letter_number="1", **span, **office.area.scope)
    paper = Certificate.objects.create(
        inspector=person, number="DX", issued_on=span["starts_on"], issuer=office.office, expires_on=span["ends_on"],
        **office.area.scope,
    )
    task = Assignment.objects.create(
        inspector=person, school=office.school, valid_from=span["starts_on"], **office.area.scope
    )
    record = TrainingRecord.objects.create(
        inspector=person, title="培训", mode="centralised", hours=8, completed_on=today.replace(month=1, day=5),
        state="confirmed", **office.area.scope,
    )
    many(person, inspectors, name="'督学' || n")
    each = {"inspector_id": f"{person.pk} + 1 + n %% {inspectors}"}
    many(term, inspectors, letter_number="'L' || n", **each)
    many(paper, inspectors, number="'DX' || n", **each)
    modes = "(ARRAY['centralised', 'online', 'self_study'])[1 + n %% 3]"
    many(record, inspectors * 5, hours="1 + n %% 9", mode=modes, **each)
    lots = max(inspectors // KINS, 1)
    kin = f"(n %% {KINS} + {KINS} * ((n / {KINS}) %% {lots})) %% {inspectors}"
    many(task, schools, school_id=f"{first} + n", inspector_id=f"{person.pk} + 1 + {kin}")
    for row in (task, paper, term, record, person):
        type(row)._base_manager.filter(pk=row.pk)._raw_delete("default")
    analyze()
    return office.area


def many(row: Any, count: int, **changes: str) -> None:
    """Copy a row `count` times; `changes` are SQL over the copied row `t` and the number `n`."""
    meta = row._meta
    own, table = meta.pk.column, meta.db_table
    values = {field.column: f't."{field.column}"' for field in meta.concrete_fields}
    values |= {own: f't."{own}" + n', **changes}
    names = ", ".join(f'"{name}"' for name in values)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # history of a hundred thousand copies is not wanted
        cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {", ".join(values.values())} '
            f'FROM "{table}" t, generate_series(1, %s) n WHERE t."{own}" = %s',
            [count, row.pk],
        )
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', '{own}'), max({own})) FROM {table}")


def analyze() -> None:
    """Let the planner know what is there, as autovacuum would."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


BENCHES = {"sweep": sweep, "audits": audits}
