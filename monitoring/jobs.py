"""What the clock starts: returns are prepared and owed once their period is over (S38)."""
from collections.abc import Iterator

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from inspectorate.duties.models import Duty
from inspectorate.duties.workflow import Owed, open_owed

from .deadlines import DUE
from .models import Return, ReturnForm
from .states import FormState, ReturnState
from .workflow import end_form, prepare_returns


def owe_returns() -> int:
    """Prepare the returns of periods that have ended and owe each to its unit; return how many duties were opened.

    Forms whose last day is past are ended. Running it twice or days late gives the same (T58, T67).
    """
    today = timezone.localdate()
    prepare_returns(today)
    for form in ReturnForm.objects.filter(state=FormState.IN_FORCE, valid_to__lt=today).order_by("pk"):
        end_form(form, by=None, note=gettext_lazy("its last day is past"))
    return open_owed(_returns())


def _returns() -> Iterator[Owed]:
    for row in _unowed():
        yield Owed(
            key=row.key, kind="submit_return", rule=DUE[row.form.frequency], holder=row.unit, subject=row,
            title=format_lazy(gettext_lazy("Submit the return: {about}"), about=row.about), area=row.unit.area,
            trigger_on=row.form.counted_from(row.period_to),
        )


def _unowed() -> QuerySet[Return]:
    """Return the returns that nobody was asked for yet; between two ends of periods there is none."""
    parts = (F("form_id"), Value(":"), F("unit_id"), Value(":"), F("period"))
    key = Concat(Value("submit_return:"), *(Cast(part, CharField()) for part in parts), output_field=CharField())
    rows = Return.objects.filter(state=ReturnState.DRAFT).annotate(duty_key=key)
    rows = rows.filter(~Exists(Duty.objects.filter(key=OuterRef("duty_key"))))
    return rows.select_related("form", "unit__area").order_by("pk")
