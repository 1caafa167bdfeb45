"""What a visit's report says, written into rows: facts, matters, problems with photos, earlier problems seen again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.documents.models import StoredFile
from inspectorate.documents.workflow import attach
from inspectorate.duties.models import Duty
from inspectorate.duties.states import DutyState
from inspectorate.duties.workflow import cancel_duties, meet_duty, open_duty
from inspectorate.register.models import Post
from inspectorate.trail.workflow import RuleRefused, move
from supervision.models import Matter, ProblemCheck, Visit, VisitProblem, VisitVersion
from supervision.states import ProblemState

RED_FLAG = "answer_red_flag"
CORRECTED = gettext_lazy("The report was corrected.")
FACTS = (
    "place", "is_certificate_shown", "methods", "summary", "feedback_to", "feedback_on", "head_remark",
)  # fmt: skip


@dataclass
class Found:
    """One problem as the form of a visit holds it; `problem` where it is there already."""

    matter: Matter | None
    gravity: str
    text: str
    is_cleared: bool = False
    files: Sequence[StoredFile] = ()
    problem: VisitProblem | None = None
    is_dropped: bool = False


@dataclass
class Seen:
    """How an open problem of an earlier visit stood; `is_cleared` None where it was not looked at."""

    problem: VisitProblem
    is_cleared: bool | None = None
    note: str = ""
    files: Sequence[StoredFile] = ()


@dataclass
class Content:
    """What a visit's report says."""

    facts: dict[str, Any] = field(default_factory=dict)
    matters: Sequence[Matter] = ()
    problems: Sequence[Found] = ()
    checks: Sequence[Seen] = ()


def check_complete(content: Content) -> None:
    """Refuse a report without certificate, matters, methods, feedback, or an earlier problem left unlooked at."""
    facts = content.facts
    has_feedback = facts.get("feedback_to") and facts.get("feedback_on")
    wanted = (
        (facts.get("is_certificate_shown"), "R-VISIT-04", _("Tick that the certificate was shown.")),
        (content.matters, "R-MATTER-01", _("Choose at least one matter that was looked at.")),
        (facts.get("methods"), "R-VISIT-07", _("Choose at least one method.")),
        (has_feedback, "R-VISIT-08", _("Write down to whom feedback was given, and when.")),
    )
    for is_there, rule, message in wanted:
        if not is_there:
            raise RuleRefused(message, rule=rule)


def write(visit: Visit, content: Content, *, by: Post) -> None:
    """Write the content; a problem of a filed report is withdrawn, never taken away."""
    for name in FACTS:
        setattr(visit, name, content.facts.get(name, getattr(visit, name)))
    visit.updated_at = timezone.now()
    visit.save(update_fields=[*FACTS, "updated_at"])
    visit.matters.set(content.matters)
    for found in content.problems:
        _write_problem(visit, found, by=by)
    for seen in content.checks:
        _write_check(visit, seen, by=by)


def keep_version(visit: Visit, *, by: Post | None, reason: str = "") -> VisitVersion:
    """Freeze what the report says now as its next version (R-VISIT-06)."""
    last = visit.versions.aggregate(last=Max("number"))["last"] or 0
    content = {name: getattr(visit, name) for name in FACTS} | {
        "feedback_on": str(visit.feedback_on or ""),
        "matters": list(visit.matters.order_by("code").values_list("code", flat=True)),
        "problems": list(visit.problems.order_by("number").values("number", "matter", "gravity", "text", "state")),
        "checks": list(visit.checks.order_by("pk").values("problem", "is_cleared", "note")),
    }
    author = by.user if by else None
    return VisitVersion.objects.create(visit=visit, number=last + 1, reason=reason, content=content, author=author)


def settle(visit: Visit, *, by: Post) -> None:
    """Bring the problems' states and what is owed about them into line with a filed report (R-VISIT-09)."""
    related = ("problem__school__area", "problem__visit__owner")
    for check in visit.checks.filter(is_cleared=True).select_related(*related):
        clear(check.problem, by=by, visit=visit)
    for problem in visit.problems.select_related("school__area", "visit__owner"):
        _flag(problem, by=by)


def clear(problem: VisitProblem, *, by: Post, visit: Visit) -> None:
    """Note that a problem was seen put right at a visit; what was owed about it is met."""
    if ProblemState.CLEARED in problem.MOVES[ProblemState(problem.state)]:
        move(problem, ProblemState.CLEARED, by=by, verb="clear_problem", note=str(visit), cleared_on=visit.visited_on)
        meet_duty(problem, RED_FLAG, by=by)


def _flag(problem: VisitProblem, *, by: Post) -> None:
    """Open the office's duty about a grave problem at once (R-VISIT-09); none is owed where it is grave no longer."""
    if not (problem.is_red and problem.state == ProblemState.OPEN):
        cancel_duties(problem, by=by, note=CORRECTED, kinds=(RED_FLAG,))
        return
    if not Duty.objects.of(problem).filter(kind=RED_FLAG).exclude(state=DutyState.CANCELLED).exists():
        _owe_answer(problem, by=by)


def take_back(problem: VisitProblem, *, by: Post, note: str | Promise) -> None:
    """Open a problem again that was handed over by a mistaken entry; the office owes its answer anew (R-VISIT-09)."""
    move(problem, ProblemState.OPEN, by=by, verb="take_back_problem", note=note, handed_to="")
    if problem.is_red:
        _owe_answer(problem, by=by)


def _owe_answer(problem: VisitProblem, *, by: Post) -> None:
    open_duty(
        RED_FLAG,
        rule="R-VISIT-09",
        title=gettext_lazy("Act at once on a serious problem"),
        holder=problem.visit.owner,
        subject=problem,
        area=problem.school.area,
        by=by,
        trigger_on=timezone.localdate(),
        group="school",
    )


def _write_problem(visit: Visit, found: Found, *, by: Post) -> None:
    problem = found.problem
    if found.is_dropped:
        _drop(visit, problem, by=by)
        return
    values: dict[str, Any] = {"matter": found.matter, "gravity": found.gravity, "text": found.text}
    if problem is None:
        last = visit.problems.aggregate(last=Max("number"))["last"] or 0
        values |= {"number": last + 1, "school": visit.school, **visit.scope}
        problem = VisitProblem.objects.create(visit=visit, **values)
    else:
        VisitProblem.objects.filter(pk=problem.pk).update(**values)
    check, _new = ProblemCheck.objects.update_or_create(
        problem=problem, visit=visit, defaults={"is_cleared": found.is_cleared}
    )
    attach(check, found.files, by=by)


def _drop(visit: Visit, problem: VisitProblem | None, *, by: Post) -> None:
    if problem is None:
        return
    if visit.filed_at is None:
        problem.delete()
    else:
        move(problem, ProblemState.WITHDRAWN, by=by, verb="withdraw_problem")


def _write_check(visit: Visit, seen: Seen, *, by: Post) -> None:
    if seen.is_cleared is None:
        visit.checks.filter(problem=seen.problem).delete()
        return
    check, _new = ProblemCheck.objects.update_or_create(
        problem=seen.problem, visit=visit, defaults={"is_cleared": seen.is_cleared, "note": seen.note}
    )
    attach(check, seen.files, by=by)
