"""The gate behind sign-in: one step after another must be done before anything else opens."""
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from inspectorate.lib.security import safe_next
from inspectorate.register.models.sessions import SEEN, STARTED
from inspectorate.register.workflow import is_password_old, needs_second_factor

MUST_VERIFY = "must_verify"  # in the session: the person has a second factor and has not shown it yet
TOUCH_SECONDS = 60  # how exact "last used" is; each touch is one write
ALWAYS = frozenset({"sign-out", "preferences"})
# What may be opened without a post: everything about one's own account.
OWN = ALWAYS | {
    "account", "post-switch", "password", "second-factor", "second-factor-enrol", "recovery-codes",
    "second-factor-remove", "session-end", "sessions-end-others", "language", "correction-ask",
}
STEPS = {  # step → what may be opened while it is not done
    "second-factor": ALWAYS | {"second-factor"},
    "password": ALWAYS | {"password"},
    "second-factor-enrol": ALWAYS | {"second-factor-enrol", "post-switch"},
    "post-switch": OWN,
}


def pending_step(request: HttpRequest) -> str:
    """Return the URL name of the next thing this session must do; empty where everything is done."""
    is_verified = request.user.is_verified()
    if request.session.get(MUST_VERIFY) and not is_verified:
        return "second-factor"
    if is_password_old(request.user):
        return "password"
    if request.post is None:
        return "post-switch"
    if needs_second_factor(request.post) and not is_verified:
        return "second-factor-enrol"
    return ""


class GateMiddleware:
    """Hold a signed-in session to its next step (second factor, password, post); private pages are never stored.

    Stands after PostMiddleware. Views marked `login_not_required` stay open, but see no post until all is done.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note that the session is in use; mark the answer of a private page as not to be stored."""
        request.is_private = False
        if request.user.is_authenticated:
            touch(request)
        response = self.get_response(request)
        if request.is_private:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: Any) -> HttpResponse | None:
        """Send a session to its next step unless it asks for that very page."""
        # The admin site marks its pages public and brings a sign-in of its own, without budgets and second factor:
        # here it is private like everything else, and there is one door only.
        is_admin = request.resolver_match.app_name == "admin"
        request.is_private = is_admin or getattr(view, "login_required", True)
        if not request.user.is_authenticated:
            return redirect_to_login(safe_next(request, request.get_full_path())) if is_admin else None
        step = pending_step(request)
        if not step or request.resolver_match.view_name in STEPS[step]:
            return None
        if not request.is_private:
            request.post = None
            return None
        return send(request, step)


def touch(request: HttpRequest) -> None:
    """Put off the idle limit, at most once a minute."""
    now = timezone.now().timestamp()
    if now - request.session.get(SEEN, 0) >= TOUCH_SECONDS:
        request.session.setdefault(STARTED, now)
        request.session[SEEN] = now


def send(request: HttpRequest, step: str) -> HttpResponse:
    """Lead to a step and remember where the reader wanted to go."""
    wanted = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
    address = reverse(step) + wanted
    if request.headers.get("HX-Request"):
        return HttpResponse(status=403, headers={"HX-Redirect": reverse(step)})
    return redirect(address)
