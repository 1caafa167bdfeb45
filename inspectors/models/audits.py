# ruff: noqa: S608 - the statements are put together from this module's own pieces, values are parameters
"""The two audits of the roster, each one statement whatever the size: staffing (S11) and training hours (S13).

Each piece of a statement goes over its rows once: a look-up for every person or school costs more than all the rest.
"""
import json
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any, NamedTuple

from django.db import connection

from inspectorate.lib.periods import ONE
from inspectorate.register.models import Area
from inspectorate.rulebook.catalogue import find

# Rules and the types of their values, by the names that the statements give them; `bound` says which inspectors count.
Rules = Mapping[str, tuple[str, str]]
COUNTED: Rules = {"bound": ("R-RATIO-01.counted", "text")}
RATIO: Rules = {
    "ratio": ("R-RATIO-01", "numeric"), "big": ("R-RATIO-02", "numeric"), "pupils": ("R-RATIO-02.pupils", "numeric"),
    **COUNTED,
}
HOURS: Rules = {
    "needed": ("R-TRAIN-02", "numeric"), "modes": ("R-TRAIN-02.modes", "jsonb"), "bound": ("R-TRAIN-02.who", "text"),
}
TENTH = Decimal("0.1")

# The rules in force by area and by inspectorate. The nearest area upward with a value decides, as in
# rulebook.workflow.terms; a row without value means: off.
TERMS = """
own AS (SELECT code, jsonb_object_agg(rule, value) AS found FROM (
    SELECT DISTINCT ON (p.code, s.rule) p.code, s.rule, s.value FROM register_area p
    CROSS JOIN LATERAL unnest(ARRAY[p.code, left(p.code, 6), left(p.code, 4) || '00', left(p.code, 2) || '0000'])
      WITH ORDINALITY upward(code, step) JOIN rulebook_setting s ON s.area_id = upward.code
    WHERE s.rule = ANY(%(rules)s) AND s.state = 'approved' AND s.valid_from <= %(on)s
      AND (s.valid_to IS NULL OR s.valid_to >= %(on)s)
    ORDER BY p.code, s.rule, upward.step, s.valid_from DESC) nearest GROUP BY code),
terms AS MATERIALIZED (SELECT p.code, {values} FROM register_area p LEFT JOIN own ON own.code = p.code),
offices AS MATERIALIZED (SELECT o.id AS office_id, o.county AS seat, terms.*
  FROM register_organization o JOIN terms ON terms.code = o.area_id
  WHERE o.id IN (SELECT office_id FROM inspectors_inspector))"""
VALUE = """CASE WHEN jsonb_exists(own.found, '{rule}') THEN (own.found {taken} '{rule}')::{kind}
  ELSE %({name})s::{kind} END AS {name}"""
LISTED = "i.state = 'on_roster' AND i.{scope} = %(area)s"
# Who has which school on the day.
TASKS = f"""
  FROM inspectors_assignment a JOIN inspectors_inspector i ON i.id = a.inspector_id AND {LISTED}
  JOIN register_organization u ON u.id = a.school_id LEFT JOIN register_school k ON k.organization_id = a.school_id
  WHERE a.valid_from <= %(on)s AND (a.valid_to IS NULL OR a.valid_to >= %(on)s)"""
# The county of most of an inspector's schools; of two with equally many that of the lower code.
HELD = f"""
held AS (SELECT DISTINCT ON (inspector_id) inspector_id, county
  FROM (SELECT a.inspector_id, u.county, count(*) AS number {TASKS} GROUP BY 1, 2) counties
  ORDER BY inspector_id, number DESC, county)"""
# The same with the number of his schools, by stage too.
PARTS = f"""
parts AS MATERIALIZED (SELECT a.inspector_id, u.county, COALESCE(k.stage, '') AS stage, count(*) AS number {TASKS}
  GROUP BY 1, 2, 3),
held AS (SELECT DISTINCT ON (inspector_id) inspector_id, county,
    sum(sum(number)) OVER (PARTITION BY inspector_id) AS total
  FROM parts GROUP BY inspector_id, county ORDER BY inspector_id, sum(number) DESC, county)"""
# Inspectors in term on the day, each once, in the county of his inspectorate, else that of most of his schools.
PEOPLE = f"""
  SELECT i.id, i.name, i.kind, i.stages, f.*, held.*, COALESCE(NULLIF(f.seat, ''), held.county, '') AS place
  FROM inspectors_inspector i JOIN offices f ON f.office_id = i.office_id LEFT JOIN held ON held.inspector_id = i.id
  WHERE {LISTED} AND (f.bound IS DISTINCT FROM 'responsible_inspectors' OR held.county IS NOT NULL)
    AND EXISTS (SELECT 1 FROM inspectors_term t WHERE t.inspector_id = i.id AND t.starts_on <= %(on)s
      AND (t.ends_on IS NULL OR t.ends_on >= %(on)s) AND (t.ended_on IS NULL OR t.ended_on >= %(on)s))"""
CERTIFIED = """
    AND EXISTS (SELECT 1 FROM inspectors_certificate c WHERE c.inspector_id = i.id AND c.issued_on <= %(on)s
      AND (c.expires_on IS NULL OR c.expires_on >= %(on)s) AND (c.revoked_on IS NULL OR c.revoked_on > %(on)s))"""
# Schools by area and stage, the large ones apart, and how many inspectors the rules of the area ask for them.
NEEDS = """
schools AS (SELECT u.area_id, u.county, COALESCE(k.stage, '') AS stage, count(*) AS number,
    COALESCE(k.large_flag, k.pupils >= terms.pupils, false) AND terms.big > 0 AS is_large
  FROM register_organization u JOIN terms ON terms.code = u.area_id
  LEFT JOIN register_school k ON k.organization_id = u.id
  WHERE u.kind = 'school' AND u.{scope} = %(area)s AND COALESCE(k.stage, '') NOT IN ('higher', 'other')
    AND (u.valid_to IS NULL OR u.valid_to >= %(on)s) AND (u.valid_from IS NULL OR u.valid_from <= %(on)s)
  GROUP BY 1, 2, 3, 5),
needs AS (SELECT county AS place, stage, sum(number)::int AS schools,
    COALESCE(sum(number) FILTER (WHERE is_large), 0)::int AS large,
    sum(number * CASE WHEN is_large THEN 1 / big ELSE 1 / NULLIF(ratio, 0) END) AS needed
  FROM schools JOIN terms ON code = area_id GROUP BY 1, 2)"""
# Each who counts, parted among the stages of his schools, else among those he is entered for: the parts make one.
THERE = """
shares AS (SELECT c.kind, c.place, p.stage, p.number * (1.0 / c.total) AS share
  FROM counting c JOIN parts p ON p.inspector_id = c.id
  UNION ALL SELECT c.kind, c.place, COALESCE(said.stage, ''), 1.0 / count(*) OVER (PARTITION BY c.id)
  FROM counting c LEFT JOIN LATERAL unnest(c.stages) said(stage) ON true WHERE c.county IS NULL),
there AS (SELECT place, stage, sum(share) AS there,
    COALESCE(sum(share) FILTER (WHERE kind = 'full_time'), 0) AS full_time
  FROM shares GROUP BY 1, 2)"""


class Staffing(NamedTuple):
    """Schools and inspectors of one county and stage (R-RATIO-01).

    `needed` and `there` are exact: whoever has schools of two stages stands in part in each. The gap counts persons.
    """

    place: str
    stage: str
    schools: int
    large: int
    needed: Decimal | None
    there: Decimal
    full_time: Decimal

    @property
    def gap(self) -> int | None:
        """Return how many inspectors are missing by the figures as shown; negative where there are more than needed."""
        return None if self.needed is None else whole(round(self.needed, 1) - round(self.there, 1))


class Training(NamedTuple):
    """One inspector's hours of a calendar year under the rule of his area (R-TRAIN-02)."""

    pk: int
    name: str
    office_id: int
    place: str
    hours: Decimal
    all_hours: Decimal
    needed: Decimal | None
    forecast: Decimal

    @property
    def short_by(self) -> Decimal:
        """Return the hours that are missing today."""
        return max((self.needed or Decimal(0)) - self.hours, Decimal(0))

    @property
    def will_be_short_by(self) -> Decimal:
        """Return the hours that will be missing at the end of the year at the present rate."""
        return max((self.needed or Decimal(0)) - self.forecast, Decimal(0))


def staffing_audit(area: Area, on: date) -> list[Staffing]:
    """Return schools, large schools, inspectors needed and there, by county and stage (R-RATIO-01, R-RATIO-02).

    An inspector counts once, with a running term and a valid certificate; experts never (R-ROST-11). Whether everybody
    counts or the responsible inspectors only is the area's R-RATIO-01.counted.
    """
    statement = f"""{PARTS}, counting AS ({PEOPLE}{CERTIFIED}), {THERE}, {NEEDS}
SELECT COALESCE(n.place, t.place), COALESCE(n.stage, t.stage), COALESCE(n.schools, 0), COALESCE(n.large, 0),
  CASE WHEN n.schools IS NULL THEN 0 ELSE n.needed END, COALESCE(t.there, 0), COALESCE(t.full_time, 0)
FROM needs n FULL JOIN there t ON t.place = n.place AND t.stage = n.stage ORDER BY 1, 2"""
    return [Staffing(*row) for row in _rows(statement, RATIO, area, on)]


def counted_people(area: Area, on: date) -> list[dict[str, Any]]:
    """Return the inspectors who count for the ratio on a day, with their place: the list behind the sums."""
    statement = f"""{HELD}, people AS ({PEOPLE}{CERTIFIED}) SELECT id, place FROM people ORDER BY name, id"""
    return [{"pk": pk, "place": place} for pk, place in _rows(statement, COUNTED, area, on)]


def training_audit(area: Area, year: int, on: date) -> list[Training]:
    """Return each inspector's hours of a year as counted on a day, what his area asks, and the forecast (R-TRAIN-02).

    Confirmed records only, of the modes that the area of his inspectorate counts. Bound are the inspectors in term;
    where the area binds the responsible ones only, those with a school. The forecast goes on at the present rate.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    day = min(max(on, first), last)
    statement = f"""{HELD}, people AS ({PEOPLE}),
done AS (SELECT t.inspector_id, sum(t.hours) AS all_hours,
    sum(t.hours) FILTER (WHERE jsonb_exists(f.modes, t.mode)) AS hours
  FROM inspectors_trainingrecord t JOIN inspectors_inspector i ON i.id = t.inspector_id AND {LISTED}
  JOIN offices f ON f.office_id = i.office_id
  WHERE t.state = 'confirmed' AND t.completed_on BETWEEN %(first)s AND %(on)s GROUP BY 1)
SELECT p.id, p.name, p.office_id, p.place, COALESCE(done.hours, 0), COALESCE(done.all_hours, 0), p.needed
FROM people p LEFT JOIN done ON done.inspector_id = p.id ORDER BY p.place, p.name, p.id"""
    share = Decimal((last - first + ONE).days) / (day - first + ONE).days
    rows = _rows(statement, HOURS, area, day, first=first)
    forecasts = {hours: (hours * share).quantize(TENTH) for hours in {row[4] for row in rows}}  # many have the same
    return [Training._make((*row, forecasts[row[4]])) for row in rows]


def whole(number: Decimal) -> int:
    """Return the number of persons that a ratio asks for: every beginning one counts."""
    return int(number.quantize(Decimal("0.001")).to_integral_value(ROUND_CEILING))


def _rows(statement: str, rules: Rules, area: Area, on: date, **values: Any) -> list[tuple]:
    """Run one statement under the rules in force for an area and everything below it."""
    for name, (rule, kind) in rules.items():
        default = find(rule).default
        values[name] = json.dumps(default) if kind == "jsonb" else default
    columns = ", ".join(
        VALUE.format(name=name, rule=rule, kind=kind, taken="->" if kind == "jsonb" else "->>")
        for name, (rule, kind) in rules.items()
    )
    scope = {"province": "province", "city": "city"}.get(area.level, "county")
    statement = f"WITH {TERMS.replace('{values}', columns)},{statement}".replace("{scope}", scope)
    keys = [rule for rule, _kind in rules.values()]
    with connection.cursor() as cursor:
        cursor.execute(statement, {"area": area.code[:6], "on": on, "rules": keys, **values})
        return cursor.fetchall()
