"""Forms of visits: one page from arrival to the filed report, and what office and school say about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from inspectorate.documents.forms import StoredFilesField
from inspectorate.lib.forms import DateInput, SubjectForm
from inspectorate.lib.picking import PickOneField
from inspectors.models import Inspector, Institution
from supervision.models import Matter, VisitProblem
from supervision.models.instruments import applies_to
from supervision.states import Gravity, VisitKind, VisitMethod, Way
from supervision.workflow import Content, Found, Seen
from supervision.workflow.visit_records import FACTS

from .inspections import PERSON_WORDS, UNIT_WORDS, area_of

BLANK_ROWS = 8  # empty problems that a page carries; a button brings as many more
CLEARED, STANDING = "cleared", "standing"
# To the hazard ledger a problem goes by being entered there.
WAYS = [(way.value, way.label) for way in Way if way != Way.HAZARD]
LINES = forms.Textarea(attrs={"rows": 3})


@dataclass
class Row:
    """The fields of one problem of the form."""

    form: "VisitForm"
    prefix: str
    problem: VisitProblem | None = None

    def __getitem__(self, name: str) -> Any:
        return self.form[f"{self.prefix}-{name}"]

    @property
    def fields(self) -> list[Any]:
        """Return the bound fields in order."""
        return [field for field in self.form.visible_fields() if field.name.startswith(f"{self.prefix}-")]

    def value(self, name: str) -> Any:
        """Return what was sent, cleaned."""
        return self.form.cleaned_data.get(f"{self.prefix}-{name}")

    @property
    def is_used(self) -> bool:
        """Return whether anything was entered in a row."""
        return self.problem is not None or any(bool(field.value()) for field in self.fields)


class VisitForm(SubjectForm):
    """The report of a visit on one page: earlier problems, matters, new problems, methods, summary, feedback."""

    is_certificate_shown = forms.BooleanField(label=_("The certificate was shown"), required=False)
    matters = forms.ModelMultipleChoiceField(
        label=_("Matters looked at"), queryset=None, widget=forms.CheckboxSelectMultiple, required=False
    )
    methods = forms.MultipleChoiceField(
        label=_("Methods"), choices=VisitMethod.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    summary = forms.CharField(label=_("Summary"), widget=LINES, max_length=4000, required=False)
    feedback_to = forms.CharField(
        label=_("Feedback given to"), max_length=60, required=False, help_text=_("Name or office of the person told.")
    )
    feedback_on = forms.DateField(label=_("Feedback given on"), widget=DateInput, required=False)
    head_remark = forms.CharField(label=_("Remark of the head"), widget=LINES, max_length=1000, required=False)
    place = forms.CharField(
        label=_("Where"), max_length=60, required=False, help_text=_("Campus or building, if the school has several.")
    )

    OWED = ("is_certificate_shown", "matters", "methods", "feedback_to", "feedback_on")

    def prepare(self) -> None:
        """Offer the matters that fit the school; add a row for each problem there is, and empty ones."""
        visit = self.subject
        self.offered = Matter.objects.filter(is_current=True, applies_to=applies_to(visit.school))
        self.fields["matters"].queryset = self.offered
        self.initial = {name: getattr(visit, name) for name in FACTS} | {
            "matters": visit.matters.all() if visit.pk else (),
        } | self.initial
        if visit.certificate_number:
            label = gettext("The certificate %(number)s was shown") % {"number": visit.certificate_number}
            self.fields["is_certificate_shown"].label = label
        own = list(visit.problems.exclude(state="withdrawn").prefetch_related("checks__attachments__file"))
        self.checks = [self._check(problem) for problem in self._earlier()]
        self.rows = [self._problem(f"p{problem.number}", problem) for problem in own]
        self.rows += [self._problem(f"n{number}") for number in range(self._blank_rows())]

    def full_clean(self) -> None:
        """Keep the uploads also where the form only asks for more rows."""
        super().full_clean()
        if self.looking:
            for name, field in self.fields.items():
                if isinstance(field, StoredFilesField):
                    self._keep(name, field)

    def clean(self) -> dict[str, Any]:
        """Gather the report; what a filed one must say is asked for beside its field."""
        super().clean()
        if self.data.get("act") != "save":
            self._ask_for_what_is_owed()
        found, seen = list(self._found()), list(self._seen())
        facts = {name: self.cleaned_data.get(name) for name in FACTS}
        content = Content(facts, list(self.cleaned_data.get("matters") or ()), found, seen)
        return {"content": content}

    @property
    def blank_rows(self) -> int:
        """Return how many empty rows the page carries, for the next request."""
        return self._blank_rows()

    def _earlier(self) -> Any:
        return self.subject.earlier_problems().prefetch_related("checks__attachments__file")

    def _blank_rows(self) -> int:
        sent = str(self.data.get("rows", "")) if self.is_bound else ""
        number = min(int(sent), 10 * BLANK_ROWS) if sent.isdecimal() else BLANK_ROWS
        return number + (BLANK_ROWS if self.looking == "problems" else 0)

    def _check(self, problem: VisitProblem) -> Row:
        prefix = f"c{problem.pk}"
        choices = [(CLEARED, gettext("Put right")), (STANDING, gettext("Not put right"))]
        state = forms.ChoiceField(choices=choices, widget=forms.RadioSelect, required=False, label=gettext("Now"))
        self.fields[f"{prefix}-state"] = state
        self.fields[f"{prefix}-note"] = forms.CharField(label=gettext("Note"), max_length=300, required=False)
        self.fields[f"{prefix}-files"] = StoredFilesField(label=gettext("Photos"), required=False)
        now = next((check for check in problem.checks.all() if check.visit_id == self.subject.pk), None)
        if now is not None:
            self.initial |= {f"{prefix}-state": CLEARED if now.is_cleared else STANDING, f"{prefix}-note": now.note}
        return Row(self, prefix, problem)

    def _problem(self, prefix: str, problem: VisitProblem | None = None) -> Row:
        radios = {"widget": forms.RadioSelect, "required": False}
        self.fields |= {
            f"{prefix}-matter": forms.ModelChoiceField(
                label=gettext("Matter"), queryset=self.offered, empty_label=None, **radios
            ),
            f"{prefix}-gravity": forms.ChoiceField(label=gettext("Severity"), choices=Gravity.choices, **radios),
            f"{prefix}-text": forms.CharField(
                label=gettext("Problem"), widget=LINES, max_length=2000, required=False
            ),
            f"{prefix}-files": StoredFilesField(label=gettext("Photos"), required=False),
            f"{prefix}-is_cleared": forms.BooleanField(label=gettext("Put right on the spot"), required=False),
        }
        if problem is not None:
            self.fields[f"{prefix}-drop"] = forms.BooleanField(label=gettext("Take this problem out"), required=False)
            first = next((check for check in problem.checks.all() if check.visit_id == self.subject.pk), None)
            values = {"matter": problem.matter_id, "gravity": problem.gravity, "text": problem.text}
            values["is_cleared"] = first is not None and first.is_cleared
            self.initial = {f"{prefix}-{name}": value for name, value in values.items()} | self.initial
        return Row(self, prefix, problem)

    def _keep(self, name: str, field: StoredFilesField) -> None:
        try:
            field.clean(self[name].data)
        except ValidationError as wrong:
            self.add_error(name, wrong)

    def _ask_for_what_is_owed(self) -> None:
        for name in self.OWED:
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, gettext("A report is filed only with this."))
        for row in self.checks:
            if not row.value("state"):
                self.add_error(f"{row.prefix}-state", gettext("Say whether this problem has been put right."))

    def _found(self) -> Iterator[Found]:
        for row in self.rows:
            names = ("matter", "gravity", "text", "is_cleared", "files", "drop")
            values = {name: row.value(name) for name in names}
            if row.problem is None and not any(values.values()):
                continue
            if values["drop"]:
                yield Found(None, "", "", problem=row.problem, is_dropped=True)
            elif self._is_whole(row, values):
                yield Found(
                    values["matter"], values["gravity"], values["text"], values["is_cleared"], values["files"] or (),
                    row.problem,
                )  # fmt: skip

    def _is_whole(self, row: Row, values: dict[str, Any]) -> bool:
        missing = [name for name in ("matter", "gravity", "text") if not values[name]]
        for name in missing:
            field = f"{row.prefix}-{name}"
            if field not in self.errors:
                self.add_error(field, gettext("A problem needs matter, severity and a description."))
        return not missing

    def _seen(self) -> Iterator[Seen]:
        for row in self.checks:
            state = row.value("state")
            is_cleared = None if not state else state == CLEARED
            yield Seen(row.problem, is_cleared, row.value("note") or "", row.value("files") or ())


class AmendForm(VisitForm):
    """The same page for an amendment; earlier problems were looked at on the day and stay as they were seen."""

    reason = forms.CharField(label=_("Reason of the amendment"), max_length=300)

    def _earlier(self) -> list:
        return []

    def clean(self) -> dict[str, Any]:
        """Add the reason."""
        reason = self.cleaned_data.get("reason", "")
        return super().clean() | {"reason": reason}


class PlanVisitForm(SubjectForm):
    """Which school is visited when, by whom."""

    school = PickOneField(label=pgettext_lazy("visit", "School"), queryset=Institution.objects.none(), names=UNIT_WORDS)
    inspector = PickOneField(label=_("Inspector"), queryset=Inspector.objects.none(), names=PERSON_WORDS)
    planned_on = forms.DateField(label=_("Planned on"), widget=DateInput, initial=timezone.localdate)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=VisitKind.choices,
        widget=forms.RadioSelect,
        initial=VisitKind.REGULAR,
        help_text=_("The school sees nothing of a plan; an unannounced visit is known to nobody outside the office."),
    )
    purpose = forms.CharField(label=_("Purpose"), max_length=200, required=False)

    def prepare(self) -> None:
        """Offer an inspector the own schools; the office all schools and inspectors of its area."""
        today = timezone.localdate()
        own = Inspector.objects.filter(user=self.post.user_id)
        schools = area_of(Institution.objects.in_operation(today), self.post)
        people = area_of(Inspector.objects.current(today).certified(today), self.post)
        if own.exists():
            schools, people = schools.filter(assignments__inspector__in=own).distinct(), own
            self.fields["inspector"].initial = own.first()
        self.fields["school"].queryset = schools.order_by("name")
        self.fields["inspector"].queryset = people.order_by("name")


class HandOverForm(SubjectForm):
    """Where a problem goes on."""

    handed_to = forms.ChoiceField(label=_("Handed over to"), choices=WAYS, widget=forms.RadioSelect)
    note = forms.CharField(label=_("What was arranged"), widget=LINES, max_length=1000)


class SpeakForm(SubjectForm):
    """What a school says about a visit."""

    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 6}), max_length=4000)
    files = StoredFilesField(label=_("Photos and files"), required=False)


class ObjectionAnswerForm(SubjectForm):
    """The office's answer to an objection."""

    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)
