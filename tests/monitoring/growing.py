"""One row more of everything that returns show, entered at once."""

from datetime import date

from django.utils import timezone

from monitoring.models import Return, ReturnField, ReturnForm, ReturnValue


def grow_returns(city, number):
    """Add a form in force, and a county's and a school's answer to it."""
    now, month = timezone.now(), date(2026, number, 1)
    officer = city.post("monitoring_group", group="monitoring")
    form = ReturnForm.objects.create(
        title=f"第{number}张填报表",
        purpose="掌握情况",
        basis="某通知",
        frequency="month",
        office=city.office,
        audience="counties",
        valid_from=month,
        drafted_by=officer.user,
        approved_by=city.director.user,
        approved_at=now,
        state="in_force",
        **city.area.scope,
    )
    field = ReturnField.objects.create(form=form, order=1, code="teachers", label="应发人数", unit="人")
    for unit, state in ((city.county_office, "submitted"), (city.school, "draft")):
        row = Return.objects.create(
            form=form,
            unit=unit,
            period=f"{month:%Y-%m}",
            period_from=month,
            period_to=month.replace(day=28),
            state=state,
            submitted_at=now if state == "submitted" else None,
            **unit.scope,
        )
        ReturnValue.objects.create(
            record=row, field=field, number=1800 + number, source="工资台账", reference_on=month, entered_at=now
        )
