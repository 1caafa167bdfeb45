"""The steps of an inspection, from the annual list to the last item closed out."""

from accountability import workflow as chain
from accountability.models import InspectionReport
from inspectorate.publication import workflow as public
from inspectorate.register.models import Organization
from inspectors.models import Expert
from supervision import workflow
from supervision.models import AnnualListEntry, Instrument, Matter

from . import texts
from .story import Step, Story


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
        content=texts.SITE if story.is_school else texts.COUNTY_SITE,
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
        course=texts.SITE if story.is_school else texts.COUNTY_SITE,
        evaluation=texts.EVALUATION if story.is_school else texts.COUNTY_EVALUATION,
        achievements=texts.ACHIEVEMENTS,
        advice=texts.ADVICE,
        public_summary=texts.SUMMARY if story.is_school else texts.COUNTY_SUMMARY,
    )
    story.paper(document, to=government)
    report = InspectionReport.objects.get(inspection=story.inspection)
    story.paper(chain.draft_filing(report, by=story.officer, filed_with=upper, contact=texts.CONTACT), to=upper)


def published(story: Story) -> None:
    """The public version is reviewed by a second person and released."""
    report = InspectionReport.objects.get(inspection=story.inspection)
    publication = chain.propose_publication(report, by=story.officer)
    public.submit(publication, by=story.officer)
    if story.halt == "in_review":
        return
    public.review(publication, by=story.secretary, conclusion="cleared")
    if story.halt != "cleared":
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


# The team comes a fortnight after its notice: three working days lie between, whatever holidays do too (R-INS-08).
STEPS: tuple[Step, ...] = (
    (0, listed),
    (12, planned),
    (14, team_formed),
    (32, noticed),
    (39, self_evaluated),
    (46, on_site),
    (47, heard),
    (49, deliberated),
    (50, concluded),
    (52, opened),
    (54, fed_back),
    (59, defended),
    (64, answered),
    (66, rectifying),
    (74, reported),
    (82, published),
    (89, half_done),
    (109, cleared),
)
