"""Pages of the hazard ledger: entered on a phone, followed by the unit, checked by the office; in Chinese."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspectorate.documents.models import Document
from inspectorate.duties.models import Duty
from inspectorate.duties.workflow import ask_extension
from inspectorate.trail.workflow import RuleRefused
from supervision import workflow
from supervision.models import Hazard
from tests.client import send, signed_in
from tests.stage import at

from .ledger import BASIS, Ledger
from .visiting import Round

pytestmark = pytest.mark.django_db
TYPED = {
    "place": "食堂后厨", "description": "燃气软管老化。", "field": "utilities", "level": "general",
    "found_on": "2026-03-02", "found_by": "督学组", "measure": "更换软管。", "responsible_person": "副校长",
    "due_on": "2026-03-10",
}  # fmt: skip
LIST, CREATE = "hazard-list", "hazard-create"


@pytest.fixture(scope="module")
def ledger(city):
    return Ledger(city)


@pytest.fixture
def office(ledger):
    return signed_in(ledger.officer, "zh-hans")


@pytest.fixture
def school(ledger):
    return signed_in(ledger.head, "zh-hans")


@pytest.fixture
def market(ledger):
    return signed_in(ledger.market_post, "zh-hans")


def page_of(hazard, verb=""):
    return reverse(f"hazard-{verb}" if verb else "hazard-detail", args=[hazard.pk])


def photo():
    return SimpleUploadedFile("proof.txt", b"done", content_type="text/plain")


def shown(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_office_enters_a_hazard(ledger, office):
    """R-SAFE-08: an empty unit means the school itself."""
    answer = send(office, reverse(CREATE), TYPED | {"school": ledger.school.pk, "files": photo()})
    hazard = Hazard.objects.get()
    assert (answer.status_code, answer.url) == (302, page_of(hazard))
    assert (hazard.responsible, hazard.attachments.count()) == (ledger.school, 1)
    body = shown(office, page_of(hazard))
    for word in ("2026-001", "燃气软管老化", "待整改", "水电气暖安全", "一般隐患", "消除隐患（2026-001）", "proof.txt"):
        assert word in body, word


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"level": "major", "protection": "停用"}, "basis"), ({"level": "major", "basis": BASIS}, "protection"),
        ({"due_on": ""}, "due_on"), ({"is_removed": "on"}, "proof"), ({"place": ""}, "place"),
    ],
)
def test_form_says_beside_the_field_what_is_missing(ledger, office, typed, field):
    """R-SAFE-07, R-SAFE-10."""
    answer = send(office, reverse(CREATE), TYPED | {"school": ledger.school.pk} | typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_school_enters_its_own_campus(ledger, school):
    """R-SAFE-13: the form asks for no school and no unit."""
    form = school.get(reverse(CREATE)).context["form"]
    assert not {"school", "responsible"} & set(form.fields)
    typed = {**TYPED, "due_on": "", "is_removed": "on", "proof": photo()}
    assert send(school, reverse(CREATE), typed).status_code == 302
    hazard = Hazard.objects.get()
    assert (hazard.school, hazard.state, hazard.rounds.count()) == (ledger.school, "reported", 1)


def test_hazard_goes_from_page_to_page(ledger, office, school):
    """R-SAFE-09: reported by the unit, checked by the office, struck off."""
    hazard = ledger.entered()
    assert page_of(hazard, "check-removal") not in shown(office, page_of(hazard))
    assert page_of(hazard, "report-removal") in shown(school, page_of(hazard))
    answer = send(school, page_of(hazard, "report-removal"), {"text": "已更换软管。", "files": photo()})
    assert answer.status_code == 302
    again = send(office, page_of(hazard, "check-removal"), {"is_removed": "no", "note": "仍未更换"})
    assert list(again.context["form"].errors) == ["new_due_on"]
    checked = {"is_removed": "yes", "note": "现场查看属实"}
    assert send(office, page_of(hazard, "check-removal"), checked).status_code == 302
    assert "办理隐患销号（2026-001）" in shown(office, page_of(hazard))
    assert send(office, page_of(hazard, "close-hazard"), {"note": ""}).status_code == 302
    body = shown(school, page_of(hazard))
    for word in ("已销号", "已更换软管。", "现场查看属实", "销号批准人"):
        assert word in body, word
    typed = {"note": "再次出现", "due_on": "2026-03-20"}
    assert send(office, page_of(hazard, "reopen-hazard"), typed).status_code == 302
    assert "2026-001-2" in shown(office, page_of(hazard))


def test_responsibility_is_handed_on(ledger, office, market):
    """R-SAFE-13: the unit outside education sees just this hazard, and nothing of the visit behind it."""
    hazard, other = ledger.entered(), ledger.entered(place="操场")
    assert market.get(page_of(hazard)).status_code == 404
    typed = {"responsible": ledger.market.pk, "responsible_person": "食品科", "note": "属市场监管职责", "due_on": ""}
    assert send(office, page_of(hazard, "reassign-hazard"), typed).status_code == 302
    assert page_of(hazard, "report-removal") in shown(market, page_of(hazard))
    assert market.get(page_of(other)).status_code == 404
    listed = market.get(reverse(LIST)).context["lines"]
    assert [line.row.pk for line in listed] == [hazard.pk]


def test_notice_is_drafted_from_the_page(ledger, office, market):
    """R-SAFE-11: office sees the draft, the unit nothing before it is sent."""
    hazard = ledger.entered(**ledger.major(responsible=ledger.market))
    assert "下发重大事故隐患督办通知（2026-001）" in shown(office, page_of(hazard))
    answer = send(office, page_of(hazard, "draft-hazard-notice"), {"contact": "督学组", "demands": "抄报应急部门"})
    document = Document.objects.get()
    assert answer.url == document.get_absolute_url()
    assert "抄报应急部门" in shown(office, answer.url)
    assert "重大事故隐患督办通知书" in shown(office, page_of(hazard))
    assert "重大事故隐患督办通知书" not in shown(market, page_of(hazard))
    assert market.get(answer.url).status_code == 404


def test_void_entry_is_gone_for_the_school(ledger, office, school):
    hazard = ledger.entered()
    assert send(office, page_of(hazard, "void-hazard"), {"note": "重复录入"}).status_code == 302
    assert school.get(page_of(hazard)).status_code == 404
    assert "误录作废" in shown(office, page_of(hazard))


def test_request_for_more_time_stands_on_the_page(ledger, office, school):
    """R-SAFE-10: asked on the duty, shown on the hazard."""
    hazard = ledger.entered()
    duty = Duty.objects.of(hazard).get()
    assert reverse("duty-detail", args=[duty.pk]) in shown(school, page_of(hazard))
    ask_extension(duty, by=ledger.head, asked_until=ledger.day(30), reason="配件未到货")
    for client in (office, school):
        assert "配件未到货" in shown(client, page_of(hazard))


def test_filters_narrow_the_ledger(ledger, office):
    """R-SAFE-12: by ledger with what was carried over, level, state, field, county, overdue, words."""
    with at(ledger.day(-90)):
        old = ledger.entered(description="校门外占道经营。", responsible=ledger.market)
        gone = ledger.closed(ledger.entered())
    major = ledger.entered(**ledger.major())
    new = ledger.entered(by=ledger.clerk)
    for query, wanted in (
        ("", {old, gone, major, new}), ("?year=2026", {old, major, new}), ("?year=2025", {old, gone}),
        ("?level=major", {major}), ("?state=closed", {gone}), ("?field=buildings", {major}), ("?overdue=on", {old}),
        ("?area=231083", {old, gone, major, new}), ("?area=231084", set()), ("?q=占道", {old}),
        ("?q=市市场监管局", {old}), ("?year=2025&state=open", {old}),
    ):  # fmt: skip
        lines = office.get(reverse(LIST) + query).context["lines"]
        assert {line.row for line in lines} == wanted, query
    assert office.get(reverse(LIST) + "?sort=due").context["lines"][0].row == old


def test_list_costs_the_same_with_three_rows_and_is_exported(ledger, office):
    counts = []
    for wanted in (1, 3):
        while Hazard.objects.count() < wanted:
            ledger.entered()
        office.get(reverse(LIST))
        with CaptureQueriesContext(connection) as queries:
            assert len(office.get(reverse(LIST)).context["lines"]) == wanted
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
    answer = office.post(reverse(LIST), {"export": "csv"})
    body = b"".join(answer.streaming_content).decode()
    assert body.count("燃气软管老化") == 3
    for word in ("副校长", "更换软管。", "整改期间防护措施", "销号批准人"):  # R-SAFE-08: all fields of the ledger
        assert word in body, word


def test_checks_and_strikings_off_wait_on_the_desk(ledger, office, school):
    """R-SAFE-09: what no duty names is not forgotten; nobody sees what is not hers to do."""
    ledger.reported(ledger.entered())
    ledger.verified(ledger.entered(**ledger.major()))
    director = signed_in(ledger.director, "zh-hans")
    for key, title, client in (("hazard_check", "隐患整改待核查", office), ("hazard_close", "待销号隐患", director)):
        url = reverse("waiting-list", args=[key])
        assert title in shown(client, url)
        assert len(client.get(url).context["lines"]) == 1
        assert school.get(url).status_code != 200
    assert len(office.get(reverse("waiting-list", args=["hazard_close"])).context["lines"]) == 0


def test_nothing_scores_anybody(ledger, office):
    """R-SAFE-16, R-ORG-15: the page speaks of work that is owed, never of points or of how well a ledger is kept."""
    hazard = ledger.closed(ledger.entered())
    for url in (reverse(LIST), page_of(hazard)):
        body = shown(office, url)
        assert not [word for word in ("得分", "评分", "排名", "完成率") if word in body]


@pytest.fixture
def problem(city, ledger):
    visits = Round(city)
    return visits.filed(visits.found("danger")).problems.get()


def test_problem_of_a_visit_goes_to_the_ledger_in_one_act(ledger, office, problem):
    """R-VISIT-09: prefilled, linked both ways, the red flag met."""
    page = reverse("visit-problem-open-hazard", args=[problem.pk])
    assert page in shown(office, problem.get_absolute_url())
    form = office.get(page).context["form"]
    assert (form["description"].value(), form["place"].value()) == (problem.text, "校门")
    assert not {"school", "found_on", "found_by"} & set(form.fields)
    typed = {name: TYPED[name] for name in TYPED if not name.startswith("found")} | {"description": problem.text}
    answer = send(office, page, typed)
    hazard = Hazard.objects.get()
    assert answer.url == page_of(hazard)
    assert (hazard.problem, hazard.school, hazard.found_on, hazard.found_by) == (
        problem, problem.school, problem.visit.visited_on, problem.visit.inspector.name
    )  # fmt: skip
    problem.refresh_from_db()
    assert (problem.state, problem.handed_to) == ("handed_over", "hazard")
    assert not Duty.objects.of(problem).open().exists()
    assert page_of(hazard) in shown(office, problem.get_absolute_url())
    assert problem.get_absolute_url() in shown(office, page_of(hazard))


def test_visit_behind_a_hazard_is_named_to_those_only_who_read_it(ledger, problem, market):
    """R-SAFE-13: a unit outside education is led to no page that is none of its own."""
    facts = {name: value for name, value in ledger.facts(responsible=ledger.market).items()
             if name not in {"school", "found_on", "found_by"}}  # fmt: skip
    hazard = workflow.open_hazard(problem, by=ledger.officer, **facts)
    assert problem.get_absolute_url() not in shown(market, page_of(hazard))


def test_problem_whose_hazard_was_a_mistake_is_open_again(ledger, problem):
    """R-VISIT-09: no danger is lost with a mistaken entry; the office owes its answer anew and may enter it again."""
    facts = {name: value for name, value in ledger.facts().items() if name not in {"school", "found_on", "found_by"}}
    hazard = workflow.open_hazard(problem, by=ledger.officer, **facts)
    workflow.void_hazard(ledger.again(hazard), by=ledger.officer, note="领域选错")
    problem.refresh_from_db()
    assert (problem.state, problem.handed_to) == ("open", "")
    assert Duty.objects.of(problem).open().count() == 1
    assert workflow.open_hazard(problem, by=ledger.officer, **facts).number == hazard.number + 1


def test_hand_over_leads_to_the_ledger_by_the_ledger_only(ledger, office, problem):
    """R-VISIT-09: no problem is said to be in the ledger that is not."""
    page = reverse("visit-problem-hand-over-problem", args=[problem.pk])
    assert send(office, page, {"handed_to": "hazard", "note": "已移交"}).status_code == 422
    with pytest.raises(RuleRefused) as refused:
        workflow.hand_over_problem(problem, by=ledger.officer, handed_to="hazard", note="已移交")
    assert refused.value.rule == "R-VISIT-09"
