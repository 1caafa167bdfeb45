"""Small acts around every page: reading preferences, saved views, drafts."""
import json
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import formats, timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from inspectorate.desk import workflow
from inspectorate.desk.context import CONTRASTS, TEXT_SIZES
from inspectorate.desk.models import Draft, SavedView
from inspectorate.trail.workflow import Refusal

YEAR = 365 * 24 * 3600


@login_not_required
@never_cache
@require_GET
def preferences(request: HttpRequest) -> HttpResponse:
    """Remember language, text size or contrast in a cookie and go back; changes nothing on the server."""
    answer = redirect(local(request, request.GET.get("next", "")))
    if (text := request.GET.get("text")) in TEXT_SIZES:
        remember(answer, "text", text)
    if (contrast := request.GET.get("contrast")) in CONTRASTS:
        remember(answer, "contrast", contrast)
    language = request.GET.get("language", "")
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        remember(answer, settings.LANGUAGE_COOKIE_NAME, language)
    return answer


def remember(answer: HttpResponse, name: str, value: str) -> None:
    """Set a cookie of taste for a year; page scripts may read it."""
    answer.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)


def local(request: HttpRequest, url: str) -> str:
    """Return an address of this site, or its first page (T43)."""
    is_safe = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if is_safe and url.startswith("/") else "/"


@require_POST
def keep_view(request: HttpRequest) -> HttpResponse:
    """Save the filters of a list under a name."""
    path = local(request, request.POST.get("path", ""))[:200]
    name, query = request.POST.get("name", "").strip()[:40], request.POST.get("query", "")[:1000]
    if name and query and request.post:
        try:
            workflow.keep_view(path, name, query, by=request.post)
            messages.success(request, _("The view “%(name)s” is saved.") % {"name": name})
        except Refusal as refused:
            messages.error(request, str(refused))
    return redirect(f"{path}?{query}")


@require_POST
def drop_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete one of my own views."""
    view = SavedView.objects.filter(user_id=request.user.pk, pk=pk).first()
    if view:
        view.delete()
    return redirect(view.path if view else "/")


@login_not_required
@never_cache
def draft(request: HttpRequest) -> JsonResponse:
    """Read (GET), keep (POST) or drop (DELETE) the draft of the page `?path=`; 401 says the session is over.

    A read also hands out the CSRF token of the present session, so that a page opened before a new sign-in can go on.
    """
    path = request.GET.get("path", "")[:200]
    if not request.user.is_authenticated or getattr(request, "post", None) is None:
        return JsonResponse({"error": "signed out"}, status=HTTPStatus.UNAUTHORIZED)
    if request.method == "GET":
        found = Draft.objects.of(request.post).filter(path=path).first()
        return JsonResponse({"token": get_token(request), **shown(found)})
    if request.method == "POST":
        return keep_draft(request, path)
    if request.method == "DELETE":
        workflow.forget_draft(path, by=request.post)
        return JsonResponse({})
    return JsonResponse({}, status=HTTPStatus.METHOD_NOT_ALLOWED)


def keep_draft(request: HttpRequest, path: str) -> JsonResponse:
    """Keep what the page sent."""
    if len(request.body) > workflow.MOST_DRAFT_BYTES:
        return JsonResponse({"error": "too large"}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        sent = json.loads(request.body)
        data, title = dict(sent["data"]), str(sent.get("title", ""))
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "unreadable"}, status=HTTPStatus.BAD_REQUEST)
    if not path.startswith("/"):
        return JsonResponse({"error": "no page"}, status=HTTPStatus.BAD_REQUEST)
    return JsonResponse(shown(workflow.keep_draft(path, data, by=request.post, title=title)) | {"data": None})


def shown(found: Draft | None) -> dict:
    """Return a draft as the page's script reads it."""
    if found is None:
        return {"data": None}
    return {"data": found.data, "saved_at": formats.date_format(timezone.localtime(found.saved_at), "DATETIME_FORMAT")}
