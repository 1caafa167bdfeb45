"""One more hazard of a school, as lists of any length need it."""

from django.utils import timezone

from inspectorate.lib.periods import ONE_WEEK
from supervision import workflow


def grow_hazards(city, school):
    """Enter a hazard of a school that the bureau must remove."""
    today = timezone.localdate()
    workflow.enter_hazard(
        by=city.officer, school=school, place="校门口", description="占道经营，学生通行受阻。", field="traffic",
        level="general", found_on=today, found_by="督学组", measure="清理占道摊点。", responsible=city.bureau,
        responsible_person="副局长", due_on=today + ONE_WEEK,
    )  # fmt: skip
