"""The annual list: drafted by a group, approved by another person; only what stands on it may be carried out."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import require
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
    if planned_to < planned_from:
        raise RuleRefused(_("The last day lies before the first."))
    with transaction.atomic():
        entry = AnnualListEntry.objects.create(
            owner=owner,
            year=planned_from.year,
            title=title,
            kind=kind,
            basis=basis,
            group=by.group,
            planned_from=planned_from,
            planned_to=planned_to,
            drafted_by=by.user,
            **owner.scope,
        )
        entry.units.set(units)
        record(entry, "draft_entry", by=by, units=[unit.pk for unit in entry.units.all()])
    return entry


def edit_entry(entry: AnnualListEntry, *, by: Post, units: Iterable[Organization], **changes: Any) -> AnnualListEntry:
    """Change a draft; an approved entry is withdrawn and drafted anew instead."""
    require(by, "edit_entry", entry)
    if entry.state != EntryState.DRAFT:
        raise RuleRefused(_("Only a draft can be changed."))
    with transaction.atomic():
        for name, value in changes.items():
            setattr(entry, name, value)
        entry.year = entry.planned_from.year
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
