"""The inspection report: to the government, filed upward, published (R-INS-22 to 24, R-PUB-02)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.models import Case, InspectionReport
from accountability.papers import filing_cover, inspection_report, public_report, public_result
from accountability.states import CaseState, ReportState
from inspectorate.documents.models import Document
from inspectorate.documents.states import Layout
from inspectorate.documents.workflow import draft
from inspectorate.duties.models import Duty
from inspectorate.duties.workflow import cancel_duties, meet_duty, open_duty
from inspectorate.publication.models import Publication
from inspectorate.publication.workflow import propose
from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import require
from inspectorate.rulebook.workflow import setting
from inspectorate.trail.workflow import RuleRefused, move, record
from supervision.models import Inspection

from .parties import refuse_second

BEFORE_THE_LETTER = frozenset(
    {CaseState.OPENED, CaseState.FEEDBACK_GIVEN, CaseState.DEFENCE_OPEN, CaseState.DEFENCE_CLOSED}
)


def open_report_duty(inspection: Inspection, *, by: Post | None) -> None:
    """Open the duty to report to the government where the area sets a term (R-INS-22)."""
    area = inspection.owner.area
    is_open = Duty.objects.of(inspection).open().filter(kind="submit_report").exists()
    if setting("R-INS-22", area, inspection.ended_on).value is not None and not is_open:
        open_duty(
            "submit_report",
            rule="R-INS-22",
            title=gettext_lazy("Submit the inspection report to the government"),
            holder=inspection.owner,
            subject=inspection,
            area=area,
            by=by,
            trigger_on=inspection.ended_on,
            group=inspection.group,
        )


def draft_report(inspection: Inspection, *, by: Post, submitted_to: Organization, **text: Any) -> Document:
    """Draft the report to the government at the same level (R-INS-22); `text` is its sections.

    It may run beside the rectification, but not before the opinion letter: it tells of the same problems.
    """
    require(by, "draft_report", inspection)
    case = Case.objects.filter(inspection=inspection).first()
    if case is None or case.state in BEFORE_THE_LETTER:
        raise RuleRefused(
            _("The report follows the opinion letter, for both tell of the same problems."), rule="R-INS-22"
        )
    with transaction.atomic():
        report, _made = InspectionReport.objects.get_or_create(
            inspection=inspection, defaults={"author": by.user, **text, **case.filing}
        )
        if report.state != ReportState.DRAFTING:
            raise RuleRefused(_("The report has been submitted; a correction is a new document."), rule="R-INS-22")
        for name, value in {**text, "submitted_to": submitted_to}.items():
            setattr(report, name, value)
        report.save()
        document = draft(
            "inspection_report",
            report,
            by=by,
            context=inspection_report(report),
            title=report.title,
            addressees=[submitted_to],
            issuer=report.owner,
            area=report.owner.area,
        )
        record(report, "draft_report", by=by, document=document.pk)
    return document


def submit_report(report: InspectionReport, *, by: Post, on: date) -> InspectionReport:
    """Note the issue of the report; filing and publication are owed from now on (R-INS-23, R-INS-24)."""
    area = report.owner.area
    with transaction.atomic():
        move(report, ReportState.SUBMITTED, by=by, verb="submit_report", submitted_on=on)
        meet_duty(report.inspection, "submit_report", by=by)
        if setting("R-INS-23", area, on).value is not None:
            open_duty(
                "file_report",
                rule="R-INS-23",
                title=gettext_lazy("File the report with the upper level"),
                holder=report.owner,
                subject=report,
                area=area,
                by=by,
                trigger_on=on,
                group=report.group,
            )
        open_duty(
            "publish_report",
            rule="R-PUB-02",
            title=gettext_lazy("Publish the inspection report"),
            holder=report.owner,
            subject=report,
            area=area,
            by=by,
            trigger_on=on,
            group=report.group,
        )
    return report


def draft_filing(report: InspectionReport, *, by: Post, filed_with: Organization, contact: str) -> Document:
    """Draft the cover under which the report is filed with the next-higher inspectorate (R-INS-23)."""
    require(by, "draft_filing", report)
    if report.state != ReportState.SUBMITTED:
        raise RuleRefused(_("Submit the report to the government first."), rule="R-INS-23")
    with transaction.atomic():
        report.filed_with = filed_with
        report.save(update_fields=["filed_with"])
        document = draft(
            "filing_cover",
            report,
            by=by,
            layout=Layout.LETTER,
            context=filing_cover(report, contact),
            title="关于报送督导报告备案的函",
            addressees=[filed_with],
            issuer=report.owner,
            area=report.owner.area,
        )
        record(report, "draft_filing", by=by, document=document.pk)
    return document


def file_report(report: InspectionReport, *, by: Post, on: date, receipt: str = "") -> InspectionReport:
    """Note the upper inspectorate's receipt of the filing (R-INS-23)."""
    with transaction.atomic():
        move(report, ReportState.FILED, by=by, verb="file_report", filed_on=on, filing_receipt=receipt)
        meet_duty(report, "file_report", by=by)
    return report


def propose_publication(report: InspectionReport, *, by: Post) -> Publication:
    """Propose the public version of the report: a copy that another person reviews (R-INS-24, R-PUB-03)."""
    require(by, "propose_publication", report)
    if report.state != ReportState.FILED:
        raise RuleRefused(_("The report is published after it was submitted and filed."), rule="R-INS-24")
    refuse_second(report)
    kind, payload = public_report(report)
    with transaction.atomic():
        publication = propose(
            kind,
            subject=report,
            organization=report.unit,
            area=report.unit.area,
            title=report.title,
            payload=payload,
            by=by,
            formed_on=report.submitted_on,
            owner=report.owner,
        )
        # From here on the publication itself carries the duty to publish in time.
        cancel_duties(report, by=by, note=gettext_lazy("Proposed for publication."), kinds=("publish_report",))
        record(report, "propose_publication", by=by, publication=publication.pk)
    return publication


def publish_report(report: InspectionReport, *, by: Post | None) -> InspectionReport:
    """Note the release of the public version (R-INS-24); a later one, corrected, moves nothing."""
    if report.state != ReportState.PUBLISHED:
        move(report, ReportState.PUBLISHED, by=by, verb="publish_report")
    return report


def propose_result(case: Case, *, by: Post) -> Publication:
    """Propose the public result of the rectification once all items are closed out (R-PUB-01, R-ACC-09)."""
    require(by, "propose_result", case)
    if case.state not in {CaseState.CLEARED, CaseState.ARCHIVED}:
        raise RuleRefused(_("The result is published when all items are closed out."), rule="R-ACC-09")
    if not case.items.exists():
        raise RuleRefused(_("The letter named no problem; there is no result to publish."), rule="R-ACC-09")
    refuse_second(case)
    with transaction.atomic():
        publication = propose(
            "rectification_result",
            subject=case,
            organization=case.unit,
            area=case.unit.area,
            title=f"{case.unit.name}教育督导问题整改结果",
            payload=public_result(case),
            by=by,
            formed_on=case.cleared_on,
            owner=case.owner,
        )
        record(case, "propose_result", by=by, publication=publication.pk)
    return publication
