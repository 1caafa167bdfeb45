"""What citizens say back: an objection to a publication, and its answer by tracking code (R-PUB-10)."""
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from inspectorate.publication.forms import ObjectionForm
from inspectorate.publication.models import Publication
from inspectorate.publication.papers import Page
from inspectorate.publication.workflow import find_objection, raise_objection
from inspectorate.publication.workflow.objections import TooMany
from inspectorate.trail.workflow import RuleRefused

from .kept import open_page, show


@open_page
def objection(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the form; keep what was sent and show its code once."""
    row = Publication.objects.open_to_all().filter(public_id=public_id).pages().first()
    if row is None:
        raise Http404(_("There is no publication at this address."))
    page, status = Page(**row), 200
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                return _receive(request, page, form.cleaned_data["text"])
        except TooMany as refused:
            status = 429
            form.add_error(None, str(refused))
        except RuleRefused as refused:
            form.add_error("text", str(refused))
    return _unkept(show(request, "public/objection.html", status=status, form=form, page=page))


@open_page
def track(request: HttpRequest) -> HttpResponse:
    """Show how far an objection is to whoever holds its code; the code travels in the form, not in the address."""
    code = request.POST.get("code", "")[:40]
    found = find_objection(code) if code else None
    status = 404 if code and found is None else 200
    return _unkept(show(request, "public/objection_track.html", status=status, code=code, objection=found))


def _receive(request: HttpRequest, page: Page, text: str) -> HttpResponse:
    """Keep the objection and show its code, this once."""
    publication = Publication.objects.get(pk=page.id)
    kept, code = raise_objection(publication, text=text, source=_source(request))
    return _unkept(show(request, "public/objection_sent.html", objection=kept, code=code, page=page))


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def _source(request: HttpRequest) -> str:
    """Return the address the request came from: of the proxies before us only the nearest are believed."""
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    proxies = settings.INTERNAL_PROXIES
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return request.META.get("REMOTE_ADDR", "")
