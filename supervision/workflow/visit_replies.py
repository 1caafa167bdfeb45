"""What the office and the school do with a filed visit: returned, handed over, replied to, objected to."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.documents.models import StoredFile
from inspectorate.documents.workflow import attach
from inspectorate.duties.workflow import meet_duty, open_duty
from inspectorate.register.models import Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record
from supervision.models import Visit, VisitProblem, VisitReply
from supervision.states import ProblemState, VisitState, Voice, Way

from .visit_records import RED_FLAG
from .visits import open_report

OBJECTION = "answer_visit_objection"


def return_visit(visit: Visit, *, by: Post, note: str) -> Visit:
    """Return a report to be completed; it is owed again, counted from today (R-VISIT-06, R-VISIT-08)."""
    require(by, "return_visit", visit)
    with transaction.atomic():
        move(visit, VisitState.RETURNED, by=by, verb="return_visit", note=note)
        open_report(visit, by=by)
    return visit


def hand_over_problem(problem: VisitProblem, *, by: Post, handed_to: str, note: str) -> VisitProblem:
    """Hand a problem over to the file where it goes on; what was owed about it is met (R-VISIT-09, R-INS-27)."""
    require(by, "hand_over_problem", problem)
    if handed_to == Way.HAZARD:
        raise RuleRefused(_("Enter the problem in the hazard ledger: that hands it over."), rule="R-VISIT-09")
    with transaction.atomic():
        state = ProblemState.HANDED_OVER
        move(problem, state, by=by, verb="hand_over_problem", note=note, handed_to=handed_to, office_note=note)
        meet_duty(problem, RED_FLAG, by=by)
    return problem


def settle_problem(problem: VisitProblem, *, by: Post, note: str) -> VisitProblem:
    """Note that the office saw a problem put right, without another visit."""
    require(by, "settle_problem", problem)
    with transaction.atomic():
        today = timezone.localdate()
        move(
            problem, ProblemState.CLEARED, by=by, verb="settle_problem", note=note, cleared_on=today, office_note=note
        )
        meet_duty(problem, RED_FLAG, by=by)
    return problem


def reply_to_visit(visit: Visit, *, by: Post, text: str, files: Iterable[StoredFile] = ()) -> VisitReply:
    """Report what the school put right (R-VISIT-14); the inspector looks at it at the next visit."""
    require(by, "reply_to_visit", visit)
    with transaction.atomic():
        reply = _speak(visit, Voice.REPLY, text, files, by=by)
        record(visit, "reply_to_visit", by=by, reply=reply.pk)
        meet_duty(visit, "reply_to_visit", by=by)
    return reply


def object_to_visit(visit: Visit, *, by: Post, text: str, files: Iterable[StoredFile] = ()) -> VisitReply:
    """Object to what a visit found (R-VISIT-16); the office owes an answer."""
    require(by, "object_to_visit", visit)
    if visit.replies.filter(kind=Voice.OBJECTION, answered_on=None).exists():
        raise RuleRefused(_("An objection to this visit still waits for its answer."), rule="R-VISIT-16")
    with transaction.atomic():
        reply = _speak(visit, Voice.OBJECTION, text, files, by=by)
        record(visit, "object_to_visit", by=by, reply=reply.pk)
        open_duty(
            OBJECTION,
            rule="OFFICE.visit_objection",
            title=gettext_lazy("Answer the objection to a visit"),
            holder=visit.owner,
            subject=visit,
            area=visit.area,
            by=by,
            trigger_on=timezone.localdate(),
            group="school",
        )
    return reply


def answer_visit_objection(visit: Visit, *, by: Post, answer: str) -> VisitReply:
    """Answer the objection that waits; whoever made the visit does not answer it (R-VISIT-16)."""
    require(by, "answer_visit_objection", visit)
    reply = visit.replies.filter(kind=Voice.OBJECTION, answered_on=None).first()
    if reply is None:
        raise RuleRefused(_("No objection waits for an answer."), rule="R-VISIT-16")
    if visit.inspector.user_id == by.user_id:
        raise RuleRefused(_("Whoever made the visit does not answer the objection to it."), rule="R-VISIT-16")
    with transaction.atomic():
        reply.answer, reply.answered_on = answer, timezone.localdate()
        reply.save(update_fields=["answer", "answered_on"])
        record(visit, "answer_visit_objection", by=by, note=answer)
        meet_duty(visit, OBJECTION, by=by)
    return reply


def _speak(visit: Visit, kind: str, text: str, files: Iterable[StoredFile], *, by: Post) -> VisitReply:
    reply = VisitReply.objects.create(visit=visit, kind=kind, text=text, author=by.user)
    attach(reply, files, by=by)
    return reply
