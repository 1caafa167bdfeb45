"""Candidates on their way to the roster, the postings for objections, and the experts who are no inspectors."""
from datetime import date
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.sealed import SealedField
from inspectorate.register.models import Area, Organization, Scoped, ScopedQuerySet
from inspectors.states import CANDIDACY_MOVES, OBJECTION_MOVES, CandidacyState, Category, Kind, ObjectionState

from .profiles import Profile
from .roster import Inspector


class Posting(Scoped):
    """A notice with the names of proposed inspectors, open for objections (R-ROST-05)."""

    office = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="postings", verbose_name=_("inspectorate")
    )
    posted_on = models.DateField(_("posted on"))
    ends_on = models.DateField(_("open for objections until"))
    is_provisional = models.BooleanField(_("provisional date"), default=False)
    released_on = models.DateField(_("published on"), null=True, blank=True)
    objection_phone = models.CharField(_("telephone for objections"), max_length=40)
    objection_mailbox = models.EmailField(_("mailbox for objections"), blank=True)
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    RESOURCE = "candidacy"

    class Meta:
        verbose_name = _("posting of candidates")
        verbose_name_plural = _("postings of candidates")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("posted_on")), name="inspectors_posting_dates"),
            models.UniqueConstraint(
                fields=["office", "posted_on"], condition=Q(released_on=None), name="inspectors_posting_day"
            ),
        ]

    def __str__(self) -> str:
        return gettext("Posting of %(on)s") % {"on": self.posted_on}

    def get_absolute_url(self) -> str:
        return reverse("posting-detail", args=[self.pk])

    def is_open(self, on: date | None = None) -> bool:
        """Return whether objections may still come in on a day (today)."""
        return self.ends_on >= (on or timezone.localdate())


class CandidacyQuerySet(ScopedQuerySet):
    """Candidates."""

    def running(self) -> Self:
        """Return the candidacies not yet decided."""
        return self.exclude(state__in=[CandidacyState.APPOINTED, CandidacyState.REJECTED])

    def objected(self) -> Self:
        """Return the candidates with an objection that is open or was found right (R-ROST-05)."""
        against = Objection.objects.filter(candidacy=OuterRef("pk")).exclude(state=ObjectionState.DISMISSED)
        return self.filter(Exists(against))


@pghistory.track(exclude=["province", "city", "county", "mobile"])
class Candidacy(Profile):
    """A person proposed as inspector: recommended, reviewed, assessed, posted, appointed (R-ROST-04)."""

    recommended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    recommended_on = models.DateField(_("recommended on"))
    recommending_unit = models.CharField(_("recommended by"), max_length=120)
    has_committed = models.BooleanField(_("declares willingness, command of technique and time"), default=False)
    has_senior_title = models.BooleanField(_("holds a senior professional title"), default=False)
    former = models.ForeignKey(
        Inspector, on_delete=models.PROTECT, null=True, blank=True, related_name="candidacies",
        verbose_name=_("was on the roster before as"),
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("reviewed by"),
    )
    review_opinion = models.TextField(_("opinion of the review"), blank=True)
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True)
    assessment = models.CharField(_("result of the assessment"), max_length=200, blank=True)
    posting = models.ForeignKey(
        Posting, on_delete=models.PROTECT, null=True, blank=True, related_name="candidacies",
        verbose_name=_("posting"),
    )
    inspector = models.OneToOneField(
        Inspector, on_delete=models.PROTECT, null=True, blank=True, related_name="admission",
        verbose_name=_("appointed as"),
    )
    state = models.CharField(
        _("state"), max_length=12, choices=CandidacyState.choices, default=CandidacyState.RECOMMENDED
    )

    objects = CandidacyQuerySet.as_manager()

    MOVES = CANDIDACY_MOVES
    RESOURCE = "candidacy"
    SCOPE_PATHS: ClassVar = {"self": "user"}
    TONES: ClassVar = {"rejected": "stopped"}

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CandidacyState.values), name="inspectors_candidacy_state"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="inspectors_candidacy_kind"),
            models.CheckConstraint(
                condition=~Q(state__in=["posted", "appointed"]) | Q(posting__isnull=False),
                name="inspectors_candidacy_posted",
            ),
        ]
        indexes = [
            models.Index(fields=["city", "name", "id"], name="inspectors_candidacy_city"),
            models.Index(fields=["county", "name", "id"], name="inspectors_candidacy_county"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("candidacy-detail", args=[self.pk])


class Objection(Scoped):
    """An objection to a posted candidate; who raised it is not kept here (R-PUB-15)."""

    candidacy = models.ForeignKey(
        Candidacy, on_delete=models.PROTECT, related_name="objections", verbose_name=_("candidate")
    )
    received_on = models.DateField(_("received on"))
    content = models.TextField(_("what is objected"))
    finding = models.TextField(_("what was found"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ObjectionState.choices, default=ObjectionState.RECEIVED
    )

    objects = ScopedQuerySet.as_manager()

    MOVES = OBJECTION_MOVES
    RESOURCE = "objection"
    TONES: ClassVar = {"open": "soon", "upheld": "late", "dismissed": "done"}

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ObjectionState.values), name="inspectors_objection_state"),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy} {self.received_on}"

    def get_absolute_url(self) -> str:
        return self.candidacy.get_absolute_url()


class ExpertQuerySet(ScopedQuerySet):
    """Experts."""

    def current(self, on: date | None = None) -> Self:
        """Return the experts in the pool on a day."""
        on = on or timezone.localdate()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)


@pghistory.track(exclude=["province", "city", "county", "mobile"])
class Expert(Scoped):
    """An expert for assessments: not an inspector and never counted as one (R-ROST-11)."""

    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    office = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("managing inspectorate")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="experts",
        verbose_name=_("employer in the register"),
    )
    employer = models.CharField(_("employer"), max_length=120, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="experts",
        verbose_name=_("account"),
    )
    categories = ArrayField(
        models.CharField(max_length=12, choices=Category.choices), default=list, verbose_name=_("categories")
    )
    field = models.CharField(_("field of expertise"), max_length=120)
    title = models.CharField(_("professional title"), max_length=60, blank=True)
    office_phone = models.CharField(_("office phone"), max_length=40, blank=True)
    mobile = SealedField(_("mobile"), blank=True, default="")
    valid_from = models.DateField(_("in the pool from"))
    valid_to = models.DateField(_("in the pool until"), null=True, blank=True)

    objects = ExpertQuerySet.as_manager()

    RESOURCE = "expert"
    SCOPE_PATHS: ClassVar = {"self": "user"}

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="inspectors_expert_dates"
            ),
        ]
        indexes = [
            models.Index(fields=["city", "name", "id"], name="inspectors_expert_city"),
            models.Index(fields=["county", "name", "id"], name="inspectors_expert_county"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("expert-detail", args=[self.pk])

    @property
    def area(self) -> Area:
        """Return the area whose pool this is."""
        return self.office.area

    @property
    def category_labels(self) -> list[str]:
        """Return the categories in words."""
        return [str(Category(value).label) for value in self.categories]
