"""Review by the same office, appeal to the next-higher one; neither stops execution (R-ACC-27 to 30)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.deadlines import appeal_window, direct_appeal_window, review_window
from accountability.models import AccountabilityAction, Challenge
from accountability.papers import challenge_decision
from accountability.states import ActionState, ChallengeState
from inspectorate.documents.models import Document
from inspectorate.documents.states import Layout
from inspectorate.documents.workflow import draft
from inspectorate.duties.workflow import meet_duty, open_duty
from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record

Kind, Result = Challenge.Kind, Challenge.Result
TITLES = {Kind.REVIEW: "复核决定书", Kind.APPEAL: "申诉处理决定书"}
ANSWER = {Kind.REVIEW: "R-ACC-27.decision", Kind.APPEAL: "R-ACC-29.appeal_decision"}


def request_review(action: AccountabilityAction, *, by: Post, request: str) -> Challenge:
    """Ask the same office for a review (R-ACC-27); late ones are taken and flagged."""
    require(by, "request_review", action)
    last_day = review_window(action.owner.area, action.served_on).due_on if action.served_on else None
    return _request(action, Kind.REVIEW, office=action.owner, last_day=last_day, by=by, request=request)


def request_appeal(action: AccountabilityAction, *, by: Post, request: str) -> Challenge:
    """Appeal to the next-higher office: directly, or after the review decision (R-ACC-28)."""
    require(by, "request_appeal", action)
    return _request(
        action, Kind.APPEAL, office=_upper_office(action), last_day=appeal_due_on(action), by=by, request=request
    )


def appeal_due_on(action: AccountabilityAction) -> date | None:
    """Return the last day of an appeal: from the review decision if there is one, else from the decision (R-ACC-28)."""
    area = action.owner.area
    review = action.challenges.filter(kind=Kind.REVIEW).exclude(decided_on=None).first()
    if review and review.decided_on:
        return appeal_window(area, review.decided_on).due_on
    return direct_appeal_window(area, action.served_on).due_on if action.served_on else None


def decide_challenge(challenge: Challenge, *, by: Post, result: str, reasons: str) -> Document:
    """Decide a review or note the upper office's decision; never by the one who decided first (permissions §5.4)."""
    action = challenge.action
    require(by, "decide_challenge", action)
    if action.approved_by_id == by.user_id:
        raise RuleRefused(_("Whoever made the decision cannot decide on the challenge to it."), rule="R-ACC-27")
    is_wrong = result != Result.UPHELD
    today = timezone.localdate()
    with transaction.atomic():
        move(
            challenge,
            ChallengeState.CORRECTING if is_wrong else ChallengeState.DECIDED,
            by=by,
            verb="decide_challenge",
            result=result,
            reasons=reasons,
            decided_on=today,
        )
        meet_duty(challenge, f"decide_{challenge.kind}", by=by)
        _open_what_follows(challenge, today, by=by)
        document = draft(
            f"{challenge.kind}_decision",
            challenge,
            by=by,
            layout=Layout.WORKING,
            context=challenge_decision(challenge),
            title=TITLES[Kind(challenge.kind)],
            addressees=[action.unit],
            issuer=action.owner,
            area=action.owner.area,
        )
        record(action, "decide_challenge", by=by, document=document.pk, result=result)
    return document


def _open_what_follows(challenge: Challenge, decided_on: date, *, by: Post) -> None:
    """Open the correction of a wrong decision (R-ACC-29), or the way to an appeal after a review (R-ACC-28)."""
    action = challenge.action
    shared: dict[str, Any] = {"area": action.owner.area, "by": by, "trigger_on": decided_on, "group": action.group}
    if challenge.state == ChallengeState.CORRECTING:
        title = gettext_lazy("Correct the accountability decision")
        open_duty("correct", rule="R-ACC-29.correction", title=title, holder=action.owner, subject=challenge, **shared)
    elif challenge.kind == Kind.REVIEW:
        title = gettext_lazy("Appeal, or let it be")
        open_duty("may_appeal", rule="R-ACC-28.after_review", title=title, holder=action.unit, subject=action, **shared)


def correct_decision(challenge: Challenge, *, by: Post, note: str) -> Challenge:
    """Note the correction of a decision found wrong (R-ACC-29)."""
    require(by, "correct_decision", challenge.action)
    with transaction.atomic():
        move(
            challenge,
            ChallengeState.CORRECTED,
            by=by,
            verb="correct_decision",
            note=note,
            corrected_on=timezone.localdate(),
        )
        meet_duty(challenge, "correct", by=by)
        record(challenge.action, "correct_decision", by=by, note=note)
    return challenge


def _request(
    action: AccountabilityAction, kind: str, *, office: Organization, last_day: date | None, by: Post, request: str
) -> Challenge:
    if action.state != ActionState.SERVED:
        raise RuleRefused(_("Only a decision that was served and is not final can be challenged."), rule="R-ACC-27")
    if action.challenges.filter(kind=kind).exists():
        raise RuleRefused(_("This has been asked for already."), rule="R-ACC-27")
    today = timezone.localdate()
    with transaction.atomic():
        challenge = Challenge.objects.create(
            action=action,
            kind=kind,
            office=office,
            requested_on=today,
            request=request,
            is_late=last_day is not None and today > last_day,
        )
        record(challenge, f"request_{kind}", by=by)
        record(action, f"request_{kind}", by=by, note=gettext_lazy("late") if challenge.is_late else "")
        meet_duty(action, "may_ask_review" if kind == Kind.REVIEW else "may_appeal", by=by)
        open_duty(
            f"decide_{kind}",
            rule=ANSWER[Kind(kind)],
            title=format_lazy(gettext_lazy("Decide on the challenge of {unit}"), unit=action.unit),
            holder=office,
            subject=challenge,
            area=action.owner.area,
            by=by,
            trigger_on=today,
            group=action.group,
        )
    return challenge


def _upper_office(action: AccountabilityAction) -> Organization:
    office = (
        Organization.objects.current(timezone.localdate())
        .filter(area=action.owner.area.parent, kind=Organization.Kind.INSPECTORATE)
        .first()
    )
    if office is None:
        raise RuleRefused(_("The register holds no next-higher office; enter it first."), rule="R-ACC-28")
    return office
