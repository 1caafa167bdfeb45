"""On site, public opinion, deliberation, end."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from committees.models import Membership
from committees.workflow import count_participation
from inspectorate.documents.models import StoredFile
from inspectorate.documents.workflow import attach
from inspectorate.register.models import Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record
from supervision.models import Finding, Inspection, Matter, PublicOpinion, SiteRecord
from supervision.states import Audience, InspectionState

from .cycles import meet_cycles
from .planning import check_team
from .serving import earliest_on_site


def start_on_site(inspection: Inspection, *, by: Post) -> Inspection:
    """Begin on site: after service (R-INS-08), after the self-evaluation where asked for, with a team still fit."""
    require(by, "start_on_site", inspection)
    earliest = earliest_on_site(inspection)
    if earliest is None:
        raise RuleRefused(_("The notice has not been served yet."), rule="R-INS-08")
    if timezone.localdate() < earliest:
        raise RuleRefused(_("The team may come from %(date)s on.") % {"date": earliest}, rule="R-INS-08")
    # Recusal is checked again here: an interest declared since the team was formed counts (R-RECUSE-01).
    check_team(inspection, [m.inspector for m in inspection.team.current() if m.inspector])
    with transaction.atomic():
        move(inspection, InspectionState.ON_SITE, by=by, verb="start_on_site")
        _count_units(inspection, by=by)
    return inspection


def add_site_record(
    inspection: Inspection,
    *,
    by: Post,
    place: str,
    method: str,
    content: str,
    recorded_on: date,
    organization: Any = None,
    item: Any = None,
    files: Iterable[StoredFile] = (),
) -> SiteRecord:
    """Add a record of what was seen at one place (R-INS-11)."""
    require(by, "add_site_record", inspection)
    _at(inspection, InspectionState.ON_SITE, InspectionState.HEARING)
    with transaction.atomic():
        entry = SiteRecord.objects.create(
            inspection=inspection,
            author=by.user,
            place=place,
            method=method,
            content=content,
            recorded_on=recorded_on,
            organization=organization,
            item=item,
        )
        attach(entry, files, by=by)
        record(inspection, "add_site_record", by=by, record=entry.pk)
    return entry


def start_hearing(inspection: Inspection, *, by: Post) -> Inspection:
    """Turn to public opinion; at least one site record must stand (R-INS-11)."""
    require(by, "start_hearing", inspection)
    if not inspection.siterecords.exists():
        raise RuleRefused(_("Write at least one site record first."), rule="R-INS-11")
    move(inspection, InspectionState.HEARING, by=by, verb="start_hearing")
    return inspection


def add_opinion(
    inspection: Inspection,
    *,
    by: Post,
    channel: str,
    audience: str,
    held_on: date,
    people: int,
    content: str,
    satisfied: int | None = None,
    files: Iterable[StoredFile] = (),
) -> PublicOpinion:
    """Add what the public, pupils, parents or teachers said (R-INS-13)."""
    require(by, "add_opinion", inspection)
    _at(inspection, InspectionState.ON_SITE, InspectionState.HEARING)
    if satisfied is not None and satisfied > people:
        raise RuleRefused(_("More people satisfied than heard."))
    with transaction.atomic():
        opinion = PublicOpinion.objects.create(
            inspection=inspection,
            author=by.user,
            channel=channel,
            audience=audience,
            held_on=held_on,
            people=people,
            satisfied=satisfied,
            content=content,
        )
        attach(opinion, files, by=by)
        record(inspection, "add_opinion", by=by, opinion=opinion.pk)
    return opinion


def start_deliberation(inspection: Inspection, *, by: Post) -> Inspection:
    """Begin to deliberate once the public, pupils, parents and teachers have been heard (R-INS-13)."""
    require(by, "start_deliberation", inspection)
    heard = set(inspection.publicopinions.values_list("audience", flat=True))
    missing = [audience.label for audience in Audience if audience not in heard]
    if missing:
        message = _("Not heard yet: %(missing)s.") % {"missing": _(", ").join(str(label) for label in missing)}
        raise RuleRefused(message, rule="R-INS-13")
    move(inspection, InspectionState.DELIBERATING, by=by, verb="start_deliberation")
    return inspection


def add_finding(
    inspection: Inspection,
    *,
    by: Post,
    matter: Matter,
    severity: str,
    problem: str,
    demand: str,
    basis: str = "",
    files: Iterable[StoredFile] = (),
) -> Finding:
    """Add a problem as an item of its own, numbered in order."""
    require(by, "add_finding", inspection)
    _at(inspection, InspectionState.ON_SITE, InspectionState.HEARING, InspectionState.DELIBERATING)
    with transaction.atomic():
        # The inspection's row is the lock under which numbers are given.
        Inspection.objects.select_for_update().get(pk=inspection.pk)
        last = inspection.findings.aggregate(last=Max("number"))["last"] or 0
        finding = Finding.objects.create(
            inspection=inspection,
            author=by.user,
            number=last + 1,
            matter=matter,
            severity=severity,
            problem=problem,
            basis=basis,
            demand=demand,
        )
        attach(finding, files, by=by)
        record(inspection, "add_finding", by=by, number=finding.number)
    return finding


def edit_finding(finding: Finding, *, by: Post, **changes: Any) -> Finding:
    """Change a finding while the team deliberates."""
    require(by, "edit_finding", finding.inspection)
    _at(finding.inspection, InspectionState.ON_SITE, InspectionState.HEARING, InspectionState.DELIBERATING)
    before = {name: str(getattr(finding, name)) for name in changes}
    with transaction.atomic():
        for name, value in changes.items():
            setattr(finding, name, value)
        finding.save()
        record(finding.inspection, "edit_finding", by=by, number=finding.number, before=before)
    return finding


def drop_finding(finding: Finding, *, by: Post, note: str) -> Finding:
    """Give a finding up while the team deliberates; it keeps its number."""
    require(by, "drop_finding", finding.inspection)
    _at(finding.inspection, InspectionState.ON_SITE, InspectionState.HEARING, InspectionState.DELIBERATING)
    return lift_finding(finding, by=by, note=note)


def lift_finding(finding: Finding, *, by: Post, note: str) -> Finding:
    """Take a finding off the file; the right was asked by the verb that calls, as where a defence is accepted."""
    finding.is_upheld = False
    with transaction.atomic():
        finding.save(update_fields=["is_upheld"])
        record(finding.inspection, "drop_finding", by=by, note=note, number=finding.number)
    return finding


def conclude(inspection: Inspection, *, by: Post, note: str = "") -> Inspection:
    """End the inspection; from this day the report to the government is owed (R-INS-22), its cycle is closed."""
    require(by, "conclude", inspection)
    today = timezone.localdate()
    with transaction.atomic():
        move(inspection, InspectionState.CONCLUDED, by=by, verb="conclude", note=note, concluded_on=today)
        meet_cycles(inspection, by=by)
        _count_units(inspection, by=by)
    return inspection


def _count_units(inspection: Inspection, *, by: Post) -> None:
    """Count the member units whose people are in the team: each once an inspection (R-ORG-08)."""
    today = timezone.localdate()
    team = inspection.team.current().select_related("organization", "inspector__organization", "expert__organization")
    units = {unit for member in team if (unit := member.employer)}
    seated = set(Membership.objects.on(today).units().values_list("organization", flat=True))
    for unit in sorted((unit for unit in units if unit.pk in seated), key=lambda unit: unit.pk):
        count_participation(unit, subject=inspection, on=today, what=inspection.title, by=by)


def _at(inspection: Inspection, *states: str) -> None:
    inspection.refresh_from_db(fields=["state"])
    if inspection.state not in states:
        state = inspection.get_state_display()
        raise RuleRefused(_("The inspection is at the step “%(state)s”; this belongs to another.") % {"state": state})
