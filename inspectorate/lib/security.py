"""Small pure pieces of sign-in: client address, device names, one-time codes, TOTP, password rules, headers."""
import base64
import hashlib
import re
import secrets
import time
from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_otp.oath import TOTP

CODE_BYTES = 15  # 120 bits: 24 characters in groups of four
GROUP = 4
CLASSES = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]")
BROWSERS = (
    ("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)
# What people here choose first: the office, the place, the trade, and runs of the keyboard.
LOCAL_WORDS = (
    "jiaoyu", "dudao", "jydd", "duxue", "mudanjiang", "mdj", "heilongjiang", "xuexiao", "zhongguo", "woaini", "5201314",
    "qwer", "asdf", "1qaz", "2wsx", "abcd", "1234", "password", "admin", "passw0rd", "p@ssw0rd",
)
PERMISSIONS = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"
HEADERS = {
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


def client_ip(request: HttpRequest) -> str:
    """Return the client's address: behind n trusted proxies the n-th last of X-Forwarded-For, else the peer (T22)."""
    peer = request.META.get("REMOTE_ADDR", "")
    proxies = settings.INTERNAL_PROXIES
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    claimed = hops[-proxies] if 0 < proxies <= len(hops) else peer
    try:
        return str(ip_address(claimed))
    except ValueError:
        return peer


def device_name(agent: str) -> str:
    """Return browser and system of a User-Agent in two words, for the list of sessions."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return " · ".join(part for part in (browser, system) if part) or agent[:60]


def safe_next(request: HttpRequest, fallback: str = "/") -> str:
    """Return the local address asked for in `next`; anything that leads elsewhere is dropped (T43)."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_local = url_has_allowed_host_and_scheme(asked, allowed_hosts=None, require_https=request.is_secure())
    return asked if is_local and asked.startswith("/") and not asked.startswith("//") else fallback


def new_code() -> str:
    """Return a fresh one-time code, `ABCD-EFGH-…`, 120 random bits."""
    text = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode()
    return "-".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def code_digest(code: str) -> str:
    """Return what is stored of a code; spaces, dashes and small letters typed by a person do not matter."""
    plain = re.sub(r"[\s-]", "", code).upper()
    return hashlib.sha256(f"one-time-code:{plain}".encode()).hexdigest()


def totp(secret: str, at: float | None = None) -> str:
    """Return the six digits that an authenticator with this base32 secret shows at a time (now)."""
    generator = TOTP(secret_bytes(secret))
    generator.time = time.time() if at is None else at
    return f"{generator.token():06d}"


def secret_bytes(secret: str) -> bytes:
    """Return a base32 secret as bytes, forgiving spaces, small letters and missing padding."""
    plain = re.sub(r"[\s-]", "", secret).upper()
    return base64.b32decode(plain + "=" * (-len(plain) % 8))


class ComplexityValidator:
    """Passwords mix at least `classes` of small letters, capitals, digits and signs (等保 身份鉴别 a).

    A long passphrase needs no mixture: from `free_from` characters on, length is worth more.
    """

    def __init__(self, classes: int = 3, free_from: int = 20) -> None:
        self.classes, self.free_from = classes, free_from

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError where too few kinds of characters are mixed."""
        if len(password) < self.free_from and sum(bool(re.search(kind, password)) for kind in CLASSES) < self.classes:
            raise ValidationError(self.get_help_text(), code="password_not_mixed")

    def get_help_text(self) -> str:
        """Return the rule as a sentence."""
        return _(
            "Mix at least %(classes)d of: small letters, capital letters, digits, signs; "
            "or write a sentence of %(length)d characters or more."
        ) % {"classes": self.classes, "length": self.free_from}


class LocalWordsValidator:
    """Passwords are not one of the words everybody here tries first, dressed up with a year."""

    def __init__(self, rest: int = 6) -> None:
        self.rest = rest

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError where little is left of the password without the usual words and years."""
        left = password.lower()
        for word in LOCAL_WORDS:
            left = left.replace(word, "")
        left = re.sub(r"(19|20)\d\d", "", left)
        if len(set(left)) < self.rest:
            raise ValidationError(
                _("This password is made of words and years that are tried first. Choose another."),
                code="password_usual_words",
            )

    def get_help_text(self) -> str:
        """Return the rule as a sentence."""
        return _("Do not build it from the office's name, the place, a year or neighbouring keys.")


class HeadersMiddleware:
    """Headers that Django has no setting for, on every response; TRACE and CONNECT are refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers set."""
        if request.method in {"TRACE", "CONNECT", "TRACK"}:
            return HttpResponseNotAllowed(["GET", "HEAD", "POST", "OPTIONS"])
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
