"""The second factor: required of those who approve, publish or grant; enrolled, shown, lost and reset."""
import re
import time

import pytest
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from inspectorate.lib.security import totp
from inspectorate.register import workflow
from inspectorate.register.models import Session
from inspectorate.register.rights import Refused
from inspectorate.register.states import SECOND_FACTOR, Role
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import RuleRefused
from tests.register.conftest import PASSWORD, SECRET, enrolled, sign_in, verified

ENROL = "/account/second-factor/enrol/"
VERIFY = "/account/second-factor/"
OTHERS = sorted(set(Role) - SECOND_FACTOR)


def offered(client):
    """The secret and the hidden field of the enrolment page."""
    page = client.get(ENROL).content.decode()
    secret = re.search(r'class="key">([A-Z2-7 ]+)<', page)[1]
    return secret, re.search(r'name="offer" value="([^"]+)"', page)[1]


def enrol(client):
    secret, offer = offered(client)
    data = {"offer": offer, "token": totp(secret), "present": PASSWORD}
    return secret, client.post(ENROL, data)


@pytest.mark.parametrize("role", sorted(SECOND_FACTOR))
def test_approving_role_may_do_nothing_but_enrol(hold, role):
    hold(role, "somebody")
    client, _answer = sign_in("somebody")
    for page in ("/accounts/", "/posts/", "/account/", "/account/password/", "/desk/"):
        answer = client.get(page)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, ENROL)
    assert client.post("/account/language/", {"language": "en"}).url.startswith(ENROL)
    assert client.get(ENROL).status_code == 200


@pytest.mark.parametrize("role", OTHERS)
def test_other_roles_work_without_it(hold, role):
    hold(role, "somebody")
    client, _answer = sign_in("somebody")
    assert client.get("/account/").status_code == 200


def test_enrolment_shows_recovery_codes_once_and_opens_the_post(director):
    client, _answer = sign_in("director")
    _secret, answer = enrol(client)
    codes = re.findall(r"<li><code>([a-z0-9]{12})</code>", answer.content.decode())
    assert len(codes) == len(set(codes)) == 10
    assert client.get("/accounts/").status_code == 200
    assert Event.objects.of(director.user).filter(verb="confirm_device").exists()
    assert codes[0] not in client.get("/account/").content.decode()


def test_offer_is_stored_nowhere_before_its_first_code(director):
    client, _answer = sign_in("director")
    offered(client)
    assert TOTPDevice.objects.count() == 0


@pytest.mark.parametrize("wrong", ["token", "present", "offer"])
def test_enrolment_with_a_wrong_field_changes_nothing(director, hold, wrong):
    client, _answer = sign_in("director")
    secret, offer = offered(client)
    data = {"offer": offer, "token": totp(secret), "present": PASSWORD}
    data[wrong] = {"token": "000000", "present": "Wrong-One-12", "offer": offer[:-4] + "AAAA"}[wrong]
    client.post(ENROL, data)
    assert TOTPDevice.objects.count() == 0
    assert client.get("/accounts/").status_code == 302


def test_offer_made_for_somebody_else_is_not_taken(director, system_admin):
    theirs, _answer = sign_in("system")
    secret, offer = offered(theirs)
    client, _answer = sign_in("director")
    client.post(ENROL, {"offer": offer, "token": totp(secret), "present": PASSWORD})
    assert TOTPDevice.objects.count() == 0


def test_enrolment_ends_all_other_sessions(director):
    """T19."""
    sign_in("director")
    client, _answer = sign_in("director")
    enrol(client)
    assert Session.objects.filter(user=director.user).count() == 1


def test_enrolled_person_shows_the_code_at_every_sign_in(clerk):
    """Optional for this role, but once there, the password alone opens nothing."""
    enrolled(clerk.user)
    client, _answer = sign_in("clerk", next="/account/")
    assert client.get("/account/").url == f"{VERIFY}?next=%2Faccount%2F"
    answer = client.post(VERIFY, {"token": totp(SECRET), "next": "/account/"})
    assert (answer.status_code, answer.url) == (302, "/account/")
    assert client.get("/account/").status_code == 200


def test_code_is_taken_once(director):
    """Replay: the same six digits open no second session."""
    enrolled(director.user)
    code = totp(SECRET)
    first, second = sign_in("director")[0], sign_in("director")[0]
    assert first.post(VERIFY, {"token": code}).status_code == 302
    assert second.post(VERIFY, {"token": code}).status_code == 422
    assert second.get("/account/").status_code == 302


@pytest.mark.parametrize("token", ["000000", "12345", "", "abcdef", "９９９９９９", "1" * 20, "'; --"])
def test_wrong_code_opens_nothing(director, token):
    enrolled(director.user)
    client, _answer = sign_in("director")
    assert client.post(VERIFY, {"token": token}).status_code == 422
    assert client.get("/account/").status_code == 302


def test_guessing_codes_is_slowed_down_and_stopped(director):
    """6.6.3: of 200 guesses at most ten are looked at, the right one among them too late."""
    enrolled(director.user)
    client, _answer = sign_in("director")
    answers = [client.post(VERIFY, {"token": f"{number:06d}"}) for number in range(200)]
    assert [answer.status_code for answer in answers].count(429) == 190
    assert int(answers[-1]["Retry-After"]) > 0
    assert client.post(VERIFY, {"token": totp(SECRET)}).status_code == 429


def test_recovery_code_replaces_the_authenticator_once(director):
    enrolled(director.user)
    codes = workflow.new_recovery_codes(director.user, by=workflow.Person.of(director.user))
    client, _answer = sign_in("director")
    spaced = f" {codes[0][:6].upper()} {codes[0][6:]} "
    assert client.post(VERIFY, {"token": spaced}).status_code == 302
    assert StaticToken.objects.count() == 9
    again, _answer = sign_in("director")
    assert again.post(VERIFY, {"token": codes[0]}).status_code == 422


def test_new_recovery_codes_need_the_password_and_void_the_old(director):
    client = verified(director)
    old = workflow.new_recovery_codes(director.user, by=workflow.Person.of(director.user))
    assert client.post("/account/second-factor/codes/", {"present": "Wrong-One-12"}).status_code == 422
    client.post("/account/second-factor/codes/", {"present": PASSWORD})
    left = set(StaticToken.objects.values_list("token", flat=True))
    assert len(left) == 10
    assert not left & set(old)


def test_second_factor_is_given_up_only_where_no_post_requires_it(director, clerk):
    for person, status in ((director, 422), (clerk, 302)):
        client = verified(person)
        answer = client.post("/account/second-factor/remove/", {"present": PASSWORD})
        assert answer.status_code == status
        assert TOTPDevice.objects.filter(user=person.user).exists() is (status == 422)


def test_authenticator_is_replaced_only_after_the_present_one_was_shown(director):
    enrolled(director.user)
    client, _answer = sign_in("director")
    assert client.get(ENROL).url.startswith(VERIFY)
    assert client.post(ENROL, {"present": PASSWORD}).url.startswith(VERIFY)


def test_reset_by_the_security_administrator_leads_to_a_new_enrolment(director, security_admin):
    client = verified(director)
    workflow.reset_second_factor(director.user.account, by=security_admin, note="手机丢失，已当面核实")
    assert client.get("/account/").status_code == 302
    again, _answer = sign_in("director")
    assert again.get("/account/").url.startswith(ENROL)
    assert Event.objects.of(director.user.account).last().note == "手机丢失，已当面核实"


def test_nobody_else_resets_a_second_factor(director, system_admin, clerk, security_admin):
    """T23: who makes password links does not take second factors off; and nobody one's own."""
    for post in (system_admin, clerk, director):
        with pytest.raises(Refused):
            workflow.reset_second_factor(security_admin.user.account, by=post, note="x")
    with pytest.raises(RuleRefused):
        workflow.reset_second_factor(security_admin.user.account, by=security_admin, note="x")


def test_switch_into_an_approving_post_asks_for_the_second_factor(clerk, hold):
    other = hold("director", "clerk")
    client, _answer = sign_in("clerk")
    client.post("/account/post/", {"post": clerk.pk})
    assert client.get("/account/").status_code == 200
    client.post("/account/post/", {"post": other.pk})
    assert client.get("/account/").url.startswith(ENROL)


def test_device_of_somebody_else_in_the_session_does_not_count(director, clerk):
    enrolled(director.user)
    stolen = enrolled(clerk.user)
    client, _answer = sign_in("director")
    session = client.session
    session["otp_device_id"] = stolen.persistent_id
    session.save()
    assert client.get("/account/").url.startswith(VERIFY)


def test_part_of_a_page_is_led_to_the_step_by_header(director):
    client, _answer = sign_in("director")
    answer = client.get("/accounts/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (403, ENROL)


def test_computed_code_is_the_one_of_the_standard():
    """RFC 6238, appendix B, SHA-1: the last six of the eight digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    expected = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}
    assert {at: totp(secret, at) for at in expected} == expected


def test_demonstration_device_has_a_known_secret(director, settings):
    settings.DEMONSTRATION = True
    director.user.is_demonstration = True
    director.user.save()
    workflow.demo_device(director.user, SECRET)
    client, _answer = sign_in("director")
    page = client.get(VERIFY).content.decode()
    assert totp(SECRET, time.time()) in page or totp(SECRET, time.time() - 30) in page
    shown = re.search(r'class="number">(\d{6})<', page)[1]
    assert client.post(VERIFY, {"token": shown}).status_code == 302
    later, _answer = sign_in("director")
    assert shown not in later.get(VERIFY).content.decode()


@pytest.mark.parametrize("missing", ["demonstration", "person", "production"])
def test_known_secrets_exist_only_in_the_demonstration(director, settings, missing):
    """T83."""
    settings.DEMONSTRATION = missing != "demonstration"
    settings.IS_PRODUCTION = missing == "production"
    director.user.is_demonstration = missing != "person"
    director.user.save()
    with pytest.raises(RuleRefused):
        workflow.demo_device(director.user, SECRET)
    enrolled(director.user)
    TOTPDevice.objects.update(name="demonstration")
    client, _answer = sign_in("director")
    assert 'class="number"' not in client.get(VERIFY).content.decode()


def test_signed_out_visitor_sees_neither_page(db):
    for page in (ENROL, VERIFY):
        assert Client().get(page).url == f"/sign-in/?next={page}"
