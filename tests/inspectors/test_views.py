"""Pages of the roster: who sees what, what is masked, what it costs, and every verb from its form."""
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inspectorate.publication.models import Publication
from inspectorate.register.states import Role
from inspectors.models import Candidacy, Expert, Inspector, Interest, RecusalDecision
from tests.inspectors.people import PROFILE, enlist, read_cheaply, text

LISTS = ["inspector-list", "candidacy-list", "recusal-decision-list", "expert-list"]
OFFICE_ROLES = [
    Role.DIRECTOR, Role.GOVERNMENT_GROUP, Role.SCHOOL_GROUP, Role.MONITORING_GROUP, Role.GENERAL_GROUP,
]
TODAY = timezone.localdate
PERSON = {
    "name": "冯督学", "kind": "part_time", "categories": ["school", "monitoring"], "stages": ["primary"],
    "degree": "master", "years_of_work": "20", "source": "retired_head", "office_phone": "0453-6171002",
    "mobile": "13845670002",
}
ENTRY = {"registered_on": "2026-01-05", "appointment_document": "牡政任〔2026〕1号"}


@pytest.mark.parametrize("name", LISTS)
def test_lists_ask_for_sign_in(name, client, db):
    assert client.get(reverse(name)).status_code == 302


@pytest.mark.usefixtures("inspector")
@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("role", OFFICE_ROLES)
def test_office_reads_every_list(name, role, sign_in, hold, office):
    assert sign_in(hold(role, office)).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("role", Role.values)
def test_detail_opens_for_who_may_read_it(role, sign_in, hold, office, inspector):
    """T01: who may not see it is told that it does not exist."""
    post = hold(role, office)
    answer = sign_in(post).get(inspector.get_absolute_url())
    is_visible = Inspector.objects.visible_to(post).exists()
    assert answer.status_code == (200 if is_visible else 404)


def test_county_sees_its_own_people_only(sign_in, county_clerk, county_inspector, inspector, other_clerk):
    client = sign_in(county_clerk)
    page = text(client.get(reverse("inspector-list")))
    assert county_inspector.name in page
    assert inspector.name not in page
    assert client.get(inspector.get_absolute_url()).status_code == 404
    assert sign_in(other_clerk).get(county_inspector.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("role", OFFICE_ROLES)
def test_mobile_is_masked_but_for_few(role, sign_in, hold, office, inspector):
    """T05, R-PUB-12."""
    is_plain = role in {Role.SCHOOL_GROUP, Role.GENERAL_GROUP}
    page = text(sign_in(hold(role, office)).get(inspector.get_absolute_url()))
    assert (PROFILE["mobile"] in page) is is_plain
    assert ("138****0001" in page) is not is_plain


def test_list_and_export_never_hold_a_private_number(sign_in, school_group, inspector):
    client = sign_in(school_group)
    assert "1384567" not in text(client.get(reverse("inspector-list")))
    sheet = client.post(reverse("inspector-list"), {"export": "csv"})
    rows = b"".join(sheet.streaming_content).decode("utf-8-sig")
    assert inspector.name in rows
    assert "1384567" not in rows
    assert "****" not in rows


@pytest.fixture
def populate(school_group, office):
    """Some rows for each of the lists."""

    def make(number):
        day, scope, user = date(2024, 1, 1), office.scope, school_group.user
        for n in range(number):
            person = enlist(office, f"督学{n}", organization=office)
            Expert.objects.create(name=f"专家{n}", office=office, field="x", valid_from=day, **scope)
            Candidacy.objects.create(name=f"候选{n}", office=office, recommended_by=user, organization=office,
                                     recommended_on=day, recommending_unit="x", **PROFILE, **scope)
            RecusalDecision.objects.create(inspector=person, organization=office, requester="inspectorate", ground="x",
                                           requested_by=user, requested_on=day, **scope)

    return make


QUERIES = {"inspector-list": 12, "expert-list": 11, "candidacy-list": 11, "recusal-decision-list": 11}


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("name", LISTS)
def test_lists_cost_the_same_for_few_and_many(name, number, sign_in, populate, school_group):
    """L9."""
    populate(number)
    assert f"{number - 1}" in read_cheaply(sign_in(school_group), reverse(name), QUERIES[name])


@pytest.mark.usefixtures("other_office")
@pytest.mark.parametrize(("query", "found"), [
    ("kind=part_time", True), ("kind=full_time", False), ("category=school", True), ("category=monitoring", False),
    ("stage=primary", True), ("stage=senior", False), ("state=on_roster", True), ("state=exited", False),
    ("county=231003", True), ("county=231025", False), ("q=钱", True), ("q=孙", False),
    ("ending=6", False), ("ending=lapsed", False), ("ending=certificate", False),
])
def test_roster_filters(query, found, sign_in, school_group, county_inspector):
    page = text(sign_in(school_group).get(f"{reverse('inspector-list')}?{query}"))
    assert (county_inspector.get_absolute_url() in page) is found


def test_roster_finds_what_ends_soon_or_has_ended(sign_in, school_group, office):
    """R-TERM-01.reminders: six, three, one months before."""
    soon = enlist(office, "将满", certified=False)
    soon.terms.update(ends_on=TODAY() + timedelta(days=70))
    lapsed = enlist(office, "已满", in_term=False)
    client = sign_in(school_group)
    for value, person in [("6", soon), ("3", soon), ("lapsed", lapsed), ("certificate", soon)]:
        page = text(client.get(reverse("inspector-list"), {"ending": value}))
        others = {soon, lapsed} - {person}
        assert person.name in page
        assert not any(other.name in page for other in others)
    assert soon.name not in text(client.get(reverse("inspector-list"), {"ending": "1"}))


def send(client, name, data, *args):
    answer = client.post(reverse(name, args=args), data)
    form = answer.context["form"] if answer.status_code != 302 and answer.context else None
    assert answer.status_code == 302, form.errors if form else answer.status_code
    return answer


def test_clerk_enters_and_corrects_an_inspector(sign_in, county_clerk, county_office, school):
    client = sign_in(county_clerk)
    send(client, "inspector-register", {
        **PERSON, **ENTRY, "office": county_office.pk, "organization": school.name,
    })
    inspector = Inspector.objects.get()
    assert (inspector.name, inspector.organization, inspector.county) == ("冯督学", school, "231003")
    page = text(client.get(reverse("inspector-amend", args=[inspector.pk])))
    assert PERSON["mobile"] not in page
    assert school.name in page
    send(client, "inspector-amend", {**PERSON, "mobile": "", "organization": "", "title": "高级教师"}, inspector.pk)
    inspector.refresh_from_db()
    assert (inspector.title, inspector.mobile.reveal()) == ("高级教师", PERSON["mobile"])
    assert Interest.objects.get().organization == school


def test_unknown_employer_is_answered_with_names_that_look_alike(sign_in, school_group, office, school):
    data = {**PERSON, **ENTRY, "office": office.pk, "organization": "第一"}
    answer = sign_in(school_group).post(reverse("inspector-register"), data)
    assert answer.status_code == 422
    assert school.name in text(answer)
    assert not Inspector.objects.exists()


def test_refusal_stands_on_the_page_with_its_rule(sign_in, school_group, office):
    data = {**PERSON, **ENTRY, "office": office.pk, "years_of_work": 3}
    answer = sign_in(school_group).post(reverse("inspector-register"), data)
    assert answer.status_code == 409
    assert "R-ROST-02" in text(answer)


def test_term_certificate_tie_and_exit_from_their_forms(sign_in, director, school_group, office, school):
    inspector = enlist(office, in_term=False, certified=False)
    client = sign_in(school_group)
    send(client, "inspector-start-term", {"starts_on": str(TODAY()), "letter_number": "1"}, inspector.pk)
    send(client, "inspector-renew-term", {"letter_number": "2"}, inspector.pk)
    send(client, "inspector-issue-certificate", {"number": "9", "issued_on": str(TODAY())}, inspector.pk)
    tie = {"organization": school.name, "relation": "head_is_relative"}
    send(client, "inspector-declare-interest", tie, inspector.pk)
    page = text(client.get(inspector.get_absolute_url()))
    assert "Decide whether to re-engage" in page
    assert "The head is a close relative" in page
    send(client, "interest-end-interest", {"until": str(TODAY())}, Interest.objects.get().pk)
    boss = sign_in(director)
    send(boss, "interest-void-interest", {"note": "误报"}, Interest.objects.get().pk)
    send(boss, "inspector-exit-roster", {"reason": "health", "on": str(TODAY()), "note": "病退"}, inspector.pk)
    assert Inspector.objects.get().state == "exited"


def test_verb_without_the_right_is_forbidden(sign_in, hold, office, inspector):
    """T48."""
    client = sign_in(hold(Role.MONITORING_GROUP, office))
    for slug in ("amend", "start-term", "renew-term", "issue-certificate", "exit-roster"):
        assert client.get(reverse(f"inspector-{slug}", args=[inspector.pk])).status_code == 403
    assert client.get(reverse("inspector-register")).status_code == 403


def test_recusal_from_the_school_to_the_decision(sign_in, hold, director, school, inspector):
    """R-RECUSE-03: a school sees its own request, not the roster."""
    client = sign_in(hold(Role.SCHOOL, school))
    send(client, "recusal-decision-request", {"inspector": inspector.name, "ground": "与校长有经济往来"})
    decision = RecusalDecision.objects.get()
    assert decision.organization == school
    assert client.get(decision.get_absolute_url()).status_code == 200
    assert client.get(reverse("inspector-list")).content.decode().count(inspector.name) == 0
    send(sign_in(director), "recusal-decision-decide-recusal", {"outcome": "recused", "reasons": "属实"}, decision.pk)
    decision.refresh_from_db()
    assert decision.state == "recused"


def test_inspector_asks_for_her_own_recusal(sign_in, hold, office, school, inspector):
    post = hold(Role.PART_TIME_INSPECTOR, office)
    client = sign_in(post)
    data = {"organization": school.name, "ground": "近亲属"}
    assert client.post(reverse("recusal-decision-request"), data).status_code == 422
    Inspector.objects.filter(pk=inspector.pk).update(user=post.user)
    send(client, "recusal-decision-request", data)
    assert RecusalDecision.objects.get().inspector == inspector


def test_candidate_from_recommendation_to_roster(sign_in, school_group, general_group, director, office):
    """R-ROST-04 through the pages."""
    client = sign_in(school_group)
    send(client, "candidacy-recommend", {
        **PERSON, "office": office.pk, "recommending_unit": "市教育局", "recommended_on": "2026-01-05",
        "has_committed": "on",
    })
    candidate = Candidacy.objects.get()
    assert "Review the recommendation" in text(client.get(candidate.get_absolute_url()))
    client = sign_in(general_group)
    send(client, "candidacy-review", {"opinion": "同意", "is_attested": "on"}, candidate.pk)
    send(client, "candidacy-assess", {"assessed_on": "2026-01-06", "assessment": "合格"}, candidate.pk)
    posting = {"posted_on": "2026-01-07", "objection_phone": "0453-6171000", "ids": [candidate.pk], "confirmed": "1"}
    assert client.post(reverse("candidacy-bulk-post"), posting).status_code == 200
    candidate.refresh_from_db()
    assert candidate.state == "posted"
    send(client, "candidacy-register-objection", {"received_on": "2026-01-08", "content": "x"}, candidate.pk)
    assert client.get(candidate.posting.get_absolute_url()).status_code == 200
    client = sign_in(director)
    send(client, "objection-settle", {"outcome": "dismissed", "finding": "不属实"}, candidate.objections.get().pk)
    decision = {"starts_on": "2026-02-01", "letter_number": "1", "appointment_document": "牡政教督任〔2026〕1号"}
    send(client, "candidacy-appoint", decision, candidate.pk)
    assert Inspector.objects.current(date(2026, 2, 1)).get().name == "冯督学"


def test_expert_pages(sign_in, school_group, office):
    client = sign_in(school_group)
    send(client, "expert-register", {
        "name": "郑专家", "office": office.pk, "categories": ["monitoring"], "field": "教育测量",
        "valid_from": "2026-01-05", "mobile": "13845670009",
    })
    expert = Expert.objects.get()
    data = {"name": "郑专家", "categories": ["monitoring"], "field": "质量监测"}
    send(client, "expert-amend-expert", data, expert.pk)
    assert "质量监测" in text(client.get(expert.get_absolute_url()))
    assert "郑专家" in text(client.get(reverse("expert-list"), {"now": "yes", "category": "monitoring"}))
    send(client, "expert-remove-expert", {"on": "2026-02-01", "note": "调离"}, expert.pk)
    assert Expert.objects.get().valid_to == date(2026, 2, 1)


def test_lists_go_to_the_reviewers_from_their_pages(sign_in, school_group, office, inspector):
    """R-ROST-05, R-ROST-06."""
    candidate = Candidacy.objects.create(
        name="吴候选", office=office, recommended_by=school_group.user, recommended_on=TODAY(), recommending_unit="x",
        state="assessed", **PROFILE, **office.scope,
    )
    client = sign_in(school_group)
    send(client, "candidacy-post", {"posted_on": str(TODAY()), "objection_phone": "0453-6171000"}, candidate.pk)
    candidate.refresh_from_db()
    send(client, "posting-propose-posting", {}, candidate.posting.pk)
    send(client, "inspector-publish-roster", {"office": office.pk})
    assert set(Publication.objects.values_list("kind", flat=True)) == {"inspector_posting", "inspector_list"}
