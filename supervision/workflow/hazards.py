"""Hazards are entered in the ledger, by hand or from a problem of a visit; what is owed about them (R-SAFE-08)."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.documents.models import StoredFile
from inspectorate.documents.workflow import attach
from inspectorate.duties.models import Duty
from inspectorate.duties.workflow import meet_duty, named_date, open_duty
from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import require
from inspectorate.register.states import Role
from inspectorate.trail.workflow import RuleRefused, move, record
from supervision.deadlines import ledger_year
from supervision.models import Hazard, HazardRound, VisitProblem
from supervision.states import HazardLevel, HazardState, ProblemState, Way

from .visit_records import RED_FLAG

REMOVE, VERIFY, STRIKE, SUPERVISE = "remove_hazard", "verify_hazard", "strike_hazard", "supervise_hazard"
GROUP = "school"  # the group of the office whose queue the duties stand in
NOT_RESPONSIBLE = (Organization.Kind.INSPECTORATE, Organization.Kind.THIRD_PARTY)


def enter_hazard(*, by: Post, school: Organization, **facts: Any) -> Hazard:
    """Enter a hazard under the next number of its office's ledger (R-SAFE-08); `facts` are those of `_enter`."""
    with transaction.atomic():
        hazard = _enter(_keeper(school, by=by), school, by=by, **facts)
        require(by, "enter_hazard", hazard)
    return hazard


def open_hazard(problem: VisitProblem, *, by: Post, **facts: Any) -> Hazard:
    """Hand a problem of a visit over to the hazard ledger: both files name each other from then on (R-VISIT-09)."""
    require(by, "open_hazard", problem)
    with transaction.atomic():
        # First the problem: of two who open it at once the second finds it handed over.
        move(problem, ProblemState.HANDED_OVER, by=by, verb="open_hazard", handed_to=Way.HAZARD)
        meet_duty(problem, RED_FLAG, by=by)
        visit = problem.visit
        facts |= {"found_on": visit.visited_on or timezone.localdate(), "found_by": visit.inspector.name}
        return _enter(visit.owner, problem.school, by=by, problem=problem, **facts)


def _keeper(school: Organization, *, by: Post) -> Organization:
    """Return the office whose ledger takes the hazard: the acting one's, else the nearest above the school."""
    own, lineage = by.organization, school.area.lineage
    if own.kind == Organization.Kind.INSPECTORATE and own.area_id in lineage:
        return own
    offices = Organization.objects.offices(timezone.localdate())
    found = next((offices[code] for code in lineage if code in offices), None)
    if found is None:
        raise RuleRefused(_("The register holds no committee office for this school."), rule="R-SAFE-08")
    return found


def _enter(
    owner: Organization,
    school: Organization,
    *,
    by: Post,
    place: str,
    description: str,
    field: str,
    level: str,
    found_on: date,
    found_by: str,
    measure: str,
    responsible: Organization,
    responsible_person: str,
    basis: str = "",
    money: Decimal | None = None,
    due_on: date | None = None,
    protection: str = "",
    problem: VisitProblem | None = None,
    is_removed: bool = False,
    files: Iterable[StoredFile] = (),
    proof: Sequence[StoredFile] = (),
) -> Hazard:
    """Write the row; what was put right on the day it was found begins as reported, with its proof (R-SAFE-10)."""
    if found_on > timezone.localdate():
        raise RuleRefused(_("A hazard was found today or earlier."), rule="R-SAFE-08")
    if level == HazardLevel.MAJOR and not basis:
        raise RuleRefused(_("A major hazard names the ground of its judgement."), rule="R-SAFE-07")
    check_responsible(responsible, school, by=by)
    if is_removed and not proof:
        raise RuleRefused(_("What was put right at once is entered with its proof."), rule="R-SAFE-10")
    last_day = None if is_removed else check_due(due_on)
    if level == HazardLevel.MAJOR and not is_removed and not protection:
        raise RuleRefused(_("A major hazard that still stands needs interim protection."), rule="R-SAFE-10")
    year = ledger_year(owner.area, found_on)
    hazard = Hazard.objects.create(
        owner=owner, ledger_year=year, number=_next_number(owner, year), school=school, place=place,
        description=description, field=field, level=level, basis=basis, found_on=found_on, found_by=found_by,
        problem=problem, measure=measure, money=money, responsible=responsible, due_on=last_day,
        responsible_person=responsible_person, protection=protection, entered_by=by.user,
        state=HazardState.REPORTED if is_removed else HazardState.OPEN, **school.scope,
    )  # fmt: skip
    attach(hazard, files, by=by)
    record(hazard, "enter_hazard", by=by, level=level, due_on=last_day)
    if is_removed:
        add_round(hazard, by=by, text=measure, proof=proof)
    else:
        owe_removal(hazard, by=by)
        owe_notice(hazard, by=by)
    return hazard


def _next_number(owner: Organization, year: int) -> int:
    """Return the next number of a ledger; the office's row is the lock, so that numbers have no gap and no twin."""
    Organization.objects.select_for_update(no_key=True).get(pk=owner.pk)
    last = Hazard.objects.filter(owner=owner, ledger_year=year).aggregate(last=Max("number"))["last"] or 0
    return last + 1


def check_responsible(responsible: Organization, school: Organization, *, by: Post) -> None:
    """Refuse a unit that cannot be made responsible: the checking office, or another unit when a school enters."""
    if responsible.kind in NOT_RESPONSIBLE:
        message = _("A committee office checks the removal; it cannot be the responsible unit.")
        raise RuleRefused(message, rule="R-SAFE-09")
    if by.role == Role.SCHOOL and responsible != school:
        message = _("A school enters its own campus as responsible; the office hands the hazard to another unit.")
        raise RuleRefused(message, rule="R-SAFE-13")


def check_due(due_on: date | None) -> date:
    """Return the last day for a removal, rolled off rest days; it is named and does not lie behind us (R-SAFE-10)."""
    today = timezone.localdate()
    if due_on is None or due_on < today:
        message = _("What is not put right on the same day needs a date, today or later.")
        raise RuleRefused(message, rule="R-SAFE-10")
    return named_date(today, due_on).due_on


def add_round(hazard: Hazard, *, by: Post, text: str, proof: Iterable[StoredFile]) -> HazardRound:
    """Keep a report of the removal with its proof; the office owes the check (R-SAFE-09)."""
    last = hazard.rounds.aggregate(last=Max("number"))["last"] or 0
    made = HazardRound.objects.create(
        hazard=hazard, number=last + 1, turn=hazard.turn, text=text, reported_on=timezone.localdate(),
        reported_by=by.user, unit=hazard.responsible,
    )  # fmt: skip
    attach(made, proof, by=by)
    meet_duty(hazard, REMOVE, by=by)
    _owe(hazard, VERIFY, "R-SAFE-09.verify", gettext_lazy("Check the removal of the hazard {code}"), by=by)
    return made


def owe_removal(hazard: Hazard, *, by: Post) -> None:
    """The responsible unit owes the removal by the date the ledger names (R-SAFE-10)."""
    _owe(
        hazard, REMOVE, "R-SAFE-10", gettext_lazy("Remove the hazard {code}"), by=by, holder=hazard.responsible,
        due_on=hazard.due_on,
    )  # fmt: skip


def owe_striking(hazard: Hazard, *, by: Post) -> None:
    """The office owes the striking-off of what was verified as removed; nothing rests half done (R-SAFE-09)."""
    _owe(hazard, STRIKE, "R-SAFE-09.close", gettext_lazy("Strike off the hazard {code}"), by=by)


def owe_notice(hazard: Hazard, *, by: Post) -> None:
    """The office owes the supervise notice of a major hazard that stands, unless it owes it already (R-SAFE-11)."""
    is_owed = Duty.objects.of(hazard).open().filter(kind=SUPERVISE).exists()
    if hazard.is_major and hazard.noticed_on is None and not is_owed:
        title = gettext_lazy("Issue the supervise notice of the major hazard {code}")
        _owe(hazard, SUPERVISE, "R-SAFE-11.notice", title, by=by)


def _owe(hazard: Hazard, kind: str, rule: str, title: Any, *, by: Post, **more: Any) -> None:
    values = {"holder": hazard.owner, "due_on": None} | more
    open_duty(
        kind, rule=rule, title=format_lazy(title, code=hazard.code), subject=hazard, area=hazard.area, by=by,
        trigger_on=timezone.localdate(), group=GROUP, **values,
    )  # fmt: skip
