"""Visits as the office and the schools see them: lists, one report, problems and red flags, frequencies."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.lib.pages import CreatePage, DetailPage, ListPage, NextStep, Part, Verb
from inspectorate.lib.pages.frame import DeskPage, DeskRequest
from inspectorate.register import rights
from inspectorate.register.models import Area, Post
from inspectorate.register.states import Role
from supervision import filters, forms, tables, workflow
from supervision.models import Visit, VisitProblem
from supervision.models.audits import visits_audit
from supervision.states import ProblemState, VisitState

from .hazards import OPEN
from .visits import AMEND, CANCEL, FILE, ON_THE_ROAD

S, P = VisitState, ProblemState

PLAN = Verb("plan_visit", workflow.plan_visit, gettext_lazy("Plan a visit"), form=forms.PlanVisitForm)
VERBS = (
    Verb("return_visit", workflow.return_visit, gettext_lazy("Return the report"), form=forms.ReasonForm,
         to=[S.RETURNED], help=gettext_lazy("The inspector completes it and files it again; its number stays.")),
    Verb("reply_to_visit", workflow.reply_to_visit, gettext_lazy("Report what was put right"), form=forms.SpeakForm,
         states=[S.FILED, S.RETURNED], is_primary=True),
    Verb("object_to_visit", workflow.object_to_visit, gettext_lazy("Object to the report"), form=forms.SpeakForm,
         states=[S.FILED, S.RETURNED], help=gettext_lazy("The office answers within the time of its rule.")),
    Verb("answer_visit_objection", workflow.answer_visit_objection, gettext_lazy("Answer the objection"),
         form=forms.ObjectionAnswerForm, states=[S.FILED, S.RETURNED], is_primary=True),
)  # fmt: skip
HAND_OVER = Verb("hand_over_problem", workflow.hand_over_problem, gettext_lazy("Hand the problem over"),
                 form=forms.HandOverForm, to=[P.HANDED_OVER], is_primary=True)  # fmt: skip
SETTLE = Verb("settle_problem", workflow.settle_problem, gettext_lazy("Note that it was put right"),
              form=forms.ReasonForm, to=[P.CLEARED])  # fmt: skip


class VisitList(ListPage):
    """Visits; an inspector who comes without a question is led to her own schools."""

    model = Visit
    template_name = "supervision/visit_list.html"
    columns, orderings, filterset_class = tables.VISITS, tables.VISIT_ORDERS, filters.VisitFilter
    select_related = ("school", "inspector", "owner")
    creates = (("plan_visit", PLAN.title, "visit-create"),)
    sentence = gettext_lazy("%(count)s visits")
    empty = gettext_lazy("No visit yet. An inspector begins one by pressing “Arrived” at a school.")

    def get(self, request: DeskRequest, **kwargs: Any) -> HttpResponse:
        """Show the list, or the own schools."""
        if request.post.role in ON_THE_ROAD and not request.GET:
            return redirect("my-schools")
        return super().get(request, **kwargs)

    def extra(self) -> dict[str, Any]:
        """Tell how many red flags wait (R-VISIT-09), and lead to the frequencies."""
        post = self.request.post
        return {"red": VisitProblem.objects.visible_to(post).red().count(), "sees_area": sees_area(post)}


class PlanPage(CreatePage):
    """Plan a visit."""

    model, verb = Visit, PLAN


class VisitDetail(DetailPage):
    """One visit: its report, problems, versions, what the school says."""

    model = Visit
    facts, verbs = tables.VISIT_FACTS, (FILE, AMEND, *VERBS, CANCEL)
    select_related = ("school__area", "inspector", "owner")
    prefetch_related = ("matters",)

    def parts(self, obj: Visit) -> Sequence[Part]:
        """Return the problems, those seen again, what the school says, and the versions."""
        is_office = self.request.post.role != Role.SCHOOL
        problems = obj.problems.select_related("matter", "school").prefetch_related("checks__attachments__file")
        if not is_office:
            problems = problems.exclude(state=P.WITHDRAWN)
        context = {"problems": problems.order_by("number"), "visit": obj, "shows_photos": is_office}
        parts = [Part(_("Problems found"), template="supervision/_visit_problems.html", context=context)]
        if checks := obj.checks.exclude(problem__visit=obj).select_related("problem__school"):
            parts.append(Part(_("Earlier problems seen again"), checks, tables.CHECKS))
        if obj.filed_at:
            replies = obj.replies.prefetch_related("attachments__file").select_related("author")
            parts.append(Part(_("What the school says"), replies, tables.REPLIES, empty=_("Nothing yet.")))
        if is_office and obj.filed_at:
            parts.append(Part(_("Versions"), obj.versions.select_related("author"), tables.VERSIONS))
        return parts

    def actions(self, obj: Visit) -> list[Any]:
        """Offer the answer only while an objection waits."""
        waits = obj.replies.filter(kind="objection", answered_on=None).exists()
        unfit = "object-to-visit/" if waits else "answer-visit-objection/"
        return [action for action in super().actions(obj) if not action.url.endswith(unfit)]

    def next_step(self, obj: Visit) -> NextStep | None:
        """Return the open duty; a school is told what it may do."""
        if step := super().next_step(obj):
            return step
        if self.request.post.role == Role.SCHOOL:
            return NextStep(_("Report what was put right, or object"))
        return None


class ProblemList(ListPage):
    """Problems found at visits; red flags are those that the office must see to at once (R-VISIT-09)."""

    model = VisitProblem
    columns, orderings, filterset_class = tables.PROBLEMS, tables.PROBLEM_ORDERS, filters.ProblemFilter
    select_related = ("school", "visit__inspector", "matter")
    sentence = gettext_lazy("%(count)s problems")
    empty = gettext_lazy("No problem yet. Inspectors note them at their visits.")


class ProblemDetail(DetailPage):
    """One problem: how it stood each time it was looked at."""

    model = VisitProblem
    facts, verbs = tables.PROBLEM_FACTS, (OPEN, HAND_OVER, SETTLE)
    select_related = ("school", "visit__inspector", "matter")

    def parts(self, obj: VisitProblem) -> Sequence[Part]:
        """Return every look at it, with photos for those who may read them."""
        checks = obj.checks.select_related("visit__inspector").prefetch_related("attachments__file")
        columns = tables.LOOKS if self.request.post.role != Role.SCHOOL else tables.LOOKS[:-1]
        return [Part(_("Each time it was looked at"), checks, columns)]

    def next_step(self, obj: VisitProblem) -> NextStep | None:
        """Return the open duty, else what the severity proposes."""
        if step := super().next_step(obj):
            return step
        return NextStep(obj.way) if obj.state == P.OPEN else None


class FrequencyPage(DeskPage):
    """Which schools were visited often enough, by month and semester; the county offices in summary (TV-8)."""

    model = Visit
    template_name = "supervision/visit_frequencies.html"

    def get(self, request: DeskRequest, **_kwargs: Any) -> HttpResponseBase:
        """Show the grid of a county, and the summary of all counties."""
        if not sees_area(request.post):
            raise PermissionDenied(_("Your post has no right to do this here."))
        area = Area.objects.get(pk=request.post.county or request.post.city or request.post.province)
        year = self.year()
        audit = visits_audit(area, year)
        counties = audit.by_area()
        chosen = next((row for row in counties if row.area.pk == request.GET.get("area")), None)
        chosen = chosen or (counties[0] if len(counties) == 1 else None)
        only_missed = bool(request.GET.get("missed"))
        shown = (chosen.missed if only_missed else chosen.lines) if chosen else ()
        return self.show(
            title=_("Frequency of visits"), breadcrumbs=self.crumbs(), audit=audit, counties=counties, chosen=chosen,
            year=year, years=[year - 1, year, year + 1] if year < timezone.localdate().year else [year - 1, year],
            shown=shown,
        )  # fmt: skip

    def year(self) -> int:
        """Return the year asked for, this year where none is."""
        asked = self.request.GET.get("year", "")
        this = timezone.localdate().year
        return int(asked) if asked.isdecimal() and date.min.year < int(asked) <= this + 1 else this


def sees_area(post: Post) -> bool:
    """Return whether a post reads the visits of its whole area."""
    return any(right.scope == "area" and "view" in right.verbs for right in rights.rows(post.role, Visit.RESOURCE))

