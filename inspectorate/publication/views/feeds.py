"""The same publications for programs: files, Atom feed, open data, fingerprints, sitemap (R-PUB-09)."""
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.signing import Signer
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from inspectorate.lib.paging import paginate
from inspectorate.lib.sheets import CSV_TYPE, stream_csv
from inspectorate.lib.uploads import download
from inspectorate.publication.models import Publication, PublicFile
from inspectorate.publication.papers import FORMS, Page
from inspectorate.publication.states import Kind, PublicationState

from .kept import KEPT_SECONDS, open_page, public_page
from .reading import NEWEST_FIRST, gone, narrowed

FEED_SIZE = 50
DATA_SIZE = 200
FORMATS = frozenset({"csv", "json"})
SITEMAP_SIZE = 40_000
PLACE = "place-of-the-id"
LONGEST_NUMBER = 18  # digits; what is longer is no number of the register
JSON_TYPE = "application/json; charset=utf-8"
DATA_COLUMNS = (
    "public_id", "version", "kind", "title", "organization_name", "area_name", "owner_name", "listed_on", "ends_on",
    "sha256",
)


@open_page
def file(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """Send a file of a publication while it is public."""
    found = Publication.objects.once_public().filter(public_id=public_id).pages().first()
    if found is None:
        raise Http404(_("There is no publication at this address."))
    page = Page(**found)
    if page.state != PublicationState.RELEASED:
        return gone(request, page)
    wanted = PublicFile.objects.filter(publication_id=page.id, pk=pk).values("name", "sha256", "content_type").first()
    if wanted is None:
        raise Http404(_("There is no such file."))
    response = download(wanted["sha256"], wanted["name"], wanted["content_type"])
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response["ETag"] = f'"{wanted["sha256"]}"'
    return response


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    """Give the newest publications as Atom, narrowed like the search: follow one school, kind or area."""
    rows = _rows(request).as_lines().order_by("-listed_on", "-id")[:FEED_SIZE]
    atom = Atom1Feed(
        title=settings.SITE_OFFICE, link=_absolute("public-home"), description="", language=get_language(),
        feed_url=settings.SITE_URL + request.get_full_path(),
    )
    for row in rows:
        address = _absolute("public-detail", row.public_id)
        atom.add_item(
            title=row.title, link=address, description=row.lead, unique_id=f"{address}#{row.version}",
            pubdate=row.released_at, updateddate=row.released_at, categories=[row.get_kind_display()],
            author_name=row.owner_name,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


@public_page
def data(request: HttpRequest, form: str) -> HttpResponse:
    """Give publications as open data, two hundred at a time, newest first; the next page is named in the answer."""
    if form not in FORMATS:
        raise Http404(_("Data is given as csv or json."))
    page = paginate(_rows(request).as_data(), NEWEST_FIRST, size=DATA_SIZE, after=request.GET.get("after", ""))
    query = request.GET.copy()
    query["after"] = page.after
    following = f"{settings.SITE_URL}{request.path}?{query.urlencode()}" if page.after else ""
    if form == "csv":
        header = [*DATA_COLUMNS, "url", "inspected_from", "inspected_to", "problems", "problems_closed"]
        content, content_type = b"".join(stream_csv(header, map(_csv_row, page.rows))), CSV_TYPE
    else:
        items = [_item(row) for row in page.rows]
        content_type = JSON_TYPE
        whole = {"office": settings.SITE_OFFICE, "next": following, "items": items}
        content = json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False).encode()
    return HttpResponse(content, content_type=content_type)


@public_page
def hashes(_request: HttpRequest, year: int) -> HttpResponse:
    """List the fingerprints of all that is public of a year, signed, so that a changed result is noticed (T90)."""
    rows = Publication.objects.open_to_all().filter(listed_on__year=year).order_by("public_id")
    files = PublicFile.objects.filter(publication__in=rows).order_by("sha256").values_list("sha256", "name")
    lines = [f"{sha256}  {public_id}/{version}" for sha256, public_id, version in
             rows.values_list("sha256", "public_id", "version")]
    text = "\n".join([*lines, *(f"{sha256}  {name}" for sha256, name in files)])
    signature = Signer(salt="public-hashes").signature(text)
    return HttpResponse(f"{text}\n# {signature}\n", content_type="text/plain; charset=utf-8")


@public_page
def sitemap(_request: HttpRequest) -> HttpResponse:
    """List the addresses of all that is public for search engines."""
    rows = Publication.objects.open_to_all().order_by("-listed_on", "-id").values_list("public_id", "listed_on")
    before, _place, after = _absolute("public-detail", PLACE).rpartition(PLACE)
    body = "".join(
        f"<url><loc>{before}{public_id}{after}</loc><lastmod>{listed_on:%Y-%m-%d}</lastmod></url>"
        for public_id, listed_on in rows[:SITEMAP_SIZE]
    )
    head = '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return HttpResponse(f"{head}{body}</urlset>", content_type="application/xml")


@public_page
def robots(_request: HttpRequest) -> HttpResponse:
    """Let search engines read what is public and nothing else."""
    lines = ["User-agent: *", "Allow: /$", "Allow: /public/", "Allow: /en/", "Disallow: /", ""]
    lines.append(f"Sitemap: {settings.SITE_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _rows(request: HttpRequest) -> QuerySet:
    rows, _asked = narrowed(request)
    unit = request.GET.get("organization", "")
    is_number = unit.isascii() and unit.isdigit() and len(unit) < LONGEST_NUMBER
    return rows.filter(shown_under__contains=[int(unit)]) if is_number else rows


def _absolute(name: str, *args: Any) -> str:
    return settings.SITE_URL + reverse(name, args=args)


def _item(row: Publication) -> dict[str, Any]:
    """Return one publication as data: its public columns and the fields of its kind, nothing else."""
    names = {item.name for item in FORMS[Kind(row.kind)]}
    facts = {name: getattr(row, name) for name in DATA_COLUMNS}
    content = {name: value for name, value in row.public_payload.items() if name in names}
    return facts | {"url": _absolute("public-detail", row.public_id), "content": content, "text": row.public_body}


def _csv_row(row: Publication) -> Iterator[Any]:
    yield from (getattr(row, name) for name in DATA_COLUMNS)
    yield _absolute("public-detail", row.public_id)
    yield row.public_payload.get("inspected_from")
    yield row.public_payload.get("inspected_to")
    findings = row.public_payload.get("findings", [])
    yield len(findings)
    yield sum(item.get("state") == "closed" for item in findings)
