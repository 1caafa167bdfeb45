"""An office, a school, their people and duties, and a small table of rights of their own."""
import time
from dataclasses import asdict
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from inspectorate.duties.models import Duty
from inspectorate.lib.periods import Calendar, period_end
from inspectorate.register import rights
from inspectorate.register.models import Area, Organization, Post, User
from inspectorate.trail.workflow import record

OFFICE_VERBS = "view export waive_duty remind_duty refuse_duty"
RIGHTS = (
    rights.Right("general_group", "duty", frozenset(OFFICE_VERBS.split()), "area", ""),
    rights.Right("general_group", "organization", frozenset({"view", "export"}), "area", ""),
    rights.Right("school", "duty", frozenset({"view"}), "unit", ""),
    rights.Right("school", "organization", frozenset({"view"}), "unit", ""),
)


@pytest.fixture(autouse=True)
def rights_table(monkeypatch):
    rights.rows.cache_clear()
    monkeypatch.setattr(rights, "table", lambda: RIGHTS)
    yield
    rights.rows.cache_clear()


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def city(db):
    province = Area.objects.create(code="230000", name="黑龙江省", level="province")
    return Area.objects.create(code="231000", name="牡丹江市", level="city", parent=province)


@pytest.fixture
def county(city):
    return Area.objects.create(code="231003", name="阳明区", level="county", parent=city)


@pytest.fixture
def office(city):
    return Organization.objects.create(
        name="市教育督导委员会办公室", short_name="市教督办", kind="inspectorate", area=city, **city.scope
    )


@pytest.fixture
def school(county):
    return Organization.objects.create(name="阳明区㐱㙍小学", kind="school", area=county, **county.scope)


def hold(organization, role, name, group=""):
    """Give a new person a post."""
    user = User.objects.create_user(username=name, name=name, email="", password="a-long-password-1")
    user.password_changed_at = timezone.now()
    user.save()
    return Post.objects.create(
        user=user, role=role, organization=organization, group=group, is_approved=True, valid_from=date(2020, 1, 1),
        **organization.scope,
    )


@pytest.fixture
def clerk(office):
    return hold(office, "general_group", "丙秘书", "general")


@pytest.fixture
def head(school):
    return hold(school, "school", "戊校长")


@pytest.fixture
def sign_in(client, monkeypatch):
    """Act in a post; a second factor is the sign-in's business, not these pages'."""

    def sign_in(post):
        monkeypatch.setattr("inspectorate.register.views.gate.pending_step", lambda _request: "", raising=False)
        client.force_login(post.user)
        session = client.session
        session["post"] = post.pk
        session["seen"] = session["started"] = time.time()  # noted once a minute: not in the request that is counted
        session.save()
        return client

    return sign_in


@pytest.fixture
def owe(school, county):
    """Open a duty due in `days`."""

    def owe(days=5, holder=None, title="提交整改报告", subject=None, **values):
        today = timezone.localdate()
        start = today - timedelta(days=40)
        period = period_end(start, 10, "working_day", Calendar())
        duty = Duty.objects.create(
            **{
                "kind": "report", "title": title, "rule": "R-ACC-05", "area": county, "holder": holder or school,
                "subject": subject or school, "subject_label": str(subject or school), "opened_on": start,
                "trigger_on": start, "nominal_due_on": period.nominal_on, "due_on": today + timedelta(days=days),
                "how_computed": asdict(period), **county.scope, **values,
            }
        )
        record(duty, "open_duty", by=None)
        return duty

    return owe
