"""Forms of zones and assignments: many schools or one inspector, each with what speaks for or against."""
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.forms import DateInput, SubjectForm
from inspectorate.lib.picking import Hint, PickField, PickOneField
from inspectorate.register.models import Organization, Post, Scoped
from inspectors.deadlines import usual_load
from inspectors.models import Assignment, Inspector, Institution, Term, ZoneSchool, grounds
from inspectors.models.zones import counted
from inspectors.states import InspectorState
from inspectors.workflow import lacks_induction

from .people import offices

SCHOOL_WORDS = ("name", "short_name", "area__name", "school__type_name")
PERSON_WORDS = ("name", "organization__name", "office__short_name")


def schools_of(post: Post | None) -> QuerySet[Institution]:
    """Return the schools and kindergartens the post may see, by name."""
    return Institution.objects.visible_to(post).in_operation().order_by("name", "pk")


def people_of(post: Post | None, places: Iterable[Scoped] = ()) -> QuerySet[Inspector]:
    """Return the inspectors the post may choose from: fit to serve first, of the same county, the least busy."""
    counties = {place.county for place in places} - {""}
    is_near = Q(office__county__in=counties) | Q(organization__county__in=counties)
    load = counted(Assignment.objects.current().filter(inspector=OuterRef("pk")).values("inspector"))
    rows = Inspector.objects.visible_to(post).filter(state=InspectorState.LISTED)
    rows = rows.with_standing().annotate(load=load, distance=Case(When(is_near, then=0), default=1))
    return rows.order_by("-is_fit", "distance", "load", "name", "pk")


def cover_hints(schools: Sequence[Organization]) -> dict[int, Hint]:
    """Return what stands beside a school: area, kind, zone, who is responsible for it."""
    rows = Institution.objects.filter(pk__in=[school.pk for school in schools]).with_cover()
    return {school.pk: Hint(cover_words(school)) for school in rows.select_related("area", "school")}


def cover_words(school: Institution) -> str:
    """Return where a school stands and who is responsible for it, in words."""
    held = gettext("; ").join(school.inspector_names) or gettext("no inspector")
    kind = school.school.get_stage_display() if hasattr(school, "school") else ""
    return " · ".join(str(word) for word in (school.area.name, kind, school.zone_name, held) if word)


def standing(schools: Sequence[Organization] = ()):
    """Return what says beside an inspector how many schools he has and what speaks against him (R-RATIO-03)."""

    def hints(people: Sequence[Inspector]) -> dict[int, Hint]:
        rows = people_of_keys(people)
        barred = set(lacks_induction(Inspector.objects.filter(pk__in=[one.pk for one in people]), timezone.localdate())
                     .values_list("pk", flat=True))
        against = tied(rows, schools)
        return {one.pk: person_hint(one, against.get(one.pk, ()), is_new=one.pk in barred) for one in rows}

    return hints


def people_of_keys(people: Sequence[Inspector]) -> list[Inspector]:
    """Return inspectors anew with load, standing, employer and rule."""
    current = Q(assignments__valid_to=None) | Q(assignments__valid_to__gte=timezone.localdate())
    rows = Inspector.objects.filter(pk__in=[person.pk for person in people]).with_standing()
    rows = rows.annotate(load=Count("assignments", filter=current, distinct=True))
    return list(rows.select_related("organization", "office__area"))


def tied(people: Sequence[Inspector], schools: Sequence[Organization]) -> dict[int, list[str]]:
    """Return the ties of inspectors to some schools in words (R-RECUSE-01)."""
    rows = Inspector.objects.filter(pk__in=[person.pk for person in people])
    found: dict[int, list[str]] = {}
    for school in schools:
        for pk, reasons in grounds(rows, school, timezone.localdate()).items():
            found.setdefault(pk, []).extend(f"{school}: {reason}" for reason in reasons)
    return found


def person_hint(person: Any, against: Sequence[str], *, is_new: bool) -> Hint:
    """Return employer, load, and what bars or warns."""
    usual = usual_load(person.area, timezone.localdate())
    schools = ngettext("%(n)d school", "%(n)d schools", person.load) % {"n": person.load}
    words = [person.organization.label if person.organization else "", person.get_kind_display(), schools]
    if usual is not None and person.load >= usual:
        words.append(gettext("about %(n)d are usual (R-RATIO-03)") % {"n": usual})
    stops = [] if person.is_in_term else [gettext("has no running term.")]
    stops += [] if person.is_certified else [gettext("has no valid certificate.")]
    stops += [gettext("has not been trained before the first assignment.")] if is_new else []
    return Hint(" · ".join(str(word) for word in [*words, *stops, *against] if word), bool(stops or against))


class DayForm(SubjectForm):
    """From which day; today unless typed."""

    valid_from = forms.DateField(label=_("From"), widget=DateInput(), initial=timezone.localdate)


class ReasonForm(forms.Form):
    """The last day and why."""

    on = forms.DateField(label=_("Final day"), widget=DateInput(), initial=timezone.localdate)
    note = forms.CharField(label=_("Reason"), max_length=300)


class CloseForm(forms.Form):
    """What was done about a check."""

    note = forms.CharField(label=_("What was done"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ZoneForm(DayForm):
    """A new zone with its first schools (R-ZONE-01)."""

    office = forms.ModelChoiceField(label=_("Managing inspectorate"), queryset=Organization.objects.none())
    name = forms.CharField(label=_("Name of the zone"), max_length=60)
    schools = PickField(label=_("Schools"), queryset=Institution.objects.none(), names=SCHOOL_WORDS, required=False,
                        help_text=_("Look for a district and a stage; schools already in a zone are not offered."))

    field_order = ("office", "name", "valid_from", "schools")

    def prepare(self) -> None:
        """Offer the inspectorates of the area and the schools in no zone."""
        self.fields["office"].queryset = offices(self.post)
        self.fields["office"].initial = self.post.organization_id if self.post else None
        taken = ZoneSchool.objects.filter(valid_to=None).values("school")
        self.fields["schools"].queryset = schools_of(self.post).exclude(pk__in=taken)
        self.fields["schools"].hints = cover_hints


class SchoolsForm(DayForm):
    """More schools for a zone; a move only when it is meant."""

    schools = PickField(label=_("Schools"), queryset=Institution.objects.none(), names=SCHOOL_WORDS)
    is_move = forms.BooleanField(
        label=_("Take schools out of the zone they are in now"), required=False,
        help_text=_("A school is in one zone at a time (R-ZONE-01)."),
    )

    def prepare(self) -> None:
        """Offer the schools of the zone's area that are not in it, those in no zone first."""
        inside = ZoneSchool.objects.filter(zone=self.subject, valid_to=None).values("school")
        rows = schools_of(self.post).within(self.subject.office.area_id).exclude(pk__in=inside).with_cover()
        self.fields["schools"].queryset = rows.order_by(F("zone_name").asc(nulls_first=True), "name", "pk")
        self.fields["schools"].hints = cover_hints


class InspectorForm(DayForm):
    """The inspector who becomes responsible."""

    inspector = PickOneField(label=_("Inspector"), queryset=Inspector.objects.none(), names=PERSON_WORDS)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    field_order = ("schools", "inspector", "valid_from", "reason")

    def prepare(self) -> None:
        """Offer the inspectors, least busy first, with what speaks against the school."""
        schools = [self.subject] if self.subject else []
        self.fields["inspector"].queryset = people_of(self.post, schools)
        self.fields["inspector"].hints = standing(schools)


class ZoneInspectorForm(InspectorForm):
    """One inspector for schools of a zone; those nobody is responsible for are chosen already."""

    schools = PickField(label=_("Schools"), queryset=Institution.objects.none(), names=SCHOOL_WORDS)

    def prepare(self) -> None:
        """Offer the zone's schools."""
        self.fields["inspector"].queryset = people_of(self.post, [self.subject])
        self.fields["inspector"].hints = standing()
        inside = ZoneSchool.objects.current().filter(zone=self.subject).values("school")
        rows = Institution.objects.in_operation().filter(pk__in=inside).order_by("name", "pk")
        self.fields["schools"].queryset, self.fields["schools"].hints = rows, cover_hints
        self.fields["schools"].initial = list(rows.uncovered().values_list("pk", flat=True))


class AssignForm(DayForm):
    """Schools for one inspector; those nobody is responsible for first."""

    schools = PickField(label=_("Schools"), queryset=Institution.objects.none(), names=SCHOOL_WORDS)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    field_order = ("schools", "valid_from", "reason")

    def prepare(self) -> None:
        """Offer the schools that the inspector has not, with what speaks against each."""
        held = Assignment.objects.filter(inspector=self.subject, valid_to=None).values("school")
        rows = schools_of(self.post).exclude(pk__in=held).with_cover()
        self.fields["schools"].queryset = rows.order_by("cover", "name", "pk")
        self.fields["schools"].hints = self.hints

    def hints(self, schools: Sequence[Organization]) -> dict[int, Hint]:
        """Bar the schools from which the inspector must withdraw (R-RECUSE-01)."""
        found = cover_hints(schools)
        for school in schools:
            reasons = grounds(Inspector.objects.filter(pk=self.subject.pk), school, timezone.localdate())
            if words := " · ".join(map(str, reasons.get(self.subject.pk, ()))):
                found[school.pk] = Hint(f"{found[school.pk].text} · {words}", is_barred=True)
        return found


class SuccessorForm(DayForm):
    """Who takes one school over."""

    inspector = PickOneField(label=_("Inspector who takes over"), queryset=Inspector.objects.none(), names=PERSON_WORDS)
    reason = forms.CharField(label=_("Reason"), max_length=300)

    field_order = ("inspector", "valid_from", "reason")

    def prepare(self) -> None:
        """Offer everybody but the present one, with what speaks against the school."""
        people = people_of(self.post, [self.subject.school])
        self.fields["inspector"].queryset = people.exclude(pk=self.subject.inspector_id)
        self.fields["inspector"].hints = standing([self.subject.school])


class HandOverForm(DayForm):
    """Who takes schools of an inspector over: all are chosen, proposals stand first (journey J10)."""

    assignments = forms.ModelMultipleChoiceField(
        label=_("Schools"), queryset=Assignment.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    successor = PickOneField(
        label=_("Inspector who takes over"), queryset=Inspector.objects.none(), names=PERSON_WORDS,
        help_text=_("In term and certified first, then those of the same county, then those with the fewest schools."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)

    field_order = ("assignments", "successor", "valid_from", "reason")

    def prepare(self) -> None:
        """Offer the running assignments, all chosen, and everybody else as successor."""
        rows = Assignment.objects.filter(inspector=self.subject, valid_to=None).select_related("school", "inspector")
        rows = rows.order_by("school__name", "pk")
        field = self.fields["assignments"]
        field.queryset, field.label_from_instance = rows, lambda one: one.school.name
        field.initial = [one.pk for one in rows]
        schools = [one.school for one in rows]
        self.fields["successor"].queryset = people_of(self.post, schools).exclude(pk=self.subject.pk)
        self.fields["successor"].hints = standing(schools)
        self.fields["reason"].initial = self.first_reason()

    def first_reason(self) -> str:
        """Propose the reason where the term is over."""
        return "" if Term.objects.in_force().filter(inspector=self.subject).exists() else gettext("Term over")
