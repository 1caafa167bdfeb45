"""A province with a city and a county, and the posts that propose, approve and read rules."""
from datetime import date

import pytest

from inspectorate.register.models import Area, Level, Organization, Post, User
from inspectorate.rulebook.models import Setting


@pytest.fixture
def province(db):
    return Area.objects.create(code="230000", name="黑龙江省", level=Level.PROVINCE)


@pytest.fixture
def city(province):
    return Area.objects.create(code="231000", name="牡丹江市", level=Level.CITY, parent=province)


@pytest.fixture
def county(city):
    return Area.objects.create(code="231025", name="林口县", level=Level.COUNTY, parent=city)


@pytest.fixture
def make_post():
    """Return a maker of posts: role, area, name."""

    def make(role, area, name):
        office, _made = Organization.objects.get_or_create(
            name=f"{area.name}教育督导委员会办公室", area=area, kind=Organization.Kind.INSPECTORATE, defaults=area.scope
        )
        user = User.objects.create_user(username=name, password="correct-horse-battery", name=name)
        return Post.objects.create(
            user=user, role=role, organization=office, valid_from=date(2020, 1, 1), is_approved=True, **area.scope
        )

    return make


@pytest.fixture
def clerk(make_post, city):
    """Return the post of the general-affairs group, which proposes."""
    return make_post("general_group", city, "chen")


@pytest.fixture
def director(make_post, city):
    """Return the post of the office director, who approves."""
    return make_post("director", city, "zhao")


@pytest.fixture
def shipped():
    """Return a maker of settings that bind without anybody having proposed them here."""

    def make(area, rule, value, valid_from=date(2021, 1, 1), **options):
        return Setting.objects.create(
            area=area, rule=rule, value=value, valid_from=valid_from, document="测试文件", state="approved",
            **area.scope, **options,
        )

    return make
