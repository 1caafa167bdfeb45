"""What is inspected: matters, and versioned indicator schemes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import Area, Organization


class AppliesTo(models.TextChoices):
    """Kinds of inspected units."""

    SCHOOL = "school", _("Schools")
    KINDERGARTEN = "kindergarten", _("Kindergartens")
    GOVERNMENT = "government", _("Governments")


class Matter(models.Model):
    """A matter that an inspection may be about (R-MATTER-01 to 03)."""

    code = models.CharField(_("code"), max_length=10, primary_key=True)
    title = models.CharField(_("title"), max_length=120)
    applies_to = models.CharField(_("applies to"), max_length=20, choices=AppliesTo.choices)
    source = models.CharField(_("source"), max_length=120, blank=True)
    is_current = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("matter inspected")
        verbose_name_plural = _("matters inspected")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class Instrument(models.Model):
    """An indicator scheme in one version; a used version is never edited, a new one replaces it."""

    title = models.CharField(_("title"), max_length=120)
    version = models.CharField(_("version"), max_length=40)
    applies_to = models.CharField(_("applies to"), max_length=20, choices=AppliesTo.choices)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("area"), help_text=_("Empty: everywhere.")
    )
    source = models.CharField(_("source"), max_length=200)
    is_current = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["title", "version"]
        constraints = [models.UniqueConstraint(fields=["title", "version"], name="supervision_instrument_version")]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class InstrumentItem(models.Model):
    """One indicator or check point of an instrument."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(_("code"), max_length=20)
    section = models.CharField(_("section"), max_length=120, blank=True)
    title = models.CharField(_("title"), max_length=300)
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2, null=True, blank=True)
    standard = models.TextField(_("standard"), blank=True)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["instrument", "code"], name="supervision_item_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


def applies_to(organization: Organization) -> str:
    """Return which matters and instruments fit an inspected unit."""
    if organization.kind != Organization.Kind.SCHOOL:
        return AppliesTo.GOVERNMENT
    school = getattr(organization, "school", None)
    is_kindergarten = school is not None and school.stage == school.Stage.KINDERGARTEN
    return AppliesTo.KINDERGARTEN if is_kindergarten else AppliesTo.SCHOOL
