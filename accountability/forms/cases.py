"""Forms of opinion, defence, letter and report."""

from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.deadlines import defence_window, proposed_rectification
from accountability.models import Case, DefencePoint, InspectionReport
from accountability.papers import report_course, report_summary
from accountability.states import Outcome
from accountability.workflow import Argument
from inspectorate.documents.forms import StoredFilesField
from inspectorate.lib.forms import DateInput, SubjectForm, prose
from inspectorate.register.models import Organization
from inspectorate.rulebook.workflow import setting
from supervision.forms import own_contact
from supervision.models import Finding, Inspection


class Answer(NamedTuple):
    """What the office answers to one point of a defence."""

    point: DefencePoint
    outcome: str
    reason: str


class OpinionForm(SubjectForm):
    """Preliminary opinion; the problems come from the findings."""

    evaluation = prose(gettext_lazy("General evaluation"), 8)
    achievements = prose(gettext_lazy("Achievements"), 5, required=False)
    advice = prose(gettext_lazy("Advice"), 5, required=False)
    defence_due_on = forms.DateField(
        label=gettext_lazy("Defence until"),
        widget=DateInput,
        help_text=gettext_lazy("Your area has no rule for this window: name a day that leaves the unit enough time."),
    )

    def prepare(self) -> None:
        """Ask for the last day only where the area has no rule for the window (R-INS-16)."""
        if defence_window(self.subject, timezone.localdate()):
            del self.fields["defence_due_on"]


class ByFinding(SubjectForm):
    """A form with one field for each upheld finding."""

    def findings(self) -> list[Finding]:
        """Return the findings that are upheld."""
        return list(self.subject.inspection.findings.filter(is_upheld=True))

    def gathered(self, prefix: str, data: dict[str, Any]) -> dict[Finding, Any]:
        """Take the fields of a prefix out of the cleaned data, by finding."""
        return {finding: data.pop(f"{prefix}{finding.pk}", None) for finding in self.findings()}


class DefenceForm(ByFinding):
    """The unit's defence, finding by finding."""

    statement = prose(gettext_lazy("General statement"), 5, required=False)

    def prepare(self) -> None:
        """Add one field for each finding, and the evidence at the end."""
        for finding in self.findings():
            self.fields[f"finding_{finding.pk}"] = prose(
                str(finding), 3, required=False, help_text=_("Empty: no objection.")
            )
        self.fields["files"] = StoredFilesField(label=_("Evidence"), required=False)

    def clean(self) -> dict[str, Any]:
        """Gather the arguments."""
        data = super().clean()
        told = self.gathered("finding_", data)
        data["arguments"] = [Argument(finding, text) for finding, text in told.items() if text]
        return data


class AnswerForm(SubjectForm):
    """The answers to the points of the defence that have none yet; those left empty wait (R-INS-17)."""

    def prepare(self) -> None:
        """Add outcome and reason of each open point."""
        points = DefencePoint.objects.filter(defence__case=self.subject, outcome="").select_related("finding")
        self.points = list(points)
        for point in self.points:
            self.fields[f"outcome_{point.pk}"] = forms.ChoiceField(
                label=_("Outcome"), choices=Outcome.choices, widget=forms.RadioSelect, required=False
            )
            self.fields[f"reason_{point.pk}"] = prose(_("Reason"), 3, required=False)

    def parts(self) -> list[tuple[DefencePoint, BoundField, BoundField]]:
        """Return each point with its two fields, for the page."""
        return [(point, self[f"outcome_{point.pk}"], self[f"reason_{point.pk}"]) for point in self.points]

    def clean(self) -> dict[str, Any]:
        """Gather the answers; each needs both its outcome and its reason."""
        data = super().clean()
        found = [(point, data.get(f"outcome_{point.pk}"), data.get(f"reason_{point.pk}")) for point in self.points]
        for point, outcome, reason in found:
            if bool(outcome) != bool(reason):
                self.add_error(f"reason_{point.pk}", _("An answer needs its outcome and its reason."))
        answers = [Answer(point, outcome, reason) for point, outcome, reason in found if outcome and reason]
        if not answers and not self.errors:
            raise forms.ValidationError(_("Answer at least one point."))
        return {"answers": answers}


class LetterForm(ByFinding):
    """The opinion letter; a date for each problem (R-INS-19)."""

    evaluation = prose(gettext_lazy("Evaluation"), 8)
    advice = prose(gettext_lazy("Advice"), 5, required=False)

    def prepare(self) -> None:
        """Propose a date for each finding, and ask for the votes where the area's rule wants them (R-INS-18)."""
        area, today = self.subject.owner.area, timezone.localdate()
        self.proposed = proposed_rectification(area, today)
        for finding in self.findings():
            self.fields[f"due_{finding.pk}"] = forms.DateField(
                label=_("To be put right by: %(finding)s") % {"finding": finding},
                widget=DateInput,
                initial=self.proposed.due_on,
                help_text=_("To be done: %(demand)s") % {"demand": escape(finding.demand)},
            )
        if setting("R-INS-18", area, self.subject.opened_on).value:
            self.fields["votes_for"] = forms.IntegerField(label=_("Votes for"), min_value=0)
            self.fields["votes_total"] = forms.IntegerField(label=_("Votes cast"), min_value=1)

    def clean(self) -> dict[str, Any]:
        """Gather the dates."""
        data = super().clean()
        data["due_dates"] = {finding: day for finding, day in self.gathered("due_", data).items() if day}
        return data


def letter_values(case: Case) -> dict[str, Any]:
    """Return what the preliminary opinion said already."""
    opinion = getattr(case, "preliminaryopinion", None)
    return {"evaluation": opinion.evaluation, "advice": opinion.advice} if opinion else {}


class ReportForm(SubjectForm):
    """The inspection report to the government."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    submitted_to = forms.ModelChoiceField(label=gettext_lazy("Submitted to"), queryset=Organization.objects.none())
    course = prose(gettext_lazy("Basis and course"), 6)
    evaluation = prose(gettext_lazy("General evaluation"), 8)
    achievements = prose(gettext_lazy("Achievements"), 6)
    advice = prose(gettext_lazy("Advice"), 6)
    public_summary = prose(
        gettext_lazy("Summary for citizens"), 4, help_text=gettext_lazy("Plain words; stands first on the public page.")
    )

    def prepare(self) -> None:
        """Offer the governments at the office's level."""
        owner = self.subject.owner
        self.fields["submitted_to"].queryset = Organization.objects.filter(
            area=owner.area, kind=Organization.Kind.GOVERNMENT
        )
        self.fields["submitted_to"].initial = self.fields["submitted_to"].queryset.first()


def report_values(inspection: Inspection) -> dict[str, Any]:
    """Return the first values: the former draft, else what the file already says."""
    report = InspectionReport.objects.filter(inspection=inspection).first()
    names = ("title", "submitted_to", "course", "evaluation", "achievements", "advice", "public_summary")
    if report:
        return {name: getattr(report, name) for name in names}
    case = Case.objects.filter(inspection=inspection).first()  # none yet: the verb says what comes first
    letter, opinion = getattr(case, "opinionletter", None), getattr(case, "preliminaryopinion", None)
    return {
        "title": f"关于{inspection.unit.name}教育督导情况的报告",
        "course": report_course(inspection),
        "evaluation": letter.evaluation if letter else "",
        "achievements": opinion.achievements if opinion else "",
        "advice": letter.advice if letter else "",
        "public_summary": report_summary(inspection),
    }


class FilingForm(SubjectForm):
    """With whom the report is filed (R-INS-23)."""

    filed_with = forms.ModelChoiceField(label=gettext_lazy("Filed with"), queryset=Organization.objects.none())
    contact = forms.CharField(
        label=gettext_lazy("Contact"), max_length=120, help_text=gettext_lazy("Name and office phone.")
    )

    def prepare(self) -> None:
        """Offer the next-higher inspectorate."""
        found = Organization.objects.filter(area=self.subject.owner.area.parent, kind=Organization.Kind.INSPECTORATE)
        self.fields["filed_with"].queryset = found
        self.fields["filed_with"].initial = found.first()
        self.fields["contact"].initial = own_contact(self.post)
