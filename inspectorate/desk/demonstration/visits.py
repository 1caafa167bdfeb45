"""Visits of last month and this one: problems followed from visit to visit, a red flag, a report sent back."""

from datetime import date, timedelta

from django.utils import timezone

from inspectorate.lib.periods import ONE
from inspectorate.register.models import Area, Organization, Post
from inspectorate.rulebook.models import Semester
from inspectors.models import Assignment, Inspector
from supervision import workflow
from supervision.models import Matter, Visit
from supervision.models.instruments import applies_to

from .city import City
from .clock import SATURDAY, on
from .people import People, Seat

SINCE = timedelta(days=120)
MONTHS = {"春季学期": (3, 4, 5, 6), "秋季学期": (9, 10, 11, 12)}
# (severity, problem, put right on the spot) of each school in turn; what a school is visited for a second time is seen
# again then.
PROBLEMS = (
    ("minor", "二楼走廊灭火器检查卡未按月填写。", False),
    ("general", "课后服务收费公示栏未及时更新，收费标准与备案不一致。", False),
    ("minor", "食堂晨检记录缺两日签名。", True),
    ("general", "七年级三个班未按课表开足体育课。", False),
)
DANGER = "学生宿舍一处安全出口上锁，消防通道堆放杂物，夜间无法疏散。"
REMARK = "已了解情况，学校将按要求整改。"


def tell_visits(people: People, city: City, inspectors: list[Inspector]) -> None:
    """Let two responsible inspectors visit their schools; leave something to do for everybody."""
    _semesters(city.area)
    schools = [school for school in city.schools if school.area == city.counties[0]]
    one, two = people.posts["duxue-yi"], _part_timer(people, inspectors[1], schools[0])
    for post, person, own in ((one, inspectors[0], schools[:6]), (two, inspectors[1], schools[6:11])):
        for number, school in enumerate(own):
            _assign(person, school)
            _visits_of(school, number, post=post, person=person)
    _red_flag(schools[0], post=one, person=inspectors[0])
    _returned(people.posts["duxue"])
    _planned(schools[6], by=people.posts["duxue"], person=inspectors[1])


def _part_timer(people: People, person: Inspector, school: Organization) -> Post:
    post = people.seat(Seat("duxue-er", "part_time_inspector", school.superior or school, person.name))
    person.user = post.user
    person.save(update_fields=["user"])
    return post


def _semesters(area: Area) -> None:
    """Enter the semesters of this school year and the last, where nobody has."""
    if Semester.objects.filter(area=area).exists():
        return
    year = timezone.localdate().year
    for of in (year - 1, year):
        for name, months in MONTHS.items():
            first = date(of, months[0], 1)
            last = date(of, 7, 10) if months[0] == 3 else date(of + 1, 1, 15)
            Semester.objects.create(
                area=area, name=f"{of}年{name}", starts_on=first, ends_on=last, months=list(months), **area.scope
            )


def _assign(person: Inspector, school: Organization) -> None:
    if not Assignment.objects.current().filter(inspector=person, school=school).exists():
        Assignment.objects.create(
            inspector=person, school=school, valid_from=timezone.localdate() - SINCE, **school.scope
        )


def _visits_of(school: Organization, number: int, *, post: Post, person: Inspector) -> None:
    """Visit every school last month, two of three this month as well."""
    today = timezone.localdate()
    last_month = today.replace(day=1) - ONE
    _visit(school, _weekday(last_month - timedelta(days=number + 2)), number, post=post, person=person)
    if number % 3:
        _visit(school, _weekday(max(today.replace(day=1), today - timedelta(days=number + 1))), None, post=post,
               person=person)  # fmt: skip


def _visit(school: Organization, day: date, number: int | None, *, post: Post, person: Inspector) -> Visit:
    """File one visit: with a problem of its own, or looking at those of the last one again."""
    with on(day, 10 * (number or 0)):
        visit = workflow.arrive(school, by=post, inspector=person)
        problems = [] if number is None else [_found(visit, *PROBLEMS[number % len(PROBLEMS)])]
        checks = [
            workflow.Seen(problem, problem.gravity == "minor", "现场查看")
            for problem in visit.earlier_problems()
        ]  # fmt: skip
        return workflow.file_visit(visit, by=post, content=_content(visit, problems, checks))


def _found(visit: Visit, gravity: str, text: str, is_cleared: bool = False) -> workflow.Found:
    matter = Matter.objects.filter(applies_to=applies_to(visit.school)).order_by("code").last()
    return workflow.Found(matter, gravity, text, is_cleared)


def _content(visit: Visit, problems: list, checks: list) -> workflow.Content:
    facts = {
        "is_certificate_shown": True,
        "methods": ["walk", "talks", "lessons"],
        "summary": "随堂听课两节，巡视校园及食堂，与师生交谈，总体规范有序。",
        "feedback_to": "校长",
        "feedback_on": visit.visited_on,
        "head_remark": REMARK if problems else "",
    }
    matters = Matter.objects.filter(applies_to=applies_to(visit.school))[:3]
    return workflow.Content(facts, list(matters), problems, checks)


def _red_flag(school: Organization, *, post: Post, person: Inspector) -> None:
    with on(timezone.localdate() - ONE, 60):
        visit = workflow.arrive(school, by=post, inspector=person)
        problems = [_found(visit, "danger", DANGER)]
        workflow.file_visit(visit, by=post, content=_content(visit, problems, []))


def _returned(officer: Post) -> None:
    visit = Visit.objects.filter(state="filed").order_by("visited_on").first()
    if visit:
        workflow.return_visit(visit, by=officer, note="请补充听课情况后重新报送。")


def _planned(school: Organization, *, by: Post, person: Inspector) -> None:
    day = timezone.localdate() + timedelta(days=3)
    workflow.plan_visit(
        school, by=by, inspector=person, planned_on=day, kind="unannounced", purpose="核查群众反映的课后服务收费问题"
    )


def _weekday(day: date) -> date:
    """Return the day itself, or the Friday before a weekend in the same month."""
    friday = day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))
    return friday if friday.month == day.month else day
