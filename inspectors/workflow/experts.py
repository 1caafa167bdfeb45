"""Verbs of the pool of assessment experts, who are no inspectors (R-ROST-11)."""
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, record
from inspectors.models import Expert

from .changes import differing, write

AMENDABLE = ("name", "organization", "employer", "user", "categories", "field", "title", "office_phone", "mobile")


def register_expert(*, by: Post, office: Organization, valid_from: date, **facts: Any) -> Expert:
    """Take an expert into an inspectorate's pool."""
    with transaction.atomic():
        expert = Expert.objects.create(office=office, valid_from=valid_from, **facts, **office.area.scope)
        require(by, "register_expert", expert)
        record(expert, "register_expert", by=by)
    return expert


def amend_expert(expert: Expert, *, by: Post, note: str = "", **changes: Any) -> Expert:
    """Correct what is known of an expert."""
    require(by, "amend_expert", expert)
    changed = differing(expert, changes, AMENDABLE)
    with transaction.atomic():
        write(expert, changed)
        record(expert, "amend_expert", by=by, note=note, fields=sorted(changed))
    return expert


def remove_expert(expert: Expert, *, by: Post, on: date, note: str) -> Expert:
    """End an expert's time in the pool after a day."""
    require(by, "remove_expert", expert)
    if on < expert.valid_from:
        since = date_format(expert.valid_from)
        raise RuleRefused(_("The expert has been in the pool only since %(date)s.") % {"date": since})
    with transaction.atomic():
        if not Expert.objects.filter(pk=expert.pk, valid_to=None).update(valid_to=on):
            raise RuleRefused(_("This expert has already left the pool."))
        expert.valid_to = on
        record(expert, "remove_expert", by=by, note=note, on=on)
    return expert
