"""What the committee owed and did: last year's plenary, this year's in preparation, plans in every state, a matter."""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone

from committees import workflow
from committees.models import AnnualPlan, Committee, Meeting, Resolution
from inspectorate.documents import workflow as papers
from inspectorate.documents.models import Document
from inspectorate.register.models import Area, Organization, Post
from inspectorate.register.states import Role

from .city import City
from .clock import on, workday
from .people import People, Seat

K = Organization.Kind
PLACE = "市政府三楼会议室"
CONTACT = "综合组 0453-6170000"
COUNTY_SECTIONS = (
    ("督政", "推动政府履行教育职责", "对照市级履职评价要点开展自查，建立问题清单和整改台账。", 4),
    ("督学", "规范学校办学行为", "开展春、秋季学期开学工作专项督导，覆盖辖区全部中小学校和幼儿园。", 9),
    ("督学", "落实责任督学挂牌督导", "责任督学每月到校督导不少于一次，督导记录当月归档。", 12),
    ("评估监测", "推进县域普及普惠和优质均衡", "完成学前教育普及普惠和义务教育优质均衡年度监测数据填报。", 10),
    ("综合", "加强督学队伍建设", "组织督学培训不少于四十学时，完成年度考核。", 11),
)
CITY_SECTIONS = (
    ("督政", "推动县级政府履行教育职责", "对十个县（市、区）政府履行教育职责情况开展评价。", 11, "education"),
    ("督学", "加强学校安全督导", "会同公安、应急、市场监管部门开展校园安全专项督导。", 9, "police"),
    ("督学", "规范幼儿园办园行为", "完成三分之一幼儿园办园行为督导评估。", 12, "education"),
    ("评估监测", "推进义务教育优质均衡", "对申报县开展优质均衡市级复核。", 10, "education"),
    ("综合", "落实教育督导经费保障", "督导经费列入年度预算，督学工作补助按规定发放。", 12, "finance"),
)


class CommitteeWork:
    """Tells it by the real verbs, on dates relative to today."""

    def __init__(self, city: City, people: People) -> None:
        self.city, self.people = city, people
        self.today = timezone.localdate()
        self.committee = Committee.objects.get(organization=city.unit(city.area, K.GOVERNMENT))
        self.secretary, self.director = people.posts["zonghe"], people.posts["zhuren"]

    def tell(self) -> None:
        """Tell everything."""
        self.name_liaisons()
        self.hold_last_plenary()
        self.prepare_this_plenary()
        self.plan_city()
        self.plan_counties()
        self.report_matters()

    def ago(self, days: int) -> date:
        """Return a working day some days ago."""
        return min(workday(self.today - timedelta(days=days)), self.today)

    def after(self, day: date, days: int) -> date:
        """Return a working day some days after another, today where that lies ahead."""
        return min(workday(day + timedelta(days=days)), self.today)

    def name_liaisons(self) -> None:
        """All units but the last two name their liaison officer; the education bureau's works in the system."""
        seats = list(self.committee.members.units().ranked().select_related("organization"))
        worker = self.people.posts["lianluo"]
        for seat in seats[:-2]:
            is_worker = seat.organization_id == worker.organization_id
            workflow.replace_liaison(
                seat, by=self.secretary, person_name=worker.user.name if is_worker else next(self.city.names),
                position="办公室主任", office_phone=f"0453-61{seat.order:02d}000", valid_from=self.ago(500),
                user=worker.user if is_worker else None,
            )

    def hold_last_plenary(self) -> None:
        """Last year's plenary was held and minuted; its resolutions are carried out but one, which is reported."""
        day = workday(date(self.today.year - 1, 11, 20))
        with on(workday(day - timedelta(days=20))):
            meeting = self._planned(day, "审议年度督导工作要点", "通报上年度履行教育职责评价结果")
            self._issue(workflow.convene_meeting(meeting, by=self.secretary, contact=CONTACT))
        with on(day):
            self._hold(Meeting.objects.get(pk=meeting.pk), day)
        with on(workday(day + timedelta(days=3))):
            self._issue(workflow.draft_minutes(Meeting.objects.get(pk=meeting.pk), by=self.secretary))
        with on(workday(day + timedelta(days=5))):
            workflow.close_meeting(Meeting.objects.get(pk=meeting.pk), by=self.secretary)
        self._carry_out(meeting, day)

    def _planned(self, day: date, *items: str) -> Meeting:
        name = f"{self.committee.name}{day.year}年全体会议"
        moment = timezone.make_aware(timezone.datetime(day.year, day.month, day.day, 14, 30))
        meeting = workflow.plan_meeting(
            self.committee, by=self.secretary, kind="plenary", title=name, planned_at=moment, place=PLACE
        )
        lines = [workflow.Line(None, title, self.secretary.organization) for title in items]
        return workflow.write_agenda(meeting, by=self.secretary, lines=lines)

    def _hold(self, meeting: Meeting, day: date) -> None:
        seats = list(self.committee.members.on(day).ranked())
        presences = {3: "deputy", 9: "excused", 15: "deputy", 20: "absent"}
        rows = [
            workflow.Seat(seat, presence, "分管副局长" if presence == "deputy" else "")
            for number, seat in enumerate(seats) for presence in [presences.get(number, "present")]
        ]
        workflow.hold_meeting(meeting, by=self.secretary, held_on=day, host="分管教育工作的副市长", attendance=rows)
        first, second = meeting.agenda.all()
        notes = {
            first: "会议听取了市教育督导办关于年度督导工作要点的汇报，讨论并原则同意。",
            second: "会议通报了各县（市、区）履行教育职责评价结果，对共性问题提出整改要求。",
        }
        workflow.write_notes(meeting, by=self.secretary, notes=notes)
        for item, text, function, days in (
            (first, "年度督导工作要点修改后印发执行", "education", 40),
            (second, "督促有关县（市、区）补拨所欠生均公用经费", "finance", 120),
            (second, "核定并补充中小学教师编制，报送三年补充计划", "organisation", 400),
        ):
            holder = self.city.unit(self.city.area, function)
            workflow.add_resolution(
                meeting, by=self.secretary, text=text, item=item, holder=holder, due_on=day + timedelta(days=days)
            )

    def _carry_out(self, meeting: Meeting, day: date) -> None:
        first, second, _open = Resolution.objects.filter(meeting=meeting).order_by("number")
        liaison, finance = self.people.posts["lianluo"], self._liaison_of("finance", "caizheng")
        with on(self.after(day, 38)):
            workflow.report_resolution(first, by=liaison, text="已修改印发，并分解到各责任单位。")
        with on(self.after(day, 40)):
            workflow.accept_resolution(first, by=self.secretary)
        with on(self.after(day, 110)):
            workflow.report_resolution(second, by=finance, text="已发函督促有关县（市、区）。")
        with on(self.after(day, 115)):
            workflow.return_resolution(second, by=self.secretary, note="请补充各县（市、区）实际拨付金额和凭证。")
        with on(self.after(day, 363)):
            workflow.report_resolution(second, by=finance, text="三个县（市、区）所欠经费已全部拨付到校，凭证已备查。")

    def _liaison_of(self, function: str, username: str) -> Post:
        unit = self.city.unit(self.city.area, function)
        return self.people.seat(Seat(username, Role.LIAISON, unit, next(self.city.names)), is_listed=False)

    def prepare_this_plenary(self) -> None:
        """The next one is planned; its agenda waits for the open matters."""
        with on(self.ago(2)):
            self._planned(workday(self.today + timedelta(days=16)), "通报全年督导工作情况")

    def plan_city(self) -> None:
        """The city's plan of this year is approved and under way."""
        year, office = self.today.year, self.secretary.organization
        with on(self._in_january(12)):
            plan = workflow.start_plan(by=self.secretary, year=year)
            lines = [
                workflow.PlanLine(
                    None, section, objective, measure, office, [self.city.unit(self.city.area, function)],
                    date(year, month, 28),
                )
                for section, objective, measure, month, function in CITY_SECTIONS
            ]
            workflow.write_plan(plan, by=self.secretary, lines=lines)
            workflow.submit_plan(AnnualPlan.objects.get(pk=plan.pk), by=self.secretary)
        with on(self._in_january(20)):
            workflow.approve_plan(AnnualPlan.objects.get(pk=plan.pk), by=self.director)
        for item, state, progress in zip(
            AnnualPlan.objects.get(pk=plan.pk).items.all(), ("under_way", "done", "under_way"),
            ("已完成六个县（市、区）现场核查。", "专项督导已完成，问题已反馈。", "已完成一百二十所。"), strict=False,
        ):
            with on(self.ago(10)):
                workflow.report_progress(item, by=self.secretary, state=state, progress=progress)

    def _in_january(self, day: int) -> date:
        """Return a day in this year's January, or today where that lies ahead."""
        return min(workday(date(self.today.year, 1, day)), self.today)

    def plan_counties(self) -> None:
        """Counties' plans: last year's filed, this year's in every state; the last county has none."""
        endings: tuple[Callable[[AnnualPlan], None] | None, ...] = (
            self._file, self._file, self._return_items, self._return_whole, None, self._file, self._file, self._draft
        )
        for area, ending in zip(self.city.counties, endings, strict=False):
            clerk = self._clerk(area)
            last = self._county_plan(area, clerk, self.today.year - 1, date(self.today.year - 1, 1, 14))
            self._file(last)
            plan = self._county_plan(area, clerk, self.today.year, self._in_january(16), is_draft=ending == self._draft)
            if ending:
                ending(plan)

    def _clerk(self, area: Area) -> Post:
        if area == self.city.counties[0]:
            return self.people.posts["xian"]
        office = self.city.unit(area, K.INSPECTORATE)
        seat = Seat(f"xian-{area.code}", Role.COUNTY_CLERK, office, next(self.city.names))
        return self.people.seat(seat, is_listed=False)

    def _county_plan(self, area: Area, clerk: Post, year: int, day: date, *, is_draft: bool = False) -> AnnualPlan:
        with on(workday(day)):
            plan = workflow.start_plan(by=clerk, year=year)
            known = {item.number: item for item in plan.items.all()}
            lines = [
                workflow.PlanLine(
                    known.get(number), section, objective, measure, self.city.unit(area, "education"),
                    [self.city.unit(area, K.GOVERNMENT)], date(year, month, 28),
                )
                for number, (section, objective, measure, month) in enumerate(COUNTY_SECTIONS, 1)
            ]
            workflow.write_plan(plan, by=clerk, lines=lines)
            if not is_draft:
                workflow.submit_plan(AnnualPlan.objects.get(pk=plan.pk), by=clerk)
        return AnnualPlan.objects.get(pk=plan.pk)

    def _file(self, plan: AnnualPlan) -> None:
        with on(min(workday(plan.submitted_on + timedelta(days=5)), self.today)):
            workflow.file_plan(plan, by=self.secretary)

    def _return_items(self, plan: AnnualPlan) -> None:
        items = list(plan.items.all())
        with on(min(workday(plan.submitted_on + timedelta(days=6)), self.today)):
            reasons = {items[3]: "请补充负责科室和数据核对时间。", items[4]: "培训学时应与市级要求一致。"}
            workflow.return_plan(plan, by=self.secretary, items=reasons)

    def _return_whole(self, plan: AnnualPlan) -> None:
        with on(min(workday(plan.submitted_on + timedelta(days=6)), self.today)):
            workflow.return_plan(plan, by=self.secretary, note="与市级年度工作要点衔接不够，请对照修改后重新提交。")

    def _draft(self, _plan: AnnualPlan) -> None:
        """Leave it as a draft."""

    def report_matters(self) -> None:
        """One major matter was answered, one waits for its receipt."""
        clerk = self.people.posts["xian"]
        with on(self.ago(40)):
            matter = workflow.report_matter(
                by=clerk, title="暴雨造成两所学校停课", happened_on=self.ago(41),
                facts="强降雨致两所小学校舍一层进水，停课两天，涉及学生六百余人，无人员伤亡。",
                measures="已组织排水和消毒，开展线上教学，校舍经检测合格后复课。",
            )
        with on(self.ago(39)):
            workflow.receive_matter(matter, by=self.secretary)
            answer = "请做好复课后校舍安全排查，排查情况一周内报市教育督导办。"
            workflow.answer_matter(matter, by=self.secretary, answer=answer)
        with on(self.ago(1)):
            workflow.report_matter(
                by=clerk, title="辖区民办幼儿园举办者变更引发家长集中咨询", happened_on=self.ago(2),
                facts="一所民办幼儿园变更举办者，约四十名家长到区教育局集中咨询收费和师资问题。",
                measures="区教育局已成立专班现场答复，督促园方公示承诺。",
            )

    def _issue(self, document: Document) -> None:
        papers.submit(document, by=self.secretary)
        papers.sign(document, by=self.director)
        if document.waits_for_confirmation:
            papers.confirm_provisional(document, by=self.director)
        papers.issue(document, by=self.secretary)
        papers.dispatch_all(document, by=self.secretary)
