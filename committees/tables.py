"""Columns of the pages of committees."""
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.pages import Column, Ordering

COMMITTEES = (
    Column("name", _("Committee"), kind="link", order="name"),
    Column("organization", _("Government"), "organization.label"),
    Column("founding_document", _("Founding document"), is_minor=True),
    Column("founded_on", _("Founded on"), kind="date", is_minor=True),
    Column("units", _("Member units"), kind="number"),
    Column("vacancies", _("Liaison officers missing"), kind="number"),
)
COMMITTEE_ORDERS = (Ordering("name", _("Name"), "name"),)

FACTS = (
    Column("organization", _("Government"), kind="link"),
    Column("founding_document", _("Founding document")),
    Column("founded_on", _("Founded on"), kind="date"),
)
