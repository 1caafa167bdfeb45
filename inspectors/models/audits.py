# ruff: noqa: S608 - the statements are put together from this module's own pieces, values are parameters
"""The two audits of the roster, each one statement whatever the size: staffing (S11) and training hours (S13)."""
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.db import connection

from inspectorate.lib.periods import ONE
from inspectorate.register.models import Area
from inspectorate.rulebook.catalogue import find

# The nearest area upward with a value in force decides, as in rulebook.workflow.terms; a row without value means: off.
NEAREST = """LEFT JOIN LATERAL (SELECT s.id, s.value FROM rulebook_setting s WHERE s.rule = '{rule}'
 AND s.state = 'approved' AND s.valid_from <= %(on)s AND (s.valid_to IS NULL OR s.valid_to >= %(on)s)
 AND s.area_id IN ({p}.code, {p}.county, {p}.city, {p}.province)
 ORDER BY array_position(ARRAY[{p}.code, {p}.county, {p}.city, {p}.province]::text[], s.area_id::text),
 s.valid_from DESC LIMIT 1) {name} ON true"""
VALUE = "CASE WHEN {name}.id IS NULL THEN %({name})s::{cast} ELSE ({name}.value #>> '{{}}')::{cast} END"

# Inspectors in term on the day, each once, in the county of his inspectorate, else that of most of his schools.
PEOPLE = """
SELECT i.id, i.name, i.kind, o.area_id AS code, o.county, o.city, o.province, o.id AS office_id,
  COALESCE(NULLIF(o.county, ''), held.county, '') AS place,
  i.stages, held.county IS NOT NULL AS is_responsible
FROM inspectors_inspector i JOIN register_organization o ON o.id = i.office_id
LEFT JOIN LATERAL (SELECT u.county, count(*) AS number FROM inspectors_assignment a
  JOIN register_organization u ON u.id = a.school_id
  WHERE a.inspector_id = i.id AND a.valid_from <= %(on)s AND (a.valid_to IS NULL OR a.valid_to >= %(on)s)
  GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1) held ON true
WHERE i.state = 'on_roster' AND i.{scope} = %(area)s
  AND EXISTS (SELECT 1 FROM inspectors_term t WHERE t.inspector_id = i.id AND t.starts_on <= %(on)s
    AND (t.ends_on IS NULL OR t.ends_on >= %(on)s) AND (t.ended_on IS NULL OR t.ended_on >= %(on)s))
"""
CERTIFIED = """  AND EXISTS (SELECT 1 FROM inspectors_certificate c
    WHERE c.inspector_id = i.id AND c.issued_on <= %(on)s AND (c.expires_on IS NULL OR c.expires_on >= %(on)s)
    AND (c.revoked_on IS NULL OR c.revoked_on > %(on)s))
"""
# Each who counts, parted among the stages of his schools, else among those he is entered for: the parts make one.
SHARES = """
SELECT c.id, c.kind, c.place, COALESCE(k.stage, '') AS stage, 1.0 / count(*) OVER (PARTITION BY c.id) AS share
FROM counting c JOIN inspectors_assignment a ON a.inspector_id = c.id AND a.valid_from <= %(on)s
  AND (a.valid_to IS NULL OR a.valid_to >= %(on)s) LEFT JOIN register_school k ON k.organization_id = a.school_id
UNION ALL
SELECT c.id, c.kind, c.place, COALESCE(said.stage, ''), 1.0 / count(*) OVER (PARTITION BY c.id)
FROM counting c LEFT JOIN LATERAL unnest(c.stages) said(stage) ON true WHERE NOT c.is_responsible
"""


@dataclass(frozen=True)
class Staffing:
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


@dataclass(frozen=True)
class Training:
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
    p = "p"
    rules = {"ratio": "R-RATIO-01", "big": "R-RATIO-02", "pupils": "R-RATIO-02.pupils"}
    joins = " ".join(nearest(rule, name, p) for name, rule in rules.items())
    ratio, big, pupils = (value(name, "numeric") for name in rules)
    statement = f"""WITH people AS ({PEOPLE}{CERTIFIED}),
counting AS (SELECT people.* FROM people {nearest("R-RATIO-01.counted", "counted", "people")}
  WHERE {value("counted", "text")} <> 'responsible_inspectors' OR people.is_responsible),
schools AS (SELECT u.id, u.county AS place, COALESCE(k.stage, '') AS stage, k.large_flag, k.pupils, u.area_id AS code,
  u.county, u.city, u.province FROM register_organization u LEFT JOIN register_school k ON k.organization_id = u.id
  WHERE u.kind = 'school' AND u.{{scope}} = %(area)s AND COALESCE(k.stage, '') NOT IN ('higher', 'other')
  AND (u.valid_to IS NULL OR u.valid_to >= %(on)s) AND (u.valid_from IS NULL OR u.valid_from <= %(on)s)),
places AS (SELECT DISTINCT code, county, city, province FROM schools),
rules AS (SELECT p.code, {ratio} AS ratio, {big} AS big, {pupils} AS pupils FROM places p {joins}),
sized AS (SELECT s.place, s.stage, r.ratio, r.big,
  COALESCE(s.large_flag, s.pupils >= r.pupils, false) AND r.big > 0 AS is_large
  FROM schools s JOIN rules r ON r.code = s.code),
needs AS (SELECT place, stage, count(*) AS schools, count(*) FILTER (WHERE is_large) AS large,
  sum(CASE WHEN is_large THEN 1 / big ELSE 1 / NULLIF(ratio, 0) END) AS needed FROM sized GROUP BY 1, 2),
shares AS ({SHARES}),
there AS (SELECT place, stage, sum(share) AS there,
  COALESCE(sum(share) FILTER (WHERE kind = 'full_time'), 0) AS full_time FROM shares GROUP BY 1, 2)
SELECT COALESCE(n.place, t.place), COALESCE(n.stage, t.stage), COALESCE(n.schools, 0), COALESCE(n.large, 0),
  CASE WHEN n.schools IS NULL THEN 0 ELSE n.needed END, COALESCE(t.there, 0), COALESCE(t.full_time, 0)
FROM needs n FULL JOIN there t ON t.place = n.place AND t.stage = n.stage ORDER BY 1, 2"""
    defaults = {name: find(rule).default for name, rule in rules.items()}
    defaults["counted"] = find("R-RATIO-01.counted").default
    return [Staffing(*row) for row in _rows(statement, area, on, **defaults)]


def counted_people(area: Area, on: date) -> list[dict[str, Any]]:
    """Return the inspectors who count for the ratio on a day, with their place: the list behind the sums."""
    statement = f"""WITH people AS ({PEOPLE}{CERTIFIED})
SELECT people.id, people.place FROM people {nearest("R-RATIO-01.counted", "counted", "people")}
WHERE {value("counted", "text")} <> 'responsible_inspectors' OR people.is_responsible ORDER BY people.name, people.id"""
    rows = _rows(statement, area, on, counted=find("R-RATIO-01.counted").default)
    return [dict(zip(("pk", "place"), row, strict=True)) for row in rows]


def training_audit(area: Area, year: int, on: date) -> list[Training]:
    """Return each inspector's hours of a year as counted on a day, what his area asks, and the forecast (R-TRAIN-02).

    Confirmed records only, of the modes that the area of his inspectorate counts. Bound are the inspectors in term;
    where the area binds the responsible ones only, those with a school. The forecast goes on at the present rate.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    day = min(max(on, first), last)
    statement = f"""WITH people AS ({PEOPLE}), ruled AS (SELECT people.*, {value("hours", "numeric")} AS needed,
  CASE WHEN modes.id IS NULL THEN %(modes)s::jsonb ELSE modes.value END AS modes
  FROM people {nearest("R-TRAIN-02", "hours", "people")} {nearest("R-TRAIN-02.modes", "modes", "people")}
  {nearest("R-TRAIN-02.who", "who", "people")}
  WHERE {value("who", "text")} <> 'responsible_inspectors' OR people.is_responsible)
SELECT r.id, r.name, r.office_id, r.place, COALESCE(done.hours, 0), COALESCE(done.all_hours, 0), r.needed
FROM ruled r LEFT JOIN LATERAL (SELECT sum(t.hours) AS all_hours,
  sum(t.hours) FILTER (WHERE jsonb_exists(r.modes, t.mode)) AS hours FROM inspectors_trainingrecord t
  WHERE t.inspector_id = r.id AND t.state = 'confirmed' AND t.completed_on BETWEEN %(first)s AND %(day)s) done ON true
ORDER BY r.place, r.name, r.id"""
    rules = {"hours": "R-TRAIN-02", "who": "R-TRAIN-02.who"}
    defaults = {name: find(rule).default for name, rule in rules.items()}
    defaults["modes"] = json.dumps(find("R-TRAIN-02.modes").default)
    share = Decimal((last - first + ONE).days) / (day - first + ONE).days
    rows = _rows(statement, area, day, first=first, day=day, **defaults)
    return [Training(*row, (row[4] * share).quantize(Decimal("0.1"))) for row in rows]


def whole(number: Decimal) -> int:
    """Return the number of persons that a ratio asks for: every beginning one counts."""
    return int(number.quantize(Decimal("0.001")).to_integral_value(ROUND_CEILING))


def nearest(rule: str, name: str, place: str) -> str:
    """Return the join that finds a rule's value for the rows of `place`."""
    return NEAREST.format(rule=rule, name=name, p=place)


def value(name: str, cast: str) -> str:
    """Return the value found by `nearest`, or the catalogue's default."""
    return VALUE.format(name=name, cast=cast)


def _rows(statement: str, area: Area, on: date, **values: Any) -> Iterator[tuple]:
    """Run one statement for an area and everything below it."""
    scope = {"province": "province", "city": "city"}.get(area.level, "county")
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("{scope}", scope), {"area": area.code[:6], "on": on, **values})
        yield from cursor.fetchall()
