"""Second factor: show it, enrol an authenticator, new recovery codes, give it up."""
import secrets
from base64 import b32encode
from typing import Any
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp import login as otp_login
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from inspectorate.lib.limits import SECOND_FACTOR
from inspectorate.lib.security import safe_next, totp
from inspectorate.register import workflow
from inspectorate.register.forms import ConfirmForm, EnrolForm, TokenForm
from inspectorate.trail.workflow import Refusal

from .gate import MUST_VERIFY
from .own import OwnFormPage

SECRET_BYTES = 20
SECRET_SECONDS = 900  # how long an offered secret may wait for its first code
SALT = "second-factor-secret"


class VerifyPage(OwnFormPage):
    """Ask for the code of the authenticator, or a recovery code."""

    form_class = TokenForm
    template_name = "register/second_factor_verify.html"
    budget = SECOND_FACTOR

    def form_valid(self, form: TokenForm) -> HttpResponse:
        """Open the session when the code is right; its id changes (T18)."""
        device = workflow.verify_second_factor(self.request.user, token=form.cleaned_data["token"])
        if device is None:
            form.add_error("token", _("This code is not right, or it has been used. Wait for the next one."))
            return self.form_invalid(form)
        admit(self.request, device)
        SECOND_FACTOR.give_back(self.request.user.pk)
        return redirect(safe_next(self.request, resolve_url(settings.LOGIN_REDIRECT_URL)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the present code where this is a demonstration account."""
        return super().get_context_data(**kwargs) | {"demo_code": demo_code(self.request)}


class EnrolPage(OwnFormPage):
    """Offer a fresh secret as QR code; the first right code takes it into use. Nothing is stored before that."""

    form_class = EnrolForm
    template_name = "register/second_factor_enrol.html"
    budget = SECOND_FACTOR

    def get_initial(self) -> dict[str, Any]:
        """Return a fresh secret, signed for this person."""
        secret = b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
        return {"offer": signing.dumps({"user": self.request.user.pk, "secret": secret}, salt=SALT)}

    def form_valid(self, form: EnrolForm) -> HttpResponse:
        """Take the authenticator into use and show the recovery codes, once."""
        request = self.request
        secret = self.secret(form)
        if not secret:
            messages.error(request, _("This QR code is too old. Scan the new one."))
            return redirect("second-factor-enrol")
        try:
            actor = workflow.Person.of(request.user)
            device, codes = workflow.confirm_device(
                request.user, by=actor, secret=secret, token=form.cleaned_data["token"]
            )
        except Refusal as refused:
            form.add_error("token", str(refused))
            return self.form_invalid(form)
        admit(request, device)
        workflow.end_other_sessions(request.user, by=actor, keep=request.session.session_key)
        SECOND_FACTOR.give_back(request.user.pk)
        return codes_page(self, codes, is_new_device=True)

    def secret(self, form: EnrolForm) -> str:
        """Return the secret of the form shown, empty where it is too old or not this person's."""
        try:
            offer = signing.loads(form["offer"].value() or "", salt=SALT, max_age=SECRET_SECONDS)
        except signing.BadSignature:
            return ""
        return offer["secret"] if offer["user"] == self.request.user.pk else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the secret as QR code and as text to type."""
        context = super().get_context_data(**kwargs)
        secret = self.secret(context["form"])
        code = segno.make(address_of(self.request.user.get_username(), secret), error="m")
        groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
        request = self.request
        is_required = workflow.needs_second_factor(request.post) and not request.user.is_verified()
        return context | {
            "picture": code.svg_data_uri(scale=5, border=3), "secret": groups, "is_required": is_required
        }


class RecoveryCodesPage(OwnFormPage):
    """Replace the recovery codes."""

    form_class = ConfirmForm
    template_name = "register/recovery_codes_new.html"

    def form_valid(self, form: ConfirmForm) -> HttpResponse:
        """Make new ones and show them, once."""
        user = self.request.user
        return codes_page(self, workflow.new_recovery_codes(user, by=workflow.Person.of(user)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many are left."""
        left = StaticToken.objects.filter(device__user=self.request.user).count()
        return super().get_context_data(**kwargs) | {"left": left}


class RemovePage(OwnFormPage):
    """Give up the second factor, where no post requires it."""

    form_class = ConfirmForm
    template_name = "register/second_factor_remove.html"
    success_url = reverse_lazy("account")

    def form_valid(self, form: ConfirmForm) -> HttpResponse:
        """Remove it, or say why not."""
        try:
            workflow.remove_second_factor(self.request.user, by=workflow.Person.of(self.request.user))
        except Refusal as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, _("The second factor is removed."))
        return super().form_valid(form)


def admit(request: HttpRequest, device: Any) -> None:
    """Let the session pass: the device stands in it, under a new id (T18)."""
    otp_login(request, device)
    request.session[MUST_VERIFY] = False
    request.session.cycle_key()


def codes_page(page: OwnFormPage, codes: list[str], *, is_new_device: bool = False) -> HttpResponse:
    """Show recovery codes in the answer itself: they are kept nowhere in readable form on this page's way."""
    page.template_name = "register/recovery_codes.html"
    wanted = safe_next(page.request, resolve_url("account"))
    return page.render_to_response({"codes": codes, "next": wanted, "is_new_device": is_new_device})


def address_of(username: str, secret: str) -> str:
    """Return what an authenticator reads from the QR code."""
    issuer = settings.OTP_TOTP_ISSUER
    return f"otpauth://totp/{quote(issuer)}:{quote(username)}?{urlencode({'secret': secret, 'issuer': issuer})}"


def demo_code(request: HttpRequest) -> str:
    """Return the next usable code of a demonstration account, so that a trial needs no telephone; else nothing."""
    user = request.user
    if not settings.DEMONSTRATION or settings.IS_PRODUCTION or not user.is_demonstration:
        return ""
    device = TOTPDevice.objects.filter(user=user, name="demonstration").first()
    if device is None:
        return ""
    step = max(int(timezone.now().timestamp()) // device.step, device.last_t + 1)
    return totp(b32encode(device.bin_key).decode(), step * device.step)
