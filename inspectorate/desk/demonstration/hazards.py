"""The hazard ledger: one to be removed, one overdue, one reported, one struck off, a major one outside education."""

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from inspectorate.documents import workflow as papers
from inspectorate.documents.models import Document, StoredFile
from inspectorate.register.models import Organization, Post
from inspectorate.register.states import Role
from supervision import workflow
from supervision.models import Hazard

from .city import City
from .clock import on, workday
from .people import People, Seat

CONTACT = "督学组 0453-6170000"
STAIRS: dict[str, Any] = {
    "place": "教学楼二层东侧楼梯间", "field": "crowding", "level": "general", "found_by": "督学组",
    "description": "楼梯间应急照明灯两盏不亮，课间和放学时段学生集中通行，存在拥挤踩踏风险。",
    "measure": "更换应急照明灯，课间安排教师在楼梯口值守。", "money": 600, "responsible_person": "分管安全的副校长",
    "protection": "修复前课间由值班教师疏导，设置防滑警示标识。",
}  # fmt: skip
WIRES: dict[str, Any] = {
    "place": "学生宿舍一层配电间", "field": "fire", "level": "general", "found_by": "督学组",
    "description": "配电间堆放被褥等可燃物，线路老化裸露，未配备灭火器。",
    "measure": "清理可燃物，更换老化线路，配齐灭火器。", "money": 8600, "responsible_person": "总务处主任",
    "protection": "断开非必要回路，宿管员每两小时巡查一次。",
}  # fmt: skip
KITCHEN: dict[str, Any] = {
    "place": "食堂后厨", "field": "utilities", "level": "general", "found_by": "学校自查",
    "description": "燃气软管使用超过两年未更换，报警装置失效。",
    "measure": "更换燃气软管和报警装置，请燃气企业检测。", "money": 2300, "responsible_person": "食堂管理员",
}  # fmt: skip
WINDOWS: dict[str, Any] = {
    "place": "实验楼三层走廊", "field": "buildings", "level": "general", "found_by": "督学组",
    "description": "走廊两扇外窗防护栏松动。", "measure": "加固防护栏，对全校窗户排查一遍。", "money": 1200,
    "responsible_person": "总务处主任", "protection": "封闭该段走廊窗户，张贴警示标识。",
}  # fmt: skip
BOILER: dict[str, Any] = {
    "place": "供热锅炉房", "field": "equipment", "level": "major", "found_by": "督学组",
    "description": "承压锅炉超过检验有效期仍在使用，紧邻学生宿舍。",
    "basis": "在用特种设备未经定期检验仍继续使用，属于直接判定情形。",
    "measure": "依法责令停用并组织检验，检验合格前由学校改用临时供热。", "responsible_person": "特种设备安全监察科科长",
    "protection": "锅炉停用，设置警戒线，安排专人值守。",
}  # fmt: skip


def tell_hazards(people: People, city: City) -> None:
    """Tell five hazards by the real verbs, on dates relative to today."""
    posts, officer = people.posts, people.posts["duxue"]
    market = city.unit(city.area, "market")
    inspector = people.seat(Seat("shichang", Role.LIAISON, market, next(city.names)))
    one, two, three = posts["xuexiao"], posts["xuexiao-er"], posts["xian-xuexiao0"]
    _enter(two.organization, STAIRS, by=officer, days_ago=4, days=12)
    _enter(one.organization, WIRES, by=officer, days_ago=30, days=16)
    reported = _enter(three.organization, KITCHEN, by=three, days_ago=9, days=14)
    _report(reported, by=three, text="已更换燃气软管和报警装置，燃气企业检测合格。", days_ago=2)
    _strike_off(_enter(two.organization, WINDOWS, by=officer, days_ago=60, days=14), people, by=two)
    boiler = _enter(one.organization, BOILER, by=officer, days_ago=5, days=15, responsible=market)
    _supervise(boiler, people, answerer=inspector)


def _enter(
    school: Organization, facts: dict[str, Any], *, by: Post, days_ago: int, days: int,
    responsible: Organization | None = None,
) -> Hazard:  # fmt: skip
    day = _ago(days_ago)
    with on(day):
        return workflow.enter_hazard(
            by=by, school=school, found_on=day, due_on=workday(day + timedelta(days=days)),
            responsible=responsible or school, **facts,
        )  # fmt: skip


def _report(hazard: Hazard, *, by: Post, text: str, days_ago: int) -> None:
    with on(_ago(days_ago)):
        workflow.report_removal(hazard, by=by, text=text, files=[_proof(text, by=by)])


def _strike_off(hazard: Hazard, people: People, *, by: Post) -> None:
    _report(hazard, by=by, text="防护栏已加固，全校外窗已排查，未发现其他问题。", days_ago=50)
    with on(_ago(47)):
        found = "现场查看防护栏已加固，情况属实。"
        workflow.check_removal(hazard, by=people.posts["duxue"], is_removed=True, note=found)
    with on(_ago(46)):
        workflow.close_hazard(hazard, by=people.posts["zhuren"], note="同意销号。")


def _supervise(hazard: Hazard, people: People, *, answerer: Post) -> None:
    """The notice goes out within the days of the rule and is received by the unit."""
    officer, director, secretary = (people.posts[name] for name in ("duxue", "zhuren", "zonghe"))
    with on(_ago(4), 30):
        document = workflow.draft_hazard_notice(
            hazard, by=officer, contact=CONTACT, demands="请会同学校于整改期间每周报告一次进展。"
        )
        papers.submit(document, by=officer)
        papers.sign(document, by=director)
        if document.waits_for_confirmation:
            papers.confirm_provisional(document, by=director)
        papers.issue(document, by=secretary)
        sent = papers.dispatch_all(Document.objects.get(pk=document.pk), by=secretary)
    with on(_ago(3), 60):
        papers.receive(next(one for one in sent if one.to == hazard.responsible), by=answerer)


def _ago(days: int) -> date:
    """Return a working day some days ago, today where a weekend leads beyond it."""
    return min(workday(timezone.localdate() - timedelta(days=days)), timezone.localdate())


def _proof(text: str, *, by: Post) -> StoredFile:
    content = f"整改情况说明\n\n{text}\n（演示文件）\n".encode()
    return papers.keep_upload(SimpleUploadedFile("整改情况说明.txt", content, "text/plain"), by=by)
