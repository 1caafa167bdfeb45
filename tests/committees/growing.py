"""One row more of everything that a committee's year shows, entered at once."""

from django.utils import timezone

from committees.models import AgendaItem, AnnualPlan, MajorMatter, Meeting, PlanItem, Resolution


def grow_year(city, committee, number):
    """Add a meeting with a resolution, a plan with an item, a major matter."""
    scope, today = committee.scope, timezone.localdate()
    meeting = Meeting.objects.create(
        committee=committee,
        owner=city.office,
        kind="plenary",
        title=f"第{number}次全体会议",
        planned_at=timezone.now(),
        place="会议室",
        state="held",
        held_on=today,
        **scope,
    )
    AgendaItem.objects.create(meeting=meeting, order=1, title="议题", presenter=city.office)
    Resolution.objects.create(
        meeting=meeting,
        owner=city.office,
        number=1,
        text="决定事项",
        holder=city.bureau,
        due_on=today,
        state="given",
        **scope,
    )
    plan = AnnualPlan.objects.create(
        organization=city.office, year=2026 + number, kind="city", state="submitted", submitted_on=today, **scope
    )
    PlanItem.objects.create(
        plan=plan, number=1, section="督学", measure="措施", lead=city.office, due_on=today, **scope
    )
    MajorMatter.objects.create(
        organization=city.county_office,
        addressee=city.office,
        title=f"事项{number}",
        happened_on=today,
        facts="情况",
        measures="措施",
        author=city.secretary.user,
        **city.county_area.scope,
    )
