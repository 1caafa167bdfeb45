"""Organisations and schools: the list, one unit with its school facts, its succession, its inspections."""
from collections.abc import Sequence

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.lib.pages import Column, CreatePage, DetailPage, ListPage, Ordering, Part, Verb
from inspectorate.register import forms, workflow
from inspectorate.register.models import Area, Organization, School

VERBS = (
    Verb("amend_organization", workflow.amend_organization, gettext_lazy("Correct the unit"),
         form=forms.OrganizationForm, initial=forms.organization_values),
    Verb("set_school_facts", workflow.set_school_facts, gettext_lazy("Enter the school's facts"), form=forms.SchoolForm,
         initial=forms.school_values, success=lambda unit, _school: unit.get_absolute_url()),
    Verb("succeed", workflow.succeed, gettext_lazy("Note a successor"), form=forms.SucceedForm,
         success=lambda unit, _succession: unit.get_absolute_url()),
    Verb("close_organization", workflow.close_organization, gettext_lazy("Close the unit"), form=forms.CloseForm,
         is_danger=True),
)
REGISTER = Verb("register_organization", workflow.register_organization, gettext_lazy("Enter a unit"),
                form=forms.NewOrganizationForm)
COLUMNS = (
    Column("name", gettext_lazy("Name"), kind="link", order="name"),
    Column("kind", gettext_lazy("Kind")),
    Column("area", gettext_lazy("Area"), "area.name"),
    Column("superior", gettext_lazy("Superior unit"), "superior.label"),
    Column("stage", gettext_lazy("Stage"), lambda row: _school(row, "get_stage_display")),
    Column("pupils", gettext_lazy("Pupils"), lambda row: _school(row, "pupils"), kind="number"),
    Column("code", gettext_lazy("Identification code"), lambda row: _school(row, "code")),
)
FACTS = (
    Column("kind", gettext_lazy("Kind")),
    Column("area", gettext_lazy("Area"), "area.name"),
    Column("short_name", gettext_lazy("Short name")),
    Column("superior", gettext_lazy("Superior unit"), kind="link", value="superior"),
    Column("address", gettext_lazy("Address")),
    Column("office_phone", gettext_lazy("Office phone")),
    Column("valid_from", gettext_lazy("Exists from"), kind="date"),
    Column("valid_to", gettext_lazy("Exists until"), kind="date"),
    Column("is_invented", gettext_lazy("Invented for the demonstration"), lambda row: row.is_invented or None),
)
SCHOOL_FACTS = (
    Column("code", gettext_lazy("Identification code")),
    Column("stage", gettext_lazy("Stage")),
    Column("sponsor", gettext_lazy("Sponsor")),
    Column("place", gettext_lazy("Urban or rural class")),
    Column("managing_level", gettext_lazy("Managing level")),
    Column("pupils", gettext_lazy("Pupils"), kind="number"),
    Column("head_name", gettext_lazy("Head")),
    Column("head_to", gettext_lazy("Head's term until"), kind="date"),
)
SUCCESSIONS = (
    Column("predecessor", gettext_lazy("Predecessor"), kind="link", value="predecessor"),
    Column("successor", gettext_lazy("Successor"), kind="link", value="successor"),
    Column("kind", gettext_lazy("Kind")),
    Column("on", gettext_lazy("Date"), kind="date"),
)


def _school(row: Organization, name: str) -> object:
    school = getattr(row, "school", None)
    value = getattr(school, name, None) if school else None
    return value() if callable(value) else value


class OrganizationFilter(django_filters.FilterSet):
    """Units by area, kind, stage and words of the name."""

    area = django_filters.ChoiceFilter(
        label=gettext_lazy("Area"), method="by_area", empty_label=gettext_lazy("All areas")
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=Organization.Kind.choices, empty_label=gettext_lazy("Any kind")
    )
    stage = django_filters.ChoiceFilter(
        label=gettext_lazy("Stage"), choices=School.Stage.choices, field_name="school__stage",
        empty_label=gettext_lazy("Any stage"),
    )
    q = django_filters.CharFilter(label=gettext_lazy("Name"), method="by_words", max_length=60)

    class Meta:
        model = Organization
        fields: tuple = ()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        post = self.request.post
        areas = Area.objects.filter(parent=post.county or post.city or post.province)
        self.filters["area"].extra["choices"] = [(area.code, area.name) for area in areas if len(area.code) <= 6]

    def by_area(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep the units of an area."""
        return rows.within(value)

    def by_words(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Keep the units whose name holds the words."""
        return rows.filter(name__contains=value.strip())


class OrganizationList(ListPage):
    """Units the post may see."""

    model = Organization
    columns, filterset_class = COLUMNS, OrganizationFilter
    orderings = (Ordering("name", gettext_lazy("Name"), "name"),)
    select_related = ("area", "superior", "school")
    creates = (("register_organization", gettext_lazy("Enter a unit"), "organization-create"),)
    sentence = gettext_lazy("%(count)s units")
    empty = gettext_lazy("No unit is entered yet. Enter them one by one, or import a sheet.")


class OrganizationDetail(DetailPage):
    """One unit."""

    model = Organization
    facts, verbs = FACTS, VERBS
    select_related = ("area", "superior", "school")

    def actions(self, obj: Organization) -> list:
        """Offer the school's facts for schools only, and nothing but succession once the unit is closed."""
        unfit = set() if obj.kind == Organization.Kind.SCHOOL else {"set-school-facts"}
        unfit |= {"close-organization"} if obj.valid_to else set()
        return [action for action in super().actions(obj) if action.url.rstrip("/").rpartition("/")[2] not in unfit]

    def parts(self, obj: Organization) -> Sequence[Part]:
        """Return the school's facts and the succession."""
        school = getattr(obj, "school", None)
        history = (obj.successions.all() | obj.origins.all()).select_related("predecessor", "successor")
        parts = [Part(_("School"), [school], SCHOOL_FACTS)] if school else []
        return [*parts, Part(_("Succession"), history, SUCCESSIONS, empty=_("No predecessor or successor is noted."))]


class OrganizationCreate(CreatePage):
    """Enter a unit; the right is asked of the row as it would stand."""

    model, verb = Organization, REGISTER

    def build(self, obj: None, *data: object) -> forms.NewOrganizationForm:
        """Return the form for the post's area."""
        return forms.NewOrganizationForm(*data, subject=None, post=self.request.post)
