"""One search over units, documents, inspections and cases: each through `visible_to`, newest first."""
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, Q
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.limits import SEARCH, limited
from inspectorate.lib.pages.frame import DeskPage, address
from inspectorate.lib.pages.ports import ground
from inspectorate.register.models import Organization

MOST_ROWS = 10


@dataclass(frozen=True)
class Source:
    """One kind of row that the search looks through; `list_page` takes the words as its filter `q`."""

    label: Any
    model: str
    paths: tuple[str, ...]
    list_page: str


SOURCES = (
    Source(_("Units"), "register.Organization", ("name", "short_name"), "organization-list"),
    Source(_("Documents"), "documents.Document", ("title", "number"), "document-list"),
    Source(_("Inspections"), "supervision.Inspection", ("title", "unit__name"), "inspection-list"),
    Source(_("Cases"), "accountability.Case", ("title", "unit__name"), "case-list"),
    Source(_("Inspectors"), "inspectors.Inspector", ("name",), "inspector-list"),
)


@method_decorator(limited(SEARCH), name="get")
class SearchPage(DeskPage):
    """Find by name or number."""

    model = Organization
    template_name = "desk/search.html"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show up to ten rows of each kind."""
        words = " ".join(request.GET.get("q", "").split())[:60]
        found = [group for source in SOURCES if (group := self.look(source, words))] if words else []
        return self.show(title=_("Search"), words=words, found=found)

    def look(self, source: Source, words: str) -> dict[str, Any] | None:
        """Return the rows of one kind; None where there are none or the post may not look."""
        model = _model(source)
        if model is None or not ground.may(self.request.post, "view", model):
            return None
        condition = Q()
        for path in source.paths:
            condition |= Q(**{f"{path}__contains": words})
        rows = list(model.objects.visible_to(self.request.post).filter(condition).order_by("-pk")[: MOST_ROWS + 1])
        more = f"{address(source.list_page)}?q={words}" if len(rows) > MOST_ROWS else ""
        hits = [(row, page_of(row)) for row in rows[:MOST_ROWS]]
        return {"label": source.label, "hits": hits, "more": more} if hits else None


def page_of(row: Model) -> str:
    """Return the page of a row; empty where its app has none."""
    try:
        return row.get_absolute_url()
    except NoReverseMatch:
        return ""


def _model(source: Source) -> type[Model] | None:
    try:
        return apps.get_model(source.model)
    except LookupError:
        return None
