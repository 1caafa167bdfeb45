"""Verbs of recusal, and the check whether somebody may inspect a unit."""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import require
from inspectorate.register.states import Role
from inspectorate.trail.workflow import RuleRefused, move, record
from inspectors.models import Ground, Inspector, Interest, RecusalDecision, grounds
from inspectors.states import RecusalState, Relation, Requester

from .terms import INSPECTOR_ROLES

UNIT_ROLES = frozenset({Role.SCHOOL, Role.GOVERNMENT})


@dataclass(frozen=True)
class Refusal:
    """Why an inspector may not inspect a unit: `str()` is the sentence with name, rule and source."""

    name: str
    message: str
    rule: str
    source: str = ""

    def __str__(self) -> str:
        origin = _("; ").join(part for part in (self.rule, self.source) if part)
        return _("%(name)s: %(message)s (%(origin)s)") % {"name": self.name, "message": self.message, "origin": origin}


def recusal_grounds(inspector: Inspector, organization: Organization, on: date | None = None) -> list[Ground]:
    """Return why an inspector must withdraw from a unit on a day (R-RECUSE-01, R-RECUSE-02, R-RECUSE-03)."""
    found = grounds(Inspector.objects.filter(pk=inspector.pk), organization, on or timezone.localdate())
    return found.get(inspector.pk, [])


def check_for_team(inspector: Inspector, organization: Organization, on: date | None = None) -> list[Refusal]:
    """Return every reason against an inspector in a team at a unit: term, certificate, recusal (R-INS-07, TV-7)."""
    return check_many([inspector], organization, on)[inspector.pk]


def check_many(
    inspectors: Iterable[Inspector], organization: Organization, on: date | None = None
) -> dict[int, list[Refusal]]:
    """Return the reasons against each of many inspectors at a unit, in a constant number of queries."""
    on = on or timezone.localdate()
    people = {inspector.pk: inspector for inspector in inspectors}
    rows = Inspector.objects.filter(pk__in=people)
    in_term = set(rows.current(on).values_list("pk", flat=True))
    certified = set(rows.certified(on).values_list("pk", flat=True))
    tied = grounds(rows, organization, on)
    found = {}
    for pk, person in people.items():
        unfit = _unfit(person, in_term=pk in in_term, is_certified=pk in certified)
        found[pk] = unfit + [_tied(person, ground) for ground in tied.get(pk, ())]
    return found


def declare_interest(
    inspector: Inspector,
    *,
    by: Post,
    organization: Organization,
    relation: str,
    until: date | None = None,
    declared_on: date | None = None,
    note: str = "",
) -> Interest:
    """Declare a tie to a unit (R-RECUSE-01): the inspector for herself, or the office for her."""
    require(by, "declare_interest", inspector)
    if relation == Relation.FORMERLY_EMPLOYED and until is None:
        raise RuleRefused(_("Say until when the inspector worked there."), rule="R-RECUSE-02")
    with transaction.atomic():
        tie = Interest.objects.create(
            inspector=inspector, organization=organization, relation=relation, until=until,
            declared_on=declared_on or timezone.localdate(), note=note, **inspector.scope,
        )
        record(tie, "declare_interest", by=by, note=note)
    return tie


def end_interest(interest: Interest, *, by: Post, until: date, note: str = "") -> Interest:
    """Enter the last day of a tie; what follows from having worked there runs from that day (R-RECUSE-02)."""
    require(by, "end_interest", interest)
    with transaction.atomic():
        if not Interest.objects.filter(pk=interest.pk, until=None, is_void=False).update(until=until):
            raise RuleRefused(_("This tie has already ended."))
        interest.until = until
        record(interest, "end_interest", by=by, note=note, until=until)
    return interest


def void_interest(interest: Interest, *, by: Post, note: str) -> Interest:
    """Strike a tie that was declared by mistake; never by the inspector herself."""
    require(by, "void_interest", interest)
    if interest.inspector.user_id == by.user_id:
        raise RuleRefused(_("Nobody strikes her own declaration."), rule="R-RECUSE-01")
    with transaction.atomic():
        if not Interest.objects.filter(pk=interest.pk, is_void=False).update(is_void=True):
            raise RuleRefused(_("This tie has already been struck."))
        interest.is_void = True
        record(interest, "void_interest", by=by, note=note)
    return interest


def request_recusal(
    *,
    by: Post,
    inspector: Inspector,
    organization: Organization,
    ground: str,
    matter=None,
    requested_on: date | None = None,
) -> RecusalDecision:
    """Ask that an inspector withdraws (R-RECUSE-03): she herself, the inspected unit, or the inspectorate."""
    with transaction.atomic():
        Inspector.objects.select_for_update().get(pk=inspector.pk)
        if RecusalDecision.objects.filter(
            inspector=inspector, organization=organization, state=RecusalState.REQUESTED
        ).exists():
            raise RuleRefused(_("A recusal of this inspector from this unit is waiting for its decision."),
                              rule="R-RECUSE-03")
        decision = RecusalDecision.objects.create(
            inspector=inspector, organization=organization, matter=matter, requester=_requester(by), ground=ground,
            requested_by=by.user, requested_on=requested_on or timezone.localdate(), **inspector.scope,
        )
        require(by, "request_recusal", decision)
        record(decision, "request_recusal", by=by, note=ground)
    return decision


def decide_recusal(decision: RecusalDecision, *, by: Post, outcome: str, reasons: str) -> RecusalDecision:
    """Decide a recusal as head of the inspectorate (R-RECUSE-03); a relative of the head always withdraws."""
    require(by, "decide_recusal", decision)
    if by.user_id in {decision.requested_by_id, decision.inspector.user_id}:
        raise RuleRefused(_("Whoever asked for a recusal or is concerned by it cannot decide it."), rule="R-RECUSE-03")
    if outcome == RecusalState.CLEARED:
        _refuse_statutory(decision)
    move(
        decision, outcome, by=by, verb="decide_recusal", note=reasons, reasons=reasons, decided_by=by.user,
        decided_on=timezone.localdate(),
    )
    return decision


def _refuse_statutory(decision: RecusalDecision) -> None:
    binding = [g for g in recusal_grounds(decision.inspector, decision.organization) if g.is_statutory]
    binding = [g for g in binding if g.rule == "R-RECUSE-01"]
    if binding:
        message = _("The regulation itself demands the withdrawal: %(grounds)s")
        raise RuleRefused(message % {"grounds": " ".join(map(str, binding))}, rule="R-RECUSE-01")


def _requester(by: Post) -> str:
    if by.role in INSPECTOR_ROLES:
        return Requester.INSPECTOR
    return Requester.UNIT if by.role in UNIT_ROLES else Requester.INSPECTORATE


def _unfit(inspector: Inspector, *, in_term: bool, is_certified: bool) -> list[Refusal]:
    found = []
    if not in_term:
        found.append(Refusal(inspector.name, _("has no running term."), "R-TERM-01"))
    if not is_certified:
        found.append(Refusal(inspector.name, _("has no valid certificate."), "R-ROST-07"))
    return found


def _tied(inspector: Inspector, ground: Ground) -> Refusal:
    return Refusal(inspector.name, ground.text, ground.rule, ground.source)

