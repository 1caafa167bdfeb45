"""Preliminary opinion and opinion letter."""

from typing import Any

from django.utils import timezone

from accountability.deadlines import defence_window
from accountability.models import Case, Defence, OpinionLetter, PreliminaryOpinion
from inspectorate.lib.paragraphs import TEXT, Lines, ended, paper, prose, sections, until
from inspectorate.lib.periods import WORKING_DAY
from inspectorate.register.models import Organization
from inspectorate.rulebook.workflow import setting

from .pieces import NO_PROBLEM, matters, number_of, problem, problems


def preliminary_opinion(opinion: PreliminaryOpinion) -> dict[str, Any]:
    """初步督导意见: evaluation, problems with facts, advice, right and time of defence (R-INS-15, R-INS-16)."""
    case, inspection = opinion.case, opinion.case.inspection
    lines: Lines = [
        (
            TEXT,
            f"根据《教育督导条例》第二十条规定，督导小组对你单位{matters(inspection)}等事项进行了督导，经评议，形成初步督导意见如下：",
        ),
        *sections(
            ("总体评价", prose(opinion.evaluation)),
            ("主要做法和成效", prose(opinion.achievements)),
            ("存在的问题", problems(inspection.findings.filter(is_upheld=True)) or NO_PROBLEM),
            ("意见建议", prose(opinion.advice)),
        ),
        (TEXT, _defence(opinion)),
    ]
    return paper(lines, addressee=case.unit.name)


def _defence(opinion: PreliminaryOpinion) -> str:
    limit = _limit(opinion.case)
    return f"你单位对上述初步督导意见有异议的，可以{limit}向我办提出申辩，并提交有关证据材料；也可以书面放弃申辩。"


def _limit(case: Case) -> str:
    """Return the time for the defence as the area's rule counts it, else the last day that the opinion names."""
    if case.defence_due_on:
        return f"于{until(case.defence_due_on)}"
    area, today = case.owner.area, timezone.localdate()
    term, window = setting("R-INS-16", area, today), defence_window(case, today)
    if window is None:
        return "在意见书印发前"
    span = f"{term.value}个工作日" if term.unit == WORKING_DAY else f"{term.value}日"
    if setting("R-INS-16.trigger", area, today).value == "end":
        return f"自督导结束之日起{span}内（即{until(window.due_on)}）"
    return f"自收到本意见之日起{span}内"


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
            f"{basis}，督导小组对你单位{matters(inspection)}等事项进行了督导，{_heard(case)}。现提出督导意见如下：",
        ),
        *sections(
            ("督导评价", prose(letter.evaluation)),
            ("主要做法和成效", prose(_achievements(case))),
            ("存在的问题及整改要求", _items(letter)),
            ("意见建议", prose(letter.advice)),
        ),
    ]
    if case.items.exists():
        asked = "请按上述要求和期限逐项整改，期满前向我办书面报告整改情况，并附佐证材料。"
        lines.append((TEXT, asked + _superior(case)))
    return paper(lines, addressee=case.unit.name)


def _heard(case: Case) -> str:
    """Return who was heard before the letter; a unit that waived or let pass its defence was not."""
    defence = Defence.objects.filter(case=case, is_waived=False).exists()
    return "听取了公众意见，并对你单位的申辩意见进行了研究" if defence else "听取了公众意见"


def _superior(case: Case) -> str:
    """Return what the superior is asked for (R-ACC-06); an office gives no orders to its own government."""
    if case.superior.kind == Organization.Kind.GOVERNMENT:
        return ""
    return f"请你单位主管部门{case.superior.name}指导和督促整改。"


def _items(letter: OpinionLetter) -> Lines:
    lines: Lines = []
    for item in letter.case.items.select_related("finding").order_by("number"):
        lines.append((TEXT, problem(item.number, item.problem, item.finding.basis)))
        lines.append((TEXT, f"整改要求：{ended(item.demand)}整改期限：{until(item.due_on)}。"))
    return lines or NO_PROBLEM


def _achievements(case: Case) -> str:
    opinion = PreliminaryOpinion.objects.filter(case=case).first()
    return opinion.achievements if opinion else ""
