"""What followed where a unit let its dates pass: notice by the clock, interview, circular, accountability."""

from datetime import timedelta

from django.utils import timezone

from accountability import jobs
from accountability import workflow as chain
from accountability.models import AccountabilityAction, Case, Interview
from inspectorate.register.workflow import end_grant, grant_access

from .clock import on, workday
from .people import People
from .story import Step, Story


def leave_undone(story: Story, *, last: str) -> None:
    """Go on where a unit let its dates pass: notice by the clock, interview, accountability."""
    first_due = max(story.again().items.values_list("due_on", flat=True))
    day = first_due + timedelta(days=3)
    for offset, step in WAYS[last]:
        story.today = min(workday(day + timedelta(days=offset)), timezone.localdate())
        with on(story.today, offset % 60):
            step(story)


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
    """Accountability is proposed, established, heard and consulted upon."""
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


def decided(story: Story) -> None:
    """The chair decides; the decision is served."""
    action = story.case.actions.get()
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


def proposed(story: Story) -> None:
    """An interview is proposed and waits for its approval."""
    chain.propose_interview(story.case, by=story.officer, grounds=["unfinished"], reason="经督办仍未完成整改。")


def denounced(story: Story) -> None:
    """A circular is proposed and waits for its approval."""
    chain.propose_circular(
        story.case,
        by=story.officer,
        reason="为推动问题整改，现将有关情况通报如下：",
        facts=f"{story.unit.name}对督导意见书列出的问题整改不力，经督办仍未完成。",
        demands="限期完成整改，并举一反三，开展全面自查。",
    )


WAYS: dict[str, tuple[Step, ...]] = {
    "supervised": ((0, supervised),),
    "proposed": ((0, supervised), (20, proposed)),
    "interviewed": ((0, supervised), (20, interviewed)),
    "talked": ((0, supervised), (20, interviewed), (28, talked)),
    "denounced": ((0, supervised), (20, interviewed), (28, talked), (35, denounced)),
    "accused": ((0, supervised), (20, interviewed), (28, talked), (40, accused)),
    "decided": ((0, supervised), (20, interviewed), (28, talked), (40, accused), (44, decided)),
}


def open_files(people: People) -> None:
    """Open single files to people who otherwise see none; one of them was closed again."""
    director, today = people.posts["zhuren"], timezone.localdate()
    span = {"by": director, "valid_from": today, "valid_to": today + timedelta(days=30)}
    case, other = Case.objects.filter(state="rectifying", owner=director.organization).order_by("pk")[:2]
    action = AccountabilityAction.objects.order_by("pk").first()
    grant_access(action, "view", user=people.posts["jijian"].user, reason="核查领导责任线索", **span)
    for file in (case, other):
        assessor = people.posts["pinggu"].user
        grant = grant_access(file, "view", user=assessor, reason="委托开展整改成效评估", **span)
    end_grant(grant, by=director, note="评估范围调整")
