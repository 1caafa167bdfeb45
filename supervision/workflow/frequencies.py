"""The duties to visit each school often enough, met when the count is reached (R-VISIT-01, R-VISIT-02)."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from inspectorate.duties.models import Duty
from inspectorate.duties.states import DutyState
from inspectorate.duties.workflow import meet_keys
from inspectorate.register.models import Organization, Post
from inspectorate.rulebook.workflow import semester_on
from inspectorate.trail.workflow import move
from inspectors.models import Assignment
from supervision.deadlines import visits_a_month, visits_a_semester
from supervision.models import Visit
from supervision.models.frequencies import Span, month_of
from supervision.models.instruments import AppliesTo, applies_to

MONTHLY, HALF_YEARLY = "visit_month", "visit_semester"
PASSED_ON = _("Another inspector is responsible for the school now.")


def meet_frequencies(school: Organization, day: date, *, by: Post | None) -> int:
    """Meet what was owed for the month and the semester of a visit, once there are visits enough; return how many."""
    keys: list[str] = []
    for kind, (first, last), needed in _owed(school, day):
        if Visit.objects.counted(first, last).filter(school=school).count() >= needed:
            keys += _duties(school).filter(kind=kind, trigger_on=first).values_list("key", flat=True)
    return meet_keys(keys, by=by, on=day) if keys else 0


def _duties(school: Organization) -> QuerySet:
    """Return the open duties about the assignments to a school, whoever holds them."""
    held = Assignment.objects.filter(school=school).values("pk")
    kind = ContentType.objects.get_for_model(Assignment)
    return Duty.objects.open().filter(subject_type=kind, subject_id__in=held)


def _owed(school: Organization, day: date) -> Iterator[tuple[str, Span, int]]:
    is_kindergarten = applies_to(school) == AppliesTo.KINDERGARTEN
    yield MONTHLY, month_of(day), visits_a_month(school.area, day, is_kindergarten=is_kindergarten)
    if semester := semester_on(school.area, day):
        yield HALF_YEARLY, (semester.starts_on, semester.ends_on), visits_a_semester(school.area, day)


def pass_on(keys: Iterable[str]) -> int:
    """Let fall away what a former inspector owed of a running period: it passes to the present one."""
    duties = list(Duty.objects.open().filter(key__in=list(keys)).order_by("pk"))
    for duty in duties:
        move(duty, DutyState.CANCELLED, by=None, verb="cancel_duty", note=PASSED_ON)
    return len(duties)
