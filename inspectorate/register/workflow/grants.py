"""Extra access to one object: named, dated, reasoned; read by `rights` through rows with a direct foreign key."""
from datetime import date

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.register.models import DatedGrant, Post, Scoped, User
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, record


def grant_access(
    obj: Scoped, verb: str, *, by: Post, user: User, reason: str, valid_from: date, valid_to: date
) -> DatedGrant:
    """Let one person do `verb` ("view" to read) to one object from one day to another; asked, granted: two people."""
    require(by, "grant_access", obj)
    if user.pk == by.user_id:
        raise RuleRefused(_("Nobody grants access to oneself."))
    if not valid_from <= valid_to or valid_to < timezone.localdate():
        raise RuleRefused(_("The access would end before it begins, or has ended already."))
    with transaction.atomic():
        grant, _is_new = type(obj).grant_model().objects.update_or_create(
            user=user, permission=_permission(obj, verb), content_object=obj,
            defaults={"valid_from": valid_from, "valid_to": valid_to, "reason": reason, "granted_by": by},
        )
        record(obj, "grant_access", by=by, note=reason, to=user.name, right=verb, until=valid_to)
    return grant


def end_grant(grant: DatedGrant, *, by: Post, note: str = "") -> None:
    """End an extra access at once; the row stays as record."""
    obj = grant.content_object
    require(by, "end_grant", obj)
    with transaction.atomic():
        yesterday = timezone.localdate() - date.resolution
        grant.valid_from, grant.valid_to = min(grant.valid_from, yesterday), min(grant.valid_to, yesterday)
        grant.save(update_fields=["valid_from", "valid_to"])
        record(obj, "end_grant", by=by, note=note, to=grant.user.name)


def _permission(obj: models.Model, verb: str) -> Permission:
    kind = ContentType.objects.get_for_model(obj)
    codename = f"{verb}_{obj._meta.model_name}"
    return Permission.objects.get_or_create(content_type=kind, codename=codename, defaults={"name": codename})[0]
