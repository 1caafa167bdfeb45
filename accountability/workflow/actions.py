"""Accountability in its three steps: facts, hearing, decision by the chair or a vice-chair (R-ACC-17 to 26)."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.deadlines import (
    aggravation,
    appeal_window,
    direct_appeal_window,
    finding_group,
    review_window,
    statement_window,
)
from accountability.models import AccountabilityAction, Case, Challenge, Consultation
from accountability.papers import accountability_decision, accountability_notice, public_decision
from accountability.states import ActionState, PersonForm, Scope, UnitForm
from inspectorate.documents.models import Document
from inspectorate.documents.states import Layout
from inspectorate.documents.workflow import draft
from inspectorate.duties.workflow import cancel_duties, meet_duty, open_duty
from inspectorate.publication.models import Publication
from inspectorate.publication.workflow import propose
from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import require
from inspectorate.rulebook.workflow import setting
from inspectorate.trail.workflow import RuleRefused, move, record

from .parties import refuse_before_letter, refuse_second

FORMS = {AccountabilityAction.Target.UNIT: UnitForm, AccountabilityAction.Target.PERSON: PersonForm}


def propose_action(
    case: Case, *, by: Post | None, target: str, situations: Sequence[str], reason: str, target_person: str = ""
) -> AccountabilityAction:
    """Propose accountability; from the end of the inspection the finding group is to be formed in time (R-ACC-22)."""
    require(by, "propose_action", case)
    refuse_before_letter(case, rule="R-ACC-18")
    if not situations:
        raise RuleRefused(_("Choose at least one situation."), rule="R-ACC-18")
    if (target == AccountabilityAction.Target.PERSON) != bool(target_person):
        raise RuleRefused(_("Name the person if a person is the target, and nobody if a unit is."), rule="R-ACC-17")
    term = finding_group(case)
    with transaction.atomic():
        action = AccountabilityAction.objects.create(
            case=case,
            target=target,
            target_person=target_person,
            situations=list(situations),
            reason=reason,
            proposed_by=by.user if by else None,
            group_due_on=term.due_on,
            **case.filing,
        )
        record(action, "propose_action", by=by, situations=list(situations))
        open_duty(
            "form_finding_group",
            rule="R-ACC-22",
            title=gettext_lazy("Form the finding group"),
            holder=case.owner,
            subject=action,
            area=case.owner.area,
            by=by,
            trigger_on=case.inspection.ended_on,
            group=case.group,
        )
    return action


def form_group(action: AccountabilityAction, *, by: Post, members: str) -> AccountabilityAction:
    """Form the finding group together with the departments concerned (R-ACC-22)."""
    require(by, "form_group", action)
    with transaction.atomic():
        move(action, ActionState.INVESTIGATING, by=by, verb="form_group", group_members=members)
        meet_duty(action, "form_finding_group", by=by)
    return action


def establish_facts(
    action: AccountabilityAction, *, by: Post, facts: str, forms: Sequence[str]
) -> AccountabilityAction:
    """Step 1: write the facts down and propose the measure (R-ACC-23)."""
    require(by, "establish_facts", action)
    _check_forms(action, forms)
    move(action, ActionState.ESTABLISHED, by=by, verb="establish_facts", facts=facts, proposed_forms=list(forms))
    return action


def drop_action(action: AccountabilityAction, *, by: Post, note: str) -> AccountabilityAction:
    """Decide not to pursue it, with the reason."""
    require(by, "drop_action", action)
    with transaction.atomic():
        move(action, ActionState.DROPPED, by=by, verb="drop_action", note=note)
        cancel_duties(action, by=by, note=note)
    return action


def draft_accountability_notice(action: AccountabilityAction, *, by: Post) -> Document:
    """Step 2: tell the target the facts and the proposed measure, in writing (R-ACC-23)."""
    require(by, "draft_accountability_notice", action)
    if action.state != ActionState.ESTABLISHED:
        raise RuleRefused(_("Establish the facts first."), rule="R-ACC-23")
    document = draft(
        "accountability_notice",
        action,
        by=by,
        layout=Layout.WORKING,
        context=accountability_notice(action),
        title="问责告知书",
        addressees=[action.unit],
        issuer=action.owner,
        area=action.owner.area,
    )
    record(action, "draft_accountability_notice", by=by, document=document.pk)
    return document


def inform_target(action: AccountabilityAction, *, by: Post, on: date) -> AccountabilityAction:
    """Note that the target has the notice; the time for statement and defence runs where the area sets one."""
    window = statement_window(action, on)
    with transaction.atomic():
        move(action, ActionState.INFORMED, by=by, verb="inform_target", informed_on=on)
        if window:
            open_duty(
                "state",
                rule="R-ACC-23.statement",
                title=gettext_lazy("State and defend, or let it be"),
                holder=action.unit,
                subject=action,
                area=action.owner.area,
                by=by,
                trigger_on=on,
                group=action.group,
            )
    return action


def submit_statement(action: AccountabilityAction, *, by: Post, statement: str) -> AccountabilityAction:
    """Hand in the target's statement and defence (R-ACC-23)."""
    require(by, "submit_statement", action)
    if action.state != ActionState.INFORMED or action.statement:
        raise RuleRefused(_("A statement is taken once, after the notice and before it has been dealt with."))
    with transaction.atomic():
        action.statement = statement
        action.save(update_fields=["statement"])
        meet_duty(action, "state", by=by)
        record(action, "submit_statement", by=by)
    return action


def hear_statement(action: AccountabilityAction, *, by: Post, answer: str) -> AccountabilityAction:
    """Note how the statement was dealt with, or that none was made; the record is mandatory (R-ACC-23)."""
    require(by, "hear_statement", action)
    window = statement_window(action, action.informed_on) if action.informed_on else None
    if not action.statement and window and timezone.localdate() <= window.due_on:
        raise RuleRefused(
            _("The target may state its defence until %(date)s.") % {"date": window.due_on}, rule="R-ACC-23"
        )
    with transaction.atomic():
        move(action, ActionState.HEARD, by=by, verb="hear_statement", statement_answer=answer)
        cancel_duties(action, by=by, note=answer[:200], kinds=("state",))
    return action


def consult(action: AccountabilityAction, *, by: Post, organizations: Iterable[Organization]) -> AccountabilityAction:
    """Step 3: ask member units for their opinion (R-ACC-23)."""
    require(by, "consult", action)
    if action.state != ActionState.HEARD:
        raise RuleRefused(_("Member units are consulted after the target has been heard."), rule="R-ACC-23")
    with transaction.atomic():
        for organization in organizations:
            Consultation.objects.get_or_create(
                action=action, organization=organization, defaults={"asked_on": timezone.localdate()}
            )
        record(action, "consult", by=by)
    return action


def answer_consultation(action: AccountabilityAction, *, by: Post, opinion: str) -> Consultation:
    """Give the opinion of one's own member unit."""
    require(by, "answer_consultation", action)
    consultation = action.consultations.get(organization=by.organization)
    consultation.opinion, consultation.answered_on = opinion, timezone.localdate()
    with transaction.atomic():
        consultation.save(update_fields=["opinion", "answered_on"])
        record(action, "answer_consultation", by=by)
    return consultation


def close_consultation(action: AccountabilityAction, *, by: Post) -> AccountabilityAction:
    """Submit the matter to the chair: at least one member unit has answered (R-ACC-23)."""
    require(by, "close_consultation", action)
    if not action.consultations.exclude(answered_on=None).exists():
        raise RuleRefused(_("No member unit has answered yet."), rule="R-ACC-23")
    move(action, ActionState.CONSULTED, by=by, verb="close_consultation")
    return action


def decide_action(
    action: AccountabilityAction,
    *,
    by: Post,
    findings: str,
    basis: str,
    forms: Sequence[str],
    effective_on: date,
    scope: str,
) -> AccountabilityAction:
    """Decide, as only the chair or a vice-chair may: findings, basis, form, effective day (R-ACC-23, R-ACC-24)."""
    require(by, "decide_action", action)
    if action.proposed_by_id == by.user_id:
        raise RuleRefused(_("Whoever proposed accountability cannot decide it."), rule="R-ACC-23")
    _check_forms(action, forms)
    move(
        action,
        ActionState.DECIDED,
        by=by,
        verb="decide_action",
        findings=findings,
        basis=basis,
        decided_forms=list(forms),
        effective_on=effective_on,
        scope=scope,
        decided_on=timezone.localdate(),
        approved_by=by.user,
    )
    return action


def draft_decision(action: AccountabilityAction, *, by: Post) -> Document:
    """Draft the decision's document with its five elements and the routes of review and appeal (R-ACC-24)."""
    require(by, "draft_decision", action)
    if action.state != ActionState.DECIDED:
        raise RuleRefused(_("The chair or a vice-chair has to decide first."), rule="R-ACC-23")
    document = draft(
        "accountability_decision",
        action,
        by=by,
        layout=Layout.WORKING,
        context=accountability_decision(action),
        title="问责决定书",
        addressees=[action.unit],
        copies=[action.superior],
        issuer=action.owner,
        area=action.owner.area,
    )
    record(action, "draft_decision", by=by, document=document.pk)
    return document


def serve_decision(action: AccountabilityAction, *, by: Post, on: date) -> AccountabilityAction:
    """Note the receipt: both clocks run, the direct appeal's is the shorter (R-ACC-27, R-ACC-28, TV-5)."""
    area = action.owner.area
    with transaction.atomic():
        move(action, ActionState.SERVED, by=by, verb="serve_decision", served_on=on)
        for kind, rule, title in (
            ("may_ask_review", "R-ACC-27.request", gettext_lazy("Ask for a review, or let it be")),
            ("may_appeal", "R-ACC-28.direct", gettext_lazy("Appeal directly, or let it be")),
        ):
            open_duty(
                kind,
                rule=rule,
                title=title,
                holder=action.unit,
                subject=action,
                area=area,
                by=by,
                trigger_on=on,
                group=action.group,
            )
    return action


def finalize(action: AccountabilityAction, *, by: Post | None) -> AccountabilityAction:
    """Note that the decision is final: no window is open and no challenge undecided (R-ACC-32)."""
    require(by, "finalize", action)
    if action.challenges.filter(state__in=["requested", "correcting"]).exists():
        raise RuleRefused(_("A review or an appeal has not been decided yet."), rule="R-ACC-29")
    if action.challenges.filter(kind=Challenge.Kind.REVIEW, served_on=None).exists():
        raise RuleRefused(_("The review decision has not been received yet."), rule="R-ACC-28")
    last_day, rule, message = _last_challenge(action)
    if last_day and timezone.localdate() <= last_day:
        raise RuleRefused(message % {"date": last_day}, rule=rule)
    with transaction.atomic():
        move(action, ActionState.FINAL, by=by, verb="finalize")
        cancel_duties(action, by=by, note=gettext_lazy("The decision is final."))
    return action


def _last_challenge(action: AccountabilityAction) -> tuple[date | None, str, str]:
    """Return the last day of a challenge (None where no way is open any more), its rule, and the sentence for it."""
    area, challenges = action.owner.area, {challenge.kind: challenge for challenge in action.challenges.all()}
    if Challenge.Kind.APPEAL in challenges:
        return None, "", ""
    if review := challenges.get(Challenge.Kind.REVIEW):
        served_on = review.served_on if review.result != Challenge.Result.REVOKED else None
        last_day = appeal_window(area, served_on).due_on if served_on else None
        return last_day, "R-ACC-28", _("An appeal may be lodged until %(date)s.")
    received_on = action.received_on
    last_day = max(review_window(area, received_on).due_on, direct_appeal_window(area, received_on).due_on)
    return last_day, "R-ACC-27", _("Review may be asked for until %(date)s.")


def archive_action(action: AccountabilityAction, *, by: Post) -> AccountabilityAction:
    """Put the accountability file away (R-ACC-32)."""
    require(by, "archive_action", action)
    move(action, ActionState.ARCHIVED, by=by, verb="archive_action")
    return action


def publish_decision(action: AccountabilityAction, *, by: Post) -> Publication:
    """Propose the public copy, where the decision's scope is the whole of society (R-ACC-26)."""
    require(by, "publish_decision", action)
    if action.served_on is None or action.scope != Scope.SOCIETY:
        raise RuleRefused(_("The decision was not made for the whole of society."), rule="R-ACC-26")
    if action.challenges.filter(result=Challenge.Result.REVOKED).exists():
        raise RuleRefused(_("The decision was revoked; there is nothing to publish."), rule="R-ACC-29")
    refuse_second(action)
    publication = propose(
        "accountability_result",
        subject=action,
        organization=action.unit,
        area=action.unit.area,
        title=f"关于{action.unit.name}教育督导问责情况的公告",
        payload=public_decision(action),
        by=by,
        formed_on=action.decided_on,
        publicity=action.scope,
        owner=action.owner,
    )
    record(action, "publish_decision", by=by, publication=publication.pk)
    return publication


def is_aggravated(action: AccountabilityAction) -> bool:
    """Return whether earlier decisions within the window are so many that they aggravate (R-ACC-21)."""
    on = action.decided_on or timezone.localdate()
    times, since = aggravation(action.owner.area, on)
    earlier = AccountabilityAction.objects.decided_against(action.unit_id, action.target_person, since)
    return earlier.filter(decided_on__lte=on).exclude(pk=action.pk).count() >= times


def default_scope(action: AccountabilityAction) -> str:
    """Return the scope proposed to the approver: the area's rule, or by severity of the measure (R-ACC-26)."""
    value = setting("R-ACC-26", action.owner.area, timezone.localdate()).value
    if value != "by_severity":
        return value
    return Scope.SOCIETY if UnitForm.OPEN_CRITICISM in action.proposed_forms else Scope.EDUCATION


def _check_forms(action: AccountabilityAction, forms: Sequence[str]) -> None:
    known = FORMS[AccountabilityAction.Target(action.target)].values
    if not forms or any(form not in known for form in forms):
        raise RuleRefused(_("Choose at least one form that fits the target."), rule="R-ACC-19")
