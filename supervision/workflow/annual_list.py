"""The annual list: drafted by a group, approved by another person; only what stands on it may be carried out."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import require
from inspectorate.register.states import Group
from inspectorate.trail.workflow import RuleRefused, move, record
from supervision.models import AnnualListEntry
from supervision.states import EntryState


def draft_entry(
    owner: Organization,
    *,
    by: Post,
    title: str,
    kind: str,
    basis: str,
    planned_from: date,
    planned_to: date,
    units: Iterable[Organization],
) -> AnnualListEntry:
    """Draft an entry of the list of the year in which it begins (R-ORG-12)."""
    require(by, "draft_entry", owner)
    units = list(units)
    with transaction.atomic():
        _check(AnnualListEntry(owner=owner, title=title, planned_from=planned_from, planned_to=planned_to))
        entry = AnnualListEntry.objects.create(
            owner=owner,
            year=planned_from.year,
            title=title,
            kind=kind,
            basis=basis,
            group=_group(by, units),
            planned_from=planned_from,
            planned_to=planned_to,
            drafted_by=by.user,
            **owner.scope,
        )
        entry.units.set(units)
        record(entry, "draft_entry", by=by, units=[unit.pk for unit in units])
    return entry


def edit_entry(entry: AnnualListEntry, *, by: Post, units: Iterable[Organization], **changes: Any) -> AnnualListEntry:
    """Change a draft; an approved entry is withdrawn and drafted anew instead."""
    require(by, "edit_entry", entry)
    units = list(units)
    with transaction.atomic():
        entry.refresh_from_db(from_queryset=AnnualListEntry.objects.select_for_update())
        if entry.state != EntryState.DRAFT:
            raise RuleRefused(_("Only a draft can be changed."))
        for name, value in changes.items():
            setattr(entry, name, value)
        entry.year = entry.planned_from.year
        entry.group = _group(by, units) if by.group == Group.GENERAL else entry.group
        _check(entry)
        entry.save()
        entry.units.set(units)
        record(entry, "edit_entry", by=by, fields=sorted(changes))
    return entry


def submit_entry(entry: AnnualListEntry, *, by: Post) -> AnnualListEntry:
    """Hand the draft to the approver."""
    require(by, "submit_entry", entry)
    if not entry.units.exists():
        raise RuleRefused(_("Name at least one unit that will be inspected."), rule="R-ORG-12")
    move(entry, EntryState.SUBMITTED, by=by, verb="submit_entry")
    return entry


def approve_entry(entry: AnnualListEntry, *, by: Post, note: str = "") -> AnnualListEntry:
    """Put the entry on the annual list; the approver is not its author."""
    require(by, "approve_entry", entry)
    if entry.drafted_by_id == by.user_id:
        raise RuleRefused(_("Whoever drafted an entry cannot approve it."))
    move(entry, EntryState.APPROVED, by=by, verb="approve_entry", note=note, approved_on=timezone.localdate())
    return entry


def return_entry(entry: AnnualListEntry, *, by: Post, note: str) -> AnnualListEntry:
    """Return the entry to its author with the reason."""
    require(by, "return_entry", entry)
    move(entry, EntryState.DRAFT, by=by, verb="return_entry", note=note)
    return entry


def withdraw_entry(entry: AnnualListEntry, *, by: Post, note: str) -> AnnualListEntry:
    """Take an entry off the list; inspections already set up from it stand."""
    require(by, "withdraw_entry", entry)
    move(entry, EntryState.WITHDRAWN, by=by, verb="withdraw_entry", note=note)
    return entry


def _check(entry: AnnualListEntry) -> None:
    if entry.planned_to < entry.planned_from:
        raise RuleRefused(_("The last day lies before the first."))
    year = entry.planned_from.year
    same = AnnualListEntry.objects.filter(owner=entry.owner, year=year, title=entry.title).exclude(pk=entry.pk)
    if same.exclude(state=EntryState.WITHDRAWN).exists():
        raise RuleRefused(_("The list of %(year)s has an entry of this title already.") % {"year": year})


def _group(by: Post, units: list[Organization]) -> str:
    """Return the group that will inspect: the drafter's own; general affairs draft for the other two."""
    if by.group != Group.GENERAL:
        return by.group
    is_of_schools = all(unit.kind == Organization.Kind.SCHOOL for unit in units)
    return Group.SCHOOL if is_of_schools else Group.GOVERNMENT
