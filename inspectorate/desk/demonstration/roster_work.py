"""Zones over the city's schools, who is responsible for which, and a year of training in which some fall short."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from inspectorate.documents.workflow import keep_upload
from inspectorate.register.models import Area, Organization
from inspectors import workflow
from inspectors.models import Assignment, Course, Inspector, Institution, TrainingRecord, Zone, ZoneSchool

from .city import City
from .people import People

SINCE = timedelta(days=400)
LONG_AGO = timedelta(days=3 * 365 + 5)  # held so long that a rotation is due
SIDES = ("东片区", "西片区", "南片区", "北片区", "中片区")
SIZE = 20  # schools of one zone here; the last zone of a county takes what is left
LARGE = 24  # one county draws its zones too large
LOAD = 5  # schools of one inspector
BARE = 9  # schools at the end of the last county that nobody is responsible for yet
# Title, tier, content, mode, hours, days ago, and of ten inspectors how many were there.
COURSES = (
    ("春季督学业务集中培训", "local", "policy", "centralised", 24, 200, 9),
    ("省级责任督学网络研修", "provincial", "cases", "online", 10, 120, 7),
    ("挂牌督导实务集中培训", "local", "tools", "centralised", 16, 60, 6),
    ("国家督学大讲堂", "national", "theory", "online", 4, 25, 4),
)
REPORTS = (("自学《教育督导问责办法》", "self_study", 6), ("网络课程：学校安全督导要点", "online", 8))
TEXT = "学习内容：《教育督导问责办法》全文；学习心得两千字。"


def tell_roster_work(city: City, people: People, inspectors: list[Inspector]) -> None:
    """Draw the zones, name who is responsible, hold the year's courses, leave reports to be answered."""
    busy = set(Assignment.objects.current().values_list("inspector", flat=True))
    helpers = cycle([person for person in inspectors if person.pk not in busy])
    for home in city.counties:
        size = LARGE if home == city.counties[1] else SIZE
        _zones(home, city.unit(home, Organization.Kind.INSPECTORATE), size)
        _assign(list(_unserved(home, city)), helpers)
    _long_held()
    _courses(city, people, inspectors)
    _reports(people, inspectors)


def _zones(home: Area, office: Organization, size: int) -> None:
    """Draw zones over all schools of a county."""
    schools = list(Institution.objects.in_operation().filter(county=home.code).order_by("name"))
    begun = timezone.localdate() - SINCE
    for number, start in enumerate(range(0, len(schools), size)):
        name = f"{home.name}{SIDES[number % len(SIDES)]}"
        zone = Zone.objects.create(name=name, office=office, valid_from=begun, **home.scope)
        ZoneSchool.objects.bulk_create(
            ZoneSchool(zone=zone, school_id=school.pk, valid_from=begun, **home.scope)
            for school in schools[start : start + size]
        )


def _unserved(home: Area, city: City) -> Iterator[Institution]:
    """Yield the schools of a county that get an inspector now; the last county keeps some without."""
    rows = Institution.objects.in_operation().uncovered().filter(county=home.code).order_by("name")
    yield from list(rows)[: -BARE if home == city.counties[-1] else None]


def _assign(schools: list[Institution], helpers: Iterator[Inspector]) -> None:
    """Make one inspector responsible for every five schools."""
    zones = dict(ZoneSchool.objects.current().values_list("school_id", "zone_id"))
    begun = timezone.localdate() - SINCE
    served = ((next(helpers), schools[start : start + LOAD]) for start in range(0, len(schools), LOAD))
    Assignment.objects.bulk_create(
        Assignment(
            inspector=person, school_id=school.pk, zone_id=zones.get(school.pk), valid_from=begun,
            reason="挂牌督导全覆盖分配", **school.scope,
        )
        for person, own in served
        for school in own
    )  # fmt: skip


def _long_held() -> None:
    """Let a few inspectors have held their schools so long that a rotation is due (R-ZONE-04)."""
    keys = list(Assignment.objects.current().order_by("-pk").values_list("pk", flat=True)[:3])
    Assignment.objects.filter(pk__in=keys).update(valid_from=timezone.localdate() - LONG_AGO)


def _courses(city: City, people: People, inspectors: list[Inspector]) -> None:
    """Hold the courses; who stayed away falls short of the hours."""
    office = city.unit(city.area, Organization.Kind.INSPECTORATE)
    for number, (title, tier, content, mode, hours, ago, of_ten) in enumerate(COURSES):
        ends_on = _this_year(timezone.localdate() - timedelta(days=ago))
        course = workflow.plan_course(
            by=people.posts["duxue"], office=office, title=f"{ends_on.year}年{title}", tier=tier, content=content,
            mode=mode, hours=Decimal(hours), starts_on=ends_on - timedelta(days=2), ends_on=ends_on,
            organiser="黑龙江省教育厅" if tier == "provincial" else "牡丹江市教育督导办",
        )  # fmt: skip
        there = [one for place, one in enumerate(inspectors) if (place * 7 + number) % 10 < of_ten]
        workflow.record_attendance(course, by=people.posts["duxue"], inspectors=there)
    Course.objects.filter(tier="national").update(organiser="国家教育督导机构")


def _reports(people: People, inspectors: list[Inspector]) -> None:
    """Leave what inspectors reported themselves, some of it answered."""
    today, own = timezone.localdate(), people.posts["duxue-yi"]
    proof = SimpleUploadedFile("学习笔记.txt", TEXT.encode(), content_type="text/plain")
    title, mode, hours = REPORTS[0]
    workflow.report_training(
        inspectors[0], by=own, title=title, mode=mode, hours=Decimal(hours), completed_on=today,
        files=[keep_upload(proof, by=own)],
    )  # fmt: skip
    for number, person in enumerate(inspectors[1:25]):
        title, mode, hours = REPORTS[number % 2]
        TrainingRecord.objects.create(
            inspector=person, title=title, mode=mode, hours=hours, completed_on=_this_year(today - timedelta(days=9)),
            state="confirmed" if number % 3 else "reported", **person.scope,
        )  # fmt: skip


def _this_year(day: date) -> date:
    """Return the day, or the first of this year where the day is in the last one."""
    return max(day, timezone.localdate().replace(month=1, day=1))
