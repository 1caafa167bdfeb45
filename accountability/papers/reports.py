"""Inspection report, its filing cover, and its public version."""

from typing import Any

from accountability.models import Case, InspectionReport, RectificationItem
from accountability.states import ItemState
from inspectorate.lib.chinese import chinese_date, chinese_span
from inspectorate.lib.paragraphs import TEXT, paper, prose, sections
from inspectorate.publication.states import Kind
from supervision.models import Inspection
from supervision.papers import kind_name
from supervision.states import Audience

from .pieces import NO_PROBLEM, matters, number_of, problem


def inspection_report(report: InspectionReport) -> dict[str, Any]:
    """督导报告: basis and course, evaluation, achievements, problems, advice (R-INS-22); an upward paper."""
    inspection = report.inspection
    items = [(TEXT, problem(item.number, item.problem, "")) for item in inspection.case.items.order_by("number")]
    opening = f"根据《教育督导条例》第二十三条规定，现将对{report.unit.name}开展{kind_name(inspection)}的情况报告如下："
    parts = sections(
        ("督导工作情况", prose(report.course)),
        ("总体评价", prose(report.evaluation)),
        ("主要做法和成效", prose(report.achievements)),
        ("存在的问题", items or NO_PROBLEM),
        ("意见建议", prose(report.advice)),
    )
    lines = [(TEXT, opening), *parts, (TEXT, "特此报告。")]
    return paper(lines, addressee=report.submitted_to.name, is_upward=True)


def filing_cover(report: InspectionReport, contact: str) -> dict[str, Any]:
    """备案报告: title, number, date and contact (R-INS-23)."""
    number = number_of(report, "inspection_report")
    told = f"{number}，{chinese_date(report.submitted_on)}" if number else chinese_date(report.submitted_on)
    text = f"根据《教育督导条例》第二十三条规定，现将《{report.title}》（{told}）随函报送，请予备案。"
    lines = [(TEXT, text), (TEXT, f"联系人及电话：{contact}。")]
    return paper(lines, addressee=report.filed_with.name, attachments=[report.title])


def public_report(report: InspectionReport) -> tuple[str, dict[str, Any]]:
    """Return kind and whitelisted payload of the public version (R-INS-24): no names of persons, no working papers."""
    inspection = report.inspection
    school = getattr(report.unit, "school", None)
    is_private = school is not None and school.sponsor == school.Sponsor.PRIVATE
    payload = {
        "summary": report.public_summary,
        "case": str(inspection.case.pk),
        "number": number_of(report, "inspection_report"),
        "issued_on": report.submitted_on,
        "matter": matters(inspection),
        "inspected_from": inspection.planned_from,
        "inspected_to": inspection.concluded_on,
        "mode": kind_name(inspection),
        "course": report.course,
        "evaluation": report.evaluation,
        "achievements": report.achievements,
        "advice": report.advice,
        "findings": public_findings(report),
        "survey": _survey(report),
    }
    return Kind.PRIVATE_SCHOOL_RESULT if is_private else Kind.INSPECTION_REPORT, payload


def public_findings(report: InspectionReport) -> list[dict[str, Any]]:
    """Return the problems with their dates and how far they are."""
    return [
        {
            "no": str(item.number),
            "what": item.problem,
            "demand": item.demand,
            "due_on": item.due_on,
            "state": "closed" if item.state == ItemState.CLOSED else "open",
        }
        for item in report.inspection.case.items.order_by("number")
    ]


def _survey(report: InspectionReport) -> list[dict[str, Any]]:
    opinions = report.inspection.publicopinions.exclude(satisfied=None)
    words = {Audience.PUBLIC: "社会公众", Audience.PUPILS: "学生", Audience.PARENTS: "家长", Audience.TEACHERS: "教师"}
    return [
        {"group": words[opinion.audience], "answers": opinion.people, "satisfied": opinion.satisfied}
        for opinion in opinions
    ]


def public_result(case: Case) -> dict[str, Any]:
    """Return the public result of a rectification: what the unit says and what the re-check found, item by item."""
    return {
        "summary": f"{case.unit.name}已完成督导意见书所列全部问题的整改，经复查予以销号。",
        "case": str(case.pk),
        "number": number_of(case, "opinion_letter"),
        "issued_on": case.cleared_on,
        "findings": [_closed(item) for item in case.items.order_by("number")],
    }


def _closed(item: RectificationItem) -> dict[str, Any]:
    report, check = item.rectificationreports.last(), item.rechecks.filter(is_passed=True).last()
    return {
        "no": str(item.number),
        "what": item.problem,
        "demand": item.demand,
        "due_on": item.due_on,
        "school_says": report.result if report else "",
        "recheck": check.content if check else "",
        "rechecked_on": check.checked_on if check else None,
        "state": "closed",
    }


def report_course(inspection: Inspection) -> str:
    """Return a first text of the course of an inspection, from what its file holds; the author goes on from there."""
    span = chinese_span(inspection.planned_from, inspection.planned_to)
    entry = f"和{inspection.entry.year}年度督导检查清单" if inspection.entry else ""
    opinions = inspection.publicopinions.all()
    heard = f"，听取公众、学生、家长、教师等{sum(row.people for row in opinions)}人次的意见" if opinions else ""
    return (
        f"根据《教育督导条例》{entry}，督导小组于{span}对{inspection.unit.name}开展{kind_name(inspection)}，"
        f"督导事项为{matters(inspection)}。督导期间形成现场记录{inspection.siterecords.count()}份{heard}，"
        f"经评议认定问题{inspection.findings.filter(is_upheld=True).count()}项。"
    )


def report_summary(inspection: Inspection) -> str:
    """Return a first text of the summary for citizens."""
    found = inspection.findings.filter(is_upheld=True).count()
    result = f"共发现{found}个问题，已要求限期整改。" if found else "未发现需要整改的问题。"
    done = f"督导小组对{inspection.unit.name}开展了{kind_name(inspection)}"
    return f"{done}，听取了公众、学生、家长和教师的意见，{result}"
