"""Problems found at visits: one matter and one gravity each, followed from visit to visit until they are put right."""

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import Organization, Post, Scoped, ScopedQuerySet
from inspectorate.register.rights import During, can
from inspectorate.register.states import Role
from supervision.states import PROBLEM_MOVES, RED, Gravity, ProblemState, Way

from .instruments import Matter
from .visits import Visit, VisitPart


class VisitProblemQuerySet(ScopedQuerySet):
    """Problems found at visits."""

    def filed(self) -> Self:
        """Return the problems of filed reports: those of a report being written are nobody else's yet."""
        return self.filter(visit__filed_at__isnull=False)

    def open(self) -> Self:
        """Return the problems that nobody has seen put right yet."""
        return self.filed().filter(state=ProblemState.OPEN)

    def red(self) -> Self:
        """Return the open problems that the office must see to at once (R-VISIT-09)."""
        return self.open().filter(gravity__in=RED)


@pghistory.track(exclude=["province", "city", "county"])
class VisitProblem(Scoped):
    """One problem found at a visit: one matter, one gravity, followed until it is put right or handed over."""

    visit = models.ForeignKey(
        Visit, on_delete=models.PROTECT, related_name="problems", verbose_name=_("first found at")
    )
    school = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="visit_problems", verbose_name=_("school")
    )
    number = models.PositiveSmallIntegerField(_("no."))
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+", verbose_name=_("matter"))
    gravity = models.CharField(_("severity"), max_length=10, choices=Gravity.choices)
    text = models.TextField(_("problem"))
    cleared_on = models.DateField(_("put right on"), null=True, blank=True)
    handed_to = models.CharField(_("handed over to"), max_length=12, choices=Way.choices, blank=True)
    office_note = models.TextField(_("note of the office"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=ProblemState.choices, default=ProblemState.OPEN)

    objects = VisitProblemQuerySet.as_manager()

    MOVES = PROBLEM_MOVES
    RESOURCE = "visit_problem"
    SCOPE_PATHS: ClassVar = {
        "team": "visit__inspector__user",
        "self": During("school__assignments", "inspector__user"),
        "unit": "school",
        "owner": "visit__owner",
    }
    GATES: ClassVar = {
        "fed_back": Q(visit__filed_at__isnull=False, visit__feedback_on__isnull=False)
        & ~Q(state=ProblemState.WITHDRAWN),
        "reported": Q(visit__filed_at__isnull=False),
    }
    TONES: ClassVar = {
        "minor": "idle", "general": "soon", "serious": "late", "danger": "late",
        "open": "busy", "cleared": "done", "handed_over": "busy",
    }

    class Meta:
        verbose_name = _("problem found at a visit")
        verbose_name_plural = _("problems found at visits")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ProblemState.values), name="supervision_vproblem_state"),
            models.CheckConstraint(condition=Q(gravity__in=Gravity.values), name="supervision_vproblem_gravity"),
            models.UniqueConstraint(fields=["visit", "number"], name="supervision_vproblem_number"),
        ]
        indexes = [
            models.Index(fields=["city", "-id"], name="supervision_vproblem_city"),
            models.Index(fields=["county", "-id"], name="supervision_vproblem_county"),
            models.Index(fields=["school"], condition=Q(state="open"), name="supervision_vproblem_open"),
        ]

    def __str__(self) -> str:
        return f"{self.school.label} {self.number}. {self.text[:60]}"

    def get_absolute_url(self) -> str:
        return reverse("visit-problem-detail", args=[self.pk])

    @property
    def is_red(self) -> bool:
        """Return whether the office must see to it at once (R-VISIT-09)."""
        return self.gravity in RED

    @property
    def way(self) -> str:
        """Return in words what the gravity proposes to be done next (R-VISIT-09, R-VISIT-14)."""
        return str(WAYS[self.gravity])


WAYS = {
    Gravity.MINOR: _("Looked at again at the next visit"),
    Gravity.GENERAL: _("The school reports in writing what it put right"),
    Gravity.SERIOUS: _("The office acts at once"),
    Gravity.DANGER: _("The office acts at once"),
}


class ProblemCheck(VisitPart):
    """How a problem stood at a visit: when it was found, and each time it was looked at again, with photos."""

    problem = models.ForeignKey(VisitProblem, on_delete=models.CASCADE, related_name="checks")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="checks")
    is_cleared = models.BooleanField(_("put right"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("look at a problem")
        verbose_name_plural = _("looks at problems")
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["problem", "visit"], name="supervision_check_once")]

    def __str__(self) -> str:
        return f"{self.problem} {self.visit.visited_on}"

    def is_readable_by(self, post: Post) -> bool:
        """Return whether a post may read the photos: the inspectors' and the office's, no visited school's."""
        return post.role not in {Role.SCHOOL, Role.GOVERNMENT} and can(post, "view", self.problem)
