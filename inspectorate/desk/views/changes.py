"""Changes of rules and of the calendar: what would move is shown before a second person approves, and what moved after.

The rulebook lies below the duties, so the pages that need both stand here (J8, R-TIME-06, T56).
"""
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import path, reverse
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inspectorate.duties.models import Duty
from inspectorate.duties.workflow import recount
from inspectorate.duties.workflow.recount import FIRST_ROWS, Effect, Preview
from inspectorate.lib import limits
from inspectorate.lib.columns import Column
from inspectorate.lib.forms import add_refusal
from inspectorate.lib.lines import Line, lines_of
from inspectorate.lib.pages import DetailPage, ListPage, NextStep, Part, Verb, VerbPage, ground, verb_paths
from inspectorate.lib.pages.frame import DeskPage, DeskRequest
from inspectorate.lib.sheets import CSV_TYPE, stream_csv
from inspectorate.rulebook import filters, forms, tables, workflow
from inspectorate.rulebook.catalogue import RULES
from inspectorate.rulebook.models import CalendarChange, CalendarYear, Recount, Setting
from inspectorate.rulebook.states import ChangeState, Outcome, SettingState, Unit
from inspectorate.rulebook.views import ProposePage, SettingDetail
from inspectorate.trail.workflow import Refusal

APPROVE_HELP = gettext_lazy("Exactly the dates shown here move, in one act. No date comes nearer that was notified.")
APPROVE_SETTING = Verb(
    "approve_setting", recount.approve_setting, gettext_lazy("Approve the change"), states=[SettingState.PROPOSED],
    is_primary=True, help=APPROVE_HELP, template_name="rulebook/change_approve.html",
)
APPROVE_CHANGE = Verb(
    "approve_calendar_change", recount.approve_calendar_change, gettext_lazy("Approve the change"),
    to=[ChangeState.APPROVED], is_primary=True, help=APPROVE_HELP, template_name="rulebook/change_approve.html",
)
REJECT_CHANGE = Verb(
    "reject_calendar_change", workflow.reject_calendar_change, gettext_lazy("Send the proposal back"),
    form=forms.RejectForm, to=[ChangeState.REJECTED],
)
CORRECT_DAY = Verb(
    "propose_calendar_day", workflow.propose_calendar_day, gettext_lazy("Correct a day"), form=forms.ChangeDayForm,
    button=gettext_lazy("Send the proposal for approval"), template_name="rulebook/change_propose.html",
    success=lambda _year, change: change.get_absolute_url(),
    help=gettext_lazy("Another person must approve it. Dates already notified never come nearer."),
)


def why(effect: Effect) -> str:
    """Return why a date is what it becomes: rule, area, trigger, number, unit."""
    duty, counted = effect.duty, effect.period
    number, unit = (counted.number, counted.unit) if counted else map(duty.how_computed.get, ("number", "unit"))
    rule = RULES.get(duty.rule)
    return _("%(rule)s, %(area)s: %(number)s %(unit)s from %(trigger)s") % {
        "rule": f"{rule.title} {rule.id}" if rule else duty.rule,
        "area": duty.area.name,
        "number": number,
        "unit": Unit(unit).label,
        "trigger": formats.date_format(duty.trigger_on, "DATE_FORMAT"),
    }


EFFECTS = (
    Column("title", gettext_lazy("What is owed"), "duty.title", url=lambda row: row.duty.get_absolute_url()),
    Column("holder", gettext_lazy("Owed by"), "duty.holder.label"),
    Column("before", gettext_lazy("Date now"), "before", kind="date"),
    Column("after", gettext_lazy("Date counted anew"), "after", kind="date"),
    Column("why", gettext_lazy("Why"), why),
)
KEPT = tuple(column for column in EFFECTS if column.name != "after")
SHEET = (
    Column("outcome", gettext_lazy("What becomes of the date"), lambda row: Outcome(row.outcome).label),
    *EFFECTS,
)


class Section(NamedTuple):
    """The effects of one kind: how many there are, and the first the reader may see."""

    title: str
    count: int
    columns: Sequence[Column]
    lines: list[Line]

    @property
    def hidden(self) -> int:
        """Return how many are not shown here; of those that stay the same only the number is told."""
        return self.count - len(self.lines) if self.columns else 0


class Shown:
    """A preview as a page shows it."""

    def __init__(self, found: Preview) -> None:
        self.fingerprint, self.counts = found.fingerprint, found.counts
        self.sections = [section(found, outcome) for outcome in Outcome if found.counts[outcome]]
        self.limit, self.change = FIRST_ROWS, found.change

    @property
    def sentence(self) -> str:
        """Return in one sentence what would happen."""
        moved = self.counts[Outcome.MOVED]
        return ngettext("%(moved)s date moves.", "%(moved)s dates move.", moved) % {"moved": moved}

    @property
    def sheet_url(self) -> str:
        """Return where all rows come as a sheet; a change that is not stored yet has none."""
        name = "setting-preview" if isinstance(self.change, Setting) else "calendar-change-preview"
        return reverse(name, args=[self.change.pk]) if self.change.pk else ""


def section(found: Preview, outcome: Outcome) -> Section:
    """Return the section of one kind."""
    titles = {
        Outcome.MOVED: _("Dates that move"),
        Outcome.NEARER: _("Dates that stay: they were notified and would come nearer"),
        Outcome.KEPT: _("Duties that keep the rule they were opened under"),
        Outcome.SAME: _("Dates that stay the same, counted anew"),
    }
    columns = {Outcome.KEPT: KEPT, Outcome.SAME: ()}.get(outcome, EFFECTS)
    rows = found.seen(outcome) if columns else []
    return Section(titles[outcome], found.counts[outcome], columns, lines_of(columns, rows))


def planned_part(change: Setting | CalendarChange, request: DeskRequest) -> Part:
    """Return what an unapproved change would do now."""
    shown = Shown(recount.preview(change, request.post))
    return Part(_("What would move"), template="rulebook/_preview_part.html", context={"preview": shown})


def done_part(change: Setting | CalendarChange, request: DeskRequest) -> Part:
    """Return what an approved change has moved."""
    rows = change.recounts.visible_to(request.post).select_related("holder").order_by("pk")
    name = "setting-recounts" if isinstance(change, Setting) else "calendar-change-recounts"
    url = reverse(name, args=[change.pk])
    return Part(_("What moved"), rows[:FIRST_ROWS], tables.RECOUNTS, empty=_("No date moved."), more_url=url)


class PreviewPage(VerbPage):
    """A verb that can be looked at before it is done: the button “look” shows what would move and does nothing."""

    found: Preview | None = None

    def post(self, request: DeskRequest, **kwargs: Any) -> HttpResponse:
        """Show the preview, or do the verb."""
        if "look" not in request.POST:
            return super().post(request, **kwargs)
        obj = self.subject()
        form = self.build(obj, request.POST)
        try:
            if form.is_valid():
                self.found = recount.preview(self.planned(obj, form), request.post)
        except Refusal as refused:
            add_refusal(form, refused)
        status = 422 if form.errors else 200
        return self.answer(obj, form, key=request.POST.get("submission", "")[:64], status=status)

    def planned(self, obj: Any, form: BaseForm) -> Setting | CalendarChange:
        """Return the change as the form describes it, not stored; for subclasses."""
        raise NotImplementedError

    def extra(self, obj: Any) -> dict[str, Any]:
        """Show the preview that was asked for."""
        more = super().extra(obj)  # noqa: S610 - a method of this page
        return {**more, "preview": Shown(self.found) if self.found else None}


class ProposeSetting(ProposePage, PreviewPage):
    """The proposal of another value, with what it would move."""

    def planned(self, obj: None, form: BaseForm) -> Setting:
        """Return the setting that the form describes."""
        return workflow.planned_setting(self.rule.key, **form.cleaned_data)


class ProposeDay(PreviewPage):
    """The correction of one day, with what it would move."""

    model = CalendarYear
    verb = CORRECT_DAY

    def planned(self, obj: CalendarYear, form: BaseForm) -> CalendarChange:
        """Return the change that the form describes."""
        facts = {name: form.cleaned_data[name] for name in ("day", "kind", "name")}
        return CalendarChange(year=obj.year, days=[list(workflow.day_row(obj, **facts))])


class ApprovePage(VerbPage):
    """The second person's decision: bound to the preview on the page."""

    def call(self, obj: Any, form: BaseForm) -> Any:
        """Approve what was seen."""
        return self.verb.act(obj, by=self.request.post, seen=self.request.POST.get("preview", ""))

    def extra(self, obj: Any) -> dict[str, Any]:
        """Show what would move now."""
        return {"preview": Shown(recount.preview(obj, self.request.post)) if self.verb.fits(obj) else None}


class SettingChange(SettingDetail):
    """A value of a rule: what it would move, or what it moved."""

    verbs = (APPROVE_SETTING, *SettingDetail.verbs)

    def parts(self, obj: Model) -> Sequence[Part]:
        """Return the dates before the chain of areas."""
        if obj.state == SettingState.PROPOSED:
            return [planned_part(obj, self.request), *super().parts(obj)]
        done = [done_part(obj, self.request)] if obj.state == SettingState.APPROVED else []
        return [*done, *super().parts(obj)]


class ChangeDetail(DetailPage):
    """A change of the calendar: what it would move, or what it moved."""

    model = CalendarChange
    facts = tables.CHANGE_FACTS
    verbs = (APPROVE_CHANGE, REJECT_CHANGE)
    select_related = ("proposed_by", "approved_by")

    def next_step(self, obj: CalendarChange) -> NextStep | None:
        """Return that somebody else must decide."""
        if obj.state != ChangeState.PROPOSED:
            return None
        return NextStep(what=_("A second person approves the change or sends it back."))

    def parts(self, obj: CalendarChange) -> Sequence[Part]:
        """Return the dates, and the days of the notice."""
        dates = {ChangeState.PROPOSED: planned_part, ChangeState.APPROVED: done_part}
        return [dates[obj.state](obj, self.request)] if obj.state in dates else []


class RecountList(ListPage):
    """The dates a change has touched; `cause` names the relation it is reached by."""

    model = Recount
    cause = ""
    title = gettext_lazy("What moved")
    columns, orderings, filterset_class = tables.RECOUNTS, tables.RECOUNT_ORDERS, filters.RecountFilter
    select_related = ("holder",)
    sentence = gettext_lazy("%(count)s dates")
    empty = gettext_lazy("No date moved.")

    def get_queryset(self) -> QuerySet:
        """Return those of the change in the address."""
        return super().get_queryset().filter(**{self.cause: self.kwargs["pk"]})


class PreviewSheet(DeskPage):
    """All dates of a preview as a sheet: the reader's own, counted and kept on record like any export."""

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        """Stream the sheet."""
        if not ground.may(self.post_held, "export", Duty):
            raise PermissionDenied(_("Your post has no right to export this list."))
        change = self.get_object()
        try:
            limits.EXPORT.take(limits.who(request))
        except limits.Spent as spent:
            return limits.too_many(request, spent.seconds)
        rows = [effect for effect in self.found(change).effects if effect.duty.is_seen]
        ground.keep_export(request, model=Duty, kind="csv", rows=len(rows), reason=str(change)[:300])
        answer = StreamingHttpResponse(stream_csv(self.header, self.cells(rows)), content_type=CSV_TYPE)
        answer["Content-Disposition"] = content_disposition_header(True, f"{_('What would move')}-{change.pk}.csv")
        answer["Cache-Control"] = "no-store"
        return answer

    @cached_property
    def header(self) -> list[str]:
        """Return the heads of the columns."""
        return [str(column.label) for column in SHEET]

    def found(self, change: Any) -> Preview:
        """Return the preview for the reader."""
        return recount.preview(change, self.post_held)

    def cells(self, rows: Iterable[Effect]) -> Iterator[list[Any]]:
        """Yield the rows."""
        return ([column.plain(row) for column in SHEET] for row in rows)


CHANGE_LIST = ListPage.as_view(
    model=CalendarChange, columns=tables.CHANGES, orderings=tables.CHANGE_ORDERS, filterset_class=filters.ChangeFilter,
    select_related=("proposed_by",), sentence=gettext_lazy("%(count)s changes"),
    empty=gettext_lazy("No change of the calendar yet. Correct a day of a year, or load a year's notice."),
)
SETTINGS, CHANGES = "rules/settings/", "rules/calendar/changes/"
urlpatterns = [
    path(f"{SETTINGS}<int:pk>/", SettingChange.as_view(), name="setting-detail"),
    path(
        f"{SETTINGS}<int:pk>/approve/", ApprovePage.as_view(model=Setting, verb=APPROVE_SETTING), name="setting-approve"
    ),
    *verb_paths(Setting, [APPROVE_SETTING], base=SETTINGS, page=ApprovePage),
    path(f"{SETTINGS}<int:pk>/dates/", RecountList.as_view(cause="setting"), name="setting-recounts"),
    path(f"{SETTINGS}<int:pk>/preview.csv", PreviewSheet.as_view(model=Setting), name="setting-preview"),
    path(CHANGES, CHANGE_LIST, name="calendar-change-list"),
    path(f"{CHANGES}<int:pk>/", ChangeDetail.as_view(), name="calendar-change-detail"),
    *verb_paths(CalendarChange, [APPROVE_CHANGE], base=CHANGES, page=ApprovePage),
    *verb_paths(CalendarChange, [REJECT_CHANGE], base=CHANGES),
    path(f"{CHANGES}<int:pk>/dates/", RecountList.as_view(cause="change"), name="calendar-change-recounts"),
    path(
        f"{CHANGES}<int:pk>/preview.csv", PreviewSheet.as_view(model=CalendarChange), name="calendar-change-preview"
    ),
    *verb_paths(CalendarYear, [CORRECT_DAY], base="rules/calendar/years/", page=ProposeDay),
    path("rules/<str:key>/propose/", ProposeSetting.as_view(), name="rule-propose"),
]
