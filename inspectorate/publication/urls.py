"""Addresses of publication: for citizens at the root (in English behind `en/`), for the office below."""
import re
from collections.abc import Sequence
from typing import Any

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import get_language

from inspectorate.lib.pages import ListPage, verb_paths

from . import filters, tables
from .models import Objection, Publication
from .views import desk, feeds, reading, voices
from .views.kept import ENGLISH


class ReaderLanguage:
    """`en/` before an address asks for English; addresses written on an English page keep it."""

    converters: dict[str, Any] = {}

    @property
    def prefix(self) -> str:
        """Return what stands before addresses in the language in use."""
        return f"{ENGLISH}/" if (get_language() or "").startswith(ENGLISH) else ""

    @property
    def regex(self) -> re.Pattern:
        """Return the prefix as `reverse()` wants it; it is kept for each language."""
        return re.compile(re.escape(self.prefix))

    def match(self, address: str) -> tuple[str, tuple, dict]:
        """Take the prefix off, whatever language is in use."""
        return address.removeprefix(f"{ENGLISH}/"), (), {}

    def check(self) -> list:
        """Find nothing wrong."""
        return []

    def describe(self) -> str:
        """Return the name shown in debugging pages."""
        return "'[en/]'"

    def __str__(self) -> str:
        return self.prefix


PUBLIC: Sequence[URLPattern] = [
    path("", reading.home, name="public-home"),
    path("public/search/", reading.search, name="public-search"),
    path("public/statistics/", reading.statistics, name="public-statistics"),
    path("public/organizations/<int:pk>/", reading.organization, name="public-organization"),
    path("public/feed.atom", feeds.feed, name="public-feed"),
    path("public/data.<str:form>", feeds.data, name="public-data"),
    path("public/sha256/<int:year>.txt", feeds.hashes, name="public-hashes"),
    path("public/objections/", voices.track, name="public-objection-track"),
    path("public/results/<slug:public_id>/", reading.detail, name="public-detail"),
    path("public/results/<slug:public_id>/objection/", voices.objection, name="public-objection"),
    path("public/results/<slug:public_id>/files/<int:pk>/", feeds.file, name="public-file"),
]
OBJECTIONS = ListPage.as_view(
    model=Objection, columns=tables.OBJECTIONS, orderings=tables.OBJECTION_ORDERS,
    filterset_class=filters.ObjectionFilter, select_related=("publication",),
)

urlpatterns = [
    URLResolver(ReaderLanguage(), PUBLIC),
    path("robots.txt", feeds.robots, name="public-robots"),
    path("sitemap.xml", feeds.sitemap, name="public-sitemap"),
    path("publications/", desk.PublicationList.as_view(), name="publication-list"),
    path("publications/new/<str:kind>/", desk.PublicationCreate.as_view(), name="publication-create"),
    path("publications/<int:pk>/", desk.PublicationDetail.as_view(), name="publication-detail"),
    *verb_paths(Publication, desk.VERBS, base="publications/", page=desk.PublicationVerb),
    path("publications/objections/", OBJECTIONS, name="objection-list"),
    path("publications/objections/<int:pk>/", desk.ObjectionDetail.as_view(), name="objection-detail"),
    *verb_paths(Objection, desk.OBJECTION_VERBS, base="publications/objections/"),
]
