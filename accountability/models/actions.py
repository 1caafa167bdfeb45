"""Accountability (问责) in its three steps, and the challenges to its decision."""

from datetime import date
from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accountability.states import (
    ACTION_MOVES,
    CHALLENGE_MOVES,
    ActionState,
    ChallengeState,
    Scope,
    Situation,
)
from inspectorate.register.models import DatedGrant, Organization, ScopedQuerySet
from inspectorate.trail.workflow import RuleRefused

from .cases import Case, Filed
from .measures import Measure, titled


class ActionQuerySet(ScopedQuerySet):
    """Accountability actions."""

    def decided_against(self, unit_id: int, person: str, since: date) -> "ActionQuerySet":
        """Return the decisions against the same target since a day that stand (aggravation counter, R-ACC-21)."""
        found = self.filter(unit_id=unit_id, target_person=person, decided_on__gte=since)
        return found.exclude(pk__in=Challenge.objects.filter(result=Challenge.Result.REVOKED).values("action"))


@pghistory.track(exclude=["province", "city", "county"])
class AccountabilityAction(Measure):
    """One accountability proceeding against a unit, or a responsible person of it (R-ACC-17 to 26)."""

    class Target(models.TextChoices):
        UNIT = "unit", _("Unit")
        PERSON = "person", _("Responsible person")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="actions", verbose_name=_("case"))
    target = models.CharField(_("target"), max_length=10, choices=Target.choices)
    target_person = models.CharField(_("responsible person"), max_length=60, blank=True)
    situations = ArrayField(models.CharField(max_length=20, choices=Situation.choices), verbose_name=_("situations"))
    group_members = models.TextField(_("finding group"), blank=True)
    group_due_on = models.DateField(_("finding group to be formed by"), null=True, blank=True)
    facts = models.TextField(_("facts"), blank=True)
    proposed_forms = ArrayField(models.CharField(max_length=20), default=list, verbose_name=_("proposed forms"))
    informed_on = models.DateField(_("target informed on"), null=True, blank=True)
    statement = models.TextField(_("statement and defence"), blank=True)
    statement_answer = models.TextField(_("how it was dealt with"), blank=True)
    decided_forms = ArrayField(models.CharField(max_length=20), default=list, verbose_name=_("forms decided"))
    findings = models.TextField(_("findings"), blank=True)
    basis = models.TextField(_("basis"), blank=True)
    effective_on = models.DateField(_("takes effect on"), null=True, blank=True)
    scope = models.CharField(_("made known to"), max_length=20, choices=Scope.choices, default=Scope.UNIT)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    served_on = models.DateField(_("decision received on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=15, choices=ActionState.choices, default=ActionState.PROPOSED)

    objects = ActionQuerySet.as_manager()

    MOVES = ACTION_MOVES
    RESOURCE = "accountability_action"
    TONES: ClassVar = {"final": "done", "dropped": "stopped"}
    SCOPE_PATHS: ClassVar = {
        **Filed.FILED_PATHS,
        "addressee": "consultations__organization",
        "host": "challenges__office",  # the upper office sees what it has to decide on
    }
    GATES: ClassVar = {
        "informed": Q(informed_on__isnull=False),
        "heard": Q(state__in=[ActionState.HEARD, ActionState.CONSULTED]),
        "served": Q(served_on__isnull=False),
    }

    class Meta:
        verbose_name = _("accountability proceeding")
        verbose_name_plural = _("accountability proceedings")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ActionState.values), name="accountability_action_state"),
            models.CheckConstraint(
                condition=Q(target="unit", target_person="") | (Q(target="person") & ~Q(target_person="")),
                name="accountability_action_target",
            ),
        ]
        indexes = [models.Index(fields=["city", "-proposed_on", "id"], name="accountability_action_city")]

    def __str__(self) -> str:
        return titled(self, self.target_person or self.unit)

    def get_absolute_url(self) -> str:
        return reverse("accountability-action-detail", args=[self.pk])

    @property
    def received_on(self) -> date:
        """Return the day the decision was received; refused before that."""
        if self.served_on is None:
            raise RuleRefused(_("The decision has not been received yet."), rule="R-ACC-27")
        return self.served_on

    @staticmethod
    def grant_model() -> type[DatedGrant]:
        """Return the model of dated grants on single proceedings."""
        return ActionGrant


class ActionGrant(DatedGrant):
    """An extra right of one person on one proceeding (a discipline viewer)."""

    content_object = models.ForeignKey(AccountabilityAction, on_delete=models.CASCADE)

    class Meta(DatedGrant.Meta):
        verbose_name = _("grant on an accountability proceeding")


class Consultation(models.Model):
    """A member unit's opinion before the decision (R-ACC-23)."""

    action = models.ForeignKey(AccountabilityAction, on_delete=models.CASCADE, related_name="consultations")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("member unit")
    )
    asked_on = models.DateField(_("asked on"))
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    opinion = models.TextField(_("opinion"), blank=True)

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["action", "organization"], name="accountability_consulted_once")]

    def __str__(self) -> str:
        return str(self.organization)


class Challenge(models.Model):
    """A review (same office) or an appeal (next-higher office) of a decision (R-ACC-27 to 30)."""

    class Kind(models.TextChoices):
        REVIEW = "review", _("Review")
        APPEAL = "appeal", _("Appeal")

    class Result(models.TextChoices):
        UPHELD = "upheld", _("Upheld")
        CHANGED = "changed", _("Changed")
        REVOKED = "revoked", _("Revoked")

    action = models.ForeignKey(AccountabilityAction, on_delete=models.PROTECT, related_name="challenges")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    office = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by"))
    requested_on = models.DateField(_("requested on"))
    is_late = models.BooleanField(_("after the window"), default=False)
    request = models.TextField(_("request and reasons"))
    result = models.CharField(_("result"), max_length=10, choices=Result.choices, blank=True)
    reasons = models.TextField(_("reasons of the decision"), blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    served_on = models.DateField(_("decision received on"), null=True, blank=True)
    corrected_on = models.DateField(_("corrected on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ChallengeState.choices, default=ChallengeState.REQUESTED
    )

    MOVES = CHALLENGE_MOVES
    TONES: ClassVar = {"requested": "soon", "decided": "done", "correcting": "soon", "corrected": "done"}

    class Meta:
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ChallengeState.values), name="accountability_challenge_state"),
            models.UniqueConstraint(fields=["action", "kind"], name="accountability_challenge_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.action}"

    def get_absolute_url(self) -> str:
        return self.action.get_absolute_url()
