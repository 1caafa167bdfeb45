"""Pages of the hazard ledger (R-SAFE-08 to R-SAFE-13): a list of work, never of scores (R-SAFE-16, R-ORG-15)."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from inspectorate.documents.models import Document
from inspectorate.duties.models import Duty, Extension
from inspectorate.duties.tables import DUTIES, EXTENSIONS
from inspectorate.lib.columns import Column
from inspectorate.lib.pages import CreatePage, ListPage, OfficeStep, Part, Verb, to_result
from supervision import filters, forms, tables, workflow
from supervision.models import Hazard, VisitProblem
from supervision.states import HAZARD_STEPS, HazardState, ProblemState

S = HazardState


ENTER = Verb(
    "enter_hazard", workflow.enter_hazard, gettext_lazy("Enter a hazard"), form=forms.HazardForm,
    help=gettext_lazy("What can be put right at once is put right at once; everything else gets a date and a person."),
)
OPEN = Verb(
    "open_hazard", workflow.open_hazard, gettext_lazy("Hand over to the hazard ledger"), form=forms.ProblemHazardForm,
    to=[ProblemState.HANDED_OVER], initial=forms.problem_values, success=to_result,
)
VERBS = (
    Verb(
        "report_removal", workflow.report_removal, gettext_lazy("Report the removal"), form=forms.RemovalForm,
        to=[S.REPORTED], is_primary=True,
        help=gettext_lazy("The office checks the removal on the spot; only then the hazard is struck off."),
    ),
    Verb(
        "check_removal", workflow.check_removal, gettext_lazy("Check the removal"), form=forms.CheckForm,
        to=[S.VERIFIED], is_primary=True,
        help=gettext_lazy("Nobody of the responsible unit checks, and not whoever reported the removal."),
    ),
    Verb(
        "close_hazard", workflow.close_hazard, gettext_lazy("Strike the hazard off"), form=forms.RemarkForm,
        to=[S.CLOSED], is_primary=True,
        help=gettext_lazy("A major hazard is struck off by the head of the office."),
    ),
    Verb(
        "draft_hazard_notice", workflow.draft_hazard_notice, pgettext_lazy("hazard", "Draft the notice"),
        form=forms.HazardNoticeForm, states=[S.OPEN], success=to_result,
        help=gettext_lazy("Of a major hazard it is the supervise notice; whoever signs it decides."),
    ),
    Verb(
        "reassign_hazard", workflow.reassign_hazard, gettext_lazy("Hand to another unit or person"),
        form=forms.ReassignForm, states=[S.OPEN], initial=forms.reassign_values,
    ),
    Verb(
        "reopen_hazard", workflow.reopen_hazard, pgettext_lazy("hazard", "Reopen"), form=forms.ReopenHazardForm,
        states=[S.CLOSED],
        help=gettext_lazy("The hazard is there again; it goes on under the next number of its chain."),
    ),
    Verb(
        "void_hazard", workflow.void_hazard, pgettext_lazy("hazard", "Entered by mistake"), form=forms.ReasonForm,
        to=[S.VOIDED], is_danger=True,
        help=gettext_lazy("The entry stays in the ledger with its number and owes nothing more."),
    ),
)  # fmt: skip


class HazardList(ListPage):
    """The hazard ledger: what must be removed by whom until when, overdue ones in red."""

    model = Hazard
    columns, orderings, filterset_class = tables.HAZARDS, tables.HAZARD_ORDERS, filters.HazardFilter
    select_related = ("school", "responsible", "owner", "closed_by")
    creates = (("enter_hazard", ENTER.title, "hazard-create"),)
    sentence = gettext_lazy("%(count)s hazards")
    empty = gettext_lazy("No hazard. Office, inspectors and schools enter what they find; it stays until verified.")

    def stream(self, kind: str, rows: QuerySet, count: int) -> StreamingHttpResponse:
        """Export the ledger with all its columns, as an office keeps it on paper (R-SAFE-08)."""
        self.columns = tables.HAZARD_SHEET
        return super().stream(kind, rows, count)


class EnterPage(CreatePage):
    """Enter a hazard."""

    model, verb = Hazard, ENTER


class HazardDetail(OfficeStep):
    """One hazard: facts, each report and check, notices, what is owed."""

    model = Hazard
    verbs, steps = VERBS, HAZARD_STEPS
    select_related = ("school", "responsible", "owner__area", "entered_by", "closed_by", "problem__school")

    @cached_property
    def facts(self) -> Sequence[Column]:
        """Return the facts; the visit behind them to those only who may open it."""
        post, obj = self.request.post, self.obj
        shown = VisitProblem.objects.visible_to(post).filter(pk=obj.problem_id).exists()
        return tables.HAZARD_FACTS if shown else tuple(fact for fact in tables.HAZARD_FACTS if fact.name != "problem")

    def parts(self, obj: Hazard) -> Sequence[Part]:
        """Return photos, reports with checks, notices, duties and requests for more time."""
        post = self.request.post
        files = list(obj.attachments.select_related("file"))
        rounds = obj.rounds.select_related("reported_by", "checked_by", "unit").prefetch_related("attachments__file")
        papers = obj.papers.filter(pk__in=Document.objects.visible_to(post).values("pk"))
        duties = Duty.objects.visible_to(post).of(obj).select_related("holder").order_by("pk")
        asked = Extension.objects.filter(duty__in=duties.values("pk")).order_by("pk")
        parts = [
            Part(_("Reports of the removal and checks"), rounds.order_by("-number"), tables.HAZARD_ROUNDS,
                 empty=_("Nothing was reported yet.")),
            Part(_("Photos of the hazard"), files, tables.HAZARD_FILES),
            Part(_("Notices about the hazard"), papers, tables.DOCUMENTS),
            Part(_("Duties"), duties, DUTIES[:2] + DUTIES[3:]),
            Part(_("Requests for more time"), asked, EXTENSIONS),
        ]  # fmt: skip
        return [part for part in parts if part.rows or part.empty]
