"""A small city with its offices, and publications in every state."""
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client

from inspectorate.publication import workflow
from inspectorate.register.models import Area, Organization, Post, User

from .samples import JOIN, REPORT


@pytest.fixture(autouse=True)
def _fresh():
    """Nothing is kept from another test's pages."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def areas(db):
    province = Area.objects.create(code="230000", name="黑龙江省", level="province")
    city = Area.objects.create(code="231000", name="牡丹江市", level="city", parent=province)
    county = Area.objects.create(code="231025", name="林口县", level="county", parent=city)
    other = Area.objects.create(code="231083", name="海林市", level="county", parent=city)
    return SimpleNamespace(province=province, city=city, county=county, other=other)


@pytest.fixture
def units(areas):
    def make(name, kind, area, superior=None):
        return Organization.objects.create(name=name, kind=kind, area=area, superior=superior, **area.scope)

    office = make("牡丹江市人民政府教育督导委员会办公室", "inspectorate", areas.city)
    county = make("林口县人民政府教育督导委员会办公室", "inspectorate", areas.county, office)
    return SimpleNamespace(
        office=office, county=county, school=make("林口县第三小学", "school", areas.county, county),
        other=make("海林市第一中学", "school", areas.other, office),
    )


@pytest.fixture
def post_of(units):
    """Make a post: `post_of("director")`, at the city's office unless another is named."""

    def make(role, organization=None, group="", name=""):
        organization = organization or units.office
        username = name or f"{role}-{User.objects.count()}"
        user = User.objects.create_user(username=username, password="not-used-here-1", name=username)
        return Post.objects.create(
            user=user, role=role, organization=organization, group=group, valid_from=JOIN, is_approved=True,
            **organization.area.scope,
        )

    return make


@pytest.fixture
def people(post_of, units):
    return SimpleNamespace(
        author=post_of("school_group", group="school"), reviewer=post_of("general_group"), director=post_of("director"),
        other_group=post_of("monitoring_group", group="monitoring"),
        county_clerk=post_of("county_clerk", units.county), county_director=post_of("county_director", units.county),
    )


@pytest.fixture
def draft(people, units):
    """Make a draft of an inspection report about the school."""

    def make(kind="inspection_report", payload=None, by=None, organization="school", **more):
        unit = units.school if organization == "school" else organization
        return workflow.propose(
            kind, organization=unit, area=unit.area if unit else units.office.area,
            title=more.pop("title", "林口县第三小学校园安全专项督导报告"),
            payload=REPORT if payload is None else payload, by=by or people.author, **more,
        )

    return make


@pytest.fixture
def cleared(draft, people):
    """Make a publication that was reviewed and may be released."""

    def make(**more):
        publication = draft(**more)
        workflow.submit(publication, by=people.author)
        return workflow.review(publication, by=people.reviewer, conclusion="cleared")

    return make


@pytest.fixture
def released(cleared, people, django_capture_on_commit_callbacks):
    """Make a publication that citizens read."""

    def make(**more):
        publication = cleared(**more)
        with django_capture_on_commit_callbacks(execute=True):
            return workflow.release(publication, by=people.director)

    return make


@pytest.fixture
def citizen():
    """A browser without any cookie."""
    return Client()
