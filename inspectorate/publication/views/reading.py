"""Pages for citizens: home, search, one publication, the card of a school or unit, figures."""
from contextlib import suppress
from typing import Any

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from inspectorate.lib.limits import CACHE_FAULTS
from inspectorate.lib.paging import Ordering, capped_count, paginate
from inspectorate.publication.models import Publication, PublicFile
from inspectorate.publication.papers import Page, build_card
from inspectorate.publication.states import Kind, PublicationState
from inspectorate.publication.workflow import doors_version

from .kept import KEPT_SECONDS, public_page, show

NEWEST_FIRST = Ordering("date", "", "listed_on", descending=True)
PAGE_SIZE = 20
HOME_SIZE = 8
CARD_SIZE = 200
QUERY_LENGTH = 60


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Show the newest publications and the ways in by kind and by area."""
    counts = dict(Publication.objects.open_to_all().order_by().values_list("kind").annotate(Count("id")))
    return show(
        request, "public/home.html",
        newest=Publication.objects.open_to_all().as_lines().order_by("-listed_on", "-id")[:HOME_SIZE],
        kinds=[(kind, counts[kind]) for kind in Kind if kind in counts], areas=areas(), page_kind="home",
    )


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """Show what fits words, kind and area, newest first."""
    rows, asked = narrowed(request)
    _count, words = capped_count(rows)
    page = paginate(
        rows.as_lines(), NEWEST_FIRST, size=PAGE_SIZE,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )
    units = {row.card_id: row.organization_name for row in page.rows if row.card_id}
    return show(
        request, "public/search.html", **asked, kinds=Kind.choices, areas=areas(), page=page, count=words,
        units=list(units.items())[:5] if asked["q"] else [], next_url=_link(request, after=page.after),
        previous_url=_link(request, before=page.before),
    )


@public_page
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one publication in plain words, then its parts, then its files; 410 once it was taken down."""
    found = Publication.objects.once_public().filter(public_id=public_id).pages().first()
    if found is None:
        raise Http404(_("There is no publication at this address."))
    page = Page(**found)
    if page.state != PublicationState.RELEASED:
        return gone(request, page)
    files = PublicFile.objects.filter(publication_id=page.id).values("id", "name", "size", "content_type", "sha256")
    return show(request, "public/detail.html", page=page, files=files)


@public_page
def organization(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the card of a school or unit (J6)."""
    rows = Publication.objects.open_to_all().filter(shown_under__contains=[pk]).order_by("-listed_on", "-id").pages()
    card = build_card(pk, (Page(**row) for row in rows[:CARD_SIZE]))
    if card is None:
        raise Http404(_("Nothing has been published about this school or unit."))
    return show(request, "public/organization.html", card=card, pk=pk)


@public_page
def statistics(request: HttpRequest) -> HttpResponse:
    """Show how much was published, by year and kind."""
    counted = (
        Publication.objects.open_to_all().order_by().annotate(year=ExtractYear("listed_on"))
        .values_list("kind", "year").annotate(Count("id"))
    )
    figures = {(kind, year): number for kind, year, number in counted}
    years = sorted({year for _kind, year in figures}, reverse=True)[:10]
    table = [
        (kind.label, [figures.get((kind, year), 0) for year in years])
        for kind in Kind if any((kind, year) in figures for year in years)
    ]
    return show(request, "public/statistics.html", years=years, table=table, areas=areas())


def gone(request: HttpRequest, page: Page) -> HttpResponse:
    """Say that this was public, until when and why no longer."""
    return show(request, "public/gone.html", status=410, page=page, is_ended=page.state == PublicationState.EXPIRED)


def narrowed(request: HttpRequest) -> tuple[QuerySet, dict[str, str]]:
    """Return the public rows that fit the address, and what was asked."""
    asked = {
        "q": request.GET.get("q", "").replace("\0", "").strip()[:QUERY_LENGTH],
        "kind": request.GET.get("kind", "") if request.GET.get("kind") in Kind.values else "",
        "area": request.GET.get("area", "") if _is_code(request.GET.get("area", "")) else "",
    }
    rows = Publication.objects.open_to_all()
    if asked["q"]:
        rows = rows.named(asked["q"])
    if asked["kind"]:
        rows = rows.filter(kind=asked["kind"])
    return (rows.within(asked["area"]) if asked["area"] else rows), asked


def areas() -> list[tuple[str, str]]:
    """Return (code, name) of the areas of which something is public."""
    def read() -> list[tuple[str, str]]:
        found = Publication.objects.open_to_all().order_by().values_list("county", "city", "area_name").distinct()
        return sorted({(county or city, name) for county, city, name in found if county or city})

    with suppress(*CACHE_FAULTS):
        return cache.get_or_set(f"public-areas:{doors_version()}", read, KEPT_SECONDS)
    return read()


def _is_code(text: str) -> bool:
    return len(text) == len("231000") and text.isascii() and text.isdigit()


def _link(request: HttpRequest, **changes: Any) -> str:
    """Return this address with another page, or nothing where there is none."""
    if not all(changes.values()):
        return ""
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    query.update(changes)
    return f"?{query.urlencode()}"
