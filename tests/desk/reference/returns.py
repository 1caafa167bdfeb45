"""Returns of figures: what each unit owes after a period has ended (R-DATA-01)."""

from .days import DAY, NEVER, days_between, month_end, working_day_after
from .facts import holds
from .line import Line

# Of how many months a period is, and how its code is written.
SPANS = {
    "month": (1, lambda day: f"{day:%Y-%m}"),
    "quarter": (3, lambda day: f"{day.year}-Q{day.month // 3}"),
    "half_year": (6, lambda day: f"{day.year}-H{day.month // 6}"),
    "year": (12, lambda day: f"{day.year}"),
}


def figures(facts, first, last):
    """One return of each unit and period that ends while the form is in force, so many working days after its end.

    It is opened on the day after; of a special topic, whose time may be over before, when its form comes into force.
    """
    asked = {(row.form_id, row.unit_id, row.period) for row in facts.returns}
    for form in facts.return_forms:
        for code, end in _ends(form, last):
            counted = max(end, form.valid_from)
            opened = max(first, end + DAY, form.valid_from)
            for unit in _units(facts, form, end):
                if (form.id, unit.id, code) not in asked:
                    number = facts.rule(f"R-DATA-01.{form.frequency}_due", unit.area_id, counted)
                    yield Line(
                        f"submit_return:{form.id}:{unit.id}:{code}", "submit_return", unit.id, unit.area_id, opened,
                        working_day_after(counted, number),
                    )  # fmt: skip


def _ends(form, last):
    """The last days of the periods of a form with their codes."""
    if form.frequency == "once":
        return [("once", form.period_to)] if form.state == "in_force" and form.period_to < last else []
    months, code = SPANS[form.frequency]
    days = days_between(form.valid_from, min(last - DAY, form.valid_to or NEVER))
    return [(code(day), day) for day in days if day == month_end(day.year, day.month) and not day.month % months]


def _units(facts, form, day):
    """The units that a form asks, as they are on a day: offices of counties, or schools of some stages."""
    units = (unit for unit in facts.units if unit.city == form.city and holds(unit, day))
    if form.audience == "stages":
        return [unit for unit in units if unit.id in facts.school and facts.school[unit.id].stage in form.stages]
    return [unit for unit in units if unit.kind == "inspectorate" and facts.area[unit.area_id].level == "county"]
