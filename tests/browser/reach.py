"""Which pages somebody can open: one address of each kind, found by asking the site itself."""

from django.urls import NoReverseMatch, reverse

from inspectorate.desk.tables import WAITING
from inspectorate.documents.models import Document
from inspectorate.publication.models import Publication
from inspectorate.publication.states import Kind
from inspectorate.register.rights import allowed
from supervision.models import Finding

from .addresses import pages

ROWS = 60  # how many rows are looked at for one that fits
VARIED = {  # what else than a key varies in an address → its values
    "key": lambda: [*(item.key for item in WAITING), "R-INS-07"],
    "kind": lambda: Kind.values,
    "slug": lambda: ["inspectors", "schools"],
    "year": lambda: ["2026"],
    "public_id": lambda: Publication.objects.open_to_all().values_list("public_id", flat=True)[:1],
    "token": lambda: Document.objects.exclude(serial=None).values_list("token", flat=True)[:1],
    "form": list,
}


def reachable(client, post):
    """Return the addresses of the HTML pages that open for a client, one for each name in the table of addresses."""
    return [found for page in pages() if (found := first_open(client, page, post))]


def first_open(client, page, post):
    return next((address for address in candidates(page, post) if opens(client, address)), None)


def opens(client, address):
    answer = client.get(address)
    return answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html")


def candidates(page, post):
    """Yield addresses that a page may have for somebody."""
    if not page.arguments:
        yield reverse(page.name)
    elif page.arguments == ("pk",):
        yield from (reverse(page.name, args=[pk]) for pk in keys(page, post))
    elif page.arguments == ("pk", "number"):
        yield from (reverse(page.name, args=[one.inspection_id, one.number]) for one in Finding.objects.all()[:ROWS])
    elif len(page.arguments) == 1:
        yield from written(page.name, VARIED[page.arguments[0]]())


def written(name, values):
    for value in values:
        try:
            yield reverse(name, args=[value])
        except NoReverseMatch:
            continue


def keys(page, post):
    """The keys of rows that somebody may see and, for the page of a verb, do it to."""
    model = page.model
    if model is None or post is None:
        return range(1, ROWS) if post is None else ()
    rows = model.objects.visible_to(post).order_by("-pk")[:ROWS]
    return [row.pk for row in rows if page.verb is None or fits(page.verb, row, post)][:1]


def fits(verb, row, post):
    return verb.fits(row) and verb.name in allowed(post, row)
