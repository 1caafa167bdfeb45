"""The page of every verb: who gets it, that it acts once, and that nothing typed is lost."""

from inspect import signature

import pytest

from accountability import workflow
from inspectorate.register.rights import Refused
from inspectorate.trail.models import Event
from tests.client import keyed

from .acts import ACTS, DECLARED, ON_CHALLENGES, address, typed

pytestmark = pytest.mark.django_db
OUTSIDERS = ("secretary", "liaison", "stranger", "county_clerk")


def asks(verb):
    """Whether a verb's form has something that must be typed."""
    return verb.form and any(field.required for field in verb.form.base_fields.values())


def test_every_verb_of_the_pages_is_tried():
    assert set(ACTS) == set(DECLARED)


@pytest.mark.parametrize("name", ACTS)
def test_page_opens_for_those_who_may_and_for_nobody_else(bare, city, clients, name):
    """T01, T02, T48: the form for who may, 403 for who only reads, 404 for who sees nothing."""
    row = ACTS[name].make(bare)
    for who, client in clients.items():
        is_reader = type(row).objects.visible_to(getattr(city, who)).filter(pk=row.pk).exists()
        wanted = 200 if who in ACTS[name].who else 403 if is_reader else 404
        assert client.get(address(name, row)).status_code == wanted, who
        assert not (is_reader and who == "stranger")


@pytest.mark.parametrize("name", ACTS)
def test_form_sent_twice_is_carried_out_once(bare, clients, name):
    """T44: the second sending is answered with the result of the first."""
    row, client = ACTS[name].make(bare), clients[max(ACTS[name].who)]
    url = address(name, row)
    data = keyed(client.get(url), typed(name, row))
    first = client.post(url, data)
    assert first.status_code == 302, wrong(first)
    before = Event.objects.count()
    second = client.post(url, data)
    assert (second.status_code, second.url, Event.objects.count()) == (302, first.url, before)
    assert client.get(first.url).status_code == 200


def wrong(page):
    """What a form says is wrong."""
    return page.context["form"].errors if page.context and "form" in page.context else page.status_code


@pytest.mark.parametrize("name", ACTS)
def test_sending_without_the_right_does_nothing(bare, clients, name):
    """T48: a form sent by hand meets the same rights as its page."""
    row = ACTS[name].make(bare)
    url, data, before = address(name, row), typed(name, row), Event.objects.count()
    for who in OUTSIDERS:
        if who not in ACTS[name].who:
            assert clients[who].post(url, data).status_code in {403, 404}, who
    assert Event.objects.count() == before


@pytest.mark.parametrize("name", [name for name, verb in DECLARED.items() if asks(verb)])
def test_empty_form_is_shown_again_and_nothing_is_written(bare, clients, name):
    row = ACTS[name].make(bare)
    before = Event.objects.count()
    page = clients[max(ACTS[name].who)].post(address(name, row), {"submission": name})
    assert (page.status_code, Event.objects.count()) == (422, before)
    assert page.context["form"].errors


REFUSED = {
    "recheck_item": ({"is_passed": "no", "content": "长篇记录"}, "R-ACC-07"),
    "draft_opinion": ({"evaluation": "长篇记录", "defence_due_on": "2026-03-02"}, "R-INS-16"),
    "draft_supervise_notice": ({"reason": "长篇记录", "new_due_on": "2026-03-02"}, "R-ACC-07"),
    "establish_facts": ({"facts": "长篇记录", "forms": ["discipline"]}, ""),
    "propose_action": ({"target": "person", "reason": "长篇记录"}, "R-ACC-17"),
    "reopen_item": ({"note": "长篇记录", "new_due_on": "2026-03-02"}, "R-ACC-04"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusal_keeps_what_was_typed(bare, clients, name):
    """What a rule refuses is shown beside the text, with the rule's id."""
    row, client = ACTS[name].make(bare), clients[max(ACTS[name].who)]
    changes, rule = REFUSED[name]
    page = client.post(address(name, row), keyed(client.get(address(name, row)), {**typed(name, row), **changes}))
    text = page.content.decode()
    assert page.status_code in {409, 422}
    assert "长篇记录" in text
    assert rule in text


OVER = {
    "plan_item": "closed",
    "recheck_item": "closed",
    "return_report": "closed",
    "submit_defence": "archived",
    "draft_opinion": "archived",
    "close_defence": "opinion_issued",
    "approve_interview": "closed",
    "hold_interview": "recorded",
    "approve_circular": "issued",
    "form_group": "archived",
    "draft_filing": "published",
}


@pytest.mark.parametrize("name", OVER)
def test_page_of_a_step_that_is_over_offers_no_form(bare, clients, name):
    """T48: neither the page nor a form sent by hand acts on a step that is over."""
    row = ACTS[name].make(bare)
    data = typed(name, row)
    closing = {"closed_on": "2026-03-02", "closed_by": bare.city.director.user} if hasattr(row, "closed_on") else {}
    type(row).objects.filter(pk=row.pk).update(state=OVER[name], **closing)
    client = clients[max(ACTS[name].who)]
    page = client.get(address(name, row))
    assert (page.status_code, bool(page.context["closed"])) == (409, True)
    before = Event.objects.count()
    assert client.post(address(name, row), {"submission": name, **data}).status_code == 409
    assert Event.objects.count() == before


@pytest.mark.parametrize("name", ACTS)
def test_verb_asks_for_the_right_itself(bare, city, clients, name):
    """T48: also where no page stands before it: a job, a command, another verb."""
    row, verb = ACTS[name].make(bare), getattr(workflow, name)
    if name in ON_CHALLENGES:
        row = row.challenges.get()
    if name == "answer_point":
        row = row.defence.points.get()
    asked = [one.name for one in signature(verb).parameters.values() if one.default is one.empty]
    with pytest.raises(Refused):
        verb(row, **{**dict.fromkeys(asked[1:]), "by": city.stranger})
