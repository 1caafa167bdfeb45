"""A case walked through the accountability chain, and bare rows of it in any state."""

from datetime import date, timedelta

from django.utils import timezone

from accountability import models, workflow
from accountability.models import Case
from inspectorate.duties.models import Duty
from inspectorate.rulebook.models import Setting
from inspectorate.rulebook.workflow.shipped import shipped_rows
from supervision.models import Finding, Inspection, Matter
from tests.stage import Walk, at


class Chain(Walk):
    """A walk that goes on after the inspection has ended."""

    def opened_case(self, problems=2):
        """Open the case."""
        self.concluded(problems)
        self.case = workflow.open_case(self.inspection, by=self.officer)
        return self.case

    def fed_back(self, problems=2):
        """Serve the preliminary opinion; the window ends in ten days."""
        self.opened_case(problems)
        until = timezone.localdate() + timedelta(days=10)
        self.pass_document(
            workflow.draft_opinion(
                self.case,
                by=self.officer,
                evaluation="总体较好。",
                achievements="制度健全。",
                advice="加强管理。",
                defence_due_on=until,
            )
        )
        return self.again()

    def again(self):
        """Read the case anew."""
        self.case = Case.objects.get(pk=self.case.pk)
        return self.case

    def defended(self, problems=2):
        """Waive the defence and close the window."""
        self.fed_back(problems)
        workflow.waive_defence(self.case, by=self.answerer)
        return workflow.close_defence(self.case, by=self.officer)

    def lettered(self, problems=2, days=30):
        """Serve the opinion letter."""
        self.defended(problems)
        due = timezone.localdate() + timedelta(days=days)
        findings = self.inspection.findings.filter(is_upheld=True)
        self.pass_document(
            workflow.draft_letter(
                self.case,
                by=self.officer,
                evaluation="总体较好。",
                due_dates=dict.fromkeys(findings, due),
                advice="举一反三。",
            )
        )
        return self.again()

    def reported(self, item):
        """Report an item as done."""
        workflow.report_item(item, by=self.answerer, measure="已清理。", result="通道畅通。")
        return item

    def checked(self, item, *, is_passed=True):
        """Report and re-check an item."""
        self.reported(item)
        workflow.recheck_item(
            item,
            by=self.officer,
            method="on_site",
            checked_on=timezone.localdate(),
            place="教学楼",
            content="现场查看。",
            is_passed=is_passed,
            new_due_on=None if is_passed else timezone.localdate() + timedelta(days=20),
        )
        return item

    def cleared(self):
        """Close all items out."""
        self.lettered()
        for item in self.case.items.all():
            workflow.close_out(self.checked(item), by=self.city.director)
        return self.again()

    def overdue(self):
        """Let the items run past their date; return the day after."""
        self.lettered(days=5)
        return timezone.localdate() + timedelta(days=30)


class Bare:
    """Rows of one unit's file put into any state at once; each call of `case` is a file of its own."""

    def __init__(self, city):
        self.city, self.today = city, timezone.localdate()

    def case(self, state="rechecking", unit=None, owner=None, problems=0, **facts):
        """Make a case whose inspection has ended, and its findings."""
        unit, owner = unit or self.city.school, owner or self.city.office
        group = "school" if unit.kind == "school" else "government"
        shared = {"title": f"{unit}专项督导", "unit": unit, "owner": owner, "group": group, **unit.scope}
        inspection = Inspection.objects.create(
            emergency_ground="一",
            kind="special",
            modes=["open"],
            planned_from=self.today,
            planned_to=self.today,
            concluded_on=self.today,
            state="concluded",
            **shared,
        )
        inspection.matters.set(Matter.objects.all()[:1])
        for number in range(1, problems + 1):
            self.finding(inspection, number)
        return Case.objects.create(
            inspection=inspection, superior=unit.superior or self.city.government, state=state, **{**shared, **facts}
        )

    def finding(self, inspection, number=1):
        """Add a finding."""
        return Finding.objects.create(
            inspection=inspection,
            author=self.city.leader.user,
            number=number,
            matter=Matter.objects.first(),
            problem=f"问题{number}",
            demand="整改",
            basis="依据",
        )

    def item(self, case=None, state="pending", due=30, **facts):
        """Add a rectification item to a case that has its letter."""
        case = case or self.case(letter_received_on=self.today)
        number = case.items.count() + 1
        if state == "closed":
            facts = {"closed_on": self.today, "closed_by": self.city.director.user, **facts}
        return models.RectificationItem.objects.create(
            case=case,
            finding=self.finding(case.inspection, 100 + number),
            number=number,
            problem=f"问题{number}",
            demand="整改",
            due_on=self.today + timedelta(days=due),
            state=state,
            **case.filing,
            **facts,
        )

    def measure(self, model, case=None, **facts):
        """Make a measure that the officer proposed."""
        case = case or self.case()
        facts = {"reason": "一", "proposed_by": self.city.officer.user, **facts}
        return model.objects.create(case=case, **case.filing, **facts)

    def notice(self, items, **facts):
        """Make a supervise notice about items."""
        notice = self.measure(models.SuperviseNotice, items[0].case, **facts)
        notice.items.set(items)
        return notice

    def interview(self, case=None, **facts):
        """Make an interview."""
        return self.measure(models.Interview, case, **{"grounds": ["unfinished"], **facts})

    def circular(self, case=None, **facts):
        """Make a circular."""
        return self.measure(models.Circular, case, **{"facts": "事实", "demands": "要求", **facts})

    def action(self, case=None, **facts):
        """Make an accountability proceeding."""
        facts = {"target": "unit", "situations": ["duties"], "proposed_forms": ["open_criticism"], **facts}
        return self.measure(models.AccountabilityAction, case, **facts)

    def decided(self, case=None, **facts):
        """Make a proceeding with its decision, by the chair."""
        facts = {"decided_on": self.today, "effective_on": self.today, "decided_forms": ["open_criticism"], **facts}
        text = {"facts": "事实", "findings": "认定", "basis": "依据"}
        facts = {**text, "informed_on": self.today, "state": "decided", **facts}
        return self.action(case, approved_by=self.city.chair.user, **facts)

    def report(self, case=None, **facts):
        """Make an inspection report."""
        case = case or self.case()
        text = dict.fromkeys(("title", "course", "evaluation", "achievements", "advice", "public_summary"), "一。")
        facts = {**text, "author": self.city.officer.user, **facts}
        return models.InspectionReport.objects.create(inspection=case.inspection, **case.filing, **facts)


def bind(area, rule, value, unit=""):
    """Let a value of a rule bind in an area."""
    facts = {"valid_from": date(2015, 1, 1), "document": "测试文件", "state": "approved", **area.scope}
    return Setting.objects.create(area=area, rule=rule, value=value, unit=unit, **facts)


def bind_as_in(area, code):
    """Let the shipped settings of another place bind in an area."""
    for row in shipped_rows():
        if row["area"] == code:
            bind(area, row["rule"], row["value"], row["unit"])


def owed(subject, **facts):
    """The kinds of the open duties about a row."""
    return sorted(Duty.objects.of(subject).open().filter(**facts).values_list("kind", flat=True))


__all__ = ["Bare", "Chain", "at", "bind", "bind_as_in", "owed"]
