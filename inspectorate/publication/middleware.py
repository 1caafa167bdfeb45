"""Public pages are anonymous by construction: no session, no account, no cookie, no language of the browser."""
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve

BEGINNINGS = ("/public/", "/en/", "/robots.txt", "/sitemap.xml", "/health/")


class PublicPages:
    """Answer public addresses before any middleware that knows who is asking; stands after the security headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match = self._match(request.path_info)
        if match is None:
            return self.get_response(request)
        request.resolver_match = match
        response = match.func(request, *match.args, **match.kwargs)
        response.headers.setdefault("X-Frame-Options", "DENY")
        return response

    def _match(self, path: str) -> ResolverMatch | None:
        """Return the public page of an address; everything else goes the usual way."""
        if path != "/" and not path.startswith(BEGINNINGS):
            return None
        try:
            match = resolve(path)
        except Resolver404:
            return None
        return match if getattr(match.func, "is_public", False) else None
