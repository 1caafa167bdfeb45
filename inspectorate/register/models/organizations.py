"""Areas by GB/T 2260 code, organisations with their succession, schools."""

from datetime import date
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .scopes import Scoped, ScopedQuerySet


class Level(models.TextChoices):
    """Levels of government, from the top."""

    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County")
    TOWN = "town", _("Town")

    @classmethod
    def of(cls, code: str) -> "Level":
        """Return the level that the form of a GB/T 2260 code tells; a town's has nine digits and may end in noughts."""
        if len(code) > 6:
            return cls.TOWN
        return cls.PROVINCE if code.endswith("0000") else cls.CITY if code.endswith("00") else cls.COUNTY


class Area(models.Model):
    """An administrative division; its GB/T 2260 code is its key everywhere."""

    code = models.CharField(_("code"), max_length=9, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("superior area"),
    )

    RESOURCE = "area"

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> dict[str, str]:
        """Return the scope columns of a row that belongs to this area."""
        below_province = self.level != Level.PROVINCE
        below_city = self.level in {Level.COUNTY, Level.TOWN}
        return {
            "province": self.code[:2] + "0000",
            "city": self.code[:4] + "00" if below_province else "",
            "county": self.code[:6] if below_city else "",
        }

    @property
    def lineage(self) -> list[str]:
        """Return the codes from this area upward, nearest first (a rule's nearest value wins)."""
        scope = self.scope
        codes = [self.code, scope["county"], scope["city"], scope["province"]]
        return list(dict.fromkeys(code for code in codes if code))


class OrganizationQuerySet(ScopedQuerySet):
    """Organisations."""

    def current(self, on: date) -> "OrganizationQuerySet":
        """Return the organisations that exist on a day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), Q(valid_from=None) | Q(valid_from__lte=on))

    def offices(self, on: date) -> dict[str, "Organization"]:
        """Return the inspectorate of each area by its code on a day; of two in an area the one entered first."""
        rows = self.current(on).filter(kind=Organization.Kind.INSPECTORATE).select_related("area").order_by("-pk")
        return {office.area_id: office for office in rows}


@pghistory.track(exclude=["province", "city", "county"])
class Organization(Scoped):
    """A government, department, inspectorate, school or third party; what duties and documents are addressed to."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("Government")
        PARTY_COMMITTEE = "party_committee", _("Party committee")
        DEPARTMENT = "department", _("Department")
        INSPECTORATE = "inspectorate", _("Committee office")
        SCHOOL = "school", _("School or kindergarten")
        THIRD_PARTY = "third_party", _("Third-party institution")

    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    function = models.CharField(
        _("function"), max_length=30, blank=True, help_text=_("What the unit does, e.g. education, organisation.")
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, verbose_name=_("area"), related_name="organizations")
    superior = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subordinates",
        verbose_name=_("superior unit"),
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    office_phone = models.CharField(_("office phone"), max_length=40, blank=True)
    valid_from = models.DateField(_("exists from"), null=True, blank=True)
    valid_to = models.DateField(_("exists until"), null=True, blank=True)
    is_invented = models.BooleanField(_("invented for the demonstration"), default=False, editable=False)

    objects = OrganizationQuerySet.as_manager()

    RESOURCE = "organization"
    SCOPE_PATHS: ClassVar = {"unit": "pk", "superior": "superior"}

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name"], condition=Q(valid_to=None), name="register_organization_name_in_area"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")) | Q(valid_from=None),
                name="register_organization_dates",
            ),
        ]
        indexes = [
            models.Index(fields=["city", "name", "id"], name="register_org_city"),
            models.Index(fields=["county", "name", "id"], name="register_org_county"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organization-detail", args=[self.pk])

    @property
    def label(self) -> str:
        """Return the short name where there is one."""
        return self.short_name or self.name


class Succession(models.Model):
    """An organisation became another: a result found under the old name still leads to the new one."""

    class Kind(models.TextChoices):
        MERGER = "merger", _("Merger")
        SPLIT = "split", _("Split")
        RENAMING = "renaming", _("Renaming")
        UPGRADE = "upgrade", _("Upgrade")

    predecessor = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="successions", verbose_name=_("predecessor")
    )
    successor = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="origins", verbose_name=_("successor")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    on = models.DateField(_("on"))

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="register_succession_pair"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="register_succession_other"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class SchoolQuerySet(ScopedQuerySet):
    """Schools and kindergartens."""

    def current(self, on: date) -> "SchoolQuerySet":
        """Return the schools in operation on a day."""
        return self.filter(
            Q(organization__valid_to=None) | Q(organization__valid_to__gte=on),
            Q(organization__valid_from=None) | Q(organization__valid_from__lte=on),
        )


@pghistory.track(exclude=["province", "city", "county"])
class School(Scoped):
    """What only a school has: identification code, type, sponsor, class of place, managing level, size."""

    class Stage(models.TextChoices):
        KINDERGARTEN = "kindergarten", _("Kindergarten")
        PRIMARY = "primary", _("Primary school")
        JUNIOR = "junior", _("Junior secondary school")
        SENIOR = "senior", _("Senior secondary school")
        NINE_YEAR = "nine_year", _("Nine-year school")
        TWELVE_YEAR = "twelve_year", _("Twelve-year school")
        COMPLETE = "complete", _("Complete secondary school")
        VOCATIONAL = "vocational", _("Secondary vocational school")
        SPECIAL = "special", _("Special school")
        HIGHER = "higher", _("Higher education institution")
        OTHER = "other", _("Other institution")

    class Sponsor(models.TextChoices):
        PUBLIC = "public", _("Public")
        PRIVATE = "private", _("Private")

    class Place(models.TextChoices):
        URBAN = "111", _("Main urban area")
        FRINGE = "112", _("Urban-rural fringe")
        TOWN = "121", _("Town centre")
        TOWN_FRINGE = "122", _("Town-village fringe")
        SPECIAL = "123", _("Special area")
        TOWNSHIP = "210", _("Township centre")
        VILLAGE = "220", _("Village")

    organization = models.OneToOneField(
        Organization, on_delete=models.PROTECT, related_name="school", verbose_name=_("organisation")
    )
    code = models.CharField(
        _("identification code"), max_length=10, null=True, blank=True, unique=True, help_text=_("Ten digits.")
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices)
    type_name = models.CharField(_("type as registered"), max_length=40, blank=True)
    sponsor = models.CharField(_("sponsor"), max_length=10, choices=Sponsor.choices)
    sponsor_code = models.CharField(_("sponsor code"), max_length=3, blank=True)
    place = models.CharField(_("urban or rural class"), max_length=3, choices=Place.choices, blank=True)
    managing_level = models.CharField(_("managing level"), max_length=10, choices=Level.choices)
    pupils = models.PositiveIntegerField(_("pupils"), null=True, blank=True)
    is_boarding = models.BooleanField(_("boarding"), default=False)
    large_flag = models.BooleanField(
        _("large school"), null=True, blank=True, help_text=_("Empty: decided by the area's threshold (R-RATIO-02).")
    )
    head_name = models.CharField(_("head"), max_length=60, blank=True)
    head_from = models.DateField(_("head's term from"), null=True, blank=True)
    head_to = models.DateField(_("head's term until"), null=True, blank=True)

    objects = SchoolQuerySet.as_manager()

    RESOURCE = "school"
    SCOPE_PATHS: ClassVar = {"unit": "organization", "superior": "organization__superior"}

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        constraints = [
            models.CheckConstraint(condition=Q(code=None) | Q(code__regex=r"^\d{10}$"), name="register_school_code"),
        ]
        indexes = [
            models.Index(fields=["city", "stage", "id"], name="register_school_city"),
            models.Index(fields=["county", "stage", "id"], name="register_school_county"),
        ]

    def __str__(self) -> str:
        return self.organization.name

    def get_absolute_url(self) -> str:
        return reverse("organization-detail", args=[self.organization_id])

    def is_large(self, threshold: int | None) -> bool:
        """Return whether the school counts as large (R-RATIO-02): set by hand, else by the area's threshold."""
        if self.large_flag is not None:
            return self.large_flag
        return threshold is not None and self.pupils is not None and self.pupils >= threshold
