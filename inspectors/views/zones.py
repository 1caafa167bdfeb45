"""Pages of zones, of schools and who is responsible for them, and of assignments (S12)."""
from collections.abc import Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from inspectorate.lib.pages import Column, DetailPage, ListPage, Part, Verb
from inspectorate.register.rights import may
from inspectorate.register.states import Role
from inspectors import forms, tables, workflow
from inspectors.deadlines import inspectors_per_school, zone_size
from inspectors.filters import AssignmentFilter, CoverFilter, ZoneFilter
from inspectors.models import Assignment, Inspector, Institution, Zone, ZoneSchool
from inspectors.models.zones import counted

DRAW = Verb("draw_zone", workflow.draw_zone, _("Draw a zone"), form=forms.ZoneForm,
            help=_("Schools near each other, generally no more than 20 (R-ZONE-01, R-ZONE-02)."))
ZONE_VERBS = (
    Verb("assign_zone", workflow.assign_zone, _("Assign an inspector"), form=forms.ZoneInspectorForm, is_primary=True,
         help=_("The schools nobody is responsible for are chosen already.")),
    Verb("add_schools", workflow.add_schools, _("Add schools"), form=forms.SchoolsForm),
    Verb("close_zone", workflow.close_zone, _("Give the zone up"), form=forms.ReasonForm, is_danger=True,
         help=_("Its schools are in no zone from then on; who is responsible for them stays.")),
)
MEMBERSHIP_VERBS = (
    Verb("remove_school", workflow.remove_school, _("Take the school out"), form=forms.ReasonForm),
)
COVER_VERBS = (
    Verb("assign_inspector", workflow.assign_inspector, _("Assign an inspector"), form=forms.InspectorForm,
         is_primary=True, is_bulk=True, success=lambda _school, made: made.get_absolute_url(),
         help=_("Refused without a running term, a valid certificate, or where the inspector must withdraw.")),
)
ASSIGNMENT_VERBS = (
    Verb("hand_over", workflow.hand_over, _("Hand over"), form=forms.SuccessorForm, is_primary=True,
         success=lambda _old, made: made.get_absolute_url(),
         help=_("The one ends on the eve of the day on which the other begins.")),
    Verb("end_assignment", workflow.end_assignment, _("End the assignment"), form=forms.ReasonForm, is_danger=True),
)


class ZoneList(ListPage):
    """Zones with their size and people (R-ZONE-01)."""

    model = Zone
    title = _("Responsibility zones")
    columns = tables.ZONES
    orderings = tables.NAME_ORDER
    filterset_class = ZoneFilter
    select_related = ("office",)
    creates = (("draw_zone", _("Draw a zone"), "zone-draw"),)
    sentence = _("%(count)s zones")
    empty = _("Zones stand here once they are drawn: schools near each other with their inspectors.")

    def get_queryset(self) -> QuerySet:
        """Add how many schools and whose."""
        return super().get_queryset().with_size()


class ZoneDetail(DetailPage):
    """One zone: its size against the rule, its inspectors, its schools and which of them nobody looks after."""

    model = Zone
    facts = tables.ZONE_FACTS
    verbs = ZONE_VERBS
    select_related = ("office__area",)
    template_name = "inspectors/zone_detail.html"

    def actions(self, obj: Zone) -> list:
        """Offer nothing on a zone that was given up."""
        return super().actions(obj) if obj.valid_to is None else []

    @cached_property
    def memberships(self) -> dict[int, int]:
        """Return the places of the zone's schools today, by school."""
        return dict(ZoneSchool.objects.current().filter(zone=self.obj).values_list("school_id", "pk"))

    @cached_property
    def schools(self) -> list[Institution]:
        """Return the schools of the zone today, those nobody looks after first."""
        rows = Institution.objects.in_operation().with_cover().select_related("area", "school")
        return list(rows.filter(pk__in=self.memberships).order_by("cover", "name", "pk"))

    def extra(self, obj: Zone) -> dict[str, Any]:
        """Say how the size stands to the rule and how many schools are uncovered (R-ZONE-02, R-ZONE-03)."""
        least = inspectors_per_school(obj.area, timezone.localdate())
        bare = sum(school.cover < least for school in self.schools)
        most = zone_size(obj.area, timezone.localdate())
        return {"size": len(self.schools), "most": most, "bare": bare, "warnings": self.warnings(obj)}

    def warnings(self, obj: Zone) -> list[str]:
        """Return what is above the usual measure: the zone, or an inspector's schools (R-RATIO-03)."""
        loads = (workflow.load_warning(person, person.load) for person in self.people)
        return [text for text in (workflow.size_warning(obj, len(self.schools)), *loads) if text]

    @cached_property
    def people(self) -> list[Inspector]:
        """Return who is responsible for the schools of the zone, with how many schools in all."""
        here = Assignment.objects.current().filter(school__in=self.memberships).values("inspector")
        load = counted(Assignment.objects.current().filter(inspector=OuterRef("pk")).values("inspector"))
        rows = Inspector.objects.filter(pk__in=here).with_standing().annotate(load=load)
        return list(rows.select_related("office__area").order_by("name", "pk"))

    def parts(self, obj: Zone) -> Sequence[Part]:
        """Return the people and the schools."""
        is_linked = self.request.post.role != Role.PART_TIME_INSPECTOR
        return (
            Part(_("Inspectors"), self.people, tables.zone_people(is_linked=is_linked),
                 _("Nobody is responsible for a school of this zone yet.")),
            Part(_("Schools"), self.schools, self.school_columns(), _("The zone holds no school yet.")),
        )

    def school_columns(self) -> tuple[Column, ...]:
        """Return the columns of schools, with the way out of the zone for who may open it."""
        columns = tuple(column for column in tables.COVERED if column.name != "zone_name")
        if not may(self.request.post, "remove_school", ZoneSchool):
            return columns
        label = _("Take the school out")
        return (*columns, Column("remove", label, lambda _row: label, url=self.way_out))

    def way_out(self, school: Institution) -> str:
        """Return the address at which a school is taken out of the zone."""
        return reverse("zone-school-remove-school", args=[self.memberships[school.pk]])


class CoverList(ListPage):
    """Every school and kindergarten with its zone and its inspectors; who has none (R-ZONE-03)."""

    model = Institution
    title = _("Schools and their inspectors")
    columns = tables.COVERED
    orderings = tables.NAME_ORDER
    filterset_class = CoverFilter
    select_related = ("area", "school")
    bulk = COVER_VERBS
    empty = _("Schools and kindergartens stand here once the register holds them.")

    def get_queryset(self) -> QuerySet:
        """Return the institutions that need an inspector, with who looks after them."""
        return super().get_queryset().in_operation().with_cover()

    def summary(self, count: int, words: str) -> str:
        """Say how many are shown, and of all how many have nobody."""
        bare = Institution.objects.visible_to(self.request.post).in_operation().uncovered().count()
        shown = ngettext("%(count)s school", "%(count)s schools", count) % {"count": words}
        missing = ngettext("%(n)d in all without an inspector in term", "%(n)d in all without an inspector in term",
                           bare) % {"n": bare}
        return _now("%(shown)s; %(missing)s (R-ZONE-03)") % {"shown": shown, "missing": missing}


class CoverDetail(DetailPage):
    """One school: in which zone it is, who is responsible for it and who was (R-ZONE-01)."""

    model = Institution
    facts = tables.COVER_FACTS
    verbs = COVER_VERBS
    select_related = ("area", "school")
    has_timeline = False

    def get_queryset(self) -> QuerySet:
        """Add the zone and the inspectors of today."""
        return super().get_queryset().with_cover()

    def parts(self, obj: Institution) -> Sequence[Part]:
        """Return the assignments and the zones of all times."""
        post = self.request.post
        held = Assignment.objects.visible_to(post).filter(school=obj).select_related("inspector", "school", "zone")
        zones = ZoneSchool.objects.visible_to(post).filter(school=obj).select_related("zone").order_by("-valid_from")
        return (
            Part(_("Responsible inspectors"), held, tables.school_assignments(is_linked=post.role != Role.SCHOOL),
                 _("Nobody is or was responsible for this school.")),
            Part(_("Zones"), zones, tables.ZONE_SPANS, _("The school is and was in no zone.")),
        )


class AssignmentList(ListPage):
    """Who was and is responsible for which school (R-ZONE-01, R-ZONE-04)."""

    model = Assignment
    title = _("Assignments to schools")
    columns = tables.ASSIGNMENTS
    orderings = tables.ASSIGNMENT_ORDERS
    filterset_class = AssignmentFilter
    select_related = ("inspector", "school", "zone")
    sentence = _("%(count)s assignments")
    empty = _("Assignments stand here once an inspector is made responsible for a school.")


class AssignmentDetail(DetailPage):
    """One assignment."""

    model = Assignment
    verbs = ASSIGNMENT_VERBS
    select_related = ("inspector__office__area", "school__area", "zone")

    @property
    def facts(self) -> Sequence[Column]:
        """Return the facts; the person's page is named only to who may open it."""
        return tables.assignment_facts(is_linked=may(self.request.post, "view", Inspector))

    def actions(self, obj: Assignment) -> list:
        """Offer nothing on an assignment that has ended."""
        return super().actions(obj) if obj.valid_to is None else []
