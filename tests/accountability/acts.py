"""Every verb of the pages: the row at the right step, who may, and what is typed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone

from accountability import workflow
from accountability.views import actions, cases, items, measures
from accountability.workflow import Argument
from inspectorate.lib.pages import url_prefix

from .conftest import TODAY
from .drafts import REPORT, TALK, Drafts

SOON = TODAY + timedelta(days=9)
OFFICE, HEADS = {"officer"}, {"officer", "director"}
REASON = {"note": "理由如下。"}
PROSE = {"evaluation": "评价。", "achievements": "", "advice": ""}


class Act(NamedTuple):
    """How the row is made, who may do the verb, what is typed (a function of the row where fields depend on it)."""

    make: Callable
    who: set[str]
    typed: Any = {}


def of(kind):
    """The row right before a document of the chain."""
    return lambda bare: getattr(Drafts(bare), kind)()[0]


def case(state, **facts):
    """A case in a state with two findings."""
    return lambda bare: bare.case(state, problems=2, defence_due_on=TODAY + timedelta(days=9), **facts)


def defended(bare):
    """A case with a point of the defence to be answered."""
    row = case("defence_open")(bare)
    first = row.inspection.findings.first()
    workflow.submit_defence(row, by=bare.city.head, statement="", arguments=[Argument(first, "不属实")])
    return row


def waived(bare):
    """A case whose unit has waived its defence."""
    row = case("defence_open")(bare)
    workflow.waive_defence(row, by=bare.city.head)
    return row


def undone(bare):
    """A case with an item that is late."""
    return bare.item(due=-1).case


def filed(bare):
    """A report that was filed."""
    return bare.report(bare.case("rectifying"), state="filed", submitted_on=TODAY)


def asked(bare):
    """A proceeding on which the bureau was asked."""
    row = bare.action(state="heard")
    workflow.consult(row, by=bare.city.officer, organizations=[bare.city.bureau])
    return row


def answered(bare):
    """A proceeding on which the bureau has answered."""
    row = asked(bare)
    workflow.answer_consultation(row, by=bare.city.liaison, opinion="同意")
    return row


def served(bare, **facts):
    """A decision that its target has."""
    return bare.decided(state="served", served_on=TODAY, scope="whole_society", **facts)


def challenged(bare, **facts):
    """A served decision under review."""
    row = served(bare)
    row.challenges.create(kind="review", office=bare.city.office, requested_on=TODAY, request="一", **facts)
    return row


def interview(state):
    """An interview of the school in a state, with a host."""

    def make(bare):
        facts = {"held_on": TODAY, "place": "一", "interviewees": "二"}
        row = bare.interview(state=state, planned_at=timezone.now() + timedelta(days=9), **facts)
        row.hosts.create(organization=bare.city.bureau, is_required=True)
        return row

    return make


def dates(row):
    """A date for each finding."""
    return {**PROSE, **{f"due_{finding.pk}": SOON for finding in row.inspection.findings.all()}}


def arguments(row):
    """A word about the first finding only."""
    return {"statement": "", f"finding_{row.inspection.findings.first().pk}": "不属实"}


def answers(row):
    """An answer to each point."""
    found = row.defence.points.all()
    return {f"{name}_{point.pk}": text for point in found for name, text in (("outcome", "partly"), ("reason", "一"))}


FORMS = {"forms": ["open_criticism"]}
RECHECK = {"method": "spot", "checked_on": TODAY, "place": "楼道", "content": "查看。", "is_passed": "yes"}
MEETING = {"planned_at": "2026-03-20T09:00", "place": "会议室", "interviewees": "校长"}
DECISION = {**FORMS, "findings": "认定。", "basis": "依据。", "effective_on": SOON, "scope": "unit"}
CIRCULAR = {"reason": "一", "facts": "二", "demands": "三"}
ACTS = {
    "open_case": Act(lambda bare: bare.case("opened").inspection, OFFICE),
    "draft_report": Act(
        lambda bare: bare.case("rectifying").inspection,
        OFFICE,
        lambda row: {**REPORT, "submitted_to": row.owner.area.organizations.get(kind="government").pk},
    ),
    "draft_opinion": Act(case("opened"), OFFICE, {**PROSE, "defence_due_on": SOON}),
    "submit_defence": Act(case("defence_open"), {"head"}, arguments),
    "waive_defence": Act(case("defence_open"), {"head"}),
    "answer_point": Act(defended, OFFICE, answers),
    "close_defence": Act(waived, OFFICE),
    "draft_letter": Act(case("defence_closed"), OFFICE, dates),
    "propose_notice": Act(undone, HEADS, lambda row: {"reason": "一", "items": [item.pk for item in row.items.all()]}),
    "propose_interview": Act(case("rectifying"), HEADS, {"grounds": ["unfinished"], "reason": "一"}),
    "propose_circular": Act(case("rectifying"), HEADS, CIRCULAR),
    "propose_action": Act(
        case("rectifying"), HEADS | {"chair"}, {"target": "unit", "situations": ["duties"], "reason": "一"}
    ),
    "propose_result": Act(lambda bare: bare.item(bare.case("cleared", cleared_on=TODAY), "closed").case, OFFICE),
    "archive_case": Act(case("cleared"), OFFICE),
    "plan_item": Act(lambda bare: bare.item(), {"head"}, {"measure": "清理", "responsible": "副校长"}),
    "report_item": Act(lambda bare: bare.item(), {"head"}, {"measure": "清理", "result": "畅通"}),
    "recheck_item": Act(lambda bare: bare.item(state="reported"), OFFICE, RECHECK),
    "return_report": Act(lambda bare: bare.item(state="reported"), OFFICE, REASON),
    "close_out": Act(lambda bare: bare.item(state="passed"), HEADS, {"note": ""}),
    "reopen_item": Act(lambda bare: bare.item(state="closed"), HEADS, {**REASON, "new_due_on": SOON}),
    "draft_filing": Act(
        of("filing_cover"),
        {"officer", "secretary"},
        lambda row: {"contact": "一", "filed_with": row.owner.area.parent.organizations.get().pk},
    ),
    "propose_publication": Act(filed, OFFICE),
    "draft_supervise_notice": Act(of("supervise_notice"), OFFICE, {"new_due_on": SOON, "reason": "一"}),
    "withdraw_notice": Act(of("supervise_notice"), HEADS, REASON),
    "approve_interview": Act(interview("proposed"), {"director"}, MEETING),
    "draft_interview_notice": Act(interview("approved"), OFFICE, {"materials": ""}),
    "hold_interview": Act(
        interview("notified"), OFFICE, lambda row: {"held_on": TODAY, "attended": [host.pk for host in row.hosts.all()]}
    ),
    "draft_interview_record": Act(interview("held"), OFFICE, TALK),
    "withdraw_interview": Act(interview("approved"), HEADS, REASON),
    "approve_circular": Act(
        lambda bare: bare.circular(),
        {"director"},
        lambda row: {"scope": "unit", "addressees": [row.unit.superior.superior.pk], "advice": ""},
    ),
    "draft_circular": Act(of("circular"), OFFICE),
    "publish_circular": Act(lambda bare: bare.circular(state="issued", issued_on=TODAY, scope="whole_society"), OFFICE),
    "withdraw_circular": Act(of("circular"), HEADS, REASON),
    "form_group": Act(lambda bare: bare.action(), OFFICE, {"members": "甲"}),
    "establish_facts": Act(lambda bare: bare.action(state="investigating"), OFFICE, {**FORMS, "facts": "事实。"}),
    "draft_accountability_notice": Act(of("accountability_notice"), OFFICE),
    "submit_statement": Act(
        lambda bare: bare.action(state="informed", informed_on=TODAY), {"head"}, {"statement": "申辩。"}
    ),
    "hear_statement": Act(
        lambda bare: bare.action(state="informed", informed_on=TODAY), OFFICE, {"answer": "未提出。"}
    ),
    "consult": Act(
        lambda bare: bare.action(state="heard"),
        OFFICE,
        lambda row: {"organizations": [row.owner.area.organizations.get(function="education").pk]},
    ),
    "answer_consultation": Act(asked, {"liaison"}, {"opinion": "同意。"}),
    "close_consultation": Act(answered, OFFICE),
    "decide_action": Act(lambda bare: bare.action(state="consulted"), {"chair"}, DECISION),
    "draft_decision": Act(of("accountability_decision"), OFFICE),
    "publish_decision": Act(served, OFFICE),
    "finalize": Act(lambda bare: bare.decided(state="served", served_on=TODAY - timedelta(days=60)), HEADS),
    "drop_action": Act(lambda bare: bare.action(state="heard"), {"director", "chair"}, REASON),
    "archive_action": Act(lambda bare: bare.action(state="dropped"), OFFICE),
    "request_review": Act(served, {"head"}, {"request": "请求。"}),
    "request_appeal": Act(served, {"head"}, {"request": "请求。"}),
    "decide_challenge": Act(challenged, HEADS, {"result": "upheld", "reasons": "一"}),
    "correct_decision": Act(lambda bare: challenged(bare, state="correcting", result="changed"), OFFICE, REASON),
}
ON_CHALLENGES = {"decide_challenge": "challenge-decide", "correct_decision": "challenge-correct"}
DECLARED = {
    verb.name: verb
    for verb in (
        *cases.INSPECTION_VERBS, *cases.VERBS, cases.WAIVE, *cases.REPORT_VERBS, *items.VERBS, *measures.NOTICE_VERBS,
        *measures.INTERVIEW_VERBS, *measures.CIRCULAR_VERBS, *actions.VERBS, actions.DECIDE, actions.CORRECT,
    )
}  # fmt: skip


def address(name, row):
    """The address of a verb's page."""
    if name in ON_CHALLENGES:
        return reverse(ON_CHALLENGES[name], args=[row.pk, row.challenges.get().pk])
    return reverse(f"{url_prefix(type(row))}-{DECLARED[name].slug}", args=[row.pk])


def typed(name, row):
    """What somebody types into the form of a verb."""
    data = ACTS[name].typed
    return data(row) if callable(data) else data
