"""Accountability interviews with their required co-hosts, written record and recipients (R-ACC-10 to 14)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.deadlines import interview_lead
from accountability.models import Case, Interview, InterviewHost, InterviewRecipient
from accountability.papers import interview_notice, interview_record
from accountability.states import InterviewState
from inspectorate.documents.models import Document
from inspectorate.documents.states import Layout
from inspectorate.documents.workflow import draft
from inspectorate.duties.workflow import meet_duty, open_duty
from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record

from .parties import needs_departments, record_recipients, refuse_before_letter, refuse_waiting, required_hosts


def propose_interview(case: Case, *, by: Post | None, grounds: Sequence[str], reason: str) -> Interview:
    """Propose an interview on at least one ground; the required co-hosts and recipients are entered at once."""
    require(by, "propose_interview", case)
    refuse_before_letter(case, rule="R-ACC-10")
    if not grounds:
        raise RuleRefused(_("Choose at least one ground."), rule="R-ACC-10")
    with transaction.atomic():
        refuse_waiting(case, case.interviews.filter(state=InterviewState.PROPOSED), rule="R-ACC-10")
        interview = Interview.objects.create(
            case=case, grounds=list(grounds), reason=reason, proposed_by=by.user if by else None, **case.filing
        )
        InterviewHost.objects.bulk_create(
            InterviewHost(interview=interview, organization=host, is_required=True) for host in required_hosts(case)
        )
        InterviewRecipient.objects.bulk_create(
            InterviewRecipient(interview=interview, organization=recipient, is_required=True)
            for recipient in record_recipients(case)
        )
        record(interview, "propose_interview", by=by, grounds=list(grounds))
    return interview


def approve_interview(
    interview: Interview,
    *,
    by: Post,
    planned_at: datetime,
    place: str,
    interviewees: str,
    further_hosts: Iterable[Organization] = (),
) -> Interview:
    """Approve the interview, fix time and place; not by the one who proposed it."""
    require(by, "approve_interview", interview)
    if interview.proposed_by_id == by.user_id:
        raise RuleRefused(_("Whoever proposed an interview cannot approve it."))
    further_hosts = list(further_hosts)
    if needs_departments(interview.case) and not further_hosts:
        raise RuleRefused(_("The rule asks for the departments concerned: choose at least one."), rule="R-ACC-11")
    with transaction.atomic():
        move(
            interview,
            InterviewState.APPROVED,
            by=by,
            verb="approve_interview",
            approved_by=by.user,
            planned_at=planned_at,
            place=place,
            interviewees=interviewees,
        )
        for host in further_hosts:
            InterviewHost.objects.get_or_create(interview=interview, organization=host)
    return interview


def draft_interview_notice(interview: Interview, *, by: Post, materials: str = "") -> Document:
    """Draft the notice of the interview; the time must leave the lead the area's rule asks for (R-ACC-14)."""
    require(by, "draft_interview_notice", interview)
    if interview.state != InterviewState.APPROVED:
        raise RuleRefused(_("Only an approved interview is announced."), rule="R-ACC-14")
    lead = interview_lead(interview.owner.area, timezone.localdate())
    if lead and timezone.localdate(interview.planned_at) < lead.due_on:
        message = _("The interview may be held from %(date)s on, if its notice is served today.")
        raise RuleRefused(message % {"date": lead.due_on}, rule="R-ACC-14")
    document = draft(
        "interview_notice",
        interview,
        by=by,
        layout=Layout.WORKING,
        context=interview_notice(interview, materials),
        title="约谈通知书",
        addressees=[interview.unit],
        copies=[host.organization for host in interview.hosts.all() if host.organization_id != interview.owner_id],
        issuer=interview.owner,
        area=interview.owner.area,
    )
    record(interview, "draft_interview_notice", by=by, document=document.pk)
    return document


def serve_interview_notice(interview: Interview, *, by: Post, on: date) -> Interview:
    """Note the receipt of the notice."""
    move(interview, InterviewState.NOTIFIED, by=by, verb="serve_interview_notice", payload={"on": on})
    return interview


def hold_interview(interview: Interview, *, by: Post, held_on: date, attended: Iterable[InterviewHost]) -> Interview:
    """Note that the interview was held; every required co-host must have taken part (R-ACC-11, R-ACC-12)."""
    require(by, "hold_interview", interview)
    if interview.state != InterviewState.NOTIFIED:
        raise RuleRefused(_("Only an interview whose notice was served is held."), rule="R-ACC-14")
    present = {host.pk for host in attended}
    missing = [host.organization.name for host in interview.hosts.filter(is_required=True).exclude(pk__in=present)]
    if missing:
        message = _("Required co-hosts were not there: %(missing)s.")
        raise RuleRefused(message % {"missing": _(", ").join(missing)}, rule="R-ACC-11")
    if held_on > timezone.localdate():
        raise RuleRefused(_("An interview cannot have been held in the future."))
    with transaction.atomic():
        move(interview, InterviewState.HELD, by=by, verb="hold_interview", held_on=held_on)
        interview.hosts.filter(pk__in=present).update(attended=True)
    return interview


def draft_interview_record(interview: Interview, *, by: Post, facts: str, demands: str, replies: str) -> Document:
    """Write the record that must be sent to all its recipients (R-ACC-13)."""
    require(by, "draft_interview_record", interview)
    with transaction.atomic():
        move(
            interview,
            InterviewState.RECORDED,
            by=by,
            verb="draft_interview_record",
            facts=facts,
            demands=demands,
            replies=replies,
        )
        open_duty(
            "send_record",
            rule="R-ACC-13",
            title=gettext_lazy("Send the interview record to all recipients"),
            holder=interview.owner,
            subject=interview,
            area=interview.owner.area,
            by=by,
            trigger_on=timezone.localdate(),
            due_on=timezone.localdate(),
            group=interview.group,
        )
        recipients = [recipient.organization for recipient in interview.recipients.select_related("organization")]
        return draft(
            "interview_record",
            interview,
            by=by,
            layout=Layout.WORKING,
            context=interview_record(interview),
            title="约谈记录",
            addressees=recipients,
            copies=[] if interview.unit in recipients else [interview.unit],
            issuer=interview.owner,
            area=interview.owner.area,
        )


def note_record_sent(interview: Interview, *, by: Post, to: Iterable[Organization], on: date) -> Interview:
    """Note to whom the record was sent; once all required recipients have it, the interview is closed (R-ACC-13)."""
    with transaction.atomic():
        interview.recipients.filter(organization__in=list(to), sent_on=None).update(sent_on=on)
        record(interview, "note_record_sent", by=by, on=on)
        interview.refresh_from_db(fields=["state"])
        waits = interview.recipients.filter(is_required=True, sent_on=None).exists()
        if interview.state == InterviewState.RECORDED and not waits:
            move(interview, InterviewState.CLOSED, by=by, verb="close_interview")
            meet_duty(interview, "send_record", by=by, on=on)
    return interview


def withdraw_interview(interview: Interview, *, by: Post, note: str) -> Interview:
    """Withdraw an interview that has not been held, with the reason."""
    require(by, "withdraw_interview", interview)
    move(interview, InterviewState.WITHDRAWN, by=by, verb="withdraw_interview", note=note)
    return interview
