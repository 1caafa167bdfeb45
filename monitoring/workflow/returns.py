"""Returns: filled in as often as wanted, submitted, accepted or sent back, reopened for a correction (R-DATA-01)."""
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.duties.workflow import cancel_duties, meet_duty, meet_keys, open_duty
from inspectorate.register.models import Post
from inspectorate.register.rights import require
from inspectorate.register.states import Group
from inspectorate.trail.workflow import RuleRefused, move, record
from monitoring.deadlines import ACCEPTANCE, CORRECTION
from monitoring.models import Return, ReturnField, ReturnValue
from monitoring.states import FieldKind, ReturnState

from .checks import fault_of, gaps

S = ReturnState
RULE = "R-DATA-01"


class Figure(NamedTuple):
    """One figure as the unit enters it; None and an empty text take it away again.

    `is_confirmed` says that a value taken over from an earlier return still holds.
    """

    field: ReturnField
    value: Decimal | str | None
    source: str = ""
    reference_on: date | None = None
    is_confirmed: bool = False


def fill_return(row: Return, *, by: Post, figures: Sequence[Figure]) -> Return:
    """Save figures, each with its source and reference date; those not named stay as they are (R-DATA-01)."""
    require(by, "fill_return", row)
    with transaction.atomic():
        row = _locked(row)
        if not row.is_open:
            raise RuleRefused(_("A return that was submitted is not written any more."), rule=RULE)
        known = {value.field_id: value for value in row.figures.select_related("field")}
        for figure in figures:
            if figure.field.form_id != row.form_id:
                raise RuleRefused(_("The form asks for no such figure: %(field)s") % {"field": figure.field}, rule=RULE)
            _write(row, known.get(figure.field.pk), figure, by)
        row.updated_at = timezone.now()
        row.save(update_fields=["updated_at"])
        record(row, "fill_return", by=by, figures=row.figures.count())
    return row


def submit_return(row: Return, *, by: Post, remark: str = "") -> Return:
    """Submit a return that is complete and whose taken-over figures are confirmed; the office owes an answer.

    A jump against the period before is pointed out on the page and forbids nothing (R-DATA-01.jump).
    """
    require(by, "submit_return", row)
    with transaction.atomic():
        row = _locked(row)
        if row.is_open and (missing := gaps(row)):
            raise RuleRefused(" ".join(missing), rule=RULE)
        values: dict[str, Any] = {"submitted_at": timezone.now(), "submitted_by": by.user, "remark": remark}
        move(row, S.SUBMITTED, by=by, verb="submit_return", note=remark, updated_at=timezone.now(), **values)
        meet_keys([row.key], by=by)
        meet_duty(row, "correct_return", by=by)
        _owe_acceptance(row, by)
    return row


def accept_return(row: Return, *, by: Post, note: str = "") -> Return:
    """Accept a submitted return, never by the one who submitted it; its figures fill the next one in advance."""
    require(by, "accept_return", row)
    if row.submitted_by_id == by.user_id:
        raise RuleRefused(_("Whoever submitted a return does not accept it."), rule=RULE)
    with transaction.atomic():
        values: dict[str, Any] = {"accepted_at": timezone.now(), "accepted_by": by.user, "returned_note": ""}
        move(row, S.ACCEPTED, by=by, verb="accept_return", note=note, updated_at=timezone.now(), **values)
        meet_duty(row, "accept_return", by=by)
    return row


def send_back_return(row: Return, *, by: Post, note: str) -> Return:
    """Send a submitted return back with reasons; the unit owes the correction (R-DATA-01.correction)."""
    require(by, "send_back_return", row)
    if row.state == S.ACCEPTED:
        raise RuleRefused(_("An accepted return is reopened, not sent back."), rule=RULE)
    return _give_back(row, by=by, verb="send_back_return", note=note)


def reopen_return(row: Return, *, by: Post, note: str) -> Return:
    """Reopen an accepted return for a correction, with the reason; what was accepted stays in its history."""
    require(by, "reopen_return", row)
    if row.state == S.SUBMITTED:
        raise RuleRefused(_("This return was not accepted yet; send it back."), rule=RULE)
    return _give_back(row, by=by, verb="reopen_return", note=note)


def _give_back(row: Return, *, by: Post, verb: str, note: str) -> Return:
    if not note.strip():
        raise RuleRefused(_("Say what must be corrected."), rule=RULE)
    with transaction.atomic():
        values: dict[str, Any] = {"returned_note": note, "accepted_at": None, "accepted_by": None}
        move(row, S.RETURNED, by=by, verb=verb, note=note, updated_at=timezone.now(), **values)
        meet_duty(row, "accept_return", by=by)
        title = format_lazy(gettext_lazy("Correct the return: {about}"), about=row.about)
        open_duty(
            "correct_return", rule=CORRECTION, title=title, holder=row.unit, subject=row, area=row.area, by=by,
            trigger_on=timezone.localdate(),
        )
    return row


def _owe_acceptance(row: Return, by: Post) -> None:
    cancel_duties(row, by=by, kinds=("accept_return",), note=gettext_lazy("submitted again"))
    title = format_lazy(gettext_lazy("Accept the return or send it back: {about}"), about=row.about)
    open_duty(
        "accept_return", rule=ACCEPTANCE, title=title, holder=row.form.office, subject=row, area=row.form.area, by=by,
        trigger_on=timezone.localdate(), group=Group.MONITORING,
    )


def _locked(row: Return) -> Return:
    related = ("form__office__area", "unit__area")
    return Return.objects.select_for_update(of=["self"]).select_related(*related).get(pk=row.pk)


def _write(row: Return, known: ReturnValue | None, figure: Figure, by: Post) -> None:
    """Write one figure where it differs, or where a value taken over is confirmed."""
    if figure.value is None or figure.value == "":
        if known:
            known.delete()
        return
    if fault := fault_of(figure.field, figure.value):
        raise RuleRefused(f"{figure.field.label}：{fault}", rule=RULE)
    is_number = figure.field.kind == FieldKind.NUMBER
    facts: dict[str, Any] = {
        "number": figure.value if is_number else None,
        "text": "" if is_number else str(figure.value),
        "source": figure.source.strip() or figure.field.usual_source,
        "reference_on": figure.reference_on or row.period_to,
    }
    if not facts["source"]:
        raise RuleRefused(_("Name the source of the figure: %(field)s") % {"field": figure.field.label}, rule=RULE)
    if facts["reference_on"] > timezone.localdate():
        message = _("The day of a figure has not come yet: %(field)s")
        raise RuleRefused(message % {"field": figure.field.label}, rule=RULE)
    if known and not _says_something_new(known, facts, is_confirmed=figure.is_confirmed):
        return  # who entered it when stays as it is
    value = known or ReturnValue(record=row, field=figure.field)
    for name, fact in facts.items():
        setattr(value, name, fact)
    value.prefilled_from, value.entered_by, value.entered_at = None, by.user, timezone.now()
    value.save()


def _says_something_new(known: ReturnValue, facts: dict[str, Any], *, is_confirmed: bool) -> bool:
    """Return whether a figure differs from what is entered; one taken over may instead be confirmed as it stands."""
    differing = {name for name, fact in facts.items() if getattr(known, name) != fact}
    if known.is_prefilled:  # its day alone says nothing: the page proposes that of the period
        return is_confirmed or bool(differing - {"reference_on"})
    return bool(differing)
