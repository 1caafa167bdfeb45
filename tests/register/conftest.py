"""A city with its office, a county, and people in posts who sign in the way people do."""
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from inspectorate.lib.security import totp
from inspectorate.register.models import Account, AccountState, Area, Organization, Post, User
from inspectorate.register.workflow.factors import TOTPDevice, secret_bytes

PASSWORD = "Quiet-River-41"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ADDRESS = "203.0.113.7"


@pytest.fixture(autouse=True)
def _fresh_budgets():
    cache.clear()


@pytest.fixture
def city(db):
    province = Area.objects.create(code="230000", name="黑龙江省", level="province")
    return Area.objects.create(code="231000", name="牡丹江市", level="city", parent=province)


@pytest.fixture
def other_city(city):
    return Area.objects.create(code="230100", name="哈尔滨市", level="city", parent=city.parent)


@pytest.fixture
def office(city):
    name = "牡丹江市教育督导委员会办公室"
    return Organization.objects.create(name=name, kind="inspectorate", area=city, **city.scope)


@pytest.fixture
def other_office(other_city):
    name = "哈尔滨市教育督导办"
    return Organization.objects.create(name=name, kind="inspectorate", area=other_city, **other_city.scope)


@pytest.fixture
def hold(office):
    """Give a new person a post; the account can sign in with PASSWORD."""

    def make(role, username, organization=office, **more):
        user = User.objects.filter(username=username).first() or new_user(username, organization)
        fields = {"valid_from": date(2020, 1, 1), "is_approved": True, **organization.scope, **more}
        return Post.objects.create(user=user, role=role, organization=organization, **fields)

    return make


def new_user(username, organization):
    user = User.objects.create_user(username=username, name=f"{username}君", email="", password=PASSWORD)
    Account.objects.create(user=user, organization=organization, state=AccountState.ACTIVE, **organization.scope)
    return user


@pytest.fixture
def clerk(hold):
    return hold("school_group", "clerk")


@pytest.fixture
def system_admin(hold):
    return hold("system_admin", "system")


@pytest.fixture
def security_admin(hold):
    return hold("security_admin", "security")


@pytest.fixture
def director(hold):
    return hold("director", "director")


def sign_in(username, password=PASSWORD, client=None, address=ADDRESS, **data):
    """Post the sign-in form; returns the client and the answer."""
    client = client or Client()
    answer = client.post(
        "/sign-in/", {"username": username, "password": password, **data}, REMOTE_ADDR=address,
        HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/140.0",
    )
    return client, answer


def enrolled(user, secret=SECRET):
    return TOTPDevice.objects.create(user=user, name="totp", key=secret_bytes(secret).hex(), confirmed=True)


def verified(post):
    """A client that acts in a post, past the second factor."""
    enrolled(post.user)
    client, _answer = sign_in(post.user.username)
    answer = client.post("/account/second-factor/", {"token": totp(SECRET)})
    assert answer.status_code == 302, answer.content.decode()
    return client
