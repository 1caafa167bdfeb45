"""What is known of a person, whether candidate or inspector."""
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspectorate.lib.sealed import SealedField
from inspectorate.register.models import Area, Organization, School, Scoped
from inspectors.states import Category, Degree, Kind, Source


class Profile(Scoped):
    """A person and the inspectorate that manages her (R-ROST-08); no identity number is kept (R-PUB-12)."""

    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    office = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("managing inspectorate")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss",
        verbose_name=_("employer"), help_text=_("Empty for the retired."),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss",
        verbose_name=_("account"),
    )
    kind = models.CharField(_("full- or part-time"), max_length=10, choices=Kind.choices)
    categories = ArrayField(models.CharField(max_length=12, choices=Category.choices), verbose_name=_("categories"))
    stages = ArrayField(
        models.CharField(max_length=20, choices=School.Stage.choices), default=list, blank=True,
        verbose_name=_("school stages"),
    )
    degree = models.CharField(_("degree"), max_length=20, choices=Degree.choices)
    years_of_work = models.PositiveSmallIntegerField(_("years in education"))
    title = models.CharField(_("professional title"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=20, choices=Source.choices)
    office_phone = models.CharField(_("office phone"), max_length=40, blank=True)
    mobile = SealedField(_("mobile"), blank=True, default="")

    FIELDS = (
        "name", "office", "organization", "user", "kind", "categories", "stages", "degree", "years_of_work", "title",
        "source", "office_phone", "mobile",
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def area(self) -> Area:
        """Return the area whose rules hold for this person."""
        return self.office.area

    @property
    def profile(self) -> dict[str, Any]:
        """Return the fields by name, to be carried over from candidate to inspector."""
        return {name: getattr(self, name) for name in self.FIELDS}

    @property
    def category_labels(self) -> list[str]:
        """Return the categories in words."""
        return [str(Category(value).label) for value in self.categories]

    @property
    def stage_labels(self) -> list[str]:
        """Return the school stages in words."""
        return [str(School.Stage(value).label) for value in self.stages]
