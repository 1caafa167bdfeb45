"""The notice of inspection and the self-evaluation it may ask for."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.documents.models import Document, StoredFile
from inspectorate.documents.states import DocumentState
from inspectorate.documents.workflow import attach, draft, void
from inspectorate.duties.workflow import is_provisional, meet_duty, open_duty
from inspectorate.register.models import Area, Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record
from supervision.deadlines import notice_lead, self_report_length, self_report_posted
from supervision.models import Inspection, SelfEvaluation
from supervision.papers import inspection_notice, notice_title
from supervision.states import InspectionState, Kind


def draft_notice(
    inspection: Inspection,
    *,
    by: Post,
    contact: str,
    wants_self_evaluation: bool,
    self_evaluation_due_on: date | None = None,
) -> Document:
    """Draft the written notice (R-INS-08, R-INS-09); once signed, issued and received the unit counts as notified."""
    require(by, "draft_notice", inspection)
    if inspection.state != InspectionState.TEAM_FORMED:
        raise RuleRefused(_("The notice names the team: form the team first."), rule="R-INS-07")
    if wants_self_evaluation and not (self_evaluation_due_on and self_evaluation_due_on > timezone.localdate()):
        raise RuleRefused(_("Name the day, after today, by which the self-evaluation is due."), rule="R-INS-09")
    inspection.wants_self_evaluation = wants_self_evaluation
    inspection.self_evaluation_due_on = self_evaluation_due_on if wants_self_evaluation else None
    with transaction.atomic():
        inspection.save(update_fields=["wants_self_evaluation", "self_evaluation_due_on"])
        superior = inspection.unit.superior
        document = draft(
            "inspection_notice",
            inspection,
            by=by,
            context=inspection_notice(inspection, contact),
            title=notice_title(inspection),
            addressees=[inspection.unit],
            copies=[superior] if superior else [],
            issuer=inspection.owner,
            area=inspection.owner.area,
            is_provisional_date=is_provisional(inspection.self_evaluation_due_on),
        )
        record(inspection, "draft_notice", by=by, document=document.pk)
    return document


def take_back_notice(inspection: Inspection, *, by: Post) -> None:
    """Void the drafted notice of a team that is no longer the team; refuse where it has left the drafter (R-INS-09)."""
    for notice in Document.objects.of(inspection).filter(kind="inspection_notice").exclude(state=DocumentState.VOID):
        if notice.state != DocumentState.DRAFT:
            message = _("“%(document)s” is on its way already (%(state)s). Have it returned or voided first.")
            facts = {"document": notice, "state": notice.get_state_display()}
            raise RuleRefused(message % facts, rule="R-INS-09")
        void(notice, by=by, note=gettext_lazy("The team it names was changed."))


def serve_notice(inspection: Inspection, *, by: Post | None, on: date) -> Inspection:
    """Note the service of the notice; starts the self-evaluation where one is asked for (R-INS-10)."""
    with transaction.atomic():
        move(inspection, InspectionState.NOTIFIED, by=by, verb="serve_notice", noticed_on=on)
        if inspection.wants_self_evaluation:
            move(inspection, InspectionState.SELF_EVALUATING, by=by, verb="start_self_evaluation")
            open_duty(
                "self_evaluate",
                rule="R-INS-10",
                title=gettext_lazy("Hand in the self-evaluation report"),
                holder=inspection.unit,
                subject=inspection,
                area=inspection.owner.area,
                by=by,
                trigger_on=on,
                due_on=max(inspection.self_evaluation_due_on or on, on),  # received late: due at once
                group=inspection.group,
            )
    return inspection


def submit_self_evaluation(
    inspection: Inspection, *, by: Post, text: str, posted_at_url: str = "", files: Iterable[StoredFile] = ()
) -> SelfEvaluation:
    """Hand in the unit's self-evaluation report; a second handing-in before the review replaces the first."""
    require(by, "submit_self_evaluation", inspection)
    if inspection.state != InspectionState.SELF_EVALUATING:
        raise RuleRefused(_("No self-evaluation is waited for at this step."), rule="R-INS-10")
    if not inspection.is_of_school:
        _check_report(inspection.owner.area, text, posted_at_url)
    with transaction.atomic():
        report, _made = SelfEvaluation.objects.update_or_create(
            inspection=inspection,
            defaults={
                "author": by.user,
                "text": text,
                "posted_at_url": posted_at_url,
                "submitted_on": timezone.localdate(),
            },
        )
        attach(report, files, by=by)
        meet_duty(inspection, "self_evaluate", by=by)
        record(inspection, "submit_self_evaluation", by=by)
    return report


def review_self_evaluation(inspection: Inspection, *, by: Post, review: str) -> Inspection:
    """Review the unit's report, as the team must once it asked for one (R-INS-10)."""
    require(by, "review_self_evaluation", inspection)
    report = SelfEvaluation.objects.filter(inspection=inspection).first()
    if report is None:
        raise RuleRefused(_("The unit has not handed in its report yet."), rule="R-INS-10")
    with transaction.atomic():
        move(inspection, InspectionState.SELF_EVALUATED, by=by, verb="review_self_evaluation", note=review)
        report.review, report.reviewed_on = review, timezone.localdate()
        report.save(update_fields=["review", "reviewed_on"])
    return inspection


def earliest_on_site(inspection: Inspection) -> date | None:
    """Return the first day on which the team may come (R-INS-08); None before service.

    An emergency inspection starts at once (R-INS-28): its notice must be served, but there is no lead time.
    """
    if inspection.noticed_on is None or inspection.kind == Kind.EMERGENCY:
        return inspection.noticed_on
    lead = notice_lead(inspection.owner.area, inspection.noticed_on)
    return lead.due_on if lead else inspection.noticed_on


def _check_report(area: Area, text: str, posted_at_url: str) -> None:
    """Refuse a government's report that is too long, or not posted where it must be (R-INS-30)."""
    today = timezone.localdate()
    limit = self_report_length(area, today)
    if limit and len(text) > limit:
        message = _("The report has %(have)d characters; at most %(limit)d are allowed.")
        raise RuleRefused(message % {"have": len(text), "limit": limit}, rule="R-INS-30")
    if self_report_posted(area, today) and not posted_at_url:
        raise RuleRefused(_("Post the report first and enter its address."), rule="R-INS-30")
