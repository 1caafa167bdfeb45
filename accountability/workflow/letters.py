"""The opinion letter and the rectification items it opens (R-INS-19, R-ACC-04, R-ACC-06)."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.deadlines import is_vote_reached
from accountability.models import Case, OpinionLetter, RectificationItem
from accountability.papers import opinion_letter
from accountability.states import CaseState
from inspectorate.documents.models import Document
from inspectorate.documents.states import Layout
from inspectorate.documents.workflow import draft
from inspectorate.duties.workflow import is_provisional, meet_duty, open_duty
from inspectorate.register.models import Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record
from supervision.models import Finding

from .rectification import urge


def draft_letter(
    case: Case,
    *,
    by: Post,
    evaluation: str,
    due_dates: Mapping[Finding, date],
    advice: str = "",
    votes_for: int | None = None,
    votes_total: int | None = None,
) -> Document:
    """Draft the opinion letter: each upheld finding becomes an item with a demand and a date (R-INS-19)."""
    require(by, "draft_letter", case)
    if case.state != CaseState.DEFENCE_CLOSED:
        raise RuleRefused(_("The letter waits until the defence has been dealt with."), rule="R-INS-17")
    if (votes_for or 0) > (votes_total or 0):
        raise RuleRefused(_("More votes for the letter than votes cast."), rule="R-INS-18")
    if not is_vote_reached(case, votes_for, votes_total):
        raise RuleRefused(
            _("The letter needs the share of the team's votes that your area's rule asks for."), rule="R-INS-18"
        )
    findings = list(case.inspection.findings.filter(is_upheld=True))
    _check_dates(findings, due_dates)
    with transaction.atomic():
        letter, _made = OpinionLetter.objects.update_or_create(
            case=case,
            defaults={
                "author": by.user,
                "evaluation": evaluation,
                "advice": advice,
                "votes_for": votes_for,
                "votes_total": votes_total,
            },
        )
        _list_items(case, findings, due_dates)
        document = draft(
            "opinion_letter",
            case,
            by=by,
            layout=Layout.WORKING,
            context=opinion_letter(letter),
            title="督导意见书",
            addressees=[case.unit],
            copies=[case.superior],
            issuer=case.owner,
            area=case.owner.area,
            is_provisional_date=is_provisional(*due_dates.values()),
        )
        record(case, "draft_letter", by=by, document=document.pk, items=len(findings))
    return document


def _list_items(case: Case, findings: list[Finding], due_dates: Mapping[Finding, date]) -> None:
    """Make the items of the letter; those of an earlier draft, never issued, make room."""
    case.items.all().delete()
    RectificationItem.objects.bulk_create(
        RectificationItem(
            case=case,
            finding=finding,
            number=number,
            problem=finding.problem,
            demand=finding.demand,
            due_on=due_dates[finding],
            **case.filing,
        )
        for number, finding in enumerate(findings, 1)
    )


def issue_letter(case: Case, *, by: Post) -> Case:
    """Note the issue of the opinion letter; a letter without problems clears the case."""
    with transaction.atomic():
        move(case, CaseState.OPINION_ISSUED, by=by, verb="issue_letter")
        meet_duty(case, "issue_letter", by=by)
        for item in case.items.all():
            record(item, "open_item", by=by, due_on=item.due_on)
    return case


def receive_letter(case: Case, *, by: Post, on: date) -> Case:
    """Note the receipt: each item has its own duty from now on, the superior has hers (R-ACC-04, R-ACC-06)."""
    items = list(case.items.order_by("number"))
    with transaction.atomic():
        if not items:
            move(case, CaseState.CLEARED, by=by, verb="receive_letter", letter_received_on=on, cleared_on=on)
            return case
        move(case, CaseState.RECTIFYING, by=by, verb="receive_letter", letter_received_on=on)
        for item in items:
            open_duty(
                "rectify",
                rule="R-ACC-04",
                title=format_lazy(gettext_lazy("Put right and report: {problem}"), problem=item.problem[:80]),
                holder=case.unit,
                subject=item,
                area=case.owner.area,
                by=by,
                trigger_on=on,
                due_on=max(item.due_on, on),
                group=case.group,
            )
        urge(case, by=by, on=on)
    return case


def _check_dates(findings: list[Finding], due_dates: Mapping[Finding, date]) -> None:
    missing = [finding.number for finding in findings if finding not in due_dates]
    if missing:
        numbers = _(", ").join(str(number) for number in missing)
        raise RuleRefused(
            _("Each problem needs a date; none for no. %(numbers)s.") % {"numbers": numbers}, rule="R-INS-19"
        )
    if any(due_dates[finding] <= timezone.localdate() for finding in findings):
        raise RuleRefused(_("A date for rectification lies in the future."), rule="R-INS-19")
