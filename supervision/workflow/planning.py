"""Setting up an inspection and its team."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.duties.workflow import cancel_duties
from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import can, require
from inspectorate.trail.workflow import RuleRefused, move, record
from inspectors.models import Expert, Inspector
from inspectors.workflow import check_many
from supervision.deadlines import advance_notice, capped_kinds, comprehensive_cap, minimum_inspectors
from supervision.models import AnnualListEntry, Inspection, Instrument, Matter, TeamMember
from supervision.states import MODE_PAIRS, REPLACEABLE, EntryState, InspectionState, Kind

from .serving import take_back_notice

Role = TeamMember.Role


def open_inspection(
    entry: AnnualListEntry,
    *,
    by: Post,
    unit: Organization,
    title: str,
    modes: Sequence[str],
    matters: Iterable[Matter],
    instrument: Instrument | None,
    planned_from: date,
    planned_to: date,
    exception_note: str = "",
) -> Inspection:
    """Set up an inspection of one unit of an approved entry (R-ORG-12, R-INS-06).

    Refused where the yearly cap (R-ORG-13) is reached or the month's advance notice (R-ORG-14) is not kept, unless a
    post that may approve exceptions gives the reason.
    """
    require(by, "open_inspection", entry)
    inspection = Inspection(
        entry=entry,
        title=title,
        kind=entry.kind,
        modes=list(modes),
        instrument=instrument,
        unit=unit,
        owner=entry.owner,
        group=entry.group,
        planned_from=planned_from,
        planned_to=planned_to,
        **unit.scope,
    )
    with transaction.atomic():
        entry.refresh_from_db(from_queryset=AnnualListEntry.objects.select_for_update())
        _check_listed(inspection, entry)
        # The unit's row is the lock under which its inspections of the year are counted.
        Organization.objects.select_for_update().get(pk=unit.pk)
        obstacles = _obstacles(inspection, announced_on=entry.approved_on or timezone.localdate())
        if obstacles:
            _except(inspection, obstacles, by=by, on=entry, note=exception_note)
        return _open(inspection, matters, by=by)


def open_emergency(
    owner: Organization,
    *,
    by: Post,
    unit: Organization,
    title: str,
    ground: str,
    modes: Sequence[str],
    matters: Iterable[Matter],
    planned_from: date,
    planned_to: date,
) -> Inspection:
    """Start an emergency inspection outside the annual list, on a recorded ground and by its approver (R-INS-28)."""
    require(by, "open_emergency", owner)
    if not ground.strip():
        raise RuleRefused(_("Write down what happened: the ground of the emergency inspection."), rule="R-INS-28")
    inspection = Inspection(
        emergency_ground=ground,
        approved_by=by.user,
        title=title,
        kind=Kind.EMERGENCY,
        modes=list(modes),
        unit=unit,
        owner=owner,
        group="school" if unit.kind == Organization.Kind.SCHOOL else "government",
        planned_from=planned_from,
        planned_to=planned_to,
        **unit.scope,
    )
    with transaction.atomic():
        return _open(inspection, matters, by=by)


def form_team(
    inspection: Inspection,
    *,
    by: Post,
    leader: Inspector,
    inspectors: Iterable[Inspector],
    experts: Iterable[Expert] = (),
    officials: Iterable[str] = (),
) -> Inspection:
    """Form the team: at least three current, certified inspectors without a ground of recusal (R-INS-07, TV-7)."""
    require(by, "form_team", inspection)
    members = list(dict.fromkeys([leader, *inspectors]))
    check_team(inspection, members)
    with transaction.atomic():
        move(
            inspection, InspectionState.TEAM_FORMED, by=by, verb="form_team", payload={"team": [m.pk for m in members]}
        )
        TeamMember.objects.bulk_create(
            [TeamMember(inspection=inspection, role=Role.LEADER, inspector=leader)]
            + [TeamMember(inspection=inspection, role=Role.INSPECTOR, inspector=m) for m in members if m != leader]
            + [TeamMember(inspection=inspection, role=Role.EXPERT, expert=expert) for expert in experts]
            + [TeamMember(inspection=inspection, role=Role.OFFICIAL, official_name=name) for name in officials]
        )
    return inspection


def check_team(inspection: Inspection, members: Sequence[Inspector]) -> None:
    """Refuse a team that may not inspect this unit today; all reasons at once (R-INS-07, R-RECUSE-01, R-RECUSE-02)."""
    today = timezone.localdate()
    found = check_many(members, inspection.unit, today)
    reasons = [refusal for refusals in found.values() for refusal in refusals]
    if reasons:
        raise RuleRefused(" ".join(str(reason) for reason in reasons), rule=reasons[0].rule)
    needed = minimum_inspectors(inspection.owner.area, today)
    if len(members) < needed:
        message = _(
            "A team needs at least %(needed)d inspectors; %(have)d are named. Experts and officials do not count."
        )
        raise RuleRefused(message % {"needed": needed, "have": len(members)}, rule="R-INS-07")


def replace_member(
    inspection: Inspection, *, by: Post, leaving: TeamMember, joining: Inspector, note: str
) -> Inspection:
    """Replace an inspector of the team (R-RECUSE-03); the rights of the one who leaves end now."""
    require(by, "replace_member", inspection)
    if inspection.state not in REPLACEABLE:
        message = _("The inspection is at the step “%(state)s”; this belongs to another.")
        raise RuleRefused(message % {"state": inspection.get_state_display()})
    staying = [m.inspector for m in inspection.team.current() if m.inspector and m.pk != leaving.pk]
    check_team(inspection, [*staying, joining])
    with transaction.atomic():
        if inspection.state == InspectionState.TEAM_FORMED:
            take_back_notice(inspection, by=by)
        leaving.delete()
        TeamMember.objects.create(inspection=inspection, role=leaving.role, inspector=joining)
        record(inspection, "replace_member", by=by, note=note, left=leaving.name, joined=joining.name)
    return inspection


def dissolve_team(inspection: Inspection, *, by: Post, note: str) -> Inspection:
    """Dissolve the team before the notice is served, to form another."""
    require(by, "form_team", inspection)
    with transaction.atomic():
        move(inspection, InspectionState.PLANNED, by=by, verb="dissolve_team", note=note)
        take_back_notice(inspection, by=by)
        inspection.team.all().delete()
    return inspection


def cancel(inspection: Inspection, *, by: Post, note: str) -> Inspection:
    """Cancel an inspection that has not been on site; what was owed for it falls away."""
    require(by, "cancel", inspection)
    with transaction.atomic():
        move(inspection, InspectionState.CANCELLED, by=by, verb="cancel", note=note)
        cancel_duties(inspection, by=by, note=note)
    return inspection


def archive(inspection: Inspection, *, by: Post | None) -> Inspection:
    """Put the file of an ended inspection away (R-PUB-22)."""
    require(by, "archive", inspection)
    move(inspection, InspectionState.ARCHIVED, by=by, verb="archive")
    return inspection


def _open(inspection: Inspection, matters: Iterable[Matter], *, by: Post) -> Inspection:
    matters = list(matters)
    _check_modes(inspection.modes)
    _check_days(inspection)
    if not matters:
        raise RuleRefused(_("Fix at least one matter before anything else."), rule="R-INS-06")
    inspection.save(force_insert=True)
    inspection.matters.set(matters)
    record(inspection, "open_inspection", by=by, matters=[m.pk for m in matters], note=inspection.exception_note)
    return inspection


def _check_listed(inspection: Inspection, entry: AnnualListEntry) -> None:
    """Refuse what does not stand on the approved list of its year (R-ORG-12)."""
    unit, year = inspection.unit, entry.year
    if entry.state != EntryState.APPROVED:
        raise RuleRefused(_("What is not on the approved annual list may not be carried out."), rule="R-ORG-12")
    if not entry.units.filter(pk=unit.pk).exists():
        raise RuleRefused(_("%(unit)s is not among the units of this entry.") % {"unit": unit}, rule="R-ORG-12")
    if inspection.planned_from.year != year:
        raise RuleRefused(_("The entry stands on the list of %(year)s only.") % {"year": year}, rule="R-ORG-12")
    if entry.inspections.filter(unit=unit).exclude(state=InspectionState.CANCELLED).exists():
        raise RuleRefused(_("The inspection of %(unit)s has been set up from this entry already.") % {"unit": unit})


def _check_days(inspection: Inspection) -> None:
    if inspection.planned_to < inspection.planned_from:
        raise RuleRefused(_("The last day lies before the first."))
    if not Organization.objects.current(inspection.planned_from).filter(pk=inspection.unit_id).exists():
        raise RuleRefused(_("%(unit)s does not exist on that day.") % {"unit": inspection.unit})


def _check_modes(modes: Sequence[str]) -> None:
    for first, second in MODE_PAIRS:
        if first in modes and second in modes:
            raise RuleRefused(_("Choose one of “%(a)s” and “%(b)s”.") % {"a": first.label, "b": second.label})


def _obstacles(inspection: Inspection, *, announced_on: date) -> list[RuleRefused]:
    if not inspection.is_of_school:
        return []
    found, area, today = [], inspection.owner.area, timezone.localdate()
    kinds = capped_kinds(area, today)
    if inspection.kind in kinds:
        held = Inspection.objects.held_at(inspection.unit, inspection.planned_from.year, kinds).count()
        cap = comprehensive_cap(area, today)
        if cap is not None and held >= cap:
            message = _("%(unit)s has had %(held)d comprehensive inspection this year; the cap is %(cap)d.")
            found.append(RuleRefused(message % {"unit": inspection.unit, "held": held, "cap": cap}, rule="R-ORG-13"))
    earliest = advance_notice(area, announced_on)
    if earliest and inspection.planned_from < earliest.due_on:
        message = _("The check was made known on %(on)s; it may begin from %(earliest)s on.")
        found.append(RuleRefused(message % {"on": announced_on, "earliest": earliest.due_on}, rule="R-ORG-14"))
    return found


def _except(inspection: Inspection, obstacles: list[RuleRefused], *, by: Post, on: AnnualListEntry, note: str) -> None:
    """Let a named approver override the cap or the lead time, with a reason; refuse everybody else."""
    if not note or not can(by, "except_inspection", on):
        only = _("Only a post that approves exceptions may let this pass, by entering the reason.")
        raise RuleRefused(" ".join([*map(str, obstacles), only]), rule=obstacles[0].rule)
    inspection.approved_by, inspection.exception_note = by.user, note
