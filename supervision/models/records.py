"""What an inspection brings together: self-evaluation, site records, public opinion, findings."""

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspectorate.documents.models import Attachment
from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import can
from supervision.states import Audience, Channel, Method, Severity

from .inspections import Inspection
from .instruments import InstrumentItem, Matter


class Part(models.Model):
    """A part of an inspection's file: read by whoever may read the inspection."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="%(class)ss")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    attachments = GenericRelation(Attachment, content_type_field="owner_type", object_id_field="owner_id")

    class Meta:
        abstract = True

    def is_readable_by(self, post: Post) -> bool:
        """Return whether a post may read this part: the team's work is not for the units it is about."""
        return can(post, "view", self.inspection) and self.inspection.shows_work_to(post)


class SelfEvaluation(Part):
    """The unit's own report, handed in when the notice asked for one (R-INS-10)."""

    inspection = models.OneToOneField(Inspection, on_delete=models.CASCADE, related_name="self_evaluation")
    text = models.TextField(_("report"))
    posted_at_url = models.URLField(_("posted at"), blank=True)
    submitted_on = models.DateField(_("handed in on"), default=timezone.localdate)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    review = models.TextField(_("review by the team"), blank=True)

    class Meta:
        verbose_name = _("self-evaluation report")
        verbose_name_plural = _("self-evaluation reports")

    def __str__(self) -> str:
        return f"{self.inspection.unit} {self.submitted_on}"

    def is_readable_by(self, post: Post) -> bool:
        """Return whether a post may read it: it is the unit's own."""
        return can(post, "view", self.inspection)


class SiteRecord(Part):
    """What the team saw, read or heard at one place (R-INS-11, R-INS-12)."""

    place = models.CharField(_("place"), max_length=120)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit visited")
    )
    method = models.CharField(_("method"), max_length=20, choices=Method.choices)
    recorded_on = models.DateField(_("on"), default=timezone.localdate)
    item = models.ForeignKey(
        InstrumentItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("indicator")
    )
    content = models.TextField(_("what was seen"))

    class Meta:
        verbose_name = _("site record")
        verbose_name_plural = _("site records")
        ordering = ["recorded_on", "pk"]

    def __str__(self) -> str:
        return f"{self.place} {self.recorded_on}"


class PublicOpinion(Part):
    """Public opinion on the unit, by channel and by who was heard (R-INS-13)."""

    channel = models.CharField(_("channel"), max_length=20, choices=Channel.choices)
    audience = models.CharField(_("heard"), max_length=20, choices=Audience.choices)
    held_on = models.DateField(_("on"), default=timezone.localdate)
    people = models.PositiveIntegerField(_("people heard"))
    satisfied = models.PositiveIntegerField(_("of these satisfied"), null=True, blank=True)
    content = models.TextField(_("opinions"))

    class Meta:
        verbose_name = _("public opinion")
        verbose_name_plural = _("public opinions")
        ordering = ["held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_audience_display()} {self.held_on}"


class Finding(Part):
    """One problem found: a fact with its basis; the item everything later refers to."""

    number = models.PositiveSmallIntegerField(_("no."))
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+", verbose_name=_("matter"))
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices, default=Severity.GENERAL)
    problem = models.TextField(_("problem"))
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    demand = models.TextField(_("what is to be done"))
    is_upheld = models.BooleanField(_("upheld"), default=True)

    TONES: ClassVar = {"minor": "idle", "general": "soon", "serious": "late"}  # of the severity

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["inspection", "number"]
        constraints = [models.UniqueConstraint(fields=["inspection", "number"], name="supervision_finding_number")]

    def __str__(self) -> str:
        return f"{self.number}. {self.problem[:60]}"
