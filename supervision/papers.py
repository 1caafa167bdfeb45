"""Contexts of the documents of an inspection; official documents are Chinese only."""

from typing import Any

from inspectorate.lib.chinese import chinese_span
from inspectorate.lib.paragraphs import HEADING, TEXT, Lines, ended, paper, prose, sections, until

from .models import Hazard, Inspection, TeamMember
from .states import HazardField, HazardLevel

RECUSAL = "督导人员与你单位存在可能影响公正督导情形的，你单位可以申请其回避；"

HAZARD_TITLES: dict[str, str] = {
    HazardLevel.GENERAL: "安全隐患整改通知书", HazardLevel.MAJOR: "重大事故隐患督办通知书",
}  # fmt: skip
HAZARD_FIELDS: dict[str, str] = {
    HazardField.FIRE: "消防安全",
    HazardField.BUILDINGS: "建筑安全",
    HazardField.FOOD: "食品安全",
    HazardField.LABORATORIES: "实验室安全",
    HazardField.TRAFFIC: "校车与交通安全",
    HazardField.CROWDING: "防拥挤踩踏",
    HazardField.EQUIPMENT: "特种设备安全",
    HazardField.UTILITIES: "水电气暖安全",
}
GUIDE = "《教育系统重大事故隐患判定指南》"


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
        day = until(inspection.self_evaluation_due_on)
        demands.insert(0, (TEXT, f"请对照督导事项开展自查自评，于{day}提交自评报告。"))
    return demands


def hazard_notice(hazard: Hazard, demands: str, contact: str) -> dict[str, Any]:
    """隐患整改通知书、重大事故隐患督办通知书: hazard, ground, measures, date, interim protection (R-SAFE-11)."""
    school = "你单位" if hazard.school_id == hazard.responsible_id else hazard.school.name
    level = "重大事故隐患，现予挂牌督办" if hazard.is_major else "安全隐患，请按期整改"
    facts = (f"编号：{hazard.code}", f"部位：{hazard.place}", f"领域：{HAZARD_FIELDS[hazard.field]}")
    term = f"请于{until(hazard.due_on)}完成整改。责任人：{hazard.responsible_person}"
    return paper(
        [
            (TEXT, f"经查，{school}存在{level}。现将有关事项通知如下："),
            *sections(
                ("隐患情况", _sentences(*facts, hazard.description)),
                ("判定依据", _ground(hazard)),
                ("整改措施", _sentences(hazard.measure, demands)),
                ("整改期限", _sentences(term)),
                ("整改期间的防护措施", _sentences(hazard.protection)),
            ),
            (TEXT, "整改完成后，请将整改情况和佐证材料报我办，经核查属实后予以销号。"),
            (TEXT, f"联系人及电话：{contact}。"),
        ],
        addressee=hazard.responsible.name,
    )


def _ground(hazard: Hazard) -> Lines:
    guide = f"对照{GUIDE}判定。" if hazard.is_major else ""
    return _sentences(guide, hazard.basis) if hazard.basis else []


def _sentences(*texts: str) -> Lines:
    """Return texts of several lines as paragraphs, each with its full stop."""
    return [(level, ended(line)) for text in texts for level, line in prose(text)]
