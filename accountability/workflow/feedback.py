"""Preliminary opinion, defence, and the answer to each of its points (R-INS-15 to 17)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.deadlines import defence_is_over, defence_window, feedback_rule, letter_term
from accountability.models import Case, Defence, DefencePoint, PreliminaryOpinion
from accountability.papers import preliminary_opinion
from accountability.states import CaseState, Outcome
from inspectorate.documents.models import Document, StoredFile
from inspectorate.documents.states import Layout
from inspectorate.documents.workflow import attach, draft
from inspectorate.duties.models import Duty
from inspectorate.duties.workflow import cancel_duties, is_provisional, meet_duty, open_duty
from inspectorate.register.models import Post
from inspectorate.register.rights import require
from inspectorate.rulebook.workflow import setting
from inspectorate.trail.workflow import RuleRefused, move, record
from supervision.models import Finding, Inspection
from supervision.workflow import lift_finding

from .reporting import open_report_duty


class Argument(NamedTuple):
    """What the unit says about one finding."""

    finding: Finding
    text: str


def open_case(inspection: Inspection, *, by: Post) -> Case:
    """Open the file of the inspected unit once the inspection has ended; its superior stands in it (R-ACC-06)."""
    require(by, "open_case", inspection)
    inspection.ended_on  # noqa: B018 - refuses while the inspection runs
    if inspection.unit.superior is None:
        raise RuleRefused(_("Enter the superior unit first; it answers for the rectification too."), rule="R-ACC-06")
    with transaction.atomic():
        case, made = Case.objects.get_or_create(
            inspection=inspection,
            defaults={
                "title": inspection.title,
                "unit": inspection.unit,
                "superior": inspection.unit.superior,
                "owner": inspection.owner,
                "group": inspection.group,
                **inspection.scope,
            },
        )
        if not made:
            return case
        record(case, "open_case", by=by)
        owe_feedback(case, by=by)
        owe_letter(case, by=by)
        open_report_duty(inspection, by=by)
    return case


def draft_opinion(
    case: Case,
    *,
    by: Post,
    evaluation: str,
    achievements: str = "",
    advice: str = "",
    defence_due_on: date | None = None,
) -> Document:
    """Draft the preliminary opinion with the findings as numbered problems (R-INS-15).

    Where the area has no rule for the defence window, the opinion itself must name its last day.
    """
    require(by, "draft_opinion", case)
    if case.state != CaseState.OPENED:
        raise RuleRefused(_("The preliminary opinion has been issued; it cannot be drafted again."))
    if defence_due_on is None and defence_window(case, timezone.localdate()) is None:
        message = _("Your area has no rule for the defence window: name the last day for the defence.")
        raise RuleRefused(message, rule="R-INS-16")
    if defence_due_on is not None and defence_due_on <= timezone.localdate():
        raise RuleRefused(_("The last day for the defence lies in the future."), rule="R-INS-16")
    with transaction.atomic():
        opinion, _made = PreliminaryOpinion.objects.update_or_create(
            case=case,
            defaults={"author": by.user, "evaluation": evaluation, "achievements": achievements, "advice": advice},
        )
        case.defence_due_on = defence_due_on
        case.save(update_fields=["defence_due_on"])
        document = draft(
            "preliminary_opinion",
            case,
            by=by,
            layout=Layout.WORKING,
            context=preliminary_opinion(opinion),
            title="初步督导意见",
            is_provisional_date=is_provisional(defence_due_on),
            addressees=[case.unit],
            issuer=case.owner,
            area=case.owner.area,
        )
        record(case, "draft_opinion", by=by, document=document.pk)
    return document


def issue_opinion(case: Case, *, by: Post) -> Case:
    """Note the issue of the preliminary opinion."""
    with transaction.atomic():
        move(case, CaseState.FEEDBACK_GIVEN, by=by, verb="issue_opinion")
        meet_duty(case, "give_feedback", by=by)
    return case


def receive_opinion(case: Case, *, by: Post, on: date) -> Case:
    """Note the receipt of the preliminary opinion; the defence window opens by the area's rule (R-INS-16)."""
    window = defence_window(case, on)
    due_on = window.due_on if window else max(on, case.defence_due_on or on)
    with transaction.atomic():
        move(case, CaseState.DEFENCE_OPEN, by=by, verb="receive_opinion", opinion_received_on=on, defence_due_on=due_on)
        open_duty(
            "defend",
            rule="R-INS-16",
            title=gettext_lazy("State a defence, or waive it"),
            holder=case.unit,
            subject=case,
            area=case.owner.area,
            by=by,
            trigger_on=window.trigger_on if window else on,
            due_on=None if window else due_on,
            group=case.group,
        )
        owe_letter(case, by=by)
    return case


def submit_defence(
    case: Case, *, by: Post, statement: str, arguments: Sequence[Argument], files: Iterable[StoredFile] = ()
) -> Defence:
    """Hand in the defence, finding by finding; after the window it is taken too, and flagged as late (T58)."""
    require(by, "submit_defence", case)
    _refuse_unless_open(case)
    if not arguments and not statement:
        raise RuleRefused(_("State what you hold against at least one finding, or waive the defence."))
    with transaction.atomic():
        if case.state == CaseState.DEFENCE_CLOSED:
            move(case, CaseState.DEFENCE_OPEN, by=by, verb="reopen_defence", note=gettext_lazy("late"))
        defence = Defence.objects.create(case=case, author=by.user, statement=statement)
        DefencePoint.objects.bulk_create(
            DefencePoint(defence=defence, finding=argument.finding, argument=argument.text) for argument in arguments
        )
        attach(defence, files, by=by)
        meet_duty(case, "defend", by=by)
        record(
            case, "submit_defence", by=by, note=gettext_lazy("late") if defence.is_late else "", points=len(arguments)
        )
    return defence


def waive_defence(case: Case, *, by: Post) -> Defence:
    """Waive the defence; the letter need not wait for the end of the window then."""
    require(by, "waive_defence", case)
    _refuse_unless_open(case)
    if case.state != CaseState.DEFENCE_OPEN:
        raise RuleRefused(_("The defence window has ended; there is nothing to waive."), rule="R-INS-16")
    with transaction.atomic():
        defence = Defence.objects.create(case=case, author=by.user, is_waived=True)
        meet_duty(case, "defend", by=by)
        record(case, "waive_defence", by=by)
    return defence


def answer_point(point: DefencePoint, *, by: Post, outcome: str, reason: str) -> DefencePoint:
    """Answer one point of the defence with its reason (R-INS-17); an accepted one takes the finding off."""
    case = point.defence.case
    require(by, "answer_point", case)
    if case.state != CaseState.DEFENCE_OPEN:
        raise RuleRefused(_("The defence has been dealt with; its points stand as answered."), rule="R-INS-17")
    with transaction.atomic():
        point.outcome, point.reason = outcome, reason
        point.save(update_fields=["outcome", "reason"])
        record(case, "answer_point", by=by, note=reason, finding=point.finding.number, outcome=outcome)
        if outcome == Outcome.ACCEPTED:
            lift_finding(point.finding, by=by, note=reason)
        elif not point.finding.is_upheld:
            Finding.objects.filter(pk=point.finding_id).update(is_upheld=True)
    return point


def close_defence(case: Case, *, by: Post | None) -> Case:
    """Close the defence: the window has ended or was waived, and every point is answered (R-INS-16, R-INS-17)."""
    require(by, "close_defence", case)
    if case.state != CaseState.DEFENCE_OPEN:
        raise RuleRefused(_("No defence window is open."), rule="R-INS-16")
    defence = Defence.objects.filter(case=case).first()
    if defence is None and not defence_is_over(case, timezone.localdate()):
        message = _("The unit may state its defence until %(date)s; the opinion letter has to wait.")
        raise RuleRefused(message % {"date": case.defence_due_on}, rule="R-INS-16")
    if defence is not None and defence.points.filter(outcome="").exists():
        raise RuleRefused(_("Every point of the defence needs an answer with its reason."), rule="R-INS-17")
    with transaction.atomic():
        move(case, CaseState.DEFENCE_CLOSED, by=by, verb="close_defence")
        cancel_duties(case, by=by, note=gettext_lazy("The window has ended."), kinds=("defend",))
    return case


def prolong_defence(case: Case, *, by: Post, due_on: date) -> Case:
    """Let the defence window follow its duty when the date moved (R-INS-16)."""
    case.defence_due_on = due_on
    with transaction.atomic():
        case.save(update_fields=["defence_due_on"])
        record(case, "prolong_defence", by=by, due_on=due_on)
    return case


def _refuse_unless_open(case: Case) -> None:
    # The clock closes a window on its last day; until the letter is out a late defence is still heard.
    is_open = case.state in {CaseState.DEFENCE_OPEN, CaseState.DEFENCE_CLOSED}
    if not is_open or Defence.objects.filter(case=case).exists():
        raise RuleRefused(_("A defence can be stated once, before the opinion letter is issued."), rule="R-INS-16")


def owe_feedback(case: Case, *, by: Post | None) -> None:
    """Owe the feedback of the preliminary opinion, where the area sets a term for it (R-INS-15)."""
    area, ended_on = case.owner.area, case.inspection.ended_on
    rule = feedback_rule(case.inspection.kind)
    if setting(rule, area, ended_on).value is not None:
        open_duty(
            "give_feedback",
            rule=rule,
            title=gettext_lazy("Feed back the preliminary opinion"),
            holder=case.owner,
            subject=case,
            area=area,
            by=by,
            trigger_on=ended_on,
            group=case.group,
        )


def owe_letter(case: Case, *, by: Post | None) -> None:
    """Owe the opinion letter once its term runs: from the end of the inspection or from the feedback (R-INS-19)."""
    term = letter_term(case)
    if term and not Duty.objects.of(case).open().filter(kind="issue_letter").exists():
        rule, started_on = term
        open_duty(
            "issue_letter",
            rule=rule,
            title=gettext_lazy("Issue the opinion letter"),
            holder=case.owner,
            subject=case,
            area=case.owner.area,
            by=by,
            trigger_on=started_on,
            group=case.group,
        )
