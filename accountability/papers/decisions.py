"""Notice before accountability, accountability decision, decisions on challenges."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from accountability.models import AccountabilityAction, Challenge
from accountability.states import PersonForm, Scope, Situation, UnitForm
from inspectorate.lib.chinese import chinese_date
from inspectorate.lib.paragraphs import TEXT, Lines, ended, paper, prose, sections
from inspectorate.rulebook.workflow import setting

from .pieces import number_of

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
SITUATIONS = {
    Situation.POLICY: "贯彻落实教育方针政策不力",
    Situation.DUTIES: "履行教育职责不到位",
    Situation.TASKS: "重点任务严重滞后",
    Situation.RUNNING: "办学行为不规范",
    Situation.QUALITY: "教育教学质量下降",
    Situation.SAFETY: "安全问题较多或者拒不接受教育督导",
}
SCOPES = {Scope.UNIT: "本单位范围内", Scope.EDUCATION: "教育系统内", Scope.SOCIETY: "全社会范围内"}
RESULTS = {
    Challenge.Result.UPHELD: "维持原决定",
    Challenge.Result.CHANGED: "变更原决定",
    Challenge.Result.REVOKED: "撤销原决定",
}


def accountability_notice(action: AccountabilityAction) -> dict[str, Any]:
    """问责告知书: facts and evidence, basis, proposed form, right and time to state and defend (R-ACC-23)."""
    rule = setting("R-ACC-23.statement", action.owner.area, timezone.localdate())
    limit = f"自收到本告知书之日起{rule.value}日内" if rule.value else "在本机关作出决定前"
    situations = "、".join(SITUATIONS[Situation(name)] for name in action.situations)
    lines = sections(
        ("认定的事实和证据", prose(action.facts)),
        ("问责情形和依据", [(TEXT, f"上述事实属于《教育督导问责办法》规定的{situations}的情形。")]),
        ("拟采取的问责方式", [(TEXT, f"拟对{_target(action)}采取以下问责方式：{forms(action.proposed_forms)}。")]),
        ("陈述和申辩", [(TEXT, f"{_you(action)}可以{limit}以书面形式向我办陈述和申辩。逾期未提出的，视为放弃。")]),
    )
    return paper(lines, addressee=_target(action))


def accountability_decision(action: AccountabilityAction) -> dict[str, Any]:
    """问责决定书: basic facts, findings, basis, form, effective time; routes of review and appeal (R-ACC-24)."""
    effect = f"本决定自{chinese_date(action.effective_on)}起生效，在{SCOPES[Scope(action.scope)]}公开。"
    intro = f"经调查认定，并听取{_you(action)}的陈述申辩、征求有关成员单位意见，现作出如下决定："
    parts = sections(
        ("基本事实", prose(action.facts)),
        ("认定情况", prose(action.findings)),
        ("问责依据", prose(ended(action.basis))),
        ("问责方式", [(TEXT, f"对{_target(action)}采取以下问责方式：{forms(action.decided_forms)}。")]),
        ("生效时间和公开范围", [(TEXT, effect)]),
        ("复核和申诉", [(TEXT, _routes(action))]),
    )
    return paper([(TEXT, intro), *parts], addressee=_target(action))


def challenge_decision(challenge: Challenge) -> dict[str, Any]:
    """复核决定书, 申诉处理决定书: request, re-examination, decision, route of appeal (R-ACC-27, R-ACC-29)."""
    action = challenge.action
    decision = number_of(action, "accountability_decision")
    asked = "复核" if challenge.kind == Challenge.Kind.REVIEW else "申诉"
    asked_on = chinese_date(challenge.requested_on)
    lines: Lines = [
        (TEXT, f"{_you(action)}不服《问责决定书》（{decision}），于{asked_on}提出{asked}。经审查，现作出如下决定："),
        *sections(
            (f"{asked}理由", prose(challenge.request)),
            ("审查情况", prose(challenge.reasons)),
            ("决定", [(TEXT, f"{RESULTS[Challenge.Result(challenge.result)]}。")]),
        ),
    ]
    if challenge.kind == Challenge.Kind.REVIEW:
        days = setting("R-ACC-28.after_review", action.owner.area, challenge.decided_on).value
        lines.append((TEXT, f"对本决定不服的，可以自收到之日起{days}日内向上一级教育督导机构申诉。"))
    elif challenge.result != Challenge.Result.UPHELD:
        days = setting("R-ACC-29.correction", action.owner.area, challenge.decided_on).value
        lines.append((TEXT, f"{action.owner.name}应当自收到本决定书之日起{days}日内予以纠正。"))
    return paper(lines, addressee=_target(action))


def public_decision(action: AccountabilityAction) -> dict[str, Any]:
    """Return the public copy of a decision: facts, form, basis; a person's name stays inside (R-ACC-26, R-PUB-12)."""
    return {
        "summary": f"对{action.unit.name}采取问责措施：{forms(action.decided_forms)}",
        "number": number_of(action, "accountability_decision"),
        "issued_on": action.decided_on,
        "facts": _nameless(action, action.facts),
        "form": forms(action.decided_forms),
        "basis": _nameless(action, action.basis),
        "effective_on": action.effective_on,
    }


def forms(names: Iterable[str]) -> str:
    """Return forms of accountability as a decision writes them."""
    return "、".join(FORMS[name] for name in names)


def _nameless(action: AccountabilityAction, text: str) -> str:
    return text.replace(action.target_person, "有关责任人") if action.target_person else text


def _target(action: AccountabilityAction) -> str:
    return f"{action.unit.name}{action.target_person}"


def _you(action: AccountabilityAction) -> str:
    return "你" if action.target_person else "你单位"


def _routes(action: AccountabilityAction) -> str:
    area, day = action.owner.area, action.decided_on
    review, direct = (setting(rule, area, day).value for rule in ("R-ACC-27.request", "R-ACC-28.direct"))
    return (
        f"对本决定不服的，可以自收到之日起{review}日内向我办申请复核，或者自收到之日起{direct}日内直接向上一级教育督导机构申诉。"
        "复核、申诉期间不停止本决定的执行。"
    )
