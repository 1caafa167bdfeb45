"""Number series of documents and the counters of their years."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import Organization

# 牡政教督办〔2026〕3号: full year in hexagonal brackets, no leading zero, no 第 (R-DOC-06, TV-9).
NUMBER = r"^[一-鿿]{2,20}〔(19|20)[0-9]{2}〕[1-9][0-9]*号\Z"
CODE = r"^[一-鿿]{2,20}\Z"
validate_number = RegexValidator(NUMBER, _("Write the number as in 牡政教督办〔2026〕3号."))
validate_code = RegexValidator(CODE, _("Only the Chinese characters before the year, as in 牡政教督办."))


class SeriesQuerySet(models.QuerySet):
    """Number series."""

    def serving(self, issuer: Organization, kind: str, layout: str) -> "Series | None":
        """Return the series for a paper of an issuer: the one of its kind, else of its layout, else the general one."""
        found = {
            series.kind: series for series in self.filter(issuer=issuer, kind__in=[kind, layout, ""], is_active=True)
        }
        return found.get(kind) or found.get(layout) or found.get("")


class Series(models.Model):
    """What stands before the year in the numbers of an issuer, and the head of the papers numbered so."""

    issuer = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="series", verbose_name=_("issuing body")
    )
    code = models.CharField(_("code"), max_length=20, unique=True, validators=[validate_code])
    kind = models.CharField(
        _("kind"),
        max_length=40,
        blank=True,
        help_text=_(
            "A kind of document or a layout (letter, minutes, working); empty: all that have no series of their own."
        ),
    )
    letterhead = models.CharField(_("head"), max_length=60, blank=True, help_text=_("Empty: the name of the issuer."))
    is_active = models.BooleanField(_("in use"), default=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=CODE), name="documents_series_code"),
            models.UniqueConstraint(
                fields=["issuer", "kind"], condition=Q(is_active=True), name="documents_series_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def number(self, year: int, serial: int) -> str:
        """Return the number of a serial (R-DOC-06)."""
        return f"{self.code}〔{year}〕{serial}号"


class SeriesYear(models.Model):
    """The last serial given in a year; its row is the lock under which numbers are given without gaps (T49)."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="years", verbose_name=_("number series"))
    year = models.PositiveSmallIntegerField(_("year"))
    last_serial = models.PositiveIntegerField(_("last serial"), default=0)

    class Meta:
        verbose_name = _("year of a number series")
        verbose_name_plural = _("years of number series")
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="documents_series_year")]

    def __str__(self) -> str:
        return f"{self.series}〔{self.year}〕{self.last_serial}"
