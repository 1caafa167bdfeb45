"""One inspection told step by step, each on its day, by the verbs and the people who may."""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone

from accountability import jobs
from accountability import workflow as chain
from accountability.models import AccountabilityAction, Case, InspectionReport, Interview
from inspectorate.documents import workflow as papers
from inspectorate.documents.models import Document
from inspectorate.publication import workflow as public
from inspectorate.register.models import Organization, Post
from inspectors.models import Expert, Inspector
from supervision import workflow
from supervision.models import AnnualListEntry, Inspection, Instrument, Matter

from . import texts
from .clock import on, workday
from .people import People

Step = tuple[int, Callable[["Story"], None]]


class Story:
    """An inspection of one unit, begun so long ago that its last step lies just behind us."""

    def __init__(self, unit: Organization, people: People, team: list[Inspector], answerer: Post) -> None:
        self.unit, self.people, self.team, self.answerer = unit, people, team, answerer
        self.is_school = unit.kind == Organization.Kind.SCHOOL
        self.officer = people.posts["duxue" if self.is_school else "duzheng"]
        self.director, self.secretary = people.posts["zhuren"], people.posts["zonghe"]
        self.leader = people.posts["duxue-yi"]
        self.office = self.officer.organization
        self.findings = texts.SCHOOL_FINDINGS if self.is_school else texts.COUNTY_FINDINGS
        self.inspection: Inspection
        self.case: Case

    def tell(self, last: str, *, days_ago: int = 1) -> "Story":
        """Tell the story up to and including the step `last`, which happened `days_ago` days ago."""
        names = [step.__name__ for _day, step in STEPS]
        told = STEPS[: names.index(last) + 1]
        self.begun_on = timezone.localdate() - timedelta(days=told[-1][0] + days_ago)
        for minute, (day, step) in enumerate(told):
            self.today = min(workday(self.begun_on + timedelta(days=day)), timezone.localdate())
            with on(self.today, minute):
                step(self)
        return self

    def later(self, days: int) -> date:
        """Return a day after the day of the step."""
        return workday(self.today + timedelta(days=days))

    def paper(self, document: Document, *, to: Organization | None = None) -> None:
        """Bring a document through signature and number to its recipient's receipt."""
        papers.submit(document, by=self.officer)
        papers.sign(document, by=self.director)
        if document.waits_for_confirmation:
            papers.confirm_provisional(document, by=self.director)
        papers.issue(document, by=self.secretary)
        for sent in papers.dispatch_all(Document.objects.get(pk=document.pk), by=self.secretary):
            if sent.to == (to or self.unit):
                papers.receive(sent, by=self.answerer if to is None else self.secretary)

    def again(self) -> Case:
        """Read the case anew."""
        self.case = Case.objects.get(inspection=self.inspection)
        return self.case


def listed(story: Story) -> None:
    """The check is put on the annual list and approved."""
    kind = "special" if story.is_school else "evaluation"
    title = f"{story.unit.name}{'规范办学与校园安全专项督导' if story.is_school else '履行教育职责评价'}"
    entry = workflow.draft_entry(
        story.office,
        by=story.officer,
        title=title,
        kind=kind,
        basis="《教育督导条例》第十一条、第十四条",
        planned_from=story.later(40),
        planned_to=story.later(50),
        units=[story.unit],
    )
    workflow.submit_entry(entry, by=story.officer)
    workflow.approve_entry(entry, by=story.director)
    story.entry = entry


def planned(story: Story) -> None:
    """The inspection is set up."""
    codes = [code for code, *_rest in story.findings]
    kind = "school" if story.is_school else "government"
    entry = AnnualListEntry.objects.get(pk=story.entry.pk)
    story.inspection = workflow.open_inspection(
        entry,
        by=story.officer,
        unit=story.unit,
        title=entry.title,
        modes=["outcome", "announced", "on_site", "own", "open"],
        matters=Matter.objects.filter(code__in=codes),
        instrument=Instrument.objects.filter(applies_to=kind).first(),
        planned_from=entry.planned_from,
        planned_to=entry.planned_to,
    )


def team_formed(story: Story) -> None:
    """The team is formed, with an expert who does not count."""
    leader, *others = story.team
    workflow.form_team(
        story.inspection, by=story.officer, leader=leader, inspectors=others, experts=Expert.objects.all()[:1]
    )


def noticed(story: Story) -> None:
    """The notice is served; a county is asked for its self-evaluation."""
    wants = not story.is_school
    document = workflow.draft_notice(
        story.inspection,
        by=story.officer,
        contact=texts.CONTACT,
        wants_self_evaluation=wants,
        self_evaluation_due_on=story.later(8) if wants else None,
    )
    story.paper(document)
    story.inspection.refresh_from_db()


def self_evaluated(story: Story) -> None:
    """The county hands its report in, the team reviews it."""
    if story.inspection.wants_self_evaluation:
        workflow.submit_self_evaluation(
            story.inspection, by=story.answerer, text=f"{texts.COUNTY_EVALUATION}\n{texts.ACHIEVEMENTS}"
        )
        workflow.review_self_evaluation(
            story.inspection, by=story.officer, review="自评材料齐全，自评结论与数据基本一致。"
        )


def on_site(story: Story) -> None:
    """The team comes and records what it sees."""
    workflow.start_on_site(story.inspection, by=story.officer)
    workflow.add_site_record(
        story.inspection,
        by=story.leader,
        place=story.unit.name,
        method="walk",
        content=texts.SITE,
        recorded_on=story.today,
    )


def heard(story: Story) -> None:
    """The public, pupils, parents and teachers are heard."""
    workflow.start_hearing(story.inspection, by=story.leader)
    for audience, content in texts.OPINIONS.items():
        workflow.add_opinion(
            story.inspection,
            by=story.leader,
            channel="meeting",
            audience=audience,
            held_on=story.today,
            people=24,
            satisfied=21,
            content=content,
        )


def deliberated(story: Story) -> None:
    """The team agrees on its findings."""
    workflow.start_deliberation(story.inspection, by=story.leader)
    for code, severity, problem, demand, basis in story.findings:
        workflow.add_finding(
            story.inspection,
            by=story.leader,
            matter=Matter.objects.get(code=code),
            severity=severity,
            problem=problem,
            demand=demand,
            basis=basis,
        )


def concluded(story: Story) -> None:
    """The inspection ends."""
    workflow.conclude(story.inspection, by=story.officer)


def opened(story: Story) -> None:
    """The case is opened."""
    story.case = chain.open_case(story.inspection, by=story.officer)


def fed_back(story: Story) -> None:
    """The preliminary opinion is served."""
    evaluation = texts.EVALUATION if story.is_school else texts.COUNTY_EVALUATION
    story.paper(
        chain.draft_opinion(
            story.case,
            by=story.officer,
            evaluation=evaluation,
            achievements=texts.ACHIEVEMENTS,
            advice=texts.ADVICE,
            defence_due_on=story.later(10),
        )
    )
    story.again()


def defended(story: Story) -> None:
    """The unit objects to its last finding."""
    finding = story.inspection.findings.last()
    chain.submit_defence(
        story.case,
        by=story.answerer,
        statement="对其余问题无异议。",
        arguments=[chain.Argument(finding, "有关材料已在督导期间补齐，请予核实。")],
    )


def answered(story: Story) -> None:
    """The point is answered with its reason."""
    point = story.case.defence.points.get()
    chain.answer_point(
        point, by=story.officer, outcome="partly", reason="部分材料已补齐，尚缺年度结论，问题保留并减轻表述。"
    )
    chain.close_defence(story.case, by=story.officer)


def rectifying(story: Story) -> None:
    """The opinion letter is served; each item has its date."""
    findings = story.inspection.findings.filter(is_upheld=True)
    dates = {finding: story.later(30 + 5 * index) for index, finding in enumerate(findings)}
    evaluation = texts.EVALUATION if story.is_school else texts.COUNTY_EVALUATION
    story.paper(
        chain.draft_letter(story.case, by=story.officer, evaluation=evaluation, due_dates=dates, advice=texts.ADVICE)
    )
    story.again()


def reported(story: Story) -> None:
    """The report goes to the government and upward."""
    government = Organization.objects.get(area=story.office.area, kind=Organization.Kind.GOVERNMENT)
    upper = Organization.objects.get(area=story.office.area.parent_id, kind=Organization.Kind.INSPECTORATE)
    document = chain.draft_report(
        story.inspection,
        by=story.officer,
        submitted_to=government,
        title=f"关于{story.unit.name}教育督导情况的报告",
        course=texts.SITE,
        evaluation=texts.EVALUATION,
        achievements=texts.ACHIEVEMENTS,
        advice=texts.ADVICE,
        public_summary=texts.SUMMARY,
    )
    story.paper(document, to=government)
    report = InspectionReport.objects.get(inspection=story.inspection)
    story.paper(chain.draft_filing(report, by=story.officer, filed_with=upper, contact=texts.CONTACT), to=upper)


def published(story: Story) -> None:
    """The public version is reviewed by a second person and released."""
    report = InspectionReport.objects.get(inspection=story.inspection)
    publication = chain.propose_publication(report, by=story.officer)
    public.submit(publication, by=story.officer)
    public.review(publication, by=story.secretary, conclusion="cleared")
    public.release(publication, by=story.director)


def half_done(story: Story) -> None:
    """The unit reports its first items, one is closed out."""
    for index, item in enumerate(story.case.items.order_by("number")[:2]):
        chain.report_item(item, by=story.answerer, measure="已完成整改并建立长效机制。", result="经自查已符合要求。")
        if index == 0:
            chain.recheck_item(
                item,
                by=story.officer,
                method="on_site",
                checked_on=story.today,
                place=story.unit.name,
                content="现场核查，问题已整改到位。",
                is_passed=True,
            )
            chain.close_out(item, by=story.director)


def cleared(story: Story) -> None:
    """All items are reported, re-checked and closed out."""
    for item in story.again().items.exclude(state="closed").order_by("number"):
        if item.state != "reported":
            chain.report_item(item, by=story.answerer, measure="已完成整改。", result="经自查已符合要求。")
        chain.recheck_item(
            item,
            by=story.officer,
            method="spot",
            checked_on=story.today,
            place=story.unit.name,
            content="抽查核实，问题已整改到位。",
            is_passed=True,
        )
        chain.close_out(item, by=story.director)


STEPS: tuple[Step, ...] = (
    (0, listed),
    (12, planned),
    (14, team_formed),
    (32, noticed),
    (39, self_evaluated),
    (42, on_site),
    (43, heard),
    (45, deliberated),
    (46, concluded),
    (48, opened),
    (50, fed_back),
    (55, defended),
    (60, answered),
    (62, rectifying),
    (70, reported),
    (78, published),
    (85, half_done),
    (105, cleared),
)


def leave_undone(story: Story, *, last: str) -> None:
    """Go on where a unit let its dates pass: notice by the clock, interview, accountability."""
    first_due = max(story.again().items.values_list("due_on", flat=True))
    day = first_due + timedelta(days=3)
    for offset, step in UNDONE:
        story.today = min(workday(day + timedelta(days=offset)), timezone.localdate())
        with on(story.today, offset % 60):
            step(story)
        if step.__name__ == last:
            return


def supervised(story: Story) -> None:
    """The clock proposes a notice, an officer drafts it, the director signs it."""
    jobs.propose_notices()
    notice = story.case.supervise_notices.get()
    story.paper(
        chain.draft_supervise_notice(
            notice, by=story.officer, new_due_on=story.later(15), reason="逾期未完成整改，也未申请延期。"
        )
    )


def interviewed(story: Story) -> None:
    """The interview is approved, announced and held with its co-hosts."""
    interview = chain.propose_interview(
        story.case, by=story.officer, grounds=["unfinished", "poor_rectification"], reason="经督办仍未完成整改。"
    )
    chain.approve_interview(
        interview,
        by=story.director,
        planned_at=timezone.now() + timedelta(days=7),
        place="市政府三楼会议室",
        interviewees="主要负责人",
        further_hosts=[story.people.posts["lianluo"].organization],
    )
    story.paper(chain.draft_interview_notice(interview, by=story.officer, materials="整改情况书面说明。"))


def talked(story: Story) -> None:
    """The record goes to party committee, government and the upper office."""
    interview = Interview.objects.get(case=story.case)
    chain.hold_interview(interview, by=story.officer, held_on=story.today, attended=interview.hosts.all())
    story.paper(
        chain.draft_interview_record(
            interview,
            by=story.officer,
            facts="整改进度滞后，责任未落实到人。",
            demands="两周内完成整改并书面报告。",
            replies="认识到问题的严重性，承诺限期完成。",
        ),
        to=story.office,
    )


def accused(story: Story) -> None:
    """Accountability is proposed, established, heard and consulted upon; the chair decides."""
    action = chain.propose_action(
        story.case,
        by=story.officer,
        target=AccountabilityAction.Target.UNIT,
        situations=["duties", "tasks"],
        reason="约谈后仍未完成整改。",
    )
    chain.form_group(action, by=story.officer, members="市教育局督学室、市财政局教科文科、市教育督导办")
    chain.establish_facts(
        action, by=story.officer, facts="自督导意见书送达以来，多次催办仍未完成整改。", forms=["open_criticism"]
    )
    story.paper(chain.draft_accountability_notice(action, by=story.officer))
    action.refresh_from_db()
    chain.submit_statement(action, by=story.answerer, statement="资金到位较晚，恳请酌情处理。")
    chain.hear_statement(action, by=story.officer, answer="理由不成立，不予采纳。")
    chain.consult(action, by=story.officer, organizations=[story.people.posts["lianluo"].organization])
    chain.answer_consultation(action, by=story.people.posts["lianluo"], opinion="同意。")
    chain.close_consultation(action, by=story.officer)
    chain.decide_action(
        action,
        by=story.people.posts["fushizhang"],
        findings="属于未按要求履行教育职责。",
        basis="《教育督导问责办法》",
        forms=["open_criticism"],
        effective_on=story.today,
        scope="whole_society",
    )
    story.paper(chain.draft_decision(action, by=story.officer))


UNDONE: tuple[Step, ...] = ((0, supervised), (20, interviewed), (28, talked), (40, accused))
