"""Forms of inspections: input to clean values for the verbs."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.db.models import Case, Count, Q, When
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from inspectorate.documents.forms import StoredFilesField
from inspectorate.lib.forms import DateInput, SubjectForm
from inspectorate.lib.picking import Hint, PickField, PickOneField
from inspectorate.register.models import Organization
from inspectorate.register.rights import can
from inspectors.models import Expert, Inspector, grounds
from inspectors.workflow import check_many
from supervision.models import AnnualListEntry, Inspection, Instrument, InstrumentItem, Matter
from supervision.models.instruments import applies_to
from supervision.states import ENDED, MODE_PAIRS, Audience, Channel, InspectionState, Kind, Method, Severity

MOST_PEOPLE = 9_999_999  # what the column holds, so that a slip of the key is answered by the form


UNIT_WORDS = ("name", "short_name", "area__name", "school__type_name")
PERSON_WORDS = ("name", "organization__name")
BUSY = Q(teams__ends_on=None) & ~Q(teams__inspection__state__in=ENDED)  # of an inspector's places in teams


def area_of(rows: Any, post: Any) -> Any:
    """Return the rows of the acting post's area, for a choice in a form."""
    return rows.within(post.county or post.city or post.province)


def whereabouts(units: Sequence[Organization]) -> dict[int, Hint]:
    """Return what stands beside a unit: its area and kind, and how often it was inspected this year (R-ORG-13)."""
    year = timezone.localdate().year
    held = Inspection.objects.filter(unit__in=units, planned_from__year=year).exclude(state=InspectionState.CANCELLED)
    counts = dict(held.order_by().values_list("unit").annotate(Count("pk")))
    rows = Organization.objects.filter(pk__in=[unit.pk for unit in units]).select_related("area", "school")
    return {unit.pk: Hint(" · ".join(filter(None, _unit_words(unit, counts.get(unit.pk, 0))))) for unit in rows}


def _unit_words(unit: Organization, held: int) -> tuple[str, ...]:
    kind = unit.school.type_name if hasattr(unit, "school") else unit.get_kind_display()
    times = ngettext("%(n)d inspection this year", "%(n)d inspections this year", held) % {"n": held} if held else ""
    return (unit.area.name, str(kind), times)


def standing(unit: Organization) -> Callable[[Sequence[Inspector]], dict[int, Hint]]:
    """Return what says beside an inspector where from, how busy, and what speaks against the unit (R-RECUSE-01)."""

    def hints(people: Sequence[Inspector]) -> dict[int, Hint]:
        against = check_many(people, unit)
        rows = Inspector.objects.filter(pk__in=[person.pk for person in people]).select_related("organization")
        rows = rows.annotate(load=Count("teams", filter=BUSY, distinct=True))
        return {person.pk: _person_hint(person, against[person.pk]) for person in rows}

    return hints


def _person_hint(person: Any, against: Sequence[Any]) -> Hint:
    employer = person.organization.label if person.organization else ""
    teams = ngettext("in %(n)d running team", "in %(n)d running teams", person.load) % {"n": person.load}
    words = [employer, person.get_kind_display(), *person.category_labels, teams if person.load else gettext("free")]
    words += [refusal.message for refusal in against]
    return Hint(" · ".join(str(word) for word in words if word), bool(against))


def inspectors_for(inspection: Inspection, post: Any) -> Any:
    """Return the certified inspectors of the post's area in their terms: first those free to go and least busy."""
    today = timezone.localdate()
    found = area_of(Inspector.objects.current(today).certified(today), post)
    tied = Case(When(pk__in=list(grounds(found, inspection.unit, today)), then=1), default=0)
    fits = Case(When(categories__contains=["school" if inspection.is_of_school else "government"], then=0), default=1)
    load = Count("teams", filter=BUSY, distinct=True)
    return found.annotate(is_tied=tied, misfit=fits, load=load).order_by("is_tied", "misfit", "load", "name", "pk")


class EntryForm(SubjectForm):
    """An entry of the annual list."""

    title = forms.CharField(label=_("Title"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=[(k, k.label) for k in Kind if k != Kind.EMERGENCY])
    basis = forms.CharField(
        label=_("Legal basis"), max_length=300, help_text=_("Law, regulation or document that orders this check.")
    )
    planned_from = forms.DateField(label=_("Planned from"), widget=DateInput)
    planned_to = forms.DateField(label=_("Planned until"), widget=DateInput)
    units = PickField(
        label=_("Units"),
        queryset=Organization.objects.none(),
        names=UNIT_WORDS,
        help_text=_("Governments, departments and schools that will be inspected; look for a district and a stage."),
    )

    def prepare(self) -> None:
        """Offer the governments and schools of the post's area."""
        kinds = [Organization.Kind.GOVERNMENT, Organization.Kind.DEPARTMENT, Organization.Kind.SCHOOL]
        units = area_of(Organization.objects.current(timezone.localdate()), self.post)
        self.fields["units"].queryset = units.filter(kind__in=kinds).order_by("kind", "name")
        self.fields["units"].hints = whereabouts


def entry_values(entry: AnnualListEntry) -> dict[str, Any]:
    """Return the first values of the form of a draft."""
    names = ("title", "kind", "basis", "planned_from", "planned_to")
    return {name: getattr(entry, name) for name in names} | {"units": entry.units.all()}


class ReasonForm(SubjectForm):
    """The reason of a decision."""

    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class RemarkForm(SubjectForm):
    """A remark, if any."""

    note = forms.CharField(label=_("Remark"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, required=False)


class PlanForm(SubjectForm):
    """What both an inspection from the list and an emergency inspection need; each says which units."""

    title = forms.CharField(label=_("Title"), max_length=120)
    planned_from = forms.DateField(label=_("On site from"), widget=DateInput)
    planned_to = forms.DateField(label=_("On site until"), widget=DateInput)
    matters = forms.ModelMultipleChoiceField(
        label=_("Matters"),
        queryset=Matter.objects.filter(is_current=True),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Fixed before the team is formed (R-INS-06)."),
    )

    def prepare(self) -> None:
        """Add one choice for each pair of modes."""
        for first, second in MODE_PAIRS:
            self.fields[f"mode_{first}"] = forms.ChoiceField(
                label=f"{first.label} / {second.label}",
                choices=[(first, first.label), (second, second.label)],
                widget=forms.RadioSelect(attrs={"class": "inline"}),
                initial=first,
            )

    def clean(self) -> dict[str, Any]:
        """Gather the modes into one list."""
        data = super().clean()
        data["modes"] = [data.pop(name) for name in list(data) if name.startswith("mode_")]
        return data


class OpenInspectionForm(PlanForm):
    """Set up an inspection at one unit of an entry, or at several at once."""

    units = PickField(label=_("Inspected unit"), queryset=Organization.objects.none(), names=UNIT_WORDS)
    instrument = forms.ModelChoiceField(label=_("Instrument"), queryset=Instrument.objects.none(), required=False)
    exception_note = forms.CharField(
        label=_("Reason of an exception"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only where the yearly cap or the advance notice is not kept; an approver enters it."),
    )
    field_order = ("units", "title", "planned_from", "planned_to", "matters", "instrument")

    def prepare(self) -> None:
        """Offer the entry's units without an inspection yet, and what fits their kind."""
        super().prepare()
        entry = self.subject
        units = units_left(entry).select_related("school")
        kinds = {applies_to(unit) for unit in units}
        instruments = Instrument.objects.filter(is_current=True, applies_to__in=kinds)
        self.fields["units"].queryset, self.fields["units"].hints = units, whereabouts
        self.fields["matters"].queryset = Matter.objects.filter(is_current=True, applies_to__in=kinds)
        self.fields["instrument"].queryset = instruments
        self.fields["title"].help_text = _("The name of the unit is put before it where it is missing.")
        if not can(self.post, "except_inspection", entry):
            del self.fields["exception_note"]
        self.initial = {
            "units": units if len(units) == 1 else (),
            "title": entry.title,
            "planned_from": entry.planned_from,
            "planned_to": entry.planned_to,
            "instrument": instruments.first() if len(instruments) == 1 else None,
        } | self.initial
        self.order_fields((*self.field_order, *(name for name in self.fields if name.startswith("mode_"))))

    def title_for(self, unit: Organization) -> str:
        """Return the title of the inspection of one unit."""
        title = self.cleaned_data["title"]
        return title if unit.name in title else f"{unit.name}{title}"[:120]


def units_left(entry: AnnualListEntry) -> Any:
    """Return the units of an entry at which no inspection has been set up (a cancelled one does not count)."""
    standing_ones = entry.inspections.exclude(state=InspectionState.CANCELLED)
    return entry.units.exclude(pk__in=standing_ones.values("unit")).order_by("name")


class EmergencyForm(PlanForm):
    """Start an emergency inspection (R-INS-28)."""

    unit = PickOneField(label=_("Inspected unit"), queryset=Organization.objects.none(), names=UNIT_WORDS)
    ground = forms.CharField(
        label=_("Ground"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("What happened, where and when; who reported it."),
    )
    field_order = ("unit", "ground", "title", "planned_from", "planned_to", "matters")

    def prepare(self) -> None:
        """Offer the units of the post's area."""
        super().prepare()
        units = area_of(Organization.objects.current(timezone.localdate()), self.post)
        self.fields["unit"].queryset = units.exclude(kind=Organization.Kind.INSPECTORATE).order_by("name")
        self.fields["unit"].hints = whereabouts


class TeamForm(SubjectForm):
    """Leader, inspectors, and those who take part without being counted."""

    leader = PickOneField(label=_("Leader"), queryset=Inspector.objects.none(), names=PERSON_WORDS)
    inspectors = PickField(
        label=_("Further inspectors"),
        queryset=Inspector.objects.none(),
        names=PERSON_WORDS,
        help_text=_("At least three inspectors with the leader; terms, certificates and recusal are checked."),
    )
    experts = PickField(
        label=_("Experts"),
        queryset=Expert.objects.none(),
        names=("name", "field", "employer"),
        required=False,
        help_text=_("Experts do not count as inspectors."),
    )
    officials = forms.CharField(
        label=_("Officials of departments"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One name a line; they do not count as inspectors."),
    )

    def prepare(self) -> None:
        """Offer the inspectors of the post's area with what speaks for and against them, and the experts."""
        today = timezone.localdate()
        for name in ("leader", "inspectors"):
            self.fields[name].queryset = inspectors_for(self.subject, self.post)
            self.fields[name].hints = standing(self.subject.unit)
        self.fields["experts"].queryset = area_of(Expert.objects.current(today), self.post).order_by("name")
        self.fields["experts"].hints = lambda experts: {expert.pk: Hint(expert.field) for expert in experts}

    def clean_officials(self) -> list[str]:
        """Return one name a line."""
        return [line.strip() for line in self.cleaned_data["officials"].splitlines() if line.strip()]


class ReplaceForm(SubjectForm):
    """Who leaves the team and who joins it."""

    leaving = forms.ModelChoiceField(label=_("Leaves"), queryset=None, widget=forms.RadioSelect, empty_label=None)
    joining = PickOneField(label=_("Joins"), queryset=Inspector.objects.none(), names=PERSON_WORDS)
    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)

    def prepare(self) -> None:
        """Offer the team's inspectors and those who are not in it."""
        team = self.subject.team.current().filter(inspector__isnull=False)
        self.fields["leaving"].queryset = team.select_related("inspector")
        others = inspectors_for(self.subject, self.post).exclude(pk__in=team.values("inspector"))
        self.fields["joining"].queryset, self.fields["joining"].hints = others, standing(self.subject.unit)


class NoticeForm(SubjectForm):
    """What the notice says beyond plan and team."""

    contact = forms.CharField(label=_("Contact"), max_length=120, help_text=_("Name and office phone."))
    wants_self_evaluation = forms.BooleanField(label=_("Ask for a self-evaluation"), required=False)
    self_evaluation_due_on = forms.DateField(
        label=_("Self-evaluation due on"),
        widget=DateInput,
        required=False,
        help_text=_("Only where a self-evaluation is asked for; before the team comes."),
    )

    def prepare(self) -> None:
        """Propose oneself as contact."""
        self.fields["contact"].initial = own_contact(self.post)


def own_contact(post: Any) -> str:
    """Return name and office phone of the acting post, as a paper prints them."""
    return f"{post.user.name} {post.organization.office_phone}".strip() if post else ""


class SelfEvaluationForm(SubjectForm):
    """The unit's own report."""

    text = forms.CharField(label=_("Report"), widget=forms.Textarea(attrs={"rows": 16}))
    posted_at_url = forms.URLField(label=_("Posted at"), required=False, assume_scheme="https")
    files = StoredFilesField(label=_("Evidence"), required=False)


class ReviewForm(SubjectForm):
    """The team's review of the self-evaluation."""

    review = forms.CharField(label=_("Review by the team"), widget=forms.Textarea(attrs={"rows": 6}))


class SiteRecordForm(SubjectForm):
    """A record of one place."""

    place = forms.CharField(label=_("Place"), max_length=120)
    method = forms.ChoiceField(label=_("Method"), choices=Method.choices)
    recorded_on = forms.DateField(label=_("Date"), widget=DateInput, initial=timezone.localdate)
    item = forms.ModelChoiceField(label=_("Indicator"), queryset=InstrumentItem.objects.none(), required=False)
    content = forms.CharField(label=_("What was seen"), widget=forms.Textarea(attrs={"rows": 6}))
    files = StoredFilesField(label=_("Photos and files"), required=False)

    def prepare(self) -> None:
        """Offer the indicators of the inspection's instrument."""
        if self.subject.instrument_id:
            self.fields["item"].queryset = InstrumentItem.objects.filter(instrument=self.subject.instrument_id)
        else:
            del self.fields["item"]


class OpinionForm(SubjectForm):
    """What one group of people said."""

    audience = forms.ChoiceField(label=_("Heard"), choices=Audience.choices)
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)
    held_on = forms.DateField(label=_("Date"), widget=DateInput, initial=timezone.localdate)
    people = forms.IntegerField(label=_("People heard"), min_value=1, max_value=MOST_PEOPLE)
    satisfied = forms.IntegerField(label=_("Of these satisfied"), min_value=0, max_value=MOST_PEOPLE, required=False)
    content = forms.CharField(
        label=_("Opinions"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("No names of pupils or of those who complain."),
    )
    files = StoredFilesField(label=_("Photos and files"), required=False)


class FindingForm(SubjectForm):
    """A problem found, one item."""

    matter = forms.ModelChoiceField(label=_("Matter"), queryset=Matter.objects.none())
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices, initial=Severity.GENERAL)
    problem = forms.CharField(label=_("Problem"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)
    basis = forms.CharField(label=_("Basis"), max_length=300, required=False)
    demand = forms.CharField(label=_("What is to be done"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def prepare(self) -> None:
        """Offer the matters of the inspection."""
        self.fields["matter"].queryset = self.subject.matters.all()


class NewFindingForm(FindingForm):
    """A new finding with its evidence."""

    files = StoredFilesField(label=_("Evidence"), required=False)
