"""What production refuses to start with, each fault as a sentence that says how to mend it (T03, T82, T83)."""
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.core import checks
from django.core.exceptions import ImproperlyConfigured

KEY_LENGTH, KEY_LETTERS = 50, 12
WEAK_HASHERS = ("MD5", "SHA1", "Unsalted", "Crypt")
LOOPBACK = {"", "localhost", "127.0.0.1", "::1"}
TRIAL_HOSTS = LOOPBACK | {"[::1]", "testserver"}
SAFE_SSL = {"require", "verify-ca", "verify-full"}


class Fault(NamedTuple):
    """One unsafe setting."""

    name: str
    message: str


def is_weak_key(key: str) -> bool:
    """Return whether a secret key is short, of few letters, or one that stands in the source."""
    return len(key) < KEY_LENGTH or len(set(key)) < KEY_LETTERS or key.startswith(("trial-only", "django-insecure"))


def is_any_host(hosts: list[str]) -> bool:
    """Return whether the hosts are left open, or still those of a trial."""
    return any(host.startswith(("*", ".")) for host in hosts) or not set(hosts) - TRIAL_HOSTS


def is_open_database(database: dict[str, Any]) -> bool:
    """Return whether the way to the database leaves the machine unencrypted."""
    host = database.get("HOST") or ""
    is_local = host in LOOPBACK or host.startswith("/")
    return not is_local and (database.get("OPTIONS") or {}).get("sslmode") not in SAFE_SSL


RULES: tuple[tuple[str, Callable[[Any], bool], str], ...] = (
    ("DEBUG", lambda s: s.DEBUG, "DEBUG shows source and settings to strangers: take DEBUG out of the environment."),
    ("SECRET_KEY", lambda s: is_weak_key(s.SECRET_KEY),
     "SECRET_KEY is short, guessable or the one of the trial: set a random one of 50 characters or more."),
    ("ALLOWED_HOSTS", lambda s: is_any_host(s.ALLOWED_HOSTS),
     "ALLOWED_HOSTS is a wildcard or names this machine only: name the hosts this site answers for."),
    ("SECURE_SSL_REDIRECT", lambda s: not s.SECURE_SSL_REDIRECT,
     "SECURE_SSL_REDIRECT is off: pages would be served without TLS."),
    ("SECURE_HSTS_SECONDS", lambda s: not s.SECURE_HSTS_SECONDS,
     "SECURE_HSTS_SECONDS is 0: browsers would try without TLS first."),
    ("SESSION_COOKIE_SECURE", lambda s: not s.SESSION_COOKIE_SECURE,
     "SESSION_COOKIE_SECURE is off: the session would travel without TLS."),
    ("CSRF_COOKIE_SECURE", lambda s: not s.CSRF_COOKIE_SECURE,
     "CSRF_COOKIE_SECURE is off: the form token would travel without TLS."),
    ("SITE_URL", lambda s: urlsplit(s.SITE_URL).scheme != "https",
     "SITE_URL does not begin with https: links in mails and QR codes would lead to an open page."),
    ("DATABASES", lambda s: is_open_database(s.DATABASES["default"]),
     "The database is reached over the network without TLS: add sslmode=require to DATABASE_URL."),
    ("REDIS_URL", lambda s: not s.REDIS_URL,
     "REDIS_URL is empty: limits of sign-in and export would be counted in each process for itself."),
    ("PASSWORD_HASHERS", lambda s: any(weak in s.PASSWORD_HASHERS[0] for weak in WEAK_HASHERS),
     "PASSWORD_HASHERS begins with a fast hash, which is for tests only."),
    ("INSPECTORATE_DEMONSTRATION", lambda s: s.DEMONSTRATION,
     "INSPECTORATE_DEMONSTRATION is on: demonstration accounts have known passwords."),
    ("IMPORT_EXPORT_EXPORT_PERMISSION_CODE", lambda s: not s.IMPORT_EXPORT_EXPORT_PERMISSION_CODE,
     "IMPORT_EXPORT_EXPORT_PERMISSION_CODE is unset: every account could export every row."),
    ("IMPORT_EXPORT_IMPORT_PERMISSION_CODE", lambda s: not s.IMPORT_EXPORT_IMPORT_PERMISSION_CODE,
     "IMPORT_EXPORT_IMPORT_PERMISSION_CODE is unset: every account could import."),
    ("ANONYMOUS_USER_NAME", lambda s: s.ANONYMOUS_USER_NAME is not None,
     "ANONYMOUS_USER_NAME is set: guardian would create an active account."),
    ("SESSION_ENGINE", lambda s: not s.SESSION_ENGINE.endswith("register.models.sessions"),
     "SESSION_ENGINE is not the one that lists and ends sessions: use inspectorate.register.models.sessions."),
)


def faults(settings: Any) -> Iterator[Fault]:
    """Yield what is unsafe in the settings of a production."""
    for name, is_unsafe, message in RULES:
        if is_unsafe(settings):
            yield Fault(name, message)


def refuse_unsafe(settings: Any) -> None:
    """Stop a production that is set up unsafely; raises ImproperlyConfigured with one sentence a fault."""
    found = list(faults(settings)) if settings.IS_PRODUCTION else []
    if found:
        raise ImproperlyConfigured("Refusing to start:\n" + "\n".join(f"- {fault.message}" for fault in found))


def deploy_messages(settings: Any) -> list[checks.CheckMessage]:
    """Return the same for `manage.py check --deploy`, and warnings for what the site's footer must name."""
    errors: list[checks.CheckMessage] = [
        checks.Error(fault.message, id=f"inspectorate.{fault.name}") for fault in faults(settings)
    ]
    empty = ", ".join(name for name, value in settings.SITE_FOOTER.items() if not value)
    if empty:
        text = f"The footer of a government site must name its sponsor, contact and numbers; empty: {empty}."
        errors.append(checks.Warning(text, hint="Set the SITE_… variables.", id="inspectorate.SITE_FOOTER"))
    return errors
