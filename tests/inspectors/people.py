"""A city with two counties, their inspectorates, a school, posts, and inspectors in term with certificate."""
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inspectorate.register import rights
from inspectorate.register.models import Area, Organization, Post, School, User
from inspectorate.register.states import Role
from inspectorate.rulebook.models import Setting
from inspectors.models import Certificate, Inspector, Term

PROFILE = {
    "kind": "part_time", "categories": ["school"], "stages": ["primary"], "degree": "bachelor", "years_of_work": 15,
    "source": "retired_head", "office_phone": "0453-6171001", "mobile": "13845670001",
}


@pytest.fixture(autouse=True)
def fresh():
    rights.table.cache_clear()
    rights.rows.cache_clear()
    cache.clear()


@pytest.fixture
def city(db):
    province = Area.objects.create(code="230000", name="黑龙江省", level="province")
    return Area.objects.create(code="231000", name="牡丹江市", level="city", parent=province)


@pytest.fixture
def county(city):
    return Area.objects.create(code="231003", name="阳明区", level="county", parent=city)


@pytest.fixture
def other_county(city):
    return Area.objects.create(code="231025", name="林口县", level="county", parent=city)


def organization(area, name, kind, **more):
    return Organization.objects.create(name=name, kind=kind, area=area, **area.scope, **more)


@pytest.fixture
def government(city):
    return organization(city, "牡丹江市人民政府", "government")


@pytest.fixture
def office(city):
    return organization(city, "牡丹江市教育督导委员会办公室", "inspectorate", short_name="市教督办")


@pytest.fixture
def county_office(county):
    return organization(county, "阳明区教育督导委员会办公室", "inspectorate")


@pytest.fixture
def other_office(other_county):
    return organization(other_county, "林口县教育督导委员会办公室", "inspectorate")


@pytest.fixture
def school(county):
    found = organization(county, "阳明区第一小学", "school")
    School.objects.create(
        organization=found, stage="primary", sponsor="public", managing_level="county", **county.scope
    )
    return found


@pytest.fixture
def hold():
    """Give a new person a post in an organisation; the name is the user name too."""

    def make(role, where, name=None, **more):
        name = name or f"{role}@{where.area_id}"
        user = User.objects.filter(username=name).first() or User.objects.create_user(
            username=name, name=name, email="", password="a-long-password-1"
        )
        return Post.objects.create(
            user=user, role=role, organization=where, is_approved=True, valid_from=date(2015, 1, 1), **where.scope,
            **more,
        )

    return make


@pytest.fixture
def director(hold, office):
    return hold(Role.DIRECTOR, office)


@pytest.fixture
def school_group(hold, office):
    return hold(Role.SCHOOL_GROUP, office, group="school")


@pytest.fixture
def general_group(hold, office):
    return hold(Role.GENERAL_GROUP, office, group="general")


@pytest.fixture
def county_clerk(hold, county_office):
    return hold(Role.COUNTY_CLERK, county_office)


@pytest.fixture
def county_director(hold, county_office):
    return hold(Role.COUNTY_DIRECTOR, county_office)


@pytest.fixture
def other_clerk(hold, other_office):
    return hold(Role.COUNTY_CLERK, other_office)


def enlist(office, name="赵督学", *, in_term=True, certified=True, **more):
    """An inspector, in term and certified unless said otherwise."""
    today, scope = timezone.localdate(), office.area.scope
    inspector = Inspector.objects.create(
        name=name, office=office, registered_on=date(2020, 1, 1), **{**PROFILE, **more}, **scope
    )
    if in_term:
        Term.objects.create(
            inspector=inspector, starts_on=today - timedelta(days=100), ends_on=today + timedelta(days=900),
            letter_number="聘字1号", **scope,
        )
    if certified:
        Certificate.objects.create(
            inspector=inspector, number=f"证{inspector.pk}", issuer=office, issued_on=today - timedelta(days=100),
            expires_on=today + timedelta(days=900), **scope,
        )
    return inspector


@pytest.fixture
def inspector(office):
    return enlist(office)


@pytest.fixture
def county_inspector(county_office):
    return enlist(county_office, "钱督学")


@pytest.fixture
def rule():
    """Set a rule of an area as if two people had approved it."""

    def make(area, key, value):
        return Setting.objects.create(
            area=area, rule=key, value=value, valid_from=date(2010, 1, 1), document="某省教育督导条例",
            article="第二十条", state="approved", **area.scope,
        )

    return make


@pytest.fixture
def sign_in(client, monkeypatch):
    """Act in a post with English pages; the second factor is the sign-in's business, not these pages'."""

    def do(post):
        monkeypatch.setattr("inspectorate.register.views.gate.pending_step", lambda _request: "", raising=False)
        client.force_login(post.user)
        session = client.session
        session["post"] = post.pk
        session.save()
        client.cookies["django_language"] = "en"
        return client

    return do


def text(response):
    return response.content.decode()


def read_cheaply(client, address, most):
    """Open a page a second time and return its text; it may cost so many statements, however much there is on it."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        page = text(client.get(address))
    assert len(captured) <= most
    return page
