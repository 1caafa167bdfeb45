"""What the office may put on an agenda: open matters of the system, drawn from the rows themselves (S04)."""
from collections.abc import Iterator
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models

from committees.models import AgendaItem, AnnualPlan, MajorMatter, Meeting
from committees.papers import agenda_title
from committees.states import OPEN_PLANS, MatterState, PlanState
from inspectorate.duties.models import Duty
from inspectorate.register.models import Organization

MOST = 30  # of each kind: an agenda is read by people
SUPERVISED = "comply"  # the duty that a served supervise notice opens


class Proposal(NamedTuple):
    """An open matter that a meeting could deal with."""

    key: str
    title: str
    source: models.Model
    presenter: Organization | None


def proposals(meeting: Meeting) -> list[Proposal]:
    """Return open supervise notices, overdue duties of member units, major matters and the plan in draft (R-ORG-06)."""
    known = {(item.source_type_id, item.source_id) for item in AgendaItem.objects.filter(meeting=meeting)}
    return [found for found in _open_matters(meeting) if _identity(found.source) not in known]


def _open_matters(meeting: Meeting) -> Iterator[Proposal]:
    office = meeting.owner
    within = Duty.objects.within(meeting.area.code)
    for duty in within.open().filter(kind=SUPERVISED).select_related("holder").order_by("due_on")[:MOST]:
        yield _proposal("notice", f"{duty.holder.name}（{duty.title}）", duty, office)
    units = meeting.committee.members.on(meeting.day).units().values("organization")
    late = within.overdue().filter(holder__in=units).exclude(kind=SUPERVISED)
    for duty in late.select_related("holder").order_by("due_on")[:MOST]:
        yield _proposal("duty", f"{duty.holder.name}（{duty.title}）", duty, duty.holder)
    matters = MajorMatter.objects.filter(addressee=office, state__in=[MatterState.REPORTED, MatterState.RECEIVED])
    for matter in matters.select_related("organization").order_by("reported_at")[:MOST]:
        yield _proposal("matter", matter.title, matter, matter.organization)
    plans = AnnualPlan.objects.filter(organization=office, state__in=[*OPEN_PLANS, PlanState.SUBMITTED])
    for plan in plans.order_by("-year")[:MOST]:
        yield _proposal("plan", str(plan.year), plan, office)


def _proposal(kind: str, about: str, source: models.Model, presenter: Organization | None) -> Proposal:
    kind_id, pk = _identity(source)
    return Proposal(f"{kind_id}:{pk}", agenda_title(kind, about), source, presenter)


def _identity(source: models.Model) -> tuple[int, int]:
    return ContentType.objects.get_for_model(source).pk, source.pk
