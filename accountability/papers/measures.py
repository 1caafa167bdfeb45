"""Supervise notice, interview, circular."""

from typing import Any

from django.utils import timezone

from accountability.models import Circular, Interview, SuperviseNotice
from accountability.states import Ground
from inspectorate.lib.chinese import chinese_date

from .pieces import HEADING, TEXT, Lines, number_of, paper, prose

GROUNDS = {
    Ground.POOR_RESULT: "督导评估结果较差",
    Ground.POOR_RECTIFICATION: "整改不力",
    Ground.UNFINISHED: "整改未完成",
    Ground.SHIRKING: "推诿扯皮",
    Ground.INACTION: "不作为",
}


def supervise_notice(notice: SuperviseNotice) -> dict[str, Any]:
    """督办通知书: earlier letter, unfinished items, new date, consequence (R-ACC-07)."""
    letter = number_of(notice.case, "opinion_letter")
    lines: Lines = [
        (TEXT, f"《督导意见书》（{letter}）要求你单位整改的下列问题，至今未按期完成整改或者复查未通过："),
        *[
            (TEXT, f"{item.number}．{item.problem}（原整改期限：{chinese_date(item.due_on)}）")
            for item in notice.items.all()
        ],
        *prose(notice.reason),
        (
            TEXT,
            f"现予督办。请你单位于{chinese_date(notice.new_due_on)}前完成整改并报告结果。逾期仍未完成的，将按规定约谈、通报、问责。",
        ),
    ]
    return paper(lines, addressee=notice.unit.name)


def interview_notice(interview: Interview, materials: str) -> dict[str, Any]:
    """约谈通知书: reason, time, place, hosts, who must come, materials (R-ACC-14)."""
    moment = timezone.localtime(interview.planned_at)
    lines: Lines = [
        (TEXT, f"因{_grounds(interview)}，决定对你单位进行约谈。现将有关事项通知如下："),
        (HEADING, "一、约谈事由"),
        *prose(interview.reason),
        (HEADING, "二、时间和地点"),
        (TEXT, f"{chinese_date(moment.date())}{moment.hour}时{moment:%M}分，{interview.place}。"),
        (HEADING, "三、约谈单位"),
        (TEXT, f"{_hosts(interview)}。"),
        (HEADING, "四、参加人员"),
        (TEXT, f"{interview.interviewees}。"),
    ]
    if materials:
        lines += [(HEADING, "五、准备材料"), *prose(materials)]
    return paper(lines, addressee=interview.unit.name)


def interview_record(interview: Interview) -> dict[str, Any]:
    """约谈记录: time, place, hosts, persons, facts, demands, replies, recipients (R-ACC-13)."""
    hosts = "、".join(host.organization.name for host in interview.hosts.filter(attended=True))
    lines: Lines = [
        (TEXT, f"约谈时间：{chinese_date(interview.held_on)}"),
        (TEXT, f"约谈地点：{interview.place}"),
        (TEXT, f"约谈单位：{hosts}"),
        (TEXT, f"被约谈单位及人员：{interview.unit.name}{interview.interviewees}"),
        (HEADING, "一、约谈指出的问题"),
        *prose(interview.facts),
        (HEADING, "二、整改要求"),
        *prose(interview.demands),
        (HEADING, "三、被约谈单位表态"),
        *prose(interview.replies),
        (TEXT, "约谈单位（签字）：　　　　　　　　被约谈单位（签字）："),
    ]
    return paper(lines)


def circular(circular: Circular) -> dict[str, Any]:
    """督导通报: facts, evaluation, demands, advice on appointments (R-ACC-15)."""
    lines: Lines = [
        *prose(circular.reason),
        (HEADING, "一、有关情况"),
        *prose(circular.facts),
        (HEADING, "二、有关要求"),
        *prose(circular.demands),
    ]
    if circular.advice:
        lines += [(HEADING, "三、有关建议"), *prose(circular.advice)]
    return paper(lines)


def public_circular(circular: Circular) -> dict[str, Any]:
    """Return the public copy of a circular; the advice on appointments stays inside (R-PUB-06)."""
    return {
        "summary": circular.reason,
        "number": number_of(circular, "circular"),
        "issued_on": circular.issued_on,
        "text": f"{circular.facts}\n{circular.demands}",
    }


def _grounds(interview: Interview) -> str:
    return "、".join(GROUNDS[Ground(ground)] for ground in interview.grounds)


def _hosts(interview: Interview) -> str:
    return "、".join(host.organization.name for host in interview.hosts.all())
