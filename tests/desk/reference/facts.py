"""The facts of the city, row by row as they stand in the database."""

from collections import defaultdict, namedtuple
from functools import cached_property

from django.db import connection

from .days import NEVER

STATEMENTS = {
    "areas": "SELECT code AS id, level, parent_id FROM register_area",
    "units": """SELECT id, kind, area_id, county, city, superior_id, valid_from, valid_to
        FROM register_organization""",
    "schools": """SELECT organization_id AS id, stage, managing_level, head_from, head_to FROM register_school""",
    "posts": """SELECT p.id, p.user_id, p.role, p."group", p.organization_id, p.city, p.county, p.valid_from, p.valid_to
        FROM register_post p JOIN register_user u ON u.id = p.user_id WHERE p.is_approved AND u.is_active""",
    "people": "SELECT id, username FROM register_user WHERE is_active",
    "committees": """SELECT c.id, o.area_id FROM committees_committee c
        JOIN register_organization o ON o.id = c.organization_id""",
    "seats": "SELECT id, committee_id, role, organization_id, valid_from, valid_to FROM committees_membership",
    "liaisons": "SELECT id, membership_id, valid_from, valid_to FROM committees_liaison",
    "meetings": "SELECT id, committee_id, kind, held_on, state FROM committees_meeting",
    "plans": "SELECT id, organization_id, year, state FROM committees_annualplan",
    "return_forms": """SELECT id, frequency, audience, stages, city, valid_from, valid_to, period_from, period_to, state
        FROM monitoring_returnform WHERE state <> 'draft'""",
    "returns": "SELECT id, form_id, unit_id, period FROM monitoring_return",
    "inspectors": "SELECT id, office_id, user_id FROM inspectors_inspector WHERE state = 'on_roster'",
    "terms": "SELECT id, inspector_id, starts_on, ends_on, ended_on, state FROM inspectors_term",
    "certificates": "SELECT id, inspector_id, issued_on, expires_on, revoked_on FROM inspectors_certificate",
    "assignments": """SELECT a.id, a.inspector_id, a.school_id, z.office_id AS zone_office_id, a.valid_from, a.valid_to
        FROM inspectors_assignment a LEFT JOIN inspectors_zone z ON z.id = a.zone_id""",
    "records": """SELECT id, inspector_id, mode, hours, completed_on FROM inspectors_trainingrecord
        WHERE state = 'confirmed'""",
    "checks": "SELECT id, office_id, kind, period FROM inspectors_rostercheck WHERE done_on IS NULL",
    "semesters": "SELECT id, area_id, starts_on, ends_on, months FROM rulebook_semester",
    "settings": """SELECT id, area_id, rule, value #>> '{}' AS value, valid_from, valid_to FROM rulebook_setting
        WHERE state = 'approved'""",
    "visits": "SELECT id, school_id, visited_on FROM supervision_visit WHERE state IN ('filed', 'returned')",
    "inspections": """SELECT id, unit_id, kind, concluded_on FROM supervision_inspection
        WHERE state IN ('concluded', 'archived')""",
    "duties": """SELECT d.id, d.key, d.kind, d.holder_id, d.person_id, d."group", d.area_id, d.opened_on, d.due_on,
        d.remind_on, t.model AS subject_kind, d.subject_id
        FROM duties_duty d JOIN django_content_type t ON t.id = d.subject_type_id WHERE d.state = 'open'""",
    "pauses": "SELECT id, duty_id FROM duties_pause WHERE ends_on IS NULL",
    "cases": """SELECT c.id, c.state, c.defence_due_on, c.letter_received_on,
        EXISTS (SELECT FROM accountability_defence d WHERE d.case_id = c.id) AS is_defended
        FROM accountability_case c""",
    "items": "SELECT id, case_id, due_on, state FROM accountability_rectificationitem",
    "notices": "SELECT id, case_id, proposed_on, new_due_on, state FROM accountability_supervisenotice",
    "interviews": """SELECT id, case_id, proposed_on, held_on, state,
        (planned_at AT TIME ZONE 'Asia/Shanghai')::date AS planned_on FROM accountability_interview""",
    "circulars": "SELECT id, case_id, proposed_on, state FROM accountability_circular",
}  # fmt: skip
# What the law, the city or the office says where no area has said otherwise.
RULES = {
    "R-ORG-06": 1, "R-ORG-07": 1, "R-ORG-07.days": 10, "R-ORG-08": None, "R-ORG-10.due_month": 1,
    "R-ORG-11.due_month": 1, "R-TRAIN-02": 40, "R-TERM-01.reminders": (6, 3, 1), "R-ROST-07.reminders": (3, 1),
    "R-ZONE-03.cover": 10, "R-ZONE-04": 3, "R-ZONE-04.reminder": 1, "R-VISIT-01": 2, "R-VISIT-02": 1,
    "R-VISIT-02.kindergarten": 1, "R-INS-02": 5, "R-INS-03.min": 3, "R-INS-03.max": 5, "R-INS-05.min": 3,
    "R-INS-05.max": 5, "R-INS-04.lead": 6, "R-INS-29": 1, "OFFICE.reminders": (7, 3, 1), "OFFICE.overdue_step": 7,
    "OFFICE.escalation": (1, 5, 10), "OFFICE.interview_after_notice": 5, "OFFICE.interview_undecided": 15,
    "OFFICE.circular_after_interview": 15, "OFFICE.circular_undecided": 15, "R-ORG-06.reminder_month": 9,
    "R-ORG-11.reminder_month": 1, "R-VISIT-01.warning_week": 10, "R-DATA-01.month_due": 5,
    "R-DATA-01.quarter_due": 10, "R-DATA-01.half_year_due": 10, "R-DATA-01.year_due": 15, "R-DATA-01.once_due": 10,
}  # fmt: skip


class Facts:
    """All rows that the reference knows of, by table; a test may change one to see that it matters."""

    def __init__(self, **tables):
        vars(self).update(tables)

    @classmethod
    def read(cls):
        return cls(**{name: _rows(name, statement) for name, statement in STATEMENTS.items()})

    def but(self, name, change):
        """The same facts with one table changed: `change` gets its rows and returns others."""
        tables = {known: rows for known, rows in vars(self).items() if known in STATEMENTS}
        return Facts(**{**tables, name: change(tables[name])})

    @cached_property
    def unit(self):
        return {unit.id: unit for unit in self.units}

    @cached_property
    def school(self):
        return {school.id: school for school in self.schools}

    @cached_property
    def area(self):
        return {area.id: area for area in self.areas}

    @cached_property
    def inspector(self):
        return {person.id: person for person in self.inspectors}

    @cached_property
    def terms_of(self):
        return self.by("terms", "inspector_id")

    @cached_property
    def records_of(self):
        return self.by("records", "inspector_id")

    def by(self, name, column):
        found = defaultdict(list)
        for row in getattr(self, name):
            found[getattr(row, column)].append(row)
        return found

    def upward(self, code):
        """The codes of an area and of those above it, nearest first."""
        while code:
            yield code
            code = self.area[code].parent_id

    def office(self, code, day):
        """The committee office of exactly this area."""
        units = (unit for unit in self.units if (unit.kind, unit.area_id) == ("inspectorate", code))
        return next((unit for unit in units if holds(unit, day)), None)

    def nearest_office(self, code, day):
        return next((office for one in self.upward(code) if (office := self.office(one, day))), None)

    def rule(self, rule, code, day):
        """What the nearest area upward says, else what holds for all. The demonstration's areas set none of these."""
        said = {one.area_id for one in self.settings if one.rule == rule and holds(one, day)}
        if any(area in said for area in self.upward(code)):
            raise LookupError(f"{rule} has a value of its own here: the reference must learn to read it")
        return RULES[rule]

    def in_term(self, inspector_id, day):
        """Whether an inspector on the roster is in a term on a day (R-TERM-01)."""
        return inspector_id in self.inspector and any(
            one.starts_on <= day <= (one.ends_on or NEVER) and day <= (one.ended_on or NEVER)
            for one in self.terms_of[inspector_id]
        )


def holds(row, day):
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or row.valid_to >= day)


def _rows(name, statement):
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} ORDER BY 1")
        columns = [column.name for column in cursor.description]
        row = namedtuple(name, columns)  # noqa: PYI024 - the statement names the columns
        return [row(*values) for values in cursor.fetchall()]
