"""Extra access in the pages: given and ended on the four kinds of objects, listed on one page (§5.1, §5.4)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accountability.models import AccountabilityAction, Case, Interview
from inspectorate.desk.context import Desk
from inspectorate.lib.pages import url_prefix
from inspectorate.register.models import Post
from inspectorate.register.workflow import end_grant, grant_access
from inspectorate.trail.models import Event
from supervision.models import Inspection
from tests.accountability.chain import Bare
from tests.client import send, signed_in
from tests.stage import City

pytestmark = pytest.mark.django_db
QUERIES = 12
MAKE = {
    Inspection: lambda bare: bare.case().inspection,
    Case: lambda bare: bare.case(),
    Interview: lambda bare: bare.interview(),
    AccountabilityAction: lambda bare: bare.action(),
}
each_kind = pytest.mark.parametrize("model", MAKE, ids=lambda model: model.__name__)


@pytest.fixture(autouse=True)
def rights_table():
    """The office's own table, not the small one of the other pages here."""


@pytest.fixture
def town(db):
    return City()


@pytest.fixture
def bare(town):
    return Bare(town)


@pytest.fixture
def viewer(town):
    return town.post("discipline_viewer", town.organisation, name="纪检员")


def give(obj, by, to, days=9, **more):
    """Grant reading for some days from today."""
    today = timezone.localdate()
    fields = {"reason": "线索核查", "valid_from": today, "valid_to": today + timedelta(days=days), **more}
    return grant_access(obj, "view", by=by, user=to.user, **fields)


def typed(to, days=9, **more):
    """What somebody types into the form."""
    today = timezone.localdate()
    return {"person": to.pk, "valid_from": today, "valid_to": today + timedelta(days=days), "reason": "核查", **more}


def door(obj):
    """The page that gives access to an object."""
    return reverse(f"{url_prefix(type(obj))}-grant-access", args=[obj.pk])


def exit_of(grant):
    """The page that ends a grant."""
    prefix = url_prefix(type(grant.content_object))
    return reverse(f"{prefix}-end-grant", args=[grant.content_object_id, grant.pk])


def text(client, url):
    page = client.get(url)
    assert page.status_code == 200
    return page.content.decode()


@each_kind
def test_director_opens_exactly_one_object_to_one_person(town, bare, viewer, model):
    """§5.4: a discipline viewer reads the one file that was opened to him, and no other."""
    obj, other = MAKE[model](bare), MAKE[model](bare)
    director, guest = signed_in(town.director), signed_in(viewer)
    assert guest.get(obj.get_absolute_url()).status_code == 404
    assert door(obj) in text(director, obj.get_absolute_url())
    answer = send(director, door(obj), typed(viewer))
    assert answer.status_code == 302
    assert "纪检员" in text(director, obj.get_absolute_url())
    assert guest.get(obj.get_absolute_url()).status_code == 200
    assert guest.get(other.get_absolute_url()).status_code == 404
    assert list(model.objects.visible_to(viewer)) == [obj]
    for kind in set(MAKE) - {model}:
        assert not kind.objects.visible_to(viewer).exists()
    assert Event.objects.of(obj).last().payload["to"] == "纪检员"


@each_kind
def test_access_closes_after_its_last_day(town, bare, viewer, model):
    """T94: a day after the last nothing is left."""
    obj = MAKE[model](bare)
    give(obj, town.director, viewer, days=0)
    guest, yesterday = signed_in(viewer), timezone.localdate() - timedelta(days=1)
    assert guest.get(obj.get_absolute_url()).status_code == 200
    model.grant_model().objects.update(valid_from=yesterday, valid_to=yesterday)
    assert guest.get(obj.get_absolute_url()).status_code == 404
    assert not model.objects.visible_to(viewer).exists()


@each_kind
def test_director_ends_access_at_once(town, bare, viewer, model):
    obj = MAKE[model](bare)
    grant = give(obj, town.director, viewer)
    director, guest = signed_in(town.director), signed_in(viewer)
    assert exit_of(grant) in text(director, obj.get_absolute_url())
    assert send(director, exit_of(grant), {"note": ""}).status_code == 422
    assert guest.get(obj.get_absolute_url()).status_code == 200
    assert send(director, exit_of(grant), {"note": "核查结束"}).status_code == 302
    assert guest.get(obj.get_absolute_url()).status_code == 404
    event = Event.objects.of(obj).last()
    assert (event.verb, event.note, event.payload["to"]) == ("end_grant", "核查结束", "纪检员")
    assert exit_of(grant) not in text(director, obj.get_absolute_url())
    assert director.get(exit_of(grant)).status_code == 409


@each_kind
def test_nobody_else_gives_or_sees_extra_access(town, bare, viewer, model):
    """§5.1: those who read the object learn nothing of who else does; those who do not are told of no page."""
    obj = MAKE[model](bare)
    grant = give(obj, town.director, viewer)
    for post in (town.officer, town.secretary, viewer):
        client = signed_in(post)
        page = text(client, obj.get_absolute_url())
        assert "线索核查" not in page.partition("History")[0]
        assert door(obj) not in page
        assert {client.get(url).status_code for url in (door(obj), exit_of(grant))} == {403}
    outside = [town.post(role) for role in ("security_admin", "audit_admin", "system_admin", "assessor")]
    for post in (*outside, town.post("school", town.other_school)):
        client = signed_in(post)
        assert {client.get(url).status_code for url in (door(obj), exit_of(grant))} == {404}


@each_kind
def test_county_director_opens_what_his_own_office_holds(town, bare, viewer, model):
    """§5.4: a county's own cases are its own; of the city's about its county it opens nothing."""
    case, foreign = bare.case(owner=town.county_office), MAKE[model](bare)
    own = {Inspection: case.inspection, Case: case}
    obj = own.get(model) or {Interview: bare.interview, AccountabilityAction: bare.action}[model](case)
    client = signed_in(town.post("county_director", town.county_office))
    assert send(client, door(obj), typed(viewer)).status_code == 302
    assert signed_in(viewer).get(obj.get_absolute_url()).status_code == 200
    assert client.get(door(foreign)).status_code in {403, 404}
    assert signed_in(town.post("county_director", town.other_office)).get(door(obj)).status_code == 404


def test_grant_of_one_object_is_not_ended_through_another(town, bare, viewer):
    """T02: the address names both."""
    case, other = bare.case(), bare.case()
    grant = give(case, town.director, viewer)
    url = reverse("case-end-grant", args=[other.pk, grant.pk])
    assert signed_in(town.director).get(url).status_code == 404


def test_form_offers_only_those_to_whom_it_can_be_opened(town, bare, viewer):
    liaison, assessor = town.liaison, town.post("assessor", name="评估员")
    gone = town.post("assessor", name="前评估员")
    Post.objects.filter(pk=gone.pk).update(valid_to=timezone.localdate() - timedelta(days=1))
    client = signed_in(town.director)
    offered = {
        model: set(client.get(door(make(bare))).context["form"].fields["person"].queryset)
        for model, make in MAKE.items()
    }
    assert offered == {
        Inspection: {viewer, assessor, liaison},
        Case: {viewer, assessor, liaison},
        Interview: {viewer, liaison},
        AccountabilityAction: {viewer},
    }
    assert "verb" not in client.get(door(bare.case())).context["form"].fields


@pytest.mark.parametrize(("language", "words"), [("en", "would end before it begins"), ("zh-hans", "早于起期")])
def test_days_in_the_wrong_order_are_refused_in_words(town, bare, viewer, language, words):
    case = bare.case()
    town.director.user.language = language
    town.director.user.save()
    client = signed_in(town.director)
    client.cookies["django_language"] = language
    answer = send(client, door(case), typed(viewer, days=-3), headers={"accept-language": language})
    assert answer.status_code == 409
    assert words in answer.content.decode()
    assert not Case.grant_model().objects.exists()


def test_second_grant_extends_and_is_refused_where_it_adds_nothing(town, bare, viewer):
    """One row; who has access already is said beside the name."""
    case = bare.case()
    client = signed_in(town.director)
    give(case, town.director, viewer)
    assert "has access until" in text(client, door(case))
    answer = send(client, door(case), typed(viewer, days=9))
    assert answer.status_code == 409
    assert "name a later last day" in answer.content.decode()
    assert send(client, door(case), typed(viewer, days=20)).status_code == 302
    assert Case.grant_model().objects.get().valid_to == timezone.localdate() + timedelta(days=20)
    assert "Extend access" in text(client, case.get_absolute_url())


def filled(town, bare, viewer, number):
    """Some objects of each kind, each opened to somebody."""
    made = []
    for make in MAKE.values():
        for count in range(number):
            grant = give(make(bare), town.director, viewer if count % 2 else town.post("discipline_viewer"))
            made.append(grant)
    return made


def cost(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url)
    return len(queries), page


@pytest.mark.parametrize("role", ["director", "security_admin", "audit_admin"])
def test_list_costs_the_same_for_one_row_of_a_kind_and_for_three(town, bare, viewer, role):
    client, url = signed_in(town.post(role)), reverse("grant-list")
    filled(town, bare, viewer, 1)
    one, page = cost(client, url)
    assert len(page.context["lines"]) == 4
    filled(town, bare, viewer, 2)
    three, page = cost(client, url)
    assert len(page.context["lines"]) == 12
    assert one == three <= QUERIES


@each_kind
def test_part_costs_the_same_for_one_row_and_for_three(town, bare, viewer, model):
    obj, client = MAKE[model](bare), signed_in(town.director)
    give(obj, town.director, viewer)
    one, _page = cost(client, obj.get_absolute_url())
    for _more in range(2):
        give(obj, town.director, town.post("discipline_viewer"))
    three, _page = cost(client, obj.get_absolute_url())
    assert one == three


def test_list_shows_running_first_and_can_be_narrowed(town, bare, viewer):
    ended, running = (give(bare.case(), town.director, viewer) for _case in range(2))
    end_grant(ended, by=town.director, note="完")
    client, url = signed_in(town.director), reverse("grant-list")
    keys = [line.row.pk for line in client.get(url).context["lines"]]
    assert keys == [running.pk, ended.pk]
    page = client.get(url, {"standing": "ended"})
    assert [line.row.pk for line in page.context["lines"]] == [ended.pk]
    assert exit_of(ended) not in page.content.decode()
    assert exit_of(running) in text(client, f"{url}?standing=running")
    assert client.get(url, {"standing": "nonsense", "page": "x"}).status_code == 200


def test_administrators_see_kind_and_number_but_no_business(town, bare, viewer):
    """§5.1: none of the three sees business content."""
    grants = filled(town, bare, viewer, 1)
    for role in ("security_admin", "audit_admin"):
        page = text(signed_in(town.post(role)), reverse("grant-list"))
        for grant in grants:
            assert f"No. {grant.content_object_id}" in page
            assert f'href="{grant.content_object.get_absolute_url()}"' not in page
            assert exit_of(grant) not in page
        assert town.school.name not in page
    page = text(signed_in(town.director), reverse("grant-list"))
    for grant in grants:
        assert f'href="{grant.content_object.get_absolute_url()}"' in page


def test_list_is_for_those_whom_the_table_names(town, rf, viewer):
    """The page and its entry in the navigation follow the same row of the table."""
    for role in ("director", "security_admin", "audit_admin", "system_admin", "general_group", "chair", "school"):
        post = town.post(role)
        may = role in {"director", "security_admin", "audit_admin"}
        assert signed_in(post).get(reverse("grant-list")).status_code == (200 if may else 403), role
        request = rf.get("/")
        request.post = post
        sheets = {sheet.url for link in Desk(request).links for sheet in link.sheets}
        assert (reverse("grant-list") in sheets) == may, role


def test_list_of_another_city_holds_nothing_of_ours(town, bare, viewer):
    give(bare.case(), town.director, viewer)
    area = type(town.area).objects.create(code="230100", name="哈尔滨市", level="city", parent=town.province)
    stranger = town.post("security_admin", town.unit("市教育督导办", "inspectorate", area))
    assert len(signed_in(stranger).get(reverse("grant-list")).context["lines"]) == 0
