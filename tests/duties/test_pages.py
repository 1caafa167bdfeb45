"""Pages of duties: who sees and does what, once, and at what cost."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspectorate.duties import views, workflow
from inspectorate.duties.models import Duty
from inspectorate.trail.models import Event
from tests.client import keyed, send, signed_in

from .conftest import TODAY

pytestmark = pytest.mark.django_db
OFFICE = {"officer", "director"}
# verb → (who may, what is typed)
VERBS = {
    "ask_extension": ({"head"}, {"asked_until": "2026-04-20", "reason": "施工期未满"}),
    "answer_extension": (OFFICE, {"is_granted": "yes", "answer": "情况属实"}),
    "pause_duty": (OFFICE, {"reason": "征求意见"}),
    "resume_duty": (OFFICE, {}),
    "waive_duty": ({"director"}, {"note": "学校停办"}),
}
EVENTS = {"answer_extension": "grant_extension"}
READERS = {"head", "officer", "director", "secretary", "chair"}
POSTS = (*READERS, "government_officer", "leader", "mayor", "liaison")


@pytest.fixture
def posts(stage):
    found = {name: getattr(stage, name) for name in POSTS}
    return found | {
        "foreign_head": stage.post("school", stage.other_school),
        "county_clerk": stage.post("county_clerk", stage.county_office),
        "administrator": stage.post("system_admin"),
    }


@pytest.fixture
def before(stage, owe):
    """Bring a duty to where a verb belongs; return the address of its page."""

    def before(verb):
        duty = owe()
        if verb == "answer_extension":
            workflow.ask_extension(duty, by=stage.head, asked_until=date(2026, 4, 20), reason="一")
        if verb == "resume_duty":
            workflow.pause_duty(duty, by=stage.officer, reason="一")
        return reverse(f"duty-{verb.replace('_', '-')}", args=[duty.pk])

    return before


def test_every_verb_of_the_pages_is_tried():
    assert set(VERBS) == {verb.name for verb in views.VERBS}


@pytest.mark.parametrize("verb", VERBS)
def test_page_opens_for_those_who_may_and_for_nobody_else(posts, before, verb):
    """T01, T02."""
    url = before(verb)
    for name, post in posts.items():
        wanted = 200 if name in VERBS[verb][0] else 403 if name in READERS else 404
        assert signed_in(post).get(url).status_code == wanted, name


@pytest.mark.parametrize("verb", VERBS)
def test_form_sent_twice_is_carried_out_once(posts, before, verb):
    """T44."""
    url, client = before(verb), signed_in(posts[min(VERBS[verb][0])])
    data = keyed(client.get(url), VERBS[verb][1])
    first, second = client.post(url, data), client.post(url, data)
    assert (first.status_code, second.status_code, second.url) == (302, 302, first.url)
    done = Event.objects.of(Duty.objects.get()).filter(verb=EVENTS.get(verb, verb))
    assert done.count() == 1
    assert client.get(first.url).status_code == 200


@pytest.mark.parametrize("verb", VERBS)
def test_closed_duty_takes_no_act(posts, before, verb):
    """T48: neither by its page nor by a form sent by hand; what was typed comes back."""
    url, client = before(verb), signed_in(posts[min(VERBS[verb][0])])
    data = keyed(client.get(url), VERBS[verb][1]) | {"seen": ""}
    Duty.objects.update(state="met")
    count = Event.objects.count()
    assert client.get(url).status_code == 409
    page = client.post(url, data)
    assert (page.status_code, Event.objects.count()) == (409, count)
    typed = [text for text in VERBS[verb][1].values() if text != "yes"]
    assert all(text in page.content.decode() for text in typed)


@pytest.mark.parametrize("verb", [verb for verb in VERBS if VERBS[verb][1]])
def test_empty_form_is_shown_again_and_nothing_is_written(posts, before, verb):
    url, client = before(verb), signed_in(posts[min(VERBS[verb][0])])
    count = Event.objects.count()
    assert client.post(url, {}).status_code == 422
    assert Event.objects.count() == count


def test_refused_request_says_why_and_keeps_the_reason(stage, before):
    url = before("ask_extension")
    page = send(signed_in(stage.head), url, {"asked_until": TODAY, "reason": "施工期未满"})
    assert page.status_code == 409
    assert "The new date must be later than" in page.context["form"].non_field_errors()[0]
    assert "施工期未满" in page.content.decode()


@pytest.mark.parametrize(
    ("step", "offered"),
    [
        ("ask_extension", {"pause-duty", "waive-duty"}),
        ("answer_extension", {"answer-extension", "pause-duty", "waive-duty"}),
        ("resume_duty", {"resume-duty", "waive-duty"}),
    ],
)
def test_only_fitting_acts_are_offered(stage, before, step, offered):
    before(step)
    page = signed_in(stage.director).get(Duty.objects.get().get_absolute_url())
    actions = [page.context["primary"], *page.context["secondary"], *page.context["more"]]
    assert {action.url.rstrip("/").rpartition("/")[2] for action in actions if action} == offered


def test_page_explains_its_date(stage, owe):
    """S56: counted from, number and unit, skipped and paused days, the last day."""
    duty = owe(trigger_on=date(2026, 9, 30), rule="R-INS-08")
    workflow.pause_duty(duty, by=stage.officer, reason="征求意见", starts_on=date(2026, 10, 9))
    workflow.resume_duty(duty, by=stage.officer, ends_on=date(2026, 10, 12))
    body = signed_in(stage.head).get(duty.get_absolute_url(), headers={"accept-language": "zh-hans"}).content.decode()
    for part in ("R-INS-08", "2026年9月30日", "国庆节", "征求意见", duty.holder.name):
        assert part in body


@pytest.mark.parametrize(
    ("when", "found"), [("overdue", 1), ("today", 1), ("week", 2), ("mine", 4), ("", 5)]
)
def test_list_is_narrowed_by_when_it_is_due(stage, owe, when, found):
    for days in (-3, 0, 4, 30):
        owe(trigger_on=TODAY - timedelta(days=60), due_on=TODAY + timedelta(days=days))
    owe(holder=stage.county_bureau, due_on=TODAY + timedelta(days=60))
    reader = stage.head if when == "mine" else stage.director
    page = signed_in(reader).get(reverse("duty-list"), {"when": when} if when else {})
    assert len(page.context["lines"]) == found


QUERIES = {"duty-list": 8, "duty-detail": 12}


@pytest.mark.parametrize("name", QUERIES)
def test_page_costs_the_same_for_one_row_and_for_three(stage, owe, name):
    duty, client, costs = owe(), signed_in(stage.director), []
    url = reverse(name, args=[duty.pk] if name == "duty-detail" else [])
    for _round in range(2):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url)
        costs.append(len(queries))
        owe(holder=stage.county_bureau), owe(holder=stage.county_bureau)
        for until in (1, 2, 3):
            duty.extensions.create(asked_until=TODAY, reason="一", asked_by=stage.head.user, state="refused")
            duty.pauses.create(reason="一", starts_on=TODAY, ends_on=TODAY + timedelta(days=until))
    assert page.status_code == 200
    assert costs == [QUERIES[name]] * 2
