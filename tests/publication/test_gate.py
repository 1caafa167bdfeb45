"""T88: three hundred poisoned drafts, three hundred stopped; clean ones pass."""
import io
import random
from copy import deepcopy

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from inspectorate.documents.workflow import keep_upload
from inspectorate.lib.detector.numbers import CHECKS, WEIGHTS
from inspectorate.publication import workflow
from inspectorate.publication.models import Publication
from inspectorate.publication.states import PublicationState
from inspectorate.publication.workflow.gate import refuse_findings
from inspectorate.trail.workflow import RuleRefused

from .samples import REPORT

SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗"
GIVEN = ["小明", "子涵", "梓轩", "雨桐", "一诺", "浩然", "思远", "佳怡", "俊杰", "欣妍", "强", "敏", "磊", "静", "洋"]
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
PLACES = ["summary", "matter", "evaluation", "achievements", "advice", "course", "findings.what", "findings.demand",
          "findings.school_says", "findings.recheck", "result", "basis", "title", "body", "phone"]  # fmt: skip


def mobile(dice):
    number = f"1{dice.choice('3456789')}" + "".join(dice.choices("0123456789", k=9))
    gap = dice.choice(["", "", " ", "-", "－", "\u3000", "\u200b", "·"])
    written = gap.join([number[:3], number[3:7], number[7:]])
    written = dice.choice(["", "", "+86 ", "86-"]) + written
    return written.translate(FULL_WIDTH) if dice.random() < 0.3 else written


def identity(dice):
    body = f"2310{dice.choice(['02', '25', '83'])}{dice.randint(1950, 2020)}{dice.randint(1, 12):02d}"
    body += f"{dice.randint(1, 28):02d}{dice.randint(0, 999):03d}"
    return body + CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True)) % 11]


def pupil(dice):
    name = dice.choice(SURNAMES) + dice.choice(GIVEN)
    return dice.choice(["{}同学", "学生{}，", "学生{}（男，9岁）", "{}小朋友", "{}的母亲", "学生姓名：{}"]).format(name)


def email(dice):
    return f"user{dice.randint(1, 999)}@{dice.choice(['qq.com', '163.com', 'sina.cn', 'hotmail.com'])}"


def vehicle(dice):
    return f"黑{dice.choice('ABC')}{dice.choice(['', '·'])}{dice.choice('DEFGH')}{dice.randint(1000, 9999)}"


def card(dice):
    body = "622848" + "".join(dice.choices("0123456789", k=12))
    total = sum(int(d) if place % 2 else sum(divmod(2 * int(d), 10)) for place, d in enumerate(reversed(body)))
    return body + str(-total % 10)


POISONS = (mobile, identity, pupil, email, vehicle, card)


def poisoned(number):
    """Return title, payload and body of one draft with one poison in one place."""
    dice = random.Random(number)  # noqa: S311  (the same drafts in every run)
    poison, place = POISONS[number % len(POISONS)](dice), PLACES[number % len(PLACES)]
    before, after = dice.choice(["经查，", "联系方式：", "（见附件）"]), dice.choice(["。", "，已处理。", ""])
    text = f"{before}{poison}{after}"
    payload, title, body = deepcopy(REPORT), "督导报告", ""
    if place == "title":
        title = text
    elif place == "body":
        body = text
    elif "." in place:
        payload["findings"][number % 2][place.partition(".")[2]] = text
    else:
        payload[place] = text
    return title, payload, body


def test_three_hundred_poisoned_drafts_are_all_stopped(people, units):
    """R-PUB-12, R-PUB-13: whatever the place and the disguise."""
    passed = []
    for number in range(300):
        title, payload, body = poisoned(number)
        publication = Publication(
            kind="inspection_report", title=title, public_payload=payload, public_body=body, organization=units.school,
            owner=units.office, area=units.school.area, formed_on="2026-01-05",
        )
        publication.save()
        try:
            refuse_findings(publication)
        except RuleRefused:
            continue
        passed.append((number, title, payload, body))
    assert passed == []


@pytest.mark.parametrize("number", range(6))
def test_poisoned_draft_is_stopped_at_review_and_unchanged(people, units, number):
    title, payload, body = poisoned(number)
    publication = workflow.propose(
        "inspection_report", organization=units.school, area=units.school.area, title=title, payload=payload, body=body,
        by=people.author,
    )
    workflow.submit(publication, by=people.author)
    with pytest.raises(RuleRefused):
        workflow.review(publication, by=people.reviewer, conclusion="cleared")
    publication.refresh_from_db()
    assert publication.state == PublicationState.IN_REVIEW


def sheet(text):
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["说明", text])
    book.save(target)
    return "附表.xlsx", target.getvalue()


def letter(text):
    document, target = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(target)
    return "报告.docx", target.getvalue()


@pytest.mark.parametrize("poison", POISONS)
@pytest.mark.parametrize("form", [sheet, letter])
def test_poisoned_file_is_stopped(draft, people, form, poison):
    name, content = form(f"经查，{poison(random.Random(7))}。")  # noqa: S311
    stored = keep_upload(SimpleUploadedFile(name, content), by=people.author)
    publication = workflow.submit(draft(files=[stored]), by=people.author)
    with pytest.raises(RuleRefused):
        workflow.review(publication, by=people.reviewer, conclusion="cleared", has_seen_files=True)


def test_clean_report_passes(draft):
    publication = draft(payload=REPORT | {"evaluation": "该校办公电话0453-6171234，投诉热线12391，学生安全管理到位。"})
    assert workflow.findings_of(publication) == []


def test_mailbox_of_the_office_is_no_finding_but_elsewhere_it_is(draft):
    assert workflow.findings_of(draft(payload=REPORT | {"mailbox": "mdjdd@163.com"})) == []
    assert workflow.findings_of(draft(payload=REPORT | {"evaluation": "发送至mdjdd@163.com"})) != []


def test_mobile_number_is_a_finding_even_as_contact(draft):
    """R-PUB-12: office lines only."""
    found = workflow.findings_of(draft(payload=REPORT | {"phone": "13945312345"}))
    assert [(item.kind, item.where) for item in found] == [("mobile", "phone")]


def test_refusal_says_where_without_repeating_the_number(draft):
    publication = draft(payload=REPORT | {"advice": "电话13945312345"})
    with pytest.raises(RuleRefused) as refused:
        refuse_findings(publication)
    assert "Advice" in str(refused.value) or "建议" in str(refused.value)
    assert "13945312345" not in str(refused.value)


def test_full_copy_is_looked_at_on_demand(draft, people):
    payload = REPORT | {"advice": "电话13945312345"}
    publication = draft(payload=payload)
    workflow.redact(publication, by=people.author, payload=REPORT, article="pipl", reason="个人信息")
    assert workflow.findings_of(publication) == []
    assert len(workflow.findings_of(publication, full=True)) == 1
