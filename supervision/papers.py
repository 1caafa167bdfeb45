"""Contexts of the documents of an inspection; official documents are Chinese only."""

from typing import Any

from inspectorate.lib.chinese import chinese_date, chinese_span

from .models import Inspection, TeamMember

HEADING, SUBHEADING, TEXT = 1, 2, 0
RECUSAL = "督导人员与你单位存在可能影响公正督导情形的，你单位可以申请其回避；"


def notice_title(inspection: Inspection) -> str:
    """Title of the notice."""
    return f"关于对{inspection.unit.name}开展{kind_name(inspection)}的通知"


def inspection_notice(inspection: Inspection, contact: str) -> dict[str, Any]:
    """Notice of inspection (督导通知, R-INS-08, R-INS-09)."""
    titles = [matter.title for matter in inspection.matters.all()]
    named = kind_name(inspection)
    paragraphs = [
        (TEXT, f"根据《教育督导条例》有关规定和{_source(inspection)}，决定对你单位开展{named}。现将有关事项通知如下："),
        (HEADING, "一、督导时间"),
        (TEXT, f"{chinese_span(inspection.planned_from, inspection.planned_to)}。"),
        (HEADING, "二、督导事项"),
        *[(TEXT, f"{n}. {title}{'。' if n == len(titles) else '；'}") for n, title in enumerate(titles, 1)],
        (HEADING, "三、督导小组"),
        (TEXT, _team(inspection)),
        (HEADING, "四、有关要求"),
        *_demands(inspection),
        (TEXT, f"{RECUSAL}督导人员违反廉洁和工作纪律的，可以向我办反映{_phone(inspection)}。"),
        (TEXT, f"联系人及电话：{contact}。"),
    ]
    return {
        "addressee": inspection.unit.name,
        "paragraphs": [{"level": level, "text": text} for level, text in paragraphs],
    }


def _phone(inspection: Inspection) -> str:
    phone = inspection.owner.office_phone
    return f"，电话：{phone}" if phone else ""


def kind_name(inspection: Inspection) -> str:
    """Name of the kind of inspection as documents write it."""
    return {
        "comprehensive": "综合督导",
        "special": "专项督导",
        "evaluation": "履行教育职责评价",
        "end_of_term": "校（园）长任期结束综合督导",
        "emergency": "重大突发事件专项督导",
    }[inspection.kind]


def _source(inspection: Inspection) -> str:
    entry = inspection.entry
    return f"{entry.year}年度督导检查清单（{entry.title}）" if entry else "工作需要"


def _team(inspection: Inspection) -> str:
    members = list(inspection.team.current().select_related("inspector", "expert"))
    leader = next(m.name for m in members if m.role == TeamMember.Role.LEADER)
    inspectors = "、".join(m.name for m in members if m.role == TeamMember.Role.INSPECTOR)
    others = "、".join(m.name for m in members if m.role in {TeamMember.Role.EXPERT, TeamMember.Role.OFFICIAL})
    return f"组长：{leader}；成员：{inspectors}" + (f"；参加人员：{others}。" if others else "。")


def _demands(inspection: Inspection) -> list[tuple[int, str]]:
    demands = [
        (TEXT, "请你单位做好配合工作，如实提供有关情况和资料，不得拒绝、阻挠。督导人员到校（到单位）时出示督学证。")
    ]
    if inspection.wants_self_evaluation and inspection.self_evaluation_due_on:
        day = chinese_date(inspection.self_evaluation_due_on)
        demands.insert(0, (TEXT, f"请对照督导事项开展自查自评，于{day}前（含当日）提交自评报告。"))
    return demands
