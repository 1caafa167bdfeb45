"""Contents of the committee's papers; Chinese only, as everything that leaves the office."""
from datetime import date
from typing import Any

from django.utils import timezone, translation

from inspectorate.lib.chinese import chinese_date

from .models import AnnualPlan, Attendance, Committee, Meeting, PlanItem, Resolution
from .states import ATTENDED, MemberRole, Presence, ResolutionState

CHINESE = "zh-hans"


def composition_copy(committee: Committee, on: date) -> dict[str, Any]:
    """Return the public composition: people with their office, units in founding order, no liaison officer."""
    seats = committee.members.on(on).ranked().select_related("organization")
    people = [seat for seat in seats if seat.role not in {MemberRole.MEMBER_UNIT, MemberRole.OFFICE}]
    units = [seat for seat in seats if seat.role == MemberRole.MEMBER_UNIT]
    with translation.override(CHINESE):
        return {
            "summary": f"{committee.name}由{len(units)}个成员单位组成。",
            "in_force_on": on,
            "persons": [
                {
                    "name": seat.person_name or seat.position or seat.label, "role": seat.get_role_display(),
                    "unit": seat.organization.name if seat.organization else "",
                    "remark": seat.position if seat.person_name else "",
                }
                for seat in people
            ],
            "units": [{"unit": seat.label} for seat in units],
        }


def meeting_notice(meeting: Meeting, contact: str) -> dict[str, Any]:
    """Notice of a meeting to the member units (会议通知)."""
    at = timezone.localtime(meeting.planned_at)
    items = [item.title for item in meeting.agenda.all()]
    return {
        "addressee": "各成员单位",
        "paragraphs": [
            _text(f"经研究，定于近期召开{meeting.title}。现将有关事项通知如下："),
            _heading("会议时间"),
            _text(f"{chinese_date(at.date())}{at:%H:%M}。"),
            _heading("会议地点"),
            _text(f"{meeting.place}。"),
            _heading("会议议题"),
            *[_text(f"{n}. {title}{'。' if n == len(items) else '；'}") for n, title in enumerate(items, 1)],
            _heading("有关要求"),
            _text("请各成员单位负责同志准时参会。因故不能参会的，请提前请假，并委派其他负责同志代为参会。"),
            _text(f"联系人及电话：{contact}。"),
        ],
    }


def minutes(meeting: Meeting) -> dict[str, Any]:
    """Minutes of a meeting (会议纪要): attendance, items, decisions, owners (R-ORG-06)."""
    who, verb = (meeting.host, "主持召开") if meeting.host else ("", "召开")
    opening = f"{chinese_date(meeting.held_on)}，{who}在{meeting.place}{verb}{meeting.title}。"
    paragraphs = [_text(f"{opening}会议议定事项纪要如下：")]
    decided = meeting.resolutions.exclude(state=ResolutionState.WITHDRAWN)
    resolutions = list(decided.select_related("holder").order_by("number"))
    for item in meeting.agenda.all():
        paragraphs += [_heading(item.title), *_lines(item.notes)]
        paragraphs += [_text(_decision(one)) for one in resolutions if one.item_id == item.pk]
    others = [one for one in resolutions if one.item_id is None]
    if others:
        paragraphs += [_heading("其他事项"), *[_text(_decision(one)) for one in others]]
    head = f"{meeting.committee.name}会议纪要"
    return {"paragraphs": paragraphs, "attendance": _attendance(meeting), "letterhead": head}


def plan_copy(plan: AnnualPlan) -> dict[str, Any]:
    """The approved plan as citizens read it: measures with lead unit and date, no progress (R-ORG-10)."""
    items = plan.items.select_related("lead").prefetch_related("cooperating")
    return {
        "summary": f"{plan.organization.name}{plan.year}年教育督导工作安排，共{len(items)}项。",
        "year": plan.year,
        "items": [_plan_row(item) for item in items],
    }


# How an open matter is written on the agenda.
AGENDA_WORDS = {
    "notice": "听取督办事项办理情况：{about}",
    "duty": "研究逾期未办结事项：{about}",
    "matter": "研究重大事项：{about}",
    "plan": "审议{about}年度督导工作计划",
}


def agenda_title(kind: str, about: str) -> str:
    """Return an open matter as an item of the agenda."""
    return AGENDA_WORDS[kind].format(about=about)[:200]


def _plan_row(item: PlanItem) -> dict[str, Any]:
    row = {
        "no": str(item.number),
        "what": "：".join(part for part in (item.objective, item.measure) if part),
        "target": item.section,
        "when": chinese_date(item.due_on) if item.due_on else "",
        "lead": item.lead.name if item.lead else "",
        "units": "、".join(unit.name for unit in item.cooperating.all())[:300],
    }
    return {name: value for name, value in row.items() if value}


def _decision(resolution: Resolution) -> str:
    owner = f"责任单位：{resolution.holder.name}" if resolution.holder else ""
    until = f"完成时限：{chinese_date(resolution.due_on)}" if resolution.due_on else ""
    named = "；".join(part for part in (owner, until) if part)
    return f"会议决定：{resolution.text.rstrip('。')}{f'（{named}）' if named else ''}。"


def _attendance(meeting: Meeting) -> list[dict[str, Any]]:
    rows = list(meeting.attendance.select_related("seat__organization").order_by("pk"))
    groups = (("出席", ATTENDED), ("请假", (Presence.EXCUSED,)), ("缺席", (Presence.ABSENT,)))
    named = [(label, [_named(row) for row in rows if row.presence in kinds]) for label, kinds in groups]
    return [{"label": label, "names": names} for label, names in named if names]


def _named(row: Attendance) -> str:
    if row.presence == Presence.DEPUTY:
        return f"{row.seat.label}（{row.name}代）"
    return f"{row.seat.label}（{row.name}）" if row.name else row.seat.label


def _heading(text: str) -> dict[str, Any]:
    return {"level": 1, "text": text}


def _text(text: str) -> dict[str, Any]:
    return {"level": 0, "text": text}


def _lines(text: str) -> list[dict[str, Any]]:
    return [_text(line.strip()) for line in text.splitlines() if line.strip()]
