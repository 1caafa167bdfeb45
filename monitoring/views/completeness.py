"""How complete the answers to a form are: units by periods, and who is missing (S38)."""
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.filters import counties
from inspectorate.lib.pages.frame import DeskPage, DeskRequest
from inspectorate.register.models import Area, Organization
from monitoring.models import Return, ReturnForm, ReturnQuerySet, period_words
from monitoring.states import HANDED_IN, OPEN_RETURNS, ReturnState

PERIODS, UNITS = 6, 100  # columns and rows of one page


class CountyForm(forms.Form):
    """Which county is looked at."""

    county = forms.ModelChoiceField(
        label=gettext_lazy("County"), queryset=Area.objects.none(), required=False,
        empty_label=gettext_lazy("All counties"), to_field_name="code",
    )


class Column(NamedTuple):
    """One period: how many were asked, handed in, accepted, are missing or late, each with the way to the list."""

    code: str
    words: str
    asked: int
    handed_in: int
    accepted: int
    missing: int
    overdue: int
    url: str
    figures_url: str


class Cell(NamedTuple):
    """One return as word and tone."""

    word: str
    tone: str
    url: str


class Row(NamedTuple):
    """One unit and its cells, an empty one where nothing was asked."""

    unit: Organization
    cells: Sequence[Cell | None]


class CompletenessPage(DeskPage):
    """Units by periods, states by colour and word; every number leads to the rows behind it."""

    model = ReturnForm
    template_name = "monitoring/completeness.html"

    def get(self, request: DeskRequest, **_kwargs: Any) -> HttpResponse:
        """Show the newest periods, of all counties or of one."""
        form = self.get_object()
        chosen = CountyForm(request.GET or None)
        chosen.fields["county"].queryset = counties(request)
        county = chosen.cleaned_data.get("county") if chosen.is_bound and chosen.is_valid() else None
        rows = Return.objects.visible_to(request.post).filter(form=form)
        rows = rows.within(county.code) if county else rows
        columns = self.columns(rows, form, county)
        units = list(self.units(rows)[: UNITS + 1])
        return self.show(
            title=_("Completeness: %(form)s") % {"form": form.title},
            breadcrumbs=[*self.crumbs(form), (_("Completeness"), "")],
            form=form, chosen=chosen, columns=columns, rows=self.rows(rows, units[:UNITS], columns),
            is_cut=len(units) > UNITS, most=UNITS, missing=self.missing(rows, columns),
        )

    def columns(self, rows: ReturnQuerySet, form: ReturnForm, county: Area | None) -> list[Column]:
        """Return the newest periods, oldest first, counted in two queries."""
        counted = rows.order_by("-period_to").values("period", "period_from", "period_to").annotate(
            asked=Count("pk"), handed_in=Count("pk", filter=Q(state__in=HANDED_IN)),
            accepted=Count("pk", filter=Q(state=ReturnState.ACCEPTED)),
            missing=Count("pk", filter=Q(state__in=OPEN_RETURNS)),
        )  # fmt: skip
        overdue = rows.overdue(timezone.localdate()).order_by().values_list("period")
        late = dict(overdue.annotate(number=Count("pk", distinct=True)))
        shown = reversed(counted[:PERIODS])
        return [self.column(one, form, county, late.get(one["period"], 0)) for one in shown]

    def column(self, one: dict[str, Any], form: ReturnForm, county: Area | None, overdue: int) -> Column:
        """Return one period with the address of its returns."""
        asked = {"period": one["period"], **({"county": county.pk} if county else {})}
        words = period_words(one["period"], one["period_from"], one["period_to"])
        numbers = {name: one[name] for name in ("asked", "handed_in", "accepted", "missing")}
        listed, figures = reverse("return-list"), reverse("return-form-figures", args=[form.pk])
        return Column(
            one["period"], words, **numbers, overdue=overdue, figures_url=f"{figures}?{urlencode(asked)}",
            url=f"{listed}?{urlencode({'form_id': form.pk, **asked})}",
        )

    def units(self, rows: ReturnQuerySet) -> QuerySet[Organization]:
        """Return the units in the order of the register, never of their figures or their haste (R-MON-03)."""
        return Organization.objects.filter(pk__in=rows.values("unit")).order_by("area_id", "name", "pk")

    def rows(self, rows: ReturnQuerySet, units: Sequence[Organization], columns: Iterable[Column]) -> list[Row]:
        """Return the units with a cell for each period."""
        codes, today = [column.code for column in columns], timezone.localdate()
        found = {
            (row.unit_id, row.period): Cell(*row.standing(today), row.get_absolute_url())
            for row in rows.filter(unit__in=units, period__in=codes).with_due()
        }
        return [Row(unit, [found.get((unit.pk, code)) for code in codes]) for unit in units]

    def missing(self, rows: ReturnQuerySet, columns: Sequence[Column]) -> list[Return]:
        """Return what is missing of the newest period, in the order of the register."""
        if not columns:
            return []
        late = rows.missing().filter(period=columns[-1].code).with_due().select_related("unit", "form")
        return list(late.order_by("unit__area_id", "unit__name")[:UNITS])
