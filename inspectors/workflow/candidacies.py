"""Verbs of admission, in the order of R-ROST-04: recommended, reviewed, assessed, posted, appointed."""
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inspectorate.publication.models import Publication
from inspectorate.publication.states import PublicationState
from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record
from inspectors.deadlines import posting_period
from inspectors.models import Candidacy, Inspector, Objection, Posting
from inspectors.states import CandidacyState, InspectorState, ObjectionState

from .changes import write
from .roster import check_eligible
from .terms import engage


def recommend(
    *,
    by: Post,
    office: Organization,
    recommending_unit: str,
    recommended_on: date,
    has_committed: bool,
    has_senior_title: bool = False,
    former: Inspector | None = None,
    **profile: Any,
) -> Candidacy:
    """Propose a person as inspector; degree, years and the declaration are checked at once (R-ROST-02, R-ROST-03)."""
    if not has_committed:
        raise RuleRefused(_("The candidate must declare willingness, command of technique, and time for the work."),
                          rule="R-ROST-03")
    check_eligible(office.area, profile, has_senior_title=has_senior_title, on=recommended_on)
    if former is not None and former.state != InspectorState.EXITED:
        raise RuleRefused(_("%(name)s is still on the roster.") % {"name": former.name}, rule="R-ROST-04")
    with transaction.atomic():
        candidacy = Candidacy.objects.create(
            office=office, recommending_unit=recommending_unit, recommended_on=recommended_on,
            recommended_by=by.user, has_committed=has_committed, has_senior_title=has_senior_title, former=former,
            **profile, **office.area.scope,
        )
        require(by, "recommend", candidacy)
        record(candidacy, "recommend", by=by, note=recommending_unit)
    return candidacy


def review(candidacy: Candidacy, *, by: Post, opinion: str, is_attested: bool) -> Candidacy:
    """Review the recommendation: what no figure shows is attested by the reviewer, who did not enter it (R-ROST-02)."""
    require(by, "review", candidacy)
    _refuse_own(candidacy, by)
    if candidacy.recommended_by_id == by.user_id:
        raise RuleRefused(_("Whoever entered the recommendation cannot review it."), rule="R-ROST-04")
    if not is_attested:
        raise RuleRefused(_("Attest the conditions that no figure shows, or do not admit the candidate."),
                          rule="R-ROST-02")
    move(candidacy, CandidacyState.REVIEWED, by=by, verb="review", note=opinion, review_opinion=opinion,
         reviewed_by=by.user)
    return candidacy


def assess(candidacy: Candidacy, *, by: Post, assessed_on: date, assessment: str) -> Candidacy:
    """Record that the inspectorate's assessment was passed; without it nobody is appointed (R-ROST-04)."""
    require(by, "assess", candidacy)
    _refuse_own(candidacy, by)
    if assessed_on < candidacy.recommended_on or assessed_on > timezone.localdate():
        raise RuleRefused(_("The assessment lies between the recommendation and today."), rule="R-ROST-04")
    move(candidacy, CandidacyState.ASSESSED, by=by, verb="assess", note=assessment, assessment=assessment,
         assessed_on=assessed_on)
    return candidacy


def post(
    candidacy: Candidacy, *, by: Post, posted_on: date, objection_phone: str, objection_mailbox: str = ""
) -> Candidacy:
    """Post a candidate for objections (R-ROST-05); those of one office and day stand on one notice."""
    require(by, "post", candidacy)
    period = posting_period(candidacy.area, posted_on)
    with transaction.atomic():
        posting, made = Posting.objects.get_or_create(
            office=candidacy.office, posted_on=posted_on, released_on=None,
            defaults={
                "ends_on": period.due_on, "is_provisional": period.is_provisional, "objection_phone": objection_phone,
                "objection_mailbox": objection_mailbox, "posted_by": by.user, **candidacy.scope,
            },
        )
        if made:
            record(posting, "post", by=by, ends_on=posting.ends_on)
        elif Publication.objects.about(posting).exists():
            message = _("The notice of this day has gone to the reviewers; post on another day.")
            raise RuleRefused(message, rule="R-ROST-05")
        move(candidacy, CandidacyState.POSTED, by=by, verb="post", payload={"posting": posting.pk}, posting=posting)
    return candidacy


def register_objection(candidacy: Candidacy, *, by: Post, received_on: date, content: str) -> Objection:
    """Enter an objection to a posted candidate; who raised it is not entered here (R-ROST-05, R-PUB-15)."""
    require(by, "register_objection", candidacy)
    with transaction.atomic():
        # The candidate's row is the lock that keeps an objection and the appointment apart.
        if Candidacy.objects.select_for_update(of=("self",)).get(pk=candidacy.pk).state != CandidacyState.POSTED:
            raise RuleRefused(_("Objections are taken while the candidate is posted."), rule="R-ROST-05")
        objection = Objection.objects.create(
            candidacy=candidacy, received_on=received_on, content=content, **candidacy.scope
        )
        record(objection, "register_objection", by=by)
        record(candidacy, "register_objection", by=by, objection=objection.pk)
    return objection


def settle(objection: Objection, *, by: Post, outcome: str, finding: str) -> Objection:
    """Say what was found about an objection; a founded one closes the way to appointment (R-ROST-05)."""
    require(by, "settle", objection)
    _refuse_own(objection.candidacy, by)
    move(objection, outcome, by=by, verb="settle", note=finding, finding=finding)
    return objection


def appoint(
    candidacy: Candidacy, *, by: Post, starts_on: date, letter_number: str, appointment_document: str
) -> Inspector:
    """Appoint or engage after the posting, with no objection left (R-ROST-04, R-ROST-05); the first term starts."""
    require(by, "appoint", candidacy)
    _refuse_own(candidacy, by)
    with transaction.atomic():
        # An objection is written under the same lock, so none slips in between.
        locked = Candidacy.objects.select_for_update(of=("self",)).get(pk=candidacy.pk)
        _check_posting(locked)
        inspector = _enrol(locked, by=by, document=appointment_document, on=starts_on)
        engage(inspector, by=by, verb="start_term", starts_on=starts_on, letter_number=letter_number)
        move(candidacy, CandidacyState.APPOINTED, by=by, verb="appoint", note=appointment_document, inspector=inspector)
    return inspector


def reject(candidacy: Candidacy, *, by: Post, note: str) -> Candidacy:
    """Do not admit a candidate, with the reason."""
    require(by, "reject", candidacy)
    move(candidacy, CandidacyState.REJECTED, by=by, verb="reject", note=note)
    return candidacy


def _refuse_own(candidacy: Candidacy, by: Post) -> None:
    if candidacy.user_id is not None and candidacy.user_id == by.user_id:
        raise RuleRefused(_("Nobody decides on her own admission."), rule="R-ROST-04")


def _check_posting(candidacy: Candidacy) -> None:
    posting = candidacy.posting
    if posting is not None:
        _check_notice(posting)
    if candidacy.objections.exclude(state=ObjectionState.DISMISSED).exists():
        raise RuleRefused(_("An objection is open or was found right; settle it first."), rule="R-ROST-05")


def _check_notice(posting: Posting) -> None:
    """Refuse while the notice runs, or while it is on its way to the public or was taken down."""
    copy = Publication.objects.about(posting).order_by("-pk").first()
    if copy is not None and copy.state not in {PublicationState.RELEASED, PublicationState.EXPIRED}:
        raise RuleRefused(_("The notice is not published yet, or it was taken down."), rule="R-ROST-05")
    if posting.is_open():
        message = _("The posting is open for objections until %(date)s; appointment is possible from the next day on.")
        raise RuleRefused(message % {"date": date_format(posting.ends_on)}, rule="R-ROST-05")


def _enrol(candidacy: Candidacy, *, by: Post, document: str, on: date) -> Inspector:
    """Make the inspector, or take back the one who was on the roster before: her terms go on counting (R-TERM-02)."""
    facts = {**candidacy.profile, "appointment_document": document, "registered_on": on}
    former = candidacy.former
    if former is None:
        inspector = Inspector.objects.create(**facts, **candidacy.scope)
        record(inspector, "register_inspector", by=by, note=document, candidacy=candidacy.pk)
        return inspector
    move(former, InspectorState.LISTED, by=by, verb="return_to_roster", note=document, exited_on=None, exit_reason="")
    write(former, facts)
    return former
