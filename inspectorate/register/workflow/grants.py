"""Extra access to one object: named, dated, reasoned; read by `rights` through rows with a direct foreign key."""
from datetime import date

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.register.models import DatedGrant, Post, PostQuerySet, Scoped, User
from inspectorate.register.rights import grantable, require
from inspectorate.trail.workflow import RuleRefused, record


def grant_access(
    obj: Scoped, verb: str, *, by: Post, user: User, reason: str, valid_from: date, valid_to: date
) -> DatedGrant:
    """Let one person do `verb` ("view" to read) to one object from one day to another; asked, granted: two people.

    A running access is extended: the same row, a later last day, told in the trail.
    """
    require(by, "grant_access", obj)
    if user.pk == by.user_id:
        raise RuleRefused(_("Nobody grants access to oneself."))
    if not valid_from <= valid_to or valid_to < timezone.localdate():
        raise RuleRefused(_("The access would end before it begins, or has ended already."))
    if not may_be_named(obj, verb, by=by).filter(user=user).exists():
        raise RuleRefused(_("%(who)s holds no post today that can be given this access.") % {"who": user.name})
    span = {"valid_from": valid_from, "valid_to": valid_to}
    with transaction.atomic():
        rows = type(obj).grant_model().objects.select_for_update()
        key = {"user": user, "permission": _permission(obj, verb), "content_object": obj}
        grant, is_new = rows.get_or_create(**key, defaults={**span, "reason": reason, "granted_by": by})
        told = {"to": user.name, "right": verb, "since": valid_from, "until": valid_to}
        if not is_new and not grant.is_over:
            told |= {"since": grant.valid_from, "before": grant.valid_to}
            span = _extended(grant, span)
            record(obj, "extend_access", by=by, note=reason, **told)
        else:
            record(obj, "grant_access", by=by, note=reason, **told)
        if not is_new:
            grant.granted_by, grant.reason, grant.valid_from, grant.valid_to = by, reason, *span.values()
            grant.save(update_fields=["granted_by", "reason", *span])
    return grant


def may_be_named(obj: Scoped, verb: str, *, by: Post) -> PostQuerySet:
    """Return the posts to whose holders `by` can open an object: of the right role, of its area and above it."""
    found = Post.objects.current().filter(role__in=grantable(obj.RESOURCE).get(verb, ())).exclude(user=by.user_id)
    for column in ("province", "city", "county"):
        if own := getattr(by, column):
            found = found.filter(Q(**{column: own}) | Q(**{column: ""}))
    return found


def end_grant(grant: DatedGrant, *, by: Post, note: str = "") -> None:
    """End an extra access at once; the row stays as record."""
    obj = grant.content_object
    require(by, "end_grant", obj)
    yesterday = timezone.localdate() - date.resolution
    with transaction.atomic():
        grant = type(grant).objects.select_for_update(of=("self",)).select_related("user").get(pk=grant.pk)
        if grant.is_over:
            raise RuleRefused(_("This access has ended already."))
        record(obj, "end_grant", by=by, note=note, to=grant.user.name, until=grant.valid_to)
        grant.valid_from, grant.valid_to = min(grant.valid_from, yesterday), yesterday
        grant.save(update_fields=["valid_from", "valid_to"])


def _extended(grant: DatedGrant, span: dict[str, date]) -> dict[str, date]:
    """Return the days of a running access prolonged by a span that follows on; refused if it adds nothing."""
    if span["valid_to"] <= grant.valid_to or span["valid_from"] > grant.valid_to + date.resolution:
        facts = {"who": grant.user.name, "until": grant.valid_to.isoformat()}
        raise RuleRefused(
            _("%(who)s has this access until %(until)s. To extend it, name a later last day without a gap.") % facts
        )
    return {"valid_from": min(grant.valid_from, span["valid_from"]), "valid_to": span["valid_to"]}


def _permission(obj: models.Model, verb: str) -> Permission:
    kind = ContentType.objects.get_for_model(obj)
    codename = f"{verb}_{obj._meta.model_name}"
    return Permission.objects.get_or_create(content_type=kind, codename=codename, defaults={"name": codename})[0]
