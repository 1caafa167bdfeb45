"""One kept page for everybody: no cookie, an ETag, the language in the address."""
import pytest
from django.conf import settings as project
from django.test import Client
from django.utils import timezone

from inspectorate.publication import workflow
from inspectorate.publication.views.kept import KEPT_SECONDS, in_other_language

from .samples import PUBLIC_MIDDLEWARE
from .test_reading import addresses


def test_middleware_stands_before_the_session():
    """Anonymous by construction: a public page is answered before anybody asks who is there."""
    order = list(project.MIDDLEWARE)
    assert order.index(PUBLIC_MIDDLEWARE) < order.index("django.contrib.sessions.middleware.SessionMiddleware")


def test_no_public_page_sets_a_cookie_or_varies_by_one(released, citizen):
    for address in addresses(released()):
        answer = citizen.get(address)
        assert not answer.cookies, address
        assert "Vary" not in answer.headers, address
    assert not citizen.cookies


def test_signed_in_person_reads_the_same_bytes(released, citizen, people):
    """T12"""
    publication = released()
    officer = Client()
    officer.force_login(people.author.user)
    for address in addresses(publication):
        assert officer.get(address).content == citizen.get(address).content, address


def test_pages_may_be_kept_by_proxies_for_half_a_minute(released, citizen):
    """T89: kept here and there together at most a minute."""
    publication = released()
    answer = citizen.get(f"/public/results/{publication.public_id}/")
    assert answer["Cache-Control"] == f"public, max-age={KEPT_SECONDS}"
    assert 2 * KEPT_SECONDS <= 60


def test_unchanged_page_is_answered_with_304(released, citizen):
    address = f"/public/results/{released().public_id}/"
    etag = citizen.get(address)["ETag"]
    again = citizen.get(address, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert citizen.get(address, headers={"if-none-match": '"other"'}).status_code == 200


def test_kept_page_asks_the_database_nothing(released, citizen, django_assert_num_queries):
    """Performance row 5"""
    publication = released()
    for address in addresses(publication)[:10]:
        citizen.get(address)
        with django_assert_num_queries(0):
            citizen.get(address)


def test_change_renews_all_kept_pages(released, citizen):
    released()
    before = citizen.get("/")["ETag"]
    released(title="另一份督导报告")
    assert citizen.get("/")["ETag"] != before


def test_language_is_chosen_by_the_address_alone(released, citizen):
    publication = released()
    chinese = citizen.get("/", headers={"accept-language": "en"}).content.decode()
    english = citizen.get("/en/", headers={"accept-language": "zh-CN"}).content.decode()
    assert '<html lang="zh-hans"' in chinese
    assert '<html lang="en"' in english
    assert f"/en/public/results/{publication.public_id}/" in english
    assert f'"/public/results/{publication.public_id}/' in chinese


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("/", "/en/"),
        ("/en/", "/"),
        ("/public/search/?q=a", "/en/public/search/?q=a"),
        ("/en/public/statistics/", "/public/statistics/"),
    ],
)
def test_each_page_leads_to_its_other_language(rf, address, other):
    assert in_other_language(rf.get(address)) == other


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_reading_pages_take_no_writing(db, citizen, method):
    assert getattr(citizen, method)("/public/search/").status_code == 405


def test_head_is_answered_like_get(db, citizen):
    assert citizen.head("/").status_code == 200


@pytest.mark.parametrize("address", ["/en/publications/", "/en/desk/", "/public/nonsense/", "/publications/"])
def test_only_public_addresses_are_public(db, citizen, address):
    assert citizen.get(address).status_code in {302, 404}


def test_page_of_yesterday_is_not_kept_for_today(released, citizen, units, monkeypatch):
    """What is overdue depends on the day."""
    released()
    address = f"/public/organizations/{units.school.pk}/"
    before = citizen.get(address).content
    later = timezone.now().replace(year=timezone.now().year + 5)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert citizen.get(address).content != before


def test_version_is_renewed_only_after_the_commit(cleared, people, django_capture_on_commit_callbacks):
    before = workflow.doors_version()
    with django_capture_on_commit_callbacks() as callbacks:
        workflow.release(cleared(), by=people.director)
    assert workflow.doors_version() == before
    for callback in callbacks:
        callback()
    assert workflow.doors_version() != before
