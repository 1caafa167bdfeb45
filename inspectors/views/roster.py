"""Pages of the roster and of experts."""
from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import F, Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.pages import Column, DetailPage, ListPage, Part
from inspectorate.register.models import Post
from inspectorate.register.rights import can, may
from inspectors import tables
from inspectors.filters import ExpertFilter, InspectorFilter
from inspectors.models import (
    Assignment,
    Certificate,
    Expert,
    Inspector,
    Interest,
    RecusalDecision,
    Term,
    TrainingRecord,
)

from .verbs import EXPERT_VERBS, INSPECTOR_VERBS


class PersonPage(DetailPage):
    """A person whose private number is plain only for who has the right (R-PUB-12)."""

    columns: ClassVar[tuple[Column, ...]] = ()

    @property
    def facts(self) -> Sequence[Column]:
        """Return the facts with the mobile masked, or plain where the table of rights says so."""
        is_plain = can(self.request.post, "view_mobile", self.obj)
        return (*self.columns, tables.PLAIN if is_plain else tables.MASKED)


class InspectorList(ListPage):
    """The roster with what ends when (S09, S10)."""

    model = Inspector
    title = _("Inspectors")
    columns = tables.INSPECTORS
    orderings = tables.INSPECTOR_ORDERS
    filterset_class = InspectorFilter
    select_related = ("organization", "office")
    creates = (
        ("register_inspector", _("Enter an inspector"), "inspector-register"),
        ("publish_roster", _("Propose the list for publication"), "inspector-publish-roster"),
    )
    sentence = _("%(count)s inspectors")
    empty = _("Inspectors stand here once they are appointed from the candidates, entered, or imported.")

    def get_queryset(self) -> QuerySet:
        """Say of each what runs today."""
        return super().get_queryset().with_standing()


class InspectorDetail(PersonPage):
    """One inspector: terms, certificates, ties, recusals, and what ends next."""

    model = Inspector
    columns = tables.INSPECTOR_FACTS
    verbs = INSPECTOR_VERBS
    select_related = ("organization", "office__area", "user")

    def parts(self, obj: Inspector) -> list[Part]:
        """Return the parts that the post may read."""
        post = self.request.post
        found = [self.schools(obj, post)]
        if may(post, "view", Term):
            rows = Term.objects.visible_to(post).filter(inspector=obj)
            found.append(Part(_("Terms"), rows, tables.TERMS, _("No term has been entered.")))
        papers = Certificate.objects.visible_to(post).filter(inspector=obj).select_related("issuer")
        found.append(Part(_("Certificates"), papers, tables.CERTIFICATES, _("No certificate has been issued.")))
        if may(post, "view", TrainingRecord):
            found.append(self.training(obj, post))
        if may(post, "view", Interest):
            ties = Interest.objects.visible_to(post).filter(inspector=obj).select_related("organization")
            found.append(Part(_("Declared ties"), ties, tie_columns(post), _("No tie has been declared.")))
        if may(post, "view", RecusalDecision):
            rows = RecusalDecision.objects.visible_to(post).filter(inspector=obj)
            rows = rows.select_related("inspector", "organization").order_by("-requested_on")
            found.append(Part(_("Recusals"), rows, tables.RECUSALS, _("No recusal has been asked for.")))
        return found

    def schools(self, obj: Inspector, post: Post) -> Part:
        """Return the schools the inspector is responsible for, with the warning above the usual number (R-RATIO-03)."""
        rows = Assignment.objects.visible_to(post).filter(inspector=obj).select_related("school", "zone")
        return Part(_("Schools"), rows.order_by(F("valid_to").desc(nulls_first=True), "school__name", "pk"),
                    tables.OWN_SCHOOLS, _("The inspector is responsible for no school."))

    def training(self, obj: Inspector, post: Post) -> Part:
        """Return this year's training, and the way to the whole file (R-TRAIN-04)."""
        rows = TrainingRecord.objects.visible_to(post).filter(
            inspector=obj, completed_on__year=timezone.localdate().year
        )
        url = reverse("inspector-transcript", args=[obj.pk])
        return Part(_("Training this year"), rows.order_by("-completed_on", "-pk"), tables.TRANSCRIPT,
                    _("No training has been recorded."), actions=[(_("Training file"), url)])


class ExpertList(ListPage):
    """The pool of experts, who are no inspectors (S16)."""

    model = Expert
    title = _("Experts")
    columns = tables.EXPERTS
    orderings = tables.NAME_ORDER
    filterset_class = ExpertFilter
    select_related = ("organization", "office")
    creates = (("register_expert", _("Enter an expert"), "expert-register"),)
    sentence = _("%(count)s experts")
    empty = _("Experts stand here once they are entered; they are never counted as inspectors.")


class ExpertDetail(PersonPage):
    """One expert."""

    model = Expert
    columns = tables.EXPERT_FACTS
    verbs = EXPERT_VERBS
    select_related = ("organization", "office", "user")


def tie_columns(post: Post) -> tuple[Column, ...]:
    """Return the columns of ties, with the acts on one tie that the post may do."""
    labels = {"end_interest": _("End the tie"), "void_interest": _("Strike the tie")}
    return (*tables.INTERESTS, *(_act(verb, label) for verb, label in labels.items() if may(post, verb, Interest)))


def _act(verb: str, label: Any) -> Column:
    slug = verb.replace("_", "-")

    def shown(row: Model) -> Any:
        is_over = row.is_void or (verb == "end_interest" and row.until)
        return "" if is_over else label

    return Column(verb, label, shown, url=lambda row: reverse(f"interest-{slug}", args=[row.pk]))
