"""Rectification items."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import filters, forms, tables, workflow
from accountability.models import RectificationItem
from accountability.states import UNDER_WAY, ItemState, NoticeState
from inspectorate.duties.models import Duty
from inspectorate.lib.pages import DetailPage, ListPage, NextStep, Part, Verb
from inspectorate.lib.pages.details import Action
from inspectorate.register.rights import can

S = ItemState

VERBS = (
    Verb(
        "plan_item",
        workflow.plan_item,
        gettext_lazy("Name measure and person"),
        form=forms.PlanForm,
        states=[S.PENDING, S.RECTIFYING, S.FAILED],
        template_name="accountability/item_form.html",
    ),
    Verb(
        "report_item",
        workflow.report_item,
        gettext_lazy("Report the rectification"),
        form=forms.ReportItemForm,
        to=[S.REPORTED],
        is_primary=True,
        initial=lambda item: {"measure": item.measure},
        button=gettext_lazy("Submit the rectification report"),
        template_name="accountability/item_form.html",
    ),
    Verb(
        "recheck_item",
        workflow.recheck_item,
        gettext_lazy("Enter a re-check"),
        form=forms.RecheckForm,
        to=[S.PASSED],
        is_primary=True,
        template_name="accountability/item_form.html",
    ),
    Verb(
        "return_report",
        workflow.return_report,
        gettext_lazy("Return the report"),
        form=forms.ReasonForm,
        states=[S.REPORTED],
        template_name="accountability/item_form.html",
    ),
    Verb(
        "close_out",
        workflow.close_out,
        gettext_lazy("Close out"),
        form=forms.RemarkForm,
        to=[S.CLOSED],
        is_primary=True,
        is_bulk=True,
        help=gettext_lazy("Only after a passed re-check; the item counts as settled from then on."),
    ),
    Verb(
        "reopen_item",
        workflow.reopen_item,
        gettext_lazy("Open again"),
        form=forms.ReopenForm,
        states=[S.CLOSED],
        is_danger=True,
    ),
)


class ItemList(ListPage):
    """Rectification items of all cases the post may see."""

    model = RectificationItem
    columns, orderings, filterset_class = tables.ITEMS, tables.ITEM_ORDERS, filters.ItemFilter
    select_related = ("unit",)
    bulk = tuple(verb for verb in VERBS if verb.is_bulk)
    empty = gettext_lazy("No rectification item. Items stand here once an opinion letter names problems.")

    def summary(self, count: int, words: str) -> str:
        """Say what is shown, and of how many units."""
        units = self.narrowed().order_by().aggregate(units=Count("unit", distinct=True))["units"]
        facts = {"work": dict(filters.WORK)[self.filterset.asked], "count": words, "units": units}
        return _("%(work)s: %(count)s items of %(units)s units") % facts


class ItemDetail(DetailPage):
    """One item with its reports and all rounds of re-check."""

    model = RectificationItem
    facts, verbs = tables.ITEM_FACTS, VERBS
    select_related = ("case", "unit", "superior", "owner", "closed_by")

    def actions(self, obj: RectificationItem) -> list[Action]:
        """Offer more time beside the item's own acts: it is asked for on the duty."""
        duty = Duty.objects.of(obj).open().filter(kind="rectify").first()
        may = duty is not None and can(self.request.post, "ask_extension", duty)
        found = super().actions(obj)
        if may:
            url = reverse("duty-ask-extension", args=[duty.pk])
            found.append(Action(_("Ask for more time"), url, is_primary=False, is_danger=False))
        return found

    def next_step(self, obj: RectificationItem) -> NextStep | None:
        """Return the open duty, with the new date where a supervise notice has set one (R-ACC-07)."""
        step = super().next_step(obj)
        if step is None:
            return NextStep(_("To be closed out"), who=obj.owner.label) if obj.state == S.PASSED else None
        notice = obj.notices.filter(state__in=[NoticeState.SERVED, NoticeState.ANSWERED]).order_by("-pk").first()
        if obj.state not in UNDER_WAY or notice is None or step.due_on == obj.due_on:
            return step
        first = [(_("First date"), step.due_on.isoformat())] if step.due_on else []
        why = [(_("New date by the supervise notice"), obj.due_on.isoformat()), *first, *step.why]
        return replace(step, due_on=obj.due_on, why=why)

    def parts(self, obj: RectificationItem) -> Sequence[Part]:
        """Return reports and rounds."""
        rounds = [
            *obj.rectificationreports.select_related("author").prefetch_related("attachments__file"),
            *obj.rechecks.select_related("author").prefetch_related("attachments__file"),
        ]
        rounds.sort(key=lambda entry: entry.created_at, reverse=True)
        return (Part(_("Reports and re-checks"), template="accountability/_rounds.html", context={"rounds": rounds}),)
