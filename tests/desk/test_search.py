import pytest
from django.urls import reverse

from inspectorate.lib import limits

pytestmark = pytest.mark.django_db
QUERIES = 12


def find(client, words):
    return client.get(reverse("search"), {"q": words})


def names(response):
    return [str(row) for group in response.context["found"] for row, _url in group["hits"]]


def test_search_finds_by_part_of_the_name(sign_in, clerk, school):
    assert names(find(sign_in(clerk), "㐱㙍")) == [school.name]


def test_search_shows_only_what_the_post_may_see(sign_in, head, school, office):
    assert names(find(sign_in(head), "教")) == []
    assert names(find(sign_in(head), "小学")) == [school.name]


def test_search_without_words_asks_nothing(sign_in, clerk):
    assert find(sign_in(clerk), "  ").context["found"] == []


def test_hostile_words_are_text(sign_in, clerk):
    body = find(sign_in(clerk), "<script>alert(1)</script>%_'").content.decode()
    assert "<script>alert" not in body


def test_search_stays_within_its_queries(sign_in, clerk, school, django_assert_max_num_queries):
    client = sign_in(clerk)
    with django_assert_max_num_queries(QUERIES):
        find(client, "小学")


def test_search_in_a_loop_is_slowed_down(sign_in, clerk, monkeypatch):
    """T21."""
    client = sign_in(clerk)
    codes = [find(client, "x").status_code for _number in range(limits.SEARCH.limit + 1)]
    assert (set(codes[:-1]), codes[-1]) == ({200}, 429)
