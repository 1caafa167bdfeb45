"""A case walked through the accountability chain."""

from datetime import timedelta

from django.utils import timezone

from accountability import workflow
from accountability.models import Case
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


__all__ = ["Chain", "at"]
