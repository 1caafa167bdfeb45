"""Contents of the committee's papers; Chinese only, as everything that leaves the office."""
from datetime import date
from typing import Any

from django.utils import translation

from .models import Committee
from .states import MemberRole

CHINESE = "zh-hans"


def composition_copy(committee: Committee, on: date) -> dict[str, Any]:
    """Return the public composition: people with their office, units in founding order, no liaison officer."""
    seats = committee.members.on(on).ranked().select_related("organization")
    people = [seat for seat in seats if seat.role not in {MemberRole.MEMBER_UNIT, MemberRole.OFFICE}]
    units = [seat for seat in seats if seat.role == MemberRole.MEMBER_UNIT]
    with translation.override(CHINESE):
        return {
            "summary": f"{committee.name}由{len(units)}个成员单位组成。",
            "in_force_on": on,
            "persons": [
                {
                    "name": seat.person_name or seat.position or seat.label, "role": seat.get_role_display(),
                    "unit": seat.organization.name if seat.organization else "",
                    "remark": seat.position if seat.person_name else "",
                }
                for seat in people
            ],
            "units": [{"unit": seat.label} for seat in units],
        }
