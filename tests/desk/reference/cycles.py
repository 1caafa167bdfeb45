"""What offices owe of inspections: the cycles, the yearly evaluation, the end of a head's term (R-INS-02 to 05, 29)."""

from datetime import date

from .committee import years
from .days import months_after, rolled, years_after
from .facts import holds
from .line import Line

OF_SCHOOLS = ("comprehensive", "end_of_term")
OF_GOVERNMENTS = ("comprehensive", "special", "evaluation")
KINDERGARTEN = {True: ("R-INS-05.min", "R-INS-05.max"), False: ("R-INS-03.min", "R-INS-03.max")}


def governments(facts, first, _last):
    """Each government below an office once in five years, by any kind of inspection (R-INS-02)."""
    for unit, office in _below(facts, first):
        since = _ended(facts, unit, OF_GOVERNMENTS)
        cycle = facts.rule("R-INS-02", office.area_id, since or first)
        yield _cycle("inspect_government", unit, office, since=since, opened=first, cycle=cycle, group="government")


def evaluations(facts, first, last):
    """Each government below an office once in a calendar year (R-INS-29)."""
    for unit, office in _below(facts, first):
        for year, opened in years(first, last) if facts.rule("R-INS-29", office.area_id, first) else ():
            done = _ended(facts, unit, ("evaluation",))
            if done is None or done.year < year:
                yield Line(
                    f"evaluate_government:{unit.id}:{year}", "evaluate_government", office.id, office.area_id,
                    opened, rolled(date(year, 12, 31)), "government",
                )  # fmt: skip


def schools(facts, first, last):
    """Each school once in three to five years, kindergartens too (R-INS-03, R-INS-05); higher education is exempt."""
    for school in facts.schools:
        unit = facts.unit[school.id]
        office = facts.nearest_office(unit.area_id, first)
        if school.stage in {"higher", "other"} or office is None or not holds(unit, first):
            continue
        least, most = KINDERGARTEN[school.stage == "kindergarten"]
        since = _ended(facts, unit, OF_SCHOOLS)
        begins = years_after(since, facts.rule(least, unit.area_id, first)) if since else first
        opened = max(begins, first)
        if opened <= last:
            cycle = facts.rule(most, office.area_id, since or first)
            yield _cycle("inspect_school", unit, office, since=since, opened=opened, cycle=cycle, group="school")


def heads(facts, first, last):
    """Each head of a school towards the end of the term, from six months before on (R-INS-04)."""
    for school in (school for school in facts.schools if school.head_to and school.head_to >= first):
        unit = facts.unit[school.id]
        opened = max(months_after(school.head_to, -facts.rule("R-INS-04.lead", unit.area_id, first)), first)
        office = facts.nearest_office(unit.area_id, opened)
        done = _ended(facts, unit, ("end_of_term",))
        is_done = done is not None and (school.head_from is None or done >= school.head_from)
        if office and opened <= last and holds(unit, opened) and not is_done:
            yield Line(
                f"inspect_end_of_term:{unit.id}:{school.head_to}", "inspect_end_of_term", office.id, unit.area_id,
                opened, rolled(school.head_to), "school",
            )  # fmt: skip


def _below(facts, day):
    """The governments of the areas just below an area with an office, and that office."""
    for unit in (unit for unit in facts.units if unit.kind == "government" and holds(unit, day)):
        office = facts.office(facts.area[unit.area_id].parent_id, day)
        if office:
            yield unit, office


def _ended(facts, unit, kinds):
    """The day on which the last inspection of these kinds ended."""
    days = [one.concluded_on for one in facts.inspections if one.unit_id == unit.id and one.kind in kinds]
    return max(days) if days else None


def _cycle(kind, unit, office, *, since, opened, cycle, group):
    name = f"{kind}:{unit.id}:{since or 'first'}"
    return Line(name, kind, office.id, office.area_id, opened, rolled(years_after(since or opened, cycle)), group)
