"""Visits of responsible inspectors: planned, arrived, written, filed, amended (R-VISIT-03 to R-VISIT-09)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.duties.workflow import cancel_duties, meet_duty, open_duty
from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import MoveRefused, RuleRefused, move, record
from inspectors.models import Assignment, Certificate, Inspector
from inspectors.workflow import check_for_team
from supervision.deadlines import wants_reply
from supervision.models import Visit
from supervision.states import WRITING, Gravity, ProblemState, VisitKind, VisitState

from .frequencies import meet_frequencies
from .visit_records import Content, check_complete, keep_version, settle, write

REPORT = "file_visit"
CALLED_OFF = gettext_lazy("The visit was called off.")


def plan_visit(
    school: Organization, *, by: Post, inspector: Inspector, planned_on: date, kind: str, purpose: str = ""
) -> Visit:
    """Plan a visit of an inspector to a school; the school is told nothing of it (R-VISIT-03, R-RECUSE-01)."""
    check_inspector(inspector, school, planned_on)
    if by.user_id == inspector.user_id:
        _check_own(inspector, school, planned_on)
    if planned_on < timezone.localdate():
        raise RuleRefused(_("The day of the visit has passed already."), rule="R-VISIT-05")
    with transaction.atomic():
        visit = _made(school, inspector, kind=kind, planned_on=planned_on, purpose=purpose)
        require(by, "plan_visit", visit)
        record(visit, "plan_visit", by=by, planned_on=planned_on, kind=kind)
    return visit


def arrive(school: Organization, *, by: Post, inspector: Inspector) -> Visit:
    """Note the arrival at a school (R-VISIT-04): a plan that is due is taken up, else a regular visit begins.

    A second tap finds the visit of the first one. Term, certificate and grounds of recusal are checked here again.
    """
    today = timezone.localdate()
    check_inspector(inspector, school, today)
    with transaction.atomic():
        # The inspector's row is the lock under which visits begin: two taps at once make one visit.
        Inspector.objects.select_for_update(no_key=True).get(pk=inspector.pk)
        own = Visit.objects.filter(school=school, inspector=inspector).select_related("owner", "school__area")
        visit = own.filter(state=VisitState.ARRIVED).first()
        if visit is None:
            planned = own.filter(state=VisitState.PLANNED, planned_on__lte=today)
            visit = planned.order_by("-planned_on").first() or _unplanned(school, inspector, today)
        require(by, "arrive", visit)
        if visit.state == VisitState.PLANNED:
            _begin(visit, by=by)
    return visit


def check_inspector(inspector: Inspector, school: Organization, on: date) -> None:
    """Refuse who is not in term, holds no valid certificate or must withdraw (R-VISIT-04, R-RECUSE-01)."""
    if refusals := check_for_team(inspector, school, on):
        raise RuleRefused(" ".join(str(refusal) for refusal in refusals), rule=refusals[0].rule)


def save_visit(visit: Visit, *, by: Post, content: Content) -> Visit:
    """Keep what is written so far, with its photos; nothing is filed."""
    require(by, "save_visit", visit)
    with transaction.atomic():
        _lock(visit)
        write(visit, content, by=by)
        record(visit, "save_visit", by=by)
    return visit


def file_visit(visit: Visit, *, by: Post, content: Content) -> Visit:
    """File the report: it is locked and counted, and its grave problems are owed by the office at once (R-VISIT-09).

    A late report is taken and its duty met late (T58).
    """
    require(by, "file_visit", visit)
    with transaction.atomic():
        _lock(visit)
        check_complete(content)
        write(visit, content, by=by)
        number = visit.number or f"{visit.visited_on:%Y%m%d}-{visit.pk:06d}"
        filed_at = visit.filed_at or timezone.now()
        move(visit, VisitState.FILED, by=by, verb="file_visit", number=number, filed_at=filed_at)
        keep_version(visit, by=by)
        meet_duty(visit, REPORT, by=by)
        settle(visit, by=by)
        _ask_reply(visit, by=by)
        meet_frequencies(visit.school, visit.visited_on or timezone.localdate(), by=by)
    return visit


def amend_visit(visit: Visit, *, by: Post, content: Content, reason: str) -> Visit:
    """Correct a filed report by an amendment with its reason; the version before it stays (R-VISIT-06)."""
    require(by, "amend_visit", visit)
    with transaction.atomic():
        _lock(visit, VisitState.FILED)
        check_complete(content)
        write(visit, content, by=by)
        version = keep_version(visit, by=by, reason=reason)
        record(visit, "amend_visit", by=by, note=reason, number=version.number)
        settle(visit, by=by)
    return visit


def cancel_visit(visit: Visit, *, by: Post, note: str) -> Visit:
    """Call off a visit, or one that was begun at the wrong school."""
    require(by, "cancel_visit", visit)
    with transaction.atomic():
        move(visit, VisitState.CANCELLED, by=by, verb="cancel_visit", note=note)
        cancel_duties(visit, by=by, note=CALLED_OFF)
    return visit


def open_report(visit: Visit, *, by: Post | None) -> None:
    """Open the duty to file the report, counted from today (R-VISIT-08)."""
    open_duty(
        REPORT,
        rule="R-VISIT-08.report",
        title=gettext_lazy("File the report of the visit"),
        holder=visit.owner,
        person=visit.inspector.user,
        subject=visit,
        area=visit.area,
        by=by,
        trigger_on=timezone.localdate(),
        group="school",
    )


def _ask_reply(visit: Visit, *, by: Post) -> None:
    """Where the area names a term, the school reports in writing what it put right of general problems (R-VISIT-14)."""
    is_general = visit.problems.filter(gravity=Gravity.GENERAL, state=ProblemState.OPEN).exists()
    if is_general and wants_reply(visit.area, timezone.localdate()) and not visit.replies.exists():
        open_duty(
            "reply_to_visit",
            rule="R-VISIT-14.reply",
            title=gettext_lazy("Report what was put right after the visit"),
            holder=visit.school,
            subject=visit,
            area=visit.area,
            by=by,
            trigger_on=timezone.localdate(),
            key=f"reply_to_visit:{visit.pk}",
        )


def _begin(visit: Visit, *, by: Post) -> None:
    today = timezone.localdate()
    certificate = Certificate.objects.valid(today).filter(inspector=visit.inspector_id).latest("issued_on")
    facts: dict[str, Any] = {"arrived_at": timezone.now(), "visited_on": today, "feedback_on": today}
    move(visit, VisitState.ARRIVED, by=by, verb="arrive", certificate_number=certificate.number, **facts)
    open_report(visit, by=by)


def _unplanned(school: Organization, inspector: Inspector, today: date) -> Visit:
    _check_own(inspector, school, today)
    return _made(school, inspector, planned_on=today)


def _held(inspector: Inspector, school: Organization, on: date) -> Assignment | None:
    rows = Assignment.objects.current(on).filter(school=school, inspector=inspector)
    return rows.select_related("zone__office").first()


def _check_own(inspector: Inspector, school: Organization, on: date) -> None:
    """Refuse a visit of an inspector's own to a school of another's, unless the office planned it."""
    if _held(inspector, school, on) is None:
        message = _("%(name)s is not responsible for this school. The office plans the visit of a stand-in.")
        raise RuleRefused(message % {"name": inspector.name}, rule="R-ZONE-01")


def _made(school: Organization, inspector: Inspector, *, planned_on: date, **facts: Any) -> Visit:
    held = _held(inspector, school, planned_on)
    return Visit.objects.create(
        school=school,
        inspector=inspector,
        assignment=held,
        owner=held.zone.office if held and held.zone else inspector.office,
        planned_on=planned_on,
        **{"kind": VisitKind.REGULAR, **facts},
        **school.scope,
    )


def _lock(visit: Visit, *states: str) -> None:
    """Lock the row against a second writer and refuse one that is no longer written (T47)."""
    now = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    visit.state, visit.filed_at, visit.number = now.state, now.filed_at, now.number
    if visit.state not in (states or WRITING):
        message = _("The report is “%(state)s”; it cannot be written now.") % {"state": visit.get_state_display()}
        raise MoveRefused(message)
