"""What each document of the chain must say, read from its page as it is signed."""

import re

import pytest
from django.utils.html import strip_tags
from pypdf import PdfReader

from accountability import papers, workflow
from inspectorate.documents import workflow as documents
from inspectorate.documents.papers import body_html
from inspectorate.documents.tasks import render
from inspectorate.lib.paragraphs import HEADING

from .chain import bind, bind_as_in
from .drafts import KINDS, NEXT, Drafts

pytestmark = pytest.mark.django_db
UNIT, SUPERIOR, UPPER = "海林市第一中学", "海林市教育局", "黑龙江省人民政府教育督导委员会办公室"
REQUIRED = {
    "preliminary_opinion": (UNIT, "第二十条", "评价词", "成效词", "问题1", "问题2", "依据：依据", "建议词",
                            "2026年3月11日前", "申辩", "证据材料"),
    "opinion_letter": (UNIT, "第二十一条", "〔2026〕91号", "评价词", "问题1", "问题2", "依据：依据", "整改要求：整改。",
                       "整改期限：2026年3月11日前", "建议词", "报告整改情况", SUPERIOR),
    "inspection_report": ("牡丹江市人民政府", "经过词", "评价词", "成效词", "问题1", "建议词"),
    "filing_cover": (UPPER, "第二十三条", "《督导情况报告》", "〔2026〕92号", "2026年3月2日", "王某，6171234"),
    "supervise_notice": (UNIT, "〔2026〕93号", "问题1", "原整改期限：2026年3月1日", "理由词", "2026年3月11日前",
                         "约谈、通报、问责"),
    "interview_notice": (UNIT, "整改未完成", "理由词", "2026年3月11日9时05分", "会议室", "牡丹江市教育局", "校长",
                         "整改情况说明"),
    "interview_record": ("2026年3月2日", "会议室", "牡丹江市教育局", f"{UNIT}校长", "事实词", "三月十一日前完成",
                         "承诺词", "签字", "中共海林市委员会"),
    "circular": ("中共海林市委员会", "理由词", "事实词", "要求词", "不评优"),
    "accountability_notice": (UNIT, "事实词", "证据", "履行教育职责不到位", "教育督导问责办法", "公开批评",
                              "陈述和申辩"),
    "accountability_decision": (UNIT, "基本事实", "事实词", "认定词", "依据词", "公开批评", "自2026年3月11日起生效",
                                "全社会", "30日内", "申请复核", "15日内", "申诉", "不停止本决定的执行"),
    "review_decision": (UNIT, "〔2026〕94号", "2026年3月2日", "请求词", "审查词", "维持原决定", "15日内", "申诉"),
    "appeal_decision": (UNIT, "〔2026〕94号", "申诉", "请求词", "审查词", "变更原决定", "15日内予以纠正"),
}  # fmt: skip


def words(document):
    """The text of a document's page, without blanks."""
    return re.sub(r"\s", "", strip_tags(body_html(document)))


@pytest.mark.parametrize("kind", KINDS)
def test_document_says_what_it_must(bare, kind):
    """R-INS-15, R-INS-19, R-INS-22, R-INS-23, R-ACC-07, R-ACC-13 to 15, R-ACC-23, R-ACC-24, R-ACC-27, R-ACC-29."""
    _subject, draft = getattr(Drafts(bare), kind)()
    text = words(draft())
    assert [word for word in REQUIRED[kind] if word not in text] == []
    assert "None" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_dates_have_no_leading_zeros(bare, kind):
    """R-DOC-13, TV-10"""
    _subject, draft = getattr(Drafts(bare), kind)()
    assert re.findall(r"\d年0\d*月|月0\d+日|0\d年", words(draft())) == []


def test_sections_are_numbered_without_holes(bare, city):
    """R-DOC-11: a part that says nothing has no heading, and the rest close up."""
    case = bare.case("opened", problems=1)
    document = workflow.draft_opinion(case, by=city.officer, evaluation="评价词。", advice="建议", defence_due_on=NEXT)
    headings = [line["text"] for line in document.context["paragraphs"] if line["level"] == HEADING]
    assert headings == ["一、总体评价", "二、存在的问题", "三、意见建议"]


def test_letter_without_problems_says_so(bare, city):
    """R-INS-19"""
    case = bare.case("defence_closed")
    assert "未发现需要整改的问题" in words(
        workflow.draft_letter(case, by=city.officer, evaluation="好。", due_dates={})
    )


def test_letter_tells_the_achievements_of_the_opinion(bare, city):
    """R-INS-19: the preliminary opinion's good side is not lost on the way."""
    case = bare.case("opened", problems=1)
    text = {"evaluation": "评价词。", "achievements": "成效词。"}
    workflow.draft_opinion(case, by=city.officer, defence_due_on=NEXT, **text)
    type(case).objects.filter(pk=case.pk).update(state="defence_closed")
    case.refresh_from_db()
    dates = {case.inspection.findings.get(): NEXT}
    assert "成效词" in words(workflow.draft_letter(case, by=city.officer, evaluation="一", due_dates=dates))


@pytest.mark.parametrize(
    ("place", "words_of_the_time"),
    [
        ("330000", "自收到本意见之日起10日内"),
        ("500000", "自收到本意见之日起5日内"),
        ("310000", "自督导结束之日起10个工作日内（即2026年3月16日前"),
    ],
)
def test_opinion_tells_the_time_for_the_defence(bare, city, place, words_of_the_time):
    """R-INS-16: in the words of the area's rule; the unit need not know the law."""
    bind_as_in(city.area, place)
    case = bare.case("opened", problems=1)
    assert words_of_the_time in words(workflow.draft_opinion(case, by=city.officer, evaluation="一"))


@pytest.mark.parametrize(("days", "said"), [(7, "自收到本告知书之日起7日内"), (None, "作出决定前")])
def test_notice_before_accountability_tells_the_time(bare, city, days, said):
    """R-ACC-23"""
    bind(city.area, "R-ACC-23.statement", days)
    _action, draft = Drafts(bare).accountability_notice()
    assert said in words(draft())


def test_proposals_to_other_organs_are_not_decisions(bare, city):
    """R-ACC-20: discipline and the like are proposed or transferred."""
    said = papers.decisions.forms(["organisational", "discipline", "transfer", "penalty"])
    assert re.fullmatch(r"(建议|移送)\S+、(建议|移送)\S+、(建议|移送)\S+、(建议|移送)\S+", said)


def test_decision_against_a_person_names_the_unit_and_the_person(bare, city):
    """R-ACC-17, R-ACC-24"""
    action = bare.decided(target="person", target_person="张三", decided_forms=["criticism"])
    said = words(workflow.draft_decision(action, by=city.officer))
    assert f"{UNIT}张三" in said
    assert "通报批评" in said


@pytest.mark.slow
def test_letter_with_forty_findings_is_set(bare, city):
    """R-INS-19, R-DOC-01, R-DOC-20: a real PDF: A4, all forty problems with their dates, none twice."""
    case = bare.case("defence_closed", problems=40)
    dates = dict.fromkeys(case.inspection.findings.all(), NEXT)
    document = workflow.draft_letter(case, by=city.officer, evaluation="评价词。", due_dates=dates)
    documents.submit(document, by=city.officer)
    documents.sign(document, by=city.director)
    document = documents.issue(document, by=city.secretary)
    render(document.pk)
    document.refresh_from_db()
    pages = PdfReader(document.pdf.path).pages
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    assert [number for number in range(1, 41) if len(re.findall(rf"问题{number}(?!\d)", text)) != 1] == []
    assert text.count("整改期限：2026年3月11日前") == 40
    assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [210, 297]
