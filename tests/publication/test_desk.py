"""The office's pages: who sees what, the whole way by forms, constant queries."""
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspectorate.publication import workflow
from inspectorate.publication.models import Objection, Publication
from inspectorate.publication.states import Kind, PublicationState
from inspectorate.register import rights

from .samples import REPORT


@pytest.fixture
def at_desk():
    """Sign somebody in: `at_desk(post)`."""

    def make(post):
        client = Client()
        client.force_login(post.user)
        return client

    return make


def send(client, name, publication, **fields):
    """Open a form and send it with some fields changed; return the answer."""
    address = reverse(f"publication-{name}", args=[publication.pk])
    page = client.get(address)
    assert page.status_code == 200, (name, page.status_code)
    form = page.context["form"]
    values = {field.html_name: field.value() for field in form if field.value() not in (None, [])}
    values |= {"submission": page.context["submission"], "seen": page.context["seen"]}
    return client.post(address, values | fields, follow=True)


def test_whole_way_from_draft_to_public_by_forms(draft, people, at_desk, citizen, django_capture_on_commit_callbacks):
    """R-PUB-03: author, reviewer and releaser are three visits by three people."""
    publication = draft()
    send(at_desk(people.author), "submit", publication)
    send(at_desk(people.reviewer), "review", publication, conclusion="cleared")
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(at_desk(people.director), "release", publication)
    publication.refresh_from_db()
    assert publication.state == PublicationState.RELEASED
    assert publication.public_url in answer.content.decode()
    assert citizen.get(publication.public_url).status_code == 200


def test_redaction_by_form_leaves_the_full_copy(draft, people, at_desk):
    """R-PUB-07"""
    publication = draft()
    fields = {"r-findings-1-what": "某处消防器材不合格", "article": "15", "reason": "涉及第三方"}
    page = send(at_desk(people.author), "redact", publication, **fields).content.decode()
    publication.refresh_from_db()
    assert publication.public_payload["findings"][0]["what"] == "某处消防器材不合格"
    assert publication.payload["findings"][0]["what"] == "两具灭火器压力不足"
    assert "两具灭火器压力不足" in page
    assert "涉及第三方" in page


def test_rows_pasted_from_a_spreadsheet_become_rows(draft, people, at_desk):
    publication = draft()
    send(at_desk(people.author), "edit", publication, **{"a-findings": "3\t宿舍巡查缺记录\t补齐\t2026-07-01\n\n"})
    publication.refresh_from_db()
    assert publication.payload["findings"][2] == {
        "no": "3", "what": "宿舍巡查缺记录", "demand": "补齐", "due_on": "2026-07-01",
    }


def test_emptied_row_is_taken_out(draft, people, at_desk):
    publication = draft()
    row = {f"r-findings-2-{cell}": "" for cell in
           ("no", "what", "demand", "due_on", "school_says", "recheck", "rechecked_on", "state")}
    send(at_desk(people.author), "edit", publication, **row)
    publication.refresh_from_db()
    assert len(publication.payload["findings"]) == 1


def test_refusal_of_the_review_is_shown_beside_the_form(draft, people, at_desk):
    publication = draft(payload=REPORT | {"advice": "电话13945312345"})
    workflow.submit(publication, by=people.author)
    answer = send(at_desk(people.reviewer), "review", publication, conclusion="cleared")
    assert answer.status_code == 409
    assert "R-PUB-12" in answer.content.decode()
    assert "<mark>13945312345</mark>" in answer.content.decode()


@pytest.mark.parametrize("kind", Kind)
def test_form_of_every_kind_opens(people, at_desk, kind):
    assert at_desk(people.author).get(reverse("publication-create", args=[kind])).status_code == 200


def test_publication_is_made_by_hand(people, at_desk, units):
    client = at_desk(people.author)
    address = reverse("publication-create", args=["call_for_opinions"])
    fields = {"title": "关于征求意见的公告", "unit": units.school.name, "formed_on": "2026-01-05",
              "publicity": "whole_society", "f-matter": "校园安全", "f-closes_on": "2026-01-20", "submission": "k1"}
    answer = client.post(address, fields)
    publication = Publication.objects.get()
    assert answer.url == publication.get_absolute_url()
    assert (publication.organization, publication.payload["closes_on"]) == (units.school, "2026-01-20")


def test_unknown_kind_and_unit_are_said_so(people, at_desk):
    client = at_desk(people.author)
    assert client.get(reverse("publication-create", args=["rumour"])).status_code == 404
    fields = {"title": "x", "unit": "没有的学校", "formed_on": "2026-01-05", "publicity": "unit", "f-inspector": "李明"}
    assert client.post(reverse("publication-create", args=["plate"]), fields).status_code == 422


def test_author_is_offered_neither_review_nor_release(draft, at_desk, post_of):
    director = post_of("director")
    publication = draft(by=director)
    workflow.submit(publication, by=director)
    page = at_desk(director).get(publication.get_absolute_url()).content.decode()
    assert reverse("publication-review", args=[publication.pk]) not in page


@pytest.mark.parametrize("role", ["other_group", "county_clerk", "county_director"])
def test_foreign_draft_is_not_found(draft, people, at_desk, role):
    """T01: another group and the county see nothing before release."""
    publication = draft()
    client = at_desk(getattr(people, role))
    assert client.get(publication.get_absolute_url()).status_code == 404
    assert client.get(reverse("publication-review", args=[publication.pk])).status_code == 404
    assert publication.title not in client.get(reverse("publication-list")).content.decode()


def test_forbidden_verb_is_refused(draft, people, at_desk):
    publication = draft()
    assert at_desk(people.author).get(reverse("publication-release", args=[publication.pk])).status_code == 403


MOST_QUERIES = 14
ROLES = ["author", "reviewer", "director", "other_group", "county_clerk", "county_director"]


@pytest.mark.parametrize("role", ROLES)
def test_list_and_single_row_agree(draft, cleared, released, people, role):
    """T02"""
    for make in (draft, cleared, released):
        make()
    post = getattr(people, role)
    seen = set(Publication.objects.visible_to(post).values_list("pk", flat=True))
    assert seen == {row.pk for row in Publication.objects.all() if rights.can(post, "view", row)}


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_lists_do_not_grow_with_the_rows(released, people, at_desk, count):
    for number in range(count):
        workflow.raise_objection(released(), text=f"报告第{number}条与事实不符", source="203.0.113.7")
    client = at_desk(people.reviewer)
    for name in ("publication-list", "objection-list"):
        client.get(reverse(name))
        assert counted(client, reverse(name)) <= MOST_QUERIES, name


def counted(client, address):
    """The number of queries of a page."""
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_queries_are_the_same_for_one_row_and_for_three(draft, people, at_desk):
    client, address = at_desk(people.author), reverse("publication-list")
    draft()
    client.get(address)
    one = counted(client, address)
    draft()
    draft()
    assert counted(client, address) == one


@pytest.fixture
def mixed(draft, cleared, released, people):
    """One of each state, and one that is overdue."""
    made = [cleared(), released(), workflow.submit(draft(), by=people.author)]
    draft(formed_on=made[0].formed_on.replace(year=made[0].formed_on.year - 1))


@pytest.mark.usefixtures("mixed")
@pytest.mark.parametrize(
    ("work", "states"),
    [
        ("review", {"in_review"}),
        ("release", {"cleared"}),
        ("public", {"released"}),
        ("overdue", {"draft"}),
        ("mine", set()),
    ],
)
def test_list_is_narrowed_to_the_work_to_be_done(people, at_desk, work, states):
    post = people.director if work != "review" else people.reviewer
    page = at_desk(post).get(reverse("publication-list"), {"work": work})
    found = {line.row.state for line in page.context["lines"]}
    assert found == states


def test_objection_is_answered_by_form(released, people, at_desk):
    """R-PUB-10"""
    objection, _code = workflow.raise_objection(released(), text="报告第1条与事实不符", source="203.0.113.7")
    client = at_desk(people.reviewer)
    assert objection.text in client.get(objection.get_absolute_url()).content.decode()
    address = reverse("objection-answer", args=[objection.pk])
    client.post(address, {"answer": "已核实并更正。", "outcome": "corrected", "submission": "a1"})
    assert Objection.objects.get().answer == "已核实并更正。"


def test_withdrawal_by_form_needs_its_reason(released, people, at_desk):
    """R-PUB-18"""
    publication = released()
    client = at_desk(people.director)
    assert send(client, "withdraw", publication, reason="").status_code == 422
    send(client, "withdraw", publication, reason="数据有误")
    publication.refresh_from_db()
    assert publication.state == PublicationState.WITHDRAWN
