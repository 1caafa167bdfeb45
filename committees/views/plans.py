"""Pages of annual plans and their items (S05, R-ORG-10, R-ORG-11)."""
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees import filters, forms, tables, workflow
from committees.models import AnnualPlan, PlanItem
from committees.states import OPEN_PLANS, PlanKind, PlanState
from inspectorate.lib.pages import DetailPage, ListPage, OfficeStep, Part, Verb, to_result
from inspectorate.lib.pages.details import Action
from inspectorate.register.models import Organization

S = PlanState

START = Verb("start_plan", workflow.start_plan, gettext_lazy("Start an annual plan"), form=forms.StartPlanForm)
VERBS = (
    Verb(
        "write_plan", workflow.write_plan, gettext_lazy("Write the plan"), form=forms.PlanForm, states=OPEN_PLANS,
        is_primary=True, template_name="committees/plan_form.html",
    ),
    Verb(
        "submit_plan", workflow.submit_plan, gettext_lazy("Submit the plan"), to=[S.SUBMITTED],
        help=gettext_lazy("Each item names its lead unit and a date in the year. The known figures are kept with it."),
    ),
    Verb(
        "file_plan", workflow.file_plan, gettext_lazy("File for the record"), form=forms.RemarkForm, to=[S.FILED],
        is_primary=True, help=gettext_lazy("Your name and the moment stand on the plan as its receipt."),
    ),
    Verb(
        "approve_plan", workflow.approve_plan, gettext_lazy("Approve the plan"), form=forms.RemarkForm,
        to=[S.APPROVED], is_primary=True,
    ),
    Verb(
        "return_plan", workflow.return_plan, gettext_lazy("Return the plan"), form=forms.ReturnPlanForm,
        to=[S.RETURNED], template_name="committees/plan_return_form.html",
    ),
    Verb(
        "publish_plan", workflow.publish_plan, gettext_lazy("Propose for publication"), states=[S.APPROVED],
        success=to_result,
        help=gettext_lazy("Measures, lead units and dates go to the reviewers; progress stays internal."),
    ),
)
ITEM_VERBS = (
    Verb(
        "report_progress", workflow.report_progress, gettext_lazy("Report the progress"), form=forms.ProgressForm,
        is_primary=True, initial=lambda item: {"progress": item.progress},
    ),
)


class PlanList(ListPage):
    """Annual plans of the area's offices."""

    model = AnnualPlan
    columns, orderings, filterset_class = tables.PLANS, tables.PLAN_ORDERS, filters.PlanFilter
    select_related = ("organization",)
    creates = (("start_plan", gettext_lazy("Start an annual plan"), "annual-plan-start"),)
    sentence = gettext_lazy("%(count)s annual plans")
    empty = gettext_lazy("No annual plan yet. In January the drafts stand here with last year's items in them.")

    def get_queryset(self) -> QuerySet:
        """Count the items."""
        return super().get_queryset().with_progress()


class PlanDetail(OfficeStep):
    """One plan: what it says, what came back, its receipt."""

    model = AnnualPlan
    facts, verbs = tables.PLAN_FACTS, VERBS
    select_related = ("organization__area", "addressee", "settled_by")
    asks: ClassVar[Mapping[str, Any]] = {
        S.DRAFT: gettext_lazy("Write the plan and submit it"),
        S.SUBMITTED: gettext_lazy("Approve the plan, or return it with the reason"),
        S.RETURNED: gettext_lazy("Write the items that came back and submit the plan again"),
    }

    def office(self, obj: AnnualPlan) -> Organization:
        """Return the office at whose hand it lies."""
        return obj.addressee if obj.state == S.SUBMITTED and obj.addressee else obj.organization

    def actions(self, obj: AnnualPlan) -> list[Action]:
        """Offer the end that fits the kind of plan only."""
        unfit = "approve-plan" if obj.kind == PlanKind.COUNTY else "file-plan"
        return [action for action in super().actions(obj) if unfit not in action.url]

    def parts(self, obj: AnnualPlan) -> Sequence[Part]:
        """Return the items by section, and the figures kept with the submission."""
        items = obj.items.select_related("lead").prefetch_related("cooperating")
        figures = obj.figures if obj.submitted_on else workflow.known_figures(obj)
        return (
            Part(_("Items"), template="committees/_plan_items.html", context={"items": list(items), "plan": obj}),
            Part(_("Known figures"), template="committees/_figures.html", context={"figures": figures}),
        )

    def extra(self, obj: AnnualPlan) -> dict[str, Any]:
        """Show the steps of this kind of plan."""
        self.steps = (S.DRAFT, S.SUBMITTED, S.FILED if obj.kind == PlanKind.COUNTY else S.APPROVED)
        return super().extra(obj)  # noqa: S610 - a method of this page


class ItemList(ListPage):
    """Items of plans and how far they are."""

    model = PlanItem
    columns, orderings, filterset_class = tables.ITEMS, tables.ITEM_ORDERS, filters.ItemFilter
    select_related = ("plan__organization", "lead")
    sentence = gettext_lazy("%(count)s items of annual plans")
    empty = gettext_lazy("No item. The items of annual plans stand here with their lead unit and date.")


class ItemDetail(DetailPage):
    """One item with its progress."""

    model = PlanItem
    facts, verbs = tables.ITEM_FACTS, ITEM_VERBS
    select_related = ("plan__organization", "lead")
    prefetch_related = ("cooperating",)
