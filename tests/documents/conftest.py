"""An office with its hands, a county and a school that receive its documents, and a small table of rights.

The verbs are tested against a table of their own: the office's real table is data that an office may change.
"""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from inspectorate.documents import workflow
from inspectorate.documents.models import Series
from inspectorate.register import rights
from inspectorate.register.models import Area, Organization, Post, User

TEXT = {
    "paragraphs": [
        {"level": 0, "text": "根据《教育督导条例》，现就有关事项通知如下。"},
        {"level": 1, "text": "督导内容"},
        {"level": 2, "text": "经费保障。核查教育经费落实情况。"},
        {"level": 3, "text": "生均公用经费"},
        {"level": 1, "text": "工作要求"},
    ],
    "attachments": ["督导组成员名单", {"title": "自评报告提纲", "paragraphs": [{"level": 0, "text": "一份提纲。"}]}],
    "note": "此件公开发布",
}


@pytest.fixture(autouse=True)
def rights_table(monkeypatch):
    monkeypatch.setattr(rights, "TABLE", Path(__file__).with_name("rights.csv"))
    rights.table.cache_clear()
    rights.rows.cache_clear()
    yield
    rights.table.cache_clear()
    rights.rows.cache_clear()


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def city(db):
    province = Area.objects.create(code="230000", name="黑龙江省", level="province")
    return Area.objects.create(code="231000", name="牡丹江市", level="city", parent=province)


@pytest.fixture
def county_area(city):
    return Area.objects.create(code="231003", name="阳明区", level="county", parent=city)


@pytest.fixture
def office(city):
    return Organization.objects.create(
        name="牡丹江市人民政府教育督导委员会办公室",
        short_name="市教育督导办",
        kind="inspectorate",
        area=city,
        **city.scope,
    )


@pytest.fixture
def county(county_area):
    return Organization.objects.create(
        name="阳明区人民政府教育督导委员会办公室", kind="inspectorate", area=county_area, **county_area.scope
    )


@pytest.fixture
def school(county_area):
    return Organization.objects.create(name="牡丹江市喆堃小学", kind="school", area=county_area, **county_area.scope)


@pytest.fixture
def series(office):
    return Series.objects.create(issuer=office, code="牡政教督办")


def hold(organization, role, name, group=""):
    user = User.objects.create_user(username=f"{role}-{name}", name=name, email="", password="x")
    return Post.objects.create(
        user=user,
        role=role,
        organization=organization,
        group=group,
        is_approved=True,
        valid_from=date(2020, 1, 1),
        **organization.scope,
    )


@pytest.fixture
def drafter(office):
    return hold(office, "government_group", "甲科员", "government")


@pytest.fixture
def director(office):
    return hold(office, "director", "乙主任")


@pytest.fixture
def secretary(office):
    return hold(office, "general_group", "丙秘书", "general")


@pytest.fixture
def county_clerk(county):
    return hold(county, "county_clerk", "丁科员")


@pytest.fixture
def headteacher(school):
    return hold(school, "school", "戊校长")


@pytest.fixture
def people(drafter, director, secretary, county_clerk, headteacher):
    """All of them at once."""
    return SimpleNamespace(
        drafter=drafter, director=director, secretary=secretary, county_clerk=county_clerk, headteacher=headteacher
    )


@pytest.fixture
def make(office, city, county, drafter, series):
    """Draft a document; keyword arguments override what it says."""

    def make(**changes):
        values = {
            "by": drafter,
            "context": TEXT,
            "title": "关于开展春季开学专项督导的通知",
            "addressees": [county],
            "copies": ["市委办公室"],
            "issuer": office,
            "area": city,
        } | changes
        return workflow.draft(values.pop("kind", "notice"), values.pop("subject", None), **values)

    return make


@pytest.fixture
def advance(drafter, director, secretary, county, county_clerk):
    """Bring a draft to a state by the hands that may."""

    def advance(document, state):
        steps = {
            "in_review": lambda: workflow.submit(document, by=drafter),
            "signed": lambda: workflow.sign(document, by=director),
            "issued": lambda: workflow.issue(document, by=secretary),
            "dispatched": lambda: workflow.dispatch(document, to=county, by=secretary),
            "received": lambda: workflow.receive(document.dispatches.get(to=county), by=county_clerk),
            "archived": lambda: workflow.archive(document, by=secretary),
        }
        for name, step in steps.items():
            if document.state == state:
                break
            step()
            document.refresh_from_db()
            assert document.state == name
        return document

    return advance


@pytest.fixture
def browse(client):
    """Sign a post in and return the browser."""

    def browse(post):
        client.force_login(post.user, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session["post"] = post.pk
        session.save()
        return client

    return browse
