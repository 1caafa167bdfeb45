"""Review by the same office, appeal to the next-higher one; neither stops execution (R-ACC-27 to 30)."""

from datetime import date

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
from inspectorate.duties.workflow import cancel_duties, meet_duty, open_duty
from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import may, require
from inspectorate.trail.workflow import RuleRefused, move, record

Kind, Result = Challenge.Kind, Challenge.Result
TITLES = {Kind.REVIEW: "复核决定书", Kind.APPEAL: "申诉处理决定书"}
# What a target may do and need not: no debts, they lapse.
RIGHTS = ("state", "may_ask_review", "may_appeal")
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
    """Return the last day of an appeal: from the receipt of the review decision if there is one (R-ACC-28)."""
    area = action.owner.area
    review = action.challenges.filter(kind=Kind.REVIEW).first()
    if review:
        return appeal_window(area, review.served_on).due_on if review.served_on else None
    return direct_appeal_window(area, action.served_on).due_on if action.served_on else None


def decide_challenge(challenge: Challenge, *, by: Post, result: str, reasons: str) -> Document | Challenge:
    """Decide a review or an appeal; never by the one who decided first (permissions §5.4).

    An upper office that does not work in this system decides on paper: its decision is noted, no document is drafted.
    """
    action = challenge.action
    require(by, "decide_challenge", action)
    if action.approved_by_id == by.user_id:
        raise RuleRefused(_("Whoever made the decision cannot decide on the challenge to it."), rule="R-ACC-27")
    is_noted = by.organization_id != challenge.office_id
    if is_noted and Post.objects.current().filter(organization=challenge.office_id).exists():
        raise RuleRefused(_("%(office)s decides on this itself.") % {"office": challenge.office}, rule="R-ACC-28")
    is_wrong = result != Result.UPHELD
    with transaction.atomic():
        move(
            challenge,
            ChallengeState.CORRECTING if is_wrong else ChallengeState.DECIDED,
            by=by,
            verb="decide_challenge",
            result=result,
            reasons=reasons,
            decided_on=timezone.localdate(),
        )
        meet_duty(challenge, f"decide_{challenge.kind}", by=by)
        if is_wrong:
            _owe_correction(challenge, by=by)
        document = None if is_noted else _draft_decision(challenge, by=by)
        record(action, "decide_challenge", by=by, document=document.pk if document else None, result=result)
    return document or challenge


def serve_challenge_decision(challenge: Challenge, *, by: Post, on: date) -> Challenge:
    """Note the receipt: after a review the way to an appeal is open from now on (R-ACC-28)."""
    action = challenge.action
    with transaction.atomic():
        challenge.served_on = on
        challenge.save(update_fields=["served_on"])
        record(challenge, "serve_challenge_decision", by=by, on=on)
        if challenge.kind == Kind.REVIEW and challenge.result != Result.REVOKED:
            open_duty(
                "may_appeal",
                rule="R-ACC-28.after_review",
                title=gettext_lazy("Appeal, or let it be"),
                holder=action.unit,
                subject=action,
                area=action.owner.area,
                by=by,
                trigger_on=on,
                group=action.group,
            )
    return challenge


def _owe_correction(challenge: Challenge, *, by: Post) -> None:
    """A decision found wrong is corrected in time by the office that made it (R-ACC-29)."""
    action = challenge.action
    open_duty(
        "correct",
        rule="R-ACC-29.correction",
        title=gettext_lazy("Correct the accountability decision"),
        holder=action.owner,
        subject=challenge,
        area=action.owner.area,
        by=by,
        trigger_on=timezone.localdate(),
        group=action.group,
    )


def _draft_decision(challenge: Challenge, *, by: Post) -> Document:
    """Draft the deciding office's document; where its head decided, whoever submits it counts as its drafter."""
    action, office = challenge.action, challenge.office
    return draft(
        f"{challenge.kind}_decision",
        challenge,
        by=by if may(by, "submit", Document) else None,
        layout=Layout.WORKING,
        context=challenge_decision(challenge),
        title=TITLES[Kind(challenge.kind)],
        addressees=[action.unit],
        copies=[] if office == action.owner else [action.owner],
        issuer=office,
        area=office.area,
        group=action.group,
    )


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
    _check_order(action, kind)
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
        cancel_duties(action, by=by, note=gettext_lazy("The other way was chosen."), kinds=RIGHTS)
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


def _check_order(action: AccountabilityAction, kind: str) -> None:
    """Refuse what the two ways exclude: no review after an appeal, no appeal while a review runs (R-ACC-28)."""
    if kind == Kind.REVIEW and action.challenges.filter(kind=Kind.APPEAL).exists():
        raise RuleRefused(_("An appeal was lodged; the upper office decides on the whole."), rule="R-ACC-28")
    if kind == Kind.APPEAL and action.challenges.filter(kind=Kind.REVIEW, served_on=None).exists():
        raise RuleRefused(_("The review decision has not been received yet; appeal against that."), rule="R-ACC-28")


def _upper_office(action: AccountabilityAction) -> Organization:
    office = (
        Organization.objects.current(timezone.localdate())
        .filter(area=action.owner.area.parent, kind=Organization.Kind.INSPECTORATE)
        .first()
    )
    if office is None:
        raise RuleRefused(_("The register holds no next-higher office; enter it first."), rule="R-ACC-28")
    return office
