"""Supervise notice, interview, circular."""

from typing import Any

from django.utils import timezone

from accountability.models import Circular, Interview, SuperviseNotice
from accountability.states import Ground
from inspectorate.lib.chinese import chinese_date
from inspectorate.lib.paragraphs import TEXT, Lines, ended, paper, prose, sections, until

from .pieces import number_of, problem

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
    earlier = f"《督导意见书》（{letter}）" if letter else "《督导意见书》"
    items = notice.items.order_by("number")
    lines: Lines = [
        (TEXT, f"{earlier}要求你单位整改的下列问题，至今未按期完成整改或者复查未通过："),
        *[(TEXT, f"{problem(one.number, one.problem, '')}（原整改期限：{chinese_date(one.due_on)}）") for one in items],
        *prose(notice.reason),
        (TEXT, f"现予督办。请你单位于{until(notice.new_due_on)}完成整改，并向我办书面报告结果。"),
        (TEXT, "逾期仍未完成的，将依照《教育督导问责办法》等有关规定予以约谈、通报、问责。"),
    ]
    return paper(lines, addressee=notice.unit.name)


def interview_notice(interview: Interview, materials: str) -> dict[str, Any]:
    """约谈通知书: reason, time, place, hosts, who must come, materials (R-ACC-14)."""
    moment = timezone.localtime(interview.planned_at)
    time = f"{moment.hour}时{moment:%M}分" if moment.minute else f"{moment.hour}时"
    lines: Lines = [
        (TEXT, f"因{_grounds(interview)}，决定对你单位进行约谈。现将有关事项通知如下："),
        *sections(
            ("约谈事由", prose(interview.reason)),
            ("约谈时间和地点", [(TEXT, ended(f"{chinese_date(moment.date())}{time}，{interview.place}"))]),
            ("约谈单位", [(TEXT, ended(_hosts(interview)))]),
            ("被约谈人员", [(TEXT, ended(f"{interview.unit.name}{interview.interviewees}"))]),
            ("准备材料", prose(materials)),
        ),
        (TEXT, "请按时参加。因故不能参加的，请提前书面说明情况。"),
    ]
    return paper(lines, addressee=interview.unit.name)


def interview_record(interview: Interview) -> dict[str, Any]:
    """约谈记录: time, place, hosts, persons, facts, demands, replies, recipients (R-ACC-13)."""
    hosts = "、".join(host.organization.name for host in interview.hosts.filter(attended=True))
    recipients = "，".join(one.organization.name for one in interview.recipients.select_related("organization"))
    lines: Lines = [
        (TEXT, f"约谈时间：{chinese_date(interview.held_on)}"),
        (TEXT, f"约谈地点：{interview.place}"),
        (TEXT, f"约谈单位：{hosts}"),
        (TEXT, f"被约谈单位及人员：{interview.unit.name}{interview.interviewees}"),
        *sections(
            ("约谈指出的问题", prose(interview.facts)),
            ("整改要求", prose(interview.demands)),
            ("被约谈单位表态", prose(interview.replies)),
        ),
        (TEXT, f"记录报送：{recipients}。" if recipients else ""),
        (TEXT, "约谈单位代表（签字）："),
        (TEXT, "被约谈单位代表（签字）："),
        (TEXT, "记录人（签字）："),
    ]
    return paper(lines)


def circular(circular: Circular) -> dict[str, Any]:
    """督导通报: facts, evaluation, demands, advice on appointments (R-ACC-15)."""
    parts = sections(
        ("有关情况", prose(circular.facts)),
        ("有关要求", prose(circular.demands)),
        ("有关建议", prose(circular.advice)),
    )
    return paper([*prose(circular.reason), *parts])


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
