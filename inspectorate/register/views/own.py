"""Pages about one's own account: data, posts, password, sessions, language, corrections."""
from typing import Any

from axes.models import AccessFailureLog
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView

from inspectorate.lib.limits import PASSWORD_CHECK, Budget, Spent, too_many
from inspectorate.lib.security import safe_next
from inspectorate.register import workflow
from inspectorate.register.forms import CorrectionForm, LanguageForm, PasswordForm
from inspectorate.register.models import Correction, Post, Session
from inspectorate.register.rights import Refused
from inspectorate.register.states import Role
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import Refusal

from .signin import keep_language

SIGN_INS = ("sign_in", "verify_second_factor", "sign_out")
SHOWN = 20


@method_decorator(sensitive_post_parameters(), name="dispatch")
class OwnFormPage(FormView):
    """A form about one's own account; tries are counted, a wrong form answers 422."""

    budget: Budget = PASSWORD_CHECK

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count the try before looking at it."""
        try:
            self.budget.take(request.user.pk)
        except Spent as spent:
            return too_many(request, spent.seconds)
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Let the form know whose it is."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again, as not accepted."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where to go afterwards."""
        return super().get_context_data(**kwargs) | {"next": safe_next(self.request, "")}


class AccountPage(TemplateView):
    """What the office keeps about me, my posts, my sessions, my sign-ins, my requests."""

    template_name = "register/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Collect it; everything is limited to the reader's own rows."""
        user = self.request.user
        posts = Post.objects.filter(user=user).select_related("organization").order_by("-valid_from", "-pk")
        failures = AccessFailureLog.objects.filter(username=user.username).order_by("-attempt_time")
        return super().get_context_data(**kwargs) | {
            "posts": list(posts),
            "sessions": list(Session.objects.open().filter(user=user)[:SHOWN]),
            "current": self.request.session.session_key,
            "sign_ins": Event.objects.of(user).filter(verb__in=SIGN_INS).order_by("-sequence")[:SHOWN],
            "failures": failures[:SHOWN],
            "corrections": Correction.objects.filter(user=user).order_by("-pk")[:SHOWN],
            "has_factor": workflow.has_second_factor(user),
            "must_have_factor": any(workflow.needs_second_factor(post) for post in posts if post.is_current),
            "language_form": LanguageForm(initial={"language": user.language}),
            "rotation": settings.PASSWORD_ROTATION_DAYS,
        }


class PasswordPage(OwnFormPage):
    """Change one's own password; all other sessions end (T19)."""

    form_class = PasswordForm
    template_name = "register/password.html"
    success_url = reverse_lazy("account")

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        """Store it and go on under a new session id."""
        request = self.request
        try:
            workflow.change_password(
                request.user, by=workflow.Person.of(request.user), password=form.cleaned_data["password"],
                keep=request.session.session_key,
            )
        except Refusal as refused:
            form.add_error("password", str(refused))
            return self.form_invalid(form)
        update_session_auth_hash(request, request.user)
        PASSWORD_CHECK.give_back(request.user.pk)
        messages.success(request, _("The password is changed; all other sessions have ended."))
        return redirect(safe_next(request, str(self.success_url)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether the change is due."""
        return super().get_context_data(**kwargs) | {"is_old": workflow.is_password_old(self.request.user)}


class CorrectionPage(OwnFormPage):
    """Ask that data about me be put right."""

    form_class = CorrectionForm
    template_name = "register/correction_ask.html"
    success_url = reverse_lazy("account")

    def form_valid(self, form: CorrectionForm) -> HttpResponse:
        """Hand the request to the administrators of accounts."""
        workflow.ask_correction(self.request.user, wish=form.cleaned_data["wish"])
        messages.success(self.request, _("Your request has been handed in; the answer will stand on this page."))
        return super().form_valid(form)


def post_switch(request: HttpRequest) -> HttpResponse:
    """Choose the post to act in (POST), or see which there are; who holds none is told whom to ask."""
    posts = Post.objects.current().filter(user=request.user).select_related("organization", "user").order_by("pk")
    if request.method == "POST":
        asked = request.POST.get("post", "")
        post = posts.filter(pk=asked).first() if asked.isdecimal() else None
        if post is None:
            raise Http404
        workflow.switch_post(post, by=workflow.Person.of(request.user), session=request.session)
        messages.success(request, _("You now act as: %(post)s") % {"post": post.label})
        return redirect(safe_next(request, resolve_url(settings.LOGIN_REDIRECT_URL)))
    context = {"posts": list(posts), "next": safe_next(request, "")}
    if not context["posts"]:
        context["administrators"] = administrators_of(request)
    return render(request, "register/post_switch.html", context)


def administrators_of(request: HttpRequest) -> list[Post]:
    """Return who gives posts where the person's account is at home."""
    account = getattr(request.user, "account", None)
    posts = Post.objects.current().filter(role__in=[Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN])
    posts = posts.filter(city=account.city) if account else posts
    return list(posts.select_related("user", "organization").order_by("role", "pk")[:4])


@require_POST
def session_end(request: HttpRequest) -> HttpResponse:
    """End one of my sessions."""
    session = Session.objects.filter(user=request.user, handle=request.POST.get("session", "")).first()
    if session is None:
        raise Http404
    if session.session_key == request.session.session_key:
        raise Refused(_("This is the session you are using: sign out instead."))
    workflow.end_session(session, by=request.post or workflow.Person.of(request.user))
    messages.success(request, _("The session has ended."))
    return redirect("account")


@require_POST
def sessions_end_others(request: HttpRequest) -> HttpResponse:
    """End all my sessions but this one."""
    actor = request.post or workflow.Person.of(request.user)
    count = workflow.end_other_sessions(request.user, by=actor, keep=request.session.session_key)
    messages.success(request, _("%(count)d other sessions have ended.") % {"count": count})
    return redirect("account")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language I read."""
    form = LanguageForm(request.POST)
    answer = redirect("account")
    if form.is_valid():
        workflow.set_language(request.user, language=form.cleaned_data["language"])
        keep_language(answer, form.cleaned_data["language"])
    return answer
