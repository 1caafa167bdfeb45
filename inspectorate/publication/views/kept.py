"""What every public page shares: language by address, one kept copy for everybody, an ETag, no cookie."""
import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, NamedTuple

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from inspectorate.lib.limits import CACHE_FAULTS
from inspectorate.publication.workflow import doors_version

KEPT_SECONDS = 30  # here and in proxies together one minute: the longest a withdrawn page may still be seen (T89)
ENGLISH = "en"
ENGLISH_PREFIX = "/en/"
KEPT_STATUS = frozenset({200, 410})
View = Callable[..., HttpResponse]


class Kept(NamedTuple):
    """An answer as it is kept."""

    status: int
    content: bytes
    content_type: str
    etag: str


def public_page(view: View) -> View:
    """Show a page to everybody: only reading, the same bytes for all, kept until something public changes."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        key = _key(request)
        kept = None
        with suppress(*CACHE_FAULTS):
            kept = cache.get(key)
        if kept is None:
            response = view(request, *args, **kwargs)
            if response.streaming or response.status_code not in KEPT_STATUS:
                return response
            kept = _kept(response)
            with suppress(*CACHE_FAULTS):
                cache.set(key, kept, KEPT_SECONDS)
        return _answer(request, Kept(*kept))

    return open_page(wraps(view)(answer))


def open_page(view: View) -> View:
    """Mark a view as public and let the address choose the language; the view answers for its own caching."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(language_of(request.path_info)):
            request.LANGUAGE_CODE = translation.get_language()
            return view(request, *args, **kwargs)

    answer.is_public = True  # type: ignore[attr-defined]
    answer.login_required = False  # type: ignore[attr-defined]
    return csrf_exempt(answer)  # no cookie, no account: there is nothing a forged form could borrow


def language_of(path: str) -> str:
    """Return the language an address asks for."""
    return ENGLISH if path.startswith(ENGLISH_PREFIX) else "zh-hans"


def in_other_language(request: HttpRequest) -> str:
    """Return the address of the same page in the other language."""
    path = request.get_full_path()
    if path.startswith(ENGLISH_PREFIX):
        return path[len(ENGLISH_PREFIX) - 1 :]
    return ENGLISH_PREFIX + path[1:]


def show(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """Render a public page."""
    return render(request, template, {"other_language_url": in_other_language(request), **context}, status=status)


def _key(request: HttpRequest) -> str:
    """Return the key of the kept copy: address, version of all that is public, and the day (for what is late)."""
    address = hashlib.sha256(request.get_full_path().encode()).hexdigest()
    return f"public:{doors_version()}:{timezone.localdate():%Y%m%d}:{address}"


def _kept(response: HttpResponse) -> Kept:
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return Kept(response.status_code, response.content, response["Content-Type"], etag)


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    response = HttpResponse(kept.content, status=kept.status, content_type=kept.content_type)
    response["ETag"] = kept.etag
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response["Content-Length"] = str(len(kept.content))
    return get_conditional_response(request, etag=kept.etag, response=response) if kept.status < 300 else response
