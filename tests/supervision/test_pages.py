"""Pages of the annual list and of inspections: who gets which, and at what cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspectorate.trail.models import Event
from supervision.models import AnnualListEntry, Inspection
from supervision.states import InspectionState
from tests.client import keyed
from tests.stage import Walk

from .file import DECLARED, ENTRY, STRANGERS, VERBS

pytestmark = pytest.mark.django_db


def asks(verb):
    return verb.form and any(field.required for field in verb.form.base_fields.values())


def test_every_verb_of_the_pages_is_tried():
    assert set(VERBS) == set(DECLARED)


@pytest.mark.parametrize("verb", VERBS)
def test_page_opens_for_those_who_may_and_for_nobody_else(file, clients, verb):
    """T01, T02: the form for who may, 403 for who only reads, 404 for strangers."""
    row, url = file.at(verb)
    readers = {name for name, post in file.posts.items() if type(row).objects.visible_to(post).filter(pk=row.pk)}
    for name, client in clients.items():
        wanted = 200 if name in VERBS[verb][1] else 403 if name in readers else 404
        assert client.get(url).status_code == wanted, name
    assert not readers & STRANGERS


@pytest.mark.parametrize("verb", VERBS)
def test_form_sent_twice_is_carried_out_once(file, clients, verb):
    """T44: the second sending is answered with the result of the first."""
    _row, url = file.at(verb)
    client = clients[min(VERBS[verb][1])]
    data = keyed(client.get(url), file.typed(verb))
    before = Event.objects.filter(verb=verb).count()
    first, second = client.post(url, data), client.post(url, data)
    assert (first.status_code, second.status_code) == (302, 302), errors(first)
    assert second.url == first.url
    assert Event.objects.filter(verb=verb).count() == before + 1
    assert client.get(first.url).status_code == 200


def errors(response):
    return response.context["form"].errors if response.context and "form" in response.context else response


@pytest.mark.parametrize("verb", VERBS)
def test_sending_without_the_right_does_nothing(file, clients, verb):
    """T48: a form sent by hand meets the same rights as its page."""
    _row, url = file.at(verb)
    before = Event.objects.count()
    for name in ("chair", *STRANGERS):
        assert clients[name].post(url, file.typed(verb)).status_code in {403, 404}, name
    assert Event.objects.count() == before


@pytest.mark.parametrize("verb", [name for name, verb in DECLARED.items() if asks(verb)])
def test_empty_form_is_shown_again_and_nothing_is_written(file, clients, verb):
    _row, url = file.at(verb)
    before = Event.objects.count()
    page = clients[min(VERBS[verb][1])].post(url, {"submission": f"empty-{verb}"})
    assert (page.status_code, Event.objects.count()) == (422, before)
    assert page.context["form"].errors


@pytest.mark.parametrize("verb", VERBS)
def test_page_of_a_step_that_is_over_says_so(file, clients, verb):
    """The form is not offered; who set the state and when is told instead."""
    row, url = file.at(verb)
    type(row).objects.filter(pk=row.pk).update(state="withdrawn" if verb in ENTRY else InspectionState.ARCHIVED)
    page = clients[min(VERBS[verb][1])].get(url)
    assert page.status_code == 409
    assert "This cannot be done now" in page.context["closed"]


CREATIONS = {
    "annual-list-entry-create": ({"officer", "government_officer", "secretary"}, AnnualListEntry),
    "inspection-emergency": ({"director", "county_director"}, Inspection),
}


@pytest.mark.parametrize("name", CREATIONS)
def test_new_rows_are_made_by_those_who_may_once(file, clients, name):
    """R-ORG-12, R-INS-28: a new entry by the groups, an emergency by a director, for the own office."""
    who, model = CREATIONS[name]
    url = reverse(name)
    for post, client in clients.items():
        wanted = 200 if post in who or (post, name) == ("foreign_clerk", "annual-list-entry-create") else 403
        assert client.get(url).status_code == wanted, post
    client, unit = clients[min(who)], file.city.school.pk
    more = {"units": [unit], "unit": unit, "kind": "special", "basis": "一", "ground": "二"}
    typed = file.typed("open_inspection") | more
    before = model.objects.count()
    data = keyed(client.get(url), typed)
    assert [client.post(url, data).status_code for _time in range(2)] == [302, 302]
    made = model.objects.latest("pk")
    assert (model.objects.count(), made.owner) == (before + 1, file.posts[min(who)].organization)


QUERIES = {"annual-list-entry-list": 9, "inspection-list": 10, "annual-list-entry-detail": 11, "inspection-detail": 19}


def measured(client, name, row):
    url = reverse(name, args=[row.pk] if name.endswith("detail") else [])
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url)
    assert page.status_code == 200
    return len(queries), page


@pytest.mark.parametrize("name", [name for name in QUERIES if name.endswith("list")])
def test_list_costs_the_same_for_one_row_and_for_three(file, clients, name):
    row = file.inspection if name.startswith("inspection") else file.entry
    one, page = measured(clients["director"], name, row)
    for number in range(2):
        Walk(file.city, file.city.unit(f"海林市第{number}小学", "school", file.city.county_area)).opened()
    three, more = measured(clients["director"], name, row)
    assert (len(page.context["lines"]), len(more.context["lines"])) == (1, 3)
    assert one == three == QUERIES[name]


def test_inspection_costs_the_same_with_more_in_it(file, clients):
    file.at("conclude")
    before, _page = measured(clients["officer"], "inspection-detail", file.inspection)
    for part in ("siterecords", "publicopinions", "findings"):
        row = getattr(file.inspection, part).last()
        for number in range(2):
            row.pk, row.number = None, 10 + number
            row.save(force_insert=True)
    after, page = measured(clients["officer"], "inspection-detail", file.inspection)
    assert before == after == QUERIES["inspection-detail"]
    assert page.content.decode().count("消防通道堆放杂物") == 3


def test_entry_costs_the_same_with_more_units(file, clients):
    before, _page = measured(clients["director"], "annual-list-entry-detail", file.entry)
    for number in range(2):
        file.entry.units.add(file.city.unit(f"海林市第{number}小学", "school", file.city.county_area))
    after, page = measured(clients["director"], "annual-list-entry-detail", file.entry)
    assert before == after == QUERIES["annual-list-entry-detail"]
    assert "海林市第1小学" in page.content.decode()


def test_unit_reads_the_results_and_not_the_teams_notes(file, clients):
    """S65: site records, opinions and findings are the team's."""
    page = clients["head"].get(file.inspection.get_absolute_url()).content.decode()
    assert file.inspection.title in page
    for inner in ("查看教室", "消防通道堆放杂物", "总体满意"):
        assert inner not in page
        assert inner in clients["leader"].get(file.inspection.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["officer", "leader", "director"])
def test_findings_are_offered_for_change_to_the_team_only(file, clients, name):
    _row, url = file.at("edit_finding")
    page = clients[name].get(file.inspection.get_absolute_url()).content.decode()
    assert (url in page) == (name != "director")
