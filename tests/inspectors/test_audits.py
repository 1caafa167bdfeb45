"""The audits: who counts, what is needed, one statement whatever the size, and page, list and command agree."""
import json
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from inspectorate.register.models import Area, School
from inspectorate.register.states import Role
from inspectorate.rulebook.models import Setting
from inspectors.models import (
    Assignment,
    Certificate,
    Expert,
    Inspector,
    Term,
    TrainingRecord,
    counted_people,
    staffing_audit,
    training_audit,
)
from inspectors.workflow import staffing_report, training_report
from tests.inspectors.people import PROFILE, enlist, organization, text
from tests.stage import at

TODAY = timezone.localdate
NATION, SHANXI, ZIYANG = (40, ["centralised"]), (30, ["centralised"]), (40, ["centralised", "online", "self_study"])
pytestmark = pytest.mark.django_db


@pytest.fixture
def build(county):
    """Schools of a stage in the county; `pupils` of each."""

    def make(number, stage="primary", pupils=None, area=None, **facts):
        area, made = area or county, []
        for _n in range(number):
            unit = organization(area, f"{area.name}{stage}{School.objects.count()}", "school")
            School.objects.create(
                organization=unit, stage=stage, sponsor="public", managing_level="county", pupils=pupils, **facts,
                **area.scope,
            )
            made.append(unit)
        return made

    return make


def crowd(office, number, hours=0):
    """Many inspectors in term with certificate, each with some centralised hours this year."""
    scope, today = office.area.scope, TODAY()
    people = Inspector.objects.bulk_create(
        Inspector(name=f"督学{n}", office=office, registered_on=date(2020, 1, 1), **PROFILE, **scope)
        for n in range(number)
    )
    long_ago = date(2020, 1, 1)
    Term.objects.bulk_create(Term(inspector=one, starts_on=long_ago, letter_number="1", **scope) for one in people)
    Certificate.objects.bulk_create(
        Certificate(inspector=one, number=f"证{one.pk}", issuer=office, issued_on=long_ago, **scope) for one in people
    )
    if hours:
        TrainingRecord.objects.bulk_create(train(one, hours, on=today, is_saved=False) for one in people)
    return people


def train(person, hours, mode="centralised", on=None, state="confirmed", *, is_saved=True):
    made = TrainingRecord(
        inspector=person, title="培训", mode=mode, hours=hours, completed_on=on or TODAY(), state=state, **person.scope
    )
    if is_saved:
        made.save()
    return made


def figures(area):
    return {(line.place, line.stage): line for line in staffing_audit(area, TODAY())}


def test_staffing_counts_need_by_county_and_stage(build, city, county, county_office, office):
    """R-RATIO-01: one for five schools; nine primary schools need two, of which one is there."""
    build(9)
    build(3, "kindergarten")
    build(2, "higher")
    person = enlist(county_office)
    found = figures(city)
    line = found[county.code, "primary"]
    assert (line.schools, line.large, line.needed, line.there, line.gap) == (9, 0, Decimal("1.8"), 1, 1)
    assert found[county.code, "kindergarten"].gap == 1
    assert (county.code, "higher") not in found
    total = staffing_report(city, TODAY()).total
    assert (total.schools, round(total.needed, 1), total.there, total.gap) == (12, Decimal("2.4"), 1, 2)
    assert [one["pk"] for one in counted_people(city, TODAY())] == [person.pk]


@pytest.mark.parametrize(("flag", "pupils", "threshold", "large"), [
    (None, 2000, 2000, 1), (None, 1999, 2000, 0), (None, 2000, None, 0), (True, 10, None, 1), (False, 9000, 2000, 0),
])
def test_large_school_needs_an_inspector_of_its_own(*, flag, pupils, threshold, large, build, city, county, rule):
    """R-RATIO-02: set by hand, else by the area's threshold; it leaves the pool of five."""
    if threshold:
        rule(city, "R-RATIO-02.pupils", threshold)
    build(5, pupils=100)
    build(1, pupils=pupils, large_flag=flag)
    line = figures(city)[county.code, "primary"]
    assert (line.large, round(line.needed, 1)) == (large, Decimal("2.0") if large else Decimal("1.2"))


@pytest.mark.parametrize(("column", "value"), [
    ("term", None), ("certificate", None), ("state", "exited"),
])
def test_only_who_is_in_term_and_certified_counts(*, column, value, build, city, county, county_office):
    """R-RATIO-01, R-TERM-01, R-ROST-07, R-ROST-11: no expert either."""
    build(1)
    enlist(county_office, in_term=column != "term", certified=column != "certificate")
    Expert.objects.create(name="专家", office=county_office, field="x", valid_from=date(2020, 1, 1), **county.scope)
    if value:
        Inspector.objects.update(state=value)
    assert figures(city)[county.code, "primary"].there == 0


def test_inspector_counts_once_in_parts_of_his_stages(build, city, county, other_county, office):
    """R-RATIO-01: a city's inspector with schools in two counties and stages; until then by the stages he is for."""
    here, there = build(3, "junior"), build(1, "primary", area=other_county)
    person = enlist(office)
    assert figures(city)["", "primary"].there == 1
    for unit in (*here, *there):
        Assignment.objects.create(inspector=person, school=unit, valid_from=TODAY() - timedelta(days=1), **unit.scope)
    found = figures(city)
    assert found[county.code, "junior"].there == Decimal("0.75")
    assert found[county.code, "primary"].there == Decimal("0.25")
    assert sum(line.there for line in found.values()) == 1
    assert [one["place"] for one in counted_people(city, TODAY())] == [county.code]


def test_area_may_count_responsible_inspectors_only(build, city, county, county_office, rule):
    """R-RATIO-01.counted: Ziyang's numerator."""
    unit, person = build(1)[0], enlist(county_office)
    rule(city, "R-RATIO-01.counted", "responsible_inspectors")
    assert figures(city)[county.code, "primary"].there == 0
    Assignment.objects.create(inspector=person, school=unit, valid_from=TODAY(), **unit.scope)
    assert figures(city)[county.code, "primary"].there == 1


def test_without_a_rule_on_whom_to_count_everybody_counts(build, city, county, county_office, rule):
    """R-RATIO-01.counted, R-TRAIN-02.who: switched off is not narrower than the nation's."""
    build(1), enlist(county_office)
    rule(city, "R-RATIO-01.counted", None)
    rule(city, "R-TRAIN-02.who", None)
    assert figures(city)[county.code, "primary"].there == 1
    assert len(training_audit(city, TODAY().year, TODAY())) == 1


def test_nearest_setting_decides_and_an_empty_one_switches_off(build, city, county, rule):
    """R-RATIO-01: the county's own 1:3 before the city's 1:4; no rule, no gap."""
    build(6)
    rule(city, "R-RATIO-01", 4)
    rule(county, "R-RATIO-01", 3)
    assert round(figures(city)[county.code, "primary"].needed, 2) == Decimal("2.00")
    Setting.objects.filter(area=county).update(value=None)
    assert figures(city)[county.code, "primary"].gap is None


def test_rule_for_large_schools_can_be_off_alone(build, city, county, rule):
    """R-RATIO-02: without it a large school is one of the pool of five; without R-RATIO-01 only the large ones need."""
    build(1, pupils=9000, large_flag=True)
    build(4)
    setting = rule(city, "R-RATIO-02", None)
    line = figures(city)[county.code, "primary"]
    assert (line.large, line.needed) == (0, 1)
    Setting.objects.filter(pk=setting.pk).update(rule="R-RATIO-01")
    line = figures(city)[county.code, "primary"]
    assert (line.large, line.needed) == (1, 1)


def test_town_is_under_the_rules_of_its_county_and_the_province_sees_all(build, city, county, county_office, rule):
    """R-RATIO-01: nearest area upward, whatever the audit's own area; a value that is over or only proposed is none."""
    town = Area.objects.create(code=f"{county.code}101", name="某镇", level="town", parent=county)
    build(6, area=town)
    rule(city.parent, "R-RATIO-01", 6)
    Setting.objects.filter(pk=rule(county, "R-RATIO-01", 2).pk).update(state="proposed")
    Setting.objects.filter(pk=rule(town, "R-RATIO-01", 1).pk).update(valid_to=TODAY() - timedelta(days=1))
    enlist(county_office)
    for area in (town, county, city, city.parent):
        line = figures(area)[county.code, "primary"]
        assert (line.schools, round(line.needed, 3), line.there) == (6, 1, 1)
    rule(county, "R-RATIO-01", 3)
    assert round(figures(city.parent)[county.code, "primary"].needed, 3) == 2


def test_inspector_counts_once_whatever_papers_he_has_had(build, city, county, county_office):
    """R-ROST-07: terms one after the other, a revoked certificate beside a valid one; the revoked one alone is none."""
    build(1)
    person, today = enlist(county_office), TODAY()
    facts = {"inspector": person, "issuer": county_office, "issued_on": today - timedelta(days=9), **county.scope}
    Certificate.objects.create(number="二", **facts)
    Certificate.objects.create(number="三", revoked_on=today, **facts)
    Term.objects.create(
        inspector=person, starts_on=today - timedelta(days=900), ends_on=today - timedelta(days=200),
        letter_number="0", **county.scope,
    )
    assert figures(city)[county.code, "primary"].there == 1
    assert [one["pk"] for one in counted_people(city, today)] == [person.pk]
    assert [one.pk for one in training_audit(city, today.year, today)] == [person.pk]
    Certificate.objects.exclude(number="三").delete()
    assert figures(city)[county.code, "primary"].there == 0
    Term.objects.filter(letter_number="聘字1号").update(ended_on=today - timedelta(days=1))
    assert training_audit(city, today.year, today) == []


@pytest.mark.parametrize(("here", "there", "place"), [(1, 1, 0), (1, 2, 1), (2, 1, 0)])
def test_place_is_the_county_of_most_schools(*, here, there, place, build, city, county, other_county, office):
    """R-RATIO-01: of two counties with equally many that of the lower code; both audits and the list agree."""
    person = enlist(office)
    stages = iter(["primary", "junior", "senior", "kindergarten"])
    for area, number in ((county, here), (other_county, there)):
        for _n in range(number):
            unit = build(1, next(stages), area=area)[0]
            Assignment.objects.create(inspector=person, school=unit, valid_from=TODAY(), **unit.scope)
    expected = (county, other_county)[place].code
    assert {line.place for line in staffing_audit(city, TODAY()) if line.there} == {expected}
    assert [one["place"] for one in counted_people(city, TODAY())] == [expected]
    assert [one.place for one in training_audit(city, TODAY().year, TODAY())] == [expected]


@pytest.mark.parametrize(("hours", "modes"), [NATION, SHANXI, ZIYANG])
def test_training_names_exactly_those_below_their_areas_rule(hours, modes, city, office, rule):
    """R-TRAIN-02: the nation, Shanxi and Ziyang ask differently of the same records."""
    rule(city, "R-TRAIN-02", hours)
    rule(city, "R-TRAIN-02.modes", modes)
    sums = {}
    for central, online, alone in [(40, 0, 0), (39, 0, 0), (30, 10, 0), (29, 5, 5), (29, 6, 6), (0, 20, 20), (0, 0, 0)]:
        person = enlist(office, f"{central}-{online}-{alone}")
        kinds = dict(zip(("centralised", "online", "self_study"), (central, online, alone), strict=True))
        for mode, number in kinds.items():
            if number:
                train(person, number, mode)
        sums[person.name] = sum(number for mode, number in kinds.items() if mode in modes)
    found = training_report(city, TODAY().year, TODAY())
    assert {one.name: one.short_by for one in found.short} == {
        name: hours - done for name, done in sums.items() if done < hours
    }
    assert len(found.everybody) == 7


def test_shipped_settings_bind_each_in_its_place(office, city, other_county, rule):
    """R-TRAIN-02: two counties of one city under their own rules, each inspector under his inspectorate's."""
    other = organization(other_county, "林口县督导办", "inspectorate")
    rule(other_county, "R-TRAIN-02", 30)
    for place in (office, other):
        train(enlist(place, place.area.name), 30)
    found = {one.name: one.short_by for one in training_report(city, TODAY().year, TODAY()).everybody}
    assert found == {city.name: 10, other_county.name: 0}


def test_rule_switched_off_binds_nobody(city, office, county, county_office, rule):
    """R-TRAIN-02: no hours needed in the county, 40 in the city; without modes nothing counts, all hours are told."""
    rule(county, "R-TRAIN-02", None)
    rule(county, "R-TRAIN-02.modes", None)
    for place in (office, county_office):
        train(enlist(place, place.area.name), 5)
    found = training_report(city, TODAY().year, TODAY())
    assert {one.name: (one.needed, one.hours, one.all_hours) for one in found.everybody} == {
        city.name: (40, 5, 5), county.name: (None, 0, 5)
    }
    assert [one.name for one in found.short] == [one.name for one in found.will_be_short] == [city.name]


@pytest.mark.parametrize(("state", "year", "counts"), [
    ("confirmed", 0, True), ("reported", 0, False), ("rejected", 0, False), ("confirmed", -1, False),
])
def test_only_confirmed_hours_of_the_year_count(state, year, counts, city, inspector):
    """R-TRAIN-02."""
    train(inspector, 40, on=date(TODAY().year + year, 1, 1), state=state)
    assert bool(training_report(city, TODAY().year, TODAY()).short) is not counts


def test_area_may_bind_responsible_inspectors_only(city, inspector, rule, build):
    """R-TRAIN-02.who: Ziyang."""
    rule(city, "R-TRAIN-02.who", "responsible_inspectors")
    assert training_audit(city, TODAY().year, TODAY()) == []
    unit = build(1)[0]
    Assignment.objects.create(inspector=inspector, school=unit, valid_from=TODAY(), **unit.scope)
    assert [one.pk for one in training_audit(city, TODAY().year, TODAY())] == [inspector.pk]


def test_forecast_goes_on_at_the_present_rate(city, office):
    """R-TRAIN-02: 20 hours by the first of July make 40 by the end of the year, 19 do not."""
    with at(date(2026, 7, 1)):
        for hours in (21, 19):
            train(enlist(office, f"{hours}"), hours, on=date(2026, 3, 1))
        found = training_report(city, 2026, date(2026, 7, 1))
    assert [one.name for one in found.will_be_short] == ["19"]
    assert len(found.short) == 2


@pytest.mark.parametrize("number", [10, 1000])
def test_each_audit_is_one_statement_whatever_the_size(number, city, county_office, build):
    """R-RATIO-01, R-TRAIN-02, performance row 10."""
    build(20)
    crowd(county_office, number, hours=20)
    for run in (lambda: staffing_audit(city, TODAY()), lambda: training_audit(city, TODAY().year, TODAY())):
        with CaptureQueriesContext(connection) as captured:
            found = run()
        assert len(captured) == 1
        assert found
    assert len(found) == number


# Command and pages


def command(*args):
    out = StringIO()
    call_command("audit", *args, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_page_command_and_list_agree_on_training(sign_in, director, city, office, county_office):
    """R-TRAIN-02: the same names; every figure is the length of its list."""
    crowd(county_office, 3, hours=20)
    crowd(office, 2, hours=40)
    found = command("training", "--area", city.code)
    page = sign_in(director).get(reverse("training-audit"))
    assert [line.row.pk for line in page.context["lines"]] == [row["inspector"] for row in found["rows"]]
    assert found["totals"]["short"] == len(found["rows"]) == 3
    for sort in page.context["sorts"]:
        listed = sign_in(director).get(reverse("training-audit") + sort["url"])
        assert len(listed.context["lines"]) == sort["count"]
    one = sign_in(director).get(reverse("training-audit"), {"county": county_office.area_id, "show": "all"})
    assert len(one.context["lines"]) == 3


def test_page_command_and_lists_agree_on_staffing(*, sign_in, director, city, county, county_office, office, build):
    """R-RATIO-01: every figure of the page is the length of the list it leads to."""
    build(6)
    build(2, "kindergarten", area=Area.objects.get(pk=county.pk))
    crowd(county_office, 2)
    crowd(office, 1)
    found = command("staffing", "--area", city.code)
    client = sign_in(director)
    page = client.get(reverse("staffing-audit"))
    lines = [row for group in page.context["groups"] for row in group["lines"]]
    assert [(row["line"].place, row["line"].stage, row["line"].gap) for row in lines] == [
        (row["county"], row["stage"], row["gap"]) for row in found["rows"]
    ]
    totals = [page.context["total"], *(group["total"] for group in page.context["groups"])]
    assert found["totals"]["gap"] == totals[0]["line"].gap
    for row in totals:
        assert len(client.get(row["people_url"]).context["lines"]) == row["line"].there
    for row in (*lines, *totals):
        if row["schools_url"]:
            assert len(client.get(row["schools_url"]).context["lines"]) == row["line"].schools


def test_command_prints_words_and_refuses_an_unknown_area(city, inspector):
    out = StringIO()
    call_command("audit", "training", "--area", city.code, "--year", str(TODAY().year), stdout=out)
    assert inspector.name in out.getvalue()
    assert "short=1" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("audit", "staffing", "--area", "999999", stdout=out)


@pytest.mark.parametrize("name", ["staffing-audit", "staffing-people", "training-audit"])
@pytest.mark.parametrize(("role", "status"), [
    (Role.DIRECTOR, 200), (Role.CHAIR, 200), (Role.GENERAL_GROUP, 200), (Role.PART_TIME_INSPECTOR, 403),
    (Role.LIAISON, 403),
])
def test_audits_are_read_by_the_office(*, name, role, status, sign_in, hold, office, inspector):
    page = sign_in(hold(role, office)).get(reverse(name))
    if name == "staffing-people" and status != 200:
        assert inspector.name not in text(page)
    else:
        assert page.status_code == status


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("name", ["staffing-audit", "training-audit", "staffing-people"])
def test_pages_cost_the_same_for_few_and_many(*, name, number, sign_in, director, county_office, build):
    """L9."""
    build(number)
    crowd(county_office, number)
    client = sign_in(director)
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse(name)).status_code == 200
    assert len(captured) <= 12


def test_county_reads_its_own_figures_only(*, sign_in, county_clerk, county_inspector, inspector, build, other_county):
    build(2)
    build(3, area=other_county)
    client = sign_in(county_clerk)
    assert client.get(reverse("staffing-audit")).context["total"]["line"].schools == 2
    page = text(client.get(reverse("training-audit"), {"show": "all"}))
    assert county_inspector.name in page
    assert inspector.name not in page
