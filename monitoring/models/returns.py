"""Returns: what a unit answers to a form for a period, figure by figure with its source (R-DATA-01)."""
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property, lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from inspectorate.duties.models import Duty
from inspectorate.register.models import Area, Organization, Scoped, ScopedQuerySet
from monitoring.states import HANDED_IN, OPEN_RETURNS, RETURN_MOVES, FieldKind, ReturnState

from .forms import ReturnField, ReturnForm
from .periods import period_words

ABOUT = 150  # characters in the title of a duty
ENTERED = ("field", "number", "text", "source", "reference_on", "entered_by", "entered_at")
OWED_BY_UNIT = ("submit_return", "correct_return")


class ReturnQuerySet(ScopedQuerySet):
    """Returns."""

    def with_due(self) -> Self:
        """Add `due_on`: the last day of what the unit still owes about the return."""
        kind = ContentType.objects.get_for_model(Return)
        owed = Duty.objects.open().filter(subject_type=kind, subject_id=OuterRef("pk"), kind__in=OWED_BY_UNIT)
        return self.annotate(due_on=Subquery(owed.order_by("due_on").values("due_on")[:1]))

    def missing(self) -> Self:
        """Return those whose unit still has to answer or to correct."""
        return self.filter(state__in=OPEN_RETURNS)

    def handed_in(self) -> Self:
        """Return those whose figures the unit stands by."""
        return self.filter(state__in=HANDED_IN)

    def overdue(self, on: date) -> Self:
        """Return those still missing after their last day."""
        return self.missing().with_due().filter(due_on__lt=on)


@pghistory.track(exclude=["province", "city", "county", "updated_at"])
class Return(Scoped):
    """The answer of one unit to one form for one period."""

    form = models.ForeignKey(
        ReturnForm, on_delete=models.PROTECT, related_name="returns", verbose_name=_("form of returns")
    )
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="returns", verbose_name=_("unit"))
    period = models.CharField(_("period"), max_length=10)
    period_from = models.DateField(_("period from"))
    period_to = models.DateField(_("period until"))
    remark = models.TextField(_("explanation"), blank=True)
    returned_note = models.TextField(_("sent back because"), blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("submitted by"),
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("accepted by"),
    )
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=ReturnState.choices, default=ReturnState.DRAFT)

    objects = ReturnQuerySet.as_manager()

    MOVES = RETURN_MOVES
    RESOURCE = "return"
    TONES: ClassVar = {"draft": "soon", "returned": "late", "submitted": "busy", "accepted": "done"}
    SCOPE_PATHS: ClassVar = {"unit": "unit", "owner": "form__office"}

    class Meta:
        verbose_name = _("return of figures")
        verbose_name_plural = _("returns of figures")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReturnState.values), name="monitoring_return_state"),
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="monitoring_return_period"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False), name="monitoring_return_submitted"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_at__isnull=False), name="monitoring_return_accepted"
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None) | Q(submitted_by=None) | ~Q(accepted_by=F("submitted_by")),
                name="monitoring_return_second_hand",
            ),
            models.UniqueConstraint(fields=["form", "unit", "period"], name="monitoring_return_once"),
        ]
        indexes = [
            models.Index(fields=["city", "-period_to", "id"], name="monitoring_return_city"),
            models.Index(fields=["county", "-period_to", "id"], name="monitoring_return_county"),
            models.Index(fields=["unit", "-period_to", "id"], name="monitoring_return_unit"),
        ]

    def __str__(self) -> str:
        facts = {"form": self.form.title, "unit": self.unit.label, "period": self.period_words}
        return _now("%(form)s: %(unit)s, %(period)s") % facts

    def get_absolute_url(self) -> str:
        return reverse("return-detail", args=[self.pk])

    @property
    def about(self) -> Promise:
        """Return the return in words, short enough for the title of a duty, in whatever language that is stored."""
        return lazy(lambda: str(self)[:ABOUT], str)()

    @property
    def area(self) -> Area:
        """Return the area whose rules the return follows."""
        return self.unit.area

    @property
    def period_words(self) -> str:
        """Return the period as people write it."""
        return period_words(self.period, self.period_from, self.period_to)

    @property
    def is_open(self) -> bool:
        """Return whether the unit may still write."""
        return self.state in OPEN_RETURNS

    @property
    def key(self) -> str:
        """Return the key of the duty to submit it."""
        return f"submit_return:{self.form_id}:{self.unit_id}:{self.period}"

    @cached_property
    def by_field(self) -> dict[int, "ReturnValue"]:
        """Return the figures by the keys of their fields."""
        return {figure.field_id: figure for figure in self.figures.all()}

    def earlier_figures(self) -> list["ReturnValue"]:
        """Return what the unit itself had entered before it changed a figure, newest first."""
        kept = ReturnValue.pgh_event_model.objects.filter(record_id=self.pk, prefilled_from=None)
        told: dict[int, list[ReturnValue]] = {}
        for event in kept.select_related("field", "entered_by").order_by("pgh_id"):
            value = ReturnValue(**{name: getattr(event, name) for name in ENTERED})
            said = told.setdefault(event.field_id, [])
            if not said or (said[-1].number, said[-1].text) != (value.number, value.text):
                said.append(value)
        replaced = [value for said in told.values() for value in said[:-1]]
        return sorted(replaced, key=lambda value: value.entered_at, reverse=True)

    def standing(self, today: date) -> tuple[str, str]:
        """Return word and tone of the state; what is late says so (`due_on` comes from `with_due()`)."""
        due_on = getattr(self, "due_on", None)
        if self.is_open and due_on and due_on < today:
            return _now("Overdue"), "late"
        return self.get_state_display(), self.TONES[self.state]

    @cached_property
    def former(self) -> "Return | None":
        """Return the unit's newest earlier return to the same form that was handed in."""
        same = Return.objects.handed_in().filter(form=self.form_id, unit=self.unit_id)
        return same.filter(period_to__lt=self.period_from).order_by("-period_to").first()


@pghistory.track()
class ReturnValue(models.Model):
    """One figure with its one source, the day it is of, and who entered it when (R-DATA-01)."""

    record = models.ForeignKey(
        Return, on_delete=models.CASCADE, related_name="figures", verbose_name=_("return of figures")
    )
    field = models.ForeignKey(
        ReturnField, on_delete=models.PROTECT, related_name="figures", verbose_name=_("field of a form")
    )
    number = models.DecimalField(_("number"), max_digits=18, decimal_places=4, null=True, blank=True)
    text = models.TextField(_("text"), blank=True)
    source = models.CharField(_("source"), max_length=100)
    reference_on = models.DateField(_("reference date"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("entered by"),
    )
    entered_at = models.DateTimeField(_("entered at"), default=timezone.now)
    # Taken from an earlier return and not yet confirmed or changed by the unit.
    prefilled_from = models.ForeignKey(
        Return, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("prefilled from")
    )

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.UniqueConstraint(fields=["record", "field"], name="monitoring_value_once"),
            models.CheckConstraint(condition=~Q(number=None, text=""), name="monitoring_value_given"),
            models.CheckConstraint(condition=~Q(source=""), name="monitoring_value_source"),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.shown}"

    @property
    def is_prefilled(self) -> bool:
        """Return whether the unit has yet to confirm or change the value."""
        return self.prefilled_from_id is not None

    @property
    def value(self) -> Any:
        """Return the value in the type of its field; yes and no as they are stored."""
        return self.number if self.field.is_number else self.text

    @property
    def plain_input(self) -> Any:
        """Return the value as its input shows it: a number without noughts after its point."""
        return trimmed(self.number) if self.field.is_number else self.text

    @property
    def plain(self) -> Any:
        """Return the value as an export writes it."""
        return trimmed(self.number) if self.field.is_number else self.shown

    @property
    def shown(self) -> str:
        """Return the value in words, without unit."""
        if self.field.is_number:
            return f"{self.number:,.{self.field.decimals}f}"
        if self.field.kind == FieldKind.YES_NO:
            return _now("yes") if self.text == "yes" else _now("no")
        return self.text


def trimmed(number: Decimal | None) -> Decimal | int | None:
    """Return a number without noughts after its point."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else number.normalize()
