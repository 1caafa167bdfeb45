"""The inspector's day: my schools, arrival, one page for the report, receipt (S23, J1)."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.lib.pages import Verb, VerbPage
from inspectorate.lib.pages.frame import DeskPage, DeskRequest
from inspectorate.register.models import Organization, Post
from inspectorate.register.states import Role
from inspectorate.trail.workflow import Refusal
from inspectors.models import Assignment, Inspector, Institution
from supervision import forms, workflow
from supervision.models import Visit, VisitProblem
from supervision.models.frequencies import frequencies, month_of
from supervision.states import WRITING, VisitState

S = VisitState
ON_THE_ROAD = frozenset({Role.FULL_TIME_INSPECTOR, Role.PART_TIME_INSPECTOR})
LAST_VISITS = 3
FORM = "supervision/visit_form.html"

FILE = Verb(
    "file_visit",
    workflow.file_visit,
    gettext_lazy("Report of the visit"),
    button=gettext_lazy("File the report"),
    form=forms.VisitForm,
    states=WRITING,
    is_primary=True,
    template_name=FORM,
    done=gettext_lazy("The report is filed."),
)
SAVE = Verb(
    "save_visit",
    workflow.save_visit,
    gettext_lazy("Report of the visit"),
    form=forms.VisitForm,
    states=WRITING,
    template_name=FORM,
    done=gettext_lazy("Kept. File the report when it is complete."),
)
AMEND = Verb(
    "amend_visit",
    workflow.amend_visit,
    gettext_lazy("Amend the report"),
    button=gettext_lazy("File the amendment"),
    form=forms.AmendForm,
    states=[S.FILED],
    template_name=FORM,
    done=gettext_lazy("The amendment is filed; the version before it stays."),
)
CANCEL = Verb(
    "cancel_visit",
    workflow.cancel_visit,
    gettext_lazy("Call the visit off"),
    form=forms.ReasonForm,
    to=[S.CANCELLED],
    is_danger=True,
)


def own_inspector(post: Post) -> Inspector:
    """Return the inspector whose account acts; 404 where the account is nobody's on the roster."""
    found = Inspector.objects.filter(user=post.user_id).select_related("office").first()
    if post.role not in ON_THE_ROAD or found is None:
        raise Http404
    return found


def own_schools(inspector: Inspector, today: date) -> QuerySet:
    """Return the schools an inspector is responsible for today, or stands in at by the office's plan."""
    held = Assignment.objects.current(today).filter(inspector=inspector).values("school")
    asked = Visit.objects.filter(inspector=inspector, state__in=[S.PLANNED, S.ARRIVED]).values("school")
    return Institution.objects.filter(pk__in=held.union(asked)).order_by("name")


def with_standing(schools: QuerySet) -> QuerySet:
    """Add when each school was visited last, and how many problems stand open there."""
    visits = Visit.objects.counted().filter(school=OuterRef("pk")).order_by("-visited_on")
    problems = VisitProblem.objects.open().filter(school=OuterRef("pk")).order_by().values("school")
    number = Subquery(problems.annotate(number=Count("pk")).values("number"))
    return schools.annotate(last_visit=Subquery(visits.values("visited_on")[:1]), open_problems=number)


class MySchools(DeskPage):
    """The schools of the inspector: what stands open there, when each was visited, what is owed this month."""

    model = Visit
    template_name = "supervision/my_schools.html"

    def get(self, request: DeskRequest, **_kwargs: Any) -> HttpResponse:
        """Show the cards: those with a visit under way first, then those not visited enough."""
        inspector, today = own_inspector(request.post), timezone.localdate()
        lines = frequencies(with_standing(own_schools(inspector, today)), *month_of(today))
        own = Visit.objects.visible_to(request.post).filter(inspector=inspector, state__in=(S.PLANNED, *WRITING))
        pending = {(visit.school_id, visit.state == S.PLANNED): visit for visit in own.order_by("-planned_on")}
        cards = [
            {"line": line, "school": line.school, "visit": pending.get((line.school.pk, False)),
             "plan": pending.get((line.school.pk, True))}
            for line in lines
        ]  # fmt: skip
        cards.sort(key=_urgency)
        done = sum(1 for line in lines if not _is_owed(line))
        return self.show(title=_("My schools"), breadcrumbs=[], cards=cards, done=done, today=today)


def _is_owed(line: Any) -> bool:
    return any(cell.verdict in {"running", "missed"} for cell in line.months)


def _urgency(card: dict[str, Any]) -> tuple[bool, bool, bool]:
    return (card["visit"] is None, card["plan"] is None, not _is_owed(card["line"]))


class SchoolPage(DeskPage):
    """One school before the visit: open problems, last visits, whom to call, and the button of arrival."""

    model = Visit
    template_name = "supervision/visit_school.html"

    @cached_property
    def inspector(self) -> Inspector:
        """Return the acting inspector."""
        return own_inspector(self.request.post)

    def school(self) -> Organization:
        """Return the school of the address; 404 where it is not one of the inspector's own."""
        found = own_schools(self.inspector, timezone.localdate()).filter(pk=self.kwargs["pk"])
        school = found.select_related("area", "school").first()
        if school is None:
            raise Http404
        return school

    def get(self, request: DeskRequest, **_kwargs: Any) -> HttpResponse:
        """Show what to know before the gate."""
        school = self.school()
        open_ones = VisitProblem.objects.visible_to(request.post).open().filter(school=school.pk)
        visits = Visit.objects.counted().filter(school=school.pk).select_related("inspector")
        return self.show(
            title=school.name,
            breadcrumbs=[(_("My schools"), reverse("my-schools")), (school.name, "")],
            school=school,
            line=next(iter(frequencies(Institution.objects.filter(pk=school.pk), *month_of(timezone.localdate())))),
            problems=open_ones.select_related("matter", "visit").order_by("visit__visited_on", "number"),
            visits=visits.order_by("-visited_on")[:LAST_VISITS],
        )

    def post(self, request: DeskRequest, **_kwargs: Any) -> HttpResponse:
        """Note the arrival; a second tap leads to the same report."""
        school = Organization.objects.get(pk=self.school().pk)
        try:
            visit = workflow.arrive(school, by=request.post, inspector=self.inspector)
        except Refusal as refused:
            messages.error(request, str(refused))
            return redirect("visit-school", school.pk)
        return redirect("visit-file-visit", visit.pk)


class WritePage(VerbPage):
    """The report on one page: filed by one button, kept by the other, photos and all."""

    model = Visit
    select_related = ("school__area", "school__school", "inspector", "owner")

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Keep instead of filing where that button was pressed."""
        super().setup(request, *args, **kwargs)
        if self.verb.name == "file_visit" and request.POST.get("act") == "save":
            self.verb = SAVE

    def next_url(self, obj: Any, result: Any) -> str:
        """Go on writing after keeping; show the receipt after filing."""
        if self.verb.name == "save_visit":
            return reverse("visit-file-visit", args=[obj.pk])
        return reverse("visit-receipt", args=[obj.pk])

    def cancel_url(self, obj: Any) -> str:
        """Lead back to the own schools."""
        return reverse("my-schools")

    def crumbs(self, obj: Any = None) -> list[tuple[str, str]]:
        """Return the way from the own schools."""
        return [(_("My schools"), reverse("my-schools")), (str(obj), obj.get_absolute_url())]

    def extra(self, obj: Any) -> dict[str, Any]:
        """Offer what else may be done while writing."""
        button = FILE.button if self.verb is SAVE else self.verb.button
        is_amendment = self.verb.name == AMEND.name
        return {
            "may_save": not is_amendment, "is_amendment": is_amendment, "school": obj.school, "file_button": button,
        }  # fmt: skip


class ReceiptPage(DeskPage):
    """What an inspector takes along after filing: number, moment, and what comes next."""

    model = Visit
    template_name = "supervision/visit_receipt.html"
    select_related = ("school", "inspector", "owner")

    def get(self, _request: DeskRequest, **_kwargs: Any) -> HttpResponse:
        """Show the receipt of a filed report."""
        visit = self.get_object()
        if visit.filed_at is None:
            raise Http404
        problems = visit.problems.exclude(state="withdrawn").select_related("matter", "school").order_by("number")
        return self.show(
            title=_("Receipt"), breadcrumbs=[(_("My schools"), reverse("my-schools")), (_("Receipt"), "")],
            visit=visit, problems=problems, version=visit.versions.order_by("number").last(),
        )
