"""Preliminary opinion and opinion letter."""

from typing import Any

from accountability.models import OpinionLetter, PreliminaryOpinion
from inspectorate.lib.chinese import chinese_date

from .pieces import HEADING, TEXT, Lines, matters, number_of, paper, problems, prose


def preliminary_opinion(opinion: PreliminaryOpinion) -> dict[str, Any]:
    """初步督导意见: evaluation, problems with facts, advice, right and time of defence (R-INS-15, R-INS-16)."""
    case, inspection = opinion.case, opinion.case.inspection
    lines: Lines = [
        (
            TEXT,
            f"根据《教育督导条例》第二十条规定，督导小组对你单位{matters(inspection)}等事项进行了督导，经评议，形成初步督导意见如下：",
        ),
        (HEADING, "一、总体评价"),
        *prose(opinion.evaluation),
    ]
    if opinion.achievements:
        lines += [(HEADING, "二、主要做法和成效"), *prose(opinion.achievements)]
    lines += [(HEADING, "三、存在的问题" if opinion.achievements else "二、存在的问题")]
    lines += problems(inspection.findings.filter(is_upheld=True)) or [(TEXT, "未发现需要整改的问题。")]
    if opinion.advice:
        lines += [(HEADING, "四、意见建议" if opinion.achievements else "三、意见建议"), *prose(opinion.advice)]
    lines.append((TEXT, _defence(opinion)))
    return paper(lines, addressee=case.unit.name)


def _defence(opinion: PreliminaryOpinion) -> str:
    until = opinion.case.defence_due_on
    limit = f"于{chinese_date(until)}前" if until else "在规定期限内"
    return f"你单位对上述初步督导意见有异议的，可以{limit}向我办提出申辩，并提交有关证据材料；也可以书面放弃申辩。"


def opinion_letter(letter: OpinionLetter) -> dict[str, Any]:
    """督导意见书: basis, process, evaluation, numbered problems with demand and date, where to report (R-INS-19)."""
    case, inspection = letter.case, letter.case.inspection
    notice = number_of(inspection, "inspection_notice")
    basis = (
        f"根据《教育督导条例》第二十一条规定和《督导通知》（{notice}）"
        if notice
        else "根据《教育督导条例》第二十一条规定"
    )
    lines: Lines = [
        (
            TEXT,
            f"{basis}，督导小组对你单位{matters(inspection)}等事项进行了督导，听取了公众意见和你单位的陈述申辩。现提出督导意见如下：",
        ),
        (HEADING, "一、督导评价"),
        *prose(letter.evaluation),
        (HEADING, "二、存在的问题及整改要求"),
        *_items(letter),
    ]
    if letter.advice:
        lines += [(HEADING, "三、意见建议"), *prose(letter.advice)]
    lines.append(
        (TEXT, f"请按上述要求和期限逐项整改，并通过本系统向我办报告整改情况。{case.superior.name}负责指导和督促整改。")
    )
    return paper(lines, addressee=case.unit.name)


def _items(letter: OpinionLetter) -> Lines:
    items = letter.case.items.order_by("number")
    lines: Lines = []
    for item in items:
        lines.append((TEXT, f"{item.number}．{item.problem}"))
        lines.append((TEXT, f"整改要求：{item.demand}整改期限：{chinese_date(item.due_on)}前。"))
    return lines or [(TEXT, "未发现需要整改的问题。")]
