"""Rectification items."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import filters, forms, tables, workflow
from accountability.models import RectificationItem
from accountability.states import ItemState
from inspectorate.lib.pages import DetailPage, ListPage, Part, Verb

S = ItemState

VERBS = (
    Verb(
        "plan_item",
        workflow.plan_item,
        gettext_lazy("Name measure and person"),
        form=forms.PlanForm,
        states=[S.PENDING, S.RECTIFYING, S.FAILED],
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
    ),
    Verb(
        "recheck_item",
        workflow.recheck_item,
        gettext_lazy("Enter a re-check"),
        form=forms.RecheckForm,
        to=[S.PASSED],
        is_primary=True,
    ),
    Verb(
        "return_report",
        workflow.return_report,
        gettext_lazy("Return the report"),
        form=forms.ReasonForm,
        states=[S.REPORTED],
    ),
    Verb(
        "close_out",
        workflow.close_out,
        gettext_lazy("Close out"),
        form=forms.NoteForm,
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
    sentence = gettext_lazy("%(count)s rectification items")
    empty = gettext_lazy("No rectification item. Items stand here once an opinion letter names problems.")


class ItemDetail(DetailPage):
    """One item with its reports and all rounds of re-check."""

    model = RectificationItem
    facts, verbs = tables.ITEM_FACTS, VERBS
    select_related = ("case", "unit", "superior", "closed_by")

    def parts(self, obj: RectificationItem) -> Sequence[Part]:
        """Return reports, rounds and requests for more time."""
        rounds = [
            *obj.rectificationreports.select_related("author").prefetch_related("attachments__file"),
            *obj.rechecks.select_related("author").prefetch_related("attachments__file"),
        ]
        rounds.sort(key=lambda entry: entry.created_at, reverse=True)
        return (Part(_("Reports and re-checks"), template="accountability/_rounds.html", context={"rounds": rounds}),)
