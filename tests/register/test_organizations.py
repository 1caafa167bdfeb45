"""Units of the register: entered, corrected, succeeded, closed; their list and page."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspectorate.register import workflow
from inspectorate.register.models import Organization, Succession
from inspectorate.register.rights import Refused
from inspectorate.register.views import gate
from inspectorate.register.views.organizations import VERBS as DECLARED
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import RuleRefused
from tests.client import keyed, send, signed_in
from tests.stage import City

pytestmark = pytest.mark.django_db
SCHOOL = {"stage": "junior", "sponsor": "public", "managing_level": "county"}


@pytest.fixture(autouse=True)
def one_factor(monkeypatch):
    """The second factor is the sign-in's business, not that of these pages."""
    monkeypatch.setattr(gate, "needs_second_factor", lambda _post: False)


@pytest.fixture
def stage(db):
    return City()


@pytest.fixture
def clerk(stage):
    return stage.post("county_clerk", stage.county_office)


@pytest.fixture
def enter(stage):
    def enter(by=None, area=None, **facts):
        given = {"name": "海林市第三小学", "kind": "school", **facts}
        return workflow.register_organization(area or stage.county_area, by=by or stage.secretary, **given)

    return enter


class TestVerbs:
    """What is checked and what goes on record."""

    def test_unit_takes_the_scope_of_its_area(self, stage, enter):
        unit = enter(superior=stage.county_bureau)
        assert (unit.province, unit.city, unit.county) == ("230000", "231000", "231083")
        assert Event.objects.of(unit).get().verb == "register_organization"

    @pytest.mark.parametrize("area", ["other_area", "area"])
    def test_county_enters_units_of_the_own_county_only(self, stage, clerk, enter, area):
        """T02: what may not stand is not left behind either."""
        count = Organization.objects.count()
        with pytest.raises(Refused):
            enter(by=clerk, area=getattr(stage, area))
        assert Organization.objects.count() == count

    def test_name_stands_once_among_the_units_that_exist(self, stage, enter):
        unit = enter()
        with pytest.raises(RuleRefused):
            enter()
        workflow.close_organization(unit, by=stage.secretary, valid_to=date(2025, 8, 31), note="撤并")
        assert enter(area=stage.other_area).pk
        assert enter().pk != unit.pk

    def test_correction_keeps_the_old_values_in_the_trail(self, stage, enter):
        unit = enter()
        workflow.amend_organization(unit, by=stage.secretary, office_phone="0453-7220001", superior=stage.county_bureau)
        assert Event.objects.of(unit).last().payload == {"before": {"office_phone": "", "superior": ""}}
        assert Organization.objects.get(pk=unit.pk).superior == stage.county_bureau

    def test_impossible_correction_is_refused(self, stage, enter):
        unit = enter()
        for changes in ({"superior": unit}, {"name": stage.school.name}):
            with pytest.raises(RuleRefused):
                workflow.amend_organization(unit, by=stage.secretary, **changes)
        workflow.amend_organization(unit, by=stage.secretary, name=unit.name)

    def test_school_facts_are_entered_and_corrected(self, stage, enter):
        """R-RATIO-02, R-INS-04: the flag of a large school and the head's term stand with the school."""
        unit = enter()
        workflow.set_school_facts(unit, by=stage.secretary, **SCHOOL, pupils=900, head_to=date(2027, 7, 31))
        school = workflow.set_school_facts(unit, by=stage.secretary, **SCHOOL, large_flag=True)
        assert (school.pupils, school.head_to, school.county) == (900, date(2027, 7, 31), unit.county)
        assert school.is_large(threshold=2000)
        assert school.organization == unit

    def test_school_facts_belong_to_schools_and_codes_to_one(self, stage, enter):
        for unit, facts in ((stage.county_bureau, SCHOOL), (enter(), {**SCHOOL, "code": stage.school.school.code})):
            with pytest.raises(RuleRefused):
                workflow.set_school_facts(unit, by=stage.secretary, **facts)

    def test_unit_is_closed_once_and_not_before_it_was_opened(self, stage, enter):
        unit = enter(valid_from=date(2020, 9, 1))
        with pytest.raises(RuleRefused):
            workflow.close_organization(unit, by=stage.secretary, valid_to=date(2020, 8, 31), note="一")
        workflow.close_organization(unit, by=stage.secretary, valid_to=date(2025, 8, 31), note="撤并")
        with pytest.raises(RuleRefused):
            workflow.close_organization(unit, by=stage.secretary, valid_to=date(2026, 8, 31), note="二")
        assert Organization.objects.get(pk=unit.pk).valid_to == date(2025, 8, 31)

    def test_successor_is_noted_once_and_never_in_a_circle(self, stage, enter):
        facts = {"by": stage.secretary, "kind": "merger", "on": date(2025, 9, 1)}
        unit = enter()
        workflow.succeed(unit, successor=stage.school, **facts)
        for old, new in ((unit, stage.school), (stage.school, unit), (unit, unit)):
            with pytest.raises(RuleRefused):
                workflow.succeed(old, successor=new, **facts)
        assert Succession.objects.count() == 1


VERBS = {
    "amend_organization": {"name": "海林市实验中学", "office_phone": "0453-7220001"},
    "set_school_facts": {**SCHOOL, "pupils": 800, "large_flag": "unknown"},
    "succeed": {"kind": "renaming", "on": "2025-09-01"},
    "close_organization": {"valid_to": "2025-08-31", "note": "撤并"},
}
MAY, READ = {"secretary", "clerk"}, {"director", "officer", "head", "chair", "administrator"}


class TestPages:
    """Who gets which page, and what it costs."""

    @pytest.fixture
    def posts(self, stage, clerk):
        found = {name: getattr(stage, name) for name in ("secretary", "director", "officer", "head", "chair")}
        return found | {
            "clerk": clerk,
            "administrator": stage.post("system_admin"),
            "foreign_head": stage.post("school", stage.other_school),
            "foreign_clerk": stage.post("county_clerk", stage.other_office),
        }

    def address(self, stage, verb):
        return reverse(f"organization-{verb.replace('_', '-')}", args=[stage.school.pk])

    def test_every_verb_of_the_pages_is_tried(self):
        assert set(VERBS) == {verb.name for verb in DECLARED}

    @pytest.mark.parametrize("verb", VERBS)
    def test_page_opens_for_those_who_may_and_for_nobody_else(self, stage, posts, verb):
        """T01, T02."""
        for name, post in posts.items():
            wanted = 200 if name in MAY else 403 if name in READ else 404
            assert signed_in(post).get(self.address(stage, verb)).status_code == wanted, name

    @pytest.mark.parametrize("verb", VERBS)
    def test_form_sent_twice_is_carried_out_once(self, stage, clerk, verb):
        """T44."""
        url, client = self.address(stage, verb), signed_in(clerk)
        data = keyed(client.get(url), VERBS[verb] | {"successor": stage.other_school.pk})
        assert [client.post(url, data).status_code for _time in range(2)] == [302, 302]
        assert Event.objects.of(stage.school).filter(verb=verb).count() == 1
        assert client.get(stage.school.get_absolute_url()).status_code == 200

    @pytest.mark.parametrize("verb", VERBS)
    def test_sending_without_the_right_or_empty_does_nothing(self, stage, posts, verb):
        url, count = self.address(stage, verb), Event.objects.count()
        for name in (*READ, "foreign_clerk"):
            assert signed_in(posts[name]).post(url, VERBS[verb]).status_code in {403, 404}
        assert signed_in(posts["clerk"]).post(url, {}).status_code == 422
        assert Event.objects.count() == count

    def test_refused_correction_keeps_what_was_typed(self, stage, clerk):
        typed = {"name": stage.other_school.name, "address": "林海路1号"}
        page = send(signed_in(clerk), self.address(stage, "amend_organization"), typed)
        assert page.status_code == 409
        assert "stands in the register of" in page.context["form"].non_field_errors()[0]
        assert "林海路1号" in page.content.decode()

    def test_impossible_number_of_pupils_is_an_error_of_its_field(self, stage, clerk):
        data = VERBS["set_school_facts"] | {"pupils": "99999999999"}
        page = send(signed_in(clerk), self.address(stage, "set_school_facts"), data)
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["pupils"])

    def test_unit_is_entered_once_in_the_own_area(self, stage, posts):
        url = reverse("organization-create")
        for name, post in posts.items():
            may = name in MAY or name == "foreign_clerk"
            assert signed_in(post).get(url).status_code == (200 if may else 403), name
        client = signed_in(posts["clerk"])
        data = keyed(client.get(url), {"name": "海林市第三小学", "kind": "school", "area": stage.county_area.pk})
        assert [client.post(url, data).status_code for _time in range(2)] == [302, 302]
        assert Organization.objects.get(name="海林市第三小学").area == stage.county_area
        foreign = keyed(client.get(url), {"name": "一", "kind": "school", "area": stage.other_area.pk})
        assert client.post(url, foreign).status_code == 422

    @pytest.mark.parametrize(
        ("query", "found"), [("kind=school", 2), ("stage=junior", 1), ("q=第二", 1), ("area=231084", 1)]
    )
    def test_list_is_narrowed(self, stage, query, found):
        page = signed_in(stage.director).get(f"{reverse('organization-list')}?{query}")
        assert len(page.context["lines"]) == found

    @pytest.mark.parametrize(("name", "queries"), [("organization-list", 9), ("organization-detail", 10)])
    def test_page_costs_the_same_with_more_rows(self, stage, enter, name, queries):
        client, costs = signed_in(stage.director), []
        url = reverse(name, args=[stage.school.pk] if name == "organization-detail" else [])
        for number in range(2):
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            costs.append(len(captured))
            for name_of in ("甲", "乙"):
                unit = enter(name=f"{name_of}{number}小学", superior=stage.county_bureau)
                workflow.set_school_facts(unit, by=stage.secretary, **SCHOOL)
                facts = {"successor": stage.school, "kind": "merger", "on": date(2025, 9, 1)}
                workflow.succeed(unit, by=stage.secretary, **facts)
        assert costs == [queries] * 2
