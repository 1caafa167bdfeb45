"""Lists and pages of the chain: what they cost, what a unit sees of its own file, and nothing of anybody else's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability import models, workflow
from accountability.workflow import Argument
from inspectorate.lib.pages import url_prefix

from .conftest import TODAY
from .drafts import Drafts

pytestmark = pytest.mark.django_db
LISTS = {
    models.Case: 12,
    models.RectificationItem: 12,
    models.InspectionReport: 12,
    models.SuperviseNotice: 12,
    models.Interview: 12,
    models.Circular: 12,
    models.AccountabilityAction: 12,
}


def make(bare, model):
    """A row of a model, with the file it stands in."""
    name = {"inspectionreport": "report", "rectificationitem": "item", "accountabilityaction": "action"}
    if model is models.SuperviseNotice:
        return bare.notice([bare.item(due=-1)])
    return getattr(bare, name.get(model._meta.model_name, model._meta.model_name))()


def cost(client, url):
    """How many queries a page takes the second time, and the page."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url)
    assert page.status_code == 200
    return len(queries), page


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_list_costs_the_same_for_one_row_and_for_three(bare, clients, model):
    url = reverse(f"{url_prefix(model)}-list")
    make(bare, model)
    one, _page = cost(clients["officer"], url)
    for _more in range(2):
        make(bare, model)
    three, page = cost(clients["officer"], url)
    assert len(page.context["lines"]) == 3
    assert one == three <= LISTS[model]


def filled(bare, model, number):
    """A row of a model whose page has `number` lines in each of its parts."""
    if model is models.Case:
        return full_case(bare, number)
    row = make(bare, model)
    for kind in range(number):
        FILLERS.get(model, lambda *_args: None)(bare, row, kind)
        Drafts(bare).numbered(row, f"kind{kind}", f"牡教督文〔2026〕{row.pk}{kind}号")
    return row


def full_case(bare, number):
    """A case with everything on it."""
    case = bare.case("defence_open", problems=number, letter_received_on=TODAY)
    points = [Argument(finding, "不属实") for finding in case.inspection.findings.all()]
    workflow.submit_defence(case, by=bare.city.head, statement="申辩", arguments=points)
    models.Case.objects.filter(pk=case.pk).update(state="rechecking")
    items = [bare.item(case, "reported") for _one in range(number)]
    for kind in range(number):
        state = "withdrawn" if kind else "proposed"  # one proposal of a kind waits at a time
        bare.notice(items, state="withdrawn")
        bare.interview(case, state=state)
        bare.circular(case, state=state)
        bare.action(case)
        Drafts(bare).numbered(case, f"kind{kind}", f"牡教督文〔2026〕{case.pk}{kind}号")
    return case


def add_round(bare, item, number):
    """A report and a re-check."""
    shared = {"item": item, "round": number + 1}
    models.RectificationReport.objects.create(author=bare.city.head.user, measure="一", result="二", **shared)
    models.Recheck.objects.create(
        author=bare.city.officer.user, method="spot", place="一", content="二", is_passed=False, **shared
    )


def add_party(bare, row, number):
    """One more unit on an interview or a circular."""
    unit = bare.city.unit(f"单位{row.pk}{number}", "department", bare.city.area)
    if isinstance(row, models.Circular):
        row.addressees.add(unit)
        return
    row.hosts.create(organization=unit)
    row.recipients.create(organization=unit)


def add_voice(bare, action, number):
    """A consultation, and a challenge for the first two."""
    unit = bare.city.unit(f"单位{action.pk}{number}", "department", bare.city.area)
    action.consultations.create(organization=unit, asked_on=TODAY)
    if number < 2:
        kind = ("review", "appeal")[number]
        action.challenges.create(kind=kind, office=bare.city.office, requested_on=TODAY, request="一")


FILLERS = {
    models.RectificationItem: add_round,
    models.SuperviseNotice: lambda bare, notice, _number: notice.items.add(bare.item(notice.case)),
    models.Interview: add_party,
    models.Circular: add_party,
    models.AccountabilityAction: add_voice,
}
PAGES = {
    models.Case: 18,
    models.RectificationItem: 14,
    models.InspectionReport: 10,
    models.SuperviseNotice: 11,
    models.Interview: 12,
    models.Circular: 11,
    models.AccountabilityAction: 15,
}


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model.__name__)
def test_page_costs_the_same_with_more_on_it(bare, clients, model):
    one, _page = cost(clients["officer"], filled(bare, model, 1).get_absolute_url())
    three, _page = cost(clients["officer"], filled(bare, model, 3).get_absolute_url())
    assert one == three <= PAGES[model]


@pytest.fixture
def unit(bare, clients):
    """A browser of the head of the inspected school."""
    return clients["head"]


@pytest.mark.parametrize("state", ["opened", "feedback_given"])
def test_unit_sees_nothing_before_the_opinion_is_received(bare, unit, state):
    """Permissions §5.4: units see nothing before 送达: not the page, not the list, not the number of it."""
    case = bare.case(state, problems=1)
    assert unit.get(case.get_absolute_url()).status_code == 404
    page = unit.get(reverse("case-list"))
    assert len(page.context["lines"]) == 0
    assert case.title not in page.content.decode()


def test_unit_sees_its_case_once_it_has_the_opinion(bare, city, unit):
    """R-INS-15, R-INS-16: with the problems and the act that is its own."""
    case = bare.case("feedback_given", problems=1, defence_due_on=TODAY.replace(day=12))
    workflow.receive_opinion(case, by=city.head, on=TODAY)
    text = unit.get(case.get_absolute_url()).content.decode()
    assert "问题1" in text
    assert reverse("case-submit-defence", args=[case.pk]) in text
    assert reverse("case-answer-point", args=[case.pk]) not in text


def test_unit_reads_of_its_own_acts_only(bare, city, unit, clients):
    """Permissions §5.4: the office's deliberation stays inside; its own acts are told back."""
    case = bare.case("feedback_given", problems=1, defence_due_on=TODAY.replace(day=12))
    workflow.receive_opinion(case, by=city.head, on=TODAY)
    workflow.submit_defence(case, by=city.head, statement="申辩", arguments=[])
    workflow.close_defence(case, by=city.officer)
    verbs = {who: told(clients[who], case) for who in ("head", "officer")}
    assert verbs["head"] == ["submit_defence", "receive_opinion"]
    assert verbs["officer"] == ["close_defence", "submit_defence", "receive_opinion"]


def told(client, row):
    """The acts that a page tells of."""
    return [entry["event"].verb for entry in client.get(row.get_absolute_url()).context["timeline"]]


def test_case_that_was_closed_offers_no_second_defence(bare, city, unit):
    """R-INS-16: what was stated or waived once is not offered again."""
    case = bare.case("defence_open", defence_due_on=TODAY.replace(day=12))
    workflow.waive_defence(case, by=city.head)
    text = unit.get(case.get_absolute_url()).content.decode()
    assert reverse("case-submit-defence", args=[case.pk]) not in text
    assert reverse("case-waive-defence", args=[case.pk]) not in text


HIDDEN = {
    models.SuperviseNotice: ("proposed", "issued", "withdrawn"),
    models.Interview: ("proposed", "approved", "withdrawn"),
    models.Circular: ("proposed", "approved", "withdrawn"),
    models.AccountabilityAction: ("proposed", "investigating", "established", "dropped"),
}


@pytest.mark.parametrize(("model", "state"), [(model, state) for model, states in HIDDEN.items() for state in states])
def test_unit_sees_no_measure_that_is_being_prepared(bare, unit, model, state):
    """Permissions §5.4: neither on the measure's page nor among the measures of its case."""
    row = make(bare, model)
    model.objects.filter(pk=row.pk).update(state=state)
    assert unit.get(row.get_absolute_url()).status_code == 404
    assert row.get_absolute_url() not in unit.get(row.case.get_absolute_url()).content.decode()


def test_unit_never_sees_consultations(bare, city, unit, clients):
    """R-ACC-23, permissions §5.4: the member units' opinions, the finding group and the proposer stay inside."""
    action = bare.action(state="heard", informed_on=TODAY, group_members="调查组甲", reason="内部理由")
    workflow.consult(action, by=city.officer, organizations=[city.bureau])
    workflow.answer_consultation(action, by=city.liaison, opinion="同意从重")
    inside = clients["officer"].get(action.get_absolute_url()).content.decode()
    outside = unit.get(action.get_absolute_url()).content.decode()
    for secret in ("同意从重", "调查组甲", "内部理由", city.officer.user.name):
        assert secret in inside
        assert secret not in outside


def test_unit_reads_the_decision_once_it_is_served(bare, city, unit):
    """Permissions §5.4: what the chair decided is told in writing, not on a page."""
    action = bare.decided(findings="认定词", basis="依据词")
    address = action.get_absolute_url()
    assert "认定词" not in unit.get(address).content.decode()
    workflow.serve_decision(action, by=city.head, on=TODAY)
    assert "认定词" in unit.get(address).content.decode()


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_no_unit_sees_anothers_file(bare, clients, model):
    """T02: the head of another school finds nothing, in whatever state."""
    row = make(bare, model)
    for state in model.MOVES:
        closing = {"closed_on": TODAY, "closed_by": bare.city.director.user} if hasattr(row, "closed_on") else {}
        model.objects.filter(pk=row.pk).update(state=state, **closing)
        assert clients["stranger"].get(row.get_absolute_url()).status_code == 404
    assert len(clients["stranger"].get(reverse(f"{url_prefix(model)}-list")).context["lines"]) == 0


def test_aggravation_is_shown_to_the_office_only(bare, unit, clients):
    """R-ACC-21: the drafter is warned; the target is not told by a page."""
    for _earlier in range(2):
        bare.decided()
    action = bare.action(informed_on=TODAY)
    assert "R-ACC-21" in clients["officer"].get(action.get_absolute_url()).content.decode()
    assert "R-ACC-21" not in unit.get(action.get_absolute_url()).content.decode()


def test_many_items_are_closed_out_together(bare, clients):
    """R-SAFE-09, T52: one that may not be closed does not stop the others, and its reason is listed."""
    passed, pending = bare.item(state="passed"), bare.item()
    url = reverse("rectification-item-bulk-close-out")
    shown = clients["director"].post(url, {"ids": [passed.pk, pending.pk]})
    data = {"ids": [passed.pk, pending.pk], "confirmed": "1", "note": "", "submission": "bulk"}
    page = clients["director"].post(url, data)
    assert shown.status_code == page.status_code == 200
    assert (page.context["done_count"], [one.row for one in page.context["failed"]]) == (1, [pending])
    passed.refresh_from_db()
    assert passed.state == "closed"


@pytest.mark.parametrize(
    ("work", "states"),
    [
        ("", {"pending", "reported", "passed"}),
        ("overdue", {"pending"}),
        ("to_check", {"reported"}),
        ("to_close", {"passed"}),
        ("all", {"pending", "reported", "passed", "closed"}),
    ],
)
def test_items_are_filtered_by_the_work_they_wait_for(bare, clients, work, states):
    """R-ACC-07, R-ACC-08: what is to be done, by whom; closed items are out of the way."""
    case = bare.case("rectifying", letter_received_on=TODAY)
    for state in ("pending", "reported", "passed", "closed"):
        bare.item(case, state, due=-1)
    page = clients["officer"].get(reverse("rectification-item-list"), {"work": work} if work else {})
    assert {line.row.state for line in page.context["lines"]} == states


def test_lists_find_a_unit_by_a_word_of_its_name(bare, city, clients):
    for unit in (city.school, city.other_school):
        bare.case(unit=unit)
    page = clients["officer"].get(reverse("case-list"), {"q": "第二"})
    assert [line.row.unit for line in page.context["lines"]] == [city.other_school]
