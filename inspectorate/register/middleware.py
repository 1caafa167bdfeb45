"""The post in which a session acts."""

from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from pghistory.middleware import HistoryMiddleware

from inspectorate.lib.security import client_ip

from .models import Post

SESSION_KEY = "post"


class ContextMiddleware(HistoryMiddleware):
    """The context of field history: account, address and post of whoever changed a row."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return the context of every change made during the request, with the id by which its log is found."""
        post = getattr(request, "post", None)
        context = super().get_context(request) | {"request": getattr(request, "id", "")}
        return context | ({"post": post.pk, "who": post.actor_name} if post else {})


class PostMiddleware:
    """Set `request.post`: the session's post if it is still held, else the person's only one, else None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.post = self._post(request)
        structlog.contextvars.bind_contextvars(ip=client_ip(request))
        return self.get_response(request)

    def _post(self, request: HttpRequest) -> Post | None:
        if not request.user.is_authenticated:
            return None
        posts = Post.objects.current().filter(user=request.user).select_related("user", "organization__area")
        chosen = request.session.get(SESSION_KEY)
        if chosen is not None:
            return posts.filter(pk=chosen).first()
        found = list(posts[:2])
        return found[0] if len(found) == 1 else None
