"""Contents of the roster's papers; Chinese only, as everything that leaves the office."""
from datetime import date
from typing import Any

from django.utils import translation

from inspectorate.register.models import Organization
from inspectorate.rulebook.workflow import setting

from .models import Inspector, Posting
from .models.profiles import Profile

CHINESE = "zh-hans"


def person(row: Profile) -> dict[str, str]:
    """Return all that is public of a person: name, unit, field (R-ROST-05, R-PUB-12)."""
    return {
        "name": row.name,
        "unit": row.organization.name if row.organization else "",
        "category": "、".join(row.category_labels),
        "role": row.get_kind_display() + "督学",
    }


def posting_copy(posting: Posting) -> dict[str, Any]:
    """Return the notice of proposed inspectors with where to object (R-ROST-05)."""
    candidates = posting.candidacies.select_related("organization").order_by("name")
    with translation.override(CHINESE):
        people = [person(row) for row in candidates]
        basis = str(setting("R-ROST-05", posting.office.area, posting.posted_on).basis)
    invitation = "现予公示。公示期间如有异议，请通过下列方式反映。"
    return {
        "summary": f"{posting.office.name}拟聘任以下{len(people)}名督学，{invitation}",
        "basis": basis,
        "persons": people,
        "phone": posting.objection_phone,
        "mailbox": posting.objection_mailbox,
    }


def roster_copy(office: Organization, on: date) -> dict[str, Any]:
    """Return the list of an inspectorate's inspectors in term on a day (R-ROST-06)."""
    rows = Inspector.objects.filter(office=office).current(on).select_related("organization").order_by("name", "pk")
    with translation.override(CHINESE):
        people = [person(row) for row in rows]
    return {
        "summary": f"{office.name}现有督学{len(people)}名。", "year": on.year, "starts_on": on, "persons": people,
        "phone": office.office_phone,
    }
