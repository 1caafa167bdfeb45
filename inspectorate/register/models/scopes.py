"""Scope columns: whose area a row belongs to, and the one queryset every read path begins with."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspectorate.register import rights


class ScopedQuerySet(models.QuerySet):
    """Rows with scope columns."""

    def visible_to(self, post: rights.Acting | None) -> Self:
        """Return the rows `post` may read: the same rights table as `can(post, "view", row)`."""
        return self.permitted(post, "view")

    def permitted(self, post: rights.Acting | None, verb: str) -> Self:
        """Return the rows on which `post` may do `verb`."""
        return self.filter(rights.permitted(post, verb, self.model))

    def within(self, area_code: str) -> Self:
        """Return the rows of an area and everything below it (GB/T 2260 code of six digits)."""
        return self.filter(area_q(area_code))


def area_q(code: str) -> Q:
    """Return the equality filter on the scope column that the area's level owns."""
    if code.endswith("0000"):
        return Q(province=code)
    if code.endswith("00"):
        return Q(city=code)
    return Q(county=code[:6])


class Scoped(models.Model):
    """Scope columns of a listed row (GB/T 2260 codes, empty above the row's level); set once when it is made."""

    province = models.CharField(_("province"), max_length=6, blank=True, editable=False)
    city = models.CharField(_("city"), max_length=6, blank=True, editable=False)
    county = models.CharField(_("county"), max_length=6, blank=True, editable=False)

    # How the scopes of the rights table reach a row of this model, and the states that open it to a role.
    RESOURCE: ClassVar[str] = ""
    SCOPE_PATHS: ClassVar[dict[str, str | rights.During]] = {}
    GATES: ClassVar[dict[str, Q]] = {}

    class Meta:
        abstract = True

    @staticmethod
    def grant_model() -> Any:
        """Return the model of dated grants on single rows; for models whose rights know the scope `grant`."""
        raise NotImplementedError

    @property
    def scope(self) -> dict[str, str]:
        """Return the three scope columns, to be handed to a row made below this one."""
        return {"province": self.province, "city": self.city, "county": self.county}
