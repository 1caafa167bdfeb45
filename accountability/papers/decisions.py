"""Notice before accountability, accountability decision, decisions on challenges."""

from collections.abc import Iterable
from typing import Any

from accountability.models import AccountabilityAction, Challenge
from accountability.states import PersonForm, UnitForm
from inspectorate.lib.chinese import chinese_date
from inspectorate.rulebook.workflow import setting

from .pieces import HEADING, TEXT, Lines, number_of, paper, prose

FORMS = {
    UnitForm.OPEN_CRITICISM: "公开批评",
    UnitForm.INTERVIEW: "约谈",
    UnitForm.CIRCULAR: "督导通报",
    UnitForm.RESOURCES: "资源调整",
    UnitForm.PENALTY: "移送有权机关给予行政处罚",
    PersonForm.SELF_CRITICISM: "责令检查",
    PersonForm.CRITICISM: "通报批评",
    PersonForm.ORGANISATIONAL: "建议组织处理",
    PersonForm.DISCIPLINE: "建议给予处分",
    PersonForm.TRANSFER: "移送监察机关、司法机关处理",
}
RESULTS = {
    Challenge.Result.UPHELD: "维持原决定",
    Challenge.Result.CHANGED: "变更原决定",
    Challenge.Result.REVOKED: "撤销原决定",
}


def accountability_notice(action: AccountabilityAction) -> dict[str, Any]:
    """问责告知书: facts, proposed form, right and time to state and defend (R-ACC-23)."""
    rule = setting("R-ACC-23.statement", action.owner.area, action.proposed_on)
    limit = f"自收到本告知书之日起{rule.value:g}日内" if rule.value else "在本机关作出决定前"
    lines: Lines = [
        (HEADING, "一、认定的事实"),
        *prose(action.facts),
        (HEADING, "二、拟采取的问责方式"),
        (TEXT, f"对{_target(action)}{forms(action.proposed_forms)}。"),
        (HEADING, "三、陈述和申辩"),
        (TEXT, f"你单位（本人）可以{limit}以书面形式向我办陈述和申辩。"),
    ]
    return paper(lines, addressee=action.unit.name)


def accountability_decision(action: AccountabilityAction) -> dict[str, Any]:
    """问责决定书: basic facts, findings, basis, form, effective time; routes of review and appeal (R-ACC-24)."""
    lines: Lines = [
        (HEADING, "一、基本事实"),
        *prose(action.facts),
        (HEADING, "二、认定情况"),
        *prose(action.findings),
        (HEADING, "三、问责依据"),
        *prose(action.basis),
        (HEADING, "四、问责方式"),
        (TEXT, f"决定对{_target(action)}{forms(action.decided_forms)}。"),
        (HEADING, "五、生效时间"),
        (TEXT, f"本决定自{chinese_date(action.effective_on)}起生效。"),
        (TEXT, _routes(action)),
    ]
    return paper(lines, addressee=action.unit.name)


def challenge_decision(challenge: Challenge) -> dict[str, Any]:
    """复核决定书, 申诉处理决定书: request, re-examination, decision, route of appeal (R-ACC-27, R-ACC-29)."""
    action = challenge.action
    decision = number_of(action, "accountability_decision")
    asked = "复核" if challenge.kind == Challenge.Kind.REVIEW else "申诉"
    lines: Lines = [
        (
            TEXT,
            f"你单位（本人）不服《问责决定书》（{decision}），于{chinese_date(challenge.requested_on)}提出{asked}。",
        ),
        (HEADING, f"一、{asked}理由"),
        *prose(challenge.request),
        (HEADING, "二、审查情况"),
        *prose(challenge.reasons),
        (HEADING, "三、决定"),
        (TEXT, f"{RESULTS[Challenge.Result(challenge.result)]}。"),
    ]
    if challenge.kind == Challenge.Kind.REVIEW:
        days = setting("R-ACC-28.after_review", action.owner.area, challenge.decided_on).value
        lines.append((TEXT, f"对本决定不服的，可以自收到之日起{days:g}日内向上一级教育督导机构申诉。"))
    return paper(lines, addressee=action.unit.name)


def public_decision(action: AccountabilityAction) -> dict[str, Any]:
    """Return the public copy of a decision: facts, form, basis; a person's name stays inside (R-ACC-26, R-PUB-12)."""
    return {
        "summary": f"对{action.unit.name}{forms(action.decided_forms)}",
        "number": number_of(action, "accountability_decision"),
        "issued_on": action.decided_on,
        "facts": action.facts,
        "form": forms(action.decided_forms),
        "basis": action.basis,
        "effective_on": action.effective_on,
    }


def forms(names: Iterable[str]) -> str:
    """Return forms of accountability as a decision writes them."""
    return "、".join(FORMS[name] for name in names)


def _target(action: AccountabilityAction) -> str:
    return f"{action.unit.name}{action.target_person}"


def _routes(action: AccountabilityAction) -> str:
    area, day = action.owner.area, action.decided_on
    review, direct = (setting(rule, area, day).value for rule in ("R-ACC-27.request", "R-ACC-28.direct"))
    return (
        f"对本决定不服的，可以自收到之日起{review:g}日内向我办申请复核，或者自收到之日起{direct:g}日内直接向上一级教育督导机构申诉。"
        "复核、申诉期间不停止本决定的执行。"
    )
