"""Pages for citizens: what they read, from which tables, at what size, and nothing else."""
import gzip
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from inspectorate.publication import workflow
from inspectorate.publication.models import Publication

from .samples import POSTING, REPORT

HTML_BYTES = 14 * 1024
MOST_QUERIES = 3
OWN_TABLES = {"publication_publication", "publication_publicfile", "publication_objection"}
TABLE = re.compile(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"')


def addresses(publication, language=""):
    """All doors to one publication: page, lists, search, card, feed, data, fingerprints, sitemap."""
    with override("en" if language else "zh-hans"):
        detail = reverse("public-detail", args=[publication.public_id])
        return [
            detail, reverse("public-home"), reverse("public-search"), reverse("public-search") + "?q=第三",
            reverse("public-organization", args=[publication.organization_id]), reverse("public-feed"),
            reverse("public-data", args=["json"]), reverse("public-data", args=["csv"]),
            reverse("public-hashes", args=[publication.listed_on.year]), reverse("public-statistics"),
            detail + "objection/", reverse("public-sitemap"), reverse("public-robots"),
            reverse("public-objection-track"),
        ]


def shown(citizen, publication):
    """The doors at which a publication can be seen."""
    traces = (publication.public_id, publication.title)
    answers = {address: citizen.get(address) for address in [*addresses(publication)[:9], "/sitemap.xml"]}
    return [
        address for address, answer in answers.items()
        if answer.status_code == 200 and any(trace in answer.content.decode() for trace in traces)
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["", "en"])
def test_public_pages_read_only_their_own_tables(released, citizen, language):
    """§4.6: an internal row cannot leak, because no public page asks for one."""
    publication = released()
    for address in addresses(publication, language):
        with CaptureQueriesContext(connection) as queries:
            assert citizen.get(address).status_code == 200, address
        tables = {table for query in queries for table in TABLE.findall(query["sql"])}
        assert tables <= OWN_TABLES, address
        assert len(queries) <= MOST_QUERIES, address


def test_public_pages_never_select_the_full_copy(released, citizen):
    """R-PUB-07, T88"""
    publication = released()
    for address in addresses(publication):
        with CaptureQueriesContext(connection) as queries:
            citizen.get(address)
        for query in queries:
            for column in ("payload", "body", "author_id", "reviewer_id", "ground", "third_party", "subject_id"):
                assert f'"publication_publication"."{column}"' not in query["sql"], (address, column)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_rows(released, citizen, django_assert_num_queries, count):
    for _number in range(count):
        publication = released()
    with django_assert_num_queries(3):
        citizen.get("/")
    with django_assert_num_queries(2):
        citizen.get("/public/search/?q=第三")
    with django_assert_num_queries(1):
        citizen.get(f"/public/organizations/{publication.organization_id}/")
    with django_assert_num_queries(2):
        citizen.get(f"/public/results/{publication.public_id}/")


@pytest.mark.parametrize("state", ["draft", "in_review", "cleared", "refused"])
def test_what_is_not_released_is_behind_no_door(cleared, citizen, state):
    """T89"""
    publication = cleared()
    Publication.objects.filter(pk=publication.pk).update(state=state)
    assert shown(citizen, publication) == []
    assert citizen.get(f"/public/results/{publication.public_id}/").status_code == 404


@pytest.mark.parametrize("publicity", ["unit", "education_system"])
def test_what_is_not_meant_for_all_is_behind_no_door(released, citizen, publicity):
    """R-ACC-26"""
    publication = released(publicity=publicity)
    assert shown(citizen, publication) == []
    assert citizen.get(f"/public/results/{publication.public_id}/").status_code == 404


def test_withdrawal_closes_all_doors_at_once(released, citizen, people, django_capture_on_commit_callbacks):
    """T89: pages that were already kept are gone with the transaction."""
    publication = released()
    assert len(shown(citizen, publication)) >= 8
    with django_capture_on_commit_callbacks(execute=True):
        workflow.withdraw(publication, by=people.director, reason="数据有误，正在核实")
    assert shown(citizen, publication) == []
    gone = citizen.get(f"/public/results/{publication.public_id}/")
    assert gone.status_code == 410
    assert "数据有误，正在核实" in gone.content.decode()
    assert publication.title not in gone.content.decode()
    assert citizen.get(f"/public/results/{publication.public_id}/objection/").status_code == 404


def test_ended_posting_no_longer_names_persons(released, citizen):
    """R-PUB-18: personal data goes when the purpose is met."""
    publication = released(kind="inspector_posting", payload=POSTING, organization=None, title="督学聘任公示")
    assert "李明" in citizen.get(f"/public/results/{publication.public_id}/").content.decode()
    Publication.objects.filter(pk=publication.pk).update(state="expired")
    cache.clear()
    gone = citizen.get(f"/public/results/{publication.public_id}/")
    assert gone.status_code == 410
    assert "李明" not in gone.content.decode()


def test_corrected_version_stands_at_the_old_address(released, citizen, people, django_capture_on_commit_callbacks):
    """R-PUB-18"""
    first = released()
    second = workflow.correct(first, by=people.author, payload=REPORT | {"result": "合格"}, note="补充检查结论")
    workflow.submit(second, by=people.author)
    workflow.review(second, by=people.reviewer, conclusion="cleared")
    with django_capture_on_commit_callbacks(execute=True):
        workflow.release(second, by=people.director)
    page = citizen.get(f"/public/results/{first.public_id}/").content.decode()
    assert "合格" in page
    assert "补充检查结论" in page


def test_redacted_page_shows_the_public_copy_and_why(draft, people, citizen, django_capture_on_commit_callbacks):
    """R-PUB-07"""
    publication = draft(payload=REPORT | {"evaluation": "机密-内部评价"}, body="机密-全文")
    public = REPORT | {"evaluation": "总体较好"}
    workflow.redact(
        publication, by=people.author, payload=public, article="16", reason="内部讨论内容", body="公开全文"
    )
    workflow.submit(publication, by=people.author)
    workflow.review(publication, by=people.reviewer, conclusion="cleared_with_redaction", ground="机密-审查意见")
    with django_capture_on_commit_callbacks(execute=True):
        workflow.release(publication, by=people.director)
    pages = [citizen.get(address).content.decode() for address in addresses(publication)]
    assert "内部讨论内容" in pages[0]
    assert "公开全文" in pages[0]
    assert not any("机密" in page for page in pages)


def test_page_of_a_school_with_forty_problems_stays_small(released, citizen, units):
    """Performance row 18: at most 14 KiB of HTML over the line."""
    matters = ["消防器材压力不足", "食堂留样不全", "校门口疏导不力", "宿舍巡查缺失", "药品登记不完整"]
    findings = [
        {
            "no": str(number), "what": f"{matters[number % 5]}，涉及{number}处，{'责任不明，' * (number % 4)}需整改。",
            "demand": "立行立改并建立长效机制", "due_on": "2026-06-30", "state": "open",
        }
        for number in range(1, 41)
    ]
    publication = released(payload=REPORT | {"findings": findings})
    for address in addresses(publication):
        assert len(gzip.compress(citizen.get(address).content)) <= HTML_BYTES, address


@pytest.mark.parametrize(
    "words",
    [
        "第", "第三", "三小", "第三小学", "林口县第三小学", "林口", "督导报告", "Inspection report", "第 三",
        "ＩＮＳＰＥＣＴＩＯＮ", "林口 安全",
    ],
)
def test_search_finds_by_part_of_name_area_title_or_kind(released, citizen, words):
    publication = released()
    assert publication.public_id in citizen.get("/public/search/", {"q": words}).content.decode()


@pytest.mark.parametrize("words", ["第四", "海林", "三第", "%", "_", "' OR 1=1 --", "\\", "x" * 60])
def test_search_finds_nothing_else(released, citizen, words):
    publication = released()
    answer = citizen.get("/public/search/", {"q": words})
    assert answer.status_code == 200
    assert publication.public_id not in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    ["kind=nonsense", "area=abc", "after=%00", "after=!!!", "before=WzEsMl0", "q=%00", "area=231025&kind=plate", "x=1"],
)
def test_search_survives_any_address(released, citizen, query):
    released()
    assert citizen.get(f"/public/search/?{query}").status_code == 200


def test_search_is_narrowed_by_kind_and_area(released, citizen, units):
    publication = released()
    for query, is_found in (
        ("kind=inspection_report", True), ("kind=plate", False), ("area=231025", True), ("area=231083", False),
        ("area=231000", True), ("area=230000", True),
    ):
        assert (publication.public_id in citizen.get(f"/public/search/?{query}").content.decode()) is is_found, query


def test_pages_follow_each_other_without_gap_or_repeat(released, citizen, monkeypatch):
    monkeypatch.setattr("inspectorate.publication.views.reading.PAGE_SIZE", 2)
    made = {released().public_id for _number in range(5)}
    address, seen = "/public/search/", []
    while address:
        page = citizen.get(address).content.decode()
        seen += re.findall(r'<h3><a href="/public/results/(\w+)/"', page)
        following = re.search(r'href="(\?[^"]*)" rel="next"', page)
        address = f"/public/search/{following[1].replace('&amp;', '&')}" if following else ""
    assert (set(seen), len(seen)) == (made, 5)


def test_citizen_reaches_the_card_in_two_clicks(released, citizen, units):
    """J6: search, then the card."""
    released()
    found = citizen.get("/public/search/", {"q": "第三小"}).content.decode()
    address = reverse("public-organization", args=[units.school.pk])
    assert address in found
    card = citizen.get(address).content.decode()
    for words in ("林口县第三小学", "两具灭火器压力不足", "记录已补齐"):
        assert words in card


def test_card_of_an_unknown_unit_is_not_found(released, citizen, units):
    released()
    assert citizen.get(f"/public/organizations/{units.other.pk}/").status_code == 404


def test_responsible_inspector_stands_on_the_card(released, citizen, units):
    """R-PLATE-01, R-PUB-12: name and office phone."""
    released()
    released(kind="plate", payload={"inspector": "李明", "phone": "0453-1234567"}, title="责任督学公示")
    card = citizen.get(f"/public/organizations/{units.school.pk}/").content.decode()
    assert "李明" in card
    assert "0453-1234567" in card


def test_page_works_without_script_and_has_no_inline_code(released, citizen):
    page = citizen.get(f"/public/results/{released().public_id}/").content.decode()
    assert "onclick" not in page
    assert " style=" not in page
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
