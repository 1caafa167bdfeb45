"""One row more of everything that zones and training show, entered at once."""

from django.utils import timezone

from inspectors.models import Course, TrainingRecord, Zone, ZoneSchool


def grow_roster(city, school, inspector, number):
    """Add a zone with a school, a course and the record of an inspector who attended it."""
    scope, today = city.area.scope, timezone.localdate()
    zone = Zone.objects.create(name=f"第{number}责任区", office=city.office, valid_from=today, **scope)
    ZoneSchool.objects.create(zone=zone, school=school, valid_from=today, **school.scope)
    span = {"starts_on": today, "ends_on": today, "organiser": "市教育督导办"}
    held = {"title": f"第{number}期培训", "mode": "centralised", "hours": 8}
    course = Course.objects.create(tier="local", content="policy", office=city.office, **held, **span, **scope)
    TrainingRecord.objects.create(
        inspector=inspector, course=course, completed_on=today, state="confirmed", **held, **scope
    )
