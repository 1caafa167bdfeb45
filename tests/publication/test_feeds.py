"""Files, Atom, open data, fingerprints, sitemap, robots."""
import csv
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import Signer
from lxml import etree

from inspectorate.documents.workflow import keep_upload
from inspectorate.publication import workflow

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def with_file(released, people):
    stored = keep_upload(SimpleUploadedFile("整改清单.txt", "内容".encode()), by=people.author)
    return released(files=[stored])


def file_address(publication):
    return f"/public/results/{publication.public_id}/files/{publication.public_files.get().pk}/"


def test_file_is_sent_as_a_download(with_file, citizen):
    answer = citizen.get(file_address(with_file))
    assert b"".join(answer.streaming_content) == "内容".encode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"].startswith("public")
    assert not answer.cookies


def test_file_of_a_withdrawn_publication_is_gone(with_file, citizen, people):
    """T89"""
    workflow.withdraw(with_file, by=people.director, reason="有误")
    assert citizen.get(file_address(with_file)).status_code == 410


def test_file_of_another_publication_is_not_found(with_file, released, citizen):
    """T01"""
    other = released()
    address = f"/public/results/{other.public_id}/files/{with_file.public_files.get().pk}/"
    assert citizen.get(address).status_code == 404


def test_file_of_a_draft_is_not_found(draft, people, citizen):
    """T07, T89"""
    stored = keep_upload(SimpleUploadedFile("整改清单.txt", "内容".encode()), by=people.author)
    assert citizen.get(file_address(draft(files=[stored]))).status_code == 404


def test_feed_is_atom_and_can_follow_one_school(released, citizen, units):
    publication = released()
    feed = etree.fromstring(citizen.get(f"/public/feed.atom?organization={units.school.pk}").content)
    assert [entry.find(f"{ATOM}title").text for entry in feed.iter(f"{ATOM}entry")] == [publication.title]
    empty = etree.fromstring(citizen.get(f"/public/feed.atom?organization={units.other.pk}").content)
    assert not list(empty.iter(f"{ATOM}entry"))


@pytest.mark.parametrize("query", ["organization=x", "organization=" + "9" * 30, "kind=plate", "area=231083"])
def test_feed_survives_any_narrowing(released, citizen, query):
    released()
    assert citizen.get(f"/public/feed.atom?{query}").status_code == 200


def test_json_holds_the_public_content_only(released, citizen):
    publication = released()
    item = json.loads(citizen.get("/public/data.json").content)["items"][0]
    assert item["public_id"] == publication.public_id
    assert item["content"]["findings"][0]["what"] == "两具灭火器压力不足"
    assert not {"author", "reviewer", "payload", "subject_id", "ground"} & set(item)


def test_data_goes_on_page_by_page(released, citizen, monkeypatch, settings):
    monkeypatch.setattr("inspectorate.publication.views.feeds.DATA_SIZE", 2)
    made = {released().public_id for _number in range(5)}
    seen, address = [], f"{settings.SITE_URL}/public/data.json"
    while address:
        answer = json.loads(citizen.get(address.removeprefix(settings.SITE_URL)).content)
        seen += [item["public_id"] for item in answer["items"]]
        address = answer["next"]
    assert (set(seen), len(seen)) == (made, 5)


def test_csv_is_safe_for_spreadsheets(released, citizen):
    """T34"""
    released(title="=HYPERLINK(1)")
    rows = list(csv.DictReader(citizen.get("/public/data.csv").content.decode("utf-8-sig").splitlines()))
    assert rows[0]["title"].startswith("'=")
    assert (rows[0]["problems"], rows[0]["problems_closed"]) == ("2", "1")


def test_other_formats_are_not_found(db, citizen):
    assert citizen.get("/public/data.exe").status_code == 404


def test_fingerprints_are_signed(released, citizen):
    """T90"""
    publication = released()
    listed = citizen.get(f"/public/sha256/{publication.listed_on.year}.txt").content.decode()
    text, _mark, signature = listed.rpartition("# ")
    assert f"{publication.sha256}  {publication.public_id}/1" in text
    assert Signer(salt="public-hashes").signature(text.removesuffix("\n")) == signature.strip()


def test_sitemap_and_robots_name_public_addresses_only(released, draft, citizen, settings):
    publication, hidden = released(), draft()
    sitemap = citizen.get("/sitemap.xml").content.decode()
    assert f"{settings.SITE_URL}/public/results/{publication.public_id}/" in sitemap
    assert hidden.public_id not in sitemap
    robots = citizen.get("/robots.txt").content.decode()
    assert "Disallow: /\n" in robots
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in robots
