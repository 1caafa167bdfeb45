"""What the base templates need: navigation of the current post, counts, reading preferences.

Everything is computed on first use: a public page that shows no navigation touches neither session nor database.
"""
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from inspectorate.register import rights
from inspectorate.register.models import Post

from .filters import mine

MOST_SHOWN = 99
TEXT_SIZES = ("100", "125", "150")
CONTRASTS = ("normal", "more")


class Entry(NamedTuple):
    """One entry of the navigation: shown when one of its pages exists and the post may view one of its models."""

    label: str
    icon: str
    pages: tuple[str, ...]
    models: tuple[str, ...]
    is_first: bool = False


ENTRIES = (
    Entry(_("To do"), "inbox", ("home",), (), is_first=True),
    Entry(_("Inspections"), "clipboard-check", ("inspection-list",), ("supervision.Inspection",), is_first=True),
    Entry(_("Rectification"), "arrow-repeat", ("case-list",), ("accountability.Case",), is_first=True),
    Entry(_("Inspectors"), "person-badge", ("inspector-list",), ("inspectors.Inspector",)),
    Entry(_("Committee"), "people", ("committee-list", "meeting-list"), ("committees.Committee", "committees.Meeting")),
    Entry(_("Monitoring"), "graph-up", ("monitoring-home", "assessment-list"), ("monitoring.Assessment",)),
    Entry(_("Publication"), "megaphone", ("publication-list",), ("publication.Publication",)),
    Entry(_("Documents"), "file-earmark-text", ("document-list",), ("documents.Document",)),
    Entry(_("Rules"), "sliders", ("rule-list",), ("rulebook.Setting",)),
    Entry(_("Organisations"), "building", ("organization-list",), ("register.Organization",)),
    Entry(_("Imports"), "upload", ("import-list", "batch-list"), ("desk.Batch",)),
    Entry(_("Accounts"), "people", ("user-list",), ("register.Post",)),
    Entry(_("Audit trail"), "shield-check", ("event-list",), ("trail.Event",)),
)


@dataclass(frozen=True)
class Link:
    """One link of the navigation, ready to be shown."""

    label: str
    icon: str
    url: str
    is_current: bool
    is_first: bool


@lru_cache(maxsize=128)
def _address(names: tuple[str, ...]) -> str:
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
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
        """Return the navigation of the current post."""
        if self.post is None:
            return []
        shown = [(entry, _address(entry.pages)) for entry in ENTRIES if self._may_see(entry)]
        return [self._link(entry, url) for entry, url in shown if url]

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

    def _may_see(self, entry: Entry) -> bool:
        models = [model for model in map(_model, entry.models) if hasattr(model, "RESOURCE")]
        return not entry.models or any(rights.may(self.post, "view", model) for model in models)

    def _link(self, entry: Entry, url: str) -> Link:
        path = self.request.path
        is_current = path == url or (url != "/" and path.startswith(url))
        return Link(entry.label, entry.icon, url, is_current, entry.is_first)


def navigation(request: HttpRequest) -> dict[str, Desk]:
    """Give every template the frame of the request as `desk`."""
    return {"desk": Desk(request)}
