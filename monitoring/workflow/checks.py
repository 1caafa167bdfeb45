"""What keeps a return from being submitted, and what is only pointed out (R-DATA-01)."""
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.deadlines import jump_from
from monitoring.models import Return, ReturnField, ReturnValue, trimmed
from monitoring.states import FieldKind

HUNDRED = Decimal(100)
LARGEST = Decimal(10) ** 14  # what the column holds, so that a slip of the key is answered by the form


class Compared(NamedTuple):
    """A field with what is entered now, what stood in the period before, and the change between them."""

    field: ReturnField
    now: ReturnValue | None
    before: ReturnValue | None
    change: Decimal | None  # in per cent
    is_jump: bool

    @property
    def change_words(self) -> str:
        """Return the change with its sign."""
        if self.change is None:
            return ""
        return f"{self.change:+.1f}%" if self.change else "0%"


def fault_of(field: ReturnField, value: Any) -> str:
    """Return what is wrong with a value of a field, in words for its user; empty where nothing is."""
    if field.kind == FieldKind.NUMBER:
        return _fault_of_number(field, value)
    if field.kind == FieldKind.YES_NO and value not in {"yes", "no"}:
        return _("Choose yes or no.")
    if field.kind == FieldKind.CHOICE and value not in field.choices:
        return _("Choose one of the list.")
    return ""


def _fault_of_number(field: ReturnField, value: Any) -> str:
    if not isinstance(value, Decimal) or not value.is_finite():
        return _("Write a number.")
    if abs(value) >= LARGEST:
        return _("This number is too large.")
    if value != round(value, field.decimals):
        places = _("Write at most %(number)d decimal places.") % {"number": field.decimals}
        return places if field.decimals else _("Write a whole number.")
    return _fault_of_bounds(field, value)


def _fault_of_bounds(field: ReturnField, value: Decimal) -> str:
    if field.least is not None and value < field.least:
        return _("Not below %(least)s.") % {"least": trimmed(field.least)}
    if field.most is not None and value > field.most:
        return _("Not above %(most)s.") % {"most": trimmed(field.most)}
    return ""


def gaps(row: Return) -> list[str]:
    """Return in sentences what a return lacks: required figures, figures not yet confirmed, figures out of bounds."""
    figures = {value.field_id: value for value in row.figures.select_related("field")}
    fields = list(row.form.fields.all())
    missing = [field.label for field in fields if field.is_required and field.pk not in figures]
    unconfirmed = [field.label for field in fields if field.pk in figures and figures[field.pk].is_prefilled]
    wrong = [f"{one.field.label}（{fault}）" for one in figures.values() if (fault := fault_of(one.field, one.value))]
    found = []
    if missing:
        found.append(_("These figures are still missing: %(fields)s.") % {"fields": "、".join(missing)})
    if unconfirmed:
        sentence = _("These were taken over from an earlier return; confirm or change them: %(fields)s.")
        found.append(sentence % {"fields": "、".join(unconfirmed)})
    if wrong:
        found.append(_("These figures cannot be right: %(fields)s.") % {"fields": "、".join(wrong)})
    return found


def compared(row: Return) -> list[Compared]:
    """Return every field of the form with the figure before it; jumps are pointed out, never forbidden."""
    now = {value.field_id: value for value in row.figures.select_related("field", "entered_by", "prefilled_from")}
    former = row.former
    before = {value.field_id: value for value in former.figures.select_related("field")} if former else {}
    limit = jump_from(row.area, timezone.localdate())
    return [_compare(field, now.get(field.pk), before.get(field.pk), limit) for field in row.form.fields.all()]


def jumps(row: Return) -> list[Compared]:
    """Return the figures that changed by more than the area's limit (R-DATA-01.jump)."""
    return [one for one in compared(row) if one.is_jump]


def _compare(
    field: ReturnField, now: ReturnValue | None, before: ReturnValue | None, limit: Decimal | None
) -> Compared:
    new, old = (now.number, before.number) if now and before else (None, None)
    change = (new - old) / abs(old) * HUNDRED if new is not None and old else None
    is_from_nought = bool(new) and old == 0
    is_turned = bool(now and before and field.kind == FieldKind.YES_NO and now.text != before.text)
    is_far = limit is not None and (is_from_nought or (change is not None and abs(change) > limit))
    return Compared(field, now, before, change, is_far or is_turned)
