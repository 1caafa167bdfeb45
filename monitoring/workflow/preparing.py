"""Returns are prepared by the clock, a set at a time: one for each form, unit and period, prefilled (S38, S41)."""
from collections.abc import Iterable, Sequence
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from inspectorate.register.models import Level, Organization, School
from inspectorate.trail.models import Head
from inspectorate.trail.workflow import batches, record_many
from monitoring.models import Period, Return, ReturnForm, ReturnValue
from monitoring.states import Audience, ReturnState

Asked = tuple[ReturnForm, Period]


def prepare_returns(today: date) -> int:
    """Prepare the returns of every period that has ended; return how many.

    A form remembers up to which day it was done, and a return exists once a form, unit and period: any number of
    clocks may look at once, twice or days late.
    """
    with transaction.atomic():
        forms = ReturnForm.objects.asking().select_for_update(of=["self"], skip_locked=True).order_by("pk")
        asked = [(form, period) for form in forms for period in form.periods_due(today)]
        if not asked:
            return 0
        made = [_blank(form, unit, period) for form, period, unit in _answerers(asked)]
        count = sum(_enter(batch) for batch in batches(made))
        for form, period in asked:
            form.prepared_to = period.ends_on  # periods come in order: the newest stays
        ReturnForm.objects.bulk_update({form for form, _period in asked}, ["prepared_to"])
    return count


def answering(form: ReturnForm, on: date) -> QuerySet[Organization]:
    """Return the units that must answer a form, as they exist on a day, in the order of the register."""
    rows = Organization.objects.current(on).order_by("area_id", "name", "pk")
    return rows.filter(_audience(form))


def _audience(form: ReturnForm) -> Q:
    """Return the filter of the units that a form asks."""
    if form.audience == Audience.UNITS:
        return Q(asked_forms=form)
    column = "county" if form.county else "city" if form.city else "province"
    below = Q(**{column: getattr(form, column)})
    if form.audience == Audience.STAGES:
        return below & Q(pk__in=School.objects.filter(stage__in=form.stages).values("organization"))
    return below & Q(kind=Organization.Kind.INSPECTORATE, area__level=Level.COUNTY)


def _answerers(asked: Sequence[Asked]) -> Iterable[tuple[ReturnForm, Period, Organization]]:
    """Yield each unit that must answer, form by form; asked of the register once a form and period that is new."""
    for form, period in asked:
        for unit in answering(form, period.ends_on).select_related("area"):
            yield form, period, unit


def _blank(form: ReturnForm, unit: Organization, period: Period) -> Return:
    return Return(
        form=form, unit=unit, period=period.code, period_from=period.starts_on, period_to=period.ends_on, **unit.scope
    )


def _enter(rows: list[Return]) -> int:
    """Enter returns with what the unit said last, and one event each; rows that are there already stay as they are."""
    Return.objects.bulk_create(rows, ignore_conflicts=True)
    fresh = Return.objects.filter(
        ~Exists(_heads()), form__in={row.form_id for row in rows}, period__in={row.period for row in rows},
        state=ReturnState.DRAFT,
    )
    found = list(fresh.select_related("form", "unit").order_by("pk"))
    _fill(found)
    return record_many(found, "prepare_return")


def _heads() -> QuerySet[Head]:
    kind = ContentType.objects.get_for_model(Return)
    return Head.objects.filter(subject_type=kind, subject_id=OuterRef("pk"))


def _fill(rows: Sequence[Return]) -> None:
    """Take over what each unit's last accepted return says, marked with where it comes from (S41: asked once)."""
    accepted = Return.objects.filter(state=ReturnState.ACCEPTED, form__in={row.form_id for row in rows})
    accepted = accepted.filter(unit__in={row.unit_id for row in rows})
    newest = accepted.order_by("form", "unit", "-period_to").distinct("form", "unit").prefetch_related("figures")
    last = {(former.form_id, former.unit_id): former for former in newest}
    ReturnValue.objects.bulk_create(
        ReturnValue(
            record=row, field_id=value.field_id, number=value.number, text=value.text, source=value.source,
            reference_on=value.reference_on, entered_by_id=value.entered_by_id, entered_at=value.entered_at,
            prefilled_from=former,
        )
        for row in rows
        if (former := last.get((row.form_id, row.unit_id)))
        for value in former.figures.all()
    )
