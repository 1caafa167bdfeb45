"""The annual list and the inspections set up from it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.lib.pages import DetailPage, ListPage, NextStep, Part, Verb, VerbPage
from inspectorate.register.rights import can
from inspectorate.trail.workflow import Refusal
from supervision import filters, forms, tables, workflow
from supervision.models import AnnualListEntry, Inspection
from supervision.states import EntryState, InspectionState

E, S = EntryState, InspectionState

OPEN_INSPECTION = Verb(
    "open_inspection",
    workflow.open_inspection,
    gettext_lazy("Set up an inspection"),
    form=forms.OpenInspectionForm,
    states=[E.APPROVED],
    is_primary=True,
    success=lambda entry, made: (made[0] if len(made) == 1 else entry).get_absolute_url(),
)
ENTRY_VERBS = (
    Verb(
        "edit_entry",
        workflow.edit_entry,
        gettext_lazy("Change the entry"),
        form=forms.EntryForm,
        states=[E.DRAFT],
        initial=forms.entry_values,
    ),
    Verb("submit_entry", workflow.submit_entry, gettext_lazy("Submit for approval"), to=[E.SUBMITTED], is_primary=True),
    Verb(
        "approve_entry",
        workflow.approve_entry,
        gettext_lazy("Approve the entry"),
        form=forms.RemarkForm,
        to=[E.APPROVED],
        is_primary=True,
        is_bulk=True,
        help=gettext_lazy("From then on the check stands on the annual list and may be carried out."),
    ),
    OPEN_INSPECTION,
    Verb(
        "withdraw_entry",
        workflow.withdraw_entry,
        gettext_lazy("Withdraw from the list"),
        form=forms.ReasonForm,
        to=[E.WITHDRAWN],
        is_danger=True,
    ),
)
RETURN_ENTRY = Verb(
    "return_entry",
    workflow.return_entry,
    gettext_lazy("Return to the author"),
    form=forms.ReasonForm,
    states=[E.SUBMITTED],
)
DRAFT_ENTRY = Verb(
    "draft_entry", workflow.draft_entry, gettext_lazy("New entry of the annual list"), form=forms.EntryForm
)


class EntryList(ListPage):
    """The annual list."""

    model = AnnualListEntry
    columns, orderings, filterset_class = tables.ENTRIES, tables.ENTRY_ORDERS, filters.EntryFilter
    select_related = ("owner",)
    bulk = tuple(verb for verb in ENTRY_VERBS if verb.is_bulk)
    sentence = gettext_lazy("%(count)s entries of the annual list")
    empty = gettext_lazy("No check stands on the annual list yet. What is not on it may not be carried out.")

    def get_queryset(self) -> QuerySet:
        """Return the entries with the number of their units."""
        return super().get_queryset().annotate(unit_count=Count("units"))

    def create_buttons(self) -> list[tuple[Any, str]]:
        """Offer a new entry to whoever may draft one for the own office."""
        may = can(self.request.post, "draft_entry", self.request.post.organization)
        return [(DRAFT_ENTRY.title, reverse("annual-list-entry-create"))] if may else []


class EntryDetail(DetailPage):
    """One entry with its units and the inspections set up from it."""

    model = AnnualListEntry
    facts, verbs = tables.ENTRY_FACTS, (*ENTRY_VERBS, RETURN_ENTRY)
    select_related = ("owner", "drafted_by")

    @cached_property
    def left(self) -> int:
        """Return at how many units of an approved entry no inspection has been set up yet."""
        return forms.units_left(self.obj).count() if self.obj.state == E.APPROVED else 0

    def parts(self, obj: AnnualListEntry) -> Sequence[Part]:
        """Return the units, each with the inspection set up at it."""
        inspections = obj.inspections.visible_to(self.request.post).exclude(state=S.CANCELLED)
        by_unit = {inspection.unit_id: inspection for inspection in inspections}
        units = list(obj.units.select_related("area").order_by("area", "name"))
        for unit in units:
            unit.inspection = by_unit.get(unit.pk)
        return (Part(_("Units"), units, tables.UNITS),)

    def actions(self, obj: AnnualListEntry) -> list[Any]:
        """Offer no further inspection once each unit has its own."""
        offered = super().actions(obj)
        is_done = obj.state == E.APPROVED and not self.left
        return [action for action in offered if not (is_done and action.url.endswith("open-inspection/"))]

    def next_step(self, obj: AnnualListEntry) -> NextStep | None:
        """Say what the entry waits for."""
        words = {
            E.DRAFT: _("To be completed and submitted by %(name)s") % {"name": obj.drafted_by.name},
            E.SUBMITTED: _("To be approved by somebody else than the author"),
            E.APPROVED: _("Inspections are still to be set up: %(n)d") % {"n": self.left} if self.left else "",
        }
        return NextStep(words[obj.state], who=obj.owner.label) if words.get(obj.state) else None


class OpenPage(VerbPage):
    """Set up inspections at the chosen units of an entry, each by itself: one refusal does not stop the others."""

    model = AnnualListEntry
    verb = OPEN_INSPECTION

    def call(self, obj: AnnualListEntry, form: Any) -> list[Inspection]:
        """Return what was set up, and tell what was not and why; refused as a whole only where nothing was done."""
        facts, made, refusals = dict(form.cleaned_data), [], []
        units = facts.pop("units")
        for unit in units:
            try:
                with transaction.atomic():
                    one = facts | {"unit": unit, "title": form.title_for(unit)}
                    made.append(workflow.open_inspection(obj, by=self.request.post, **one))
            except Refusal as refused:
                refusals.append(refused)
        if not made:
            raise refusals[0]
        for refused in refusals:
            messages.warning(self.request, str(refused))
        return made
