"""Pages of returns: a unit's own, their figures with source and date, and what the office does with them (S38)."""
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from inspectorate.lib.pages import Column, ListPage, OfficeStep, Part, Verb
from inspectorate.register.rights import can
from monitoring import filters, forms, tables, workflow
from monitoring.models import Return, ReturnForm
from monitoring.states import OPEN_RETURNS, ReturnState

S = ReturnState

VERBS = (
    Verb(
        "fill_return", workflow.fill_return, gettext_lazy("Fill in the figures"), form=forms.FillForm,
        states=OPEN_RETURNS, is_primary=True, template_name="monitoring/fill_form.html",
    ),
    Verb(
        "submit_return", workflow.submit_return, gettext_lazy("Submit the return"), form=forms.SubmitForm,
        to=[S.SUBMITTED], template_name="monitoring/submit_form.html",
    ),
    Verb(
        "accept_return", workflow.accept_return, gettext_lazy("Accept the return"), form=forms.RemarkForm,
        to=[S.ACCEPTED], is_primary=True, help=gettext_lazy("Your name and the moment stand on the return."),
    ),
    Verb(
        "send_back_return", workflow.send_back_return, gettext_lazy("Send the return back"), form=forms.ReasonForm,
        states=[S.SUBMITTED], help=gettext_lazy("The unit reads the reason and corrects its figures."),
    ),
    Verb(
        "reopen_return", workflow.reopen_return, gettext_lazy("Reopen for a correction"), form=forms.ReasonForm,
        states=[S.ACCEPTED], is_danger=True,
        help=gettext_lazy("The unit may write again. What was accepted stays to be read among the earlier figures."),
    ),
)


class ReturnList(ListPage):
    """Returns of the units that the reader may see; a unit sees its own."""

    model = Return
    columns, orderings, filterset_class = tables.RETURNS, tables.RETURN_ORDERS, filters.ReturnFilter
    select_related = ("form", "unit")
    sentence = gettext_lazy("%(count)s returns of figures")
    empty = gettext_lazy("No return yet. They are prepared on the day after a period has ended.")

    def get_queryset(self) -> QuerySet:
        """Add until when each is owed."""
        return super().get_queryset().with_due()


class ReturnDetail(OfficeStep):
    """One return: its figures beside those before, what is owed, what was done."""

    model = Return
    facts, verbs = tables.RETURN_FACTS, VERBS
    steps = (S.DRAFT, S.SUBMITTED, S.ACCEPTED)
    select_related = ("form__office__area", "unit__area", "submitted_by", "accepted_by")

    def parts(self, obj: Return) -> Sequence[Part]:
        """Return the figures; those of a draft belong to the unit alone until it submits them."""
        is_open = obj.state != S.DRAFT or can(self.request.post, "submit_return", obj)
        context = {"compared": workflow.compared(obj) if is_open else [], "former": obj.former, "is_open": is_open}
        figures = Part(pgettext("return", "Figures"), template="monitoring/_figures.html", context=context)
        earlier = obj.earlier_figures() if is_open else []
        return (figures, Part(_("Earlier figures"), earlier, tables.EARLIER)) if earlier else (figures,)


class FiguresList(ListPage):
    """The figures of a form, unit by unit in the order of the register: no ranking (R-MON-03)."""

    model = Return
    template_name = "monitoring/figures.html"
    orderings, filterset_class = tables.REGISTER_ORDERS, filters.FiguresFilter
    select_related = ("form", "unit")
    prefetch_related = ("figures",)
    sentence = gettext_lazy("%(count)s returns with figures, in the order of the register")
    empty = gettext_lazy("No unit has handed in figures yet.")

    @cached_property
    def form(self) -> ReturnForm:
        """Return the form of the address; 404 where the post may not see it."""
        return get_object_or_404(ReturnForm.objects.visible_to(self.request.post), pk=self.kwargs["pk"])

    @property
    def title(self) -> str:
        """Return the name of the page and of its export."""
        return _("Figures: %(form)s") % {"form": self.form.title}

    @cached_property
    def columns(self) -> Sequence[Column]:
        """Return a column for each field; an export adds source and date of each figure (R-DATA-01)."""
        return tables.figure_columns(self.form.fields.all(), with_sources=self.request.method == "POST")

    def get_queryset(self) -> QuerySet:
        """Return what units stand by: drafts and what came back are no figures yet."""
        return super().get_queryset().filter(form=self.form).handed_in()

    def extra(self) -> dict[str, Any]:
        """Name the form."""
        return {"form": self.form}
