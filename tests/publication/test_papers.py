"""What kinds may say, how they read, and the card of a school."""
from datetime import date

import pytest
from django.utils.translation import override

from inspectorate.publication import papers
from inspectorate.publication.models import Publication
from inspectorate.publication.papers import FORMS, Page
from inspectorate.publication.states import Kind
from inspectorate.trail.workflow import RuleRefused
from tests.stage import at

from .samples import REPORT

PRIVATE = {"mobile", "id_number", "identity", "birth_date", "home_address", "bank", "email", "complainant", "pupil"}


def names(fields):
    for field in fields:
        yield field.name
        yield from names(field.fields)


def page_of(publication):
    return Page(**Publication.objects.filter(pk=publication.pk).pages().get())


@pytest.mark.parametrize("kind", Kind)
def test_no_kind_has_a_private_field(kind):
    """R-PUB-12, R-PUB-13"""
    assert not PRIVATE & set(names(FORMS[kind]))


def test_every_kind_has_its_fields():
    """R-PUB-01"""
    assert set(FORMS) == set(Kind)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("inspected_from", "2026年5月"),
        ("inspected_from", "31.12.2026"),
        ("result", "长" * 301),
        ("evaluation", "长" * 20_001),
        ("findings", "不是列表"),
        ("findings", [{"what": "x", "state": "perhaps"}]),
        ("findings", [{"what": ""}]),
        ("survey", [{"group": "家长", "answers": "许多"}]),
    ],
)
def test_value_of_the_wrong_form_is_refused(field, value):
    with pytest.raises(RuleRefused):
        papers.clean("inspection_report", REPORT | {field: value})


def test_clean_values_are_plain_json():
    typed = REPORT | {"inspected_from": date(2026, 5, 6), "advice": "  ", "result": " 合格 "}
    cleaned = papers.clean("inspection_report", typed)
    assert (cleaned["inspected_from"], cleaned["result"]) == ("2026-05-06", "合格")
    assert "advice" not in cleaned


def test_place_of_a_finding_is_said_in_words():
    with override("en"):
        assert papers.where_words("inspection_report", "findings.2.what") == "Problems found 2 · The problem"
        assert papers.where_words("inspection_report", "title") == "Title"
        assert papers.where_words("inspection_report", "报告.docx: page 3") == "报告.docx: page 3"


def test_plain_words_come_first(released):
    """J6: what was inspected, when, what was found."""
    with override("en"):
        words = page_of(released()).plain_words
    assert words[0] == REPORT["summary"]
    assert words[1] == "林口县第三小学, May 6, 2026 to May 8, 2026. Inspected: 校园安全工作."
    assert words[2] == "2 problems were found; 1 put right and re-checked."


def test_card_tells_problems_from_released_pages(released, units):
    """J6"""
    page = page_of(released())
    with at(date(2026, 7, 8)):
        card = papers.build_card(units.school.pk, [page])
        assert (card.name, card.last_inspection.inspected_on) == ("林口县第三小学", date(2026, 5, 8))
        assert [(len(card.closed), len(card.in_time), len(card.overdue))] == [(1, 0, 1)]
    with at(date(2026, 6, 30)):
        assert [(len(card.closed), len(card.in_time), len(card.overdue))] == [(1, 1, 0)]
        assert card.next_due_on == date(2026, 6, 30)


def test_later_result_of_the_same_case_wins(released, units):
    """J6: the re-check published later closes the problem of the report."""
    with at(date(2026, 6, 1)):
        report = page_of(released(payload=REPORT | {"case": "2026-3"}))
    again = {"no": "1", "what": "两具灭火器压力不足", "state": "closed", "recheck": "已更换", "school_says": "已换新"}
    result = {"case": "2026-3", "findings": [again]}
    with at(date(2026, 7, 2)):
        later = page_of(released(kind="rectification_result", payload=result, title="整改结果"))
        card = papers.build_card(units.school.pk, [later, report])
    assert len(card.problems) == 2
    assert {problem.status for problem in card.problems} == {"closed"}
    assert {problem.facts.get("school_says") for problem in card.problems} == {"已换新", None}


def test_earlier_names_stay_on_the_card(released, units):
    """History survives renaming: results under the old name are told as such."""
    old = page_of(released())
    new = page_of(released())
    new.card_id, new.organization_name = units.other.pk, "林口县实验小学"
    card = papers.build_card(units.other.pk, [new, old])
    assert (card.name, card.earlier_names) == ("林口县实验小学", ["林口县第三小学"])


def test_card_without_publications_is_none():
    assert papers.build_card(1, []) is None


def test_withheld_cells_are_compared_one_by_one():
    """R-PUB-07"""
    public = REPORT | {"phone": "", "findings": [REPORT["findings"][0] | {"demand": ""}, REPORT["findings"][1]]}
    with override("en"):
        lines = papers.compared("inspection_report", REPORT, papers.clean("inspection_report", public))
        labels = [str(line["label"]) for line in lines]
    assert labels == ["Problems found 1 · What was demanded", "Office phone"]
