"""Forms of returns: drafted with their fields, put in force by a second person, ended (S38)."""
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record
from monitoring.models import ReturnField, ReturnForm
from monitoring.states import Audience, FieldKind, FormState, Frequency

S = FormState
RULE = "R-DATA-01"
LONGEST_CHOICE = 40  # characters of one of a list, as the column holds them


class FieldLine(NamedTuple):
    """One field as the office writes it; `field` is None for a new one, an empty label lets the field fall away."""

    field: ReturnField | None
    code: str
    label: str
    kind: str = FieldKind.NUMBER
    unit: str = ""
    choices: Sequence[str] = ()
    is_required: bool = True
    decimals: int = 0
    least: Decimal | None = None
    most: Decimal | None = None
    usual_source: str = ""
    help: str = ""


def draft_form(*, by: Post, title: str, frequency: str, audience: str, **values: Any) -> ReturnForm:
    """Draft a form of the acting office; its fields are written next, then a second person puts it in force (S38)."""
    chosen = list(values.pop("units", ()))
    form = ReturnForm(
        title=title, frequency=frequency, audience=audience, office=by.organization, drafted_by=by.user,
        **values, **by.organization.scope,
    )
    _check(form, chosen)
    with transaction.atomic():
        form.save(force_insert=True)
        require(by, "draft_form", form)
        form.units.set(_units(form, chosen))
        record(form, "draft_form", by=by, frequency=frequency, audience=audience)
    return form


def write_form(form: ReturnForm, *, by: Post, units: Iterable[Organization] = (), **values: Any) -> ReturnForm:
    """Write the head of a draft anew; a form in force stays as it was made known."""
    require(by, "write_form", form)
    chosen = list(units)
    with transaction.atomic():
        form = _locked_draft(form)
        for name, value in values.items():
            setattr(form, name, value)
        _check(form, chosen)
        form.save()
        form.units.set(_units(form, chosen))
        record(form, "write_form", by=by)
    return form


def write_fields(form: ReturnForm, *, by: Post, lines: Sequence[FieldLine]) -> ReturnForm:
    """Write the fields of a draft, in the order in which they are given; codes tell them apart in every export."""
    require(by, "write_fields", form)
    kept = [line for line in lines if line.label]
    _check_lines(kept)
    _check_choices(kept)
    with transaction.atomic():
        form = _locked_draft(form)
        if any(line.field is not None and line.field.form_id != form.pk for line in lines):
            raise RuleRefused(_("A field belongs to one form only."), rule=RULE)
        form.fields.exclude(pk__in=[line.field.pk for line in kept if line.field]).delete()
        for order, line in enumerate(kept, 1):
            _write(form, line, order)
        form.save(update_fields=["updated_at"])  # whoever has the page of the form open looks at it again
        record(form, "write_fields", by=by, fields=len(kept))
    return form


def put_in_force(form: ReturnForm, *, by: Post) -> ReturnForm:
    """Put a drafted form in force, never by the one who drafted it; nothing is asked of the time before (S38)."""
    require(by, "put_in_force", form)
    if form.drafted_by_id == by.user_id:
        raise RuleRefused(_("Whoever drafted a form does not put it in force; ask a second person."), rule=RULE)
    first = max(form.valid_from, timezone.localdate())
    with transaction.atomic():
        ReturnForm.objects.select_for_update().get(pk=form.pk)  # its fields are not written while it is looked at
        if not form.fields.exists():
            raise RuleRefused(_("The form asks for nothing yet. Write its fields first."), rule=RULE)
        if form.valid_to and form.valid_to < first:
            raise RuleRefused(_("The form would end before it comes into force. Write its last day anew."), rule=RULE)
        approval: dict[str, Any] = {"approved_by": by.user, "approved_at": timezone.now(), "valid_from": first}
        move(form, S.IN_FORCE, by=by, verb="put_in_force", payload={"valid_from": first}, **approval)
    return form


def end_form(form: ReturnForm, *, by: Post | None, note: str) -> ReturnForm:
    """End a form with a reason: periods that end later are not asked for, what is owed already stays owed."""
    require(by, "end_form", form)
    today = timezone.localdate()
    last = min(form.valid_to, today) if form.valid_to else max(today, form.valid_from)
    move(form, S.ENDED, by=by, verb="end_form", note=note, valid_to=last)
    return form


def _locked_draft(form: ReturnForm) -> ReturnForm:
    found = ReturnForm.objects.select_for_update(of=["self"]).get(pk=form.pk)
    if found.state != S.DRAFT:
        message = _("A form that was put in force is not written any more. End it and draft another.")
        raise RuleRefused(message, rule=RULE)
    return found


def _units(form: ReturnForm, chosen: Sequence[Organization]) -> Sequence[Organization]:
    return chosen if form.audience == Audience.UNITS else ()


def _check(form: ReturnForm, units: Sequence[Organization]) -> None:
    """Hold that the form says of whom it asks, and about which time; what belongs to another kind falls away."""
    if form.audience != Audience.STAGES:
        form.stages = []
    if form.audience == Audience.STAGES and not form.stages:
        raise RuleRefused(_("Choose the stages whose schools must answer."), rule=RULE)
    if form.audience == Audience.UNITS and not units:
        raise RuleRefused(_("Name the units that must answer."), rule=RULE)
    if form.frequency == Frequency.ONCE:
        if not (form.period_from and form.period_to and form.period_from <= form.period_to):
            raise RuleRefused(_("A special topic names the first and the last day that it is about."), rule=RULE)
        form.valid_to = None  # it is over once it was asked
        return
    form.period_from = form.period_to = None
    if form.valid_to and form.valid_to < form.valid_from:
        raise RuleRefused(_("The last day lies before the first."), rule=RULE)


def _check_lines(lines: Sequence[FieldLine]) -> None:
    codes = [line.code for line in lines]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        message = _("Each field has a code of its own; twice: %(codes)s")
        raise RuleRefused(message % {"codes": "、".join(twice)}, rule=RULE)
    bare = [line.label for line in lines if line.kind == FieldKind.CHOICE and not line.choices]
    if bare:
        raise RuleRefused(_("Write the list to choose from: %(fields)s") % {"fields": "、".join(bare)}, rule=RULE)


def _check_choices(lines: Sequence[FieldLine]) -> None:
    long = [choice for line in lines for choice in line.choices if len(choice) > LONGEST_CHOICE]
    if long:
        message = _("Shorten these choices to %(number)d characters: %(choices)s")
        raise RuleRefused(message % {"number": LONGEST_CHOICE, "choices": "、".join(long)}, rule=RULE)


def _write(form: ReturnForm, line: FieldLine, order: int) -> None:
    """Write one field; bounds and decimals belong to numbers, lists to choices."""
    field = line.field or ReturnField(form=form)
    is_number = line.kind == FieldKind.NUMBER
    field.order, field.code, field.label, field.kind, field.unit = order, line.code, line.label, line.kind, line.unit
    field.choices = list(line.choices) if line.kind == FieldKind.CHOICE else []
    field.is_required, field.usual_source, field.help = line.is_required, line.usual_source, line.help
    field.decimals = line.decimals if is_number else 0
    field.least, field.most = (line.least, line.most) if is_number else (None, None)
    field.full_clean(exclude=["form", "order", "choices"], validate_constraints=False)
    if field.least is not None and field.most is not None and field.least > field.most:
        message = _("The most lies below the least: %(field)s")
        raise RuleRefused(message % {"field": line.label}, rule=RULE)
    field.save()
