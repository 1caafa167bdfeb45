"""The duties of an area."""
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inspectorate.register.models import Area

pytestmark = pytest.mark.django_db
QUERIES = 10  # session, user, post, other posts, counties, their counts, count, rows, saved views, inbox


def titles(response):
    return {line.row.title for line in response.context["lines"]}


@pytest.fixture
def page(sign_in, clerk):
    client = sign_in(clerk)
    return lambda **query: client.get(reverse("area-duty-list"), query)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries_for_one_duty_and_for_three(page, owe, rows, django_assert_num_queries):
    for _number in range(rows):
        owe()
    with django_assert_num_queries(QUERIES):
        assert len(page().context["lines"]) == rows


def test_counts_of_the_counties_equal_the_lists_behind_them(sign_in, clerk, city, county, owe):
    office = clerk.organization
    other = Area.objects.create(code="231004", name="爱民区", level="county", parent=city)
    Area.objects.create(code="231005", name="西安区", level="county", parent=city)
    owe(-1), owe(3), owe(5, state="met"), owe(-4, area=other, county=other.pk), owe(2, holder=office, county="")
    client = sign_in(clerk)
    found = client.get(reverse("area-duty-list")).context["counties"]
    assert [(str(row.name), row.open, row.late) for row in found] == [
        ("市本级", 1, 0), ("阳明区", 2, 1), ("爱民区", 1, 1),
    ]
    for row in found:
        assert len(client.get(row.open_url).context["lines"]) == row.open
        assert len(client.get(row.late_url).context["lines"]) == row.late


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"holder": "㐱㙍"}, {"school", "late"}),
        ({"rule": "r-ins"}, {"rule"}),
        ({"state": "met"}, {"met"}),
        ({"when": "overdue"}, {"late"}),
        ({"q": "ul"}, {"rule"}),
        ({"county": "231003", "rule": "R-ACC"}, {"school", "late"}),
        ({"state": "any"}, {"school", "late", "rule", "met"}),
        ({}, {"school", "late", "rule"}),
    ],
)
def test_filters_narrow_the_list(page, office, owe, query, found):
    owe(3, title="school"), owe(-3, title="late")
    owe(4, title="rule", rule="R-INS-07", holder=office)
    owe(4, title="met", holder=office, state="met")
    assert titles(page(**query)) == found


def test_list_narrows_to_a_span_of_last_days(page, owe):
    today = timezone.localdate()
    for days in (1, 5, 9):
        owe(days, title=str(days))
    assert titles(page(since=today + timedelta(days=2), until=today + timedelta(days=8))) == {"5"}


def test_unit_sees_its_own_duties_and_no_counties(sign_in, head, office, owe):
    owe(title="own"), owe(holder=office, title="office")
    response = sign_in(head).get(reverse("area-duty-list"))
    assert titles(response) == {"own"}
    assert response.context["counties"] == []
    assert "county" not in response.context["filters"].fields
