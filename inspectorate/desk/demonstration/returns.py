"""Monthly returns on teachers' pay by the counties: accepted, submitted, sent back, missing; a topic and a draft."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from inspectorate.lib.periods import add_months
from inspectorate.register.models import Area, Organization, Post
from inspectorate.register.states import Role
from monitoring import jobs, workflow
from monitoring.models import Return, ReturnForm
from monitoring.workflow import FieldLine, Figure

from .city import City
from .clock import on, workday
from .people import People, Seat

K = Organization.Kind
NOUGHT = Decimal(0)
PAYROLL, TREASURY, BUREAU = "县级人社部门工资台账", "县级财政国库集中支付系统", "县级财政部门"
PAY_FIELDS = (
    FieldLine(None, "teachers", "应发人数", unit="人", least=NOUGHT, most=Decimal(99999), usual_source=PAYROLL,
              help="公办中小学、幼儿园在编教师，民办学校不计。"),
    FieldLine(None, "payable", "当月应发工资总额", unit="万元", decimals=2, least=NOUGHT, usual_source=PAYROLL),
    FieldLine(None, "paid", "当月实发工资总额", unit="万元", decimals=2, least=NOUGHT, usual_source=TREASURY),
    FieldLine(None, "is_owed", "是否拖欠", "yes_no", usual_source=BUREAU),
    FieldLine(None, "owed", "拖欠金额", unit="万元", decimals=2, least=NOUGHT, is_required=False, usual_source=BUREAU),
    FieldLine(None, "reason", "拖欠原因及补发时间", "text", is_required=False, usual_source=BUREAU),
    FieldLine(None, "teacher_average", "教师月平均工资", unit="元", least=NOUGHT, usual_source=PAYROLL,
              help="与公务员月平均工资同口径、同年度。"),
    FieldLine(None, "servant_average", "公务员月平均工资", unit="元", least=NOUGHT, usual_source=PAYROLL),
    FieldLine(None, "allowance", "乡村教师生活补助", "choice", choices=("按月足额发放", "部分发放", "未发放"),
              usual_source=BUREAU),
)  # fmt: skip
TOPIC_FIELDS = (
    FieldLine(None, "schools", "核查学校数", unit="所", least=NOUGHT, usual_source="教育事业统计"),
    FieldLine(None, "owed_total", "累计拖欠金额", unit="万元", decimals=2, least=NOUGHT, usual_source=BUREAU),
    FieldLine(None, "plan", "化解措施和时限", "text", usual_source="县级人民政府"),
)
CARE_FIELDS = (
    FieldLine(None, "children", "在园幼儿数", unit="人", least=NOUGHT, usual_source="教育事业统计"),
    FieldLine(None, "classes", "班级数", unit="个", least=NOUGHT, usual_source="教育事业统计"),
    FieldLine(None, "certified", "持证教职工数", unit="人", least=NOUGHT, usual_source="教育事业统计"),
)
TEACHERS = (2140, 1860, 1975, 1420, 1688, 2510, 1233, 2877, 1954, 1106)
AVERAGE = (8120, 8035, 7960, 7745, 7880, 8215, 7690, 8055, 7930, 7655)  # of a teacher in a month, in yuan
LAG = 4  # the county whose pay was once held back, and whose teachers earn less than its civil servants
REASON = "县级财政资金调度困难，奖励性绩效工资缓发，次月15日前补发到位。"
BACK = "实发总额与国库支付凭证不一致，请核对后重新报送。"
# How the counties stand in the newest months, by their place in the register; all earlier ones were accepted.
A, S, B, M = "accepted", "submitted", "sent_back", "missing"
NEWEST = {1: (A, A, A, A, A, A, A, M, A, A), 0: (M, S, A, A, A, S, B, A, S, M)}
MONTHS = 4


class Returns:
    """Tells it by the real verbs, on dates relative to today."""

    def __init__(self, city: City, people: People) -> None:
        self.city, self.people = city, people
        self.today = timezone.localdate()
        self.officer, self.director = people.posts["jiance"], people.posts["zhuren"]
        self.month = self.today.replace(day=1)

    def tell(self) -> None:
        """Tell everything."""
        form = self.tell_pay_form()
        fields = {field.code: field for field in form.fields.all()}
        clerks = [self.clerk(area) for area in self.city.counties]
        for back in reversed(range(MONTHS)):
            self.tell_month(fields, clerks, add_months(self.month, -back), NEWEST.get(back, [A] * len(clerks)))
        self.tell_other_forms()

    def tell_pay_form(self) -> ReturnForm:
        """The form was drafted and put in force in the month of which it first asks."""
        begun = add_months(self.month, -MONTHS) + timedelta(days=8)
        with on(workday(begun)):
            form = self.draft(
                "教师工资待遇保障月报", PAY_FIELDS, frequency="month", audience="counties",
                purpose="按月掌握各县（市、区）教师工资按时足额发放情况，督促落实义务教育教师平均工资收入水平不低于当地公务员。",
                basis="《中华人民共和国义务教育法》第三十一条；教师工资待遇保障月报制度",
                valid_from=workday(begun),
            )
        with on(workday(begun + timedelta(days=2))):
            return workflow.put_in_force(form, by=self.director)

    def draft(self, title: str, lines: Sequence[FieldLine], **values: Any) -> ReturnForm:
        """Draft a form with its fields."""
        form = workflow.draft_form(by=self.officer, title=title, **values)
        return workflow.write_fields(form, by=self.officer, lines=lines)

    def clerk(self, area: Area) -> Post:
        """Return who answers for a county."""
        name = "xian" if area == self.city.counties[0] else f"xian-{area.code}"
        if name not in self.people.posts:
            office = self.city.unit(area, K.INSPECTORATE)
            self.people.seat(Seat(name, Role.COUNTY_CLERK, office, next(self.city.names)), is_listed=False)
        return self.people.posts[name]

    def tell_month(self, fields: dict, clerks: Sequence[Post], first: date, endings: Sequence[str]) -> None:
        """The clock asks on the first of a month for the one before; the counties answer in the days after."""
        with on(first):
            jobs.owe_returns()
        acts: dict[str, Callable[[Return, date], None]] = {A: self.accept, S: self.leave, B: self.send_back}
        for place, (clerk, ending) in enumerate(zip(clerks, endings, strict=True)):
            row = Return.objects.get(unit=clerk.organization, period_to__lt=first, period_to__gte=add_months(first, -1))
            if ending == M:
                continue
            begun = first if ending == A else max(first, self.today - timedelta(days=6))  # what waits came lately
            day = self.after(begun, 1 + place % 4)
            with on(day, place):
                figures = self.figures(fields, place, first)
                workflow.fill_return(row, by=clerk, figures=figures)
                workflow.submit_return(row, by=clerk, remark=self.remark(place, first))
            acts[ending](row, self.after(day, 2))

    def after(self, day: date, days: int) -> date:
        """Return a working day some days after another, today where that lies ahead."""
        return min(workday(day + timedelta(days=days)), self.today)

    def accept(self, row: Return, day: date) -> None:
        """The office accepts."""
        with on(day, 60):
            workflow.accept_return(Return.objects.get(pk=row.pk), by=self.officer)

    def send_back(self, row: Return, day: date) -> None:
        """The office sends back with a reason."""
        with on(day, 60):
            workflow.send_back_return(Return.objects.get(pk=row.pk), by=self.officer, note=BACK)

    def leave(self, _row: Return, _day: date) -> None:
        """Leave it with the office."""

    def figures(self, fields: dict, place: int, first: date) -> list[Figure]:
        """Return believable figures of a county for the month before a day."""
        teachers = TEACHERS[place] - (first.month + place) % 3
        payable = (Decimal(teachers * AVERAGE[place]) / 10_000).quantize(Decimal("0.01"))
        owed = (payable * Decimal("0.09")).quantize(Decimal("0.01")) if self.is_lagging(place, first) else NOUGHT
        values: dict[str, Any] = {
            "teachers": Decimal(teachers), "payable": payable, "paid": payable - owed,
            "is_owed": "yes" if owed else "no", "owed": owed or None, "reason": REASON if owed else "",
            "teacher_average": Decimal(AVERAGE[place]),
            "servant_average": Decimal(AVERAGE[place] + (60 if place == LAG else -90 - place * 7)),
            "allowance": "部分发放" if place == LAG else "按月足额发放",
        }
        day = first - timedelta(days=1)
        return [Figure(fields[code], value, reference_on=day, is_confirmed=True) for code, value in values.items()]

    def is_lagging(self, place: int, first: date) -> bool:
        """Return whether a county's pay was held back in the month: one county's, a month before the last."""
        return place == LAG and first == add_months(self.month, -1)

    def remark(self, place: int, first: date) -> str:
        """Return what the county explains."""
        return "奖励性绩效工资缓发，已报告县政府，次月补发。" if self.is_lagging(place, first) else ""

    def tell_other_forms(self) -> None:
        """A special topic comes into force today, a half-year return waits for the second person."""
        with on(self.today):
            topic = self.draft(
                "拖欠教师工资专项核查", TOPIC_FIELDS, frequency="once", audience="counties", valid_from=self.today,
                period_from=add_months(self.month, -6), period_to=self.today - timedelta(days=1),
                purpose="核查半年以来拖欠教师工资情况，一次性填报。", basis="国务院教育督导委员会办公室工作要求",
            )
            workflow.put_in_force(topic, by=self.director)
            self.draft(
                "幼儿园办园情况半年报", CARE_FIELDS, frequency="half_year", audience="stages",
                stages=["kindergarten"], valid_from=self.today + timedelta(days=30),
                purpose="掌握幼儿园规模和教职工持证情况，作为普及普惠督导评估的基础数据。",
                basis="《县域学前教育普及普惠督导评估办法》",
            )
