"""Sign-in and sign-out, the page of a locked sign-in, setting a password by a one-time code."""
from typing import Any

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from inspectorate.lib.limits import CODE_ADDRESS, SIGN_IN_ADDRESS, Spent, too_many
from inspectorate.lib.security import client_ip, device_name, safe_next
from inspectorate.register import workflow
from inspectorate.register.forms import SetPasswordByCode, SignInForm
from inspectorate.trail.workflow import Refusal, record

from .gate import MUST_VERIFY


class SignInPage(LoginView):
    """Ask for user name and password; 5 wrong tries lock the account for this address, 50 the address (T17)."""

    form_class = SignInForm
    template_name = "registration/login.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count the try before it is evaluated, so that parallel tries are counted too."""
        try:
            SIGN_IN_ADDRESS.take(client_ip(request))
        except Spent as spent:
            return too_many(request, spent.seconds)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Begin the session under a new id; the gate asks for what else is needed."""
        request, user = self.request, form.get_user()
        SIGN_IN_ADDRESS.give_back(client_ip(request))
        login(request, user)
        agent = request.headers.get("User-Agent", "")
        workflow.start_session(request.session, user=user, address=client_ip(request), device=device_name(agent))
        request.session[MUST_VERIFY] = workflow.has_second_factor(user)
        answer = redirect(self.get_success_url())
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            keep_language(answer, user.language)
        return answer

    def get_success_url(self) -> str:
        """Return the local page asked for, never this one again (T43)."""
        home = resolve_url(settings.LOGIN_REDIRECT_URL)
        wanted = safe_next(self.request, home)
        return home if wanted.split("?")[0] == self.request.path else wanted

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Return the form and where to go afterwards."""
        return {"form": context.get("form") or self.get_form(), "next": safe_next(self.request, ""), "view": self}


class SignOut(LogoutView):
    """End the session on the server and clear what the browser kept of it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note it, end it; drafts of visits not yet sent stay on the phone."""
        record(request.user, "sign_out", by=request.post or workflow.Person.of(request.user))
        answer = super().post(request, *args, **kwargs)
        answer["Clear-Site-Data"] = '"cache"'
        return answer


@method_decorator([login_not_required, never_cache, sensitive_post_parameters()], name="dispatch")
class SetPasswordPage(FormView):
    """Set a password with a one-time code. The code is typed or stands behind `#`, so no log ever holds it (T23)."""

    form_class = SetPasswordByCode
    template_name = "registration/set_password.html"
    success_url = reverse_lazy("sign-in")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count each try of a code."""
        try:
            CODE_ADDRESS.take(client_ip(request))
        except Spent as spent:
            return too_many(request, spent.seconds)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: SetPasswordByCode) -> HttpResponse:
        """Use the code up; signing in, with the second factor where there is one, comes after."""
        try:
            workflow.set_password_by_code(form.cleaned_data["code"], password=form.cleaned_data["password"])
        except Refusal as refused:
            form.add_error("code", str(refused))
            return self.form_invalid(form)
        messages.success(self.request, _("The password is set. Please sign in with it."))
        return super().form_valid(form)

    def form_invalid(self, form: SetPasswordByCode) -> HttpResponse:
        """Show the form again, as not accepted."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


def locked_out(request: HttpRequest, _response: HttpResponse | None, credentials: dict) -> HttpResponse:
    """Answer a locked sign-in: how long to wait, and that other addresses are not locked (AXES_LOCKOUT_CALLABLE).

    Accounts that do not exist are locked alike, so the page tells nothing about them (T24).
    """
    cool_off, name = get_cool_off(request), (credentials or {}).get("username") or ""
    tries = AccessAttempt.objects.filter(username=name, ip_address=request.axes_ip_address)
    last_at = tries.order_by("-attempt_time").values_list("attempt_time", flat=True).first() or timezone.now()
    seconds = max(1, int((last_at + cool_off - timezone.now()).total_seconds()))
    answer = render(request, "registration/locked.html", {"minutes": -(-seconds // 60)}, status=429)
    answer["Retry-After"] = str(seconds)
    return answer


def keep_language(answer: HttpResponse, language: str) -> None:
    """Let the next pages come in a person's language."""
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 24 * 3600, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
