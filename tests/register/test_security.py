"""The site as a whole: every page is private unless marked, GET changes nothing, headers, refused productions."""
import re
import uuid
from datetime import date
from types import SimpleNamespace

import pytest
from django.conf import settings as site
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver

from inspectorate.lib import checks
from inspectorate.lib.security import ComplexityValidator, LocalWordsValidator, device_name
from inspectorate.register.models import User
from inspectorate.register.rights import table
from tests.register.conftest import PASSWORD, sign_in

# Beside what citizens read, only these open without signing in; each shows nothing of the inside.
PUBLIC = {
    "sign-in", "set-password", "preferences", "draft", "document-verify", "health-live", "health-ready", "health-deep",
    "calendar-feed",
}
PUBLIC_APP = "inspectorate.publication"
EXAMPLES = {
    "int": "1", "str": "x", "slug": "x", "uuid": str(uuid.UUID(int=1)), "path": "x/y", "code": "231000",
    "year": str(date.min.year + 2025),
}
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
OWN_WRITES = ("register_session", "axes_access", "django_session")


def walk(patterns, prefix="", space=""):
    """Every address of the site: (name, path with examples filled in, view)."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or ''}", "/" + filled(route), pattern.callback
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from walk(pattern.url_patterns, route, inner)


def filled(route):
    """A route with an example for every argument."""
    route = re.sub(r"\(\?P<\w+>.*?\)(?=[/$]|$)", "x", route)
    route = re.sub(r"<(?:(\w+):)?\w+>", lambda found: EXAMPLES.get(found[1] or "str", "1"), route)
    return route.replace("^", "").replace("$", "").replace("\\Z", "")


ADDRESSES = sorted(walk(get_resolver().url_patterns), key=lambda item: item[:2])


def is_public(name, view):
    return name in PUBLIC or module_of(view).startswith(PUBLIC_APP)


def module_of(view):
    return getattr(view, "view_class", view).__module__


def test_there_is_something_to_walk():
    assert len(ADDRESSES) > 40
    assert "sign-in" in {name for name, _path, _view in ADDRESSES}


def test_only_the_public_list_is_marked_public():
    """§4.2 of the design: a view outside the list that opens without sign-in is a mistake."""
    opened = {name for name, _path, view in ADDRESSES if not getattr(view, "login_required", True)}
    private = {name for name, _path, view in ADDRESSES if not is_public(name, view)}
    by_gate = {name for name in opened if name.startswith("admin:")}  # held by the gate, see the next tests
    assert opened & private == by_gate


@pytest.mark.parametrize("method", ["get", "head", "options", "post", "put", "delete"])
def test_signed_out_visitor_is_led_to_sign_in_everywhere(db, method):
    """T01, T43: every private address answers with the way to sign-in, whatever the method."""
    client, wrong = Client(), []
    for name, path, view in ADDRESSES:
        if is_public(name, view):
            continue
        answer = getattr(client, method)(path)
        # The admin site sends to a sign-in of its own, which is the same door: see the test of it.
        is_sent = answer.status_code == 302 and answer.url.startswith(("/sign-in/", "/admin/login/"))
        if not is_sent and answer.status_code != 404:
            wrong.append((name, path, answer.status_code, answer.get("Location")))
    assert wrong == []


def test_trace_is_refused_everywhere(db):
    client = Client()
    assert {client.trace(path).status_code for _name, path, _view in ADDRESSES} == {405}


def test_reading_changes_nothing_for_a_signed_in_person(hold):
    """T43: GET, HEAD and OPTIONS on every address of the site write no row but the session's own."""
    hold("school_group", "clerk")
    client, _answer = sign_in("clerk")
    written = []
    for name, path, _view in ADDRESSES:
        if name in {"admin:logout", "sign-out"}:
            continue
        for method in (client.get, client.head, client.options):
            with CaptureQueriesContext(connection) as queries:
                method(path)
            written += [(name, sql["sql"][:90]) for sql in queries if is_write(sql["sql"])]
    assert written == []


def is_write(sql):
    return bool(WRITES.match(sql)) and not any(name in sql for name in OWN_WRITES)


def test_headers_stand_on_every_answer(hold):
    """3.4.3 to 3.4.6: policy without inline code, no framing, no sniffing, no referrer to others."""
    hold("school_group", "clerk")
    client, _answer = sign_in("clerk")
    for path in ("/sign-in/", "/account/", "/accounts/", "/no-such-page/", "/preferences/"):
        answer = client.get(path)
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy
        for part in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'",
                     "form-action 'self'"):
            assert part in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Frame-Options"] == "DENY"
        assert "geolocation=(self)" in answer["Permissions-Policy"]


def test_nonce_differs_from_answer_to_answer(hold):
    hold("school_group", "clerk")
    client, _answer = sign_in("clerk")
    nonces = [re.findall(r"'nonce-([^']+)'", client.get("/account/")["Content-Security-Policy"]) for _n in range(3)]
    flat = [nonce for found in nonces for nonce in found]
    assert len(flat) == len(set(flat))


def test_private_pages_are_stored_nowhere(hold):
    """T12."""
    hold("school_group", "clerk")
    client, _answer = sign_in("clerk")
    for path in ("/account/", "/accounts/", "/account/post/"):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_admin_site_has_no_door_of_its_own(hold):
    """6.3.4: no sign-in beside the one with budgets and second factor, and no way around the second factor."""
    post = hold("system_admin", "system")
    User.objects.filter(pk=post.user_id).update(is_staff=True, is_superuser=True)
    client = Client()
    data = {"username": "system", "password": PASSWORD}
    answers = [client.get("/admin/login/?next=/admin/auth/"), client.post("/admin/login/", data)]
    assert [answer.url for answer in answers] == ["/sign-in/?next=/admin/auth/", "/sign-in/?next=/admin/login/"]
    sign_in("system", client=client)
    assert client.get("/admin/").url.startswith("/account/second-factor/enrol/")


def test_form_without_its_token_is_refused(hold):
    """T43."""
    hold("school_group", "clerk")
    signed, _answer = sign_in("clerk")
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed.cookies
    for path in ("/account/language/", "/sign-out/", "/account/password/", "/account/sessions/end-others/"):
        assert client.post(path, {}).status_code == 403


def safe_production(**changes):
    """The settings of a good production with one of them changed."""
    good = {
        "DEBUG": False, "SECRET_KEY": "qW7-Zk2_pL9.vB4mXc8nRt5yHs1dFg6jKa3eUo0iTzQwErTyUiOp",
        "ALLOWED_HOSTS": ["jydd.example.cn"], "SECURE_SSL_REDIRECT": True, "SECURE_HSTS_SECONDS": 31536000,
        "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True, "SITE_URL": "https://jydd.example.cn",
        "DATABASES": {"default": {"HOST": "/var/run/postgresql", "OPTIONS": {}}}, "REDIS_URL": "redis://localhost/0",
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.PBKDF2PasswordHasher"], "DEMONSTRATION": False,
        "IMPORT_EXPORT_EXPORT_PERMISSION_CODE": "export", "IMPORT_EXPORT_IMPORT_PERMISSION_CODE": "import",
        "ANONYMOUS_USER_NAME": None, "SESSION_ENGINE": "inspectorate.register.models.sessions",
        "IS_PRODUCTION": True, "SITE_FOOTER": {"sponsor": "x"},
    }
    return SimpleNamespace(**(good | changes))


def test_good_production_starts():
    checks.refuse_unsafe(safe_production())
    assert checks.deploy_messages(safe_production()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", True),
        ("SECRET_KEY", site.TRIAL_KEY),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("ALLOWED_HOSTS", ["*"]),
        ("ALLOWED_HOSTS", []),
        ("ALLOWED_HOSTS", [".example.cn"]),
        ("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]", "testserver"]),
        ("SECURE_SSL_REDIRECT", False),
        ("SECURE_HSTS_SECONDS", 0),
        ("SESSION_COOKIE_SECURE", False),
        ("CSRF_COOKIE_SECURE", False),
        ("SITE_URL", "http://jydd.example.cn"),
        ("DATABASES", {"default": {"HOST": "db.example.cn", "OPTIONS": {}}}),
        ("REDIS_URL", ""),
        ("PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"]),
        ("DEMONSTRATION", True),
        ("IMPORT_EXPORT_EXPORT_PERMISSION_CODE", None),
        ("IMPORT_EXPORT_IMPORT_PERMISSION_CODE", None),
        ("ANONYMOUS_USER_NAME", "AnonymousUser"),
        ("SESSION_ENGINE", "django.contrib.sessions.backends.signed_cookies"),
    ],
)
def test_bad_production_refuses_to_start_with_a_sentence(name, value):
    """T82, T83, T03: one refusal each, naming the setting; the same values pass outside production."""
    bad = safe_production(**{name: value})
    with pytest.raises(ImproperlyConfigured) as refused:
        checks.refuse_unsafe(bad)
    assert str(refused.value).count("\n- ") == 1
    assert len(checks.deploy_messages(bad)) == 1
    bad.IS_PRODUCTION = False
    checks.refuse_unsafe(bad)


def test_empty_footer_is_warned_of():
    """政府网站发展指引."""
    found = checks.deploy_messages(safe_production(SITE_FOOTER={"icp": "", "contact": ""}))
    assert [(message.level, "icp, contact" in message.msg) for message in found] == [(30, True)]


@pytest.mark.parametrize("password", ["Quiet-River-41", "长句子也可以作为口令只要足够长就行没有问题的呀", "xK9!mmpq"])
def test_mixed_or_long_passwords_pass(password):
    ComplexityValidator().validate(password)
    LocalWordsValidator().validate(password + "uvwxyz")


@pytest.mark.parametrize("password", ["onlysmallletters", "12345678901", "SMALLANDBIG"])
def test_unmixed_passwords_are_refused(password):
    with pytest.raises(Exception, match=r".+"):
        ComplexityValidator().validate(password)


@pytest.mark.parametrize("password", ["Mudanjiang@2026", "Jiaoyu-Dudao-1", "Qwer1234!", "1qaz2wsx!A", "Woaini5201314!"])
def test_usual_words_are_refused(password):
    with pytest.raises(Exception, match=r".+"):
        LocalWordsValidator().validate(password)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome · Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (Linux; Android 14; HarmonyOS) Chrome/114 MicroMessenger/8.0", "WeChat · HarmonyOS"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari · iPhone"),
        ("curl/8.0", "curl/8.0"),
        ("", ""),
    ],
)
def test_devices_are_named_in_two_words(agent, name):
    assert device_name(agent) == name


def test_three_administrators_have_no_right_on_business():
    """§5.1: none of the three sees business content."""
    ground = {"organization", "account", "post", "correction", "trail", "event", "job", "backup", "setting", "area"}
    theirs = {right.resource for right in table() if right.role.endswith("_admin")}
    assert theirs - ground == set()
