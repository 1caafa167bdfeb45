"""What the base templates need: navigation of the current post, counts, reading preferences.

Everything is computed on first use: a public page that shows no navigation touches neither session nor database.
"""
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from inspectorate.register import rights
from inspectorate.register.models import Post

from .filters import mine
from .receivers import OUTSIDE

MOST_SHOWN = 99
TEXT_SIZES = ("100", "125", "150")
CONTRASTS = ("normal", "more")


class Sheet(NamedTuple):
    """One list of a section: its URL name and the right, mostly to view, that a post must have on a model."""

    page: str
    model: str
    verb: str = "view"


class Section(NamedTuple):
    """One entry of the navigation, by work; it leads to the first of its lists the post may open."""

    label: Any
    icon: str
    sheets: tuple[Sheet, ...]
    is_first: bool = False


SECTIONS = (
    Section(_("To do"), "inbox", (
        Sheet("home", "duties.Duty"), Sheet("duty-calendar", "duties.Duty"), Sheet("area-duty-list", "duties.Duty"),
        Sheet("notice-list", "duties.Notice"), Sheet("stuck", "desk.JobRun"),
    ), is_first=True),
    Section(_("Inspections"), "clipboard-check", (
        Sheet("inspection-list", "supervision.Inspection"),
        Sheet("visit-list", "supervision.Visit"),
        Sheet("finding-list", "supervision.Finding"),
        Sheet("hazard-list", "supervision.Hazard"),
        Sheet("annual-list-entry-list", "supervision.AnnualListEntry"),
    ), is_first=True),
    Section(_("Rectification"), "arrow-repeat", (
        Sheet("rectification-item-list", "accountability.RectificationItem"),
        Sheet("case-list", "accountability.Case"),
        Sheet("inspection-report-list", "accountability.InspectionReport"),
        Sheet("supervise-notice-list", "accountability.SuperviseNotice"),
        Sheet("interview-list", "accountability.Interview"),
        Sheet("circular-list", "accountability.Circular"),
        Sheet("accountability-action-list", "accountability.AccountabilityAction"),
    ), is_first=True),
    Section(_("Inspectors"), "person-badge", (
        Sheet("inspector-list", "inspectors.Inspector"),
        Sheet("candidacy-list", "inspectors.Candidacy"),
        Sheet("recusal-decision-list", "inspectors.RecusalDecision"),
        Sheet("expert-list", "inspectors.Expert"),
        Sheet("zone-list", "inspectors.Zone"),
        Sheet("institution-list", "inspectors.Institution"),
        Sheet("assignment-list", "inspectors.Assignment"),
        Sheet("course-list", "inspectors.Course"),
        Sheet("training-record-list", "inspectors.TrainingRecord"),
        Sheet("staffing-audit", "inspectors.RosterCheck"),
        Sheet("training-audit", "inspectors.RosterCheck"),
    )),
    Section(_("Committee"), "people", (
        Sheet("committee-list", "committees.Committee"), Sheet("meeting-list", "committees.Meeting"),
        Sheet("resolution-list", "committees.Resolution"),
        Sheet("annual-plan-list", "committees.AnnualPlan"), Sheet("plan-item-list", "committees.PlanItem"),
        Sheet("major-matter-list", "committees.MajorMatter"),
    )),
    Section(_("Monitoring"), "graph-up", (
        Sheet("monitoring-home", "monitoring.Assessment"), Sheet("assessment-list", "monitoring.Assessment"),
        Sheet("return-list", "monitoring.Return"), Sheet("return-form-list", "monitoring.ReturnForm"),
        Sheet("warning-list", "monitoring.Warning"),
    )),
    Section(_("Documents"), "file-earmark-text", (Sheet("document-list", "documents.Document"),)),
    Section(_("Publication"), "megaphone", (
        Sheet("publication-list", "publication.Publication"), Sheet("objection-list", "publication.Objection"),
    )),
    Section(_("Rules"), "sliders", (
        Sheet("rule-list", "rulebook.Setting"), Sheet("setting-list", "rulebook.Setting"),
        Sheet("calendar-year-list", "rulebook.CalendarYear"),
        Sheet("calendar-change-list", "rulebook.CalendarChange"), Sheet("semester-list", "rulebook.Semester"),
    )),
    Section(_("Organisations"), "building", (
        Sheet("organization-list", "register.Organization"), Sheet("import-list", "desk.ImportBatch"),
        Sheet("import-batch-list", "desk.ImportBatch"),
    )),
    Section(_("Accounts"), "person-circle", (
        Sheet("user-list", "register.Account"), Sheet("post-list", "register.Post"),
        Sheet("correction-list", "register.Correction"), Sheet("grant-list", "register.Account", "list_grants"),
    )),
    Section(_("Audit trail"), "shield-check", (Sheet("event-list", "desk.AuditedEvent"),)),
)
OWN_WORDS = {
    "home": _("Overview"), "duty-calendar": _("Calendar"), "area-duty-list": _("Duties of the area"),
    "stuck": _("What is stuck"), "rule-list": _("Rules in force"),
    "grant-list": _("Extra access"),
    "staffing-audit": _("Staffing"), "training-audit": _("Training hours"),
}


@dataclass(frozen=True)
class Link:
    """One link of the navigation, ready to be shown."""

    label: Any
    icon: str
    url: str
    is_current: bool
    is_first: bool
    sheets: tuple["Link", ...] = ()


@lru_cache(maxsize=128)
def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=64)
def _model(label: str) -> type[Model] | None:
    try:
        return apps.get_model(label)
    except LookupError:
        return None


class Desk:
    """The frame around one request's page."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def office(self) -> str:
        """Return the name of the office."""
        return settings.SITE_OFFICE

    @property
    def is_office(self) -> bool:
        """Return whether the reader works in an office, to whom the history of fields is open."""
        return self.post is not None and self.post.role not in OUTSIDE

    @property
    def is_demonstration(self) -> bool:
        """Return whether schools and people are invented here; every page says so then."""
        return settings.DEMONSTRATION

    @property
    def footer(self) -> dict:
        """Return what the footer of the public site must name."""
        return settings.SITE_FOOTER

    @property
    def post(self):
        """Return the post the session acts in."""
        return getattr(self.request, "post", None)

    @property
    def error_base(self) -> str:
        """Return what an error page stands in: the desk's frame for those who act in a post."""
        return "desk/base.html" if self.post is not None else "error_bare.html"

    @property
    def text_size(self) -> str:
        """Return the chosen text size in percent."""
        chosen = self.request.COOKIES.get("text", "")
        return chosen if chosen in TEXT_SIZES else TEXT_SIZES[0]

    @property
    def contrast(self) -> str:
        """Return the chosen contrast."""
        chosen = self.request.COOKIES.get("contrast", "")
        return chosen if chosen in CONTRASTS else CONTRASTS[0]

    @property
    def html_class(self) -> str:
        """Return the classes of the html element."""
        return f"text-{self.text_size} contrast-{self.contrast}"

    @property
    def other_language(self) -> tuple[str, str]:
        """Return code and own name of the language not shown now."""
        return ("zh-hans", "中文") if (get_language() or "").startswith("en") else ("en", "English")

    @property
    def here(self) -> str:
        """Return the address of this page, to come back to."""
        return self.request.get_full_path() if self.request.method == "GET" else self.request.path

    @cached_property
    def links(self) -> list[Link]:
        """Return the navigation of the current post: sections with the lists it may open."""
        found = [(section, self._sheets(section)) for section in SECTIONS] if self.post is not None else []
        return [self._section(section, sheets) for section, sheets in found if sheets]

    @property
    def sheets(self) -> tuple[Link, ...]:
        """Return the lists of the section this page belongs to, where there are several."""
        current = next((link.sheets for link in self.links if link.is_current), ())
        return current if len(current) > 1 else ()

    @property
    def first_links(self) -> list[Link]:
        """Return the three entries of the bottom bar of phones."""
        return [link for link in self.links if link.is_first]

    @property
    def more_links(self) -> list[Link]:
        """Return the entries behind "More" on phones."""
        return [link for link in self.links if not link.is_first]

    @cached_property
    def other_posts(self) -> list:
        """Return the posts the user may switch to."""
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            return []
        posts = Post.objects.current().filter(user=user).select_related("organization").order_by("pk")
        return [post for post in posts if self.post is None or post.pk != self.post.pk]

    @cached_property
    def inbox_count(self) -> int:
        """Return how many duties wait for the current post, counted up to 100."""
        known = getattr(self.request, "inbox_count", None)  # the page to do has counted already
        if known is not None or self.post is None:
            return known or 0
        return mine(self.post)[: MOST_SHOWN + 1].count()

    @cached_property
    def _nearest(self) -> str:
        """Return the longest address of a list that this page stands under."""
        known = [_address(sheet.page) for section in SECTIONS for sheet in section.sheets]
        return max((url for url in known if url and self.request.path.startswith(url)), key=len, default="")

    def _sheets(self, section: Section) -> tuple[Link, ...]:
        seen = [(sheet, _address(sheet.page), _model(sheet.model)) for sheet in section.sheets]
        return tuple(
            Link(_word(sheet, model), "", url, url == self._nearest, is_first=False)
            for sheet, url, model in seen
            if url and (sheet.page == "home" or self._may(sheet, model))
        )

    def _may(self, sheet: Sheet, model: Any) -> bool:
        return hasattr(model, "RESOURCE") and rights.may(self.post, sheet.verb, model)

    def _section(self, section: Section, sheets: tuple[Link, ...]) -> Link:
        is_current = any(sheet.is_current for sheet in sheets)
        return Link(section.label, section.icon, sheets[0].url, is_current, section.is_first, sheets)


def _word(sheet: Sheet, model: type[Model] | None) -> Any:
    return OWN_WORDS.get(sheet.page) or capfirst(model._meta.verbose_name_plural)


def navigation(request: HttpRequest) -> dict[str, Desk]:
    """Give every template the frame of the request as `desk`."""
    return {"desk": Desk(request)}
