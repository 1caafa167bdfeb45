"""A form of returns in force for the counties, and returns brought to any state by those who may."""

from datetime import date
from decimal import Decimal

from monitoring import jobs, workflow
from monitoring.models import Return, ReturnForm
from monitoring.workflow import FieldLine, Figure
from tests.stage import at

MAY = date(2026, 5, 6)  # the form is put in force
JUNE = date(2026, 6, 1)  # the first look after May has ended
LINES = (
    FieldLine(None, "teachers", "应发人数", "number", "人", least=Decimal(0), most=Decimal(99999),
              usual_source="人社部门工资台账"),
    FieldLine(None, "paid", "实发工资总额", "number", "万元", decimals=2, least=Decimal(0),
              usual_source="国库集中支付系统"),
    FieldLine(None, "is_owed", "是否拖欠", "yes_no", usual_source="县级财政部门"),
    FieldLine(None, "reason", "拖欠原因", "text", is_required=False, usual_source="县级财政部门"),
    FieldLine(None, "way", "发放方式", "choice", choices=("统发", "自发"), is_required=False,
              usual_source="县级财政部门"),
)  # fmt: skip
FIRST = {"teachers": Decimal(1820), "paid": Decimal("1496.52"), "is_owed": "no"}


class Asked:
    """The monitoring group's form and the county clerk's returns."""

    def __init__(self, stage):
        self.stage = stage
        self.officer = stage.post("monitoring_group", group="monitoring", name="监测组干事")
        self.director = stage.director
        self.clerk = stage.post("county_clerk", stage.county_office, name="县办干事")
        self.other_clerk = stage.post("county_clerk", stage.other_office, name="邻县干事")

    def drafted(self, **changes):
        """Draft a monthly form of the counties, with its fields."""
        values = {
            "title": "教师工资待遇保障月报", "purpose": "掌握教师工资按时足额发放情况。", "basis": "皖政办〔2021〕18号",
            "frequency": "month", "audience": "counties", "valid_from": MAY, **changes,
        }  # fmt: skip
        with at(MAY):
            form = workflow.draft_form(by=self.officer, **values)
            return workflow.write_fields(form, by=self.officer, lines=LINES)

    def in_force(self, on=MAY, **changes):
        """Have the director put it in force."""
        form = self.drafted(**changes)
        with at(on):
            return workflow.put_in_force(form, by=self.director)

    def prepared(self, on=JUNE, **changes):
        """Let the clock look after the first period; return the county's return."""
        self.form = self.in_force(**changes)
        with at(on):
            jobs.owe_returns()
        return self.mine()

    def mine(self, period="2026-05"):
        """The county's return of a period."""
        return Return.objects.get(form__title=self.form.title, unit=self.stage.county_office, period=period)

    def figures(self, form=None, **values):
        """Figures by the codes of their fields."""
        fields = {field.code: field for field in (form or self.form).fields.all()}
        return [Figure(fields[code], value, is_confirmed=True) for code, value in values.items()]

    def filled(self, row=None, by=None, **values):
        """Fill a return in."""
        row = row or self.prepared()
        return workflow.fill_return(row, by=by or self.clerk, figures=self.figures(row.form, **{**FIRST, **values}))

    def submitted(self, row=None, by=None, **values):
        """Fill it in and submit it."""
        return workflow.submit_return(self.filled(row, by, **values), by=by or self.clerk)

    def accepted(self, row=None, **values):
        """Have the office accept it."""
        return workflow.accept_return(self.submitted(row, **values), by=self.officer)


def form_again(form):
    """The form as it is stored."""
    return ReturnForm.objects.get(pk=form.pk)
