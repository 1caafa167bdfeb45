"""What member units took part in is counted here, by whoever records the activity (R-ORG-08)."""
from collections.abc import Iterable
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from committees.deadlines import activities_needed
from committees.models import Membership, Participation
from committees.states import Activity
from inspectorate.duties.workflow import meet_keys
from inspectorate.register.models import Organization, Post
from inspectorate.trail.workflow import record


def participation_key(committee_id: int, organization_id: int, year: int) -> str:
    """Return the key of the duty of one unit to take part in a year (R-ORG-08)."""
    return f"take_part:{committee_id}:{organization_id}:{year}"


def count_participation(
    organization: Organization,
    *,
    subject: models.Model,
    on: date,
    what: str,
    by: Post | None,
    kind: str = Activity.INSPECTION,
) -> bool:
    """Count that a unit took part in `subject` (an inspection, a meeting) on a day; once a unit and subject (R-ORG-08).

    The act that records the activity asks for its own right. Return whether it was counted now; what was counted
    before stays as it is. The unit's duty of the year is met as soon as the area's number is reached.
    """
    values = {"kind": kind, "on": on, "what": what[:200], **organization.scope}
    with transaction.atomic():
        row, is_new = Participation.objects.get_or_create(
            organization=organization, **_source(subject), defaults=values
        )
        if is_new:
            record(row, "count_participation", by=by, on=on, what=row.what)
            _meet(organization, on, by)
    return is_new


def recount_meeting(meeting: models.Model, units: Iterable[Organization], *, on: date, what: str, by: Post) -> None:
    """Let the counted units of a meeting be exactly these: attendance may be corrected until the minutes are out."""
    units = list(units)
    Participation.objects.filter(**_source(meeting)).exclude(organization__in=units).delete()
    for unit in units:
        count_participation(unit, subject=meeting, on=on, what=what, by=by, kind=Activity.MEETING)


def _source(subject: models.Model) -> dict[str, object]:
    return {"source_type": ContentType.objects.get_for_model(subject), "source_id": subject.pk}


def _meet(organization: Organization, on: date, by: Post | None) -> None:
    """Meet the unit's duty of the year where the area has the rule and its number is reached."""
    seats = Membership.objects.on(on).units().filter(organization=organization)
    for seat in seats.select_related("committee__organization__area"):
        needed = activities_needed(seat.committee.area, on)
        done = Participation.objects.in_year(on.year).filter(organization=organization, kind=Activity.INSPECTION)
        if needed and done.count() >= needed:
            meet_keys([participation_key(seat.committee_id, organization.pk, on.year)], by=by, on=on)
